"""Each reader of foreign bytes: what it is fed with, and which errors are its own."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from dicomweb_conformance import dataset_comparison, json_model, native_model
from dicomweb_conformance.body import Body
from dicomweb_conformance.capacity import BeyondCapacity
from dicomweb_conformance.checks import images
from dicomweb_conformance.content_coding import UndecodableContent, undone
from dicomweb_conformance.datasets import NoDatasets, dataset_in, datasets_in, items, values
from dicomweb_conformance.evidence.ledger import UnreadableLedger, read_ledger
from dicomweb_conformance.evidence.redaction import Redactor
from dicomweb_conformance.media_type import MalformedMediaType, format_media_type, parse_media_type
from dicomweb_conformance.multipart import MalformedMultipart, read_parts
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.part10 import UnreadableFile, read_file, read_values
from dicomweb_conformance.received import Response
from dicomweb_conformance.target_file import read_target_file
from dicomweb_conformance.throttling import repeats_after
from dicomweb_conformance.toml_table import UnusableTarget
from tests.fuzz.mutations import NUMBERS, spoiled, spoiled_json, spoiled_xml
from tests.fuzz.seeds import TARGET, ledger_lines, seeds

JSON_TOKENS = (*rb'[ ] { } , : " \ \ud800 null NaN 1e999'.split(), b"\xef\xbb\xbf", b"\x00", b"[" * 300, b"9" * 5000)
XML_TOKENS = (
    *b"< > </ <a> </a> & &#0; <!-- --> <![CDATA[ ]]> <?x?>".split(),
    b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b'<?xml version="1.0" encoding="utf-7"?>',
    b"\x00",
    b"<a>" * 300,
)
DICOM_TOKENS = (
    *NUMBERS,
    *b"SQ UN OW AT DS PN xx".split(),
    *(bytes.fromhex(each) for each in "0000 feff00e0 feff0de0 feffdde0 28001000".split()),
    *b"1.2.840.10008.1.2\0 1.2.840.10008.1.2.2\0 1.2.840.10008.1.2.1.99 1.2.840.10008.1.2.5\0".split(),
    b"ISO 2022 IR 87",
    b"\x1b$B",
)
LINE_TOKENS = (b"\r\n", b"\n", b"\r", b"--", b"\r\n--", b"\r\n\r\n", b" ", b"\t", b":", b"\x00", b"Content-Type: x")
_GZIP = bytes.fromhex("1f8b0800000000000003cb48cdc9c95728cf2fca49010085114a0d0b000000")
_SECRETS = (
    b'{"token": "s3cr3t/p+ss word", "Authorization": "Bearer abc"} http://user:s3cr3t%2Fp%2Bss+word@host/?token=x'
)


@dataclass(frozen=True)
class Reader:
    """``read`` says how far it came: a number that grows with what was understood. ``refusals`` are its own errors."""

    read: Callable[[bytes], float]
    refusals: tuple[type[Exception], ...]
    foods: Callable[[], st.SearchStrategy[bytes]]


def chunks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def _multipart(data: bytes) -> float:
    boundary = seeds().answers["files"].boundary
    whole = _parts([data], boundary)
    assert whole == _parts(chunks(data, 7), boundary) == _parts(chunks(data, 1000), boundary)
    if isinstance(whole[-1], str):
        raise MalformedMultipart(whole[-1], "")
    return len(whole)


def _parts(pieces: "Iterator[bytes] | list[bytes]", boundary: str) -> list[object]:
    found: list[object] = []
    try:
        found.extend((part.headers, part.body.sha256) for part in read_parts(pieces, boundary))
    except MalformedMultipart as error:
        return [*found, error.rule]
    return [*found, None]


def _media_type(data: bytes) -> float:
    parsed = parse_media_type(data.decode("latin-1"))
    written = format_media_type(parsed.essence, parsed.parameters)
    assert parse_media_type(written) == parsed
    return len(parsed.parameters)


def _json(data: bytes) -> float:
    document = json_model.read_json_tolerantly(data)
    found = len(json_model.judge(document))
    for item in document.items:
        for instance in seeds().study.instances:
            found += len(json_model.compare(instance.ds, item)) + len(json_model.bulk_values(instance.ds, item))
    return found


def _datasets(data: bytes) -> float:
    body = Body.of(data)
    for ds in (*datasets_in(body), dataset_in(body)):
        for keyword in ("SOPInstanceUID", "ReferencedSOPSequence", "PatientName"):
            values(ds, keyword)
            items(ds, keyword)
    return 1.0


def _xml(data: bytes) -> float:
    root = native_model.read_xml(data)
    found = len(native_model.judge(root))
    for instance in seeds().study.instances:
        found += len(native_model.compare(instance.ds, root)) + len(native_model.line_ends(instance.ds, root))
        found += len(native_model.bulk_values(instance.ds, root))
    return found


def _file(data: bytes) -> float:
    read_values(Body.of(data), ["SOPInstanceUID", "StudyInstanceUID"])
    ds, _ = read_file(Body.of(data))
    for instance in seeds().study.instances:
        dataset_comparison.compare(instance.ds, ds)
    return len(ds)


def _image(data: bytes) -> float:
    picture = images.decoded(Body.of(data), "image/jpeg", "the image")
    images.is_baseline_jpeg(Body.of(data), "the image")
    return picture.width * picture.height


def _coding(data: bytes) -> float:
    return sum(map(len, undone(chunks(data, 5), ["gzip"]))) + sum(map(len, undone([data], ["deflate"])))


def _retry(data: bytes) -> float:
    text = data.decode("latin-1")
    headers = (("Retry-After", text), ("Date", "Mon, 23 Nov 2026 09:00:00 GMT"))
    return repeats_after(Response("GET", "http://t/", 503, headers, Body.of(b"")), 0) or 0.0


@cache
def _scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def _ledger(data: bytes) -> float:
    path = _scratch() / "ledger.jsonl"
    path.write_bytes(data)
    return len(read_ledger(path).records)


def _target(data: bytes) -> float:
    path = _scratch() / "target.toml"
    path.write_bytes(data)
    return len(read_target_file(path, {"TOKEN": "secret-token"}).deviations)


def _redaction(data: bytes) -> float:
    redactor = Redactor(["s3cr3t/p+ss word"])
    assert b"s3cr3t/p+ss word" not in redactor.data(data)
    return len(redactor.head(data, 100, whole=False))


def _plain(*foods: bytes, tokens: tuple[bytes, ...]) -> Callable[[], st.SearchStrategy[bytes]]:
    return lambda: spoiled(foods, tokens)


def _multipart_tokens() -> tuple[bytes, ...]:
    boundary = seeds().answers["files"].boundary.encode()
    return (*LINE_TOKENS, boundary, b"\r\n--" + boundary)


READERS = {
    "multipart": Reader(
        _multipart,
        (MalformedMultipart, BeyondCapacity),
        lambda: spoiled(seeds().bodies("files"), _multipart_tokens()),
    ),
    "media types": Reader(
        _media_type,
        (MalformedMediaType,),
        _plain(
            b'multipart/related; type="application/dicom"; boundary=abc; a="\\"b"',
            b"application/dicom; transfer-syntax=*",
            tokens=(b'"', b";", b"=", b"\\", b"/", b" ", b"\t", b",", b"\xff", b"\x00", b"a=b"),
        ),
    ),
    "DICOM JSON": Reader(
        _json,
        (json_model.MalformedJson,),
        lambda: spoiled_json(seeds().bodies("metadata", "search")) | spoiled(seeds().bodies("metadata"), JSON_TOKENS),
    ),
    "datasets": Reader(
        _datasets,
        (NoDatasets,),
        lambda: spoiled_json(seeds().bodies("metadata", "stored")) | spoiled(seeds().bodies("stored"), JSON_TOKENS),
    ),
    "DICOM XML": Reader(
        _xml,
        (native_model.MalformedXml,),
        lambda: spoiled_xml(seeds().documents) | spoiled(seeds().documents, XML_TOKENS),
    ),
    "DICOM files": Reader(_file, (UnreadableFile,), lambda: spoiled(seeds().files, DICOM_TOKENS)),
    "images": Reader(
        _image,
        (Nonconformity,),
        lambda: spoiled(seeds().bodies("rendered"), (*NUMBERS, b"\xff\xd8", b"\xff\xd9", b"\xff\xda")),
    ),
    "content codings": Reader(
        _coding, (UndecodableContent,), _plain(_GZIP, b"\x78\x9c\x03\x00\x00\x00\x00\x01", tokens=NUMBERS)
    ),
    "Retry-After": Reader(
        _retry,
        (),
        _plain(
            b"120",
            b"Mon, 23 Nov 2026 09:00:00 GMT",
            tokens=(b"9" * 400, b"-", b"+9999", b"99999", b"\xb2", b"GMT", b" ", b"0000"),
        ),
    ),
    "ledgers": Reader(
        _ledger,
        (UnreadableLedger,),
        lambda: spoiled(
            [ledger_lines()],
            (
                *JSON_TOKENS,
                b"\n",
                b'{"type":"header"}\n',
                b'{"type":"removed","study":1,"at":2}\n',
                b'{"type":"merged","parts":[[]]}\n',
            ),
        ),
    ),
    "target files": Reader(
        _target,
        (UnusableTarget,),
        _plain(
            TARGET,
            tokens=(
                *b'" = [ ] inf nan -1 1e400 true [['.split(),
                b"\n",
                b"url = 1\n",
                b"\x00",
                b"\xff",
                b"9" * 5000,
                b"a = " + b"[" * 3000,
            ),
        ),
    ),
    "redaction": Reader(
        _redaction,
        (),
        _plain(
            _SECRETS,
            tokens=(*rb's3cr3t %25 \u &# Bearer Basic " = ?token='.split(), b"\\" * 9, b"\xff"),
        ),
    ),
}
"""All of them by name."""
