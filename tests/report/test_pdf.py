"""The report as PDF: the same every time, and loading nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dicomweb_conformance.report.html import render_html
from dicomweb_conformance.report.integrity import verify
from dicomweb_conformance.report.pdf import NoPdf, renderer
from dicomweb_conformance.report.write import write_reports
from tests.report.ledgers import exchange, footer, header, registry, report_on, requirement, scenario, write_ledger

try:
    renderer()
except NoPdf as missing:
    pytest.skip(str(missing), allow_module_level=True)

REGISTRY = registry(requirement("a"), requirement("b", level="should"))
RECORDS = [
    header(operator="Jane Doe"),
    exchange(14, step=2),
    scenario("s", ["a"], "nonconformant", exchanges=[14]),
    scenario("t", ["b"], exchanges=[14]),
    footer(),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_ledger(tmp_path / "ledger.jsonl", RECORDS)
    write_reports(tmp_path / "ledger.jsonl", REGISTRY, tmp_path, ["json", "pdf"])
    return tmp_path


def text_of(path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True, encoding="utf-8")
    return " ".join(done.stdout.split())


def test_the_same_ledger_gives_the_same_bytes_in_another_process(folder: Path) -> None:
    again = (
        "import sys; from pathlib import Path; from tests.report.test_pdf import REGISTRY; "
        "from dicomweb_conformance.report.write import write_reports; "
        "write_reports(Path(sys.argv[1]), REGISTRY, Path(sys.argv[2]), ['pdf'])"
    )
    command = [sys.executable, "-c", again, str(folder / "ledger.jsonl"), str(folder / "again")]
    subprocess.run(command, check=True, timeout=120, cwd=Path(__file__).parents[2])
    assert (folder / "again" / "report.pdf").read_bytes() == (folder / "report.pdf").read_bytes()


def test_a_changed_pdf_is_found(folder: Path) -> None:
    assert verify(folder, REGISTRY).proven
    path = folder / "report.pdf"
    path.write_bytes(path.read_bytes() + b"\n")
    assert [check.name for check in verify(folder, REGISTRY).checks if not check.holds] == ["report.pdf"]


def test_it_says_what_was_found_and_leaves_exchanges_to_the_page(folder: Path) -> None:
    text = text_of(folder / "report.pdf")
    assert "Run by Jane Doe" in text
    assert "search finds blue-circle, green-square" in text
    assert "Signature" in text
    assert "first_byte" not in text
    assert "whole after" not in text
    assert "whole after" in render_html(report_on(RECORDS, REGISTRY))
