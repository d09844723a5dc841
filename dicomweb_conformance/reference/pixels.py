"""Frames of stored instances, and their files in another transfer syntax (PS3.18 8.7.3)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.codecs import UndecodableFrame, decode, decoded_photometric
from dicomweb_conformance.reference.encoders import UnencodableFrame, encode
from dicomweb_conformance.reference.layout import Layout, code_stream, layout, native_frame
from dicomweb_conformance.reference.messages import Refused
from dicomweb_conformance.reference.part10 import Element, Elements, File, Fragments
from dicomweb_conformance.reference.part10_writer import write_file
from dicomweb_conformance.reference.samples import by_pixel
from dicomweb_conformance.reference.syntaxes import NATIVE

_OFFSET_TABLES = frozenset({0x7FE00001, 0x7FE00002})


def frame(server: Server, instance: Instance, number: int, transfer_syntax: str) -> bytes:
    """A frame as native little endian samples, or as a code stream.

    Raises Refused with 404 for a frame that does not exist, with 406 when it cannot be decoded or encoded.
    """
    file = part10.read_file(instance.path)
    shape = layout(file.elements)
    if shape is None or not 1 <= number <= shape.frames:
        raise Refused(404, "The instance has no such frame.")
    if transfer_syntax == instance.transfer_syntax:
        return frame_of(file, shape, number, decoded=False)
    return frame_of(file, shape, number) if transfer_syntax in NATIVE else encoded(file, shape, number, transfer_syntax)


def frame_of(file: File, shape: Layout, number: int, *, decoded: bool = True) -> bytes:
    """Frame ``number`` (from 1) of a file; raises Refused with 404 or 406 when there is none or it is damaged."""
    data = file.elements[shape.tag].value
    if isinstance(data, memoryview):
        native = native_frame(data, shape, number)
        if len(native) < (shape.bits + 7) // 8:
            raise Refused(404, "The pixel data end before this frame.")
        return native
    stream = code_stream(data, file.elements, shape, number) if isinstance(data, Fragments) else None
    if stream is None:
        raise Refused(406, "The fragments do not tell one frame from the next.")
    if not decoded:
        return stream
    try:
        return decode(stream, file.transfer_syntax, shape).tobytes()
    except UndecodableFrame as error:
        raise Refused(406, f"The frame cannot be decoded: {error}") from error


def encoded(file: File, shape: Layout, number: int, transfer_syntax: str) -> bytes:
    """The code stream of frame ``number`` (from 1) in a lossless transfer syntax; raises Refused with 404 or 406."""
    compressed = isinstance(file.elements[shape.tag].value, Fragments)
    samples = by_pixel(frame_of(file, shape, number), shape, decoded=compressed)
    try:
        return encode(samples, transfer_syntax, shape)
    except UnencodableFrame as error:
        raise Refused(406, f"The frame cannot be encoded: {error}") from error


def transcode(server: Server, instance: Instance, transfer_syntax: str) -> Path:
    """The file of the instance in a transfer syntax; a converted copy is kept beside the stored one."""
    if transfer_syntax == instance.transfer_syntax:
        return instance.path
    path = server.archive.derived(instance, transfer_syntax)
    if path.exists():
        return path
    file = part10.read_file(instance.path)
    elements = decompressed(file) if transfer_syntax in NATIVE else compressed(file, transfer_syntax)
    file = File(file.meta, elements, file.preamble)
    unfinished = server.archive.incoming()
    with unfinished.open("wb") as out:
        out.writelines(write_file(file, transfer_syntax))
    return unfinished.replace(path)


def decompressed(file: File) -> Elements:
    """The dataset with native pixel data by pixel, and with the attributes that describe their encoding."""
    shape = layout(file.elements)
    if shape is None or not isinstance(file.elements[shape.tag].value, Fragments):
        return file.elements
    pixels = b"".join(frame_of(file, shape, number) for number in range(1, shape.frames + 1))
    vr = "OW" if shape.bits_allocated > 8 else "OB"
    return _with_pixels(file, shape, Element(shape.tag, vr, memoryview(_padded(pixels, b"\0"))))


def compressed(file: File, transfer_syntax: str) -> Elements:
    """The dataset with its frames as code streams, one fragment each."""
    shape = layout(file.elements)
    if shape is None:
        return file.elements
    numbers = range(1, shape.frames + 1)
    streams = tuple(memoryview(encoded(file, shape, number, transfer_syntax)) for number in numbers)
    return _with_pixels(file, shape, Element(shape.tag, "OB", Fragments(b"", streams)))


def _with_pixels(file: File, shape: Layout, pixels: Element) -> Elements:
    photometric = decoded_photometric(file.transfer_syntax, shape.photometric)
    changed = {
        0x00280004: Element(0x00280004, "CS", memoryview(_padded(photometric.encode(), b" "))),
        pixels.tag: pixels,
    }
    if shape.samples > 1:
        changed[0x00280006] = Element(0x00280006, "US", memoryview(struct.pack("<H", 0)))
    kept: Mapping[int, Element] = {tag: element for tag, element in file.elements.items() if tag not in _OFFSET_TABLES}
    return MappingProxyType({**kept, **changed})


def _padded(value: bytes, pad: bytes) -> bytes:
    return value + pad * (len(value) % 2)
