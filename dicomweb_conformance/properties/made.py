"""Elements that were made by hand, byte for byte, and how they become a DICOM file (PS3.5 7, PS3.10 7)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydicom.datadict import keyword_for_tag
from pydicom.dataset import FileMetaDataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_file_meta_info
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, ImplicitVRLittleEndian

from dicomweb_conformance.samples.part10 import IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME

_LONG = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"})
"""Value representations whose length takes 32 bits in explicit encoding (PS3.5 7.1.2)."""
_PADDED_BY_NULL = frozenset({"OB", "UI", "UN"})
_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = (0xFFFE, 0xE000), (0xFFFE, 0xE00D), (0xFFFE, 0xE0DD)
_SHOWN = 60


@dataclass(frozen=True)
class Made:
    """An element: its value field without the pad byte, or the items of a sequence.

    ``says`` is the value in words. ``undefined`` encodes the length of a sequence and its items, or of encapsulated
    pixel data, as undefined.
    """

    tag: int
    vr: str
    value: bytes = b""
    items: tuple[tuple[Made, ...], ...] = ()
    says: str = "no value"
    undefined: bool = False

    def __str__(self) -> str:
        name = keyword_for_tag(self.tag) or f"({self.tag >> 16:04X},{self.tag & 0xFFFF:04X})"
        return f"{name} {self.vr} {self._value}"

    @property
    def _value(self) -> str:
        if self.vr != "SQ":
            return self.says
        items = ", ".join("{" + "; ".join(map(str, sorted(item, key=_tag))) + "}" for item in self.items)
        return f"[{items}]"


@dataclass(frozen=True)
class Text:
    """What of a text is shown to a reader."""

    text: str
    more: str = field(default="")

    def __str__(self) -> str:
        if len(self.text) <= _SHOWN:
            return f"{self.text!r}{self.more}"
        return f"{self.text[:20]!r}...{self.text[-20:]!r} ({len(self.text)} characters){self.more}"


def write_file(elements: Sequence[Made], transfer_syntax: str) -> bytes:
    """The File Format of PS3.10 with these elements, which are put in order; SOP Class and Instance are among them."""
    by_tag = {element.tag: element for element in elements}
    meta = FileMetaDataset()
    meta.FileMetaInformationVersion = b"\x00\x01"
    meta.MediaStorageSOPClassUID = UID(by_tag[0x00080016].value.decode("ascii"))
    meta.MediaStorageSOPInstanceUID = UID(by_tag[0x00080018].value.decode("ascii"))
    meta.TransferSyntaxUID = UID(transfer_syntax)
    meta.ImplementationClassUID = UID(IMPLEMENTATION_CLASS_UID)
    meta.ImplementationVersionName = IMPLEMENTATION_VERSION_NAME
    file = DicomBytesIO()
    file.write(bytes(128) + b"DICM")
    write_file_meta_info(file, meta)
    content = encoded(elements, explicit=transfer_syntax != ImplicitVRLittleEndian)
    file.write(_deflated(content) if transfer_syntax == DeflatedExplicitVRLittleEndian else content)
    whole: bytes = file.getvalue()
    return whole


def encoded(elements: Iterable[Made], *, explicit: bool) -> bytes:
    """The elements as a dataset in little endian order, explicit or implicit."""
    return b"".join(_element(element, explicit) for element in sorted(elements, key=_tag))


def _element(made: Made, explicit: bool) -> bytes:
    value = made.value if made.vr != "SQ" else b"".join(_item(item, made.undefined, explicit) for item in made.items)
    if len(value) % 2:
        value += b"\x00" if made.vr in _PADDED_BY_NULL else b" "
    length = _UNDEFINED if made.undefined else len(value)
    end = struct.pack("<HHL", *_SEQUENCE_END, 0) if made.undefined else b""
    return _head(made, length, explicit) + value + end


def _head(made: Made, length: int, explicit: bool) -> bytes:
    tag = struct.pack("<HH", made.tag >> 16, made.tag & 0xFFFF)
    if not explicit:
        return tag + struct.pack("<L", length)
    if made.vr in _LONG:
        return tag + made.vr.encode("ascii") + struct.pack("<HL", 0, length)
    return tag + made.vr.encode("ascii") + struct.pack("<H", length)


def _item(elements: Sequence[Made], undefined: bool, explicit: bool) -> bytes:
    content = encoded(elements, explicit=explicit)
    head = struct.pack("<HHL", *_ITEM, _UNDEFINED if undefined else len(content))
    return head + content + (struct.pack("<HHL", *_ITEM_END, 0) if undefined else b"")


def _deflated(content: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    deflated = compressor.compress(content) + compressor.flush()
    return deflated + b"\x00" * (len(deflated) % 2)


def _tag(made: Made) -> int:
    return made.tag
