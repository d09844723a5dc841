"""What workers are worth: a server that waits before each answer, judged by one process and by eight."""

import tempfile
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.running import run
from benchmarks.server import serving

LATENCY = 0.05
"""Seconds that the server waits before each answer."""
WORKERS = 8


def measure() -> tuple[Figure, ...]:
    """Serial seconds over those of the workers. Raises RuntimeError when verdicts differ."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with serving(folder, LATENCY) as url:
            many = run(folder / "many", url, "-n", str(WORKERS))
        with serving(folder, LATENCY) as url:
            one = run(folder / "one", url)
        if many.verdicts != one.verdicts:
            raise RuntimeError("the verdicts of several workers differ from those of one")
        how = f"times as fast with -n {WORKERS} as serial, at {LATENCY * 1000:.0f} ms of latency"
        return (Figure("workers", one.seconds / many.seconds, "times", how, least=5),)
