"""Wrong bulk data."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import after, with_datasets, with_parts
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.layout import layout
from dicomweb_conformance.reference.messages import (
    Answer,
    Attribute,
    Attributes,
    Part,
    Parts,
    Refused,
    Request,
    Resource,
    Single,
)
from dicomweb_conformance.reference.part10 import File, Fragments

_PIXEL_DATA = "7FE00010"
_OVERLAY = "60003000"


def _valued(right: Behaviour, change: Callable[[File, Sequence[str], bytes], bytes]) -> Behaviour:
    """Each bulk value changed."""

    def bulk_value(file: File, path: Sequence[str]) -> bytes:
        return change(file, path, right.bulk_value(file, path))

    return replace(right, bulk_value=bulk_value)


@fault(breaks=("bulkdata-uri-resolves", "bulkdata-values-are-stored", "xml-bulk-data-found"))
def overlays_have_no_bulk_data(right: Behaviour) -> Behaviour:
    """The BulkDataURI of an overlay leads nowhere."""

    def change(file: File, path: Sequence[str], value: bytes) -> bytes:
        if path[-1] == _OVERLAY:
            raise Refused(404, "There are no such bulk data.")
        return value

    return _valued(right, change)


@fault(
    breaks=("bulkdata-values-are-stored", "bulkdata-instance-as-octets", "xml-bulk-data-value", "bulkdata-of-a-whole")
)
def long_private_values_are_cut(right: Behaviour) -> Behaviour:
    """Private values at the top of an image are cut after 8 KiB."""

    def change(file: File, path: Sequence[str], value: bytes) -> bytes:
        private = len(path) == 1 and int(path[0][:4], 16) % 2
        return value[:8192] if private else value

    return _valued(right, change)


@fault(breaks=("bulkdata-within-items", "bulkdata-instance-as-octets", "xml-bulk-data-value", "bulkdata-of-a-whole"))
def an_icon_has_the_pixels_of_its_image(right: Behaviour) -> Behaviour:
    """The pixel data of an icon is that of the image in which it lies."""

    def bulk_value(file: File, path: Sequence[str]) -> bytes:
        return right.bulk_value(file, path[-1:] if path[-1] == _PIXEL_DATA else path)

    return replace(right, bulk_value=bulk_value)


@fault(breaks=("bulkdata-within-items", "bulkdata-instance-as-octets", "xml-bulk-data-value", "bulkdata-of-a-whole"))
def values_within_items_come_big_endian(right: Behaviour) -> Behaviour:
    """Tables within items come most significant byte first."""

    def change(file: File, path: Sequence[str], value: bytes) -> bytes:
        table = len(path) > 1 and path[-1] == "00283006"
        return np.frombuffer(value, np.uint16).byteswap().tobytes() if table else value

    return _valued(right, change)


@fault(breaks=("bulkdata-native-pixel-data",))
def pixel_data_in_bulk_are_the_first_frame(right: Behaviour) -> Behaviour:
    """The bulk data of uncompressed grayscale frames is the first of them."""

    def change(file: File, path: Sequence[str], value: bytes) -> bytes:
        shape = layout(file.elements)
        gray = shape is not None and shape.samples == 1 and shape.bits_allocated == 16
        if shape is None or path != (_PIXEL_DATA,) or not gray or isinstance(_pixels(file), Fragments):
            return value
        return value[: shape.bits // 8]

    return _valued(right, change)


def _pixels(file: File) -> Any:
    element = file.elements.get(part10.PIXEL_DATA)
    return None if element is None else element.value


@fault(breaks=("bulkdata-compressed-pixel-data",))
def compressed_pixel_data_come_as_octets(right: Behaviour) -> Behaviour:
    """The bulk data of compressed frames is their joined fragments, labelled as uncompressed."""

    def change(file: File, path: Sequence[str], value: bytes) -> bytes:
        stored = _pixels(file)
        if path != (_PIXEL_DATA,) or not isinstance(stored, Fragments):
            return value
        return b"".join(map(bytes, stored.fragments))

    return _valued(right, change)


@fault(breaks=("bulkdata-of-other-objects", "bulkdata-range"))
def bulk_data_of_raw_data_come_in_base64(right: Behaviour) -> Behaviour:
    """The values of raw data come encoded as they would be inline."""

    def change(file: File, path: Sequence[str], value: bytes) -> bytes:
        return value if layout(file.elements) else base64.b64encode(value)

    return _valued(right, change)


def _on_values(right: Behaviour, change: Callable[[Request, Answer], Answer]) -> Behaviour:
    """Every good answer to the address of one value changed."""

    def bulkdata(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.bulkdata(server, request, resource)
        return change(request, answer) if resource.bulk else answer

    return replace(right, bulkdata=bulkdata)


def _accept(request: Request) -> str:
    return request.header("accept") or ""


def _refusing(right: Behaviour, refused: Callable[[str], bool]) -> Behaviour:
    def change(request: Request, answer: Answer) -> Answer:
        if refused(_accept(request)):
            raise Refused(406, "Not acceptable.")
        return answer

    return _on_values(right, change)


@fault(breaks=("bulkdata-in-parts",))
def bulk_data_types_in_upper_case_are_not_known(right: Behaviour) -> Behaviour:
    """Media types of bulk data are compared with regard to case."""
    return _refusing(right, lambda accept: accept.lower() != accept)


@fault(breaks=("bulkdata-bare-type",))
def the_type_of_bulk_data_must_be_quoted(right: Behaviour) -> Behaviour:
    """The type parameter of bulk data is not understood without quotes."""
    return _refusing(right, lambda accept: "type=application" in accept)


@fault(breaks=("bulkdata-accept-anything",))
def bulk_data_must_be_asked_for_by_type(right: Behaviour) -> Behaviour:
    """Bulk data is refused to a client that accepts anything."""
    return _refusing(right, lambda accept: accept == "*/*")


@fault(breaks=("bulkdata-in-parts", "bulkdata-location"))
def bulk_data_never_come_in_parts(right: Behaviour) -> Behaviour:
    """Bulk data comes as a single part, although parts were asked for."""

    def change(request: Request, answer: Answer) -> Answer:
        payload = answer.payload
        if not isinstance(payload, Parts):
            return answer
        return replace(answer, payload=Single(payload.parts[0].content, payload.type))

    return _on_values(right, change)


@fault(breaks=("bulkdata-single-part", "bulkdata-range"))
def a_single_part_of_bulk_data_is_labelled_as_a_file(right: Behaviour) -> Behaviour:
    """A value without multipart framing is labelled as a DICOM file."""

    def change(request: Request, answer: Answer) -> Answer:
        payload = answer.payload
        if not isinstance(payload, Single):
            return answer
        return replace(answer, payload=replace(payload, type="application/dicom"))

    return _on_values(right, change)


@fault(breaks=("bulkdata-unacceptable-type",))
def bulk_data_are_labelled_as_html(right: Behaviour) -> Behaviour:
    """A client that accepts HTML only gets the value, labelled as HTML."""

    def bulkdata(server: Server, request: Request, resource: Resource) -> Answer:
        try:
            return right.bulkdata(server, request, resource)
        except Refused:
            if _accept(request) != "text/html":
                raise
            value = right.bulkdata(server, replace(request, headers=(("accept", "*/*"),)), resource)
            payload = value.payload
            content = payload.parts[0].content if isinstance(payload, Parts) else b""
            return Answer(200, Single(content, "text/html"))

    return replace(right, bulkdata=bulkdata)


@fault(breaks=("bulkdata-of-an-unknown-instance",))
def bulk_data_of_an_unknown_instance_are_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """The address of bulk data of an instance that is not stored ends with status 500."""

    def bulkdata(server: Server, request: Request, resource: Resource) -> Answer:
        if resource.bulk and not server.behaviour.select(server, resource):
            raise Refused(500, "There is no file.")
        return right.bulkdata(server, request, resource)

    return replace(right, bulkdata=bulkdata)


@fault(breaks=("bulkdata-location",))
def bulk_data_have_no_location(right: Behaviour) -> Behaviour:
    """The parts of bulk data do not name their location."""
    change = with_parts(lambda parts: tuple(replace(part, location=None) for part in parts))
    return _on_values(right, lambda request, answer: change(answer))


@fault(breaks=("bulkdata-stays",))
def bulk_data_are_given_once(right: Behaviour) -> Behaviour:
    """A BulkDataURI of uncompressed grayscale frames can be used only once."""
    used: set[tuple[str, ...]] = set()

    def bulkdata(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.bulkdata(server, request, resource)
        shape = layout(part10.read_file(server.behaviour.select(server, resource)[0].path).elements)
        if not resource.bulk or shape is None or shape.bits_allocated != 8 or shape.samples > 1 or shape.frames < 2:
            return answer
        if request.segments in used:
            raise Refused(404, "The address has expired.")
        used.add(request.segments)
        return answer

    return replace(right, bulkdata=bulkdata)


@fault(breaks=("bulkdata-range",))
def a_range_of_bulk_data_is_claimed(right: Behaviour) -> Behaviour:
    """A request for some bytes is answered with all of them, and a status that says otherwise."""

    def change(request: Request, answer: Answer) -> Answer:
        return answer if request.header("range") is None else replace(answer, status=206)

    return _on_values(right, change)


def _readdressed(right: Behaviour, address: Callable[[str], str]) -> Behaviour:
    """Every BulkDataURI of the metadata changed."""

    def attribute(value: Attribute) -> Attribute:
        if "BulkDataURI" in value:
            return {**value, "BulkDataURI": address(value["BulkDataURI"])}
        if value["vr"] == "SQ" and "Value" in value:
            return {**value, "Value": [dataset(item) for item in value["Value"]]}
        return value

    def dataset(attributes: Attributes) -> Attributes:
        return {tag: attribute(value) for tag, value in attributes.items()}

    return replace(right, metadata=after(right.metadata, with_datasets(dataset)))


@fault(breaks=("bulkdata-on-the-target",))
def bulk_data_lie_on_a_host_inside(right: Behaviour) -> Behaviour:
    """BulkDataURIs name a host that only the server knows."""
    return _readdressed(right, lambda uri: "http://pacs.internal:8080/" + uri.partition("//")[2].partition("/")[2])


@fault(breaks=("bulkdata-of-a-whole",))
def bulk_data_of_a_study_lack_an_instance(right: Behaviour) -> Behaviour:
    """All bulk data of a study or series lack those of the last instance."""
    return replace(right, bulkdata=after(right.bulkdata, with_parts(lambda parts: parts[:-1]), levels="study series"))


@fault(breaks=("bulkdata-instance-as-octets",))
def an_instance_as_octets_is_its_pixel_data(right: Behaviour) -> Behaviour:
    """An instance asked for as octets is given as its pixel data only."""
    only_last = with_parts(lambda parts: parts[-1:])

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.retrieve(server, request, resource)
        return only_last(answer) if "octet-stream" in _accept(request) else answer

    return replace(right, retrieve=retrieve)


@fault(breaks=("bulkdata-values-are-stored",))
def bulk_values_end_after_64_kib(right: Behaviour) -> Behaviour:
    """A bulk value beside the pixel data ends after 64 KiB."""
    return _valued(right, lambda file, path, value: value if path[-1] == "7FE00010" else value[: 1 << 16])


@fault(breaks=("bulkdata-of-a-whole",))
def bulk_data_of_a_study_lack_those_within_items(right: Behaviour) -> Behaviour:
    """All bulk data of a study or series lack those within sequence items."""

    def is_at_the_top(part: Part) -> bool:
        return "/" not in (part.location or "").partition("/bulkdata/")[2]

    only_top = with_parts(lambda parts: tuple(part for part in parts if is_at_the_top(part)))
    return replace(right, bulkdata=after(right.bulkdata, only_top, levels="study series"))
