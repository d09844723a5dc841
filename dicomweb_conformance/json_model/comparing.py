"""A dataset in the DICOM JSON model compared with the dataset that was stored."""

import binascii
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pydicom import Dataset

from dicomweb_conformance import value_representation
from dicomweb_conformance.comparison.differences import Difference, differences, pairs
from dicomweb_conformance.comparison.from_dataset import plain_dataset
from dicomweb_conformance.comparison.plain import (
    Element,
    Plain,
    PlainValue,
    Unsaid,
    decoded,
    keyed,
    number_value,
    text_value,
    trimmed,
    value_field,
)
from dicomweb_conformance.json_model.values import NAME_GROUPS

_DEPTH_LIMIT = 100
_TAG = re.compile(r"[0-9A-Fa-f]{8}")


@dataclass(frozen=True)
class BulkValue:
    """A stored value that the received dataset does not hold itself."""

    path: str
    vr: str
    uri: str | None
    """Where the received dataset says that it can be retrieved; None where the attribute is left out."""
    content: bytes
    """The stored value field: numbers in little endian order, texts in UTF-8."""


def compare(stored: Dataset, received: Mapping[str, Any], path: str = "") -> tuple[Difference, ...]:
    """Where the received dataset does not say what the stored one says; see KINDS for what can differ.

    ``path`` is that of the dataset in the document, as ``[0]``. Binary values that are left out or stand behind a
    BulkDataURI are no differences: bulk_values gives them. What a float that is not finite reads as is not looked at,
    because PS3.18 F.2.3 has no form for it. Whether the form is right is the affair of ``judge``.
    """
    found = differences(_sayable(plain_dataset(stored)), plain_item(received), path)
    return tuple(difference for difference in found if difference.kind != "bulk-missing")


def bulk_values(stored: Dataset, received: Mapping[str, Any], path: str = "") -> tuple[BulkValue, ...]:
    """The stored values that stand behind a BulkDataURI, and the binary ones that are left out."""
    return tuple(_bulk_values(plain_dataset(stored), plain_item(received), path))


def plain_item(item: Mapping[str, Any], depth: int = 0) -> Plain:
    """A dataset of the DICOM JSON model made plain; what is not in the form of the model has a ``problem``."""
    return keyed(_elements(item, depth))


def _bulk_values(stored: Plain, received: Plain, path: str) -> Iterator[BulkValue]:
    for here, expected, actual in pairs(stored, received, path):
        if expected.is_empty:
            continue
        if actual is None and expected.vr in value_representation.BINARIES:
            yield BulkValue(here, expected.vr, None, value_field(expected))
        elif actual is not None and actual.uri is not None:
            yield BulkValue(here, expected.vr, actual.uri, value_field(expected))


def _sayable(plain: Plain) -> Plain:
    return {
        key: replace(
            element,
            values=tuple(Unsaid.VALUE if _is_not_finite(value) else value for value in element.values),
            items=tuple(map(_sayable, element.items)),
        )
        for key, element in plain.items()
    }


def _is_not_finite(value: PlainValue) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _elements(item: Mapping[str, Any], depth: int) -> Iterator[Element]:
    for name, attribute in item.items():
        if _TAG.fullmatch(name):
            yield _element(int(name, 16), attribute, depth)


def _element(tag: int, attribute: Any, depth: int) -> Element:
    if not isinstance(attribute, dict):
        return Element(tag, "UN", problem="an attribute that is no object")
    vr = attribute.get("vr")
    if not isinstance(vr, str) or vr not in value_representation.ALL:
        vr = min(value_representation.dictionary_alternatives(tag), default="UN")
    uri, encoded, values = attribute.get("BulkDataURI"), attribute.get("InlineBinary"), attribute.get("Value")
    if isinstance(uri, str):
        return Element(tag, vr, uri=uri)
    if encoded is not None:
        return _inline(tag, vr, encoded)
    if values is None or values == []:
        return Element(tag, vr)
    if not isinstance(values, list):
        return Element(tag, vr, problem="a Value that is no array")
    if vr == "SQ":
        return _sequence(tag, values, depth)
    if vr in value_representation.BINARIES:
        return Element(tag, vr, problem=f"a Value for vr {vr}")
    return _with_values(tag, vr, values)


def _inline(tag: int, vr: str, encoded: Any) -> Element:
    try:
        binary = binascii.a2b_base64(encoded)
    except (TypeError, ValueError) as error:
        return Element(tag, vr, problem=f"an InlineBinary that is no base64: {error}")
    element = Element(tag, vr, binary=binary)
    if vr in value_representation.BINARIES:
        return element
    return decoded(element, vr, ["utf-8"])


def _sequence(tag: int, values: Sequence[Any], depth: int) -> Element:
    if depth >= _DEPTH_LIMIT:
        return Element(tag, "SQ", problem=f"more than {_DEPTH_LIMIT} sequences within each other")
    if not all(isinstance(value, dict) for value in values):
        return Element(tag, "SQ", problem="a sequence item that is no object")
    return Element(tag, "SQ", items=tuple(plain_item(value, depth + 1) for value in values))


def _with_values(tag: int, vr: str, values: Sequence[Any]) -> Element:
    plain: list[PlainValue] = []
    for value in values:
        if value is None:
            plain.append(None)
        elif isinstance(value, str):
            plain.append(text_value(vr, value))
        elif vr == "PN" and isinstance(value, dict):
            plain.append(text_value(vr, "=".join(str(value.get(group) or "") for group in NAME_GROUPS)))
        elif vr in value_representation.NUMBERS and _is_number(value):
            plain.append(number_value(value))
        else:
            return Element(tag, vr, problem=f"a value that is no {vr} value: {repr(value)[:100]}")
    return Element(tag, vr, values=trimmed(tuple(plain)))
