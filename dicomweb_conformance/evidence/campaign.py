"""Several ledgers of one campaign, such as the jobs of a CI matrix, joined to one."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from dicomweb_conformance.evidence.ledger_file import Line, UnreadableLedger, chain, encode, merged_lines
from dicomweb_conformance.evidence.ledger_reader import Ledger, outstanding, read_ledger

FINISHED = "finished"
_WORST_FIRST = ("aborted", "interrupted", FINISHED)


class NotOneCampaign(ValueError):
    """Ledgers that do not belong together; the message says which and why."""


def join_ledgers(paths: Sequence[Path], out: Path) -> None:
    """Write to ``out`` one ledger that holds what all of these hold, sealed by a footer of its own.

    Profiles, selections, capabilities and leftovers are those of any; the outcome is the worst of all. A scenario that
    was run in several is kept as often, so that no finding gets lost. Exchanges are numbered anew by their time.
    Raises NotOneCampaign, UnreadableLedger, and OSError when ``out`` cannot be written.
    """
    ledgers = [read_ledger(path) for path in paths]
    _check(ledgers)
    sources = [
        [line for line in map(dict, ledger.records[1:]) if line["type"] not in ("footer", "unscheduled")]
        for ledger in ledgers
    ]
    body = [*merged_lines(sources), *_unscheduled(ledgers)]
    lines = [encode(line) for line in (_header(ledgers), *body)]
    lines.append(encode(_footer(ledgers, chain(lines))))
    out.write_bytes(b"".join(line + b"\n" for line in lines))


def _check(ledgers: Sequence[Ledger]) -> None:
    first = ledgers[0]
    for ledger in ledgers:
        if ledger.intact is False:
            raise UnreadableLedger(
                f"{ledger.path} was changed after its run, so nothing that holds it could be trusted. "
                "Take it from the run again."
            )
        if ledger is not first and ledger.header.run.get("id") == first.header.run.get("id"):
            raise NotOneCampaign(f"{first.path} and {ledger.path} are the same run; name each once")
        for what, own, others in (
            ("version of the suite", ledger.header.suite, first.header.suite),
            ("registry of requirements", ledger.header.registry, first.header.registry),
            ("target", _identity(ledger), _identity(first)),
            ("set of declared deviations", _deviations(ledger), _deviations(first)),
            ("--strict", ledger.header.run.get("strict"), first.header.run.get("strict")),
        ):
            if own != others:
                raise NotOneCampaign(
                    f"{ledger.path} and {first.path} are no runs of one campaign: they differ in the {what}. "
                    "To see them side by side, use 'dicomweb-conformance compare'"
                )


def _identity(ledger: Ledger) -> list[object]:
    return [ledger.header.target.get(key) for key in ("url", "vendor", "product", "version")]


def _deviations(ledger: Ledger) -> object:
    return ledger.header.target.get("deviations")


def _header(ledgers: Sequence[Ledger]) -> Line:
    first = ledgers[0].header
    runs = [ledger.header.run for ledger in ledgers]
    declared = [ledger.header.target.get("capabilities") for ledger in ledgers]
    ids = [str(run.get("id")) for run in runs]
    operators = _each(run.get("operator") for run in runs)
    return {
        **first.to_json(),
        "target": {
            **first.target,
            "capabilities": None if all(one is None for one in declared) else sorted(map(str, _in_any(declared))),
        },
        "run": {
            **first.run,
            "id": hashlib.sha256("/".join(ids).encode()).hexdigest()[:16],
            "started": min(str(run.get("started", "")) for run in runs),
            "workers": sum(workers for run in runs if isinstance(workers := run.get("workers"), int)),
            "profiles": _in_any(run.get("profiles") for run in runs),
            "selection": _in_any(run.get("selection") for run in runs),
            **({"operator": ", ".join(map(str, operators))} if operators else {}),
            "campaign": [
                {"id": run.get("id"), "started": run.get("started"), "chain": ledger.footer and ledger.footer.chain}
                for run, ledger in zip(runs, ledgers, strict=True)
            ],
        },
    }


def _footer(ledgers: Sequence[Ledger], seal: str) -> Line:
    ends = [ledger.footer.outcome if ledger.footer else "interrupted" for ledger in ledgers]
    outcome = min(ends, key=lambda end: _WORST_FIRST.index(end) if end in _WORST_FIRST else 0)
    worst = ledgers[ends.index(outcome)]
    reason = worst.footer.reason if worst.footer else "its ledger ends without a footer"
    known = {event.study for ledger in ledgers for event in ledger.studies}
    named = _in_any(ledger.footer.leftovers if ledger.footer else () for ledger in ledgers)
    left = _in_any([*(outstanding(ledger) for ledger in ledgers), [study for study in named if study not in known]])
    return {
        "type": "footer",
        "finished": max((ledger.footer.finished for ledger in ledgers if ledger.footer), default=""),
        "seconds": round(sum(ledger.footer.seconds for ledger in ledgers if ledger.footer), 3),
        "requests": sum(ledger.requests for ledger in ledgers),
        "outcome": outcome,
        "reason": None if outcome == FINISHED else f"{worst.path.parent.name}: {reason}",
        "leftovers": left,
        "chain": seal,
    }


def _unscheduled(ledgers: Sequence[Ledger]) -> Iterable[Line]:
    """What no run of the campaign ran a scenario for."""
    scenarios = [scenario for ledger in ledgers for scenario in ledger.scenarios]
    scheduled = {requirement for scenario in scenarios for requirement in scenario.requirements}
    told = {line.requirement: line for ledger in ledgers for line in ledger.unscheduled}
    return [line.to_json() for requirement, line in told.items() if requirement not in scheduled]


def _in_any(lists: Iterable[object]) -> list[object]:
    return _each(member for one in lists if isinstance(one, list | tuple) for member in one)


def _each(values: Iterable[object]) -> list[object]:
    return list(dict.fromkeys(value for value in values if value is not None))
