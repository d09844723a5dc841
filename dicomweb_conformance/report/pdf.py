"""``report.pdf``: the certification report on A4 pages."""

from typing import Any

from dicomweb_conformance.report.html import render_html
from dicomweb_conformance.report.model import Report

PDF = "report.pdf"


class NoPdf(RuntimeError):
    """WeasyPrint, or a library that it needs, is missing; the message says what to install."""


def render_pdf(report: Report) -> bytes:
    """The page as PDF. The same report gives the same bytes with one version of WeasyPrint and the same fonts.

    Raises NoPdf.
    """
    html: Any = renderer()
    document: bytes = html(string=render_html(report), url_fetcher=_nothing).write_pdf()
    return document


def renderer() -> object:
    """WeasyPrint's HTML. Raises NoPdf."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        # OSError is how a missing shared library shows itself
        raise NoPdf(
            "PDF needs WeasyPrint: install dicomweb-conformance[pdf], and Pango (Debian: libpango-1.0-0, "
            "libpangoft2-1.0-0, libharfbuzz-subset0)"
        ) from error
    return HTML


def _nothing(url: str) -> dict[str, object]:
    """The page is whole by itself: nothing is ever loaded."""
    raise ValueError(f"nothing is loaded for a PDF, not {url}")
