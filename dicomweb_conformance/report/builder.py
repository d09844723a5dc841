"""A ledger and the registry become a Report. The same ledger and registry give the same Report at any time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dicomweb_conformance.evidence.ledger import Ledger
from dicomweb_conformance.report import verdict
from dicomweb_conformance.report.absence import absences
from dicomweb_conformance.report.facts import Facts, facts_of
from dicomweb_conformance.report.model import (
    Deviation,
    ProfileResult,
    Report,
    RequirementResult,
    RunFacts,
    ScenarioResult,
)
from dicomweb_conformance.requirements import Registry, Requirement

UNREGISTERED = "unregistered"


def build_report(ledger: Ledger, registry: Registry, strict: bool | None = None) -> Report:
    """Judge a run. ``strict`` makes ``should`` decide like ``must``; None takes what the run was started with."""
    facts = facts_of(ledger)
    if strict is not None:
        facts = replace(facts, run=replace(facts.run, strict=strict))
    judged = _judged(facts, registry)
    results = tuple(_result(requirement, facts) for requirement in judged)
    gating = frozenset({"must", "should"} if facts.run.strict else {"must"})
    profiles = tuple(_profile(name, results, facts.run, gating) for name in _profile_names(facts.run.profiles, results))
    ids = {requirement.id for requirement in judged}
    not_judged = Counter(r.profile for r in registry.requirements.values() if r.id not in ids)
    return Report(
        suite=facts.suite,
        suite_version=facts.suite_version,
        registry_sha256=facts.registry_sha256,
        registry_size=facts.registry_size,
        target=facts.target,
        run=facts.run,
        profiles=profiles,
        requirements=results,
        scenarios=facts.scenarios,
        exchanges=facts.exchanges,
        not_judged=dict(not_judged),
        remarks=tuple(_remarks(facts, registry)),
    )


def _judged(facts: Facts, registry: Registry) -> tuple[Requirement, ...]:
    """The requirements of the judged profiles, in registry order, and any other that a scenario was run for alone.

    A scenario that tests a judged requirement and one of another profile does not make that other profile judged.
    Ids that the registry does not know are kept as a profile of their own, so that no finding can get lost.
    """
    wanted = {r.id for r in registry.requirements.values() if r.profile in facts.run.profiles}
    for scenario in facts.scenarios:
        if scenario.verdict != "unsupported" and not wanted.intersection(scenario.requirements):
            wanted.update(scenario.requirements or (UNREGISTERED,))
    known = [r for r in registry.requirements.values() if r.id in wanted]
    unknown = sorted(wanted - registry.requirements.keys())
    return (*known, *(_placeholder(requirement_id) for requirement_id in unknown))


def _placeholder(requirement_id: str) -> Requirement:
    return Requirement(
        id=requirement_id,
        text="This requirement does not stand in the registry that made the report.",
        level="must",
        profile=UNREGISTERED,
        cites="",
        transaction=UNREGISTERED,
    )


def _result(requirement: Requirement, facts: Facts) -> RequirementResult:
    scenarios = tuple(s for s in facts.scenarios if requirement.id in (s.requirements or (UNREGISTERED,)))
    not_run = facts.unscheduled.get(requirement.id)
    found = verdict.requirement_verdict([s.verdict for s in scenarios], not_run is not None)
    lacking = sorted(requirement.lacks(facts.target.capabilities))
    if not scenarios and lacking:
        found, not_run = "unsupported", f"the target does not declare the capability {' and '.join(lacking)}"
    deviation = facts.deviations.get(requirement.id)
    if deviation is not None:
        stale = verdict.stale_reason(found, deviation.expires, facts.run.started[:10])
        deviation = replace(deviation, stale=stale)
    final = verdict.with_deviation(found, deviation)
    return RequirementResult(
        requirement=requirement,
        verdict=final,
        reason=_reason(requirement, final, scenarios, not_run, facts.run, deviation),
        scenarios=scenarios,
        deviation=deviation,
    )


def _reason(
    requirement: Requirement,
    found: str,
    scenarios: tuple[ScenarioResult, ...],
    not_run: str | None,
    run: RunFacts,
    deviation: Deviation | None,
) -> str | None:
    if found == "deviates" and deviation is not None:
        return deviation.reason
    if found == "untested":
        untold = "no scenario was run for it"
        if run.outcome != verdict.FINISHED:
            untold = f"the run was {run.outcome} before its scenarios were run"
        return requirement.untestable or not_run or untold
    if found in ("blocked", "inconclusive", "unsupported"):
        said = [s.reason for s in scenarios if s.verdict == found and s.reason]
        return said[0] if said else not_run
    return None


def _profile_names(declared: tuple[str, ...], results: Iterable[RequirementResult]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*declared, *(result.requirement.profile for result in results))))


def _profile(name: str, results: Iterable[RequirementResult], run: RunFacts, gating: frozenset[str]) -> ProfileResult:
    own = [result for result in results if result.requirement.profile == name]
    return verdict.profile_result(name, own, run.outcome, run.selection, gating)


def _remarks(facts: Facts, registry: Registry) -> Iterable[str]:
    """What a reader must know before trusting the verdicts."""
    if facts.registry_sha256 != registry.sha256:
        yield "The registry that made this report is not the one of the run: texts, levels and profiles may differ."
    if facts.intact is False:
        yield "The ledger was changed after the run: its lines are not those that its footer sealed."
    yield from facts.resets
    yield from facts.noticed
    yield from map(str, absences(facts.exchanges))
    if facts.run.campaign:
        yield f"Joined from {len(facts.run.campaign)} runs: {', '.join(facts.run.campaign)}."
    if facts.run.outcome != verdict.FINISHED:
        because = f": {facts.run.outcome_reason}" if facts.run.outcome_reason else ""
        yield f"The run was {facts.run.outcome}{because}."
    unused = _unused_deviations(facts, registry)
    if unused:
        yield f"Declared deviations that no judged requirement bears: {', '.join(unused)}."


def _unused_deviations(facts: Facts, registry: Registry) -> list[str]:
    judged: Mapping[str, bool] = {r.id: True for r in _judged(facts, registry)}
    return [requirement_id for requirement_id in facts.deviations if requirement_id not in judged]
