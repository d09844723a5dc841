"""DICOM files, written from elements (PS3.10 7.1, PS3.5 7). The bytes of a value are written as they were read."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator

from dicomweb_conformance.reference.part10 import (
    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
    EXPLICIT_VR_LITTLE_ENDIAN,
    LONG_VRS,
    TRANSFER_SYNTAX_UID,
    UNDEFINED_LENGTH,
    Element,
    File,
    Fragments,
)


def write_file(file: File, transfer_syntax: str = EXPLICIT_VR_LITTLE_ENDIAN) -> Iterator[bytes | memoryview]:
    """The bytes of the file in an explicit VR little endian encoding; the pixel data must already suit the syntax."""
    meta = {tag: element for tag, element in file.meta.items() if tag != 0x00020000}
    meta[TRANSFER_SYNTAX_UID] = Element(TRANSFER_SYNTAX_UID, "UI", memoryview(_even(transfer_syntax.encode())))
    octets = b"".join(encoded(meta.values()))
    length = Element(0x00020000, "UL", memoryview(struct.pack("<I", len(octets))))
    yield file.preamble + b"DICM" + b"".join(encoded([length])) + octets
    if transfer_syntax == DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN:
        deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        deflated = b"".join([*map(deflater.compress, encoded(file.elements.values())), deflater.flush()])
        yield deflated + b"\0" * (len(deflated) % 2)
    else:
        yield from encoded(file.elements.values())


def _even(value: bytes) -> bytes:
    return value + b"\0" * (len(value) % 2)


def encoded(elements: Iterable[Element]) -> Iterator[bytes | memoryview]:
    """The elements in Explicit VR Little Endian, in ascending order of tag (PS3.5 7.1.2)."""
    for element in sorted(elements, key=lambda each: each.tag):
        tag = struct.pack("<HH", element.tag >> 16, element.tag & 0xFFFF)
        vr = element.vr.encode()
        if isinstance(element.value, Fragments):
            yield tag + vr + struct.pack("<HI", 0, UNDEFINED_LENGTH)
            for fragment in (memoryview(element.value.offsets), *element.value.fragments):
                yield struct.pack("<HHI", 0xFFFE, 0xE000, len(fragment))
                yield fragment
            yield struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
            continue
        if isinstance(element.value, tuple):
            yield tag + b"SQ" + struct.pack("<HI", 0, UNDEFINED_LENGTH)
            for item in element.value:
                yield struct.pack("<HHI", 0xFFFE, 0xE000, UNDEFINED_LENGTH)
                yield from encoded(item.values())
                yield struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
            yield struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
            continue
        length = len(element.value)
        if vr in LONG_VRS:
            yield tag + vr + struct.pack("<HI", 0, length)
        elif length <= 0xFFFF:
            yield tag + vr + struct.pack("<H", length)
        else:
            # PS3.5 6.2.2 note 4: a value too long for its VR travels as UN.
            yield tag + b"UN" + struct.pack("<HI", 0, length)
        yield element.value
