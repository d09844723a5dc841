"""Frames whose bytes are wrong, or of which the wrong ones come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import after, with_parts
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.layout import Layout, layout
from dicomweb_conformance.reference.messages import Answer, Part, Refused, Request, Resource
from dicomweb_conformance.reference.part10 import EXPLICIT_VR_BIG_ENDIAN, Fragments
from dicomweb_conformance.reference.syntaxes import NATIVE, RLE

_NEED_LISTS = (
    "frames-list-keeps-its-order",
    "frames-are-little-endian",
    "frames-are-whole",
    "frames-bare-code-stream",
    "frames-encoded-comma",
    "frames-equal-stored-pixels",
    "frames-in-any-order",
    "frames-in-any-transfer-syntax",
    "frames-listed-twice",
    "frames-of-floats",
    "frames-one-frame-a-part",
)
"""What is only seen in lists of several frames."""
_LARGE = 2**16
_ENTIRE = 10
"""Lists of more frames than that are taken for a request of all of them."""


def shape_of(instance: Instance) -> Layout | None:
    """The layout of the pixel data of a stored instance."""
    return layout(part10.read_file(instance.path).elements)


def _changing(right: Behaviour, change: Callable[[bytes, Instance, Layout], bytes]) -> Behaviour:
    """Each uncompressed frame changed; frames of compressed instances and code streams stay right."""

    def frame(server: Server, instance: Instance, number: int, transfer_syntax: str) -> bytes:
        data = right.frame(server, instance, number, transfer_syntax)
        shape = shape_of(instance)
        return data if shape is None or instance.transfer_syntax not in NATIVE else change(data, instance, shape)

    return replace(right, frame=frame)


@fault(breaks=("retrieve-frame", "frames-equal-stored-pixels"))
def frames_come_with_their_bytes_reversed(right: Behaviour) -> Behaviour:
    """The bytes of a frame of more than 64 KiB come in reverse order."""
    return _changing(right, lambda data, instance, shape: data[::-1] if len(data) > _LARGE else data)


@fault(breaks=("frames-equal-stored-pixels",))
def the_last_row_of_a_colour_frame_is_missing(right: Behaviour) -> Behaviour:
    """A frame of a multi-frame colour image ends a row early."""

    def change(data: bytes, instance: Instance, shape: Layout) -> bytes:
        short = shape.samples == 3 and shape.frames > 1
        return data[: -shape.columns * shape.samples] if short else data

    return _changing(right, change)


@fault(breaks=("frames-equal-stored-pixels",))
def packed_bits_come_as_bytes(right: Behaviour) -> Behaviour:
    """Pixels of one bit come as one byte each."""

    def change(data: bytes, instance: Instance, shape: Layout) -> bytes:
        if shape.bits_allocated != 1:
            return data
        return np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little").tobytes()

    return _changing(right, change)


@fault(breaks=("frames-equal-stored-pixels",))
def planes_of_colour_come_by_pixel(right: Behaviour) -> Behaviour:
    """Pixels stored plane by plane come pixel by pixel, though the metadata say by plane."""

    def change(data: bytes, instance: Instance, shape: Layout) -> bytes:
        if not shape.planar:
            return data
        return np.frombuffer(data, np.uint8).reshape(shape.samples, -1).T.tobytes()

    return _changing(right, change)


@fault(breaks=("frames-equal-stored-pixels",))
def indices_into_a_palette_come_as_colours(right: Behaviour) -> Behaviour:
    """Frames of palette images come with their colours, three bytes a pixel."""

    def change(data: bytes, instance: Instance, shape: Layout) -> bytes:
        return bytes(np.repeat(np.frombuffer(data, np.uint8), 3)) if shape.photometric == "PALETTE COLOR" else data

    return _changing(right, change)


@fault(breaks=("frames-are-little-endian",))
def samples_come_big_endian_when_stored_so(right: Behaviour) -> Behaviour:
    """Frames of a big endian object come in big endian byte order."""

    def change(data: bytes, instance: Instance, shape: Layout) -> bytes:
        return _swapped(data) if instance.transfer_syntax == EXPLICIT_VR_BIG_ENDIAN else data

    return _changing(right, change)


@fault(breaks=("frames-are-little-endian",))
def samples_of_signed_images_come_in_network_order(right: Behaviour) -> Behaviour:
    """Signed samples of 16 bits come most significant byte first."""

    def change(data: bytes, instance: Instance, shape: Layout) -> bytes:
        return _swapped(data) if shape.bits_allocated == 16 and shape.signed else data

    return _changing(right, change)


def _swapped(data: bytes) -> bytes:
    return np.frombuffer(data, np.uint16).byteswap().tobytes()


@fault(breaks=("frames-of-floats",))
def float_pixel_data_have_no_frames(right: Behaviour) -> Behaviour:
    """Frames of Float Pixel Data end in an error of the server."""

    def change(data: bytes, instance: Instance, shape: Layout) -> bytes:
        if shape.tag != part10.PIXEL_DATA:
            raise Refused(500, "There is no Pixel Data.")
        return data

    return _changing(right, change)


def _single(resource: Resource) -> bool:
    return len(resource.frames) == 1


def _renumbered(right: Behaviour, renumber: Callable[[Resource, int], Resource]) -> Behaviour:
    """Other frames than those asked for, as far as they exist; ``renumber`` is told how many there are."""

    def frames(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.frames(server, request, resource)
        instances = server.behaviour.select(server, resource)
        shape = shape_of(instances[0]) if instances else None
        if shape is None or instances[0].transfer_syntax not in NATIVE:
            return answer
        return right.frames(server, request, renumber(resource, shape.frames))

    return replace(right, frames=frames)


@fault(breaks=("frames-count-from-one", "frames-location"))
def single_frames_are_counted_from_zero(right: Behaviour) -> Behaviour:
    """A single frame number is taken for an index that starts at 0."""

    def renumber(resource: Resource, count: int) -> Resource:
        return replace(resource, frames=(min(resource.frames[0] + 1, count),)) if _single(resource) else resource

    return _renumbered(right, renumber)


@fault(breaks=("frames-count-from-one", "frames-location"))
def a_single_frame_is_always_the_first(right: Behaviour) -> Behaviour:
    """The number of a single frame is ignored: the first frame comes."""
    return _renumbered(right, lambda resource, _: replace(resource, frames=(1,)) if _single(resource) else resource)


@fault(breaks=_NEED_LISTS)
def a_list_of_frames_comes_in_reverse(right: Behaviour) -> Behaviour:
    """The parts of a list of frames come in reverse order."""
    return replace(right, frames=after(right.frames, with_parts(lambda parts: parts[::-1])))


@fault(breaks=_NEED_LISTS)
def a_list_of_frames_gives_its_first_only(right: Behaviour) -> Behaviour:
    """Of a list of frames only the first comes."""
    return replace(right, frames=after(right.frames, with_parts(lambda parts: parts[:1])))


@fault(breaks=("frames-list-keeps-its-order", "frames-encoded-comma", "frames-in-any-transfer-syntax"))
def a_list_of_frames_is_a_range(right: Behaviour) -> Behaviour:
    """A list of two frames gives all frames from the first to the second."""

    def renumber(resource: Resource, count: int) -> Resource:
        if len(resource.frames) != 2 or resource.frames[0] > resource.frames[1]:
            return resource
        return replace(resource, frames=tuple(range(resource.frames[0], resource.frames[1] + 1)))

    return _renumbered(right, renumber)


@fault(breaks=("frames-one-frame-a-part",))
def all_frames_come_in_one_part(right: Behaviour) -> Behaviour:
    """The frames of a long list come joined in one part."""

    def joined(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        if len(parts) <= _ENTIRE:
            return parts
        return (replace(parts[0], content=b"".join(part.content for part in parts if isinstance(part.content, bytes))),)

    return replace(right, frames=after(right.frames, with_parts(joined)))


@fault(breaks=("frames-in-any-order",))
def frames_are_sorted(right: Behaviour) -> Behaviour:
    """The parts come in ascending order, whatever the order of the list."""
    return _renumbered(right, lambda resource, _: replace(resource, frames=tuple(sorted(resource.frames))))


@fault(breaks=("frames-listed-twice",))
def frames_come_once(right: Behaviour) -> Behaviour:
    """A frame that is listed twice comes once."""
    return _renumbered(right, lambda resource, _: replace(resource, frames=tuple(dict.fromkeys(resource.frames))))


def _of_fragments(right: Behaviour, change: Callable[[Instance, Fragments, Layout, int], bytes | None]) -> Behaviour:
    """Another answer than the decoded frame for compressed instances; None leaves the right one."""

    def frame(server: Server, instance: Instance, number: int, transfer_syntax: str) -> bytes:
        data = right.frame(server, instance, number, transfer_syntax)
        file = part10.read_file(instance.path)
        shape = layout(file.elements)
        value = file.elements[shape.tag].value if shape else None
        if shape is None or not isinstance(value, Fragments) or transfer_syntax not in NATIVE:
            return data
        changed = change(instance, value, shape, number)
        return data if changed is None else changed

    return replace(right, frame=frame)


@fault(breaks=("frames-are-decompressed", "frames-in-any-transfer-syntax"))
def rle_frames_come_compressed_as_octets(right: Behaviour) -> Behaviour:
    """RLE frames asked for as octets come as they are stored, labelled as uncompressed."""

    def change(instance: Instance, value: Fragments, shape: Layout, number: int) -> bytes | None:
        alone = instance.transfer_syntax == RLE and len(value.fragments) == shape.frames
        return bytes(value.fragments[number - 1]) if alone else None

    return _of_fragments(right, change)


@fault(breaks=("frames-are-whole",))
def fragments_are_taken_for_frames(right: Behaviour) -> Behaviour:
    """Frame n is fragment n, however many fragments a frame has."""

    def change(instance: Instance, value: Fragments, shape: Layout, number: int) -> bytes | None:
        return bytes(value.fragments[number - 1]) if len(value.fragments) != shape.frames else None

    return _of_fragments(right, change)


@fault(breaks=("frames-are-whole",))
def a_frame_in_fragments_ends_in_an_error(right: Behaviour) -> Behaviour:
    """A frame of several fragments without an offset table ends in an error of the server."""

    def change(instance: Instance, value: Fragments, shape: Layout, number: int) -> bytes | None:
        if len(value.fragments) != shape.frames and not value.offsets:
            raise Refused(500, "The offset table is empty.")
        return None

    return _of_fragments(right, change)
