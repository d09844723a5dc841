"""What a CI gate makes of a report, by what it was asked to fail on."""

import pytest

from dicomweb_conformance.report.compare.documents import Results, results_of
from dicomweb_conformance.report.gate import gate
from dicomweb_conformance.report.model import Report
from dicomweb_conformance.report.results import results_of as document_of
from tests.report.ledgers import footer, header, registry, report_on, requirement, scenario

REGISTRY = registry(requirement("a"), requirement("b"), requirement("c", level="should"))


def judged(a: str = "conformant", b: str = "conformant", c: str = "conformant", **run: object) -> Report:
    scenarios = [scenario(f"s-{id_}", [id_], verdict) for id_, verdict in (("a", a), ("b", b), ("c", c)) if verdict]
    return report_on([header(**run), *scenarios, footer()], REGISTRY)


def results(report: Report) -> Results:
    return results_of(document_of(report), "the baseline")


@pytest.mark.parametrize(
    ("verdicts", "plain", "nonconformant", "advisory", "partial"),
    [
        ({}, 0, 0, 0, 0),
        ({"a": "nonconformant"}, 1, 1, 1, 1),
        ({"c": "nonconformant"}, 0, 0, 1, 0),
        ({"a": "unsupported"}, 3, 0, 3, 3),
        ({"a": ""}, 3, 0, 3, 3),
        ({"a": "blocked"}, 3, 3, 3, 3),
        ({"a": "inconclusive"}, 3, 3, 3, 3),
        ({"a": "unsupported", "c": "nonconformant"}, 3, 0, 1, 3),
    ],
)
def test_each_gate_has_its_exit_code(
    verdicts: dict[str, str], plain: int, nonconformant: int, advisory: int, partial: int
) -> None:
    report = judged(**verdicts)
    codes = [gate(report, fail_on).code for fail_on in (None, "nonconformant", "advisory", "partial")]
    assert codes == [plain, nonconformant, advisory, partial]


def test_a_selection_is_no_pass_for_the_gate_that_wants_one() -> None:
    narrowed = judged(b="", selection=["--only a"])
    assert gate(narrowed).code == 0
    assert gate(narrowed, "partial").code == 3


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ({}, {}, 0),
        ({}, {"a": "nonconformant"}, 1),
        ({}, {"a": "blocked"}, 1),
        ({"a": "nonconformant"}, {"a": "nonconformant"}, 0),
        ({"a": "nonconformant"}, {}, 0),
        ({"a": "nonconformant"}, {"b": "nonconformant"}, 1),
        ({}, {"c": "nonconformant"}, 0),
    ],
)
def test_only_what_got_worse_is_a_regression(before: dict[str, str], after: dict[str, str], code: int) -> None:
    assert gate(judged(**after), "regression", results(judged(**before))).code == code


def test_a_regression_is_named() -> None:
    said = gate(judged(a="nonconformant"), "regression", results(judged())).says
    assert said is not None
    assert "1 requirement worse than in the baseline: a" in said


def test_what_a_selection_left_out_has_not_got_worse() -> None:
    narrowed = judged(b="", selection=["--only a"])
    assert gate(narrowed, "regression", results(judged())).code == 0


@pytest.mark.parametrize("fail_on", [None, "nonconformant", "advisory", "partial", "regression"])
@pytest.mark.parametrize("outcome", ["interrupted", "aborted"])
def test_a_run_that_did_not_finish_passes_no_gate(fail_on: str | None, outcome: str) -> None:
    broken = report_on(
        [header(), *(scenario(f"s-{id_}", [id_], "conformant") for id_ in "abc"), footer(outcome=outcome)], REGISTRY
    )
    assert gate(broken, fail_on, results(judged())).code == 3


@pytest.mark.parametrize("fail_on", [None, "nonconformant", "advisory", "partial", "regression"])
def test_a_run_that_judged_nothing_passes_no_gate(fail_on: str | None) -> None:
    assert gate(judged(a="", b="", c=""), fail_on, results(judged(a="", b="", c=""))).code == 3
