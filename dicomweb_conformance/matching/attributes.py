"""Attributes in the one form that the oracle reads, from a stored dataset or from a search result."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from pydicom import DataElement, Dataset
from pydicom.tag import BaseTag

Value: TypeAlias = "str | Attributes"
"""A text as the data set holds it (numbers and person names too, the latter with ``=``), or the item of a sequence."""

Attributes: TypeAlias = "Mapping[str, tuple[Value, ...]]"
"""Values by tag; no values for an attribute that is empty. Of an attribute that is absent nothing is known."""

_NAME_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")


def from_dataset(ds: Dataset, tags: Iterable[int]) -> Attributes:
    """Attributes of a stored dataset. One that it lacks is empty, as it is for the search (PS3.4 C.2.2.1.2)."""
    return {f"{tag:08X}": _stored(ds[BaseTag(tag)]) if BaseTag(tag) in ds else () for tag in tags}


def from_json(ds: Mapping[str, Any]) -> Attributes:
    """Attributes of a search result in the DICOM JSON model, as far as they are in its form (PS3.18 F.2)."""
    return {
        name.upper(): tuple(_received(value) for value in attribute.get("Value") or () if value is not None)
        for name, attribute in ds.items()
        if isinstance(attribute, dict) and isinstance(attribute.get("Value", []), list)
    }


def _stored(element: DataElement) -> tuple[Value, ...]:
    if element.VR == "SQ":
        return tuple(from_dataset(item, (each.tag for each in item)) for item in element.value)
    if element.value in (None, "", b""):
        return ()
    values = element.value if element.VM > 1 else [element.value]
    return tuple(str(value) for value in values)


def _received(value: Any) -> Value:
    if not isinstance(value, dict):
        return str(value)
    if value.keys() <= set(_NAME_GROUPS):
        return "=".join(str(value.get(group) or "") for group in _NAME_GROUPS).rstrip("=")
    return from_json(value)
