"""Runs side by side."""

import json
from pathlib import Path

import pytest

from dicomweb_conformance.report.compare.comparison import Comparison, change_of, compare, comparison_json
from dicomweb_conformance.report.compare.documents import Results, UnreadableResults, read_results, results_of
from dicomweb_conformance.report.compare.html import render_matrix
from dicomweb_conformance.report.compare.terminal import render_comparison
from dicomweb_conformance.report.results import results_of as document_of
from tests.report.hostile import ALL
from tests.report.ledgers import Record, footer, header, registry, report_on, requirement, scenario, with_target
from tests.report.test_html import assert_nothing_acts

REGISTRY = registry(*(requirement(r) for r in "abcd"), requirement("s", level="should"))


def run(version: str = "1", **verdicts: str) -> Record:
    """A results.json of the requirements named here."""
    known = registry(*(r for r in REGISTRY.requirements.values() if r.id in verdicts))
    scenarios = [scenario(f"of {r}", [r], verdict) for r, verdict in verdicts.items()]
    return document_of(report_on([with_target(header(), version=version), *scenarios, footer()], known))


def side_by_side(*documents: Record) -> Comparison:
    return compare([results_of(document, f"run {number}") for number, document in enumerate(documents)])


BEFORE = run("4.2", a="conformant", b="nonconformant", c="conformant", s="conformant")
AFTER = run("4.3", a="nonconformant", b="conformant", d="nonconformant", s="nonconformant")


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("conformant", "conformant", "same"),
        ("conformant", "nonconformant", "new failure"),
        ("blocked", "nonconformant", "new failure"),
        ("deviates", "nonconformant", "new failure"),
        ("nonconformant", "conformant", "fixed"),
        ("nonconformant", "blocked", "changed"),
        ("conformant", "blocked", "worse"),
        ("unsupported", "conformant", "better"),
        ("blocked", "untested", "changed"),
        (None, "nonconformant", "added"),
        ("conformant", None, "gone"),
    ],
)
def test_change_from_one_verdict_to_another(before: str | None, after: str | None, change: str) -> None:
    assert change_of(before, after) == change


def test_requirements_are_aligned_by_id() -> None:
    comparison = side_by_side(BEFORE, AFTER)
    assert {row.id: row.changes for row in comparison.rows} == {
        "a": ("new failure",), "b": ("fixed",), "c": ("gone",), "d": ("added",), "s": ("new failure",),
    }  # fmt: skip
    assert comparison.counts(1) == {"new failure": 2, "fixed": 1, "added": 1, "gone": 1}


def test_regressions_are_musts_that_got_worse_and_nothing_else() -> None:
    assert [row.id for row in side_by_side(BEFORE, AFTER).regressions()] == ["a"]
    assert [row.id for row in side_by_side(BEFORE, AFTER).regressions(frozenset({"must", "should"}))] == ["a", "s"]
    assert side_by_side(AFTER, AFTER).regressions() == ()


def test_every_run_is_compared_with_the_first() -> None:
    (row,) = side_by_side(run(a="conformant"), run(a="nonconformant"), run(a="conformant")).rows
    assert row.changes == ("new failure", "same")


def test_one_run_is_no_comparison() -> None:
    with pytest.raises(ValueError, match="two"):
        side_by_side(BEFORE)


def test_the_terminal_shows_the_worst_first_and_the_counts_last() -> None:
    lines = render_comparison(side_by_side(BEFORE, AFTER)).splitlines()
    assert lines.index("NEW FAILURE") < lines.index("FIXED") < lines.index("GONE")
    assert "    A ✓ conformant   B ✗ nonconformant" in lines
    assert "    A ✓ conformant   B not judged" in lines
    assert lines[-1] == "A to B: 2 new failure, 1 fixed, 1 added, 1 gone"
    assert not any("  c " in line and "same" in line for line in lines)


def test_json_has_verdicts_changes_and_regressions() -> None:
    found = json.loads(json.dumps(comparison_json(side_by_side(BEFORE, AFTER))))
    assert found["regressions"] == ["a"]
    assert [column["name"] for column in found["columns"]] == ["Example Archive 4.2", "Example Archive 4.3"]
    assert found["requirements"][0] == {
        "id": "a", "level": "must", "profile": "tutorial", "verdicts": ["conformant", "nonconformant"],
        "changes": ["new failure"],
    }  # fmt: skip


def test_the_matrix_has_a_row_for_each_requirement_and_nothing_in_it_acts() -> None:
    page = render_matrix(side_by_side(BEFORE, AFTER, BEFORE))
    assert_nothing_acts(page)
    assert page.count('<th scope="row"><code>') == 5
    assert "new failure" in page
    assert "Example Archive 4.3" in page


@pytest.mark.parametrize("name", ALL)
def test_hostile_text_in_a_document_is_inert(name: str) -> None:
    text = ALL[name]
    other = json.loads(json.dumps(AFTER))
    other["target"] |= {"vendor": text, "product": text, "url": text}
    other["profiles"] = {text: {"verdict": text}}
    other["requirements"][0] |= {"id": text[:200], "text": text, "profile": text}
    comparison = side_by_side(BEFORE, other)
    assert_nothing_acts(render_matrix(comparison))
    written = render_comparison(comparison)
    assert all(line.isprintable() for line in written.split("\n"))


def test_a_folder_stands_for_the_results_in_it(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text(json.dumps(BEFORE))
    assert isinstance(read_results(tmp_path), Results)
    assert read_results(tmp_path) == read_results(tmp_path / "results.json")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"schema_version": "2"}', b'{"schema_version": "1"}',
        json.dumps({**BEFORE, "requirements": [{"id": "a", "level": "must", "verdict": "fine"}]}).encode(),
        json.dumps({**BEFORE, "requirements": "none"}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_results_file_is_refused_with_its_name(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableResults, match=r"results\.json"):
        read_results(path)


def test_one_product_has_not_got_worse_than_another() -> None:
    other = run("2", a="nonconformant")
    other["target"] |= {"vendor": "Another", "product": "Server"}
    comparison = side_by_side(run("1", a="conformant"), other)

    assert not comparison.of_one_product
    text, page = render_comparison(comparison), render_matrix(comparison)
    assert "DIFFERS" in text
    assert "nonconformant" in page
    for word in ("new failure", "NEW FAILURE", "Changes from the first", "A to B"):
        assert word not in text + page
