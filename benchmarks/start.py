"""How soon a run begins: seconds from command to first request, and to list all scenarios."""

import json
import statistics
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.running import PROGRAM, environment
from benchmarks.server import PROJECT

_ROUNDS = 5
_ONE = "delete-instance"


def measure() -> tuple[Figure, ...]:
    """Seconds until the first request of a narrowed run, and seconds to collect all scenarios."""
    first, collected = [], []
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(_ROUNDS):
            first.append(_until_first_request(Path(scratch) / str(number)))
            started = time.perf_counter()
            listing = [*PROGRAM, "run", "--dry-run"]
            subprocess.run(listing, cwd=PROJECT, env=environment(), stdout=subprocess.DEVNULL, check=True)
            collected.append(time.perf_counter() - started)
    return (
        Figure("start", statistics.median(first), "s", f"from the command to the first request, --only {_ONE}", 1.2),
        Figure("collection", statistics.median(collected), "s", "to list all scenarios by --dry-run", 3.0),
    )


def _until_first_request(report: Path) -> float:
    started = time.time()
    command = [*PROGRAM, "run", "--only", _ONE, "--report", str(report)]
    with subprocess.Popen(command, cwd=PROJECT, env=environment(), stdout=subprocess.DEVNULL) as process:
        process.wait()
    return _first_exchange(report / "ledger.jsonl") - started


def _first_exchange(ledger: Path) -> float:
    with ledger.open(encoding="utf-8") as lines:
        records = map(json.loads, lines)
        return min(datetime.fromisoformat(r["started"]).timestamp() for r in records if r["type"] == "exchange")
