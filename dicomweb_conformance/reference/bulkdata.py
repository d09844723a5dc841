"""Retrieve bulk data (PS3.18 10.4.1.1.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.handling import found
from dicomweb_conformance.reference.layout import layout
from dicomweb_conformance.reference.messages import (
    Answer,
    Attributes,
    Part,
    Parts,
    Refused,
    Request,
    Resource,
    Single,
)
from dicomweb_conformance.reference.negotiation import Offer
from dicomweb_conformance.reference.part10 import EXPLICIT_VR_LITTLE_ENDIAN, Elements, File, Fragments
from dicomweb_conformance.reference.pixels import decompressed, frame_of
from dicomweb_conformance.reference.retrieve import url
from dicomweb_conformance.reference.syntaxes import FRAME_TYPES

OCTETS = "application/octet-stream"


def bulkdata(server: Server, request: Request, resource: Resource) -> Answer:
    """The value that a BulkDataURI names, or all bulk data of a study, series or instance.

    Octets are the value field in little endian order, pixel data decompressed. Compressed pixel data can also be had as
    code streams, one part a frame.
    """
    instances = found(server, resource)
    if not resource.bulk:
        server.behaviour.negotiate(request, [Offer(OCTETS, multipart=True)])
        return all_bulk_data(server, request, instances)
    instance = instances[0]
    file = part10.read_file(instance.path)
    offers = [Offer(OCTETS, multipart=True), Offer(OCTETS)]
    code_stream = FRAME_TYPES.get(instance.transfer_syntax)
    if code_stream is not None and resource.bulk == (f"{part10.PIXEL_DATA:08X}",):
        offers.append(Offer(code_stream, multipart=True))
    offer = server.behaviour.negotiate(request, offers)[0].offer
    location = f"{url(request, instance)}/bulkdata/{'/'.join(resource.bulk)}"
    if offer.type != OCTETS:
        return Answer(200, Parts(_code_streams(file, offer.type, location), offer.type))
    value = server.behaviour.bulk_value(file, resource.bulk)
    if offer.multipart:
        return Answer(200, Parts((Part(value, OCTETS, EXPLICIT_VR_LITTLE_ENDIAN, location),), OCTETS))
    return Answer(200, Single(value, OCTETS, EXPLICIT_VR_LITTLE_ENDIAN), (("Content-Location", location),))


def all_bulk_data(server: Server, request: Request, instances: Sequence[Instance]) -> Answer:
    """One part for each BulkDataURI of the instances; raises Refused with 404 when there is none."""
    parts = []
    for instance in instances:
        file = part10.read_file(instance.path)
        base = f"{url(request, instance)}/bulkdata"
        for path in _paths(server.archive.attributes(instance)):
            value = server.behaviour.bulk_value(file, tuple(path.split("/")))
            parts.append(Part(value, OCTETS, EXPLICIT_VR_LITTLE_ENDIAN, f"{base}/{path}"))
    if not parts:
        raise Refused(404, "There are no bulk data.")
    return Answer(200, Parts(tuple(parts), OCTETS))


def _paths(attributes: Attributes) -> Iterator[str]:
    for attribute in attributes.values():
        if "BulkDataURI" in attribute:
            yield str(attribute["BulkDataURI"])
        elif attribute["vr"] == "SQ":
            for item in attribute.get("Value", []):
                yield from _paths(item)


def _code_streams(file: File, type: str, location: str) -> tuple[Part, ...]:
    shape = layout(file.elements)
    if shape is None:
        raise _nothing_there()
    numbers = range(1, shape.frames + 1)
    streams = (frame_of(file, shape, number, decoded=False) for number in numbers)
    return tuple(Part(stream, type, file.transfer_syntax, location) for stream in streams)


def bulk_value(file: File, path: Sequence[str]) -> bytes:
    """The bytes of one element: its tag, or the path of tags and item numbers to it. Raises Refused with 404."""
    elements: Elements = file.elements
    *sequences, last = path
    for tag, position in zip(sequences[::2], sequences[1::2], strict=False):
        element = elements.get(_tag(tag))
        items = element.value if element is not None and isinstance(element.value, tuple) else ()
        if not (position.isascii() and position.isdigit()) or not 1 <= int(position) <= len(items):
            raise _nothing_there()
        elements = items[int(position) - 1]
    element = elements.get(_tag(last))
    if element is None or len(sequences) % 2 or isinstance(element.value, tuple):
        raise _nothing_there()
    if isinstance(element.value, Fragments):
        return decompressed(file)[element.tag].data
    return element.data


def _tag(text: str) -> int:
    if len(text) != 8 or any(character not in "0123456789ABCDEF" for character in text):
        raise _nothing_there()
    return int(text, 16)


def _nothing_there() -> Refused:
    return Refused(404, "There are no such bulk data.")
