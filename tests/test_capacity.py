"""How much of a response is read, and what happens beyond: trouble, never a finding."""

from collections.abc import Iterator
from itertools import repeat

import httpx
import pytest

from dicomweb_conformance.body import Body
from dicomweb_conformance.capacity import LARGEST_DOCUMENT, MOST_ELEMENTS, MOST_PARTS, MOST_VALUES, BeyondCapacity
from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.datasets import NoDatasets, datasets_in
from dicomweb_conformance.http import open_http
from dicomweb_conformance.json_model import MalformedJson, read_json
from dicomweb_conformance.native_model import MalformedXml, read_xml
from dicomweb_conformance.network import Oversized, network_trouble
from dicomweb_conformance.part10 import UnreadableFile, read_file
from dicomweb_conformance.received import Response
from dicomweb_conformance.target import Access

BASE = "http://target.test"
PARTS = 'multipart/related; type="application/dicom"; boundary=b'


class _Stream(httpx.SyncByteStream):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks


def received(content_type: str, chunks: Iterator[bytes]) -> Response:
    """The response of that body."""

    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Type": content_type}, stream=_Stream(chunks))

    with open_http(Access(), [BASE], lambda _: httpx.MockTransport(handle)) as http:
        return Client(http, Addresses.at(BASE)).get(BASE)


@pytest.mark.parametrize("content_type", ["application/dicom+json", "image/png", "no media type"])
def test_a_body_is_read_to_its_bound(content_type: str) -> None:
    assert received(content_type, iter([bytes(LARGEST_DOCUMENT)])).body.size == LARGEST_DOCUMENT
    with pytest.raises(Oversized, match="longer than 50,331,648 bytes"):
        received(content_type, repeat(bytes(2**20)))


def test_files_and_messages_may_be_larger_and_no_part_that_is_no_file() -> None:
    file = b"--b\r\nContent-Type: application/dicom; transfer-syntax=1.2\r\n\r\n"
    large = [bytes(LARGEST_DOCUMENT // 2)] * 3

    whole = received(PARTS, iter([file, *large, b"\r\n", file, b"x\r\n--b--"]))
    assert [part.body.size for part in whole.parts] == [len(large[0]) * 3, 1]
    assert received("application/dicom", iter(large)).body.size == len(large[0]) * 3
    with pytest.raises(Oversized, match="longer than 50,331,648 bytes"):
        received(PARTS, iter([b"--b\r\n\r\n", *large, b"\r\n--b--"]))


def test_no_large_file_is_read_at_once() -> None:
    body = received("application/dicom", iter([bytes(LARGEST_DOCUMENT), b"x"])).body

    assert body.head(3) == bytes(3)
    with pytest.raises(BeyondCapacity, match="not read at once"):
        body.read()
    with pytest.raises(NoDatasets, match="longer than"):
        datasets_in(body)
    with pytest.raises(UnreadableFile):
        read_file(body)


def test_so_many_parts_are_read() -> None:
    part = b"\r\n--b\r\n\r\nx"

    assert len(received(PARTS, iter([part * MOST_PARTS, b"\r\n--b--"])).parts) == MOST_PARTS
    with pytest.raises(Oversized, match="more than 50,000 parts"):
        received(PARTS, repeat(part * 100))


def test_so_many_values_of_json_are_read() -> None:
    with pytest.raises(Oversized, match="more than 1,500,000 values"):
        received("application/json", iter([b"["] + [b"{}," * 100_000] * 20))
    with pytest.raises(NoDatasets, match="more than 1,500,000 values"):
        datasets_in(Body.of(b"[" + b"{}," * MOST_VALUES + b"{}]"))
    with pytest.raises(MalformedJson, match="more than 1,500,000 values"):
        read_json(b"[" + b"{}," * MOST_VALUES + b"{}]")


def test_so_many_elements_of_xml_are_read() -> None:
    assert len(read_xml(b"<a>" + b"<b/>" * (MOST_ELEMENTS - 1) + b"</a>").children) == MOST_ELEMENTS - 1
    with pytest.raises(MalformedXml, match="more than 100,000 elements"):
        read_xml(b"<a>" + b"<b/>" * MOST_ELEMENTS + b"</a>")


def test_a_wrong_message_stays_wrong_although_it_does_not_end() -> None:
    response = received(PARTS, repeat(b"--b\r\nno header\r\n" + bytes(2**20)))

    assert response.multipart_error is not None
    assert response.multipart_error.rule == "malformed-part-header"


def test_the_bound_is_told_in_words() -> None:
    with pytest.raises(Oversized) as caught:
        received("image/png", repeat(bytes(2**20)))

    assert network_trouble(caught.value) == (
        "the response is too large to be read: it is longer than 50,331,648 bytes, the most that are read"
    )
