"""The records of a ledger, sorted by what they tell of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dicomweb_conformance.report.model import Deviation, Exchange, RunFacts, ScenarioResult, TargetFacts
from dicomweb_conformance.report.records import (
    Record,
    exchange_of,
    mapping,
    number,
    scenario_of,
    text,
    text_or_none,
    texts,
)


@dataclass(frozen=True)
class Facts:
    """What a ledger says, before anything is judged."""

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


class EmptyLedger(ValueError):
    """The ledger has no header, so there is no run to report on."""


def facts_of(records: Iterable[Record]) -> Facts:
    """Sort the records of a ledger.

    A ledger without a footer is that of a run that ended without a word: its outcome is then ``interrupted``, and every
    study that was stored and not removed counts as left behind. Raises EmptyLedger when the header is missing.
    """
    by_type: dict[str, list[Record]] = {}
    for record in records:
        by_type.setdefault(text(record.get("type")), []).append(record)
    if "header" not in by_type:
        raise EmptyLedger("the ledger has no header: it is empty, or is no ledger")
    header = by_type["header"][0]
    exchanges = tuple(exchange_of(record) for record in by_type.get("exchange", ()))
    suite, registry = mapping(header.get("suite")), mapping(header.get("registry"))
    return Facts(
        suite=text(suite.get("name")),
        suite_version=text(suite.get("version")),
        registry_sha256=text(registry.get("sha256")),
        registry_size=int(number(registry.get("requirements"))),
        target=_target(mapping(header.get("target"))),
        run=_run(mapping(header.get("run")), by_type, exchanges),
        deviations=_deviations(mapping(header.get("target"))),
        scenarios=_scenarios(by_type.get("scenario", ()), exchanges),
        exchanges=exchanges,
        unscheduled={text(r.get("requirement")): text(r.get("reason")) for r in by_type.get("unscheduled", ())},
    )


def _scenarios(records: Iterable[Record], exchanges: Iterable[Exchange]) -> tuple[ScenarioResult, ...]:
    numbered = {exchange.number: exchange for exchange in exchanges}
    return tuple(
        scenario_of(record, [numbered[n] for n in record.get("exchanges") or () if n in numbered]) for record in records
    )


def _target(record: Record) -> TargetFacts:
    url = text(record.get("url"))
    capabilities = record.get("capabilities")
    return TargetFacts(
        url=url,
        vendor=text_or_none(record.get("vendor")),
        product=text_or_none(record.get("product")),
        version=text_or_none(record.get("version")),
        capabilities=None if capabilities is None else texts(capabilities),
        settle=number(record.get("settle")),
        again=texts(record["again"]) if "again" in record else ("--url", url),
    )


def _deviations(target: Record) -> Mapping[str, Deviation]:
    found = [mapping(deviation) for deviation in target.get("deviations") or ()]
    return {
        text(deviation.get("requirement")): Deviation(
            requirement=text(deviation.get("requirement")),
            reason=text(deviation.get("reason")),
            issue=text_or_none(deviation.get("issue")),
            expires=text_or_none(deviation.get("expires")),
        )
        for deviation in found
    }


def _run(record: Record, by_type: Mapping[str, list[Record]], exchanges: tuple[Exchange, ...]) -> RunFacts:
    footer = by_type["footer"][-1] if "footer" in by_type else None
    end = footer or {}
    return RunFacts(
        id=text(record.get("id")),
        started=text(record.get("started")),
        finished=text_or_none(end.get("finished")),
        seconds=number(end.get("seconds")),
        requests=int(number(end.get("requests", len(exchanges)))),
        workers=int(number(record.get("workers", 1))),
        uids=text(record.get("uids")),
        profiles=texts(record.get("profiles")),
        selection=texts(record.get("selection")),
        python=text(record.get("python")),
        platform=text(record.get("platform")),
        outcome=text(end.get("outcome")) or "interrupted",
        outcome_reason=text_or_none(end.get("reason")) if footer else "its ledger ends without a footer",
        leftovers=texts(end.get("leftovers")) if footer else _never_removed(by_type),
        waits=_waits(by_type.get("waited", ())),
        strict=record.get("strict") is True,
    )


def _never_removed(by_type: Mapping[str, list[Record]]) -> tuple[str, ...]:
    removed = {text(record.get("study")) for record in by_type.get("removed", ())}
    stored = dict.fromkeys(text(record.get("study")) for record in by_type.get("stored", ()))
    return tuple(study for study in stored if study not in removed)


def _waits(records: Iterable[Record]) -> Mapping[str, tuple[int, float]]:
    """How often and how many seconds the run waited, by reason."""
    waits: dict[str, tuple[int, float]] = {}
    for record in records:
        why = text(record.get("why"))
        times, seconds = waits.get(why, (0, 0.0))
        waits[why] = (times + 1, seconds + number(record.get("seconds")))
    return waits
