"""DICOM files, read into elements (PS3.10 7.1, PS3.5 7). The bytes of a value are not interpreted here."""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from dicomweb_conformance.reference.implied_vr import implied_vr

IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2"
EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"
DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1.99"
EXPLICIT_VR_BIG_ENDIAN = "1.2.840.10008.1.2.2"

TRANSFER_SYNTAX_UID = 0x00020010
PIXEL_DATA = 0x7FE00010

LONG_VRS = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
"""VRs whose length takes four bytes (PS3.5 Table 7.1-1)."""
UNDEFINED_LENGTH = 0xFFFFFFFF

_VRS = LONG_VRS | frozenset(b"AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split())
_WORDS = {"AT": 2, "OW": 2, "SS": 2, "US": 2, "FL": 4, "OF": 4, "OL": 4, "SL": 4, "UL": 4}
_WORDS |= {"FD": 8, "OD": 8, "OV": 8, "SV": 8, "UV": 8}
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD


@dataclass(frozen=True)
class _Encoding:
    implicit: bool = False
    order: str = "<"


_EXPLICIT = _Encoding()
_IMPLICIT = _Encoding(implicit=True)
_ENCODINGS = {IMPLICIT_VR_LITTLE_ENDIAN: _IMPLICIT, EXPLICIT_VR_BIG_ENDIAN: _Encoding(order=">")}


class MalformedFile(ValueError):
    """The bytes are no complete DICOM file."""


@dataclass(frozen=True)
class Fragments:
    """Encapsulated pixel data: the Basic Offset Table, and the fragments after it (PS3.5 A.4)."""

    offsets: bytes
    fragments: tuple[memoryview, ...]


Elements = Mapping[int, "Element"]
Value = memoryview | Fragments | tuple[Elements, ...]


@dataclass(frozen=True)
class Element:
    """A data element; the value is bytes in little endian order, fragments, or the items of a sequence."""

    tag: int
    vr: str
    value: Value

    @property
    def data(self) -> bytes:
        """The bytes of the value; empty for sequences and encapsulated pixel data."""
        return bytes(self.value) if isinstance(self.value, memoryview) else b""


@dataclass(frozen=True)
class File:
    """A DICOM file: File Meta Information and dataset."""

    meta: Elements
    elements: Elements
    preamble: bytes = bytes(128)

    @property
    def transfer_syntax(self) -> str:
        """The Transfer Syntax UID of the File Meta Information."""
        return uid(self.meta, TRANSFER_SYNTAX_UID)


def uid(elements: Elements, tag: int) -> str:
    """The value of a UID element without padding, or an empty string."""
    element = elements.get(tag)
    return element.data.rstrip(b"\0 ").decode("latin-1") if element else ""


def read_file(path: Path) -> File:
    """Read a file whose values stay on disk until they are used. Raises MalformedFile."""
    with path.open("rb") as file:
        if path.stat().st_size < 132:
            raise MalformedFile("The file is shorter than a DICOM file can be.")
        return parse(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))


def parse(content: memoryview) -> File:
    """Read the bytes of a file. Raises MalformedFile when they are truncated or make no sense."""
    if bytes(content[128:132]) != b"DICM":
        raise MalformedFile("The prefix DICM is missing.")
    try:
        meta, end = _elements(content, 132, len(content), _EXPLICIT, group=0x0002)
        syntax = uid(meta, TRANSFER_SYNTAX_UID)
        if not syntax:
            raise MalformedFile("The File Meta Information names no transfer syntax.")
        dataset = content[end:]
        if syntax == DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN:
            dataset = memoryview(_inflate(dataset))
        elements, _ = _elements(dataset, 0, len(dataset), _ENCODINGS.get(syntax, _EXPLICIT))
    except (struct.error, IndexError) as error:
        raise MalformedFile("The file ends in the middle of an element.") from error
    return File(meta, elements, bytes(content[:128]))


def _inflate(data: memoryview) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        inflated = inflater.decompress(data) + inflater.flush()
    except zlib.error as error:
        raise MalformedFile("The deflated dataset cannot be inflated.") from error
    if not inflater.eof:
        raise MalformedFile("The deflated dataset is truncated.")
    return inflated


