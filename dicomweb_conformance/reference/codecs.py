"""Code streams of one frame, decoded to samples (PS3.5 A.4, Annex G)."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import jpeg_ls
import numpy as np
from openjpeg.utils import decode as decode_jpeg_2000
from PIL import Image

from dicomweb_conformance.reference.layout import Layout
from dicomweb_conformance.reference.samples import Samples
from dicomweb_conformance.reference.syntaxes import (
    HTJ2K,
    HTJ2K_LOSSLESS,
    HTJ2K_LOSSLESS_RPCL,
    JPEG_2000,
    JPEG_2000_LOSSLESS,
    JPEG_BASELINE,
    JPEG_LS_LOSSLESS,
    JPEG_LS_NEAR_LOSSLESS,
    RLE,
)


class UndecodableFrame(ValueError):
    """The code stream is damaged or does not fit the Image Pixel attributes."""


def decode(code_stream: bytes, transfer_syntax: str, shape: Layout) -> Samples:
    """The samples of a frame, rows x columns or rows x columns x samples, in little endian order.

    The colour space is that of ``decoded_photometric``. Raises UndecodableFrame.
    """
    try:
        samples = _DECODERS[transfer_syntax](code_stream, shape)
        dtype = np.dtype(f"<{'i' if shape.signed else 'u'}{shape.bits_allocated // 8}")
        if shape.signed and samples.dtype.kind == "u":
            unused = 8 * samples.dtype.itemsize - shape.bits_stored
            samples = (samples << unused).view(samples.dtype.str.replace("u", "i")) >> unused
        return np.ascontiguousarray(samples.astype(dtype).reshape(shape.dimensions))
    except (ValueError, RuntimeError, IndexError, OSError, struct.error, TypeError) as error:
        raise UndecodableFrame(str(error)) from error


def decoded_photometric(transfer_syntax: str, photometric: str) -> str:
    """The Photometric Interpretation of decoded samples: the colour transforms of JPEG and JPEG 2000 are undone."""
    transformed = {"YBR_RCT", "YBR_ICT"}
    if transfer_syntax == JPEG_BASELINE:
        transformed = {"YBR_FULL_422", "YBR_FULL", "YBR_PARTIAL_420"}
    return "RGB" if photometric in transformed and transfer_syntax in _DECODERS.keys() - {RLE} else photometric


def _rle(code_stream: bytes, shape: Layout) -> Samples:
    """Segments hold the bytes of the samples plane by plane, most significant byte first (PS3.5 G)."""
    count, *offsets = struct.unpack_from("<16I", code_stream)
    width = shape.bits_allocated // 8
    if count != shape.samples * width:
        raise UndecodableFrame("The RLE frame has a wrong number of segments.")
    ends = [*offsets[1:count], len(code_stream)]
    length = shape.rows * shape.columns
    planes = np.empty((shape.samples, length, width), np.uint8)
    for number, (start, end) in enumerate(zip(offsets, ends, strict=False)):
        segment = _unpack_bits(code_stream[start:end], length)
        planes[number // width, :, width - 1 - number % width] = np.frombuffer(segment, np.uint8)
    samples = planes.view(f"<u{width}").reshape(shape.samples, shape.rows, shape.columns)
    return np.moveaxis(samples, 0, -1)


def _unpack_bits(segment: bytes, length: int) -> bytes:
    unpacked = bytearray()
    position = 0
    while position < len(segment) and len(unpacked) < length:
        header = segment[position]
        position += 1
        if header < 128:
            unpacked += segment[position : position + header + 1]
            position += header + 1
        elif header > 128:
            unpacked += segment[position : position + 1] * (257 - header)
            position += 1
    if len(unpacked) < length:
        raise UndecodableFrame("An RLE segment is too short.")
    return bytes(unpacked[:length])


def _jpeg(code_stream: bytes, shape: Layout) -> Samples:
    with Image.open(io.BytesIO(code_stream), formats=("JPEG",)) as image:
        if shape.photometric == "RGB" and "adobe_transform" not in image.info:
            # Without the Adobe marker the decoder takes three components for YCbCr; asking for YCbCr leaves them alone.
            image.draft("YCbCr", image.size)
        return np.asarray(image)


def _jpeg_ls(code_stream: bytes, shape: Layout) -> Samples:
    decoded, info = jpeg_ls.decode_pixel_data(code_stream)
    samples = np.frombuffer(decoded, np.uint8 if info["bits_per_sample"] <= 8 else "<u2")
    if info["components"] > 1 and info["interleave_mode"] == 0:
        return np.moveaxis(samples.reshape(info["components"], shape.rows, shape.columns), 0, -1)
    return samples


def _jpeg_2000(code_stream: bytes, shape: Layout) -> Samples:
    samples: Samples = decode_jpeg_2000(code_stream)
    return samples


_DECODERS: dict[str, Callable[[bytes, Layout], Samples]] = {
    RLE: _rle,
    JPEG_BASELINE: _jpeg,
    JPEG_LS_LOSSLESS: _jpeg_ls,
    JPEG_LS_NEAR_LOSSLESS: _jpeg_ls,
    JPEG_2000_LOSSLESS: _jpeg_2000,
    JPEG_2000: _jpeg_2000,
    HTJ2K_LOSSLESS: _jpeg_2000,
    HTJ2K_LOSSLESS_RPCL: _jpeg_2000,
    HTJ2K: _jpeg_2000,
}
