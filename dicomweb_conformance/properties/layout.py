"""Where the elements of a file in Explicit VR Little Endian begin and end (PS3.5 7.1, PS3.10 7.1)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_LONG = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"))
_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_PREAMBLE = 132


@dataclass(frozen=True)
class Place:
    """An element, item or delimiter: where it, its length and its value begin, and how long both are, in bytes.

    ``depth`` is 0 in the dataset itself; ``wide`` is the number of bytes of the length.
    """

    tag: int
    vr: bytes
    start: int
    length_at: int
    wide: int
    value_at: int
    length: int
    depth: int

    @property
    def is_meta(self) -> bool:
        """Whether it belongs to the File Meta Information."""
        return self.tag >> 16 == 0x0002


def layout(content: bytes) -> tuple[Place, ...]:
    """Every element, item and delimiter of a well-made file, in order."""
    return tuple(_elements(content, _PREAMBLE, len(content), 0))


def value(content: bytes, places: tuple[Place, ...], tag: int) -> bytes:
    """The value of an element of the dataset itself, without padding; empty when there is none."""
    for place in places:
        if place.tag == tag and place.depth == 0:
            return content[place.value_at : place.value_at + place.length].rstrip(b"\0 ")
    return b""


def _elements(content: bytes, position: int, end: int, depth: int) -> Iterator[Place]:
    while position < end:
        place = _header(content, position, depth)
        yield place
        position = place.value_at
        holds_places = place.vr == b"SQ" or place.tag == _ITEM
        if not holds_places and place.length != _UNDEFINED:
            position += place.length
        elif place.length != _UNDEFINED:
            yield from _elements(content, position, position + place.length, depth + 1)
            position += place.length
        else:
            # What has no length ends with a delimiter, which is found like an element.
            for inner in _elements(content, position, end, depth + 1):
                yield inner
                if inner.depth == depth + 1 and inner.tag in (_ITEM_END, _SEQUENCE_END):
                    position = inner.value_at
                    break


def _header(content: bytes, position: int, depth: int) -> Place:
    high, low = struct.unpack_from("<HH", content, position)
    tag = high << 16 | low
    if tag in (_ITEM, _ITEM_END, _SEQUENCE_END):
        length = struct.unpack_from("<I", content, position + 4)[0]
        return Place(tag, b"", position, position + 4, 4, position + 8, length, depth)
    vr = content[position + 4 : position + 6]
    if vr in _LONG:
        length = struct.unpack_from("<I", content, position + 8)[0]
        return Place(tag, vr, position, position + 8, 4, position + 12, length, depth)
    length = struct.unpack_from("<H", content, position + 6)[0]
    return Place(tag, vr, position, position + 6, 2, position + 8, length, depth)
