"""Hostile files and requests: what is done to them, and how servers are judged by what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from pydicom import dcmread, dcmwrite

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.properties.ground import Ground
from dicomweb_conformance.properties.hostile_files import Harm, Harmed, harms
from dicomweb_conformance.properties.hostile_requests import HostileQuery, judge_queries
from dicomweb_conformance.properties.hostile_store import HostileFile, judge_files
from dicomweb_conformance.properties.layout import layout, value
from dicomweb_conformance.reference.serve import running
from dicomweb_conformance.samples.nested import nested_sequences
from dicomweb_conformance.samples.part10 import file_meta, shallow_copy
from dicomweb_conformance.samples.uids import derived_uid


def a_file() -> bytes:
    ds = shallow_copy(nested_sequences()[0].ds)
    ds.file_meta = file_meta(ds, "1.2.840.10008.1.2.1")
    buffer = BytesIO()
    dcmwrite(buffer, ds, enforce_file_format=True)
    return buffer.getvalue()


CONTENT = a_file()


def test_the_layout_ends_with_the_file_and_finds_every_element() -> None:
    places = layout(CONTENT)
    top = [place for place in places if place.depth == 0 and not place.is_meta]
    ds = dcmread(BytesIO(CONTENT))
    assert [place.tag for place in top] == [int(element.tag) for element in ds]
    assert top[-1].value_at + top[-1].length == len(CONTENT)
    assert value(CONTENT, places, 0x0020000D).decode() == ds.StudyInstanceUID
    assert any(place.depth > 2 for place in places)


@settings(max_examples=300, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(harms())
def test_what_could_not_be_removed_is_never_made(harm: Harm) -> None:
    harmed = harm.to(CONTENT)
    places = layout(CONTENT)
    # What is cut off, or no file at all, names nothing else.
    if len(harmed.content) >= len(CONTENT) - 1:
        assert all(value(CONTENT, places, tag) in harmed.content for tag in (0x0020000D, 0x00080018))


class Changing(httpx.BaseTransport):
    """Changes answers on their way."""

    def __init__(self, change: Callable[[httpx.Request, httpx.Response], httpx.Response]) -> None:
        self._inner = httpx.HTTPTransport()
        self._change = change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        came = self._inner.handle_request(request)
        content = came.read()
        came.close()
        headers = {name: value for name, value in came.headers.items() if name != "transfer-encoding"}
        return self._change(request, httpx.Response(came.status_code, headers=headers, content=content))

    def close(self) -> None:
        self._inner.close()


def unchanged(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    return response


@contextmanager
def ground(
    folder: Path, change: Callable[[httpx.Request, httpx.Response], httpx.Response] = unchanged
) -> Iterator[Ground]:
    with running() as url, httpx.Client(transport=Changing(change), timeout=30) as http:
        yield Ground(
            client=Client(http, Addresses.at(url)),
            claim=lambda study: None,
            uid=lambda name: derived_uid("hostility", name),
            identifier=lambda: "hostility",
            folder=lambda: folder,
            settle=0.0,
            waited=lambda seconds: None,
            deletes=True,
        )


RUIN = Harm("half", lambda content: Harmed(content[: len(content) // 2], True))
WHOLE = Harm("nothing", lambda content: Harmed(content, False))
RUIN_THAT_IS_NONE = Harm("nothing", lambda content: Harmed(content, True))


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("harm", [RUIN, WHOLE])
def test_a_right_server_passes(tmp_path: Path, harm: Harm, beside: bool) -> None:
    with ground(tmp_path) as place:
        judge_files(place, (HostileFile(harm, beside),))


def test_a_ruin_that_is_stored_is_found(tmp_path: Path) -> None:
    with ground(tmp_path) as place, pytest.raises(Nonconformity, match="no whole dataset"):
        judge_files(place, (HostileFile(RUIN_THAT_IS_NONE, beside=False),))


def test_a_server_that_fails_is_found_and_one_that_is_busy_is_not(tmp_path: Path) -> None:
    def answering(status: int) -> Callable[[httpx.Request, httpx.Response], httpx.Response]:
        def change(request: httpx.Request, response: httpx.Response) -> httpx.Response:
            return httpx.Response(status) if response.status_code == 409 else response

        return change

    with ground(tmp_path / "1", answering(500)) as place, pytest.raises(Nonconformity, match="no server error"):
        judge_files(place, (HostileFile(RUIN, beside=False),))
    with ground(tmp_path / "2", answering(503)) as place:
        judge_files(place, (HostileFile(RUIN, beside=False),))


def test_a_refusal_that_stores_is_found(tmp_path: Path) -> None:
    stores: list[httpx.Request] = []

    def change(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if request.method == "POST":
            stores.append(request)
            return httpx.Response(400) if len(stores) == 2 else response
        return response

    with ground(tmp_path, change) as place, pytest.raises(Nonconformity, match="what was refused is not stored"):
        judge_files(place, (HostileFile(WHOLE, beside=False),))


def test_a_query_that_is_refused_is_no_finding_and_one_that_finds_too_much_is(tmp_path: Path) -> None:
    garbage = HostileQuery((("limit", "x"), ("StudyDate", "-")), stored=False)

    def careless(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if response.status_code != 400:
            return response
        return httpx.Response(200, json=[{"0020000D": {"vr": "UI", "Value": ["1.2.3"]}}])

    with ground(tmp_path / "1") as place:
        judge_queries(place, (garbage,))
    with ground(tmp_path / "2", careless) as place, pytest.raises(Nonconformity, match="StudyInstanceUID excludes"):
        judge_queries(place, (garbage,))
