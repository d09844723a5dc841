"""Which scenarios a fault can touch."""

from __future__ import annotations

from pathlib import Path

from dicomweb_conformance.evidence.exchange import Exchange, RecordedRequest
from dicomweb_conformance.evidence.ledger import Header, Ledger, ScenarioResult, StepResult
from dicomweb_conformance.reference.messages import Request
from dicomweb_conformance.selftest.differing import Difference
from dicomweb_conformance.selftest.screening import screen
from dicomweb_conformance.selftest.tape import AFTER, Entry, Place

SHARED = ("Given", "the sample shapes is stored")
OWN = ("Given", "a study of its own of which blue-circle is stored")
ASK = ("When", "the study is retrieved")
TELL = ("Then", "it is there")


def scenario(
    id_: str, *steps: tuple[str, str], exchanges: tuple[int, ...] = (), tags: tuple[str, ...] = ()
) -> ScenarioResult:
    done = tuple(StepResult(keyword, text, "ok", 0.0) for keyword, text in steps)
    return ScenarioResult(id_, id_, {}, None, tags, (), "conformant", "", 0.0, done, exchanges=exchanges)


def ledger(*scenarios: ScenarioResult, exchanges: tuple[Exchange, ...] = ()) -> Ledger:
    header = Header({}, {}, {}, {})
    sent = {exchange.number: exchange for exchange in exchanges}
    return Ledger(Path("ledger.jsonl"), (), header, sent, scenarios, (), (), (), (), None, None)


def entry(place: Place | None, *segments: str) -> Entry:
    return Entry(place, Request("GET", "http://a.test", segments), b"")


def exchange(number: int, place: Place, path: str) -> Exchange:
    request = RecordedRequest("GET", f"http://a.test/{path}", (), None)
    return Exchange(number, place.scenario, place.step, "", 0.0, None, request, None, None)


def full(number: int) -> list[Difference]:
    return [Difference(number, in_short=False)]


def short(number: int) -> list[Difference]:
    return [Difference(number, in_short=True)]


def test_what_a_when_is_answered_touches_its_scenario_only() -> None:
    run = ledger(scenario("one", OWN, ASK, TELL), scenario("two", OWN, ASK, TELL))
    screened = screen([entry(Place("one", 1)), entry(Place("two", 1))], run)
    assert screened.touched(full(0)) == {"one"}
    assert screened.touched([*full(0), *full(1)]) == {"one", "two"}
    assert screened.touched([]) == frozenset()


def test_a_given_that_provides_looks_only_at_the_gist() -> None:
    screened = screen([entry(Place("one", 0))], ledger(scenario("one", OWN, ASK, TELL)))
    assert screened.touched(full(0)) == frozenset()
    assert screened.touched(short(0)) == {"one"}


def test_a_then_that_asks_what_is_held_looks_only_at_the_gist() -> None:
    held = ("And", "the study holds blue-circle")
    screened = screen([entry(Place("one", 2))], ledger(scenario("one", ASK, TELL, held)))
    assert screened.touched(full(0)) == frozenset()
    assert screened.touched(short(0)) == {"one"}


def test_a_given_that_judges_looks_at_all() -> None:
    judges = ("And", "frame 1 of blue-circle can be retrieved")
    screened = screen([entry(Place("one", 1))], ledger(scenario("one", OWN, judges, ASK, TELL)))
    assert screened.touched(full(0)) == {"one"}


def test_what_is_shared_touches_all_who_rely_on_it() -> None:
    run = ledger(scenario("one", SHARED, ASK, TELL), scenario("two", SHARED, ASK, TELL), scenario("three", OWN, ASK))
    screened = screen([entry(Place("one", 0))], run)
    assert screened.touched(short(0)) == {"one", "two"}
    # the one that brought it about may have been answered from memory later on
    assert screened.touched(full(0)) == {"one"}


def test_a_response_that_is_used_again_touches_who_uses_it() -> None:
    there = Place("one", 1)
    tape = [entry(there, "studies", "1.2", "metadata"), entry(there, "studies", "1.2")]
    sent = (exchange(7, there, "studies/1.2/metadata"), exchange(8, there, "studies/1.2"))
    users = scenario("one", SHARED, ASK, exchanges=(7, 8)), scenario("two", SHARED, ASK, exchanges=(7,))
    screened = screen(tape, ledger(*users, exchanges=sent))
    assert screened.touched(full(0)) == {"one", "two"}
    assert screened.touched(full(1)) == {"one"}


def test_scenarios_in_order_are_touched_together() -> None:
    run = ledger(*(scenario(id_, OWN, ASK, TELL, tags=("tutorial",)) for id_ in ("one", "two")), scenario("three", OWN))
    screened = screen([entry(Place("two", 1))], run)
    assert screened.touched(full(0)) == {"one", "two"}


def test_what_comes_after_the_verdict_touches_nobody() -> None:
    screened = screen([entry(Place("one", AFTER))], ledger(scenario("one", OWN, ASK, TELL)))
    assert screened.touched(short(0)) == frozenset()


def test_another_answer_before_the_first_scenario_touches_all() -> None:
    screened = screen([entry(None)], ledger(scenario("one", OWN, ASK), scenario("two", OWN, ASK)))
    assert screened.touched(short(0)) == {"one", "two"}
    assert screened.touched(full(0)) == frozenset()
