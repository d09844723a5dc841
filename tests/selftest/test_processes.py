"""Work in forks of a process."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dicomweb_conformance.selftest.processes import Ended, forked

# From Python 3.12 on, forking warns when a library such as OpenBLAS has started threads in this process.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


def outcomes(carry_out: Callable[[str], None], *works: str, patience: float = 60.0) -> dict[str, Ended[str]]:
    return {ended.work: ended for ended in forked(carry_out, works, 2, patience)}


def test_each_piece_of_work_has_a_process_of_its_own(tmp_path: Path) -> None:
    def carry_out(work: str) -> None:
        (tmp_path / work).write_text(str(os.getpid()))

    assert {ended.trouble for ended in outcomes(carry_out, "one", "two", "three").values()} == {None}
    processes = {(tmp_path / work).read_text() for work in ("one", "two", "three")}
    assert len(processes - {str(os.getpid())}) == 3


def test_work_that_fails_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    def carry_out(work: str) -> None:
        if work == "bad":
            raise RuntimeError("no paper")

    ended = outcomes(carry_out, "bad", "good")
    assert ended["bad"].trouble == "the process ended with 1"
    assert ended["good"].trouble is None
    assert "no paper" in capfd.readouterr().err


def test_work_that_hangs_is_ended() -> None:
    def carry_out(work: str) -> None:
        deadline = time.monotonic() + 60
        while work == "endless" and time.monotonic() < deadline:
            time.sleep(0.01)

    began = time.monotonic()
    ended = outcomes(carry_out, "endless", "short", patience=0.3)
    assert ended["endless"].trouble == "not done after 0.3 seconds"
    assert ended["short"].trouble is None
    assert time.monotonic() - began < 30


def test_nothing_is_left_running_when_the_reader_stops() -> None:
    def carry_out(work: str) -> None:
        deadline = time.monotonic() + 60
        while work != "short" and time.monotonic() < deadline:
            time.sleep(0.01)

    began = time.monotonic()
    running = forked(carry_out, ["short", "endless", "endless"], 2, 60.0)
    assert next(iter(running)).work == "short"
    running.close()  # type: ignore[attr-defined]  # a generator, though it is typed as an iterator
    assert time.monotonic() - began < 30
