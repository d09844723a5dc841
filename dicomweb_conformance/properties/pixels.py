"""Any valid image: 1 to 16 bits, signed or not, of any number of bytes, in 1 to 40 frames, native or compressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from jpeg_ls import CharLS
from numpy.typing import NDArray
from openjpeg.utils import encode_pixel_data
from pydicom.datadict import tag_for_keyword
from pydicom.encaps import encapsulate
from pydicom.pixels.encoders.base import get_encoder
from pydicom.uid import (
    UID,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
    MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
    MultiFrameSingleBitSecondaryCaptureImageStorage,
    MultiFrameTrueColorSecondaryCaptureImageStorage,
    RLELossless,
    SecondaryCaptureImageStorage,
)

from dicomweb_conformance.properties.datasets import MadeDataset, text_element
from dicomweb_conformance.properties.made import Made
from dicomweb_conformance.properties.values import ASCII

_COUNTS = (1, 2, 3, 9, 10, 11, 16, 17, 18, 32, 40)
"""Numbers of frames; those beyond 9 and around powers of two are where counting goes wrong."""
_SIDES = (1, 2, 3, 5, 7, 8)
_LARGE_SIDES = (32, 33)
_STORED = (1, 7, 8, 9, 10, 12, 15, 16)
_NUMBERS = ("{}", "{}", "{}", "+{}", "0{}", " {} ")
_PIXEL_DATA = 0x7FE00010


@dataclass(frozen=True)
class Layout:
    """How an image is laid out; ``seed`` makes its values. ``BitsStored`` of 1 with ``packed`` is a bitmap."""

    rows: int
    columns: int
    samples: int
    bits_stored: int
    signed: bool
    frames: int
    seed: int
    packed: bool = False
    number: str = "{}"
    """How NumberOfFrames, an integer string, is written."""

    @property
    def bits_allocated(self) -> int:
        return 1 if self.packed else 8 if self.bits_stored <= 8 else 16

    def __str__(self) -> str:
        said = f"{self.frames} frame{'s' if self.frames > 1 else ''} of {self.rows} x {self.columns}"
        colour = " in colour" if self.samples == 3 else ""
        kind = "packed bits" if self.packed else f"{self.bits_stored} of {self.bits_allocated} bits"
        written = f", NumberOfFrames {self.number.format(self.frames)!r}" if self.number != "{}" else ""
        return f"{said}{colour}, {kind}{', signed' if self.signed else ''}{written}"


@dataclass(frozen=True)
class MadeImage:
    """An image as a dataset, and how to say which it is."""

    layout: Layout
    dataset: MadeDataset

    def __str__(self) -> str:
        return f"{self.layout}, {UID(self.dataset.transfer_syntax).name}"


def images() -> SearchStrategy[MadeImage]:
    """Any image, in a transfer syntax that it may have."""
    return st.one_of(
        layouts().flatmap(_native_or_rle), layouts().flatmap(_native_or_rle), _large().flatmap(_compressed)
    )


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Any layout."""
    packed = draw(st.sampled_from([False] * 7 + [True]))
    frames = draw(st.one_of(st.sampled_from(_COUNTS), st.integers(1, 40)))
    rows, columns = draw(st.sampled_from(_SIDES)), draw(st.sampled_from(_SIDES))
    seed, number = draw(st.integers(0, 3)), draw(st.sampled_from(_NUMBERS))
    if packed:
        # Frames that do not end with a byte cannot be retrieved one by one
        return Layout(rows, 8, 1, 1, signed=False, frames=frames, seed=seed, packed=True, number=number)
    if draw(st.sampled_from([False, False, True])):
        return Layout(rows, columns, 3, 8, signed=False, frames=frames, seed=seed, number=number)
    return Layout(rows, columns, 1, draw(st.sampled_from(_STORED)), draw(st.booleans()), frames, seed, number=number)


@st.composite
def _large(draw: st.DrawFn) -> Layout:
    """As large as the encoders need it."""
    rows, columns = draw(st.sampled_from(_LARGE_SIDES)), draw(st.sampled_from(_LARGE_SIDES))
    samples = draw(st.sampled_from([1, 1, 3]))
    bits = 8 if samples == 3 else draw(st.sampled_from([8, 12, 16]))
    return Layout(rows, columns, samples, bits, signed=False, frames=draw(st.sampled_from([1, 2, 3, 11])), seed=0)


def _native_or_rle(layout: Layout) -> SearchStrategy[MadeImage]:
    syntaxes = [str(ExplicitVRLittleEndian), str(ExplicitVRLittleEndian)]
    if not layout.packed:
        syntaxes += [str(ImplicitVRLittleEndian), str(RLELossless)]
    return st.builds(partial(image_of, layout), st.sampled_from(syntaxes), offsets=st.booleans())


def _compressed(layout: Layout) -> SearchStrategy[MadeImage]:
    syntaxes = st.sampled_from([str(JPEGLSLossless), str(JPEG2000Lossless)])
    return st.builds(partial(image_of, layout), syntaxes, fragments=st.sampled_from([1, 2]), offsets=st.booleans())


