"""DICOM files, read into elements and written from them (PS3.10 7.1, PS3.5 7).

The bytes of a value are never interpreted here: what is read is what is written.
"""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pydicom.datadict import dictionary_has_tag, dictionary_VR, private_dictionary_VR

IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2"
EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"
DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1.99"
EXPLICIT_VR_BIG_ENDIAN = "1.2.840.10008.1.2.2"

TRANSFER_SYNTAX_UID = 0x00020010
PIXEL_DATA = 0x7FE00010

_LONG_VRS = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
_VRS = _LONG_VRS | frozenset(b"AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split())
_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD


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
        meta, end = _elements(content, 132, len(content), implicit=False, group=0x0002)
        syntax = uid(meta, TRANSFER_SYNTAX_UID)
        if not syntax:
            raise MalformedFile("The File Meta Information names no transfer syntax.")
        if syntax == EXPLICIT_VR_BIG_ENDIAN:
            return File(meta, MappingProxyType({}), bytes(content[:128]))
        dataset = content[end:]
        if syntax == DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN:
            dataset = memoryview(_inflate(dataset))
        elements, _ = _elements(dataset, 0, len(dataset), implicit=syntax == IMPLICIT_VR_LITTLE_ENDIAN)
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
    data: memoryview, position: int, end: int, *, implicit: bool, group: int | None = None, item: bool = False
) -> tuple[Elements, int]:
    """The elements up to ``end``, the end of an item of undefined length, or the first element of another group."""
    found: dict[int, Element] = {}
    while position < end:
        high, low = struct.unpack_from("<HH", data, position)
        tag = high << 16 | low
        if group is not None and high != group:
            break
        if item and tag == _ITEM_END:
            return MappingProxyType(found), position + 8
        vr, length, start = _header(data, position, tag, implicit, found)
        if length == _UNDEFINED:
            value, position = _undefined_length(data, start, end, tag, vr, implicit)
            if isinstance(value, tuple):
                vr = "SQ"
        else:
            position = start + length
            if position > end:
                raise MalformedFile("A value is longer than the rest of the file.")
            value = data[start:position]
            if vr == "SQ":
                value, _ = _items(data, start, position, implicit)
        found[tag] = Element(tag, vr, value)
    if item:
        raise MalformedFile("An item is not closed.")
    return MappingProxyType(found), position


def _header(data: memoryview, position: int, tag: int, implicit: bool, siblings: Elements) -> tuple[str, int, int]:
    """VR, length and start of the value."""
    if implicit:
        return implied_vr(tag, siblings), struct.unpack_from("<I", data, position + 4)[0], position + 8
    code = bytes(data[position + 4 : position + 6])
    if code not in _VRS:
        raise MalformedFile(f"Element {tag:08X} has no known value representation.")
    if code in _LONG_VRS:
        return code.decode(), struct.unpack_from("<I", data, position + 8)[0], position + 12
    return code.decode(), struct.unpack_from("<H", data, position + 6)[0], position + 8


def _undefined_length(data: memoryview, start: int, end: int, tag: int, vr: str, implicit: bool) -> tuple[Value, int]:
    if vr in {"OB", "OW"} and tag == PIXEL_DATA:
        return _fragments(data, start, end)
    if vr not in {"SQ", "UN"}:
        raise MalformedFile(f"Element {tag:08X} has no length.")
    # PS3.5 6.2.2 note 2: UN of undefined length holds a sequence in Implicit VR Little Endian.
    return _items(data, start, end, implicit or vr == "UN", delimited=True)


def _items(
    data: memoryview, position: int, end: int, implicit: bool, *, delimited: bool = False
) -> tuple[tuple[Elements, ...], int]:
    items: list[Elements] = []
    while position < end:
        high, low, length = struct.unpack_from("<HHI", data, position)
        tag = high << 16 | low
        position += 8
        if tag == _SEQUENCE_END and delimited:
            return tuple(items), position
        if tag != _ITEM:
            raise MalformedFile("A sequence holds something other than items.")
        if length == _UNDEFINED:
            item, position = _elements(data, position, end, implicit=implicit, item=True)
        else:
            if position + length > end:
                raise MalformedFile("An item is longer than its sequence.")
            item, position = _elements(data, position, position + length, implicit=implicit)
        items.append(item)
    if delimited:
        raise MalformedFile("A sequence is not closed.")
    return tuple(items), position


