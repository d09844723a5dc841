"""The multipart reader and writer, seen through read_parts and write_multipart."""

import tracemalloc
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dicomweb_conformance.capacity import LONGEST_PART_HEADER
from dicomweb_conformance.media_type import MalformedMediaType
from dicomweb_conformance.multipart import (
    MalformedMultipart,
    OutgoingPart,
    Part,
    new_boundary,
    read_parts,
    write_multipart,
)

Plain = list[tuple[tuple[tuple[str, str], ...], bytes]]

HEADER = (("Content-Type", "application/dicom"),)
BOUNDARY_CHARACTERS = "0123456789ABCXYZabcxyz'()+_,-./:=?"


def chunked(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def plain(parts: Iterable[Part]) -> Plain:
    return [(part.headers, part.body.read()) for part in parts]


def rule_of(data: bytes, boundary: str = "b", size: int = 7) -> str:
    with pytest.raises(MalformedMultipart) as caught:
        list(read_parts(chunked(data, size), boundary))
    assert str(caught.value)
    return caught.value.rule


LEGAL: dict[str, tuple[bytes, Plain]] = {
    "one part": (b"--b\r\nContent-Type: application/dicom\r\n\r\nabc\r\n--b--\r\n", [(HEADER, b"abc")]),
    "no line end after the closing delimiter": (b"--b\r\n\r\nabc\r\n--b--", [((), b"abc")]),
    "line end before the first delimiter": (b"\r\n--b\r\n\r\nabc\r\n--b--", [((), b"abc")]),
    "preamble": (b"This is a\nMIME --b message\r\n--b\r\n\r\nabc\r\n--b--", [((), b"abc")]),
    "epilogue": (b"--b\r\n\r\nabc\r\n--b--\r\n--b\r\n\r\nno part\r\n", [((), b"abc")]),
    "transport padding": (b"--b \t \r\n\r\nabc\r\n--b\t\r\n\r\nd\r\n--b-- \t", [((), b"abc"), ((), b"d")]),
    "padding after the closing delimiter, then an epilogue": (b"--b\r\n\r\nabc\r\n--b-- \r\nx", [((), b"abc")]),
    "no headers": (b"--b\r\n\r\nabc\r\n--b--", [((), b"abc")]),
    "empty part": (b"--b\r\n\r\n\r\n--b--", [((), b"")]),
    "empty part whose empty line is that of the delimiter": (b"--b\r\nA: 1\r\n\r\n--b--", [((("A", "1"),), b"")]),
    "no headers and no content": (b"--b\r\n\r\n--b--", [((), b"")]),
    "folded header": (b"--b\r\nA: 1;\r\n\t x\r\n\r\nabc\r\n--b--", [((("A", "1; x"),), b"abc")]),
    "header without space or value": (b"--b\r\nA:1\r\nB:\r\n\r\nabc\r\n--b--", [((("A", "1"), ("B", "")), b"abc")]),
    "no parts": (b"--b--", []),
    "no parts, with line end": (b"--b--\r\n", []),
    "nearly a delimiter": (b"--b\r\n\r\n-b--b\r\r\n--a\r\n-b\r\n-\r\n--b--", [((), b"-b--b\r\r\n--a\r\n-b\r\n-")]),
    "boundary after a line feed": (b"--b\r\n\r\nx\n--b--\ny\r\n--b--", [((), b"x\n--b--\ny")]),
    "boundary after a carriage return": (b"--b\r\n\r\nx\r--b\r\r\n--b--", [((), b"x\r--b\r")]),
    "line ends around the content": (b"--b\r\n\r\n\r\n\r\nx\r\n\r\n\r\n--b--", [((), b"\r\n\r\nx\r\n\r\n")]),
}


@pytest.mark.parametrize("name", LEGAL)
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 1000])
def test_reads_every_legal_form(name: str, size: int) -> None:
    data, expected = LEGAL[name]
    assert plain(read_parts(chunked(data, size), "b")) == expected


