"""The files of a report, made from a ledger and the registry."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from dicomweb_conformance.evidence.ledger import read_ledger
from dicomweb_conformance.report import badge
from dicomweb_conformance.report.builder import build_report
from dicomweb_conformance.report.har import render_har
from dicomweb_conformance.report.html import render_html
from dicomweb_conformance.report.junit import render_junit
from dicomweb_conformance.report.markdown import render_markdown
from dicomweb_conformance.report.model import Report
from dicomweb_conformance.report.pdf import render_pdf
from dicomweb_conformance.report.results import render_results
from dicomweb_conformance.report.table import render_csv
from dicomweb_conformance.requirements import Registry

Files = Mapping[str, bytes]
"""The contents of files by name."""


def _badges(report: Report) -> Files:
    images = {f"badge-{profile.name}.svg": badge.svg_of(profile) for profile in report.profiles}
    endpoints = {f"badge-{profile.name}.json": badge.endpoint_of(profile) for profile in report.profiles}
    return {name: text.encode() for name, text in (images | endpoints).items()}


def _text(name: str, render: Callable[[Report], str]) -> Callable[[Report], Files]:
    return lambda report: {name: render(report).encode()}


FORMATS: Mapping[str, Callable[[Report], Files]] = MappingProxyType(
    {
        "json": _text("results.json", render_results),
        "junit": _text("junit.xml", render_junit),
        "html": _text("report.html", render_html),
        "markdown": _text("summary.md", render_markdown),
        "csv": _text("requirements.csv", render_csv),
        "har": _text("exchanges.har", render_har),
        "badge": _badges,
        "pdf": lambda report: {"report.pdf": render_pdf(report)},
    }
)
"""What each format writes."""

DEFAULT_FORMATS = ("json", "junit", "html", "markdown")


def write_reports(
    ledger_path: Path,
    registry: Registry,
    folder: Path,
    formats: Iterable[str] = DEFAULT_FORMATS,
    strict: bool | None = None,
) -> Report:
    """Judge the ledger and write the asked files into ``folder``; the same ledger and registry give the same bytes.

    Returns the Report. Raises UnreadableLedger, ValueError on an unknown format, NoPdf where PDF cannot be made, and
    OSError when a file cannot be read or written.
    """
    wanted = list(formats)
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise ValueError(f"unknown report format {', '.join(unknown)}; known are {', '.join(FORMATS)}")
    report = build_report(read_ledger(ledger_path), registry, strict)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files_of(report, wanted).items():
        (folder / name).write_bytes(content)
    return report


def files_of(report: Report, formats: Iterable[str]) -> Files:
    """The files of these formats. Raises KeyError on an unknown one."""
    return {name: content for wanted in formats for name, content in FORMATS[wanted](report).items()}
