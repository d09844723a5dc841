"""The parts of several workers become one ledger, and lose nothing whenever the run dies."""

from dataclasses import replace
from pathlib import Path

import pytest

from dicomweb_conformance.evidence.ledger import (
    Ledger,
    LedgerWriter,
    UnreadableLedger,
    merge,
    outstanding,
    part_path,
    parts_beside,
    read_ledger,
)
from dicomweb_conformance.evidence.redaction import Redactor
from tests.evidence.lines import HEADER, SCENARIO, exchange, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with a header, and two parts: gw0 sent a, c and e, gw10 sent b and d."""
    path = write(tmp_path / "ledger.jsonl", lambda w: w.header(HEADER))
    write(
        part_path(path, "gw10"),
        lambda w: w.stored("1.10"),
        lambda w: w.exchange(exchange(1, "02.000", "b")),
        lambda w: w.exchange(exchange(2, "04.000", "d")),
        lambda w: w.scenario(replace(SCENARIO, id="second", started="2026-11-23T09:00:01.500Z", exchanges=(2, 1, 9))),
        lambda w: w.removed("1.10"),
    )
    write(
        part_path(path, "gw0"),
        lambda w: w.exchange(exchange(1, "01.000", "a")),
        lambda w: w.exchange(exchange(3, "05.000", "e")),
        lambda w: w.exchange(exchange(2, "03.000", "c")),
        lambda w: w.scenario(replace(SCENARIO, id="first", exchanges=(1, 3))),
        lambda w: w.stored("1.0"),
    )
    return path


def sent(ledger: Ledger) -> dict[int, str]:
    return {number: found.request.url[-1] for number, found in ledger.exchanges.items()}


def assert_whole(ledger: Ledger) -> None:
    assert sent(ledger) == {1: "a", 2: "b", 3: "c", 4: "d", 5: "e"}
    assert {scenario.id: scenario.exchanges for scenario in ledger.scenarios} == {"first": (1, 5), "second": (4, 2)}
    assert outstanding(ledger) == ("1.0",)


def test_parts_are_merged_by_time_and_numbered_anew(path: Path) -> None:
    merge(path, parts_beside(path))
    assert_whole(read_ledger(path))
    assert list(path.parent.iterdir()) == [path]


def test_unmerged_parts_are_read_just_the_same(path: Path) -> None:
    ledger = read_ledger(path)
    assert_whole(ledger)
    assert not ledger.complete


def test_parts_are_in_the_order_of_their_numbers(path: Path) -> None:
    assert [part.name for part in parts_beside(path)] == ["ledger-gw0.jsonl", "ledger-gw10.jsonl"]


def test_writer_absorbs_the_parts_and_seals_the_whole(path: Path) -> None:
    with LedgerWriter(path, Redactor()) as writer:
        writer.stored("1.99")
        writer.absorb()
        writer.removed("1.99")
        writer.footer("finished", 1)
    ledger = read_ledger(path)
    assert_whole(ledger)
    assert ledger.intact
    assert ledger.footer is not None
    assert (ledger.footer.requests, ledger.footer.leftovers) == (5, ("1.0",))


def test_line_of_a_part_never_overtakes_one_before_it(path: Path) -> None:
    merge(path, parts_beside(path))
    kinds = [(record["type"], record.get("id", record.get("study"))) for record in read_ledger(path).records]
    assert kinds.index(("stored", "1.10")) < kinds.index(("scenario", "second")) < kinds.index(("removed", "1.10"))


def test_merge_that_dies_before_it_has_removed_the_parts_counts_nothing_twice(path: Path) -> None:
    parts = {part: part.read_bytes() for part in parts_beside(path)}
    merge(path, parts)
    for part, content in parts.items():
        part.write_bytes(content)
    assert_whole(read_ledger(path))
    merge(path, parts_beside(path))
    assert_whole(read_ledger(path))
    assert list(path.parent.iterdir()) == [path]


def test_incomplete_last_line_of_a_part_is_left_out(path: Path) -> None:
    part = part_path(path, "gw0")
    part.write_bytes(part.read_bytes() + b'{"type":"stored","study":"1.')
    assert_whole(read_ledger(path))
    merge(path, parts_beside(path))
    assert_whole(read_ledger(path))


def test_broken_part_is_named_and_nothing_is_lost(path: Path) -> None:
    part = part_path(path, "gw0")
    part.write_bytes(b"not json\n" + part.read_bytes())
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    for act in (read_ledger, lambda ledger: merge(ledger, parts_beside(ledger))):
        with pytest.raises(UnreadableLedger, match=r"ledger-gw0\.jsonl.*line 1"):
            act(path)
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == before


def test_part_with_a_header_is_no_part(path: Path) -> None:
    write(part_path(path, "gw2"), lambda w: w._append(HEADER.to_json()))
    with pytest.raises(UnreadableLedger, match="only the ledger itself"):
        read_ledger(path)


def test_finished_ledger_takes_no_parts(path: Path) -> None:
    merge(path, parts_beside(path))
    write(path, lambda w: w.footer("finished", 1))
    with pytest.raises(UnreadableLedger, match="finished"):
        merge(path, [])


def test_cleanup_of_a_killed_run_is_noted_beside_its_parts(path: Path) -> None:
    write(path, lambda w: w.removed("1.0"))
    assert outstanding(read_ledger(path)) == ()
