"""A run outlives every misbehaviour: it ends in time, says what it met, and judges everything else as if nothing was.

The misbehaviours are dealt to a few runs in processes of their own; within one, each hits the requests of one
requirement.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import tests.hostile.misbehaviours  # noqa: F401  # enters them
from dicomweb_conformance.evidence.ledger import read_ledger
from tests.hostile.measured import Measured, measured_run
from tests.hostile.misbehaviour import MISBEHAVIOURS, Act
from tests.hostile.server import hostile_server
from tests.hostile.slots import SLOTS, UNHARMED, Round, rounds
from tests.hostile.wire import Exchange

MOST_MEGABYTES = 300
PATIENCE = 90.0
LIMITS = ("--timeout", "4", "--limit-whole", "5")
"""Seconds that the runs wait for the server."""

ROUNDS = rounds(MISBEHAVIOURS.values())
PLACES = {each.name: (number, slot) for number, one in enumerate(ROUNDS) for slot, each in one.dealt.items()}
SELECTION = (*(slot.requirement for slot in SLOTS), *UNHARMED)


@dataclass(frozen=True)
class Outcome:
    """A run, and what its server was asked at another host."""

    measured: Measured
    elsewhere: list[bytes]

    @property
    def requirements(self) -> dict[str, dict[str, Any]]:
        return {each["id"]: each for each in self.measured.ran.results["requirements"]}

    @property
    def files(self) -> dict[str, str]:
        """What the run wrote, on the terminal too."""
        ran = self.measured.ran
        written = {path.name: path.read_text("utf-8", "replace") for path in ran.folder.iterdir() if path.is_file()}
        return {"stdout": ran.out, "stderr": ran.err, **written}


Outcomes = Callable[[int], Outcome]


def against(one: Round, folder: Path) -> Outcome:
    """A run against a server that misbehaves so."""

    def choose(exchange: Exchange) -> Act | None:
        found = one.choose(exchange)
        return None if found is None else found.act

    only = [argument for requirement in SELECTION for argument in ("--only", requirement)]
    profiles = [argument for profile in ("tutorial", "core", "xml") for argument in ("--profile", profile)]
    with hostile_server(choose) as server:
        measured = measured_run(folder, "--url", server.url, *profiles, *LIMITS, *only, patience=PATIENCE)
    return Outcome(measured, server.elsewhere_heard)


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcomes]:
    """The outcomes of the rounds that the selected tests look at, two at a time."""
    folder = tmp_path_factory.mktemp("hostile")
    looked_at = {item.callspec.params["number"] for item in request.session.items if _looks(item)}  # type: ignore[attr-defined]  # a parametrized item has it
    with ThreadPoolExecutor(2) as pool:
        runs = {number: pool.submit(against, ROUNDS[number], folder / str(number)) for number in sorted(looked_at)}
        yield lambda number: runs[number].result()


def _looks(item: pytest.Item) -> bool:
    return item.path == Path(__file__) and "number" in getattr(getattr(item, "callspec", None), "params", {})


def test_there_are_many_misbehaviours_and_every_one_is_met() -> None:
    assert len(MISBEHAVIOURS) >= 60
    assert set(PLACES) == set(MISBEHAVIOURS)


@pytest.mark.parametrize(("name", "number"), [(name, number) for name, (number, _) in PLACES.items()], ids=list(PLACES))
def test_the_requirement_that_meets_it_is_judged_so(name: str, number: int, outcomes: Outcomes) -> None:
    misbehaviour, slot = MISBEHAVIOURS[name], PLACES[name][1]
    found = outcomes(number).requirements[slot.requirement]
    said = " ".join(str(each[key]) for each in found["scenarios"] for key in ("reason", "received") if each.get(key))

    assert found["verdict"] in misbehaviour.verdicts, said
    assert misbehaviour.says in said
    assert "trouble of the harness" not in said


@pytest.mark.parametrize("number", range(len(ROUNDS)))
def test_what_is_not_hit_is_conformant(number: int, outcomes: Outcomes) -> None:
    hit = {slot.requirement for slot in ROUNDS[number].dealt}
    found = outcomes(number).requirements

    others = {requirement: found[requirement]["verdict"] for requirement in SELECTION if requirement not in hit}
    assert set(others.values()) == {"conformant"}, others


@pytest.mark.parametrize("number", range(len(ROUNDS)))
def test_the_run_ends_as_a_broken_one_does(number: int, outcomes: Outcomes) -> None:
    ran = outcomes(number).measured.ran

    assert ran.code in (1, 3), ran.out + ran.err
    ledger = read_ledger(ran.folder / "ledger.jsonl")
    assert ledger.complete
    assert ledger.intact
    assert {scenario.verdict for scenario in ledger.scenarios} <= {"conformant", "nonconformant", "inconclusive"}


@pytest.mark.parametrize("number", range(len(ROUNDS)))
def test_no_traceback_is_shown_or_written(number: int, outcomes: Outcomes) -> None:
    assert [name for name, text in outcomes(number).files.items() if "Traceback" in text] == []


@pytest.mark.parametrize("number", range(len(ROUNDS)))
def test_memory_stays_small(number: int, outcomes: Outcomes) -> None:
    assert outcomes(number).measured.megabytes < MOST_MEGABYTES


@pytest.mark.parametrize("number", range(len(ROUNDS)))
def test_nothing_is_sent_to_another_host(number: int, outcomes: Outcomes) -> None:
    assert outcomes(number).elsewhere == []
