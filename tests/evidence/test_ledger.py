"""What is written to a ledger can be read again; what is no ledger says so."""

import errno
import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from dicomweb_conformance.evidence.exchange import RecordedBody, RecordedError
from dicomweb_conformance.evidence.ledger import (
    LedgerWriter,
    UnreadableLedger,
    Unscheduled,
    Waited,
    chain,
    clear_ledger,
    outstanding,
    part_path,
    read_ledger,
)
from dicomweb_conformance.evidence.redaction import MARKER, Redactor
from tests.evidence.lines import EXCHANGE, HEADER, SCENARIO, exchange, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


def test_everything_written_is_read_again(path: Path) -> None:
    write(
        path,
        lambda w: w.header(HEADER),
        lambda w: w.stored("1.2"),
        lambda w: w.exchange(EXCHANGE),
        lambda w: w.waited(0.5, None, "settle"),
        lambda w: w.scenario(SCENARIO),
        lambda w: w.unscheduled("store-xml", "no scenario"),
        lambda w: w.removed("1.2"),
        lambda w: w.footer("finished", 3.2),
    )
    ledger = read_ledger(path)
    assert ledger.header == HEADER
    assert ledger.exchanges == {1: EXCHANGE}
    assert ledger.scenarios == (SCENARIO,)
    assert (ledger.stored, ledger.removed) == (("1.2",), ("1.2",))
    assert ledger.waits == (Waited(0.5, None, "settle"),)
    assert ledger.unscheduled == (Unscheduled("store-xml", "no scenario"),)
    assert ledger.footer is not None
    assert (ledger.footer.outcome, ledger.footer.seconds, ledger.footer.reason) == ("finished", 3.2, None)
    assert (ledger.footer.requests, ledger.footer.leftovers) == (1, ())
    assert (ledger.complete, ledger.intact) == (True, True)


def test_records_are_the_lines_with_type_first(path: Path) -> None:
    write(path, lambda w: w.header(HEADER), lambda w: w.exchange(EXCHANGE), lambda w: w.footer("finished", 1))
    lines = path.read_text().splitlines()
    assert [next(iter(json.loads(line))) for line in lines] == ["type"] * 3
    assert [dict(record) for record in read_ledger(path).records] == [json.loads(line) for line in lines]


def test_members_of_a_later_version_are_kept(path: Path) -> None:
    result = replace(SCENARIO, more={"row": {"level": "series"}})
    write(path, lambda w: w.header(HEADER), lambda w: w.scenario(result))
    assert read_ledger(path).scenarios[0].more == {"row": {"level": "series"}}


def test_chain_is_what_the_format_says(path: Path) -> None:
    write(path, lambda w: w.header(HEADER), lambda w: w.stored("1.2"), lambda w: w.footer("finished", 1))
    *lines, footer = path.read_bytes().splitlines()
    link = hashlib.sha256(b"").digest()
    for line in lines:
        link = hashlib.sha256(link + line).digest()
    assert json.loads(footer)["chain"] == link.hex() == chain(lines)


@pytest.mark.parametrize(("old", "new"), [(b'"seconds":0.5', b'"seconds":0.4'), (b'"settle"}', b'"settlE"}')])
def test_changed_line_breaks_the_seal(path: Path, old: bytes, new: bytes) -> None:
    write(path, lambda w: w.header(HEADER), lambda w: w.waited(0.5, None, "settle"), lambda w: w.footer("finished", 1))
    path.write_bytes(path.read_bytes().replace(old, new))
    assert read_ledger(path).intact is False


def test_removed_line_breaks_the_seal(path: Path) -> None:
    write(path, lambda w: w.header(HEADER), lambda w: w.stored("1.2"), lambda w: w.footer("finished", 1))
    header, _, footer = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(header + footer)
    assert read_ledger(path).intact is False


def test_writer_goes_on_where_another_stopped(path: Path) -> None:
    write(path, lambda w: w.header(HEADER), lambda w: w.stored("1.2"))
    write(path, lambda w: w.stored("1.3"), lambda w: w.footer("aborted", 1, "no target"))
    ledger = read_ledger(path)
    assert ledger.intact
    assert ledger.footer is not None
    assert (ledger.footer.leftovers, ledger.footer.reason) == (("1.2", "1.3"), "no target")


