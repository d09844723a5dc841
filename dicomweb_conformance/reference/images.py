"""Frames as pictures: samples of any Photometric Interpretation to gray or RGB (PS3.18 10.4.1.1.3)."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dicomweb_conformance.reference.codecs import decoded_photometric
from dicomweb_conformance.reference.grayscale import Window, gray_levels
from dicomweb_conformance.reference.layout import PIXEL_TAGS, Layout, layout
from dicomweb_conformance.reference.messages import Attributes, Refused
from dicomweb_conformance.reference.part10 import PIXEL_DATA, Elements, File, Fragments
from dicomweb_conformance.reference.pixels import frame_of

_FLOATS = {PIXEL_TAGS[1]: "<f4", PIXEL_TAGS[2]: "<f8"}
_PALETTES = ((0x00281101, 0x00281201), (0x00281102, 0x00281202), (0x00281103, 0x00281203))


def picture(file: File, attributes: Attributes, number: int, window: Window | None = None) -> Image.Image:
    """Frame ``number`` (from 1) as an image in mode L or RGB.

    Raises Refused with 404 when there is no such frame, with 406 when it cannot be shown.
    """
    shape = layout(file.elements)
    if shape is None or not 1 <= number <= shape.frames:
        raise Refused(404, "The instance has no such frame.")
    compressed = isinstance(file.elements[shape.tag].value, Fragments)
    samples = _samples(frame_of(file, shape, number), shape, compressed)
    photometric = decoded_photometric(file.transfer_syntax, shape.photometric) if compressed else shape.photometric
    match photometric:
        case "MONOCHROME1" | "MONOCHROME2" | "":
            return Image.fromarray(gray_levels(samples, shape, attributes, file.elements, window))
        case "PALETTE COLOR":
            return Image.fromarray(_palette(samples, file.elements))
        case "RGB":
            return Image.fromarray(_eight_bits(samples, shape))
        case "YBR_FULL" | "YBR_FULL_422":
            return Image.fromarray(_rgb(_eight_bits(samples, shape)))
    raise Refused(406, f"Images in {photometric} cannot be rendered.")


def _samples(data: bytes, shape: Layout, compressed: bool) -> NDArray[Any]:
    """The samples of a frame by pixel, whatever their order in the pixel data."""
    if shape.bits_allocated == 1:
        bits = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")
        return bits[: shape.rows * shape.columns].reshape(shape.rows, shape.columns)
    kind = _FLOATS.get(shape.tag) or f"<{'i' if shape.signed else 'u'}{shape.bits_allocated // 8}"
    values = np.frombuffer(data, kind)
    if shape.tag == PIXEL_DATA:
        values = _stored_bits(values, shape)
    if shape.photometric == "YBR_FULL_422" and not compressed:
        pairs = values.reshape(shape.rows, shape.columns // 2, 4)
        first, second, chroma = pairs[..., 0], pairs[..., 1], pairs[..., 2:]
        luma = np.stack([first, second], axis=-1).reshape(shape.rows, shape.columns, 1)
        return np.concatenate([luma, np.repeat(chroma, 2, axis=1)], axis=2)
    if shape.samples > 1 and shape.planar and not compressed:
        return np.moveaxis(values.reshape(shape.samples, shape.rows, shape.columns), 0, -1)
    return values.reshape(shape.dimensions)


def _stored_bits(values: NDArray[Any], shape: Layout) -> NDArray[Any]:
    """Bits above Bits Stored do not belong to the value (PS3.5 8.1.1)."""
    unused = shape.bits_allocated - shape.bits_stored
    return (values << unused) >> unused if unused > 0 else values


def _eight_bits(samples: NDArray[Any], shape: Layout) -> NDArray[np.uint8]:
    excess = shape.bits_stored - 8
    return (samples >> excess if excess > 0 else samples).astype(np.uint8)


def _rgb(ybr: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """YBR_FULL to RGB (PS3.3 C.7.6.3.1.2)."""
    luma, blue, red = (ybr[..., plane].astype(np.float64) for plane in range(3))
    blue, red = blue - 128, red - 128
    rgb = np.stack([luma + 1.402 * red, luma - 0.344136 * blue - 0.714136 * red, luma + 1.772 * blue], axis=-1)
    return np.clip(np.round(rgb), 0, 255).astype(np.uint8)


def _palette(samples: NDArray[Any], elements: Elements) -> NDArray[np.uint8]:
    planes = []
    for descriptor_tag, data_tag in _PALETTES:
        if descriptor_tag not in elements or data_tag not in elements:
            raise Refused(406, "The image has no complete colour palette.")
        descriptor = elements[descriptor_tag]
        code = "<HhH" if descriptor.vr == "SS" else "<HHH"
        count, first, bits = struct.unpack(code, descriptor.data[:6])
        data = elements[data_tag].data
        wide = len(data) >= 2 * (count or 65536)
        entries = np.frombuffer(data, "<u2" if wide else np.uint8)[: count or 65536]
        position = np.clip(samples.astype(np.int64) - first, 0, len(entries) - 1)
        colours = entries[position]
        planes.append((colours >> 8 if bits > 8 else colours).astype(np.uint8))
    return np.stack(planes, axis=-1)
