"""What a part says of its encoding, and the samples that it holds (PS3.18 8.7.3.3)."""

import re
import struct
from collections.abc import Mapping
from types import MappingProxyType

from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.utils import pixel_array
from pydicom.uid import UID

from dicomweb_conformance.checks.library_errors import said
from dicomweb_conformance.media_type import MalformedMediaType
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.study import Instance

OCTETS = "application/octet-stream"
NATIVE = frozenset({"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"})
EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "1.2.840.10008.1.2.4.50": "image/jpeg",
        "1.2.840.10008.1.2.4.51": "image/jpeg",
        "1.2.840.10008.1.2.4.57": "image/jpeg",
        "1.2.840.10008.1.2.4.70": "image/jpeg",
        "1.2.840.10008.1.2.5": "image/dicom-rle",
        "1.2.840.10008.1.2.4.80": "image/jls",
        "1.2.840.10008.1.2.4.81": "image/jls",
        "1.2.840.10008.1.2.4.90": "image/jp2",
        "1.2.840.10008.1.2.4.91": "image/jp2",
        "1.2.840.10008.1.2.4.92": "image/jpx",
        "1.2.840.10008.1.2.4.93": "image/jpx",
        "1.2.840.10008.1.2.4.110": "image/jxl",
        "1.2.840.10008.1.2.4.111": "image/jxl",
        "1.2.840.10008.1.2.4.112": "image/jxl",
        "1.2.840.10008.1.2.4.201": "image/jphc",
        "1.2.840.10008.1.2.4.202": "image/jphc",
        "1.2.840.10008.1.2.4.203": "image/jphc",
    }
)
"""The media type of a code stream, by its transfer syntax (PS3.18 Table 8.7.3-5 of the current edition)."""

_DEFAULTS = {
    "image/jpeg": "1.2.840.10008.1.2.4.70",
    "image/dicom-rle": "1.2.840.10008.1.2.5",
    "image/jls": "1.2.840.10008.1.2.4.80",
    "image/jp2": "1.2.840.10008.1.2.4.90",
    "image/jpx": "1.2.840.10008.1.2.4.92",
    "image/jxl": "1.2.840.10008.1.2.4.110",
    "image/jphc": "1.2.840.10008.1.2.4.201",
}

_RLE = "1.2.840.10008.1.2.5"
_JPEG_2000 = b"\xff\x4f\xff\x51"
_STARTS = {
    "image/jpeg": b"\xff\xd8\xff",
    "image/jls": b"\xff\xd8\xff",
    "image/jp2": _JPEG_2000,
    "image/jpx": _JPEG_2000,
    "image/jphc": _JPEG_2000,
}
_FRAME_HEADERS = {
    0xC0: ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"),
    0xC1: ("1.2.840.10008.1.2.4.51",),
    0xC3: ("1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70"),
    0xF7: ("1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"),
}
_UID = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,60}){1,30}")
_END_OF_IMAGE = b"\xff\xd9"
_ITEM_TAG = bytes.fromhex("FEFF00E0")


def essence_of(part: Part, where: str) -> str:
    """The media type of the part without parameters; a part without Content-Type counts as octets here."""
    return _media_type(part, where)[0]


def syntax_of(part: Part, where: str) -> str:
    """The transfer syntax that the part claims: its parameter, else the default of its media type."""
    essence, named = _media_type(part, where)
    if named is not None:
        return named
    return EXPLICIT_VR_LITTLE_ENDIAN if essence == OCTETS else _DEFAULTS[essence]


def _media_type(part: Part, where: str) -> tuple[str, str | None]:
    try:
        media_type = part.media_type
    except MalformedMediaType as error:
        raise Nonconformity(f"{where} with a readable Content-Type", str(error)) from error
    if media_type is None:
        return OCTETS, None
    if media_type.essence != OCTETS and media_type.essence not in _DEFAULTS:
        raise Nonconformity(f"{where} as {OCTETS}, or as an image type for one frame", str(media_type))
    named = media_type.parameter("transfer-syntax")
    if named is not None and _UID.fullmatch(named) is None:
        raise Nonconformity(f"{where} with the UID of a transfer syntax", f"transfer-syntax {named!r}")
    return media_type.essence, named


