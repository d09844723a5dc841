"""Which scenarios a fault can touch: those that would be answered in another way than by the right server.

The harness concludes from what it is answered and from nothing else. A scenario whose requests a faulty server answers
as the right one does has the verdict that it has there, and need not be run again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from dicomweb_conformance.evidence.exchange import Exchange
from dicomweb_conformance.evidence.ledger import Ledger, ScenarioResult
from dicomweb_conformance.plugin.features import IN_ORDER
from dicomweb_conformance.selftest.differing import Difference
from dicomweb_conformance.selftest.tape import Entry, Place

_PROVISION = re.compile(r"^no instance of | (is|are) stored$|^the stored instances of | was deleted$")
"""A *Given* that brings something about, and reads of the replies only whether it did."""
_LOOK = re.compile(r"^the (other )?study holds ")
"""A *Then* that reads of the replies which instances they show."""
_OWN = re.compile(
    r"^(no instance of |the stored instances of |a study of its own|a copy of |a series of )| was deleted$"
)
"""A *Given* whose result belongs to one scenario; that of any other may be shared by all that say the same."""


@dataclass(frozen=True)
class Needs:
    """The entries of the tape on which a scenario's verdict rests: in full, or in short."""

    full: frozenset[int]
    short: frozenset[int]


@dataclass(frozen=True)
class Screen:
    """What each scenario needs. All need the entries of ``before`` in short: those that no scenario sent.

    ``in_order`` are the scenarios of which each begins with what the one before left.
    """

    needs: dict[str, Needs]
    before: frozenset[int]
    in_order: frozenset[str]

    def touched(self, found: Iterable[Difference]) -> frozenset[str]:
        """The scenarios that may have another verdict."""
        full: set[int] = set()
        short: set[int] = set()
        for difference in found:
            full.add(difference.entry)
            if difference.in_short:
                short.add(difference.entry)
        if short & self.before:
            return frozenset(self.needs)
        own = {scenario for scenario, needs in self.needs.items() if full & needs.full or short & needs.short}
        return frozenset(own | self.in_order if own & self.in_order else own)


def screen(tape: Sequence[Entry], ledger: Ledger) -> Screen:
    """What the run of this tape and this ledger says of the scenarios' needs."""
    at: dict[Place, list[int]] = defaultdict(list)
    for number, entry in enumerate(tape):
        if entry.place is not None:
            at[entry.place].append(number)
    shared = _shared(ledger, at)
    needs = {scenario.id: _needs(scenario, ledger, tape, at, shared) for scenario in ledger.scenarios}
    before = frozenset(number for number, entry in enumerate(tape) if entry.place is None)
    return Screen(needs, before, frozenset(s.id for s in ledger.scenarios if IN_ORDER.intersection(s.tags)))


def _needs(
    scenario: ScenarioResult,
    ledger: Ledger,
    tape: Sequence[Entry],
    at: dict[Place, list[int]],
    shared: dict[str, set[int]],
) -> Needs:
    full = set(at.get(Place(scenario.id, None), ()))
    short: set[int] = set()
    kinds = list(_kinds(scenario))
    for step, (kind, text) in enumerate(kinds):
        own = at.get(Place(scenario.id, step), ())
        provides = kind == "given" and _PROVISION.search(text)
        in_short = (provides and _OWN.search(text)) or (kind == "then" and _LOOK.search(text))
        (short if in_short else full).update(own)
        if kind == "given":
            (short if provides else full).update(shared.get(text, ()))
    for number in scenario.exchanges:
        exchange = ledger.exchanges[number]
        if exchange.scenario != scenario.id:
            full.update(_sent_as(exchange, tape, at))
    return Needs(frozenset(full), frozenset(short))


def _shared(ledger: Ledger, at: dict[Place, list[int]]) -> dict[str, set[int]]:
    """What was sent to bring about a *Given* that several scenarios share, by its text."""
    found: dict[str, set[int]] = defaultdict(set)
    for scenario in ledger.scenarios:
        for step, (kind, text) in enumerate(_kinds(scenario)):
            if kind == "given" and not _OWN.search(text):
                found[text].update(at.get(Place(scenario.id, step), ()))
    return found


def _kinds(scenario: ScenarioResult) -> Iterator[tuple[str, str]]:
    kind = "given"
    for step in scenario.steps:
        kind = kind if step.keyword in ("And", "But", "*") else step.keyword.lower()
        yield kind, step.text


def _sent_as(exchange: Exchange, tape: Sequence[Entry], at: dict[Place, list[int]]) -> Iterator[int]:
    """The entries of an exchange that another scenario made; all of its step's when it is not found among them."""
    if exchange.scenario is None:
        return
    there = at.get(Place(exchange.scenario, exchange.step), [])
    path, query = urlsplit(exchange.request.url)[2:4]
    segments = tuple(unquote(segment) for segment in path.strip("/").split("/"))
    names = {unquote(pair.partition("=")[0]) for pair in query.split("&") if pair}
    same = [n for n in there if tape[n].request.segments == segments and {k for k, _ in tape[n].request.query} == names]
    yield from same or there
