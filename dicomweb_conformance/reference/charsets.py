"""Text values out of any Specific Character Set (PS3.3 C.12.1.1.2, PS3.5 6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SINGLE = {
    "": "latin_1",
    "ISO_IR 6": "latin_1",
    "ISO_IR 13": "shift_jis",
    "ISO_IR 100": "latin_1",
    "ISO_IR 101": "iso8859_2",
    "ISO_IR 109": "iso8859_3",
    "ISO_IR 110": "iso8859_4",
    "ISO_IR 126": "iso8859_7",
    "ISO_IR 127": "iso8859_6",
    "ISO_IR 138": "iso8859_8",
    "ISO_IR 144": "iso8859_5",
    "ISO_IR 148": "iso8859_9",
    "ISO_IR 166": "iso8859_11",
    "ISO_IR 203": "iso8859_15",
    "ISO_IR 192": "utf_8",
    "GB18030": "gb18030",
    "GBK": "gbk",
}
_G1 = {
    b"\x1b-A": "latin_1",
    b"\x1b-B": "iso8859_2",
    b"\x1b-C": "iso8859_3",
    b"\x1b-D": "iso8859_4",
    b"\x1b-F": "iso8859_7",
    b"\x1b-G": "iso8859_6",
    b"\x1b-H": "iso8859_8",
    b"\x1b-L": "iso8859_5",
    b"\x1b-M": "iso8859_9",
    b"\x1b-T": "iso8859_11",
    b"\x1b-b": "iso8859_15",
    b"\x1b)I": "shift_jis",
    b"\x1b$)C": "euc_kr",
    b"\x1b$)A": "gb2312",
}
_TWO_BYTE_G0 = {b"\x1b$B": "iso2022_jp_2", b"\x1b$(D": "iso2022_jp_2"}
_ESCAPE = re.compile(rb"(\x1b(?:\$\([A-D]|\$\)[A-C]|\$[@-B]|[(\-)][A-Za-z]))")


def decode(value: bytes, character_sets: tuple[str, ...], delimiters: bytes = b"\\\r\n\f\t") -> str:
    """The text of a whole value field, several values still joined by backslashes.

    ``delimiters`` are the characters after which an ISO 2022 code extension has ended (PS3.5 6.1.2.5.3). What cannot
    be decoded becomes U+FFFD, so that one broken value spoils no other.
    """
    first = (character_sets[0] if character_sets else "").replace("ISO 2022 IR", "ISO_IR")
    initial = _SINGLE.get(first, "latin_1")
    if b"\x1b" not in value:
        return value.decode(initial, "replace")
    return "".join(_extended(value, initial, delimiters))


def _extended(value: bytes, initial: str, delimiters: bytes) -> Iterator[str]:
    g0, g1 = b"", initial
    for run in _ESCAPE.split(value):
        if run in _G1:
            g1 = _G1[run]
        elif _ESCAPE.fullmatch(run):
            g0 = run if run in _TWO_BYTE_G0 else b""
        elif g0:
            yield (g0 + run).decode(_TWO_BYTE_G0[g0], "replace")
        else:
            for piece in re.split(b"([" + re.escape(delimiters) + b"])", run):
                if piece and piece in delimiters:
                    g1 = initial
                yield piece.decode(g1, "replace")
