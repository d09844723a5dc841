"""What the reference server was asked, and what a faulty one answers to the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dicomweb_conformance.reference.archive import Archive, NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.conformant import CONFORMANT
from dicomweb_conformance.reference.faults.changes import after, with_header, with_status
from dicomweb_conformance.reference.messages import Answer, Part, Parts, Reply, Request, Resource
from dicomweb_conformance.selftest.tape import Difference, Entry, Place, differences, digest_of, gist_of, taping

ASKED = (
    Request("GET", "http://a.test", ("studies",), headers=(("accept", "application/dicom+json"),)),
    Request("GET", "http://a.test", ("studies", "1.2.3", "metadata")),
    Request("OPTIONS", "http://a.test", ("studies",)),
)
HERE = Place("a.feature::Pages are readable", 1)


@pytest.fixture
def tape(tmp_path: Path) -> Iterator[list[Entry]]:
    """What the right server answers to ASKED."""
    entries: list[Entry] = []
    archive = Archive(tmp_path)
    server = Server(archive, taping(CONFORMANT, lambda: HERE, entries.append))
    for request in ASKED:
        server.behaviour.write(server, request, server.behaviour.handle(server, request))
    yield entries
    archive.close()


def test_every_request_is_kept_with_its_place(tape: list[Entry]) -> None:
    assert [(entry.request, entry.place) for entry in tape] == [(request, HERE) for request in ASKED]


def test_the_right_server_answers_the_same_again(tape: list[Entry]) -> None:
    assert list(differences(tape, CONFORMANT, CONFORMANT)) == []


def test_another_status_differs_in_short_too(tape: list[Entry]) -> None:
    wrong = replace(CONFORMANT, search=after(CONFORMANT.search, with_status(418)))
    assert list(differences(tape, CONFORMANT, wrong)) == [Difference(0, in_short=True)]


def test_another_header_field_differs_in_full_only(tape: list[Entry]) -> None:
    wrong = replace(CONFORMANT, search=after(CONFORMANT.search, with_header("Age", "1")))
    assert list(differences(tape, CONFORMANT, wrong)) == [Difference(0, in_short=False)]


def test_a_server_that_fails_differs(tape: list[Entry]) -> None:
    def search(server: Server, request: Request, resource: Resource) -> Answer:
        raise ZeroDivisionError

    assert list(differences(tape, CONFORMANT, replace(CONFORMANT, search=search))) == [Difference(0, in_short=True)]


def test_what_has_nothing_to_do_with_the_fault_is_not_sent(tape: list[Entry]) -> None:
    asked: list[str] = []

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        asked.append(resource.kind)
        return CONFORMANT.search(server, request, resource)

    assert list(differences(tape, CONFORMANT, replace(CONFORMANT, search=search))) == []
    assert asked == ["studies"]


def test_what_is_read_is_sent_when_other_things_are_stored(tape: list[Entry]) -> None:
    def search(server: Server, request: Request, resource: Resource) -> Answer:
        return CONFORMANT.search(server, request, resource)

    wrong = replace(CONFORMANT, search=search)
    unlike = [replace(entry, digest=b"never so") for entry in tape]
    others = [replace(entry, history=b"of others") for entry in unlike]
    assert [found.entry for found in differences(unlike, CONFORMANT, wrong)] == [0]
    assert [found.entry for found in differences(others, CONFORMANT, wrong)] == [0, 1, 2]


def test_the_history_of_an_archive_tells_what_was_stored(tmp_path: Path) -> None:
    def history(name: str, *contents: bytes) -> bytes:
        archive = Archive(tmp_path / name)
        for number, content in enumerate(contents):
            path = archive.incoming()
            path.write_bytes(content)
            archive.add(NewInstance("1.2", "1.2.3", f"1.2.3.{number}", "1.2.840", "1.2.840", path, {}))
        try:
            return archive.history
        finally:
            archive.close()

    assert history("a", b"one", b"two") == history("b", b"one", b"two")
    assert len({history("c"), history("d", b"one"), history("e", b"two"), history("f", b"one", b"two")}) == 4


def written(behaviour: Behaviour, folder: Path, answer: Answer, *, compressed: bool = False) -> Reply:
    request = replace(ASKED[0], headers=(("accept-encoding", "gzip"),) if compressed else ())
    archive = Archive(folder)
    try:
        return behaviour.write(Server(archive, behaviour), request, answer)
    finally:
        archive.close()


def test_the_boundary_between_parts_makes_no_difference(tmp_path: Path) -> None:
    answer = Answer(
        200, Parts((Part(b"one", "application/dicom"), Part(b"two", "application/dicom")), "application/dicom")
    )
    first, second = (written(CONFORMANT, tmp_path / name, answer) for name in "ab")
    assert first != second
    assert digest_of(first) == digest_of(second)


def test_a_boundary_that_is_no_new_one_makes_a_difference(tmp_path: Path) -> None:
    answer = Answer(200, Parts((Part(b"one", "application/dicom"),), "application/dicom"))
    reply = written(CONFORMANT, tmp_path, answer)
    boundary = dict(reply.headers)["Content-Type"].rpartition("boundary=")[2]
    always = Reply(
        reply.status,
        tuple((name, value.replace(boundary, "always")) for name, value in reply.headers),
        tuple(piece.replace(boundary.encode(), b"always") for piece in reply.body if isinstance(piece, bytes)),
    )
    assert digest_of(always) != digest_of(reply)


def test_tokens_are_those_of_the_taped_server(tmp_path: Path) -> None:
    entries: list[Entry] = []
    archive = Archive(tmp_path)
    server = Server(archive, taping(CONFORMANT, lambda: HERE, entries.append), "all", "read")
    for token in ("all", "read", "none"):
        request = replace(ASKED[0], headers=(*ASKED[0].headers, ("authorization", f"Bearer {token}")))
        reply = server.behaviour.write(server, request, server.behaviour.handle(server, request))
        assert reply.status == (401 if token == "none" else 200)
    archive.close()
    wrong = replace(CONFORMANT, authorise=lambda server, request: None)
    assert list(differences(entries, CONFORMANT, CONFORMANT, ("all", "read"))) == []
    assert [found.entry for found in differences(entries, CONFORMANT, wrong, ("all", "read"))] == [2]


def test_parts_in_another_order_make_a_difference(tmp_path: Path) -> None:
    parts = (Part(b"one", "application/dicom"), Part(b"two", "application/dicom"))
    first = written(CONFORMANT, tmp_path / "a", Answer(200, Parts(parts, "application/dicom")))
    second = written(CONFORMANT, tmp_path / "b", Answer(200, Parts(parts[::-1], "application/dicom")))
    assert digest_of(first) != digest_of(second)


def test_the_gist_of_json_is_what_it_lists() -> None:
    def gist(*bodies: bytes) -> object:
        return gist_of(Reply(200, (("Content-Type", "application/dicom+json"),), bodies))

    one = b'[{"00080018": {"vr": "UI", "Value": ["1.2"]}, "00100020": {"vr": "LO"}}]'
    assert gist(one) == gist(one.replace(b"00100020", b"00100010"))
    assert gist(one) != gist(one.replace(b"1.2", b"1.3"))
    assert gist(one) != gist(b"[]")
    assert gist(b"<html>") == gist(b"<body>") != gist(b"[]")
