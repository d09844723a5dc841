"""The DICOM JSON Model of a dataset (PS3.18 F.2), made from its elements."""

from __future__ import annotations

import base64
import math
import struct
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from dicomweb_conformance.reference import charsets
from dicomweb_conformance.reference.messages import Attribute, Attributes
from dicomweb_conformance.reference.part10 import Element, Elements, Fragments

INLINE_LIMIT = 1024
"""Binary values of more bytes are referred to by a BulkDataURI."""

BULK_VRS = frozenset("DS FL FD IS LT OB OD OF OL OV OW SL SS ST SV UC UL UN US UT UV".split())
"""The VRs whose values may be replaced by a BulkDataURI (PS3.18 F.2.2)."""

_BINARY = frozenset("OB OD OF OL OV OW UN".split())
_NUMBERS = {"US": "H", "SS": "h", "UL": "I", "SL": "i", "FL": "f", "FD": "d", "SV": "q", "UV": "Q"}
_ONE_TEXT = frozenset("ST LT UT UR".split())
_TRIMMED = frozenset("AE AS CS DA DS DT IS TM UI".split())
_CHARACTER_SET_VRS = frozenset("LO LT PN SH ST UC UT".split())
_ALWAYS_BULK = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
_LARGEST_SAFE_INTEGER = 2**53 - 1


class _NotEncodable(ValueError):
    """The bytes are no value of that VR, or JSON has no form for it."""


def encode(elements: Elements, path: str = "", character_sets: tuple[str, ...] = ()) -> Attributes:
    """The dataset as attributes by tag.

    BulkDataURIs are relative to the bulk data resource of the instance: the tag, or the path to it through sequences
    (``00880200/1/7FE00010``). Group lengths, File Meta Information and trailing padding are left out.
    """
    declared = elements.get(0x00080005)
    if declared is not None:
        character_sets = tuple(term.strip() for term in declared.data.decode("latin-1").strip("\0 ").split("\\"))
    return {
        f"{tag:08X}": _attribute(element, path, character_sets)
        for tag, element in sorted(elements.items())
        if tag & 0xFFFF and tag >> 16 != 0x0002 and tag != 0xFFFCFFFC
    }


def _attribute(element: Element, path: str, character_sets: tuple[str, ...]) -> Attribute:
    vr, value = element.vr, element.value
    here = f"{path}{element.tag:08X}"
    if isinstance(value, tuple):
        items = [encode(item, f"{here}/{number}/", character_sets) for number, item in enumerate(value, 1)]
        return {"vr": vr, "Value": items} if items else {"vr": vr}
    if isinstance(value, Fragments):
        return {"vr": vr, "BulkDataURI": here}
    if len(value) == 0:
        return {"vr": vr}
    if element.tag in _ALWAYS_BULK or (len(value) > INLINE_LIMIT and (vr in _BINARY or vr in _NUMBERS)):
        return {"vr": vr, "BulkDataURI": here}
    if vr in _BINARY:
        return {"vr": vr, "InlineBinary": base64.b64encode(value).decode()}
    try:
        values = _values(vr, bytes(value), character_sets)
    except _NotEncodable:
        if vr in BULK_VRS:
            return {"vr": vr, "BulkDataURI": here}
        return {"vr": "UN", "InlineBinary": base64.b64encode(value).decode()}
    return {"vr": vr, "Value": values} if any(each is not None for each in values) else {"vr": vr}


def _values(vr: str, data: bytes, character_sets: tuple[str, ...]) -> Sequence[Any]:
    if vr in _NUMBERS:
        return _numbers(_NUMBERS[vr], data)
    if vr == "AT":
        if len(data) % 4:
            raise _NotEncodable
        return [f"{group:04X}{number:04X}" for group, number in struct.iter_unpack("<HH", data)]
    return [_TEXTS.get(vr, _text)(text) for text in texts(vr, data, character_sets)]


def texts(vr: str, data: bytes, character_sets: tuple[str, ...]) -> list[str]:
    """The values of a text VR, without padding."""
    if vr not in _CHARACTER_SET_VRS:
        text = data.decode("latin-1")
    else:
        delimiters = b"\\\r\n\f\t^=" if vr == "PN" else b"\\\r\n\f\t"
        text = charsets.decode(data, character_sets, delimiters)
    if vr in _ONE_TEXT:
        return [text.rstrip(" \0")]
    values = [value.rstrip(" \0") for value in text.split("\\")]
    return [value.lstrip(" ") for value in values] if vr in _TRIMMED else values


def _text(text: str) -> str | None:
    return text or None


def _numbers(code: str, data: bytes) -> Sequence[int | float | str]:
    if len(data) % struct.calcsize(code):
        raise _NotEncodable
    values = [value for (value,) in struct.iter_unpack(f"<{code}", data)]
    if code in "fd" and not all(map(math.isfinite, values)):
        raise _NotEncodable
    if code in "qQ":
        return [value if abs(value) <= _LARGEST_SAFE_INTEGER else str(value) for value in values]
    return values


def _integer(text: str) -> int | str | None:
    """IS as a number where it is one, else as it stands (PS3.18 Table F.2.3-1 allows both)."""
    try:
        return int(text) if text else None
    except ValueError:
        return text


def _decimal(text: str) -> int | float | str | None:
    """DS as a number unless a binary number would lose a digit of it."""
    if not text:
        return None
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return text
    if not exact.is_finite() or not math.isfinite(float(exact)):
        return text
    if exact == exact.to_integral_value() and abs(exact) <= _LARGEST_SAFE_INTEGER:
        return int(exact)
    return float(exact) if Decimal(repr(float(exact))) == exact else text


def person_name(text: str) -> dict[str, str] | None:
    """The component groups of a name; empty groups are left out (PS3.18 F.2.2)."""
    groups = zip(("Alphabetic", "Ideographic", "Phonetic"), text.split("="), strict=False)
    return {name: group.rstrip(" ") for name, group in groups if group.strip(" ^")} or None


_TEXTS: dict[str, Callable[[str], Any]] = {"IS": _integer, "DS": _decimal, "PN": person_name}
