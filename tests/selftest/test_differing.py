"""What a faulty server answers in another way than the right one, and what need not be asked to know that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pydicom import dcmread

from dicomweb_conformance.reference.archive import Archive
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.conformant import CONFORMANT
from dicomweb_conformance.reference.faults import FAULTS, with_fault
from dicomweb_conformance.reference.faults.changes import after, answering, replying, with_header, with_status
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.messages import Answer, Refused, Reply, Request, Resource
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.selftest.differing import Difference, differences
from dicomweb_conformance.selftest.memory import MemoryArchive
from dicomweb_conformance.selftest.rehearsal import Bearers, Scene, rehearse
from dicomweb_conformance.selftest.tape import Entry, Place, taping

JSON = (("accept", "application/dicom+json"),)
HERE = Place("a.feature::Pages are readable", 1)


def get(*segments: str, query: tuple[tuple[str, str], ...] = ()) -> Request:
    return Request("GET", "http://a.test", segments, query, JSON)


def played(folder: Path, requests: Sequence[Request], bearers: Bearers = (None, None)) -> tuple[Scene, ...]:
    """What the right server answered to the requests, from an archive such as a real run has."""
    tape: list[Entry] = []
    archive = Archive(folder / "taped")
    server = Server(archive, taping(CONFORMANT, lambda: HERE, tape.append), *bearers)
    for request in requests:
        with archive.reading():
            server.behaviour.write(server, request, server.behaviour.handle(server, request))
    archive.close()
    return rehearse(tape, CONFORMANT, folder / "rehearsed", bearers)


@pytest.fixture
def requests(tmp_path: Path) -> tuple[Request, ...]:
    """Two instances are stored, looked at, and one after the other deleted."""
    study = small_study(tmp_path / "study", lambda uid: derived_uid("run", uid), "P", "A")
    files = [instance.path.read_bytes() for instance in study.instances[:2]]
    where = dcmread(study.instances[0].path)
    series = ("studies", where.StudyInstanceUID, "series", where.SeriesInstanceUID)
    headers = (*JSON, ("content-type", "application/dicom"))
    stores = [Request("POST", "http://a.test", ("studies",), (), headers, body) for body in files]
    looks = (get("studies"), get(*series[:2], "metadata"), get(*series, "instances"), get("studies", "1.2", "metadata"))
    deletes = [
        Request("DELETE", "http://a.test", ("studies", where.StudyInstanceUID)),
        Request("DELETE", "http://a.test", ("studies", where.StudyInstanceUID)),
    ]
    return (*looks, *stores, *looks, *deletes, *looks)


@pytest.fixture
def scenes(tmp_path: Path, requests: tuple[Request, ...]) -> tuple[Scene, ...]:
    return played(tmp_path, requests)


def entries(scenes: Sequence[Scene], make_wrong: Callable[[Behaviour], Behaviour]) -> list[int]:
    return [found.entry for found in differences(scenes, CONFORMANT, make_wrong)]


def differing_in_truth(scenes: Sequence[Scene], make_wrong: Callable[[Behaviour], Behaviour]) -> list[int]:
    """The same, by sending every request to a server with an archive such as a real run has."""
    unknown = [replace(scene, steady=False) for scene in scenes]
    return [found.entry for found in differences(unknown, CONFORMANT, make_wrong)]


def test_the_right_server_answers_the_same_again(scenes: tuple[Scene, ...]) -> None:
    assert all(scene.steady for scene in scenes)
    assert entries(scenes, lambda right: right) == []
    assert differing_in_truth(scenes, lambda right: right) == []


def test_another_status_differs_in_short_too(scenes: tuple[Scene, ...]) -> None:
    def wrong(right: Behaviour) -> Behaviour:
        return replace(right, delete=after(right.delete, with_status(418)))

    assert list(differences(scenes, CONFORMANT, wrong)) == [Difference(10, in_short=True)]


def test_another_header_field_differs_in_full_only(scenes: tuple[Scene, ...]) -> None:
    def wrong(right: Behaviour) -> Behaviour:
        return replace(right, delete=after(right.delete, with_header("Age", "1")))

    assert list(differences(scenes, CONFORMANT, wrong)) == [Difference(10, in_short=False)]


def test_a_server_that_fails_differs(scenes: tuple[Scene, ...]) -> None:
    def fails(server: Server, request: Request, resource: Resource) -> Answer:
        raise ZeroDivisionError

    assert entries(scenes, lambda right: replace(right, delete=fails)) == [10, 11, *range(12, 15)]


def test_what_has_nothing_to_do_with_the_fault_is_not_sent(scenes: tuple[Scene, ...]) -> None:
    asked: list[str] = []

    def wrong(right: Behaviour) -> Behaviour:
        def metadata(server: Server, request: Request, resource: Resource) -> Answer:
            asked.append(resource.kind)
            return right.metadata(server, request, resource)

        return replace(right, metadata=metadata)

    assert entries(scenes, wrong) == []
    assert asked == ["metadata"] * 6


def test_what_the_right_server_said_is_not_found_out_again(
    scenes: tuple[Scene, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        pytest.fail("the archive was asked")

    monkeypatch.setattr(MemoryArchive, "select", never)
    for change in (
        lambda right: answering(right, lambda request, answer: answer),
        lambda right: replying(right, lambda request, reply: reply),
        lambda right: replace(right, search=after(right.search, with_header("Age", "1"))),
    ):
        assert set(entries(scenes, change)) <= {0, 2, 6, 8, 12, 14}


def test_what_is_stored_and_deleted_otherwise_is_found_in_all_that_follows(scenes: tuple[Scene, ...]) -> None:
    def forgetful(right: Behaviour) -> Behaviour:
        stores: list[Request] = []

        def store(server: Server, request: Request, resource: Resource) -> Answer:
            stores.append(request)
            if len(stores) == 1:
                return Answer(200)
            return right.store(server, request, resource)

        return replace(right, store=store)

    def clinging(right: Behaviour) -> Behaviour:
        def delete(server: Server, request: Request, resource: Resource) -> Answer:
            kept = server.behaviour.select(server, resource)[:1]
            if not kept:
                raise Refused(404, "There is no such study.")
            server.archive.remove(server.behaviour.select(server, resource)[1:])
            return Answer(204)

        return replace(right, delete=delete)

    assert entries(scenes, forgetful) == differing_in_truth(scenes, forgetful) == [4, 6, 7, 8]
    assert entries(scenes, clinging) == differing_in_truth(scenes, clinging) == [11, 12, 13, 14]


def test_a_decision_that_is_wrong_once_is_found_where_it_is_wrong(scenes: tuple[Scene, ...]) -> None:
    def wrong(right: Behaviour) -> Behaviour:
        asked: list[Request] = []

        def parse_keys(request: Request, level: str) -> Keys:
            asked.append(request)
            if len(asked) == 3:
                raise Refused(400, "Not now.")
            return right.parse_keys(request, level)

        return replace(right, parse_keys=parse_keys)

    assert entries(scenes, wrong) == differing_in_truth(scenes, wrong) == [6]


def test_a_decision_about_what_is_stored_is_found_in_all_that_follows(scenes: tuple[Scene, ...]) -> None:
    def wrong(right: Behaviour) -> Behaviour:
        return replace(right, read_parts=lambda body, boundary: right.read_parts(body, boundary)[:0])

    def told_otherwise(right: Behaviour) -> Behaviour:
        return replace(right, store_status=lambda outcomes: 202)

    assert entries(scenes, wrong) == differing_in_truth(scenes, wrong)
    assert entries(scenes, told_otherwise) == differing_in_truth(scenes, told_otherwise) == [4, 5]


def test_a_fault_that_changes_the_archive_while_it_reads_is_found(scenes: tuple[Scene, ...]) -> None:
    def wrong(right: Behaviour) -> Behaviour:
        def search(server: Server, request: Request, resource: Resource) -> Answer:
            server.archive.remove(server.archive.select()[:1])
            return right.search(server, request, resource)

        return replace(right, search=search)

    assert entries(scenes, wrong) == differing_in_truth(scenes, wrong)
    assert {6, 7, 8, 10} <= set(entries(scenes, wrong))


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.flavour == "standard"][::9])
def test_a_fault_of_the_catalogue_differs_as_it_does_in_truth(scenes: tuple[Scene, ...], name: str) -> None:
    def wrong(right: Behaviour) -> Behaviour:
        return with_fault(right, name)

    assert entries(scenes, wrong) == differing_in_truth(scenes, wrong)


def test_a_fault_that_asks_the_right_server_of_another_one_is_told_anew(scenes: tuple[Scene, ...]) -> None:
    def wrong(right: Behaviour) -> Behaviour:
        def search(server: Server, request: Request, resource: Resource) -> Answer:
            empty = replace(server.behaviour, searched=lambda server, resource, keys: ())
            return right.search(replace(server, behaviour=empty), request, resource)

        return replace(right, search=search)

    assert entries(scenes, wrong) == differing_in_truth(scenes, wrong) == [6, 8]


def test_a_reply_that_is_another_one_each_time_always_differs(scenes: tuple[Scene, ...]) -> None:
    restless = [replace(scenes[0], steady=False, entry=replace(scenes[0].entry, digest=b"another")), *scenes[1:]]
    assert entries(restless, lambda right: right) == [0]


def test_tokens_are_those_of_the_taped_server(tmp_path: Path) -> None:
    tokens = ("all", "read", "none")
    asked = [replace(get("studies"), headers=(*JSON, ("authorization", f"Bearer {token}"))) for token in tokens]
    scenes = played(tmp_path, asked, ("all", "read"))
    assert [scene.reply.status for scene in scenes] == [200, 200, 401]

    def open_to_all(right: Behaviour) -> Behaviour:
        return replace(right, authorise=lambda server, request: None)

    assert list(differences(scenes, CONFORMANT, lambda right: right, ("all", "read"))) == []
    assert [found.entry for found in differences(scenes, CONFORMANT, open_to_all, ("all", "read"))] == [2]


def test_a_reply_in_other_bytes_differs(scenes: tuple[Scene, ...]) -> None:
    def changed(request: Request, reply: Reply) -> Reply:
        return replace(reply, body=(*reply.body, b" ")) if request.segments == ("studies",) else reply

    assert entries(scenes, lambda right: replying(right, changed)) == [0, 4, 5, 6, 12]
