"""A comparison for a terminal: what differs, the worst first, and the counts last."""

from collections.abc import Iterator

from dicomweb_conformance.report.compare.comparison import CHANGES, GOT_WORSE, Comparison, Row
from dicomweb_conformance.report.inert import inert, shown
from dicomweb_conformance.report.style import Style
from dicomweb_conformance.report.tone import SYMBOLS

NOT_JUDGED = "not judged"


def render_comparison(comparison: Comparison, style: Style = Style()) -> str:  # noqa: B008 - frozen
    """One line for each requirement that differs; runs are named by letters."""
    return "\n".join(_lines(comparison, style)) + "\n"


def _lines(comparison: Comparison, style: Style) -> Iterator[str]:
    letters = _letters(len(comparison.columns))
    differing = sorted((row for row in comparison.rows if row.differs), key=_worst)
    heading = ""
    for row in differing:
        change = CHANGES[_worst(row)] if comparison.of_one_product else "differs"
        if change != heading:
            heading = change
            yield ""
            yield style.verdict("fail" if change in GOT_WORSE else "", change.upper())
        yield f"  {shown(row.id, 200)}   {row.level} · {shown(row.profile, 80)}"
        yield "    " + "   ".join(_verdict(letter, v, style) for letter, v in zip(letters, row.verdicts, strict=True))
    yield ""
    for letter, column in zip(letters, comparison.columns, strict=True):
        yield f"{letter}  {shown(column.name, 80)}  {shown(column.url, 80)}  {inert(column.started[:10])}"
        profiles = ", ".join(
            f"{shown(name, 40)} {style.verdict(verdict, shown(verdict, 40))}"
            for name, verdict in column.profiles.items()
        )
        yield f"   suite {shown(column.suite_version, 40)}; {profiles}"
    if not comparison.of_one_product:
        return
    yield ""
    for number, letter in enumerate(letters[1:], 1):
        counted = ", ".join(f"{count} {change}" for change, count in comparison.counts(number).items())
        yield f"{letters[0]} to {letter}: {counted or 'nothing was judged'}"


def _letters(count: int) -> list[str]:
    return [chr(ord("A") + number) if number < 26 else f"R{number + 1}" for number in range(count)]


def _worst(row: Row) -> int:
    return min(CHANGES.index(change) for change in row.changes)


def _verdict(letter: str, verdict: str | None, style: Style) -> str:
    if verdict is None:
        return f"{letter} {NOT_JUDGED}"
    return f"{letter} {style.verdict(verdict, f'{SYMBOLS[verdict]} {verdict}')}"
