"""``requirements.csv``: the requirements with their verdicts, for a spreadsheet."""

import csv
import io

from dicomweb_conformance.report.inert import inert
from dicomweb_conformance.report.inert import shown as shortened
from dicomweb_conformance.report.model import Report, RequirementResult

COLUMNS = (
    "id", "profile", "transaction", "level", "verdict", "reason", "deviation", "scenarios", "seconds", "expected",
    "received", "cites", "text",
)  # fmt: skip

# A spreadsheet takes a cell with one of these in front for a formula
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"


def render_csv(report: Report) -> str:
    """The table (RFC 4180). It starts with a byte order mark, without which Excel misreads UTF-8."""
    lines = io.StringIO()
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in _row(result)] for result in report.requirements)
    return _BYTE_ORDER_MARK + lines.getvalue()


def cell(value: str) -> str:
    """The text as a cell that no spreadsheet computes."""
    text = shortened(value, 1_000)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def _row(result: RequirementResult) -> tuple[str, ...]:
    broken = next((s for s in result.scenarios if s.verdict == "nonconformant"), None)
    return (
        inert(result.id),
        result.requirement.profile,
        result.requirement.transaction,
        result.level,
        result.verdict,
        result.reason or "",
        result.deviation.reason if result.deviation else "",
        str(len(result.scenarios)),
        f"{result.seconds:.3f}",
        (broken.expected or "") if broken else "",
        (broken.received or "") if broken else "",
        result.requirement.cites,
        result.requirement.text,
    )
