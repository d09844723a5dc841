"""Where a received dataset says something else than the stored one, both made plain."""

import math
import struct
from collections.abc import Iterator, Mapping
from ctypes import c_float
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from pydicom.datadict import keyword_for_tag

from dicomweb_conformance import value_representation
from dicomweb_conformance.comparison.plain import Element, Plain, PlainValue, Unsaid, decoded, value_field

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "missing": "An attribute with a value is not there.",
        "empty-missing": "An attribute without value is not there.",
        "bulk-missing": "An attribute with a binary value is not there.",
        "emptied": "An attribute has lost its value.",
        "empty-filled": "An attribute without value has got one.",
        "vr": "An attribute has another value representation.",
        "count": "An attribute has more or fewer values.",
        "items": "A sequence has more or fewer items.",
        "value": "A value is another one.",
        "unreadable": "A value is not in a form that can be compared.",
    }
)
"""The kinds of differences, by their slug."""


@dataclass(frozen=True)
class Difference:
    """One place where the received dataset differs. ``path`` is as in ``00400275[1].00080050``, counted from 0."""

    kind: str
    path: str
    expected: str
    received: str

    @property
    def keyword(self) -> str:
        """The keyword of the attribute; empty for private and unknown ones."""
        return keyword_for_tag(int(self.path.rpartition(".")[2][:8], 16))


def differences(stored: Plain, received: Plain, path: str = "") -> Iterator[Difference]:
    """Each place where ``received`` does not say what ``stored`` says.

    Not looked at: added attributes, padding, the form of numbers, the precision of FL, trailing empty components of
    names, UN in place of a known value representation, and the place of private blocks.
    """
    for here, expected, actual in pairs(stored, received, path):
        yield from _compare(here, expected, actual)


def pairs(stored: Plain, received: Plain, path: str = "") -> Iterator[tuple[str, Element, Element | None]]:
    """Each stored element with its path and its counterpart, None if there is none; items of sequences included."""
    for key, expected in stored.items():
        actual = received.get(key)
        here = f"{path}.{expected.tag:08X}" if path else f"{expected.tag:08X}"
        yield here, expected, actual
        if actual is not None:
            for index, (one, other) in enumerate(zip(expected.items, actual.items, strict=False)):
                yield from pairs(one, other, f"{here}[{index}]")


def same_bytes(stored: bytes, received: bytes) -> bool:
    """Whether two binary values are the same, up to one null that pads to even length."""
    shorter, longer = sorted((stored, received), key=len)
    return stored == received or (len(longer) == len(shorter) + 1 and longer[-1] == 0 and longer.startswith(shorter))


def _compare(path: str, stored: Element, received: Element | None) -> Iterator[Difference]:
    if stored.problem is not None:
        return
    if received is None:
        yield from _compare_to_nothing(path, stored)
    elif received.problem is not None:
        yield Difference("unreadable", path, _shown(stored), received.problem)
    elif stored.is_empty or received.is_empty:
        if not received.is_empty:
            yield Difference("empty-filled", path, "no value", _shown(received))
        elif not stored.is_empty and not _is_unsaid(stored):
            yield Difference("emptied", path, _shown(stored), "no value")
    elif received.uri is None:
        yield from _compare_values(path, stored, received)


def _compare_to_nothing(path: str, stored: Element) -> Iterator[Difference]:
    if _is_unsaid(stored):
        return
    kind = "missing"
    if stored.is_empty:
        kind = "empty-missing"
    elif stored.vr in value_representation.BINARIES:
        kind = "bulk-missing"
    yield Difference(kind, path, _shown(stored), "no such attribute")


def _compare_values(path: str, stored: Element, received: Element) -> Iterator[Difference]:
    if "UN" in (stored.vr, received.vr):
        # The value field of a sequence in UN is encoded in another way; that it is there must do.
        if "SQ" in (stored.vr, received.vr):
            return
        encodings = received.encodings or stored.encodings
        stored, received = (
            decoded(stored, received.vr, stored.encodings) if stored.vr == "UN" else stored,
            decoded(received, stored.vr, encodings) if received.vr == "UN" else received,
        )
        if received.problem is not None or stored.problem is not None:
            yield Difference("unreadable", path, _shown(stored), received.problem or _shown(received))
            return
    elif not _are_interchangeable(stored, received):
        yield Difference("vr", path, f"vr {stored.vr}", f"vr {received.vr}")
        if "SQ" in (stored.vr, received.vr):
            return
    if stored.vr == "SQ":
        if len(stored.items) != len(received.items):
            yield Difference("items", path, f"{len(stored.items)} items", f"{len(received.items)} items")
    elif stored.binary or received.binary:
        if not _same_binary(stored, received):
            yield Difference("value", path, _shown(stored), _shown(received))
    elif len(stored.values) != len(received.values):
        yield Difference("count", path, _shown(stored), _shown(received))
    else:
        for index, (one, other) in enumerate(zip(stored.values, received.values, strict=True)):
            if not _same_value(stored.vr, one, other):
                here = path if len(stored.values) == 1 else f"{path}[{index}]"
                yield Difference("value", here, _shown_value(one), _shown_value(other))


def _are_interchangeable(stored: Element, received: Element) -> bool:
    alternatives = value_representation.dictionary_alternatives(stored.tag)
    return stored.vr == received.vr or {stored.vr, received.vr} <= alternatives


def _is_unsaid(element: Element) -> bool:
    return bool(element.values) and all(value is Unsaid.VALUE for value in element.values)


def _same_binary(stored: Element, received: Element) -> bool:
    if stored.frames is not None and received.frames is not None:
        return len(stored.frames) == len(received.frames) and all(map(same_bytes, stored.frames, received.frames))
    one, other = _bytes_of(stored), _bytes_of(received)
    return one is not None and other is not None and same_bytes(one, other)


def _bytes_of(element: Element) -> bytes | None:
    try:
        return value_field(element)
    except (OverflowError, ValueError, struct.error):
        return None


def _same_value(vr: str, stored: PlainValue, received: PlainValue) -> bool:
    if stored is Unsaid.VALUE or stored == received:
        return True
    if isinstance(stored, Decimal | float) and isinstance(received, Decimal | float):
        one, other = float(stored), float(received)
        if math.isnan(one) or math.isnan(other):
            return math.isnan(one) and math.isnan(other)
        if vr == "FL":
            return c_float(one).value == c_float(other).value or math.isclose(one, other, rel_tol=1e-6)
        return one == other if vr == "DS" else vr == "FD" and math.isclose(one, other, rel_tol=1e-14)
    return False


def _shown(element: Element) -> str:
    if element.problem is not None:
        return element.problem
    if element.vr == "SQ":
        return f"{len(element.items)} items"
    if element.binary:
        return f"{len(element.binary)} bytes that begin with {element.binary[:12].hex(' ')}"
    return ", ".join(map(_shown_value, element.values[:12])) or "no value"


def _shown_value(value: PlainValue) -> str:
    if value is None:
        return "an empty value"
    text = repr(value)
    if isinstance(value, Decimal | float):
        # A float is exact as a Decimal, at the price of digits that nobody wrote.
        text = str(value) if len(str(value)) <= 25 else repr(float(value))
    return text if len(text) <= 120 else f"{text[:117]}..."
