"""Pixels that are wrong where no chosen example looks: in a late frame, in a size, in a depth."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import retrieving
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.frames import shape_of
from dicomweb_conformance.reference.faults.retrieve_changes import in_retrieve
from dicomweb_conformance.reference.layout import Layout, layout
from dicomweb_conformance.reference.messages import Answer, Content, Refused, Request, Resource
from dicomweb_conformance.reference.part10 import IMPLICIT_VR_LITTLE_ENDIAN, PIXEL_DATA, File
from dicomweb_conformance.reference.syntaxes import NATIVE

_FRAMES = "property-frames-are-equal"


def _renumbered(right: Behaviour, number_of: Callable[[int, int], int]) -> Behaviour:
    """Another frame for the one that was asked for, by its number and the number of all."""

    def frame(server: Server, instance: Instance, number: int, transfer_syntax: str) -> bytes:
        shape = shape_of(instance)
        count = shape.frames if shape else number
        return right.frame(server, instance, number_of(number, count), transfer_syntax)

    return replace(right, frame=frame)


@fault(breaks=(_FRAMES, "frames-one-frame-a-part"))
def the_17th_frame_is_the_16th(right: Behaviour) -> Behaviour:
    """The 17th frame is the 16th once more."""
    return _renumbered(right, lambda number, count: 16 if number == 17 else number)


@fault(breaks=(_FRAMES, "frames-count-from-one"))
def frames_of_forty_are_ordered_as_texts(right: Behaviour) -> Behaviour:
    """Where an image has more than 30 frames, they are ordered as texts: 1, 10, 11, ... 2."""
    return _renumbered(
        right, lambda number, count: sorted(range(1, count + 1), key=str)[number - 1] if count > 30 else number
    )


@fault(breaks=(_FRAMES, "frames-equal-stored-pixels"))
def a_number_of_frames_with_a_sign_is_one(right: Behaviour) -> Behaviour:
    """Where NumberOfFrames is written with a plus sign, only the first frame can be retrieved."""

    def frames(server: Server, request: Request, resource: Resource) -> Answer:
        for instance in server.behaviour.select(server, resource):
            written = part10.uid(part10.read_file(instance.path).elements, 0x00280008)
            if "+" in written and max(resource.frames, default=1) > 1:
                raise Refused(404, "The instance has only one frame.")
        return right.frames(server, request, resource)

    return replace(right, frames=frames)


def _native(right: Behaviour, change: Callable[[bytes, Layout, int], bytes]) -> Behaviour:
    """Each native frame changed, by its layout and its number."""

    def frame(server: Server, instance: Instance, number: int, transfer_syntax: str) -> bytes:
        data = right.frame(server, instance, number, transfer_syntax)
        shape = shape_of(instance)
        return data if shape is None or instance.transfer_syntax not in NATIVE else change(data, shape, number)

    return replace(right, frame=frame)


@fault(breaks=(_FRAMES, "frames-are-little-endian"))
def signed_pixels_lose_their_sign_where_bits_are_not_stored(right: Behaviour) -> Behaviour:
    """Of signed pixels of less than 16 bits only these bits come back: what is above, the sign, is zero."""

    def masked(data: bytes, shape: Layout, number: int) -> bytes:
        if not shape.signed or shape.bits_allocated != 16 or shape.bits_stored == 16:
            return data
        mask = (1 << shape.bits_stored) - 1
        return b"".join(struct.pack("<H", value & mask) for (value,) in struct.iter_unpack("<H", data))

    return _native(right, masked)


@fault(breaks=(_FRAMES,))
def late_frames_of_an_odd_size_are_shifted(right: Behaviour) -> Behaviour:
    """Frames of an odd number of bytes are shifted by one from the tenth on."""

    def shifted(data: bytes, shape: Layout, number: int) -> bytes:
        return data[1:] + data[:1] if len(data) % 2 and number > 9 and len(set(data)) > 1 else data

    return _native(right, shifted)


@fault(breaks=("property-pixels-are-equal",))
def the_last_byte_of_odd_colour_images_is_null(right: Behaviour) -> Behaviour:
    """Where the pixels of a colour image end with an odd byte, it comes back as a pad byte, with the instance."""

    def padded(file: File) -> File:
        shape = layout(file.elements)
        pixels = file.elements.get(PIXEL_DATA)
        if shape is None or pixels is None or shape.samples != 3 or file.transfer_syntax not in NATIVE:
            return file
        size = shape.bits * shape.frames // 8
        if size % 2 == 0 or shape.frames < 2:
            return file
        changed = replace(pixels, value=memoryview(pixels.data[: size - 1] + b"\0\0"))
        return replace(file, elements={**file.elements, PIXEL_DATA: changed})

    def transcode(server: Server, instance: Instance, transfer_syntax: str) -> Content:
        written = transfer_syntax != IMPLICIT_VR_LITTLE_ENDIAN
        return (retrieving(right, padded) if written else right).transcode(server, instance, transfer_syntax)

    return in_retrieve(right, transcode)