def _elements(
    data: memoryview, position: int, end: int, encoding: _Encoding, *, group: int | None = None, item: bool = False
) -> tuple[Elements, int]:
    """The elements up to ``end``, the end of an item of undefined length, or the first element of another group."""
    found: dict[int, Element] = {}
    while position < end:
        high, low = struct.unpack_from(f"{encoding.order}HH", data, position)
        tag = high << 16 | low
        if group is not None and high != group:
            break
        if item and tag == _ITEM_END:
            return MappingProxyType(found), position + 8
        vr, length, start = _header(data, position, tag, encoding, found)
        if length == UNDEFINED_LENGTH:
            value, position = _undefined_length(data, start, end, tag, vr, encoding)
            if isinstance(value, tuple):
                vr = "SQ"
        else:
            position = start + length
            if position > end:
                raise MalformedFile("A value is longer than the rest of the file.")
            value = _little_endian(data[start:position], vr, encoding)
            if vr == "SQ":
                value, _ = _items(data, start, position, encoding)
        found[tag] = Element(tag, vr, value)
    if item:
        raise MalformedFile("An item is not closed.")
    return MappingProxyType(found), position


def _little_endian(value: memoryview, vr: str, encoding: _Encoding) -> memoryview:
    width = _WORDS.get(vr, 1)
    if encoding.order == "<" or width == 1 or len(value) % width:
        return value
    swapped = bytearray(len(value))
    for offset in range(width):
        swapped[offset::width] = value[width - 1 - offset :: width]
    return memoryview(bytes(swapped))


def _header(data: memoryview, position: int, tag: int, encoding: _Encoding, siblings: Elements) -> tuple[str, int, int]:
    """VR, length and start of the value."""
    if encoding.implicit:
        return implied_vr(tag, siblings), struct.unpack_from("<I", data, position + 4)[0], position + 8
    code = bytes(data[position + 4 : position + 6])
    if code not in _VRS:
        raise MalformedFile(f"Element {tag:08X} has no known value representation.")
    if code in LONG_VRS:
        return code.decode(), struct.unpack_from(f"{encoding.order}I", data, position + 8)[0], position + 12
    return code.decode(), struct.unpack_from(f"{encoding.order}H", data, position + 6)[0], position + 8


def _undefined_length(
    data: memoryview, start: int, end: int, tag: int, vr: str, encoding: _Encoding
) -> tuple[Value, int]:
    if vr in {"OB", "OW"} and tag == PIXEL_DATA:
        return _fragments(data, start, end, encoding)
    if vr not in {"SQ", "UN"}:
        raise MalformedFile(f"Element {tag:08X} has no length.")
    # PS3.5 6.2.2 note 2: UN of undefined length holds a sequence in Implicit VR Little Endian.
    return _items(data, start, end, _IMPLICIT if vr == "UN" else encoding, delimited=True)


def _items(
    data: memoryview, position: int, end: int, encoding: _Encoding, *, delimited: bool = False
) -> tuple[tuple[Elements, ...], int]:
    items: list[Elements] = []
    while position < end:
        high, low, length = struct.unpack_from(f"{encoding.order}HHI", data, position)
        tag = high << 16 | low
        position += 8
        if tag == _SEQUENCE_END and delimited:
            return tuple(items), position
        if tag != _ITEM:
            raise MalformedFile("A sequence holds something other than items.")
        if length == UNDEFINED_LENGTH:
            item, position = _elements(data, position, end, encoding, item=True)
        else:
            if position + length > end:
                raise MalformedFile("An item is longer than its sequence.")
            item, position = _elements(data, position, position + length, encoding)
        items.append(item)
    if delimited:
        raise MalformedFile("A sequence is not closed.")
    return tuple(items), position


def _fragments(data: memoryview, position: int, end: int, encoding: _Encoding) -> tuple[Fragments, int]:
    found = []
    while True:
        high, low, length = struct.unpack_from(f"{encoding.order}HHI", data, position)
        tag = high << 16 | low
        position += 8
        if tag == _SEQUENCE_END:
            break
        if tag != _ITEM or position + length > end:
            raise MalformedFile("The encapsulated pixel data are truncated.")
        found.append(data[position : position + length])
        position += length
    if not found:
        raise MalformedFile("The encapsulated pixel data have no offset table.")
    return Fragments(bytes(found[0]), tuple(found[1:])), position
