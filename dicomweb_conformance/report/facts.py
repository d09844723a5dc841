"""What a ledger says, before anything is judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dicomweb_conformance.evidence.ledger import Ledger, Waited, outstanding
from dicomweb_conformance.evidence.lines import ResetCall
from dicomweb_conformance.report.model import Deviation, Exchange, RunFacts, ScenarioResult, TargetFacts
from dicomweb_conformance.report.records import exchange_of, number, scenario_of, text, text_or_none, texts

_LONGEST = 400
"""Characters of the end of what a reset command wrote."""
NO_FOOTER = "its ledger ends without a footer"


@dataclass(frozen=True)
class Facts:
    """The lines of a ledger, sorted by what they tell of. ``intact`` is None where there is no footer to tell."""

    suite: str
    suite_version: str
    registry_sha256: str
    registry_size: int
    target: TargetFacts
    run: RunFacts
    deviations: Mapping[str, Deviation]
    scenarios: tuple[ScenarioResult, ...]
    exchanges: tuple[Exchange, ...]
    unscheduled: Mapping[str, str]
    intact: bool | None
    resets: tuple[str, ...] = ()
    noticed: tuple[str, ...] = ()


def facts_of(ledger: Ledger) -> Facts:
    """Sort what a ledger says.

    A ledger without a footer is that of a run that ended without a word: its outcome is then ``interrupted``.
    """
    header = ledger.header
    exchanges = {n: exchange_of(exchange) for n, exchange in ledger.exchanges.items()}
    return Facts(
        suite=text(header.suite.get("name")),
        suite_version=text(header.suite.get("version")),
        registry_sha256=text(header.registry.get("sha256")),
        registry_size=int(number(header.registry.get("requirements"))),
        target=_target(header.target, text(header.run.get("uids"))),
        run=_run(ledger),
        deviations={deviation.requirement: deviation for deviation in _deviations(header.target.get("deviations"))},
        scenarios=tuple(scenario_of(result, exchanges) for result in ledger.scenarios),
        exchanges=tuple(exchanges.values()),
        unscheduled={text(line.requirement): text(line.reason) for line in ledger.unscheduled},
        intact=ledger.intact,
        resets=tuple(map(_reset, ledger.resets)),
        noticed=tuple(dict.fromkeys(text(each.text) for each in ledger.noticed)),
    )


def _target(target: Mapping[str, object], uids: str) -> TargetFacts:
    url = text(target.get("url"))
    capabilities = target.get("capabilities")
    return TargetFacts(
        url=url,
        vendor=text_or_none(target.get("vendor")),
        product=text_or_none(target.get("product")),
        version=text_or_none(target.get("version")),
        capabilities=None if capabilities is None else texts(capabilities),
        settle=number(target.get("settle")),
        again=texts(target["again"])
        if "again" in target
        else ("--url", url, *(("--uids", uids) if uids == "fresh" else ())),
    )


def _deviations(declared: object) -> Iterable[Deviation]:
    for deviation in _members(declared):
        yield Deviation(
            requirement=text(deviation.get("requirement")),
            reason=text(deviation.get("reason")),
            issue=text_or_none(deviation.get("issue")),
            expires=text_or_none(deviation.get("expires")),
        )


def _members(value: object) -> Iterable[Mapping[str, object]]:
    return [member for member in value if isinstance(member, Mapping)] if isinstance(value, list) else ()


def _run(ledger: Ledger) -> RunFacts:
    run, footer = ledger.header.run, ledger.footer
    return RunFacts(
        id=text(run.get("id")),
        started=text(run.get("started")),
        finished=text(footer.finished) if footer else None,
        seconds=footer.seconds if footer else 0.0,
        requests=footer.requests if footer else ledger.requests,
        workers=int(number(run.get("workers", 1))),
        uids=text(run.get("uids")),
        profiles=texts(run.get("profiles")),
        selection=texts(run.get("selection")),
        python=text(run.get("python")),
        platform=text(run.get("platform")),
        outcome=text(footer.outcome) if footer else "interrupted",
        outcome_reason=text_or_none(footer.reason) if footer else NO_FOOTER,
        leftovers=_leftovers(ledger),
        waits=_waits(ledger.waits),
        strict=run.get("strict") is True,
        seed=seed if isinstance(seed := run.get("seed"), int) else None,
        operator=text_or_none(run.get("operator")),
        campaign=tuple(text(member.get("id")) for member in _members(run.get("campaign"))),
    )


def _leftovers(ledger: Ledger) -> tuple[str, ...]:
    """The studies that the footer names and no later cleanup removed, and any other that was never proven gone."""
    known = {event.study for event in ledger.studies}
    named = ledger.footer.leftovers if ledger.footer else ()
    return texts((*outstanding(ledger), *(study for study in named if study not in known)))


def _reset(call: ResetCall) -> str:
    ended = "did not end by itself" if call.code is None else f"ended with exit code {call.code}"
    told = f" for {call.studies} {'study' if call.studies == 1 else 'studies'}" if call.studies else ""
    said = " ".join(text(call.output).split())[-_LONGEST:]
    return f"The reset command, called {text(call.when)} the run{told}, {ended}{f': {said}' if said else ''}."


def _waits(waits: Iterable[Waited]) -> Mapping[str, tuple[int, float]]:
    """How often and how many seconds the run waited, by reason."""
    by_reason: dict[str, tuple[int, float]] = {}
    for wait in waits:
        times, seconds = by_reason.get(text(wait.why), (0, 0.0))
        by_reason[text(wait.why)] = (times + 1, seconds + wait.seconds)
    return by_reason
