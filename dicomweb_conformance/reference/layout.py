"""Where the frames lie in the pixel data (PS3.5 8, PS3.3 C.7.6.3)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.part10 import Elements, Fragments

PIXEL_TAGS = (part10.PIXEL_DATA, 0x7FE00008, 0x7FE00009)
"""Pixel Data, Float Pixel Data, Double Float Pixel Data."""

_COUNT = re.compile(r" *\+?([0-9]+) *")
_CODE_STREAM_STARTS = (b"\xff\xd8\xff", b"\xff\x4f\xff\x51")


@dataclass(frozen=True)
class Layout:
    """The Image Pixel attributes that tell what the pixel data mean."""

    rows: int
    columns: int
    samples: int
    bits_allocated: int
    bits_stored: int
    signed: bool
    planar: bool
    frames: int
    photometric: str
    tag: int

    @property
    def bits(self) -> int:
        """Bits of one native frame, without padding."""
        samples = 2 if self.photometric in {"YBR_FULL_422", "YBR_PARTIAL_422"} else self.samples
        return self.rows * self.columns * samples * self.bits_allocated

    @property
    def dimensions(self) -> tuple[int, ...]:
        """The shape of the samples of one frame, by pixel."""
        return (self.rows, self.columns) if self.samples == 1 else (self.rows, self.columns, self.samples)


def layout(elements: Elements) -> Layout | None:
    """The layout of the pixel data, or None when the dataset has none that could be told apart."""
    tag = next((tag for tag in PIXEL_TAGS if tag in elements), None)
    rows, columns = number(elements, 0x00280010), number(elements, 0x00280011)
    bits_allocated = number(elements, 0x00280100, 8)
    if tag is None or not rows or not columns or bits_allocated not in {1, 8, 16, 32, 64}:
        return None
    return Layout(
        rows=rows,
        columns=columns,
        samples=number(elements, 0x00280002, 1),
        bits_allocated=bits_allocated,
        bits_stored=number(elements, 0x00280101, bits_allocated),
        signed=number(elements, 0x00280103) == 1,
        planar=number(elements, 0x00280006) == 1,
        frames=_count(part10.uid(elements, 0x00280008)),
        photometric=part10.uid(elements, 0x00280004).strip(),
        tag=tag,
    )


def _count(text: str) -> int:
    """NumberOfFrames, an integer string, which may bear a sign and spaces (PS3.5 6.2); 1 where it says nothing."""
    found = _COUNT.fullmatch(text)
    return int(found[1]) or 1 if found else 1


def number(elements: Elements, tag: int, default: int = 0) -> int:
    """The first value of an US element."""
    element = elements.get(tag)
    return int.from_bytes(element.data[:2], "little") if element and element.data else default


def native_frame(data: memoryview, shape: Layout, number: int) -> bytes:
    """Cut frame ``number`` (from 1) out of native pixel data; frames of single bits need not start at a byte."""
    start, shift = divmod((number - 1) * shape.bits, 8)
    length = (shape.bits + 7) // 8
    if shift == 0 and shape.bits % 8 == 0:
        return bytes(data[start : start + length])
    value = int.from_bytes(data[start : start + length + 1], "little") >> shift
    return (value & (1 << shape.bits) - 1).to_bytes(length, "little")


def code_stream(data: Fragments, elements: Elements, shape: Layout, number: int) -> bytes | None:
    """The code stream of frame ``number`` (from 1), its fragments joined; None when frames cannot be told apart."""
    if shape.frames == 1:
        return b"".join(data.fragments)
    if len(data.fragments) == shape.frames:
        return bytes(data.fragments[number - 1])
    starts = _starts(data, elements, shape)
    if len(starts) != shape.frames:
        return None
    following = starts[number] if number < shape.frames else len(data.fragments)
    return b"".join(data.fragments[starts[number - 1] : following])


def _starts(data: Fragments, elements: Elements, shape: Layout) -> list[int]:
    """The number of the first fragment of each frame: by an offset table, else by how code streams begin."""
    extended = elements.get(0x7FE00001)
    table = struct.unpack(f"<{len(data.offsets) // 4}I", data.offsets[: len(data.offsets) // 4 * 4])
    if extended is not None and extended.data:
        table = struct.unpack(f"<{len(extended.data) // 8}Q", extended.data)
    if table:
        positions, position = {}, 0
        for fragment_number, fragment in enumerate(data.fragments):
            positions[position] = fragment_number
            position += 8 + len(fragment)
        return [positions[offset] for offset in table if offset in positions]
    return [
        fragment_number
        for fragment_number, fragment in enumerate(data.fragments)
        if bytes(fragment[:4]).startswith(_CODE_STREAM_STARTS)
    ]
