"""How far a run is: a bar on a terminal, plain lines where there is none."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from dicomweb_conformance.report.style import style_for

_WORDS = ("conformant", "nonconformant", "blocked", "inconclusive", "unsupported")
_BAR = 20
_REDRAWN_AFTER = 0.1
_FORETOLD_AFTER = 3.0
"""Seconds before which the time left would be a guess."""


@dataclass
class Progress:
    """Counts scenarios as they end and shows the counts.

    On a terminal one line is drawn again and again, with colours unless NO_COLOR is set; elsewhere a line is written
    for each tenth of the run. ``environment`` are the environment variables, ``clock`` tells seconds.
    """

    out: TextIO
    environment: Mapping[str, str] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic
    total: int = 0
    _counts: Counter[str] = field(default_factory=Counter, init=False)
    _began: float = field(default=0.0, init=False)
    _drawn: float = field(default=0.0, init=False)
    _tenth: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._began = self.clock()
        self._is_drawn = self.out.isatty() and self.environment.get("TERM") != "dumb"
        self._style = style_for(self._is_drawn, self.environment)
        self._signs = "█░" if "utf" in (self.out.encoding or "").lower() else "#-"

    @property
    def _done(self) -> int:
        return self._counts.total()

    def ended(self, verdict: str, chapter: str) -> None:
        """One more scenario, of this chapter, has its verdict."""
        self._counts[verdict] += 1
        if self._is_drawn:
            now = self.clock()
            if now - self._drawn > _REDRAWN_AFTER or self._done == self.total:
                self._drawn = now
                self._write(f"\r\x1b[K{self._bar(chapter, now - self._began)}")
        elif self.total and self._done * 10 // self.total > self._tenth:
            self._tenth = self._done * 10 // self.total
            self._write(f"{self._done}/{self.total} {chapter}: {', '.join(self._told())}\n")

    def clear(self) -> None:
        """The bar is taken away, to make room for the summary."""
        if self._is_drawn:
            self._write("\r\x1b[K")

    def _told(self) -> list[str]:
        return [f"{self._counts[word]} {word}" for word in _WORDS if self._counts[word] or word == "conformant"]

    def _bar(self, chapter: str, elapsed: float) -> str:
        full = _BAR * self._done // max(self.total, self._done, 1)
        bar = self._signs[0] * full + self._signs[1] * (_BAR - full)
        pieces = [f"{self._done}/{self.total}", chapter, *self._told()]
        if elapsed > _FORETOLD_AFTER and self.total > self._done:
            pieces.insert(1, f"{_clock(elapsed * (self.total - self._done) / self._done)} left")
        # the last column is left free: some terminals wrap when it is written
        width = shutil.get_terminal_size().columns - 1 - len(bar)
        shown: list[str] = []
        for piece in pieces:
            width -= len(piece) + 2
            if width < 0:
                break
            word = piece.rpartition(" ")[2]
            shown.append(self._style.verdict(word, piece) if word in _WORDS else piece)
        return "  ".join([bar, *shown])

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"
