"""Verdicts of requirements and profiles, and the exit code, as DESIGN 2 and 6 lay them down."""

from typing import Any

import pytest

from dicomweb_conformance.report.model import Report
from dicomweb_conformance.report.verdict import exit_code, requirement_verdict
from tests.report.ledgers import (
    Record,
    deviation,
    footer,
    header,
    registry,
    report_on,
    requirement,
    scenario,
    with_target,
)


def report_of(
    *records: Record, head: Record | None = None, end: Record | None = None, strict: bool | None = None, **a: Any
) -> Report:
    """A run over the one requirement ``a`` (changed by keywords) and these records."""
    return report_on([head or header(), *records, end or footer()], registry(requirement("a", **a)), strict)


def verdicts(report: Report) -> tuple[str, str, int]:
    """Verdict of the requirement, of its profile, and the exit code."""
    return report.requirements[0].verdict, report.profiles[0].verdict, exit_code(report)


def with_deviation(**changes: Any) -> Record:
    return with_target(header(), deviations=[deviation("a", **changes)])


@pytest.mark.parametrize(
    ("scenarios", "not_run", "verdict"),
    [
        (["conformant", "conformant"], False, "conformant"),
        (["conformant", "unsupported"], False, "conformant"),
        (["unsupported", "unsupported"], False, "unsupported"),
        (["conformant", "blocked"], False, "blocked"),
        (["blocked", "inconclusive"], False, "inconclusive"),
        (["blocked", "inconclusive", "nonconformant", "conformant"], False, "nonconformant"),
        (["conformant"], True, "untested"),
        (["blocked"], True, "blocked"),
        (["nonconformant"], True, "nonconformant"),
        ([], False, "untested"),
    ],
)
def test_verdict_of_a_requirement_is_that_of_its_worst_scenario(
    scenarios: list[str], not_run: bool, verdict: str
) -> None:
    assert requirement_verdict(scenarios, not_run) == verdict


@pytest.mark.parametrize(
    ("scenario_verdict", "expected"),
    [
        ("conformant", ("conformant", "pass", 0)),
        ("nonconformant", ("nonconformant", "fail", 1)),
        ("blocked", ("blocked", "partial", 3)),
        ("inconclusive", ("inconclusive", "partial", 3)),
        ("unsupported", ("unsupported", "partial", 3)),
    ],
)
def test_a_must_decides_over_profile_and_exit_code(scenario_verdict: str, expected: tuple[str, str, int]) -> None:
    assert verdicts(report_of(scenario("s", ["a"], scenario_verdict))) == expected


@pytest.mark.parametrize("level", ["should", "may"])
def test_a_nonconformant_should_or_may_fails_nothing(level: str) -> None:
    assert verdicts(report_of(scenario("s", ["a"], "nonconformant"), level=level)) == ("nonconformant", "pass", 0)


def test_a_strict_run_counts_should_like_must_but_not_may() -> None:
    broken = scenario("s", ["a"], "nonconformant")
    assert verdicts(report_of(broken, level="should", strict=True)) == ("nonconformant", "fail", 1)
    assert verdicts(report_of(broken, level="should", head=header(strict=True))) == ("nonconformant", "fail", 1)
    assert verdicts(report_of(broken, level="may", strict=True)) == ("nonconformant", "pass", 0)


def test_trouble_at_any_level_keeps_the_run_from_exit_code_0() -> None:
    assert exit_code(report_of(scenario("s", ["a"], "inconclusive"), level="may")) == 3


def test_a_conditional_requirement_whose_condition_is_not_met_keeps_nothing_from_passing() -> None:
    report = report_of(scenario("s", ["a"], "unsupported"), condition="where ETags are offered")
    assert verdicts(report) == ("unsupported", "pass", 0)


def test_an_untestable_requirement_is_untested_and_keeps_nothing_from_passing() -> None:
    both = registry(requirement("a"), requirement("b", untestable="needs a look at the disk"))
    report = report_on([header(), scenario("s", ["a"]), footer()], both)
    assert [(r.verdict, r.reason) for r in report.requirements][1] == ("untested", "needs a look at the disk")
    assert report.profiles[0].verdict == "pass"
    assert exit_code(report) == 0


