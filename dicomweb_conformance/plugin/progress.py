"""One line that tells how far the run is; plain lines where there is no terminal."""

import time
from dataclasses import dataclass, field
from typing import TextIO

_WORDS = ("nonconformant", "blocked", "inconclusive", "unsupported")


@dataclass
class Progress:
    """Counts scenarios as they end and shows the counts.

    On a terminal one line is drawn again and again; elsewhere a line is written for each tenth of the run.
    """

    out: TextIO
    total: int = 0
    _done: int = field(default=0, init=False)
    _counts: dict[str, int] = field(default_factory=dict, init=False)
    _tenth: int = field(default=0, init=False)
    _drawn: float = field(default=0.0, init=False)

    def ended(self, verdict: str, chapter: str) -> None:
        """One more scenario has its verdict."""
        self._done += 1
        self._counts[verdict] = self._counts.get(verdict, 0) + 1
        if self.out.isatty():
            now = time.monotonic()
            if now - self._drawn > 0.1 or self._done == self.total:
                self._drawn = now
                self.out.write(f"\r\x1b[K{self._line(chapter)}")
                self.out.flush()
        elif self.total and self._done * 10 // self.total > self._tenth:
            self._tenth = self._done * 10 // self.total
            self.out.write(f"{self._line(chapter)}\n")
            self.out.flush()

    def clear(self) -> None:
        """The line is taken away, to make room for the summary."""
        if self.out.isatty():
            self.out.write("\r\x1b[K")
            self.out.flush()

    def _line(self, chapter: str) -> str:
        counts = "".join(f", {self._counts[word]} {word}" for word in _WORDS if word in self._counts)
        return f"{self._done}/{self.total} {chapter}: {self._counts.get('conformant', 0)} conformant{counts}"