def _fragments(data: memoryview, position: int, end: int) -> tuple[Fragments, int]:
    found = []
    while True:
        high, low, length = struct.unpack_from("<HHI", data, position)
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


def implied_vr(tag: int, siblings: Elements) -> str:
    """The VR of an element that was written without one; UN when nobody can know (PS3.5 6.2.2)."""
    if tag & 0xFFFF == 0:
        return "UL"
    if tag >> 16 & 1:
        return _private_vr(tag, siblings)
    if not dictionary_has_tag(tag):
        return "UN"
    vr = str(dictionary_VR(tag))
    if " or " not in vr:
        return vr
    if "US or SS" in vr:
        representation = siblings.get(0x00280103)
        if vr == "US or SS or OW":
            return "OW"
        return "SS" if representation and representation.data[:1] == b"\1" else "US"
    return "OW"


def _private_vr(tag: int, siblings: Elements) -> str:
    block = tag >> 8 & 0xFF
    if block == 0:
        return "LO" if tag & 0xFF >= 0x10 else "UN"
    creator = siblings.get(tag & 0xFFFF0000 | block)
    if creator is None:
        return "UN"
    try:
        vr = str(private_dictionary_VR(tag, creator.data.decode("latin-1").strip(" \0")))
    except KeyError:
        return "UN"
    return vr if len(vr) == 2 else "UN"


def write_file(file: File, transfer_syntax: str = EXPLICIT_VR_LITTLE_ENDIAN) -> Iterator[bytes | memoryview]:
    """The bytes of the file in an explicit VR little endian encoding; the pixel data must already suit the syntax."""
    meta = {tag: element for tag, element in file.meta.items() if tag != 0x00020000}
    meta[TRANSFER_SYNTAX_UID] = Element(TRANSFER_SYNTAX_UID, "UI", memoryview(_even(transfer_syntax.encode())))
    encoded = b"".join(_encode(meta.values()))
    length = Element(0x00020000, "UL", memoryview(struct.pack("<I", len(encoded))))
    yield file.preamble + b"DICM" + b"".join(_encode([length])) + encoded
    if transfer_syntax == DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN:
        deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        deflated = b"".join([*map(deflater.compress, _encode(file.elements.values())), deflater.flush()])
        yield deflated + b"\0" * (len(deflated) % 2)
    else:
        yield from _encode(file.elements.values())


def _even(value: bytes) -> bytes:
    return value + b"\0" * (len(value) % 2)


def _encode(elements: Iterable[Element]) -> Iterator[bytes | memoryview]:
    for element in sorted(elements, key=lambda each: each.tag):
        tag = struct.pack("<HH", element.tag >> 16, element.tag & 0xFFFF)
        vr = element.vr.encode()
        if isinstance(element.value, Fragments):
            yield tag + vr + struct.pack("<HI", 0, _UNDEFINED)
            for fragment in (memoryview(element.value.offsets), *element.value.fragments):
                yield struct.pack("<HHI", 0xFFFE, 0xE000, len(fragment))
                yield fragment
            yield struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
            continue
        if isinstance(element.value, tuple):
            yield tag + b"SQ" + struct.pack("<HI", 0, _UNDEFINED)
            for item in element.value:
                yield struct.pack("<HHI", 0xFFFE, 0xE000, _UNDEFINED)
                yield from _encode(item.values())
                yield struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
            yield struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
            continue
        length = len(element.value)
        if vr in _LONG_VRS:
            yield tag + vr + struct.pack("<HI", 0, length)
        elif length <= 0xFFFF:
            yield tag + vr + struct.pack("<H", length)
        else:
            # PS3.5 6.2.2 note 4: a value too long for its VR travels as UN.
            yield tag + b"UN" + struct.pack("<HI", 0, length)
        yield element.value
