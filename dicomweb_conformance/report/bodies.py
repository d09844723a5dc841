"""What the ledger kept of a body, for a reader: text as text, anything else as a hexadecimal dump."""

import base64
import binascii
from dataclasses import dataclass

from dicomweb_conformance.report.inert import inert
from dicomweb_conformance.report.model import BodyRecord

DUMPED = 128
"""Bytes of a binary body that are shown."""

_WIDTH = 16


@dataclass(frozen=True)
class BodyView:
    """``text`` is inert and has line feeds; ``note`` says what part of the body it is."""

    text: str
    note: str


def view_of(body: BodyRecord, limit: int) -> BodyView:
    """The beginning of the body, at most ``limit`` characters of text or ``DUMPED`` bytes."""
    if body.encoding == "utf-8":
        text = inert(body.head[:limit].replace("\r\n", "\n"), keep="\n\t")
        whole = body.complete and len(body.head) <= limit
        return BodyView(text, "whole" if whole else f"first {min(limit, len(body.head)):,} characters")
    try:
        data = base64.b64decode(body.head, validate=True)
    except (binascii.Error, ValueError):
        return BodyView(inert(body.head[:limit]), "as recorded")
    whole = body.complete and len(data) <= DUMPED
    return BodyView(_dump(data[:DUMPED]), "whole" if whole else f"first {min(DUMPED, len(data))} bytes")


def _dump(data: bytes) -> str:
    lines = []
    for offset in range(0, len(data), _WIDTH):
        row = data[offset : offset + _WIDTH]
        printable = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)
        lines.append(f"{offset:04x}  {row.hex(' '):<{3 * _WIDTH - 1}}  {printable}")
    return "\n".join(lines)
