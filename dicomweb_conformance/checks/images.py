"""Received images: decoded, and what their bytes say of themselves."""

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks.library_errors import said
from dicomweb_conformance.nonconformity import Nonconformity

Pixels = NDArray[np.int16]

FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/jp2": "JPEG2000",
    "image/webp": "WEBP",
}
"""Image types that can be judged, by the name that Pillow has for them."""

_LARGEST = 64 * 2**20
_BASELINE, _FRAME_HEADERS = 0xC0, frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class Picture:
    """A decoded image, the first of its ``frames``: levels of red, green and blue, rows x columns x 3, up to 255."""

    type: str
    levels: Pixels
    frames: int = 1

    @property
    def width(self) -> int:
        return int(self.levels.shape[1])

    @property
    def height(self) -> int:
        return int(self.levels.shape[0])

    @property
    def gray(self) -> Pixels:
        """The mean of the three levels, rows x columns."""
        mean: Pixels = self.levels.mean(axis=2).astype(np.int16)
        return mean


def decoded(body: Body, type: str, where: str) -> Picture:
    """The image of that media type. Raises Nonconformity when the bytes are no whole image of that type."""
    if type not in FORMATS:
        raise Nonconformity(f"{where} as an image", type or "no Content-Type")
    data = body.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Other libraries, WeasyPrint among them, let Pillow complete cut-off images in silence.
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            image = Image.open(BytesIO(data), formats=(FORMATS[type],))
            if image.width * image.height > _LARGEST:
                raise Nonconformity(f"{where} of a sane size", f"{image.width} x {image.height} pixels")
            frames = int(getattr(image, "n_frames", 1))
            levels = np.asarray(image.convert("RGB")).astype(np.int16)
    except (OSError, ValueError, SyntaxError, struct.error, EOFError, Image.DecompressionBombError) as error:
        beginning = data[:12].hex(" ") or "nothing"
        raise Nonconformity(
            f"{where} decodes as {type}", f"{len(data)} bytes that do not ({said(error)}); they begin with {beginning}"
        ) from error
    return Picture(type, levels, frames)


def jpeg_process(body: Body) -> tuple[int, int] | None:
    """The marker of the frame header (0xC0 for the baseline process) and the bits of a sample; None without one."""
    data = body.read()
    position = 2
    while position + 5 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker in _FRAME_HEADERS:
            return marker, data[position + 4]
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return None


def is_baseline_jpeg(body: Body, where: str) -> None:
    """The image is coded by the baseline process, with 8 bits a sample (ISO/IEC 10918-1 B.2.2)."""
    process = jpeg_process(body)
    if process is None:
        raise Nonconformity(f"{where} as a JPEG image with a frame header", "none")
    marker, bits = process
    if (marker, bits) != (_BASELINE, 8):
        raise Nonconformity(
            f"{where} in the baseline process of JPEG, marker FFC0, 8 bits", f"marker FF{marker:02X}, {bits} bits"
        )


def bits_of_png(body: Body) -> int | None:
    """Bits a channel as the header of a PNG image has it; None when it is no PNG image."""
    head = body.head(25)
    return head[24] if len(head) == 25 and head.startswith(b"\x89PNG\r\n\x1a\n") else None


def has_icc_profile(body: Body) -> bool:
    """Whether a JPEG image has an APP2 segment with an ICC profile."""
    return b"ICC_PROFILE\x00" in body.head(1 << 16)
