"""The VR of elements that were written without one (PS3.5 6.2.2, PS3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from pydicom.datadict import dictionary_VR, private_dictionary_VR


class HasData(Protocol):
    """An element whose bytes can be looked at."""

    @property
    def data(self) -> bytes:
        """The bytes of the value."""


def implied_vr(tag: int, siblings: Mapping[int, HasData]) -> str:
    """The VR of an element that was written without one; UN when nobody can know (PS3.5 6.2.2)."""
    if tag & 0xFFFF == 0:
        return "UL"
    if tag >> 16 & 1:
        return _private_vr(tag, siblings)
    try:
        vr = str(dictionary_VR(tag))
    except KeyError:
        return "UN"
    if " or " not in vr:
        return vr
    if "US or SS" in vr:
        representation = siblings.get(0x00280103)
        if vr == "US or SS or OW":
            return "OW"
        return "SS" if representation and representation.data[:1] == b"\1" else "US"
    return "OW"


def _private_vr(tag: int, siblings: Mapping[int, HasData]) -> str:
    block = tag >> 8 & 0xFF
    if block == 0:
        return "LO" if tag & 0xFF >= 0x10 else "UN"
    creator = siblings.get(tag & 0xFFFF0000 | block)
    if creator is None:
        return "UN"
    try:
        vr = str(private_dictionary_VR(tag, creator.data.decode("latin-1").strip(" \0")))
    except KeyError:
        return "UN"
    return vr if len(vr) == 2 else "UN"