ILLEGAL: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "no-opening-delimiter"),
    "another boundary": (b"--c\r\n\r\nabc\r\n--c--", "no-opening-delimiter"),
    "a bare instance": (b"\0" * 128 + b"DICM", "no-opening-delimiter"),
    "boundary inside the first line": (b"x--b\r\n\r\nabc", "no-opening-delimiter"),
    "ends after the opening delimiter": (b"--b", "no-closing-delimiter"),
    "ends in the closing delimiter": (b"--b\r\n\r\nabc\r\n--b-", "no-closing-delimiter"),
    "ends in padding": (b"--b\r\n\r\nabc\r\n--b ", "no-closing-delimiter"),
    "ends in the line end of a delimiter": (b"--b\r\n\r\nabc\r\n--b\r", "no-closing-delimiter"),
    "ends in the headers": (b"--b\r\nContent-Type: applic", "no-closing-delimiter"),
    "ends before the empty line": (b"--b\r\nA: 1\r\n", "no-closing-delimiter"),
    "ends in the content": (b"--b\r\n\r\nabc", "no-closing-delimiter"),
    "ends before the second part": (b"--b\r\n\r\nabc\r\n--b\r\n", "no-closing-delimiter"),
    "closing delimiter not on a line of its own": (b"--b\r\n\r\nabc--b--", "no-closing-delimiter"),
    "content without an empty line": (b"--b\r\nabc\r\n--b--", "malformed-part-header"),
    "no empty line before the closing delimiter": (b"--b\r\n--b--\r\n", "malformed-part-header"),
    "space before the colon": (b"--b\r\nA : 1\r\n\r\n\r\n--b--", "malformed-part-header"),
    "no header name": (b"--b\r\n: 1\r\n\r\n\r\n--b--", "malformed-part-header"),
    "null in a header": (b"--b\r\nA: \0\r\n\r\n\r\n--b--", "malformed-part-header"),
    "continuation without a header": (b"--b\r\n A: 1\r\n\r\n\r\n--b--", "malformed-part-header"),
    "carriage return in a header": (b"--b\r\nA: 1\rB: 2\r\n\r\n\r\n--b--", "malformed-part-header"),
    "one long header": (b"--b\r\nA: " + b"x" * LONGEST_PART_HEADER + b"\r\n\r\n\r\n--b--", "part-header-too-long"),
    "many headers": (b"--b\r\n" + b"A: 1\r\n" * LONGEST_PART_HEADER + b"\r\n\r\n--b--", "part-header-too-long"),
    "one long fold": (b"--b\r\nA: 1\r\n" + b" x\r\n" * LONGEST_PART_HEADER + b"\r\n\r\n--b--", "part-header-too-long"),
    "header that never ends": (b"--b\r\n" + b"x" * 3 * LONGEST_PART_HEADER, "part-header-too-long"),
    "line feeds throughout": (b"--b\nA: 1\n\nabc\n--b--\n", "bare-line-feed"),
    "line feed after the preamble": (b"preamble\n--b\r\n\r\nabc", "bare-line-feed"),
    "line feed after a header": (b"--b\r\nA: 1\nB: 2\r\n\r\nabc\r\n--b--", "bare-line-feed"),
    "line feed for the empty line": (b"--b\r\nA: 1\r\n\nabc\r\n--b--", "bare-line-feed"),
    "line feed before the closing delimiter": (b"--b\r\n\r\nabc\n--b--\r\n", "bare-line-feed"),
    "line feed after the closing delimiter": (b"--b\r\n\r\nabc\r\n--b--\n", "bare-line-feed"),
    "text after the boundary": (b"--bx\r\n\r\nabc\r\n--b--", "malformed-delimiter-line"),
    "delimiter in the content": (b"--b\r\n\r\nabc\r\n--bcd\r\n--b--", "malformed-delimiter-line"),
    "text after the closing delimiter": (b"--b\r\n\r\nabc\r\n--b--x", "malformed-delimiter-line"),
    "carriage return after the closing delimiter": (b"--b\r\n\r\nabc\r\n--b--\r", "malformed-delimiter-line"),
    "one hyphen after the boundary": (b"--b\r\n\r\nabc\r\n--b-\r\n", "malformed-delimiter-line"),
}


@pytest.mark.parametrize("name", ILLEGAL)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000000])
def test_names_every_illegal_form(name: str, size: int) -> None:
    data, rule = ILLEGAL[name]
    assert rule_of(data, size=size) == rule


@pytest.mark.parametrize("boundary", ["", " ", "a ", "x" * 71, "a*b", 'a"b', "ä", "a\nb", "a\r\n"])
def test_refuses_an_illegal_boundary(boundary: str) -> None:
    assert rule_of(b"", boundary) == "boundary-invalid"
    with pytest.raises(MalformedMultipart, match="boundary"):
        write_multipart([], boundary)


@pytest.mark.parametrize("boundary", ["x" * 70, "a b", "0'()+_,-./:=?", new_boundary()])
def test_reads_every_legal_boundary(boundary: str) -> None:
    data = b"".join(write_multipart([OutgoingPart(HEADER, b"abc")], boundary))
    assert plain(read_parts(chunked(data, 5), boundary)) == [(HEADER, b"abc")]


def test_yields_the_parts_before_the_error() -> None:
    parts = read_parts([b"--b\r\n\r\nabc\r\n--b\r\n\r\nde"], "b")
    assert next(parts).body.read() == b"abc"
    with pytest.raises(MalformedMultipart, match="truncated"):
        next(parts)


