"""DICOM files of a server, read without force (PS3.10 7): whatever they hold, they are read or refused by one error."""

import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO

from pydicom import Dataset, dcmread
from pydicom.errors import BytesLengthException, InvalidDicomError
from pydicom.uid import DeflatedExplicitVRLittleEndian

from dicomweb_conformance.body import Body
from dicomweb_conformance.capacity import LARGEST_DOCUMENT, LARGEST_INFLATED

_UNREADABLE = (
    InvalidDicomError,
    BytesLengthException,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_LONG = frozenset({b"OB", b"OW", b"SQ", b"UN", b"UT"})
_PREAMBLE = 132
_PIECE = 1024 * 1024


class UnreadableFile(ValueError):
    """Bytes are no DICOM file; the message says why."""


def read_file(body: Body) -> tuple[Dataset, tuple[str, ...]]:
    """The dataset with every value decoded, and what pydicom warned of. Raises UnreadableFile."""
    with body.open() as file:
        _check_inflated(file)
    try:
        with warnings.catch_warnings(record=True) as caught, _opened(body) as readable:
            warnings.simplefilter("always")
            ds = dcmread(readable)
            list(ds.iterall())  # values are decoded only when they are looked at
    except _UNREADABLE as error:
        raise UnreadableFile(_said(error)) from error
    return ds, tuple(str(warning.message) for warning in caught)


def read_values(body: Body, keywords: Sequence[str]) -> Dataset:
    """The dataset with these attributes only, as far as they come before pixel data. Raises UnreadableFile."""
    with body.open() as file:
        _check_inflated(file)
    try:
        with warnings.catch_warnings(), _opened(body) as readable:
            warnings.simplefilter("ignore")
            ds = dcmread(readable, specific_tags=list(keywords), stop_before_pixels=True)
            for keyword in keywords:
                ds.get(keyword)
    except _UNREADABLE as error:
        raise UnreadableFile(_said(error)) from error
    return ds


class _Readable:
    """A reader that pydicom does not take for a file with a name, which is what it looks for in one of this type."""

    def __init__(self, reader: BinaryIO) -> None:
        self.read = reader.read
        self.seek = reader.seek
        self.tell = reader.tell


@contextmanager
def _opened(body: Body) -> Iterator[BytesIO | _Readable]:
    if body.size <= LARGEST_DOCUMENT:
        yield BytesIO(body.read())
        return
    with body.open() as file:
        yield _Readable(file)


def _said(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "its sequences are nested too deeply"
    return f"{error}" or type(error).__name__


def _check_inflated(file: BinaryIO) -> None:
    """Raises UnreadableFile for a deflated dataset that is too large: pydicom would inflate it at once."""
    if _transfer_syntax(file) != DeflatedExplicitVRLittleEndian:
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    size = 0
    try:
        while data := inflater.unconsumed_tail or file.read(_PIECE):
            size += len(inflater.decompress(data, _PIECE))
            if size > LARGEST_INFLATED:
                raise UnreadableFile(f"its dataset inflates to more than {LARGEST_INFLATED:,} bytes")
            if inflater.eof:
                return
    except zlib.error as error:
        raise UnreadableFile(f"its dataset cannot be inflated: {error}") from error


def meta_elements(body: Body) -> tuple[tuple[int, bytes], ...]:
    """Number and value field of each element of the File Meta Information, padding included, as far as it can be read.

    Only what an element of VR UI, or that of the length, has as its value is told apart: of others the value is empty.
    """
    with body.open() as file:
        return tuple(
            (number, value if vr == b"UI" or number == 0 else b"") for number, vr, value, _ in _meta_elements(file)
        )


def meta_length(body: Body) -> int:
    """How many bytes of File Meta Information follow the element that states their number (PS3.10 7.1)."""
    with body.open() as file:
        return sum(size for number, _, _, size in _meta_elements(file) if number)


def _meta_elements(file: BinaryIO) -> Iterator[tuple[int, bytes, bytes, int]]:
    """Number, VR, value and size of each element of group 2."""
    if file.read(_PREAMBLE)[-4:] != b"DICM":
        return
    while len(head := file.read(8)) == 8:
        group, number, vr, length = struct.unpack("<HH2sH", head)
        if group != 2:
            return
        rest = b""
        if vr in _LONG:
            rest = file.read(4)
            length = int.from_bytes(rest, "little")
        value = file.read(length)
        yield number, vr, value, len(head) + len(rest) + len(value)


def _transfer_syntax(file: BinaryIO) -> str | None:
    """The TransferSyntaxUID of the File Meta Information, behind which the file then stands (PS3.10 7.1)."""
    if file.read(_PREAMBLE)[-4:] != b"DICM":
        return None
    found = None
    while len(head := file.read(8)) == 8:
        group, number, vr, length = struct.unpack("<HH2sH", head)
        if group != 2:
            file.seek(-8, 1)
            return found
        if vr in _LONG:
            rest = file.read(4)
            length = int.from_bytes(rest, "little")
        value = file.read(length)
        if number == 0x0010:
            found = value.decode("latin-1").strip(" \0")
    return found