def test_a_requirement_without_scenario_is_untested_and_keeps_the_profile_from_passing() -> None:
    both = registry(requirement("a"), requirement("b"))
    unscheduled = {"type": "unscheduled", "requirement": "b", "reason": "no scenario exists"}
    report = report_on([header(), scenario("s", ["a"]), unscheduled, footer()], both)
    assert [(r.verdict, r.reason) for r in report.requirements][1] == ("untested", "no scenario exists")
    assert (report.profiles[0].verdict, exit_code(report)) == ("partial", 3)


def test_a_declared_deviation_excuses_but_never_passes_a_profile() -> None:
    report = report_of(scenario("s", ["a"], "nonconformant"), head=with_deviation())
    assert verdicts(report) == ("deviates", "partial", 0)
    assert report.requirements[0].reason == "Answers 404; fixed in 4.3"


def test_a_deviation_that_is_gone_fails_the_run() -> None:
    report = report_of(scenario("s", ["a"]), head=with_deviation())
    assert verdicts(report) == ("conformant", "fail", 1)
    assert "conformant now" in (report.requirements[0].stale or "")


def test_a_deviation_holds_through_the_day_of_its_expiry() -> None:
    broken = scenario("s", ["a"], "nonconformant")
    assert verdicts(report_of(broken, head=with_deviation(expires="2026-11-23"))) == ("deviates", "partial", 0)
    assert verdicts(report_of(broken, head=with_deviation(expires="2026-11-22"))) == ("nonconformant", "fail", 1)


def test_an_expired_deviation_of_an_advisory_fails_the_run() -> None:
    broken = scenario("s", ["a"], "nonconformant")
    report = report_of(broken, head=with_deviation(expires="2020-01-01"), level="should")
    assert (report.profiles[0].verdict, exit_code(report)) == ("fail", 1)


def test_a_capability_that_is_not_declared_is_unsupported() -> None:
    report = report_of(head=with_target(header(), capabilities=[]), capability="delete")
    assert report.requirements[0].verdict == "unsupported"
    assert "delete" in (report.requirements[0].reason or "")


@pytest.mark.parametrize("outcome", ["interrupted", "aborted"])
def test_a_run_that_did_not_finish_passes_no_profile(outcome: str) -> None:
    assert verdicts(report_of(scenario("s", ["a"]), end=footer(outcome=outcome))) == ("conformant", "partial", 3)


def test_a_ledger_without_footer_is_that_of_an_interrupted_run() -> None:
    report = report_on([header(), scenario("s", ["a"])], registry(requirement("a")))
    assert verdicts(report) == ("conformant", "partial", 3)
    assert report.run.outcome == "interrupted"


def test_a_run_of_nothing_never_exits_0() -> None:
    assert exit_code(report_of()) == 3
    assert exit_code(report_on([header(), footer()], registry())) == 3
    assert exit_code(report_of(head=header(selection=["-k nothing"]))) == 3


def test_a_profile_without_any_scenario_keeps_the_run_from_exit_code_0() -> None:
    both = registry(requirement("a"), requirement("b", profile="core", untestable="cannot be seen"))
    report = report_on([header(profiles=["tutorial", "core"]), scenario("s", ["a"]), footer()], both)
    assert ([p.verdict for p in report.profiles], exit_code(report)) == (["pass", "partial"], 3)


def test_requirements_left_out_by_a_selection_leave_the_profile_partial_and_the_exit_code_0() -> None:
    both = registry(requirement("a"), requirement("b"))
    left_out = {"type": "unscheduled", "requirement": "b", "reason": "not selected"}
    report = report_on([header(selection=["--only a"]), scenario("s", ["a"]), left_out, footer()], both)
    assert (report.profiles[0].verdict, exit_code(report)) == ("partial", 0)
    assert "--only a" in (report.profiles[0].reason or "")


def test_a_scenario_judges_only_profiles_of_the_run() -> None:
    both = registry(requirement("a"), requirement("m", profile="microsoft"))
    report = report_on([header(), scenario("s", ["a", "m"]), footer()], both)
    assert [r.id for r in report.requirements] == ["a"]
    assert dict(report.not_judged) == {"microsoft": 1}


def test_a_finding_about_an_id_that_the_registry_does_not_know_is_not_lost() -> None:
    report = report_on([header(), scenario("s", ["gone"], "nonconformant"), footer()], registry(requirement("a")))
    assert [r.id for r in report.failures] == ["gone"]
    assert exit_code(report) == 1


def test_a_finding_of_a_scenario_without_requirement_is_not_lost() -> None:
    report = report_on([header(), scenario("s", [], "nonconformant"), footer()], registry(requirement("a")))
    assert exit_code(report) == 1
