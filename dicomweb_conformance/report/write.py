"""The files of a report, made from a ledger and the registry."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from dicomweb_conformance.evidence.ledger import read_ledger
from dicomweb_conformance.report.builder import build_report
from dicomweb_conformance.report.html import render_html
from dicomweb_conformance.report.junit import render_junit
from dicomweb_conformance.report.model import Report
from dicomweb_conformance.report.results import render_results
from dicomweb_conformance.requirements import Registry

Render = Callable[[Report], str]

FORMATS: Mapping[str, tuple[str, Render]] = MappingProxyType(
    {
        "json": ("results.json", render_results),
        "junit": ("junit.xml", render_junit),
        "html": ("report.html", render_html),
    }
)
"""File name and renderer of each format."""

DEFAULT_FORMATS = tuple(FORMATS)


def write_reports(
    ledger_path: Path,
    registry: Registry,
    folder: Path,
    formats: Iterable[str] = DEFAULT_FORMATS,
    strict: bool | None = None,
) -> Report:
    """Judge the ledger and write the asked files into ``folder``; the same ledger and registry give the same bytes.

    Returns the Report. Raises UnreadableLedger, ValueError on an unknown format, OSError when
    a file cannot be read or written.
    """
    wanted = list(formats)
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise ValueError(f"unknown report format {', '.join(unknown)}; known are {', '.join(FORMATS)}")
    report = build_report(read_ledger(ledger_path), registry, strict)
    folder.mkdir(parents=True, exist_ok=True)
    for name in wanted:
        file_name, render = FORMATS[name]
        (folder / file_name).write_bytes(render(report).encode("utf-8"))
    return report
