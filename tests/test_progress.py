"""How far a run is, on a terminal and elsewhere."""

import io
import os
import pty
import re
import select
import subprocess
import time
from pathlib import Path

import pytest

from dicomweb_conformance.plugin.progress import Progress
from tests.running import command

_CODES = re.compile(r"\x1b\[[\d;]*[A-Za-z]")


class Terminal(io.StringIO):
    """A terminal in memory."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def after(verdicts: list[str], out: io.StringIO, environment: dict[str, str], total: int = 10) -> list[str]:
    """What was drawn or written, when each scenario takes two seconds."""
    clock = Clock()
    progress = Progress(out, environment, clock, total)
    for verdict in verdicts:
        clock.now += 2
        progress.ended(verdict, "search")
    return re.split(r"\r\x1b\[K|\n", out.getvalue())


def test_a_bar_tells_chapter_counts_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    drawn = after(["conformant"] * 3 + ["nonconformant", "blocked"], Terminal(), {})
    last = _CODES.sub("", drawn[-1])
    assert last == "██████████░░░░░░░░░░  5/10  0:10 left  search  3 conformant  1 nonconformant  1 blocked"


def test_a_bar_is_not_longer_than_the_terminal_is_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    drawn = after(["conformant", "unsupported", "nonconformant"], Terminal(), {})
    assert max(len(_CODES.sub("", line)) for line in drawn) < 40


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_left_out_where_they_are_not_wanted(
    environment: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert ("\x1b[1;" in after(["nonconformant"], Terminal(), environment)[-1]) is coloured


def test_plain_lines_are_written_where_there_is_no_terminal() -> None:
    written = after(["conformant"] * 9 + ["nonconformant"], io.StringIO(), {}, total=20)
    assert written[-2:] == ["10/20 search: 9 conformant, 1 nonconformant", ""]
    assert len(written) == 6


def test_a_dumb_terminal_gets_plain_lines() -> None:
    assert after(["conformant"], Terminal(), {"TERM": "dumb"}) == ["1/10 search: 1 conformant", ""]


def test_a_run_on_a_terminal_draws_a_bar_and_leaves_the_summary(tmp_path: Path) -> None:
    controller, terminal = pty.openpty()
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "120"}
    arguments = command("run", "--profile", "tutorial", "--only", "retrieve-*", "--report", str(tmp_path / "report"))
    with subprocess.Popen(arguments, stdout=terminal, stderr=terminal, cwd=tmp_path, env=environment) as process:
        os.close(terminal)
        shown = _read(controller, time.monotonic() + 120)
        assert process.wait(60) == 0, shown
    os.close(controller)
    assert re.search(r"\r\x1b\[K[█░]{20}  \d+/\d+ ", shown)
    assert "\x1b[1;" not in shown
    last_bar = shown.rindex("\r\x1b[K")
    assert "PASS" in shown[last_bar:]


def _read(descriptor: int, deadline: float) -> str:
    data = b""
    while time.monotonic() < deadline:
        if select.select([descriptor], [], [], 1.0)[0]:
            try:
                more = os.read(descriptor, 65536)
            except OSError:
                break
            if not more:
                break
            data += more
    return data.decode("utf-8", "replace")
