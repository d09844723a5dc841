"""Retrieved instances that do not hold what was stored."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import after, with_parts
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.retrieve_changes import retrieving_only
from dicomweb_conformance.reference.layout import layout
from dicomweb_conformance.reference.messages import Answer, Part, Refused, Request, Resource
from dicomweb_conformance.reference.part10 import PIXEL_DATA, Element, Elements, File, parse, read_file
from dicomweb_conformance.reference.part10_writer import write_file

Change = Callable[[Element], Element | None]


@fault(breaks=("retrieve-keeps-attributes",))
def unusual_attributes_are_lost(right: Behaviour) -> Behaviour:
    """PatientMotherBirthName is missing in retrieved instances."""
    return retrieving_only(right, _elements(lambda each: None if each.tag == 0x00101060 else each))


@fault(
    breaks=(
        "retrieve-keeps-private-attributes",
        "retrieve-other-objects",
        "retrieve-reencoded-whole",
        "store-content-framing",
        "store-megabyte",
        "store-tells-coercion",
        "retrieve-keeps-sequence-items",
    )
)
def private_attributes_are_lost(right: Behaviour) -> Behaviour:
    """Retrieved instances have no private attributes."""
    return retrieving_only(right, _elements(lambda each: None if each.tag >> 16 & 1 else each))


@fault(
    breaks=(
        "retrieve-keeps-empty-attributes",
        "store-content-framing",
        "store-megabyte",
        "store-replacement-whole",
        "store-tells-coercion",
        "store-tiff-preamble",
        "retrieve-keeps-sequence-items",
        "retrieve-reencoded-whole",
    )
)
def empty_attributes_are_lost(right: Behaviour) -> Behaviour:
    """Standard attributes without value are missing in retrieved instances."""
    return retrieving_only(right, _elements(lambda each: each if each.tag >> 16 & 1 or len(_sized(each)) else None))


@fault(
    breaks=(
        "retrieve-keeps-sequence-items",
        "retrieve-other-objects",
        "store-tells-coercion",
        "retrieve-reencoded-whole",
    )
)
def sequence_items_come_in_reverse_order(right: Behaviour) -> Behaviour:
    """The items of each sequence come in reverse order."""

    def turned(each: Element) -> Element:
        return replace(each, value=tuple(reversed(each.value))) if isinstance(each.value, tuple) else each

    return retrieving_only(right, _elements(turned))


@fault(breaks=("retrieve-keeps-sequence-items", "store-tells-coercion"))
def empty_sequence_items_are_lost(right: Behaviour) -> Behaviour:
    """Items without attributes are missing in sequences."""

    def filled(each: Element) -> Element:
        kept = tuple(item for item in each.value if item) if isinstance(each.value, tuple) else each.value
        return replace(each, value=kept)

    return retrieving_only(right, _elements(filled))


@fault(
    breaks=(
        "retrieve-keeps-value-representations",
        "store-content-framing",
        "store-megabyte",
        "store-replacement-whole",
        "store-tells-coercion",
        "store-tiff-preamble",
    )
)
def short_strings_become_long_strings(right: Behaviour) -> Behaviour:
    """Attributes of VR SH come with VR LO."""
    return retrieving_only(right, _elements(lambda each: replace(each, vr="LO") if each.vr == "SH" else each))


@fault(breaks=("retrieve-keeps-numbers",))
def decimal_strings_are_rounded(right: Behaviour) -> Behaviour:
    """Decimal strings of more than six digits are rounded."""

    def rounded(each: Element) -> Element:
        if each.vr != "DS":
            return each
        texts = each.data.decode("ascii").rstrip("\0 ").split("\\")
        joined = "\\".join(f"{float(text):.6g}" if len(text.strip()) > 7 else text for text in texts)
        return _with_value(each, joined.encode(), b" ")

    return retrieving_only(right, _elements(rounded))


@fault(breaks=("retrieve-keeps-numbers", "store-tells-coercion"))
def unsigned_64_bit_numbers_become_negative(right: Behaviour) -> Behaviour:
    """The greatest values of VR UV lose their highest bit."""

    def cut(each: Element) -> Element:
        if each.vr != "UV":
            return each
        return _with_value(
            each, b"".join(struct.pack("<Q", n & 2**63 - 1) for (n,) in struct.iter_unpack("<Q", each.data))
        )

    return retrieving_only(right, _elements(cut))


@fault(breaks=("retrieve-keeps-texts",))
def long_texts_are_cut(right: Behaviour) -> Behaviour:
    """Texts end after 1024 characters."""
    long_texts = ("LT", "ST", "UT", "UC")
    return retrieving_only(
        right, _elements(lambda each: _with_value(each, each.data[:1024], b" ") if each.vr in long_texts else each)
    )


@fault(breaks=("retrieve-keeps-person-names", "retrieve-keeps-text-of-any-character-set"))
def names_keep_their_first_group_only(right: Behaviour) -> Behaviour:
    """Person names come without ideographic and phonetic component groups."""

    def first(each: Element) -> Element:
        names = each.data.split(b"\\")
        return _with_value(each, b"\\".join(name.split(b"=")[0] for name in names), b" ") if each.vr == "PN" else each

    return retrieving_only(right, _elements(first))


@fault(breaks=("retrieve-keeps-dates", "store-tells-coercion"))
def times_lose_their_fraction(right: Behaviour) -> Behaviour:
    """Times come without fractions of a second."""

    def whole(each: Element) -> Element:
        times = each.data.split(b"\\")
        return _with_value(each, b"\\".join(time.split(b".")[0] for time in times), b" ") if each.vr == "TM" else each

    return retrieving_only(right, _elements(whole))


@fault(breaks=("retrieve-keeps-binary-values", "store-tells-coercion"))
def floats_have_their_bytes_swapped(right: Behaviour) -> Behaviour:
    """Values of VR OF come in big endian order."""

    def swapped(each: Element) -> Element:
        if each.vr != "OF":
            return each
        words = struct.iter_unpack("<I", each.data)
        return _with_value(each, b"".join(struct.pack(">I", word) for (word,) in words))

    return retrieving_only(right, _elements(swapped))


@fault(breaks=("retrieve-keeps-pixel-data", "retrieve-decompressed-pixels", "retrieve-reencoded-whole"))
def wide_pixels_have_their_bytes_swapped(right: Behaviour) -> Behaviour:
    """Pixels of one frame with two bytes a sample come in big endian order."""

    def swapped(file: File) -> File:
        shape = layout(file.elements)
        each = file.elements.get(PIXEL_DATA)
        if shape is None or shape.bits_allocated != 16 or shape.frames > 1 or each is None or not each.data:
            return file
        words = struct.iter_unpack("<H", each.data)
        pixels = b"".join(struct.pack(">H", word) for (word,) in words)
        return replace(file, elements={**file.elements, PIXEL_DATA: _with_value(each, pixels)})

    return retrieving_only(right, swapped)


@fault(breaks=("retrieve-keeps-text-of-any-character-set",))
def the_character_set_is_lost(right: Behaviour) -> Behaviour:
    """Retrieved instances do not name their character set, unless it is UTF-8."""
    return retrieving_only(
        right, _elements(lambda each: None if each.tag == 0x00080005 and b"192" not in each.data else each)
    )


@fault(breaks=("retrieve-other-objects", "retrieve-no-banned-syntax", "retrieve-reencoded-whole"))
def instances_without_pixels_are_not_acceptable(right: Behaviour) -> Behaviour:
    """An instance without pixel data is refused with 406 unless any transfer syntax is accepted."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        if "transfer-syntax=*" not in (request.header("accept") or ""):
            for instance in server.behaviour.select(server, resource):
                if layout(read_file(instance.path).elements) is None:
                    raise Refused(406, "There are no pixels to be transcoded.")
        return right.retrieve(server, request, resource)

    return replace(right, retrieve=retrieve)