def type_and_syntax_fit(part: Part, where: str) -> None:
    """Media type and transfer syntax are a pair of Tables 8.7.3-4 and 8.7.3-5, and the first bytes are of that kind.

    Octets with the transfer syntax of a code stream are let pass: services that answer a wildcard so are many.
    """
    essence, syntax = essence_of(part, where), syntax_of(part, where)
    if essence != OCTETS and MEDIA_TYPES.get(syntax) != essence:
        raise Nonconformity(f"{where} in {essence} with a transfer syntax of that type", f"transfer-syntax {syntax}")
    beginning = part.body.head(4)
    expected = _STARTS.get(MEDIA_TYPES.get(syntax, ""))
    if expected is not None and not beginning.startswith(expected):
        raise Nonconformity(
            f"{where} begins like a code stream in {UID(syntax).name} ({expected.hex(' ')})",
            f"it begins with {beginning.hex(' ') or 'nothing'}",
        )
    process = _jpeg_process(part.body.read()) if essence in ("image/jpeg", "image/jls") else None
    if process is not None and syntax not in process:
        raise Nonconformity(
            f"{where} with the transfer syntax of its bytes, {' or '.join(process)}",
            f"Content-Type {part.header('content-type')}, which means {syntax}",
        )


def _jpeg_process(data: bytes) -> tuple[str, ...] | None:
    """The transfer syntaxes that the frame header of a JPEG code stream fits (ISO/IEC 10918-1 B.1.1.3)."""
    position = _frame_header(data)
    return None if position is None else _FRAME_HEADERS[data[position + 1]]


def _frame_header(data: bytes) -> int | None:
    """Where the frame header of a JPEG or JPEG-LS code stream begins."""
    position = 2
    while position + 10 <= len(data) and data[position] == 0xFF:
        if data[position + 1] in _FRAME_HEADERS:
            return position
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return None


def _size(data: bytes) -> tuple[int, int, int] | None:
    """Rows, columns and components that a JPEG, JPEG-LS or JPEG 2000 code stream claims."""
    if data.startswith(_JPEG_2000) and len(data) >= 42:
        right, bottom, left, top = struct.unpack_from(">4I", data, 8)
        return bottom - top, right - left, int.from_bytes(data[40:42], "big")
    position = _frame_header(data)
    if position is None:
        return None
    rows, columns, components = struct.unpack_from(">HHB", data, position + 5)
    return rows, columns, components


def bare_code_stream(data: bytes, where: str) -> None:
    """The bytes are no item of encapsulated pixel data (PS3.18 8.7.3.3.2)."""
    if data.startswith(_ITEM_TAG):
        raise Nonconformity(
            f"{where} as a bare code stream", "an item tag of encapsulated pixel data (FFFE,E000) first"
        )


def same_stream(received: bytes, stored: bytes) -> bool:
    """Equal, give or take one pad byte at the end."""
    return received == stored or received == stored + b"\x00" or received + b"\x00" == stored


def decoded(data: bytes, syntax: str, instance: Instance, where: str) -> bytes:
    """The samples of a code stream of one frame, little endian, by pixel.

    Raises Nonconformity when it cannot be decoded, NotOffered for a syntax that the harness itself cannot judge.
    """
    try:
        available = get_decoder(UID(syntax)).is_available
    except NotImplementedError:
        available = False
    if not available or not UID(syntax).is_encapsulated:
        raise NotOffered(f"{where} comes in {UID(syntax).name}, which this harness cannot decode")
    ds = instance.ds
    claimed, expected = _size(data), (int(ds.Rows), int(ds.Columns), int(ds.SamplesPerPixel))
    # Decoders take what a damaged header claims at its word, and hours to fill it
    if syntax != _RLE and claimed != expected:
        what = "no header of an image" if claimed is None else "{} rows, {} columns, {} components".format(*claimed)
        raise Nonconformity("{} with {} rows, {} columns, {} components".format(where, *expected), what)
    if MEDIA_TYPES.get(syntax) == "image/jls" and not data.rstrip(b"\x00").endswith(_END_OF_IMAGE):
        # The decoder never ends where the code stream does not
        raise Nonconformity(f"{where} as a whole code stream, with its end marker (FFD9)", "one that breaks off")
    try:
        return bytes(pixel_array(_as_dataset(data, syntax, instance), raw=True).tobytes())
    except (ValueError, RuntimeError, TypeError, IndexError, AttributeError, EOFError, OSError, StopIteration) as error:
        raise Nonconformity(
            f"{where} is a code stream in {UID(syntax).name}", f"it cannot be decoded: {said(error)}"
        ) from error


def _as_dataset(data: bytes, syntax: str, instance: Instance) -> Dataset:
    ds = Dataset()
    for keyword in (
        "SamplesPerPixel", "PhotometricInterpretation", "PlanarConfiguration", "Rows", "Columns", "BitsAllocated",
        "BitsStored", "HighBit", "PixelRepresentation",
    ):  # fmt: skip
        if keyword in instance.ds:
            setattr(ds, keyword, instance.ds[keyword].value)
    ds.PixelData = encapsulate([data])
    ds["PixelData"].is_undefined_length = True
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = UID(syntax)
    return ds
