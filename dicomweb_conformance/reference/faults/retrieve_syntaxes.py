"""Wrong transfer syntaxes of retrieved instances, and wrong labels on them."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import after, with_parts
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.retrieve_changes import in_retrieve, retrieving_only
from dicomweb_conformance.reference.messages import Answer, Content, Refused, Request, Resource
from dicomweb_conformance.reference.part10 import (
    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
    EXPLICIT_VR_LITTLE_ENDIAN,
    IMPLICIT_VR_LITTLE_ENDIAN,
    PIXEL_DATA,
    Element,
    Elements,
    File,
    Fragments,
    parse,
)
from dicomweb_conformance.reference.part10_writer import write_file
from dicomweb_conformance.reference.syntaxes import BANNED, JPEG_BASELINE, LOSSLESS

_SYNTAX = re.compile(r"; *transfer-syntax=[^;,]+")
_NAMES_EXPLICIT = f"transfer-syntax={EXPLICIT_VR_LITTLE_ENDIAN}"


@fault(breaks=("retrieve-whole-files",))
def files_do_not_name_their_class(right: Behaviour) -> Behaviour:
    """The File Meta Information of retrieved files lacks MediaStorageSOPClassUID."""
    return retrieving_only(
        right, _with_meta(lambda meta: {tag: each for tag, each in meta.items() if tag != 0x00020002})
    )


@fault(breaks=("retrieve-file-meta-agrees",))
def files_name_another_instance(right: Behaviour) -> Behaviour:
    """MediaStorageSOPInstanceUID of retrieved files is not their SOPInstanceUID."""
    other = Element(0x00020003, "UI", memoryview(b"1.2.826.0.1.3680043.8.498.1\0"))
    return retrieving_only(right, _with_meta(lambda meta: {**meta, 0x00020003: other}))


@fault(breaks=("retrieve-file-meta-padding",))
def uids_of_files_are_padded_with_a_blank(right: Behaviour) -> Behaviour:
    """UIDs of odd length in the File Meta Information of retrieved files end with a blank."""

    def padded(element: Element) -> Element:
        value = bytes(element.data)
        is_padded = element.vr == "UI" and value.endswith(b"\0")
        return replace(element, value=memoryview(value[:-1] + b" ")) if is_padded else element

    return retrieving_only(right, _with_meta(lambda meta: {tag: padded(each) for tag, each in meta.items()}))


@fault(breaks=("retrieve-file-meta-length",))
def converted_files_state_a_wrong_length(right: Behaviour) -> Behaviour:
    """The length of the File Meta Information is too small in files that are converted."""

    def transcode(server: Server, instance: Instance, transfer_syntax: str) -> Content:
        content = right.transcode(server, instance, transfer_syntax)
        if transfer_syntax == instance.transfer_syntax:
            return content
        given = content if isinstance(content, bytes) else content.read_bytes()
        length = int.from_bytes(given[140:144], "little") - 2
        return given[:140] + length.to_bytes(4, "little") + given[144:]

    return replace(right, transcode=transcode)


@fault(breaks=("retrieve-default-syntax",))
def uncompressed_instances_come_deflated(right: Behaviour) -> Behaviour:
    """Without a named transfer syntax, uncompressed instances come deflated."""
    return _asked_otherwise(
        right,
        lambda accept, stored: (
            f"{accept}; transfer-syntax={DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN}"
            if stored == {EXPLICIT_VR_LITTLE_ENDIAN} and accept == 'multipart/related; type="application/dicom"'
            else accept
        ),
    )


@fault(breaks=("retrieve-decompressed-by-default",))
def compressed_instances_stay_compressed(right: Behaviour) -> Behaviour:
    """Without a named transfer syntax, instances come in the one in which they are stored."""
    return _asked_otherwise(
        right,
        lambda accept, stored: (
            f"{accept}; transfer-syntax=*"
            if stored & LOSSLESS and accept == 'multipart/related; type="application/dicom"'
            else accept
        ),
    )


@fault(breaks=("retrieve-explicit-syntax",))
def a_named_transfer_syntax_is_not_the_one_that_comes(right: Behaviour) -> Behaviour:
    """Where Explicit VR Little Endian is named, uncompressed instances come deflated."""
    return _asked_otherwise(
        right,
        lambda accept, stored: (
            accept.replace(_NAMES_EXPLICIT, f"transfer-syntax={DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN}")
            if stored == {EXPLICIT_VR_LITTLE_ENDIAN} and accept.endswith(_NAMES_EXPLICIT)
            else accept
        ),
    )


@fault(breaks=("retrieve-explicit-syntax", "retrieve-accept-quoting"))
def a_named_transfer_syntax_is_not_acceptable(right: Behaviour) -> Behaviour:
    """A request for an instance that names Explicit VR Little Endian is answered with 406."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        if resource.level == "instance" and _NAMES_EXPLICIT in (request.header("accept") or "").replace('"', ""):
            raise Refused(406, "A transfer syntax cannot be chosen.")
        return right.retrieve(server, request, resource)

    return replace(right, retrieve=retrieve)


