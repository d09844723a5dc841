"""Values that are wrong where no chosen example looks: in another place, of another length, of another kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import retrieving
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.metadata_changes import Attribute, describing, of
from dicomweb_conformance.reference.faults.retrieve_changes import in_retrieve
from dicomweb_conformance.reference.matching import Key
from dicomweb_conformance.reference.messages import Attributes, Content
from dicomweb_conformance.reference.part10 import IMPLICIT_VR_LITTLE_ENDIAN, Element, Elements, File

_INSTANCE, _METADATA = "property-instance-is-equal", "property-metadata-are-equal"
_FOUND = "property-found-by-its-keys"
_WORDS = {"SS": 2, "US": 2, "SL": 4, "UL": 4}


def _retrieving(right: Behaviour, change: Callable[[Element, int], Element | None]) -> Behaviour:
    """Each element changed, or left out, when the instance is retrieved; told how deep in sequences it stands."""

    def changed(file: File) -> File:
        return replace(file, elements=_in_depth(file.elements, change, 0))

    def transcode(server: Server, instance: Instance, transfer_syntax: str) -> Content:
        # There is nothing here to write Implicit VR with
        written = transfer_syntax != IMPLICIT_VR_LITTLE_ENDIAN
        behaviour = retrieving(right, changed) if written else right
        return behaviour.transcode(server, instance, transfer_syntax)

    return in_retrieve(right, transcode)


def _in_depth(elements: Elements, change: Callable[[Element, int], Element | None], depth: int) -> Elements:
    changed = {}
    for tag, element in elements.items():
        inner = element
        if isinstance(element.value, tuple):
            inner = replace(element, value=tuple(_in_depth(item, change, depth + 1) for item in element.value))
        outcome = change(inner, depth)
        if outcome is not None:
            changed[tag] = outcome
    return changed


def _with(element: Element, data: bytes) -> Element:
    return replace(element, value=memoryview(data + b" " * (len(data) % 2)))


def _values(vrs: str, change: Callable[[list[Any]], list[Any]]) -> Callable[[str, Attribute], Attribute]:
    """The list of values of attributes of these value representations changed."""
    chosen = vrs.split()
    return lambda tag, attribute: (
        {**attribute, "Value": change(attribute["Value"])}
        if attribute["vr"] in chosen and "Value" in attribute
        else attribute
    )


@fault(breaks=(_INSTANCE,))
def texts_are_cut_at_64_bytes(right: Behaviour) -> Behaviour:
    """Of a Long String of up to 64 characters only 64 bytes come back, which matters where a character has several."""

    def cut(element: Element, depth: int) -> Element:
        if element.vr != "LO":
            return element
        values = element.data.rstrip(b" ").split(b"\\")
        if all(len(value) <= 64 or value.isascii() for value in values):
            return element
        return _with(element, b"\\".join(value[:64] for value in values))

    return _retrieving(right, cut)


@fault(breaks=(_METADATA, "metadata-texts"))
def a_text_of_64_characters_loses_the_last(right: Behaviour) -> Behaviour:
    """The metadata cut a Long String of exactly 64 characters, the longest that there is."""
    return describing(right, of("LO", lambda text: text[:63] if len(text) == 64 else text))


@fault(breaks=(_METADATA,))
def leading_spaces_of_short_texts_are_trimmed(right: Behaviour) -> Behaviour:
    """The metadata trim the spaces at the beginning of ST and UT, where they count."""
    return describing(right, of("ST UT", lambda text: text.lstrip(" ")))


@fault(breaks=(_METADATA,))
def the_third_of_five_values_is_lost(right: Behaviour) -> Behaviour:
    """The metadata leave out the third of five values or more."""
    return describing(
        right, _values("LO SH AE UC", lambda values: [*values[:2], *values[3:]] if len(values) > 4 else values)
    )


@fault(breaks=(_METADATA,))
def empty_dates_between_others_are_dropped(right: Behaviour) -> Behaviour:
    """The metadata leave out empty values between dates, times and titles, so that the others change places."""
    return describing(right, _values("AE DA DT TM", lambda values: [each for each in values if each is not None]))


@fault(breaks=(_METADATA,))
def only_the_first_of_several_texts_is_decoded(right: Behaviour) -> Behaviour:
    """The metadata have question marks for letters beyond ASCII in all values of a text but the first."""

    def decoded(values: Sequence[Any]) -> list[Any]:
        return [
            each if place == 0 or each is None else each.encode("ascii", "replace").decode("ascii")
            for place, each in enumerate(values)
        ]

    return describing(right, _values("LO SH UC", decoded))


@fault(breaks=(_METADATA,))
def names_lose_rare_characters(right: Behaviour) -> Behaviour:
    """The metadata lose characters beyond the Basic Multilingual Plane, as in GB 18030, from names alone."""

    def common(name: dict[str, str]) -> dict[str, str]:
        return {group: "".join(each for each in text if ord(each) < 0x10000) for group, text in name.items()}

    return describing(right, of("PN", common))


@fault(breaks=(_METADATA,))
def decimals_lose_a_lower_case_exponent(right: Behaviour) -> Behaviour:
    """The metadata read 1e-5 as 1, because only a capital E is known."""
    return describing(right, of("DS", lambda number: 1 if number in (1e-5, "1e-5") else number))


@fault(breaks=(_METADATA,))
def large_floats_are_written_as_integers_of_32_bits(right: Behaviour) -> Behaviour:
    """The metadata have 4294967295 for FD values beyond 32 bits, such as 1E22."""

    def limited(number: float | str) -> float | str:
        return 4294967295 if isinstance(number, float | int) and 2**32 <= number < 1e300 else number

    return describing(right, of("FD", limited))


@fault(breaks=(_INSTANCE,))
def numbers_behind_the_255th_are_lost(right: Behaviour) -> Behaviour:
    """Of a list of integers no more than 255 come back with the instance."""

    def cut(element: Element, depth: int) -> Element:
        size = _WORDS.get(element.vr)
        return element if size is None or depth else replace(element, value=memoryview(element.data[: 255 * size]))

    return _retrieving(right, cut)


@fault(breaks=(_INSTANCE, "retrieve-keeps-binary-values", "retrieve-reencoded-whole"))
def unknown_bytes_that_end_with_null_are_padded_by_a_word(right: Behaviour) -> Behaviour:
    """A value of unknown representation that ends with a null, as one of odd length does, comes back longer."""

    def padded(element: Element, depth: int) -> Element:
        data = element.data
        longer = element.vr == "UN" and data.endswith(b"\0")
        return replace(element, value=memoryview(data + b"\0\0")) if longer else element

    return _retrieving(right, padded)


@fault(breaks=(_INSTANCE,))
def items_four_sequences_deep_lose_the_last(right: Behaviour) -> Behaviour:
    """The last of three items of a sequence is lost where three others are around it."""

    def cut(element: Element, depth: int) -> Element:
        if depth != 3 or not isinstance(element.value, tuple) or len(element.value) < 3:
            return element
        return replace(element, value=element.value[:-1])

    return _retrieving(right, cut)


@fault(breaks=(_INSTANCE,))
def the_last_private_block_is_lost(right: Behaviour) -> Behaviour:
    """The elements of the private block FF, the last that there is, do not come back."""
    return _retrieving(
        right, lambda element, depth: None if element.tag >> 16 & 1 and element.tag >> 8 & 0xFF == 0xFF else element
    )


@fault(breaks=(_INSTANCE, "retrieve-keeps-private-attributes"))
def elements_behind_the_pixel_data_are_lost(right: Behaviour) -> Behaviour:
    """The file ends with the pixel data when it is retrieved: private groups behind it are missing."""
    return _retrieving(right, lambda element, depth: None if element.tag >> 16 > 0x7FE0 and not depth else element)


@fault(breaks=("property-xml-is-equal",))
def tabs_are_spaces_in_xml(right: Behaviour) -> Behaviour:
    """The documents in DICOM XML have spaces for tabs in texts of several lines."""

    def document(dataset: Attributes) -> bytes:
        return right.xml_document(dataset).replace(b"\t", b" ").replace(b"&#9;", b" ")

    return replace(right, xml_document=document)


def _never_matching(right: Behaviour, tag: str, when: Callable[[str], bool]) -> Behaviour:
    def matches(key: Key, attribute: Any) -> bool:
        return not (key.tag == tag and when(key.value)) and right.matches(key, attribute)

    return replace(right, matches=matches)


@fault(breaks=(_FOUND,))
def studies_before_1900_are_not_found(right: Behaviour) -> Behaviour:
    """A search for a StudyDate before 1900 finds nothing."""
    return _never_matching(right, "00080020", lambda value: value < "1900" and "-" not in value)


@fault(breaks=(_FOUND,))
def a_study_id_of_16_characters_is_not_found(right: Behaviour) -> Behaviour:
    """A search for a StudyID of 16 characters, the longest that there is, finds nothing."""
    return _never_matching(right, "00200010", lambda value: len(value) == 16)
