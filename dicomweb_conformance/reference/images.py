"""Frames as pictures: samples of any Photometric Interpretation to gray or RGB (PS3.18 10.4.1.1.3)."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dicomweb_conformance.reference.codecs import decoded_photometric
from dicomweb_conformance.reference.grayscale import Window, gray_levels
from dicomweb_conformance.reference.layout import Layout, layout
from dicomweb_conformance.reference.messages import Attributes, Refused
from dicomweb_conformance.reference.part10 import Elements, File, Fragments
from dicomweb_conformance.reference.pixels import frame_of
from dicomweb_conformance.reference.samples import by_pixel, stored_bits

_PALETTES = ((0x00281101, 0x00281201), (0x00281102, 0x00281202), (0x00281103, 0x00281203))


def picture(file: File, attributes: Attributes, number: int, window: Window | None = None) -> Image.Image:
    """Frame ``number`` (from 1) as an image in mode L or RGB.

    Raises Refused with 404 when there is no such frame, with 406 when it cannot be shown.
    """
    shape = layout(file.elements)
    if shape is None or not 1 <= number <= shape.frames:
        raise Refused(404, "The instance has no such frame.")
    try:
        return _picture(file, attributes, shape, number, window)
    except (ValueError, TypeError, struct.error) as error:
        raise Refused(406, f"The image cannot be rendered: {error}") from error


def _picture(file: File, attributes: Attributes, shape: Layout, number: int, window: Window | None) -> Image.Image:
    compressed = isinstance(file.elements[shape.tag].value, Fragments)
    samples = stored_bits(by_pixel(frame_of(file, shape, number), shape, decoded=compressed), shape)
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
