"""Makes what lies in reports/published: ``python -m reports.publish [FOLDER]``, from the root of a checkout.

Starts the reference server, Orthanc and tiny_pacs, each empty, judges each by its file in targets/, and compares them.
Nothing is edited: the folders hold what the harness wrote, with the ledger packed.
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from dicomweb_conformance.reference.serve import running
from tests.real.defended import ORTHANC, ORTHANC_PROPERTIES, TINY_PACS, TINY_PACS_PROPERTIES
from tests.real.orthanc import orthanc_available, running_orthanc
from tests.real.tiny_pacs import running_tiny_pacs, tiny_pacs_available

PROJECT = Path(__file__).parent.parent
PROGRAM = [sys.executable, "-c", "from dicomweb_conformance.cli import main; main()"]
_HEAD = """# What the servers break, and by which clause

Made by the harness from the reports beside it. Clauses are of PS3.18 where nothing else is said. Who disagrees opens an
issue with the clause; a wrong verdict is a bug of the harness.
"""
FINISHED = (0, 1, 3)
"""Exit codes of a run that has verdicts."""

SERVERS: Mapping[str, tuple[str, Callable[[Path], AbstractContextManager[str]], Callable[[], str | None]]] = {
    "reference-server": ("embedded", lambda folder: running(), lambda: None),
    "orthanc-1.10.1": ("orthanc", running_orthanc, orthanc_available),
    "tiny-pacs-0.4.1": ("tiny_pacs", running_tiny_pacs, tiny_pacs_available),
}
"""By the name of the folder: the target file, how the server is started, and why it cannot be."""
DEFENDED: Mapping[str, Mapping[str, str]] = {
    "orthanc-1.10.1": ORTHANC,
    "orthanc-1.10.1-properties": ORTHANC_PROPERTIES,
    "tiny-pacs-0.4.1": TINY_PACS,
    "tiny-pacs-0.4.1-properties": TINY_PACS_PROPERTIES,
}
"""The clause by which each nonconformity is one, by the name of the folder."""
_PROPERTIES = ("--profile", "properties", "--seed", "0", "--uids", "fresh")


def main(out: Path) -> None:
    """Write one folder for each server, and the matrix of all."""
    for name, (_, _, missing) in SERVERS.items():
        if reason := missing():
            sys.exit(f"{name}: {reason}")
    for name, (target, started, _) in SERVERS.items():
        with tempfile.TemporaryDirectory() as scratch, started(Path(scratch)) as url:
            file = Path(scratch) / f"{target}.toml"
            file.write_text(at(url, (PROJECT / "targets" / f"{target}.toml").read_text(encoding="utf-8")))
            _judge(file, out / name)
            _judge(file, out / f"{name}-properties", *_PROPERTIES)
    findings = [findings_of(name, json.loads((out / name / "results.json").read_text())) for name in DEFENDED]
    (out / "findings.md").write_text("\n".join([_HEAD, *findings]), encoding="utf-8")
    folders = [str(out / name) for name in SERVERS]
    subprocess.run([*PROGRAM, "compare", *folders, "--format", "html", "--out", str(out / "matrix.html")], check=True)


def findings_of(name: str, results: Mapping[str, Any]) -> str:
    """A table of the requirements of level must that a server breaks, each with its clause and what was received."""
    lines = [f"## {name}\n", "| requirement | why | expected | received |", "| --- | --- | --- | --- |"]
    for requirement in results["requirements"]:
        if requirement["level"] == "must" and requirement["verdict"] == "nonconformant":
            first = next(each for each in requirement["scenarios"] if each["verdict"] == "nonconformant")
            why = DEFENDED[name].get(requirement["id"], "not defended yet")
            cells = (requirement["id"], why, first["expected"], first["received"])
            lines.append("| " + " | ".join(map(_cell, cells)) + " |")
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return " ".join(re.sub(r"2\.25\.\d{6,}", "2.25.…", text).replace("|", "\\|").split())[:160]


def at(url: str, target: str) -> str:
    """The target file with the addresses of the server that was started."""
    (base,) = re.findall(r'^url = "([^"]*)"', target, re.MULTILINE)
    origin, own = (re.sub(r"(://[^/]*).*", r"\1", address) for address in (base, url))
    return target.replace(base, url).replace(origin, own)


def _judge(target: Path, folder: Path, *more: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    formats = ["--format", "html", "--format", "json", "--format", "markdown"]
    # The line that repeats a finding names the target file as it was named here
    arguments = ["run", "--target", target.name, "--report", str(folder.absolute()), *formats, *more]
    ran = subprocess.run([*PROGRAM, *arguments], cwd=target.parent, check=False)
    if ran.returncode not in FINISHED:
        sys.exit(f"{folder.name}: the run ended with exit code {ran.returncode}")
    ledger = folder / "ledger.jsonl"
    (folder / "ledger.jsonl.gz").write_bytes(gzip.compress(ledger.read_bytes(), mtime=0))
    ledger.unlink()
    subprocess.run([*PROGRAM, "verify", str(folder)], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent / "published")
