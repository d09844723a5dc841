"""Colours of the terminal, or none."""

from collections.abc import Mapping
from dataclasses import dataclass

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "magenta": "35"}
_VERDICTS = {
    "pass": "green", "conformant": "green", "fail": "red", "nonconformant": "red",
    "partial": "yellow", "blocked": "yellow", "inconclusive": "yellow", "deviates": "magenta",
}  # fmt: skip


@dataclass(frozen=True)
class Style:
    """Wraps text in SGR sequences (ECMA-48, 8.3.117) when ``enabled``."""

    enabled: bool = False

    def __call__(self, text: str, *names: str) -> str:
        if not self.enabled or not names or not text:
            return text
        return f"\x1b[{';'.join(_CODES[name] for name in names)}m{text}\x1b[0m"

    def verdict(self, word: str, text: str | None = None) -> str:
        """The text, by default the word itself, in the colour of a verdict."""
        colour = _VERDICTS.get(word)
        return self(text or word, "bold", colour) if colour else (text or word)


def style_for(is_terminal: bool, environment: Mapping[str, str]) -> Style:
    """Colours only for a terminal that shows them, and never where NO_COLOR is set (https://no-color.org)."""
    return Style(is_terminal and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb")