def image_of(
    layout: Layout, syntax: str = ExplicitVRLittleEndian, *, fragments: int = 1, offsets: bool = True
) -> MadeImage:
    """The image as a Secondary Capture instance. ``fragments`` and ``offsets`` are those of encapsulated frames."""
    frames = [_frame(layout, number) for number in range(1, layout.frames + 1)]
    raw = [_bytes(frame, layout) for frame in frames]
    native = syntax in (ExplicitVRLittleEndian, ImplicitVRLittleEndian)
    if native:
        vr = "OW" if layout.bits_allocated == 16 or syntax == ImplicitVRLittleEndian else "OB"
        content = b"".join(raw)
        pixels = Made(_PIXEL_DATA, vr, content + b"\x00" * (len(content) % 2))
    else:
        streams = [_encoded(one, layout, syntax) for one in raw]
        value = encapsulate(streams, fragments_per_frame=fragments, has_bot=offsets)
        # Whatever ends a sequence of fragments is written with an undefined length
        pixels = Made(_PIXEL_DATA, "OB", value, undefined=True)
    dataset = MadeDataset(
        elements=(*_description(layout, syntax), replace(pixels, says=str(layout))),
        repertoire=ASCII,
        transfer_syntax=syntax,
        SOPClassUID=_class_of(layout),
        decoded=() if native else tuple(raw),
    )
    return MadeImage(layout, dataset)


def _frame(layout: Layout, number: int) -> NDArray[np.int64]:
    """Values of all bits; any two frames differ, and the first pixel holds the extremes in turn."""
    generator = np.random.default_rng([layout.seed, number])
    least = -(1 << (layout.bits_stored - 1)) if layout.signed else 0
    most = least + (1 << layout.bits_stored) - 1
    values = generator.integers(least, most, size=(layout.rows, layout.columns, layout.samples), endpoint=True)
    values.flat[0] = (least, most, -1 if layout.signed else most)[number % 3]
    return np.asarray(values, dtype=np.int64)


def _bytes(frame: NDArray[np.int64], layout: Layout) -> bytes:
    if layout.packed:
        return np.packbits(frame.astype(np.uint8).ravel(), bitorder="little").tobytes()
    kind = "i" if layout.signed else "u"
    return frame.astype(f"<{kind}{layout.bits_allocated // 8}").tobytes()


def _encoded(frame: bytes, layout: Layout, syntax: str) -> bytes:
    about: dict[str, Any] = {
        "rows": layout.rows,
        "columns": layout.columns,
        "samples_per_pixel": layout.samples,
        "bits_stored": layout.bits_stored,
        "bits_allocated": layout.bits_allocated,
        "pixel_representation": int(layout.signed),
        "planar_configuration": 0,
        "number_of_frames": 1,
        "photometric_interpretation": _photometric(layout, syntax),
    }
    if syntax == RLELossless:
        return bytes(get_encoder(RLELossless).encode(frame, encoding_plugin="pydicom", **about))
    encode = CharLS.encode_pixel_data if syntax == JPEGLSLossless else encode_pixel_data
    return bytes(encode(frame, **about))


def _photometric(layout: Layout, syntax: str) -> str:
    if layout.samples == 1:
        return "MONOCHROME2"
    return "YBR_RCT" if syntax == JPEG2000Lossless else "RGB"


def _class_of(layout: Layout) -> str:
    if layout.packed:
        return str(MultiFrameSingleBitSecondaryCaptureImageStorage)
    if layout.frames == 1:
        return str(SecondaryCaptureImageStorage)
    if layout.samples == 3:
        return str(MultiFrameTrueColorSecondaryCaptureImageStorage)
    if layout.bits_allocated == 8:
        return str(MultiFrameGrayscaleByteSecondaryCaptureImageStorage)
    return str(MultiFrameGrayscaleWordSecondaryCaptureImageStorage)


def _description(layout: Layout, syntax: str) -> tuple[Made, ...]:
    numbers: Mapping[str, int] = {
        "SamplesPerPixel": layout.samples,
        "Rows": layout.rows,
        "Columns": layout.columns,
        "BitsAllocated": layout.bits_allocated,
        "BitsStored": layout.bits_stored,
        "HighBit": layout.bits_stored - 1,
        "PixelRepresentation": int(layout.signed),
        **({"PlanarConfiguration": 0} if layout.samples == 3 else {}),
    }
    found = [
        Made(tag_for_keyword(keyword) or 0, "US", number.to_bytes(2, "little"), says=str(number))
        for keyword, number in numbers.items()
    ]
    found.append(text_element("PhotometricInterpretation", "CS", _photometric(layout, syntax)))
    if layout.frames > 1 or layout.packed:
        found.append(text_element("NumberOfFrames", "IS", layout.number.format(layout.frames)))
        found.append(text_element("FrameTime", "DS", "40"))
        found.append(Made(0x00280009, "AT", bytes.fromhex("18006310"), says="FrameTime"))
    return tuple(found)
