"""The plain form of a dataset: what its values say, without what the encodings may change."""

import struct
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TypeAlias

from pydicom.charset import decode_bytes

from dicomweb_conformance import value_representation


class Unsaid(Enum):
    """A value that the other form has no way to say, so that nothing can be told from it."""

    VALUE = "unsaid"


PlainValue: TypeAlias = str | Decimal | float | Unsaid | None
"""A text without padding, a name as ``A=I=P``, a tag in hexadecimal digits, a number; None where a value is empty."""

Key: TypeAlias = tuple[int, str, int]
"""What an attribute is known by: a private one by its owner, because its block may move (PS3.5 7.8.1)."""

Plain: TypeAlias = Mapping[Key, "Element"]
"""A dataset. Group length, character set, group 0002 and trailing padding are left out."""


@dataclass(frozen=True)
class Element:
    """An attribute. Its value is in ``items`` (SQ), ``binary`` (binary value representations), or ``values``."""

    tag: int
    vr: str
    values: tuple[PlainValue, ...] = ()
    items: tuple[Plain, ...] = ()
    binary: bytes = b""
    frames: tuple[bytes, ...] | None = None
    """Encapsulated pixel data, frame by frame."""
    uri: str | None = None
    """Where the value can be retrieved."""
    problem: str | None = None
    """Why the value cannot be read."""
    encodings: tuple[str, ...] = ()
    """The Python encodings of the texts in the dataset."""

    @property
    def is_empty(self) -> bool:
        """Whether the attribute is there without value."""
        return not (self.values or self.items or self.binary or self.uri or self.problem)


_NUMBER_FORMATS = {"FD": "d", "FL": "f", "SL": "i", "SS": "h", "SV": "q", "UL": "I", "US": "H", "UV": "Q"}
_PADDED_ON_BOTH_SIDES = frozenset({"AE", "CS", "DS", "IS", "LO", "SH"})
_LEFT_OUT = frozenset({0x00080001, 0x00080005, 0xFFFCFFFC})
_LONGEST_NUMBER = 400


def keyed(elements: Iterable[Element]) -> Plain:
    """The dataset that consists of the elements."""
    kept = [element for element in elements if not _is_left_out(element.tag)]
    owners = {element.tag: _owner(element) for element in kept if value_representation.is_private_creator(element.tag)}
    plain: dict[Key, Element] = {}
    for element in kept:
        key = _key(element.tag, owners)
        # An owner may hold two blocks of a group; the second keeps its place.
        plain[(element.tag, "", 0) if key in plain else key] = element
    return plain


def text_value(vr: str, text: str) -> PlainValue:
    """A value of a string value representation, or of one that is written as a string."""
    if vr == "PN":
        return "=".join(group.rstrip(" ^\0") for group in text.split("=")).rstrip("=") or None
    stripped = text.rstrip(" \0")
    if vr in _PADDED_ON_BOTH_SIDES:
        stripped = stripped.lstrip(" ")
    if vr in value_representation.NUMBERS and stripped:
        return _number(stripped)
    return (stripped.upper() if vr == "AT" else stripped) or None


def number_value(number: float | Decimal) -> PlainValue:
    """A value that is a number; exact, because a float is a fraction of a power of two."""
    plain = Decimal(number)
    return plain if plain.is_finite() else float(number)


def texts_of(vr: str, text: str) -> tuple[PlainValue, ...]:
    """The values of a whole value field."""
    parts = [text] if vr in value_representation.SINGLE_TEXTS else text.split("\\")
    return trimmed(tuple(text_value(vr, part) for part in parts))


def trimmed(values: tuple[PlainValue, ...]) -> tuple[PlainValue, ...]:
    """The values, none if the only one is empty."""
    return () if values == (None,) else values


def decoded(element: Element, vr: str, encodings: Sequence[str]) -> Element:
    """The element of unknown value representation (UN), with its little endian value field read as ``vr``."""
    if vr in value_representation.BINARIES | {"SQ"} or not element.binary:
        return replace(element, vr=vr)
    if vr in _NUMBER_FORMATS or vr == "AT":
        return _decoded_numbers(element, vr)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        text = decode_bytes(element.binary, list(encodings) or ["iso8859"], {0x5C, 0x3D, 0x5E})
    return Element(element.tag, vr, values=texts_of(vr, text), encodings=element.encodings)


def value_field(element: Element) -> bytes:
    """The value field in little endian order and without padding; texts in UTF-8."""
    if element.vr in value_representation.BINARIES:
        return element.binary
    if element.vr in _NUMBER_FORMATS:
        kind = float if element.vr in value_representation.FLOATS else int
        numbers = [kind(value) for value in element.values if isinstance(value, Decimal | float)]
        return struct.pack(f"<{len(numbers)}{_NUMBER_FORMATS[element.vr]}", *numbers)
    if element.vr == "AT":
        tags = [int(str(value), 16) for value in element.values]
        return b"".join(struct.pack("<HH", tag >> 16, tag & 0xFFFF) for tag in tags)
    return "\\".join("" if value is None else str(value) for value in element.values).encode("utf-8")


def _decoded_numbers(element: Element, vr: str) -> Element:
    pattern = struct.Struct("<HH" if vr == "AT" else f"<{_NUMBER_FORMATS[vr]}")
    if len(element.binary) % pattern.size:
        return replace(element, vr=vr, problem=f"{len(element.binary)} bytes are no whole number of {vr} values")
    fields = list(pattern.iter_unpack(element.binary))
    if vr == "AT":
        return Element(element.tag, vr, values=tuple(f"{group:04X}{number:04X}" for group, number in fields))
    return Element(element.tag, vr, values=tuple(number_value(number) for (number,) in fields))


def _number(text: str) -> PlainValue:
    if len(text) > _LONGEST_NUMBER:
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if number.is_finite() else text


def _is_left_out(tag: int) -> bool:
    return value_representation.is_group_length(tag) or tag >> 16 in (0x0000, 0x0002) or tag in _LEFT_OUT


def _owner(element: Element) -> str:
    text = element if element.vr != "UN" else decoded(element, "LO", element.encodings)
    return str(text.values[0]) if text.values else ""


def _key(tag: int, owners: Mapping[int, str]) -> Key:
    owner = owners.get(value_representation.private_creator_of(tag) or 0)
    if owner:
        return tag & 0xFFFF0000, owner, tag & 0xFF
    if owners.get(tag):
        return tag & 0xFFFF0000, owners[tag], -1
    return tag, "", 0
