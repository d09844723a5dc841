"""The files of a report, made from a ledger file."""

import json
from pathlib import Path

import pytest

from dicomweb_conformance.evidence.ledger import UnreadableLedger
from dicomweb_conformance.report.write import FORMATS, write_reports
from tests.report.ledgers import exchange, footer, header, registry, requirement, scenario, write_ledger

REGISTRY = registry(requirement("a"), requirement("b"))
RECORDS = [
    header(),
    exchange(14, step=2),
    scenario("s", ["a"], "nonconformant", exchanges=[14]),
    scenario("t", ["b"]),
    footer(),
]


def test_the_same_ledger_gives_the_same_bytes(tmp_path: Path) -> None:
    write_ledger(tmp_path / "ledger.jsonl", RECORDS)
    for folder in ("one", "two/deep"):
        write_reports(tmp_path / "ledger.jsonl", REGISTRY, tmp_path / folder, FORMATS)
    for name in (path.name for path in (tmp_path / "one").iterdir()):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two/deep" / name).read_bytes()
        assert (tmp_path / "one" / name).read_bytes()


def test_only_the_asked_formats_are_written(tmp_path: Path) -> None:
    write_ledger(tmp_path / "ledger.jsonl", RECORDS)
    report = write_reports(tmp_path / "ledger.jsonl", REGISTRY, tmp_path / "out", ["json"])
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["results.json"]
    assert report.profiles[0].verdict == "fail"
    assert json.loads((tmp_path / "out/results.json").read_text())["profiles"]["tutorial"]["verdict"] == "fail"


def test_an_unknown_format_writes_nothing(tmp_path: Path) -> None:
    write_ledger(tmp_path / "ledger.jsonl", RECORDS)
    with pytest.raises(ValueError, match="unknown report format docx"):
        write_reports(tmp_path / "ledger.jsonl", REGISTRY, tmp_path / "out", ["json", "docx"])
    assert not (tmp_path / "out").exists()


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_text("")
    with pytest.raises(UnreadableLedger):
        write_reports(tmp_path / "ledger.jsonl", REGISTRY, tmp_path / "out")


def test_a_ledger_changed_after_the_run_is_remarked(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    write_ledger(path, RECORDS)
    path.write_text(path.read_text().replace('"nonconformant"', '"conformant"'))
    report = write_reports(path, REGISTRY, tmp_path / "out")
    assert any("changed after the run" in remark for remark in report.remarks)


def test_a_report_from_another_registry_is_remarked(tmp_path: Path) -> None:
    write_ledger(
        tmp_path / "ledger.jsonl", [{**header(), "registry": {"sha256": "c" * 64, "requirements": 2}}, footer()]
    )
    report = write_reports(tmp_path / "ledger.jsonl", REGISTRY, tmp_path / "out")
    assert any("registry" in remark for remark in report.remarks)