@fault(breaks=("retrieve-levels-agree",))
def a_series_names_another_patient(right: Behaviour) -> Behaviour:
    """PatientID is another one when a series is retrieved."""

    def anonymous(part: Part) -> Part:
        given = part.content if isinstance(part.content, bytes) else part.content.read_bytes()
        file = parse(memoryview(given))
        elements = {**file.elements, 0x00100020: Element(0x00100020, "LO", memoryview(b"ANONYMOUS "))}
        return replace(part, content=b"".join(write_file(replace(file, elements=elements), file.transfer_syntax)))

    changed = with_parts(lambda parts: tuple(map(anonymous, parts)))
    return replace(right, retrieve=after(right.retrieve, changed, levels="series"))


def _elements(change: Change) -> Callable[[File], File]:
    return lambda file: replace(file, elements=_changed(file.elements, change))


def _changed(elements: Elements, change: Change) -> Elements:
    kept = {tag: change(_within(element, change)) for tag, element in elements.items()}
    return {tag: element for tag, element in kept.items() if element is not None}


def _within(element: Element, change: Change) -> Element:
    if not isinstance(element.value, tuple):
        return element
    return replace(element, value=tuple(_changed(item, change) for item in element.value))


def _with_value(element: Element, value: bytes, pad: bytes = b"\0") -> Element:
    return replace(element, value=memoryview(value + pad * (len(value) % 2)))


def _sized(element: Element) -> memoryview | tuple[object, ...] | bytes:
    return element.value if isinstance(element.value, memoryview | tuple) else b"fragments"
