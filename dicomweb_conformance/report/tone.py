"""How a verdict is worded and coloured, which depends on its level: only what decides is shown as a fault."""

from dataclasses import dataclass

SYMBOLS = {
    "pass": "✓", "conformant": "✓", "fail": "✗", "nonconformant": "✗", "partial": "◐", "deviates": "≠",
    "unsupported": "○", "blocked": "!", "inconclusive": "?", "untested": "–",
    "ok": "✓", "failed": "✗", "not reached": "–",
}  # fmt: skip


@dataclass(frozen=True)
class Tone:
    """A word for a reader, the CSS class of its colour and a symbol, so that colour never stands alone."""

    word: str
    style: str
    symbol: str


def tone_of(verdict: str, level: str | None = None, gating: frozenset[str] = frozenset({"must"})) -> Tone:
    """The tone of a verdict: of a requirement of this level, or, without a level, of anything else.

    ``gating`` are the levels that decide over pass and fail.
    """
    if verdict == "nonconformant" and level is not None and level not in gating:
        return Tone("not offered", "unsupported", "○") if level == "may" else Tone("advisory", "advisory", "△")
    return Tone(verdict, verdict.replace(" ", "-"), SYMBOLS.get(verdict, ""))
