"""Which frames lie encoded in ``fixtures/encoded-frames.json``, and the frames that went in.

They are shipped, not encoded when needed: another release of a codec, or none on a user's machine, must not change
what a run stores. ``python -m fixtures.encode_frames`` makes the file again.
"""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from pydicom.uid import JPEG2000Lossless, JPEGBaseline8Bit, JPEGLSLossless, RLELossless

from dicomweb_conformance.samples.fixture_files import fixture_file
from dicomweb_conformance.samples.instances import Frame, pattern
from dicomweb_conformance.samples.shapes import draw

FILE = "encoded-frames.json"


@dataclass(frozen=True)
class Encoding:
    """Frames, and the transfer syntax in which they are shipped."""

    transfer_syntax: str
    frames: tuple[Frame, ...]
    bits_stored: int


def _coarse(frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """Each pixel three times three: OpenJPEG takes no image below 32 pixels, and blocks compress well."""
    return tuple(frame.repeat(3, axis=0).repeat(3, axis=1) for frame in frames)


# 33 x 39 pixels: an odd number of bytes a frame with one byte a sample.
GRAY8 = _coarse(pattern(3, 11, 13))
GRAY12 = _coarse(pattern(2, 11, 13, bits=12))
SIGNED12 = tuple((frame.astype(np.int16) - 2048).astype(np.int16) for frame in pattern(2, 7, 9, bits=12))
RGB8 = _coarse(pattern(2, 11, 13, samples=3))
# Lossy coding needs something smoother than the patterns: a shape, in both dimensions a multiple of the 4:2:2 block.
SHAPE = (np.asarray(draw("circle", 32, 48)),)

ENCODINGS: Mapping[str, Encoding] = MappingProxyType(
    {
        "rle-gray8": Encoding(RLELossless, GRAY8, 8),
        "rle-gray12": Encoding(RLELossless, GRAY12, 12),
        "rle-signed12": Encoding(RLELossless, SIGNED12, 12),
        "rle-rgb8": Encoding(RLELossless, RGB8, 8),
        "jpegls-gray8": Encoding(JPEGLSLossless, GRAY8, 8),
        "jpegls-gray12": Encoding(JPEGLSLossless, GRAY12, 12),
        "jpegls-rgb8": Encoding(JPEGLSLossless, RGB8, 8),
        "jpeg2000-gray8": Encoding(JPEG2000Lossless, GRAY8, 8),
        "jpeg2000-gray12": Encoding(JPEG2000Lossless, GRAY12, 12),
        "jpeg2000-rgb8": Encoding(JPEG2000Lossless, RGB8, 8),
        "jpeg-circle": Encoding(JPEGBaseline8Bit, SHAPE, 8),
    }
)


def encoded_frames(name: str) -> tuple[bytes, ...]:
    """The encoded frames of that name, each the whole code stream of one frame. Raises KeyError for an unknown name."""
    return _shipped()[name]


@cache
def _shipped() -> Mapping[str, tuple[bytes, ...]]:
    shipped = json.loads(fixture_file(FILE).read_text(encoding="ascii"))
    return MappingProxyType({name: tuple(b64decode(frame) for frame in frames) for name, frames in shipped.items()})