@fault(breaks=("retrieve-explicit-syntax-of-compressed",))
def compressed_instances_stay_so_whatever_is_named(right: Behaviour) -> Behaviour:
    """Where Explicit VR Little Endian is named, compressed instances come as they are stored."""
    return _asked_otherwise(
        right,
        lambda accept, stored: (
            _SYNTAX.sub("; transfer-syntax=*", accept)
            if stored & LOSSLESS and accept.endswith(_NAMES_EXPLICIT)
            else accept
        ),
    )


@fault(breaks=("retrieve-decompressed-pixels",))
def decompressed_pixels_begin_with_a_wrong_one(right: Behaviour) -> Behaviour:
    """The first pixel is 255 after decompression."""

    def change(instance: Instance, syntax: str, elements: Elements) -> Elements:
        value = elements[PIXEL_DATA].value if PIXEL_DATA in elements else None
        if instance.transfer_syntax not in LOSSLESS or not isinstance(value, memoryview):
            return elements
        return _with_pixels(elements, b"\xff" + bytes(value[1:]))

    return _transcoding(right, change)


@fault(breaks=("retrieve-decompressed-pixels",))
def decompressed_colours_change_places(right: Behaviour) -> Behaviour:
    """Red and blue change places when a colour image is decompressed."""

    def change(instance: Instance, syntax: str, elements: Elements) -> Elements:
        value = elements[PIXEL_DATA].value if PIXEL_DATA in elements else None
        is_colour = 0x00280002 in elements and elements[0x00280002].data[:1] == b"\3"
        if instance.transfer_syntax not in LOSSLESS or not isinstance(value, memoryview) or not is_colour:
            return elements
        pixels = bytearray(value)
        samples = len(pixels) // 3 * 3
        pixels[0:samples:3], pixels[2:samples:3] = pixels[2:samples:3], pixels[0:samples:3]
        return _with_pixels(elements, bytes(pixels))

    return _transcoding(right, change)


@fault(breaks=("retrieve-lossy-readable",))
def lossy_code_streams_lose_their_end(right: Behaviour) -> Behaviour:
    """The last bytes of a lossy code stream are zeros."""

    def change(instance: Instance, syntax: str, elements: Elements) -> Elements:
        value = elements[PIXEL_DATA].value if PIXEL_DATA in elements else None
        if instance.transfer_syntax != JPEG_BASELINE or not isinstance(value, Fragments):
            return elements
        cut = tuple(memoryview(bytes(each[:-64]) + bytes(64)) for each in value.fragments)
        return {**elements, PIXEL_DATA: Element(PIXEL_DATA, "OB", Fragments(value.offsets, cut))}

    return _transcoding(right, change)


@fault(
    breaks=(
        "retrieve-any-syntax",
        "store-content-framing",
        "store-megabyte",
        "store-replacement-whole",
        "store-tells-coercion",
        "store-tiff-preamble",
    )
)
def any_transfer_syntax_yields_blank_pixels(right: Behaviour) -> Behaviour:
    """Who accepts any transfer syntax gets blank pixels in uncompressed instances."""

    def blank(file: File) -> File:
        size = len(file.elements[PIXEL_DATA].data) if PIXEL_DATA in file.elements else 0
        return replace(file, elements=_with_pixels(file.elements, bytes(size))) if size else file

    changed = retrieving_only(right, blank)

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        stored = {each.transfer_syntax for each in server.behaviour.select(server, resource)}
        if stored == {EXPLICIT_VR_LITTLE_ENDIAN} and (request.header("accept") or "").endswith("transfer-syntax=*"):
            return changed.retrieve(server, request, resource)
        return right.retrieve(server, request, resource)

    return replace(right, retrieve=retrieve)


@fault(breaks=("retrieve-any-syntax-pixels",))
def code_streams_come_in_reverse_order(right: Behaviour) -> Behaviour:
    """The frames of an instance that comes compressed are in reverse order."""

    def change(instance: Instance, syntax: str, elements: Elements) -> Elements:
        value = elements[PIXEL_DATA].value if PIXEL_DATA in elements else None
        if instance.transfer_syntax not in LOSSLESS or not isinstance(value, Fragments):
            return elements
        turned = Fragments(b"", tuple(reversed(value.fragments)))
        return {**elements, PIXEL_DATA: Element(PIXEL_DATA, "OB", turned)}

    return _transcoding(right, change)


@fault(breaks=("retrieve-unproducible-syntax",))
def an_unproducible_transfer_syntax_is_a_server_error(right: Behaviour) -> Behaviour:
    """A transfer syntax that the server cannot produce is answered with 500."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        try:
            return right.retrieve(server, request, resource)
        except Refused as refused:
            if "transfer-syntax=1.2.840.10008.1.2" in (request.header("accept") or ""):
                raise Refused(500, "The transcoder failed.") from refused
            raise

    return replace(right, retrieve=retrieve)


@fault(breaks=("retrieve-unproducible-syntax",))
def an_unproducible_transfer_syntax_is_claimed(right: Behaviour) -> Behaviour:
    """A part claims a video syntax that was asked for, and holds Explicit VR Little Endian."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        accept = request.header("accept") or ""
        video = "1.2.840.10008.1.2.4.100"
        if video not in accept:
            return right.retrieve(server, request, resource)
        fields = tuple((key, _SYNTAX.sub("", value)) for key, value in request.headers)
        answer = right.retrieve(server, replace(request, headers=fields), resource)
        return with_parts(lambda parts: tuple(replace(part, transfer_syntax=video) for part in parts))(answer)

    return replace(right, retrieve=retrieve)


