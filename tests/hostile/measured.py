"""Runs in processes of their own, with the memory that they took."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.running import Ran

_PROGRAM = """
import atexit, pathlib, sys
peak = pathlib.Path(sys.argv.pop(1))
def note():
    status = pathlib.Path("/proc/self/status").read_text().splitlines()
    peak.write_text(next(line.split()[1] for line in status if line.startswith("VmHWM:")))
atexit.register(note)
from dicomweb_conformance.cli import main
main()
"""


@dataclass(frozen=True)
class Measured:
    """How a run ended, and its greatest resident size in megabytes."""

    ran: Ran
    megabytes: float


def measured_run(folder: Path, *arguments: str, patience: float) -> Measured:
    """``dicomweb-conformance run`` with these arguments. Raises TimeoutExpired after ``patience`` seconds."""
    peak = folder.with_suffix(".peak")
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(peak), "run", "--report", str(folder), *arguments],
        capture_output=True,
        timeout=patience,
        check=False,
        cwd=folder.parent,
    )
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    return Measured(Ran(done.returncode, out, err, folder), int(peak.read_text()) / 1024)
