"""Samples of one frame, encoded without loss (PS3.5 A.4)."""

from __future__ import annotations

import struct
from collections.abc import Callable

import jpeg_ls
import numpy as np
from openjpeg.utils import encode_array

from dicomweb_conformance.reference.layout import Layout
from dicomweb_conformance.reference.part10 import PIXEL_DATA
from dicomweb_conformance.reference.samples import Samples
from dicomweb_conformance.reference.syntaxes import JPEG_2000_LOSSLESS, JPEG_LS_LOSSLESS, RLE

# The encoder makes six resolutions and cannot make fewer.
_LEAST_JPEG_2000_EXTENT = 32


class UnencodableFrame(ValueError):
    """The code stream cannot hold such samples."""


def can_encode(shape: Layout, transfer_syntax: str) -> bool:
    """Whether frames of that layout can be given in the transfer syntax."""
    return (
        transfer_syntax in _ENCODERS
        and shape.tag == PIXEL_DATA
        and shape.bits_allocated in {8, 16}
        and shape.samples in {1, 3}
        and not shape.photometric.endswith(("422", "420"))
        and (transfer_syntax != JPEG_2000_LOSSLESS or min(shape.rows, shape.columns) >= _LEAST_JPEG_2000_EXTENT)
    )


def encode(samples: Samples, transfer_syntax: str, shape: Layout) -> bytes:
    """The code stream of a frame given by pixel, of even length. Raises UnencodableFrame."""
    try:
        stream = _ENCODERS[transfer_syntax](np.ascontiguousarray(samples), shape)
    except (ValueError, RuntimeError) as error:
        raise UnencodableFrame(str(error)) from error
    return stream + b"\0" * (len(stream) % 2)


def _rle(samples: Samples, shape: Layout) -> bytes:
    width = samples.dtype.itemsize
    raw = np.frombuffer(samples.tobytes(), np.uint8).reshape(shape.rows, shape.columns, shape.samples, width)
    segments = [
        _pack_rows(raw[:, :, sample, byte]) for sample in range(shape.samples) for byte in reversed(range(width))
    ]
    offsets, position = [], 64
    for segment in segments:
        offsets.append(position)
        position += len(segment)
    header = struct.pack("<16I", len(segments), *offsets, *[0] * (15 - len(segments)))
    return header + b"".join(segments)


def _pack_rows(plane: Samples) -> bytes:
    """PackBits, each row for itself (PS3.5 G.3.1)."""
    packed = b"".join(_pack(row.tobytes()) for row in plane)
    return packed + b"\0" * (len(packed) % 2)


def _pack(row: bytes) -> bytes:
    packed = bytearray()
    position, literal = 0, 0
    while position < len(row):
        end = position + 1
        while end < len(row) and row[end] == row[position] and end - position < 128:
            end += 1
        if end - position >= 3 or end == len(row):
            packed += _literals(row[literal:position])
            packed += _repeated(row[position], end - position)
            literal = end
        position = end
    return bytes(packed)


def _repeated(value: int, times: int) -> bytes:
    return bytes([257 - times if times > 1 else 0, value])


def _literals(run: bytes) -> bytes:
    pieces = (run[start : start + 128] for start in range(0, len(run), 128))
    return b"".join(bytes([len(piece) - 1]) + piece for piece in pieces)


def _unsigned(samples: Samples) -> Samples:
    return samples.view(samples.dtype.str.replace("i", "u"))


def _jpeg_ls(samples: Samples, shape: Layout) -> bytes:
    """JPEG-LS knows no signs: the bits of the container are encoded."""
    described = {
        "rows": shape.rows,
        "columns": shape.columns,
        "samples_per_pixel": shape.samples,
        "bits_stored": _precision(samples, shape),
        "planar_configuration": 0,
    }
    return bytes(jpeg_ls.encode_pixel_data(_unsigned(samples).tobytes(), **described))


def _jpeg_2000(samples: Samples, shape: Layout) -> bytes:
    return bytes(encode_array(samples, bits_stored=_precision(samples, shape), use_mct=False))


def _precision(samples: Samples, shape: Layout) -> int:
    """Bits Stored, unless there is something in the bits above it."""
    fits = not shape.signed and int(samples.max(initial=0)) < 2**shape.bits_stored
    return shape.bits_stored if fits else shape.bits_allocated


_ENCODERS: dict[str, Callable[[Samples, Layout], bytes]] = {
    RLE: _rle,
    JPEG_LS_LOSSLESS: _jpeg_ls,
    JPEG_2000_LOSSLESS: _jpeg_2000,
}
