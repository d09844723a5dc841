"""Of exchanges that are held back, only what was not dropped is evidence; all are counted."""

from __future__ import annotations

from dataclasses import replace

from dicomweb_conformance.evidence.exchange import Exchange
from dicomweb_conformance.evidence.rehearsal import Rehearsal
from tests.evidence.lines import EXCHANGE


def numbered(number: int) -> Exchange:
    return replace(EXCHANGE, number=number)


def test_exchanges_are_handed_on_as_they_come() -> None:
    kept: list[Exchange] = []
    Rehearsal(kept.append).note(numbered(1))
    assert [exchange.number for exchange in kept] == [1]


def test_what_is_dropped_is_counted_and_not_kept() -> None:
    kept: list[Exchange] = []
    rehearsal = Rehearsal(kept.append)
    rehearsal.open()
    for number in (1, 2):
        rehearsal.note(numbered(number))
    assert rehearsal.drop() == (1, 2)
    rehearsal.note(numbered(3))
    assert kept == []
    assert rehearsal.close() == 2
    rehearsal.note(numbered(4))
    assert [exchange.number for exchange in kept] == [3, 4]
    assert rehearsal.count == 4
