"""From scenarios to requirements, from requirements to profiles, from profiles to the exit code. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence

from dicomweb_conformance.report.model import LEVELS, VERDICTS, Deviation, ProfileResult, Report, RequirementResult

EXIT_PASS, EXIT_NONCONFORMANT, EXIT_USAGE, EXIT_PARTIAL = 0, 1, 2, 3

FINISHED = "finished"
READ_ONLY = "--read-only"
"""The selection of a run that stores nothing: what cannot be judged so is left out."""


def requirement_verdict(scenario_verdicts: Sequence[str], not_run: bool) -> str:
    """The verdict of a requirement from those of its scenarios.

    ``not_run`` says that a scenario of the requirement was not run. One nonconformant scenario decides; else trouble, a
    failed *Given* and a missing scenario, in this order, keep the requirement from being conformant. Scenarios of
    things that the target does not support matter only when there are no others.
    """
    for decisive in ("nonconformant", "inconclusive", "blocked"):
        if decisive in scenario_verdicts:
            return decisive
    if not_run or not scenario_verdicts:
        return "untested"
    return "conformant" if "conformant" in scenario_verdicts else "unsupported"


def stale_reason(verdict: str, expires: str | None, today: str) -> str | None:
    """Why a declared deviation no longer excuses a requirement; None while it does.

    ``expires`` and ``today`` are ISO 8601 dates; a deviation holds through the day of its expiry.
    """
    if expires is not None and today > expires:
        return f"the declared deviation expired on {expires}"
    if verdict == "conformant":
        return "the declared deviation is gone: the requirement is conformant now"
    return None


def with_deviation(verdict: str, deviation: Deviation | None) -> str:
    """A declared deviation that is not stale excuses a nonconformity."""
    if deviation is not None and deviation.stale is None and verdict == "nonconformant":
        return "deviates"
    return verdict


def is_exempt(result: RequirementResult) -> bool:
    """Whether the requirement cannot keep a profile from passing: untestable, or its condition is not met."""
    requirement = result.requirement
    if result.verdict == "untested":
        return requirement.untestable is not None
    return result.verdict == "unsupported" and requirement.condition is not None


def counts(results: Iterable[RequirementResult]) -> Mapping[str, Mapping[str, int]]:
    """How many requirements of each level have each verdict."""
    table = {level: dict.fromkeys(VERDICTS, 0) for level in LEVELS}
    for result in results:
        table[result.level][result.verdict] += 1
    return table


def profile_result(
    name: str, results: Sequence[RequirementResult], outcome: str, selection: Sequence[str], gating: frozenset[str]
) -> ProfileResult:
    """The verdict of a profile from its requirements.

    ``outcome`` is that of the run: a run that did not finish lets no profile pass. ``selection`` is what narrowed the
    run, for the reason. ``gating`` are the levels that decide.
    """
    deciding = [result for result in results if result.level in gating]
    nonconformant = sum(result.verdict == "nonconformant" for result in deciding)
    stale = sum(result.stale is not None for result in results)
    if nonconformant or stale:
        said = [f"{nonconformant} nonconformant"] * bool(nonconformant)
        said += [f"{stale} stale {'deviation' if stale == 1 else 'deviations'}"] * bool(stale)
        return ProfileResult(name, "fail", ", ".join(said), counts(results))
    reasons = _open_reasons(deciding, selection)
    if outcome != FINISHED:
        reasons.append(f"the run was {outcome}")
    if not reasons and not any(result.scenarios for result in results):
        reasons.append("nothing in it was judged")
    return ProfileResult(name, "partial" if reasons else "pass", ", ".join(reasons) or None, counts(results))


def _open_reasons(deciding: Iterable[RequirementResult], selection: Sequence[str]) -> list[str]:
    still_open = dict.fromkeys(("deviates", "unsupported", "blocked", "inconclusive", "untested"), 0)
    for result in deciding:
        if result.verdict in still_open and not is_exempt(result):
            still_open[result.verdict] += 1
    words = {verdict: verdict for verdict in still_open} | {"deviates": "declared as deviating"}
    reasons = [f"{count} {words[verdict]}" for verdict, count in still_open.items() if count]
    narrowed = [choice for choice in selection if choice != READ_ONLY]
    if still_open["untested"] and READ_ONLY in selection:
        reasons.remove(f"{still_open['untested']} untested")
        demand = "requirement needs" if still_open["untested"] == 1 else "requirements need"
        reasons.append(f"read-only: {still_open['untested']} {demand} data that the harness stores")
    if still_open["untested"] and narrowed:
        reasons.append(f"the run was narrowed by {' '.join(narrowed)}")
    return reasons


def overall(report: Report) -> str:
    """The verdict over all profiles: fail, pass or partial."""
    if report.failures or report.stale or any(profile.verdict == "fail" for profile in report.profiles):
        return "fail"
    passed = bool(report.profiles) and all(profile.verdict == "pass" for profile in report.profiles)
    trouble = report.with_verdict("blocked", "inconclusive")
    return "pass" if passed and not trouble else "partial"


def exit_code(report: Report) -> int:
    """The exit code of the run.

    1 when a requirement that decides is nonconformant or a declared deviation is stale. 3 when anything at all was
    blocked or inconclusive, when a requirement that decides is unsupported or untested, when a profile had nothing to
    judge, or when the run did not finish. Else 0.
    Two things keep a profile from ``pass`` but not the run from 0, because the user asked for them: a declared
    deviation that still deviates, and requirements left out by an explicit selection. A run that only reads leaves out
    also what the studies that it found do not show.
    """
    if report.failures or report.stale:
        return EXIT_NONCONFORMANT
    nothing_judged = not any(result.scenarios for result in report.requirements)
    if (
        report.run.outcome != FINISHED
        or nothing_judged
        or any(_keeps_from_passing(r, report) for r in report.requirements)
    ):
        return EXIT_PARTIAL
    if not report.run.selection and not all(_has_scenarios(report, profile.name) for profile in report.profiles):
        return EXIT_PARTIAL
    return EXIT_PASS


def _keeps_from_passing(result: RequirementResult, report: Report) -> bool:
    if result.verdict in ("blocked", "inconclusive"):
        return True
    if result.level not in report.gating or is_exempt(result):
        return False
    left_out = result.verdict == "untested" and bool(report.run.selection)
    left_out = left_out or (result.verdict == "unsupported" and READ_ONLY in report.run.selection)
    return not left_out and result.verdict not in ("conformant", "deviates")


def _has_scenarios(report: Report, profile: str) -> bool:
    return any(result.scenarios for result in report.of_profile(profile))