def test_outstanding_is_what_was_stored_and_not_removed_since(path: Path) -> None:
    write(
        path,
        lambda w: w.header(HEADER),
        *(lambda w, uid=uid: w.stored(uid) for uid in ("1.1", "1.2", "1.3", "1.2")),
        lambda w: w.removed("1.1"),
        lambda w: w.removed("1.3"),
        lambda w: w.stored("1.1"),
    )
    assert outstanding(read_ledger(path)) == ("1.2", "1.1")


def test_cleanup_may_note_a_removal_behind_the_footer(path: Path) -> None:
    write(path, lambda w: w.header(HEADER), lambda w: w.stored("1.2"), lambda w: w.footer("aborted", 1))
    write(path, lambda w: w.removed("1.2"))
    ledger = read_ledger(path)
    assert outstanding(ledger) == ()
    assert ledger.intact


def test_nothing_else_may_follow_the_footer(path: Path) -> None:
    write(path, lambda w: w.header(HEADER), lambda w: w.footer("finished", 1))
    with pytest.raises(ValueError, match="sealed"):
        write(path, lambda w: w.stored("1.2"))
    assert read_ledger(path).intact


def test_missing_footer_is_tolerated(path: Path) -> None:
    ledger = read_ledger(write(path, lambda w: w.header(HEADER), lambda w: w.stored("1.2")))
    assert (ledger.complete, ledger.intact, ledger.footer) == (False, None, None)


def test_incomplete_last_line_is_left_out_wherever_it_was_cut(path: Path) -> None:
    write(path, lambda w: w.header(HEADER), lambda w: w.stored("1.2"), lambda w: w.exchange(EXCHANGE))
    whole = path.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    for left in range(len(last) - 1):
        path.write_bytes(whole[: len(whole) - len(last) + left])
        ledger = read_ledger(path)
        assert (ledger.stored, ledger.exchanges) == (("1.2",), {})


def test_writer_cuts_an_incomplete_last_line_off(path: Path) -> None:
    write(path, lambda w: w.header(HEADER), lambda w: w.stored("1.2"))
    path.write_bytes(path.read_bytes() + b'{"type":"stor')
    write(path, lambda w: w.stored("1.3"), lambda w: w.footer("finished", 1))
    assert read_ledger(path).stored == ("1.2", "1.3")
    assert read_ledger(path).intact


def test_line_feed_that_an_editor_took_is_no_loss(path: Path) -> None:
    write(path, lambda w: w.header(HEADER), lambda w: w.stored("1.2"))
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert read_ledger(path).stored == ("1.2",)
    write(path, lambda w: w.stored("1.3"), lambda w: w.footer("finished", 1))
    assert read_ledger(path).stored == ("1.2", "1.3")
    assert read_ledger(path).intact


HEAD = json.dumps(HEADER.to_json())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "does not exist"),
        ("", "is empty"),
        ('{"type":"hea', "is empty"),
        ("<html>\n", "line 1 is no JSON"),
        ("[]\n", "line 1 is no object with a type"),
        ('{"type":"stored","study":"1.2","at":""}\n', "first line is no header"),
        (HEAD.replace('"schema_version": "1"', '"schema_version": "2"') + "\n", "version 2"),
        (HEAD.replace('"suite"', '"sweet"') + "\n", "no 'suite'"),
        (f"{HEAD}\n{HEAD}\n", "line 2 is a second header"),
        (f'{HEAD}\nnot json\n{{"type":"stored","study":"1.2","at":""}}\n', "line 2 is no JSON"),
        (f'{HEAD}\n{{"type":"surprise"}}\n', "unknown type 'surprise'"),
        (f'{HEAD}\n{{"type":"stored","study":7,"at":""}}\n', "'study' of a study is a number, not a string"),
        (f'{HEAD}\n{{"type":"exchange","number":true}}\n', "'number' of an exchange is true or false"),
        (f"{HEAD}\n{'[' * 100_000}\n", "line 2"),
        (f"{HEAD}\n\n{HEAD}\n", "line 2 is no JSON"),
        (f"{HEAD}\n\xff\n".encode("latin-1"), "line 2 is no JSON"),
        (f"{HEAD}\n" + f"{json.dumps(EXCHANGE.to_json())}\n" * 2, "repeats the number 1"),
    ],
)
def test_what_is_no_ledger_says_so(path: Path, content: str | bytes | None, says: str) -> None:
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UnreadableLedger) as raised:
        read_ledger(path)
    assert says in str(raised.value)
    assert str(path) in str(raised.value)


def test_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(UnreadableLedger, match="cannot be read"):
        read_ledger(tmp_path)


