"""A pydicom dataset made plain."""

import array
import struct
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from pydicom import DataElement, Dataset
from pydicom.charset import convert_encodings
from pydicom.encaps import generate_frames
from pydicom.errors import BytesLengthException

from dicomweb_conformance import value_representation
from dicomweb_conformance.comparison.plain import (
    Element,
    Plain,
    PlainValue,
    keyed,
    number_value,
    text_value,
    trimmed,
)

PIXEL_DATA = 0x7FE00010

_UNREADABLE = (
    AttributeError,
    BytesLengthException,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    TypeError,
    ValueError,
    struct.error,
)
_WORD_TYPES = {2: "H", 4: "I", 8: "Q"}


def plain_dataset(ds: Dataset) -> Plain:
    """The dataset made plain; what pydicom cannot read of it is an element with a ``problem``."""
    _, little_endian = ds.original_encoding
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return keyed(_elements(ds, (), swapped=little_endian is False))


def _elements(ds: Dataset, inherited: tuple[str, ...], *, swapped: bool) -> Iterator[Element]:
    encodings = inherited
    if "SpecificCharacterSet" in ds:
        encodings = _encodings(ds, inherited)
    for tag in sorted(int(tag) for tag in ds.keys()):  # noqa: SIM118 - a Dataset iterates over its elements
        try:
            element = _element(ds[tag], encodings, swapped=swapped)
            if tag == PIXEL_DATA and ds[tag].is_undefined_length:
                element = replace(element, frames=_frames(ds, element.binary))
        except _UNREADABLE as error:
            element = Element(tag, "UN", problem=f"{type(error).__name__}: {error}")
        yield replace(element, encodings=encodings)


def _encodings(ds: Dataset, inherited: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return tuple(convert_encodings(ds["SpecificCharacterSet"].value))
    except (*_UNREADABLE, LookupError):
        return inherited


def _element(element: DataElement, encodings: tuple[str, ...], *, swapped: bool) -> Element:
    tag, value = int(element.tag), element.value
    vr = _one_vr(str(element.VR), value)
    if vr == "SQ":
        return Element(tag, vr, items=tuple(keyed(_elements(item, encodings, swapped=swapped)) for item in value or ()))
    if vr in value_representation.BINARIES:
        binary = bytes(value or b"")
        return Element(tag, vr, binary=_swap(vr, binary) if swapped else binary)
    return Element(tag, vr, values=trimmed(tuple(_value(vr, one) for one in _each(value))))


def _one_vr(said: str, value: object) -> str:
    """The value representation; of several that pydicom could not choose from, the one that the value has."""
    if said in value_representation.ALL:
        return said
    if isinstance(value, bytes):
        return "OW" if "OW" in said else "UN"
    numbers = [one for one in _each(value) if isinstance(one, int)]
    return "SS" if any(number < 0 for number in numbers) else "US"


def _each(value: object) -> Iterable[object]:
    if value is None or value == "" or value == b"":
        return ()
    # A PersonName can be iterated over too, by character.
    return value if isinstance(value, Iterable) and not _is_single(value) else (value,)


def _is_single(value: object) -> bool:
    return isinstance(value, str | bytes) or type(value).__name__ == "PersonName"


def _value(vr: str, value: object) -> PlainValue:
    if value is None or value == "":
        return None
    if vr == "AT" and isinstance(value, int):
        return f"{value:08X}"
    if isinstance(value, int | float | Decimal) and vr not in value_representation.NUMERIC_STRINGS:
        return number_value(value)
    return text_value(vr, str(value))


def _swap(vr: str, binary: bytes) -> bytes:
    size = value_representation.WORD_SIZES[vr]
    if size == 1 or len(binary) % size:
        return binary
    words = array.array(_WORD_TYPES[size], binary)
    words.byteswap()
    return words.tobytes()


def _frames(ds: Dataset, binary: bytes) -> tuple[bytes, ...] | None:
    try:
        count = int(ds.get("NumberOfFrames") or 1)
        return tuple(generate_frames(binary, number_of_frames=count))
    except _UNREADABLE:
        return None
