"""``report.pdf``: the certification report on A4 pages."""

from typing import Any

from dicomweb_conformance.report.html import render_html
from dicomweb_conformance.report.model import Report

PDF = "report.pdf"

_FOLDED = "details:not([open]) > :not(summary) { display: none }"
"""What is folded stays folded, as when a browser prints the page."""


class NoPdf(RuntimeError):
    """WeasyPrint, or a library that it needs, is missing; the message says what to install."""


def render_pdf(report: Report) -> bytes:
    """The page as PDF. The same report gives the same bytes with one version of WeasyPrint and the same fonts.

    Raises NoPdf.
    """
    weasyprint = renderer()
    page = weasyprint.HTML(string=render_html(report, paper=True), url_fetcher=_nothing)
    document: bytes = page.write_pdf(stylesheets=[weasyprint.CSS(string=_FOLDED)])
    return document


def renderer() -> Any:
    """WeasyPrint, which has no types. Raises NoPdf."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        # OSError is how a missing shared library shows itself
        raise NoPdf(
            "PDF needs WeasyPrint: install dicomweb-conformance[pdf], and Pango (Debian: libpango-1.0-0, "
            "libpangoft2-1.0-0, libharfbuzz-subset0)"
        ) from error
    return weasyprint


def _nothing(url: str) -> dict[str, object]:
    """The page is whole by itself: nothing is ever loaded."""
    raise ValueError(f"nothing is loaded for a PDF, not {url}")
