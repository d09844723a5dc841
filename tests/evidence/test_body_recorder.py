"""What is kept of a body, whatever its coding and however it comes in pieces."""

import base64
import gzip
import hashlib
import zlib

import pytest

from dicomweb_conformance.evidence.body_recorder import BodyRecorder
from dicomweb_conformance.evidence.exchange import RecordedBody
from dicomweb_conformance.evidence.redaction import MARKER, Redactor


def record(data: bytes, content_type: str = "text/plain", coding: str = "", piece: int = 1000) -> RecordedBody:
    recorder = BodyRecorder(content_type, coding, Redactor(["hunter22"]))
    for start in range(0, len(data), piece):
        recorder.feed(data[start : start + piece])
    body = recorder.body(ended=True)
    assert body is not None
    return body


@pytest.mark.parametrize(
    ("content_type", "kept"),
    [
        ("text/html; charset=utf-8", 16384),
        ("application/dicom+json", 16384),
        ("application/json", 16384),
        ("Application/DICOM+XML", 16384),
        ("application/xml", 16384),
        ('multipart/related; type="application/dicom+xml"; boundary=b', 16384),
        ('multipart/related; type="application/dicom"; boundary=b', 2048),
        ("application/dicom", 2048),
        ("image/jpeg", 2048),
        ("", 2048),
    ],
)
def test_more_is_kept_of_text_types(content_type: str, kept: int) -> None:
    assert record(b"a" * 50_000, content_type).head == "a" * kept


@pytest.mark.parametrize("piece", [1, 3, 7, 100_000])
def test_pieces_make_no_difference(piece: int) -> None:
    data = b"secret: hunter22; " * 100
    assert record(data, piece=piece) == record(data)
    assert record(data).sha256 == hashlib.sha256(data).hexdigest()


def test_character_that_the_cut_splits_is_left_away() -> None:
    body = record(("a" + "ä" * 20_000).encode())
    assert body.encoding == "utf-8"
    assert body.head == "a" + "ä" * 8191


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00" * 128 + b"DICM", "ä".encode("latin-1")])
def test_what_is_no_text_is_kept_as_base64(data: bytes) -> None:
    body = record(data)
    assert (body.encoding, base64.b64decode(body.head)) == ("base64", data)


@pytest.mark.parametrize("piece", [1, 1000])
@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "DEFLATE", "raw deflate"])
def test_content_coding_is_undone(coding: str, piece: int) -> None:
    text = b"it is hunter22" * 10
    raw = zlib.compressobj(wbits=-15)
    coded = {
        "gzip": gzip.compress(text),
        "x-gzip": gzip.compress(text),
        "deflate": zlib.compress(text),
        "DEFLATE": zlib.compress(text),
        "raw deflate": raw.compress(text) + raw.flush(),
    }[coding]
    body = record(coded, coding=coding.removeprefix("raw "), piece=piece)
    assert (body.head, body.size, body.complete) == (f"it is {MARKER}" * 10, len(coded), True)


def test_small_bomb_is_not_inflated_beyond_what_is_kept() -> None:
    body = record(gzip.compress(b"a" * 50_000_000), coding="gzip", piece=100_000)
    assert (len(body.head), body.complete) == (16384, False)


def test_content_that_only_claims_to_be_coded_is_kept_as_it_is() -> None:
    assert record(b"<html>plain hunter22", coding="gzip").head == f"<html>plain {MARKER}"


def test_damaged_coding_is_not_complete() -> None:
    coded = bytearray(gzip.compress(bytes(range(256)) * 40))
    coded[60:80] = b"\xff" * 20
    assert not record(bytes(coded), coding="gzip", piece=50).complete


def test_body_that_did_not_end_is_not_complete() -> None:
    recorder = BodyRecorder("text/plain", "", Redactor(["hunter22"]))
    recorder.feed(b"it is hunt")
    body = recorder.body(ended=False)
    assert body is not None
    assert (body.head, body.complete, body.size) == (f"it is {MARKER}", False, 10)


def test_coded_content_that_stops_early_is_not_complete() -> None:
    coded = gzip.compress(b"some text that is long enough")
    assert record(coded, coding="gzip").complete
    assert not record(coded[:-12], coding="gzip").complete


def test_nothing_is_no_body() -> None:
    assert BodyRecorder("text/plain", "", Redactor()).body(ended=True) is None
