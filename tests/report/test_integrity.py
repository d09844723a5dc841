"""A report is proven to follow from its ledger, or it is not."""

import json
from pathlib import Path

import pytest

from dicomweb_conformance.report.integrity import Verification, verify
from dicomweb_conformance.report.write import FORMATS, write_reports
from tests.report.ledgers import exchange, footer, header, registry, requirement, scenario, write_ledger

REGISTRY = registry(requirement("a"), requirement("b", level="should"))
RECORDS = [
    header(),
    exchange(14, step=2),
    scenario("s", ["a"], "nonconformant", exchanges=[14]),
    scenario("t", ["b"], "nonconformant"),
    footer(),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_ledger(tmp_path / "ledger.jsonl", RECORDS)
    write_reports(tmp_path / "ledger.jsonl", REGISTRY, tmp_path, FORMATS)
    return tmp_path


def broken(found: Verification) -> list[str]:
    return [check.name for check in found.checks if not check.holds]


def test_a_report_as_it_was_made_is_proven(folder: Path) -> None:
    found = verify(folder, REGISTRY)
    assert found.proven
    assert {check.name for check in found.checks} == {path.name for path in folder.iterdir()}


def test_a_strict_report_is_proven_too(folder: Path) -> None:
    write_reports(folder / "ledger.jsonl", REGISTRY, folder, FORMATS, strict=True)
    assert verify(folder, REGISTRY).proven


@pytest.mark.parametrize("name", ["results.json", "junit.xml", "report.html", "summary.md", "badge-tutorial.svg"])
def test_a_changed_file_is_found(folder: Path, name: str) -> None:
    text = (folder / name).read_text()
    assert "fail" in text
    (folder / name).write_text(text.replace("fail", "pass"))
    found = verify(folder, REGISTRY)
    assert not found.proven
    assert broken(found) == [name]


def test_a_changed_ledger_is_found_even_when_the_reports_were_made_again(folder: Path) -> None:
    path = folder / "ledger.jsonl"
    path.write_text(path.read_text().replace('"nonconformant"', '"conformant"'))
    write_reports(path, REGISTRY, folder, FORMATS)
    assert broken(verify(folder, REGISTRY)) == ["ledger.jsonl"]


def test_a_run_that_did_not_end_is_not_proven(folder: Path) -> None:
    write_ledger(folder / "ledger.jsonl", RECORDS[:-1])
    write_reports(folder / "ledger.jsonl", REGISTRY, folder, FORMATS)
    assert broken(verify(folder, REGISTRY)) == ["ledger.jsonl"]


def test_another_registry_proves_nothing_and_accuses_nobody(folder: Path) -> None:
    ledger = [{**header(), "registry": {"sha256": "c" * 64, "requirements": 2}}, *RECORDS[1:]]
    write_ledger(folder / "ledger.jsonl", ledger)
    found = verify(folder, REGISTRY)
    assert not found.proven
    assert [check.holds for check in found.checks] == [True, None]


def test_a_folder_without_a_ledger_is_not_proven(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text(json.dumps({}))
    assert not verify(tmp_path, REGISTRY).proven
