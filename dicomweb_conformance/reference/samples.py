"""The samples of one frame as an array (PS3.5 8.1, 8.2)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dicomweb_conformance.reference.layout import PIXEL_TAGS, Layout

Samples = NDArray[Any]

_FLOATS = {PIXEL_TAGS[1]: "<f4", PIXEL_TAGS[2]: "<f8"}


def by_pixel(data: bytes, shape: Layout, *, decoded: bool) -> Samples:
    """Rows x columns (x samples), whatever the order in the pixel data; every value fills its container.

    Frames ``decoded`` from a code stream are by pixel already, and never subsampled.
    """
    if shape.bits_allocated == 1:
        bits = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")
        return bits[: shape.rows * shape.columns].reshape(shape.rows, shape.columns)
    kind = _FLOATS.get(shape.tag) or f"<{'i' if shape.signed else 'u'}{shape.bits_allocated // 8}"
    values = np.frombuffer(data, kind)
    if decoded:
        return values.reshape(shape.dimensions)
    if shape.photometric == "YBR_FULL_422":
        pairs = values.reshape(shape.rows, shape.columns // 2, 4)
        luma = pairs[..., :2].reshape(shape.rows, shape.columns, 1)
        return np.concatenate([luma, np.repeat(pairs[..., 2:], 2, axis=1)], axis=2)
    if shape.samples > 1 and shape.planar:
        return np.moveaxis(values.reshape(shape.samples, shape.rows, shape.columns), 0, -1)
    return values.reshape(shape.dimensions)


def stored_bits(values: Samples, shape: Layout) -> Samples:
    """The values without the bits above Bits Stored, which do not belong to them."""
    unused = shape.bits_allocated - shape.bits_stored
    return (values << unused) >> unused if unused > 0 and values.dtype.kind in "iu" else values
