"""Files that are no DICOM files any more, or odd ones: cut, with wrong lengths, UIDs, File Meta Information.

The UIDs of study and instance are never touched: what is stored under others could not be removed, since nothing would
prove whose it is.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from dicomweb_conformance.properties.layout import layout

ABSURD_UIDS = (
    "",
    "1",
    "0",
    "1.2.840.10008.1.2",
    "1.2." + "3" * 60,
    "1.2." + "3" * 61,
    "1.2." + "3" * 4000,
    "1.02.3",
    "01.2.3",
    "1..2",
    ".1.2",
    "1.2.",
    "1.2.x",
    "abc",
    "1.2.-3",
    "1.2 .3",
    "../../1.2",
    "1.2/3",
    "1.2\\1.3",
    "1.2%2F3",
    "1.2'--",
    "1.2\0.3",
    "1.2é",
    "*",
    "9" * 64,
)
"""What stands where a UID should: some are legal ones of 64 characters (PS3.5 9.1)."""
_KEPT = frozenset((0x0020000D, 0x00080018, 0x00020003))
_UIDS = {"SeriesInstanceUID": (0x0020000E,), "SOPClassUID": (0x00080016, 0x00020002)}
_SYNTAXES = ("", "1.2.3", "1.2.840.10008.1.2", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2",
             "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.1")  # fmt: skip
_TRANSFER_SYNTAX = 0x00020010


@dataclass(frozen=True)
class Harmed:
    """A file after the harm. ``hopeless`` says that it holds no whole dataset: whatever stores it, stores a ruin.

    ``renamed`` says that one of its UIDs is another one.
    """

    content: bytes
    hopeless: bool
    renamed: bool = False


@dataclass(frozen=True)
class Harm:
    """One way to harm a file; ``what`` says which, for a reader."""

    what: str
    to: Callable[[bytes], Harmed]

    def __str__(self) -> str:
        return self.what

    def __repr__(self) -> str:
        return f"<{self.what}>"


def harms() -> st.SearchStrategy[Harm]:
    """Every harm."""
    anywhere = st.integers(0, 4095)
    return st.one_of(
        st.builds(_cut_at_element, anywhere),
        st.builds(_cut_at_element, anywhere),
        st.builds(_cut_anywhere, anywhere),
        st.builds(_other_length, anywhere, st.sampled_from([0, 1, 3, 255, 0xFFF0, 0xFFFE, 0xFFFFFFF0, 0xFFFFFFFE])),
        st.builds(_other_vr, anywhere, st.sampled_from([b"ZZ", b"\0\0", b"un", b"SQ", b"UN", b"US", b"OB"])),
        st.builds(_other_uid, st.sampled_from(sorted(_UIDS)), st.sampled_from(ABSURD_UIDS)),
        st.builds(_other_uid, st.sampled_from(sorted(_UIDS)), st.sampled_from(ABSURD_UIDS)),
        st.builds(_other_syntax, st.sampled_from(_SYNTAXES)),
        st.sampled_from([_NO_PREAMBLE, _NO_PREFIX, _NO_META, _WRONG_GROUP_LENGTH, _NO_DATASET]),
        st.builds(_other_byte, anywhere, st.integers(0, 255)),
        st.binary(max_size=200).map(_junk),
    )


def _cut_at_element(number: int) -> Harm:
    def cut(content: bytes) -> Harmed:
        places = layout(content)
        place = places[number % len(places)]
        # A dataset that ends between two of its elements is a whole one, with fewer elements.
        return Harmed(content[: place.start], place.depth > 0 or place.is_meta)

    return Harm(f"cut before element, item or delimiter {number}", cut)


def _cut_anywhere(number: int) -> Harm:
    def cut(content: bytes) -> Harmed:
        at = _beside_kept(content, number % len(content))
        between = {place.start for place in layout(content) if place.depth == 0 and not place.is_meta}
        return Harmed(content[:at], at not in between)

    return Harm(f"cut at byte {number}", cut)


def _other_length(number: int, length: int) -> Harm:
    def change(content: bytes) -> Harmed:
        places = [place for place in layout(content) if (place.vr or place.length) and place.tag not in _KEPT]
        place = places[number % len(places)]
        told = min(length, 0xFFFF) if place.wide == 2 else length
        written = struct.pack("<H" if place.wide == 2 else "<I", told)
        changed = content[: place.length_at] + written + content[place.length_at + place.wide :]
        # The value would end behind the end of the file. (Of the meta group some readers know the end otherwise.)
        return Harmed(changed, place.value_at + told > len(content) and not place.is_meta)

    return Harm(f"length {length} of element {number}", change)


def _other_vr(number: int, vr: bytes) -> Harm:
    def change(content: bytes) -> Harmed:
        places = [place for place in layout(content) if place.vr and place.tag not in _KEPT]
        place = places[number % len(places)]
        return Harmed(content[: place.start + 4] + vr + content[place.start + 6 :], False)

    return Harm(f"VR {vr!r} of element {number}", change)


def _other_uid(keyword: str, uid: str) -> Harm:
    def change(content: bytes) -> Harmed:
        for tag in _UIDS[keyword]:
            content = _with_value(content, tag, uid)
        return Harmed(content, False, True)

    shown = uid if len(uid) <= 70 else f"of {len(uid)} characters"
    return Harm(f"{keyword} {shown!r}", change)


def _other_syntax(uid: str) -> Harm:
    return Harm(
        f"TransferSyntaxUID {uid!r}", lambda content: Harmed(_with_value(content, _TRANSFER_SYNTAX, uid), False)
    )


def _other_byte(number: int, byte: int) -> Harm:
    def change(content: bytes) -> Harmed:
        at = _beside_kept(content, number % len(content))
        # It may have been a digit of a UID.
        return Harmed(content[:at] + bytes([byte]) + content[at + 1 :], False, True)

    return Harm(f"byte {byte} in place of byte {number}", change)


def _junk(content: bytes) -> Harm:
    return Harm(f"{len(content)} bytes that are no file", lambda _: Harmed(content, content[128:132] != b"DICM"))


def _beside_kept(content: bytes, at: int) -> int:
    """That byte, or the one before an element that is never touched where that byte is within it."""
    for place in layout(content):
        if place.tag in _KEPT and place.start <= at < place.value_at + place.length:
            return place.start - 1
    return at


def _end_of_meta(content: bytes) -> int:
    return next(place.start for place in layout(content) if not place.is_meta)


_NO_PREAMBLE = Harm("no preamble", lambda content: Harmed(content[128:], False))
_NO_PREFIX = Harm("no prefix DICM", lambda content: Harmed(content[:128] + content[132:], False))
_NO_META = Harm("no File Meta Information", lambda content: Harmed(content[_end_of_meta(content) :], False))
_NO_DATASET = Harm("no dataset", lambda content: Harmed(content[: _end_of_meta(content)], False))
_WRONG_GROUP_LENGTH = Harm(
    "a File Meta Information Group Length of 4",
    lambda content: Harmed(content[:140] + struct.pack("<I", 4) + content[144:], False),
)


def _with_value(content: bytes, tag: int, uid: str) -> bytes:
    encoded = uid.encode("latin-1")
    encoded += b"\0" * (len(encoded) % 2)
    for place in layout(content):
        if place.tag == tag and place.depth == 0:
            header = content[place.start : place.length_at] + struct.pack("<H", len(encoded))
            return content[: place.start] + header + encoded + content[place.value_at + place.length :]
    raise LookupError(f"the file has no element {tag:08X}")
