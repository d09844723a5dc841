"""Lets the requests of all processes of a run pass one after the other, no more of them in a second than allowed."""

import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path

TURNSTILE = "pace.lock"
"""The file in the folder of a report that the processes of the run share while it lasts."""


@dataclass(frozen=True)
class Turnstile:
    """Gives every request a moment of its own, at least 1 / ``per_second`` seconds after that of the one before.

    The last moment lies in the file at ``path``, by a clock that all processes of a machine share. No burst follows
    a pause. Raises OSError when the file cannot be written.
    """

    path: Path
    per_second: float

    def wait(self) -> None:
        """Wait for the next moment."""
        time.sleep(max(0.0, self._next() - time.monotonic()))

    def remove(self) -> None:
        """Remove the file, when no process needs it any more."""
        self.path.unlink(missing_ok=True)

    def _next(self) -> float:
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            text = os.pread(file, 32, 0)
            moment = max(time.monotonic(), float(text) + 1 / self.per_second) if text else time.monotonic()
            os.pwrite(file, f"{moment:031.9f}\n".encode(), 0)
        finally:
            os.close(file)
        return moment
