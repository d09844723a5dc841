"""Runs of the harness against a server of the benchmarks, and what their ledgers say."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.server import ENVIRONMENT, PROJECT, target_file

PROGRAM = (sys.executable, "-c", "from dicomweb_conformance.cli import main; main()")


@dataclass(frozen=True)
class Ran:
    """A run: its exit code and the folder of its report."""

    code: int
    folder: Path

    @property
    def seconds(self) -> float:
        """From the first request of the run to the end of its last."""
        exchanges = [record for record in self._records() if record["type"] == "exchange"]
        begins = [datetime.fromisoformat(each["started"]).timestamp() for each in exchanges]
        ends = [begin + each["seconds"] for begin, each in zip(begins, exchanges, strict=True)]
        return float(max(ends) - min(begins))

    @property
    def verdicts(self) -> Mapping[str, str]:
        """The verdict of each requirement."""
        results = json.loads((self.folder / "results.json").read_text(encoding="utf-8"))
        return {each["id"]: each["verdict"] for each in results["requirements"]}

    def _records(self) -> list[dict[str, Any]]:
        with (self.folder / "ledger.jsonl").open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]


def environment() -> dict[str, str]:
    """Of every run: an installed harness has its bytecode, which a developer may have told Python not to write."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **ENVIRONMENT}


def run(folder: Path, url: str, *arguments: str) -> Ran:
    """Judge all that the reference server offers. Raises RuntimeError when the run does not pass."""
    folder.mkdir(parents=True)
    report = folder / "report"
    command = [*PROGRAM, "run", "--target", str(target_file(folder, url)), "--report", str(report), *arguments]
    done = subprocess.run(command, cwd=PROJECT, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the run ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return Ran(done.returncode, report)
