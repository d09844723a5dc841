"""The chart of a report: for each transaction and level, how the verdicts divide. Inline SVG without a script.

Places are percentages, so that a bar fits a phone as well as paper. Colours come from the page by class. What a bar
shows stands above it in words, where it can wrap.
"""

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from dicomweb_conformance.report.model import LEVELS, VERDICTS, Report
from dicomweb_conformance.report.tone import Tone, tone_of

_HEIGHT = 14

_FILLS = {
    "conformant": "#2f9e5b", "nonconformant": "#d6403a", "deviates": "#a86cc8",
    "blocked": "#e0a030", "inconclusive": "#e0a030", "advisory": "#e0a030",
}  # fmt: skip
_OTHER = "#b4bcc6"
"""The colours of the style sheet on paper, for what applies no style sheet to a drawing."""


@dataclass(frozen=True)
class Bar:
    """The requirements of one level of one transaction, by verdict."""

    level: str
    counts: tuple[tuple[Tone, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def words(self) -> str:
        return ", ".join(f"{count} {tone.word}" for tone, count in self.counts)


@dataclass(frozen=True)
class Group:
    """One transaction."""

    transaction: str
    bars: tuple[Bar, ...]


def groups_of(report: Report) -> tuple[Group, ...]:
    """Transactions in registry order, each with a bar for every level that it has."""
    by_transaction: dict[str, dict[str, Counter[str]]] = {}
    for result in report.requirements:
        levels = by_transaction.setdefault(result.requirement.transaction, {})
        levels.setdefault(result.level, Counter())[result.verdict] += 1
    return tuple(
        Group(transaction, tuple(_bar(level, levels[level], report.gating) for level in LEVELS if level in levels))
        for transaction, levels in by_transaction.items()
    )


def _bar(level: str, counts: Counter[str], gating: frozenset[str]) -> Bar:
    return Bar(level, tuple((tone_of(v, level, gating), counts[v]) for v in VERDICTS if counts[v]))


def svg_of(bar: Bar) -> Markup:
    """The bar. The page says the same in words beside it, so it is hidden from screen readers."""
    pieces, position = [], 0.0
    for tone, count in bar.counts:
        width = 100 * count / bar.total
        rect = '<rect class="fill-{style}" fill="{fill}" x="{x:.3f}%" width="{width:.3f}%" height="{height}"/>'
        fill = _FILLS.get(tone.style, _OTHER)
        pieces.append(Markup(rect).format(style=tone.style, fill=fill, x=position, width=width, height=_HEIGHT))
        position += width
    return Markup('<svg aria-hidden="true" width="100%" height="{height}">{rects}</svg>').format(
        height=_HEIGHT, rects=Markup("").join(pieces)
    )
