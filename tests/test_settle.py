"""A server whose index lags behind a store is accused of nothing, once its target says how long that takes."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path

from dicomweb_conformance.reference.app import app_of
from dicomweb_conformance.reference.archive import Archive, Instance, NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.conformant import CONFORMANT
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Resource
from dicomweb_conformance.reference.outcomes import Outcome
from tests.running import run, served

LAG = 0.4
STORED_THEN_LOOKED_AT = (
    "search-instances-of-study",
    "search-counts",
    "search-parent-uids",
    "search-study-instances-attributes",
    "retrieve-boundary-unique",
    "store-retrieve-url-of-study",
    "store-retrieve-url-of-instance",
    "store-location",
    "delete-leaves-no-content",
)


def lagging(right: Behaviour) -> Behaviour:
    """Searches and retrieves show an instance some time after it was stored."""
    stored: dict[str, float] = {}
    reads: ContextVar[bool] = ContextVar("reads", default=False)

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        stored[new.instance] = time.monotonic()
        return right.accept(server, resource, new)

    def shown(found: Sequence[Instance]) -> Sequence[Instance]:
        return [each for each in found if time.monotonic() - stored[each.instance] > LAG]

    def searched(server: Server, resource: Resource, keys: Keys) -> Sequence[Instance]:
        return shown(right.searched(server, resource, keys))

    def select(server: Server, resource: Resource) -> Sequence[Instance]:
        found = right.select(server, resource)
        left = shown(found) if reads.get() else found
        if not left:
            raise Refused(404, "It is not indexed yet.")
        return left

    def handle(server: Server, request: Request) -> Answer:
        before = reads.set(request.method in ("GET", "HEAD"))
        try:
            return right.handle(server, request)
        finally:
            reads.reset(before)

    return replace(right, accept=accept, searched=searched, select=select, handle=handle)


@contextmanager
def late(folder: Path) -> Iterator[str]:
    """A right server that is late."""
    folder.mkdir()
    archive = Archive(folder)
    try:
        with served(app_of(Server(archive, lagging(CONFORMANT)), folder)) as url:
            yield url
    finally:
        archive.close()


def test_what_is_stored_is_waited_for_as_long_as_the_target_declares(tmp_path: Path) -> None:
    only = [argument for id_ in STORED_THEN_LOOKED_AT for argument in ("--only", id_)]
    with late(tmp_path / "store") as url:
        ran = run(tmp_path / "run", "--url", url, "--settle", "20", "--profile", "core", "--profile", "delete", *only)
    assert {id_: ran.verdicts()[id_] for id_ in STORED_THEN_LOOKED_AT} == dict.fromkeys(
        STORED_THEN_LOOKED_AT, "conformant"
    ), ran.out


def test_without_a_time_to_settle_nothing_is_waited_for(tmp_path: Path) -> None:
    with late(tmp_path / "store") as url:
        ran = run(tmp_path / "run", "--url", url, "--only", "search-counts")
    assert ran.code == 3
    assert ran.verdicts()["search-counts"] == "blocked", ran.out