def test_yields_a_part_before_the_next_one_arrives() -> None:
    def arriving() -> Iterator[bytes]:
        yield b"--b\r\n\r\nabc\r\n--b\r\n"
        raise ConnectionError("the second part never came")

    parts = read_parts(arriving(), "b")
    assert next(parts).body.read() == b"abc"
    with pytest.raises(ConnectionError):
        next(parts)


def test_consumes_the_epilogue() -> None:
    chunks = iter([b"--b--\r\n", b"epilogue", b"more"])
    assert list(read_parts(chunks, "b")) == []
    assert list(chunks) == []


def test_a_part_knows_its_media_type() -> None:
    header = b'content-type: application/octet-stream; transfer-syntax="1.2"\r\n'
    (part, bare, wrong) = read_parts(
        [b"--b\r\n", header, b"\r\n\r\n--b\r\n\r\n\r\n--b\r\nContent-Type: dicom\r\n\r\n\r\n--b--"], "b"
    )
    media_type = part.media_type
    assert media_type is not None
    assert (media_type.essence, media_type.parameter("transfer-syntax")) == ("application/octet-stream", "1.2")
    assert part.header("CONTENT-TYPE") == 'application/octet-stream; transfer-syntax="1.2"'
    assert bare.media_type is None
    with pytest.raises(MalformedMediaType):
        assert wrong.media_type


@pytest.mark.parametrize("header", [("A", "1\r\nB: 2"), ("A b", "1"), ("", "1"), ("A", "\u20ac"), ("A\n", "1")])
def test_does_not_write_a_broken_header(header: tuple[str, str]) -> None:
    with pytest.raises(MalformedMultipart) as caught:
        list(write_multipart([OutgoingPart((header,), b"")], "b"))
    assert caught.value.rule == "malformed-part-header"


def test_writes_the_body_byte_by_byte_as_specified(tmp_path: Path) -> None:
    file = tmp_path / "instance.dcm"
    file.write_bytes(b"def")
    parts = [OutgoingPart(HEADER, b"abc"), OutgoingPart((), file)]
    assert b"".join(write_multipart(parts, "b")) == (
        b"--b\r\nContent-Type: application/dicom\r\n\r\nabc\r\n--b\r\n\r\ndef\r\n--b--\r\n"
    )
    assert b"".join(write_multipart([], "b")) == b"--b--\r\n"


def test_streams_a_large_part_in_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "large"
    with file.open("wb") as writer:
        writer.truncate(64 * 1024 * 1024)
    tracemalloc.start()
    try:
        (part,) = read_parts(write_multipart([OutgoingPart(HEADER, file)], "b"), "b")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert part.body.size == 64 * 1024 * 1024
    assert peak < 24 * 1024 * 1024


names = st.text("abcdefghijklmnopqrstuvwxyzABC-0123456789!#$%&'*+.^_`|~", min_size=1, max_size=12)
values = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=20)
headers = st.lists(st.tuples(names, values.map(lambda value: value.strip(" \t"))), max_size=4).map(tuple)
line_noise = st.lists(st.sampled_from([b"\r\n", b"\n", b"\r", b"--", b"-", b"b", b" ", b"\0", b"A: 1"]), max_size=30)
noise = line_noise.map(b"".join) | st.binary(max_size=60)
boundaries = st.text(BOUNDARY_CHARACTERS, min_size=1, max_size=70)


@settings(deadline=None)
@given(st.lists(st.tuples(headers, noise), max_size=5), boundaries, st.integers(1, 7))
def test_reads_what_it_writes(parts: Plain, boundary: str, size: int) -> None:
    # A content that holds the delimiter cannot be sent; senders choose another boundary.
    sendable = [(fields, content) for fields, content in parts if f"--{boundary}".encode() not in content]
    data = b"".join(write_multipart([OutgoingPart(*part) for part in sendable], boundary))
    assert plain(read_parts(chunked(data, size), boundary)) == sendable


@settings(deadline=None)
@given(st.sampled_from([b"", b"--b\r\n", b"--b\r\n\r\n", b"\r\n--b\r\nA: 1\r\n\r\n"]), noise, st.integers(1, 7))
def test_raises_only_the_named_error_and_however_it_is_cut(prefix: bytes, data: bytes, size: int) -> None:
    def outcome(chunks: Iterable[bytes]) -> object:
        read: Plain = []
        try:
            for part in read_parts(chunks, "b"):
                read.append((part.headers, part.body.read()))
        except MalformedMultipart as error:
            return read, error.rule
        return read, None

    assert outcome(chunked(prefix + data, size)) == outcome([prefix + data])
