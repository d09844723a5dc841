"""Frames of an instance, and files in another transfer syntax (PS3.18 8.7.3, PS3.5 8)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.messages import Refused
from dicomweb_conformance.reference.part10 import Elements
from dicomweb_conformance.reference.syntaxes import NATIVE


@dataclass(frozen=True)
class Layout:
    """The Image Pixel attributes that say where a frame lies."""

    rows: int
    columns: int
    samples: int
    bits_allocated: int
    frames: int
    photometric: str

    @property
    def bits(self) -> int:
        """Bits of one native frame, without padding."""
        samples = 2 if self.photometric in {"YBR_FULL_422", "YBR_PARTIAL_422"} else self.samples
        return self.rows * self.columns * samples * self.bits_allocated


def layout(elements: Elements) -> Layout | None:
    """The layout of the pixel data, or None when there are none."""
    if part10.PIXEL_DATA not in elements:
        return None
    frames = part10.uid(elements, 0x00280008).strip()
    return Layout(
        rows=number(elements, 0x00280010),
        columns=number(elements, 0x00280011),
        samples=number(elements, 0x00280002, 1),
        bits_allocated=number(elements, 0x00280100, 8),
        frames=int(frames) if frames.isdigit() else 1,
        photometric=part10.uid(elements, 0x00280004),
    )


def number(elements: Elements, tag: int, default: int = 0) -> int:
    """The first value of an US element."""
    element = elements.get(tag)
    return int.from_bytes(element.data[:2], "little") if element and element.data else default


def frame(server: Server, instance: Instance, number: int, transfer_syntax: str) -> bytes:
    """A frame as native little endian samples, or as the code stream in which it is stored."""
    elements = part10.read_file(instance.path).elements
    shape = layout(elements)
    if shape is None or not 1 <= number <= shape.frames:
        raise Refused(404, "The instance has no such frame.")
    if instance.transfer_syntax not in NATIVE:
        raise Refused(406, "Frames of this transfer syntax cannot be given.")
    data = elements[part10.PIXEL_DATA].value
    assert isinstance(data, memoryview)
    return native_frame(data, shape, number)


def native_frame(data: memoryview, shape: Layout, number: int) -> bytes:
    """Cut one frame out of native pixel data; frames of single bits need not start at a byte (PS3.5 8.1.1)."""
    start, shift = divmod((number - 1) * shape.bits, 8)
    length = (shape.bits + 7) // 8
    if shift == 0:
        return bytes(data[start : start + length])
    value = int.from_bytes(data[start : start + length + 1], "little") >> shift
    return (value & (1 << shape.bits) - 1).to_bytes(length, "little")


def transcode(server: Server, instance: Instance, transfer_syntax: str) -> Path:
    """The file of the instance in a transfer syntax; a converted copy is kept beside the stored one."""
    if transfer_syntax == instance.transfer_syntax:
        return instance.path
    path = server.archive.derived(instance, transfer_syntax)
    if path.exists():
        return path
    file = part10.read_file(instance.path)
    if instance.transfer_syntax not in NATIVE:
        raise Refused(406, "Instances of this transfer syntax cannot be converted.")
    unfinished = server.archive.incoming()
    with unfinished.open("wb") as out:
        out.writelines(part10.write_file(file, transfer_syntax))
    return unfinished.replace(path)
