"""A comparison as a page: a matrix of requirements and runs, in one file, without scripts."""

from markupsafe import Markup

from dicomweb_conformance.report.compare.comparison import GOT_WORSE, Comparison, Row
from dicomweb_conformance.report.html import content_security_policy, environment, style_sheet


def render_matrix(comparison: Comparison) -> str:
    """The page."""
    style = style_sheet()
    return (
        environment()
        .get_template("compare.html")
        .render(
            comparison=comparison,
            by_profile=_by_profile(comparison),
            style=Markup(style),
            policy=content_security_policy(style),
            GOT_WORSE=GOT_WORSE,
        )
    )


def _by_profile(comparison: Comparison) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in comparison.rows:
        grouped.setdefault(row.profile, []).append(row)
    return grouped
