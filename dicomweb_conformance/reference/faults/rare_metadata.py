"""Metadata that is wrong in rare cases only: in late groups, long sequences, and items with creators of their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.metadata_changes import (
    Attribute,
    describing,
    describing_datasets,
    is_private,
    of,
    with_values,
)
from dicomweb_conformance.reference.messages import Attributes
from dicomweb_conformance.reference.outcomes import CANNOT_UNDERSTAND, Examined, Outcome
from dicomweb_conformance.reference.part10 import IMPLICIT_VR_LITTLE_ENDIAN, File

_ITEMS = 64
_SIGNED_AS_PIXELS = ("00280106", "00280107", "00280120")
_UNKNOWN = b"UN\x00\x00\xff\xff\xff\xff\xfe\xff\x00\xe0"


def _described_from(right: Behaviour, make: Callable[[File, Attributes], Attributes]) -> Behaviour:
    """The attributes made anew from the file when it is stored: metadata and search are wrong, retrieve is right."""

    def examine(server: Server, content: memoryview) -> Examined:
        examined = right.examine(server, content)
        if not isinstance(examined, NewInstance):
            return examined
        return replace(examined, attributes=make(part10.read_file(examined.path), examined.attributes))

    return replace(right, examine=examine)


@fault(breaks=("metadata-has-private-attributes",))
def metadata_ends_with_the_pixel_data(right: Behaviour) -> Behaviour:
    """Private attributes behind the pixel data are missing."""
    return describing_datasets(
        right, lambda ds: {tag: each for tag, each in ds.items() if not (is_private(tag) and tag > "7FE00010")}
    )


@fault(breaks=("metadata-has-attributes",))
def only_the_first_overlay_is_described(right: Behaviour) -> Behaviour:
    """The attributes of overlays in other groups than 6000 are missing."""
    return describing(right, lambda tag, attribute: None if "6002" <= tag[:4] <= "601E" else attribute)


@fault(breaks=("metadata-has-sequence-items",))
def sequences_end_after_sixty_four_items(right: Behaviour) -> Behaviour:
    """Of a sequence, 64 items are described."""

    def cut(tag: str, attribute: Attribute) -> Attribute:
        is_long = attribute["vr"] == "SQ" and len(attribute.get("Value", ())) > _ITEMS
        return {**attribute, "Value": attribute["Value"][:_ITEMS]} if is_long else attribute

    return describing(right, cut)


@fault(breaks=("metadata-code-points",))
def names_are_composed(right: Behaviour) -> Behaviour:
    """A letter of a name and the mark behind it come as one character."""

    def composed(name: dict[str, str]) -> dict[str, str]:
        return {group: unicodedata.normalize("NFC", text) for group, text in name.items()}

    return describing(right, of("PN", composed))


@fault(breaks=("metadata-of-implicit",))
def signed_numbers_of_implicit_vr_are_unsigned(right: Behaviour) -> Behaviour:
    """Numbers like the pixel padding of signed images stored in Implicit VR Little Endian are described as US."""

    def unsigned(file: File, attributes: Attributes) -> Attributes:
        if file.transfer_syntax != IMPLICIT_VR_LITTLE_ENDIAN:
            return attributes
        return {tag: as_unsigned(dict(each)) if tag in _SIGNED_AS_PIXELS else each for tag, each in attributes.items()}

    def as_unsigned(attribute: Attribute) -> Attribute:
        return {**with_values(attribute, lambda value: value & 0xFFFF), "vr": "US"}

    return _described_from(right, unsigned)


@fault(breaks=("json-no-group-lengths",))
def group_lengths_of_files_are_described(right: Behaviour) -> Behaviour:
    """The metadata of a file with group lengths has them too."""

    def with_lengths(file: File, attributes: Attributes) -> Attributes:
        lengths = {
            f"{tag:08X}": {"vr": "UL", "Value": [int.from_bytes(element.data, "little")]}
            for tag, element in file.elements.items()
            if not tag & 0xFFFF
        }
        return dict(sorted({**attributes, **lengths}.items()))

    return _described_from(right, with_lengths)


@fault(breaks=("xml-sequence-items",))
def items_have_the_creators_of_the_dataset(right: Behaviour) -> Behaviour:
    """In XML, a private attribute of an item bears the private creator that the dataset has for its block."""

    def document(attributes: Attributes) -> bytes:
        creators = {tag: each for tag, each in attributes.items() if is_private(tag) and tag[4:6] == "00"}

        def owned(item: Attributes) -> Attributes:
            return {tag: creators.get(tag, each) for tag, each in item.items()}

        def inside(attribute: Attribute) -> Attribute:
            is_full = attribute["vr"] == "SQ" and "Value" in attribute
            return {**attribute, "Value": [owned(item) for item in attribute["Value"]]} if is_full else attribute

        return right.xml_document({tag: inside(dict(each)) for tag, each in attributes.items()})

    return replace(right, xml_document=document)


@fault(breaks=("store-default-transfer-syntax",))
def sequences_of_unknown_form_are_refused(right: Behaviour) -> Behaviour:
    """A file with an element of VR UN and undefined length is not stored."""

    def examine(server: Server, content: memoryview) -> Examined:
        return Outcome(failure=CANNOT_UNDERSTAND) if _UNKNOWN in bytes(content) else right.examine(server, content)

    return replace(right, examine=examine)
