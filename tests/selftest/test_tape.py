"""What the reference server was asked, and what is read of its replies."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dicomweb_conformance.reference.archive import Archive
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.conformant import CONFORMANT
from dicomweb_conformance.reference.messages import Answer, Part, Parts, Reply, Request
from dicomweb_conformance.selftest.tape import Entry, Place, digest_of, gist_of, sight_of, taping

ASKED = (
    Request("GET", "http://a.test", ("studies",), headers=(("accept", "application/dicom+json"),)),
    Request("GET", "http://a.test", ("studies", "1.2.3", "metadata")),
    Request("OPTIONS", "http://a.test", ("studies",)),
)
HERE = Place("a.feature::Pages are readable", 1)


def test_every_request_is_kept_with_its_place(tmp_path: Path) -> None:
    tape: list[Entry] = []
    archive = Archive(tmp_path)
    server = Server(archive, taping(CONFORMANT, lambda: HERE, tape.append))
    for request in ASKED:
        server.behaviour.write(server, request, server.behaviour.handle(server, request))
    archive.close()
    assert [(entry.request, entry.place) for entry in tape] == [(request, HERE) for request in ASKED]


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


def test_parts_in_another_order_make_a_difference(tmp_path: Path) -> None:
    parts = (Part(b"one", "application/dicom"), Part(b"two", "application/dicom"))
    first = written(CONFORMANT, tmp_path / "a", Answer(200, Parts(parts, "application/dicom")))
    second = written(CONFORMANT, tmp_path / "b", Answer(200, Parts(parts[::-1], "application/dicom")))
    assert digest_of(first) != digest_of(second)


def told(status: int, document: object, content_type: str = "application/dicom+json") -> Reply:
    return Reply(status, (("Content-Type", content_type),), (json.dumps(document).encode(),))


def uid(tag: str, value: str) -> dict[str, object]:
    return {tag: {"vr": "UI", "Value": [value]}}


ONE, OTHER = uid("00080018", "1.2"), uid("00080018", "1.3")


@pytest.mark.parametrize(
    "alike",
    [
        told(200, [OTHER, {**ONE, "00100020": {"vr": "LO"}}]),
        told(200, [ONE, ONE, OTHER]),
        told(200, [ONE, OTHER], "application/json"),
    ],
)
def test_the_gist_of_json_is_what_it_lists(alike: Reply) -> None:
    assert gist_of(alike) == gist_of(told(200, [ONE, OTHER]))


@pytest.mark.parametrize(
    "other",
    [
        told(200, [ONE]),
        told(200, []),
        told(204, [ONE, OTHER]),
        told(200, [ONE, OTHER], "multipart/related; boundary=b"),
        told(200, "<html>"),
        told(200, ONE),
    ],
)
def test_what_is_listed_otherwise_has_another_gist(other: Reply) -> None:
    assert gist_of(other) != gist_of(told(200, [ONE, OTHER]))


def test_the_gist_of_a_response_to_a_store_is_what_it_refuses() -> None:
    refused = {"00081198": {"vr": "SQ", "Value": [uid("00081155", "1.2")]}}
    stored = {"00081199": {"vr": "SQ", "Value": [uid("00081155", "1.2")]}}
    assert gist_of(told(200, stored)) == gist_of(told(200, {})) == gist_of(told(200, [stored]))
    assert gist_of(told(200, {**stored, "00081198": {"vr": "SQ", "Value": []}})) == gist_of(told(200, stored))
    assert gist_of(told(200, refused)) != gist_of(told(200, stored))
    assert gist_of(told(200, {"00081198": "no sequence"})) != gist_of(told(200, stored))


def test_before_the_first_scenario_only_the_studies_that_are_shown_count() -> None:
    there = told(200, [uid("0020000D", "1.2")])
    assert sight_of(told(200, [])) == sight_of(told(404, [uid("0020000D", "1.2")])) == sight_of(Reply(204, (), ()))
    assert sight_of(there) != sight_of(told(200, []))
    assert sight_of(there) != sight_of(told(200, [uid("0020000D", "1.3")]))
    assert len({sight_of(told(status, [])) for status in (200, 401, 403)}) == 3
