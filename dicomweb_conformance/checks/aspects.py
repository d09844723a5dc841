"""What a difference between two datasets is about, so that each requirement looks at its own ones only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from pydicom import DataElement, Dataset
from pydicom.datadict import keyword_for_tag

from dicomweb_conformance import value_representation
from dicomweb_conformance.comparison.differences import Difference
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered

Aspect = Literal[
    "attributes",
    "private attributes",
    "empty attributes",
    "sequence items",
    "value representations",
    "numbers",
    "texts",
    "person names",
    "dates and times",
    "binary values",
    "pixel data",
]
"""Each difference belongs to one aspect. Values within sequence items are an affair of the items."""

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)

_PIXELS = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
_DATES = frozenset({"AS", "DA", "DT", "TM"})
_OF_VALUES: dict[Aspect, frozenset[str]] = {
    "numbers": value_representation.NUMBERS | {"AT"},
    "texts": value_representation.TEXTS - _DATES,
    "person names": frozenset({"PN"}),
    "dates and times": _DATES,
    "binary values": value_representation.BINARIES,
}
_MISSING = frozenset({"missing", "bulk-missing"})
_STEP = re.compile(r"([0-9A-F]{8})(?:\[([0-9]+)\])?")


@dataclass(frozen=True)
class _Place:
    tag: int
    vr: str
    nested: bool
    private: bool


def of_aspect(aspect: Aspect, stored: Dataset, differences: Sequence[Difference]) -> tuple[Difference, ...]:
    """The differences that are about the aspect.

    Raises NotOffered when all stored elements of the aspect are left out: that is an affair of "attributes" and
    "private attributes", and leaves nothing to judge here.
    """
    places = [(difference, _place(stored, difference.path)) for difference in differences]
    vrs = _OF_VALUES.get(aspect)
    if vrs is not None:
        stored_here = sum(_is_of_values(vrs, int(element.tag), str(element.VR)) for element in stored)
        left_out = sum(
            difference.kind in _MISSING and not place.nested and _is_of_values(vrs, place.tag, place.vr)
            for difference, place in places
        )
        if stored_here and left_out == stored_here:
            raise NotOffered(f"the {aspect} of the instance are left out, so that there is nothing to judge")
    return tuple(difference for difference, place in places if _aspect(difference.kind, place) == aspect)


def same(aspect: Aspect, name: str, stored: Dataset, differences: Sequence[Difference]) -> None:
    """Nothing of the aspect differs. ``name`` is that of the instance. Raises Nonconformity, and NotOffered."""
    found = of_aspect(aspect, stored, differences)
    if found:
        first = found[0]
        more = f" (and {len(found) - 1} more differences)" if len(found) > 1 else ""
        raise Nonconformity(f"{named_path(first.path)} of {name}: {first.expected}", f"{first.received}{more}")


def named_path(path: str) -> str:
    """The path of an attribute with keywords where there are any: ``RequestAttributesSequence[1].CodeValue``."""
    return ".".join(_STEP.sub(lambda step: _named(step[1]) + step[0][8:], step) for step in path.split("."))


def _named(tag: str) -> str:
    return keyword_for_tag(int(tag, 16)) or f"({tag[:4]},{tag[4:]})"


def _aspect(kind: str, place: _Place) -> Aspect:
    if kind == "vr":
        return "value representations"
    if place.nested:
        return "sequence items"
    if kind in _MISSING | {"empty-missing"} and place.private:
        return "private attributes"
    if kind in _MISSING:
        return "attributes"
    if place.vr == "SQ" and kind != "empty-missing":
        return "sequence items"
    if kind in ("empty-missing", "empty-filled"):
        return "empty attributes"
    if place.tag in _PIXELS:
        return "pixel data"
    return next((aspect for aspect, vrs in _OF_VALUES.items() if place.vr in vrs), "attributes")


def _is_of_values(vrs: frozenset[str], tag: int, vr: str) -> bool:
    return vr in vrs and tag not in _PIXELS


def _place(stored: Dataset, path: str) -> _Place:
    steps = [_STEP.match(step) for step in path.split(".")]
    tags = [int(step[1], 16) for step in steps if step is not None]
    ds, element = stored, None
    for step in steps:
        element = _element(ds, int(step[1], 16)) if step is not None else None
        if element is None or step is None:
            break
        if element.VR == "SQ" and step[2] is not None and int(step[2]) < len(element.value):
            ds = element.value[int(step[2])]
    vr = str(element.VR) if element is not None and int(element.tag) == tags[-1] else "UN"
    return _Place(tags[-1], vr, nested=len(tags) > 1, private=any((tag >> 16) % 2 for tag in tags))


def _element(ds: Dataset, tag: int) -> DataElement | None:
    found: DataElement | None = ds.get(tag)
    return found