def test_every_line_is_redacted(path: Path) -> None:
    secret = "hunter22"
    body = RecordedBody(8, "ab", f"it is {secret}", "utf-8", True)
    made_by_hand = replace(
        EXCHANGE,
        request=replace(EXCHANGE.request, headers=(("Authorization", "t0p"), ("A", secret)), body=body),
        error=RecordedError("ReadError", secret),
    )
    write(
        path,
        lambda w: w.header(replace(HEADER, target={"url": f"http://u:pw@a.example/{secret}"})),
        lambda w: w.scenario(
            replace(SCENARIO, expected=secret, received=f"Bearer t0p {secret}", reason=secret, step=secret)
        ),
        lambda w: w.waited(1, None, secret),
        lambda w: w.unscheduled("a", secret),
        lambda w: w.exchange(made_by_hand),
        lambda w: w.footer("aborted", 1, secret),
        secrets=(secret,),
    )
    text = path.read_text()
    assert secret not in text
    assert "t0p" not in text
    assert "u:pw" not in text
    assert read_ledger(path).scenarios[0].received == f"Bearer {MARKER} {MARKER}"


def test_numeric_secret_does_not_break_uids_and_times(path: Path) -> None:
    write(
        path,
        lambda w: w.header(HEADER),
        lambda w: w.stored("1.2026.3"),
        lambda w: w.exchange(EXCHANGE),
        lambda w: w.footer("finished", 1),
        secrets=("2026",),
    )
    ledger = read_ledger(path)
    assert outstanding(ledger) == ("1.2026.3",)
    assert ledger.exchanges[1].started == EXCHANGE.started


def test_half_a_surrogate_pair_can_be_written(path: Path) -> None:
    write(path, lambda w: w.header(HEADER), lambda w: w.scenario(replace(SCENARIO, received="x\ud800y")))
    assert read_ledger(path).scenarios[0].received == "x\ud800y"


def test_line_separators_of_unicode_do_not_end_a_line(path: Path) -> None:
    received = "a\u2028b\u0085c\r\nd"
    write(path, lambda w: w.header(HEADER), lambda w: w.scenario(replace(SCENARIO, received=received)))
    assert read_ledger(path).scenarios[0].received == received


def test_record_of_another_run_is_not_overwritten(path: Path) -> None:
    write(path, lambda w: w.header(HEADER))
    with pytest.raises(FileExistsError, match="another run"):
        write(path, lambda w: w.header(HEADER))
    path.unlink()
    write(part_path(path, "gw0"), lambda w: w.stored("1.2"))
    with pytest.raises(FileExistsError, match=r"ledger-gw0\.jsonl"):
        write(path, lambda w: w.header(HEADER))
    clear_ledger(path)
    assert list(path.parent.iterdir()) == []
    write(path, lambda w: w.header(HEADER))
    assert read_ledger(path).stored == ()


def test_writer_refuses_a_file_that_is_no_ledger(path: Path) -> None:
    path.write_text("precious\ntext\n")
    with pytest.raises(UnreadableLedger):
        LedgerWriter(path, Redactor())
    assert path.read_text() == "precious\ntext\n"


def test_full_disk_leaves_no_half_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    with LedgerWriter(path, Redactor()) as writer:
        writer.header(HEADER)

        def half(file: int, data: bytes) -> int:
            if len(data) < 20:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(file, data[: len(data) // 2])

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", half)
            with pytest.raises(OSError, match="No space"):
                writer.exchange(EXCHANGE)
        writer.stored("1.2")
        writer.footer("finished", 1)
    ledger = read_ledger(path)
    assert (ledger.exchanges, ledger.stored, ledger.intact) == ({}, ("1.2",), True)


def test_exchanges_are_found_in_the_order_of_their_numbers(path: Path) -> None:
    write(path, lambda w: w.header(HEADER), *(lambda w, n=n: w.exchange(exchange(n)) for n in (2, 1, 3)))
    assert list(read_ledger(path).exchanges) == [1, 2, 3]


def test_threads_do_not_mix_their_lines(path: Path) -> None:
    with LedgerWriter(path, Redactor()) as writer:
        writer.header(HEADER)
        with ThreadPoolExecutor(4) as pool:
            for number in range(1, 201):
                pool.submit(writer.exchange, exchange(number, "01.000"))
        writer.footer("finished", 1)
    ledger = read_ledger(path)
    assert len(ledger.exchanges) == 200
    assert ledger.intact