@fault(breaks=("retrieve-syntax-labelled-truly", "retrieve-syntax-labelled"))
def parts_repeat_the_wildcard(right: Behaviour) -> Behaviour:
    """Each part states transfer-syntax=* instead of the one that it is in."""
    wildcard = with_parts(lambda parts: tuple(replace(part, transfer_syntax="*") for part in parts))
    return replace(right, retrieve=after(right.retrieve, wildcard, levels="study series"))


@fault(breaks=("retrieve-syntax-labelled",))
def parts_do_not_state_their_transfer_syntax(right: Behaviour) -> Behaviour:
    """No part states the transfer syntax of its instance."""
    silent = with_parts(lambda parts: tuple(replace(part, transfer_syntax=None) for part in parts))
    return replace(right, retrieve=after(right.retrieve, silent))


@fault(breaks=("retrieve-no-banned-syntax", "retrieve-banned-syntax-never"))
def implicit_instances_come_as_they_are_stored(right: Behaviour) -> Behaviour:
    """What was stored in Implicit VR Little Endian comes so too, under another label."""

    def transcode(server: Server, instance: Instance, syntax: str) -> Content:
        if instance.transfer_syntax == IMPLICIT_VR_LITTLE_ENDIAN:
            return instance.path
        return right.transcode(server, instance, syntax)

    return in_retrieve(right, transcode)


@fault(breaks=("retrieve-reencoded-whole",))
def another_encoding_loses_private_attributes(right: Behaviour) -> Behaviour:
    """Private attributes are gone when an instance was stored in Implicit VR or big endian."""

    def change(instance: Instance, syntax: str, elements: Elements) -> Elements:
        if instance.transfer_syntax not in BANNED:
            return elements
        return {tag: each for tag, each in elements.items() if not tag >> 16 & 1}

    return _transcoding(right, change)


@fault(breaks=("retrieve-reencoded-whole",))
def an_inflated_instance_has_lost_its_numbers(right: Behaviour) -> Behaviour:
    """Decimal strings are gone when a deflated instance is inflated."""

    def change(instance: Instance, syntax: str, elements: Elements) -> Elements:
        if instance.transfer_syntax != DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN or syntax != EXPLICIT_VR_LITTLE_ENDIAN:
            return elements
        return {tag: each for tag, each in elements.items() if each.vr not in ("DS", "US") or tag >> 16 == 0x0028}

    return _transcoding(right, change)


@fault(breaks=("retrieve-any-syntax-pixels",))
def offsets_of_frames_point_beside_their_items(right: Behaviour) -> Behaviour:
    """A Basic Offset Table points two bytes too far, from its second entry on."""

    def change(file: File) -> File:
        pixels = file.elements.get(PIXEL_DATA)
        if pixels is None or not isinstance(pixels.value, Fragments) or not pixels.value.offsets:
            return file
        first, *others = (offset for (offset,) in struct.iter_unpack("<I", pixels.value.offsets))
        table = struct.pack(f"<{1 + len(others)}I", first, *(offset + 2 for offset in others))
        shifted = replace(pixels, value=replace(pixels.value, offsets=table))
        return replace(file, elements={**file.elements, PIXEL_DATA: shifted})

    return retrieving_only(right, change)


def _asked_otherwise(right: Behaviour, change: Callable[[str, set[str]], str]) -> Behaviour:
    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        stored = {each.transfer_syntax for each in server.behaviour.select(server, resource)}
        fields = tuple((key, change(value, stored) if key == "accept" else value) for key, value in request.headers)
        return right.retrieve(server, replace(request, headers=fields), resource)

    return replace(right, retrieve=retrieve)


def _transcoding(right: Behaviour, change: Callable[[Instance, str, Elements], Elements]) -> Behaviour:
    def transcode(server: Server, instance: Instance, syntax: str) -> Content:
        content = right.transcode(server, instance, syntax)
        file = parse(memoryview(content.read_bytes() if isinstance(content, Path) else content))
        changed = change(instance, syntax, file.elements)
        if changed is file.elements:
            return content
        return b"".join(write_file(replace(file, elements=changed), syntax))

    return in_retrieve(right, transcode)


def _with_meta(change: Callable[[Elements], Elements]) -> Callable[[File], File]:
    return lambda file: replace(file, meta=change(file.meta))


def _with_pixels(elements: Elements, pixels: bytes) -> Elements:
    return {**elements, PIXEL_DATA: Element(PIXEL_DATA, elements[PIXEL_DATA].vr, memoryview(pixels))}
