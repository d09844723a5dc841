"""A command of the user that takes away from a target what it does not let anybody delete over HTTP."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

MOST_STUDIES = 200
"""StudyInstanceUIDs that are given to one call: a list of arguments must not be endless."""
TAIL = 2000
"""Bytes of the end of the output that are kept."""


@dataclass(frozen=True)
class Reset:
    """The program and its first arguments; it is no shell line. ``timeout`` (seconds) is for each call.

    It is called after the run with the StudyInstanceUIDs of the run that are still there, and, if ``before``, before
    the run without any.
    """

    command: tuple[str, ...]
    before: bool = False
    timeout: float = 60.0


@dataclass(frozen=True)
class ResetOutcome:
    """How a call ended: ``code`` is None when it did not start or did not end in time; ``output`` is its last part."""

    code: int | None
    seconds: float
    output: str

    @property
    def says(self) -> str:
        """How it ended, in one phrase."""
        ended = "did not end by itself" if self.code is None else f"ended with exit code {self.code}"
        said = " ".join(self.output.split())
        return f"{ended} after {self.seconds:.1f} s" + (f": {said}" if said else "")


def carry_out(reset: Reset, studies: Sequence[str]) -> ResetOutcome:
    """Call the command for these studies, in several calls when there are many; stops at the first that fails."""
    outcome = ResetOutcome(0, 0.0, "")
    for start in range(0, max(len(studies), 1), MOST_STUDIES):
        outcome = _call(reset, studies[start : start + MOST_STUDIES])
        if outcome.code != 0:
            return outcome
    return outcome


def _call(reset: Reset, studies: Sequence[str]) -> ResetOutcome:
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                [*reset.command, *studies],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # a Ctrl-C that ends the run is not meant for what cleans up behind it
                start_new_session=True,
            )
        except OSError as error:
            return ResetOutcome(None, 0.0, f"it cannot be started: {error.strerror}")
        try:
            code: int | None = process.wait(reset.timeout)
            late = ""
        except subprocess.TimeoutExpired:
            code, late = None, f" (not done within {reset.timeout:g} s, and ended; raise timeout under [reset])"
        finally:
            _end(process)
        return ResetOutcome(code, round(time.monotonic() - started, 3), _tail(output) + late)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it with all that it has started, unless it has ended."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _tail(output: IO[bytes]) -> str:
    size = output.seek(0, os.SEEK_END)
    output.seek(max(0, size - TAIL))
    return output.read(TAIL).decode("utf-8", "replace")
