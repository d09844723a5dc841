"""Which attribute belongs to which level, and what each search returns (PS3.18 10.6.1.2, 10.6.3.3)."""

from __future__ import annotations

from pydicom.datadict import dictionary_VR, tag_for_keyword

LEVELS = ("study", "series", "instance")

STUDY_REQUIRED = (
    "00080020 00080030 00080050 00080061 00080090 00100010 00100020 00100030 00100040 0020000D 00200010 00201206"
    " 00201208"
).split()
"""Returned of every study, empty when unknown (Table 10.6.3-3)."""
STUDY_CONDITIONAL = "00080005 00080201".split()
SERIES_REQUIRED = "00080060 0020000E 00200011 00201209".split()
"""Returned of every series, empty when unknown (Table 10.6.3-4)."""
SERIES_CONDITIONAL = "00080005 00080201 0008103E 00400244 00400245 00400275".split()
INSTANCE_REQUIRED = "00080016 00080018 00200013".split()
"""Returned of every instance, empty when unknown (Table 10.6.3-5)."""
INSTANCE_CONDITIONAL = "00080005 00080201 00280008 00280010 00280011 00280100".split()

_STUDY = frozenset(
    "00080020 00080030 00080050 00080051 00080061 00080062 00080090 00080096 00081030 00081032 00081048 00081049"
    " 00081060 00081062 00081080 00081084 00081110 00081120 0020000D 00200010 00201206 00201208 00321032 00321060"
    " 00321064 00321070 0032000A 0032000C 00401012 00380010 00380014 00380060 00380064 00380500".split()
)
_SERIES = frozenset(
    "00080021 00080031 00080060 00080064 00080070 00080080 00080081 00081010 0008103E 0008103F 00081040 00081050"
    " 00081052 00081070 00081072 00081090 00081111 00081250 00180015 00181000 00181020 00181030 00185100 0020000E"
    " 00200011 00200052 00200060 00201040 00201209 00280108 00280109 00400244 00400245 00400250 00400251 00400253"
    " 00400254 00400260 00400275 00400280".split()
)
_ANY = frozenset({"00080005", "00080201", "00080056", "00081190"})


def level_of(tag: str) -> str:
    """The level whose entities an attribute describes: study (with patient), series or instance."""
    if tag in _STUDY or tag.startswith("0010") or tag in _ANY:
        return "study"
    return "series" if tag in _SERIES else "instance"


def tag_of(name: str) -> str | None:
    """The tag that a keyword or eight hexadecimal digits name, or None."""
    if len(name) == 8 and all(character in "0123456789abcdefABCDEF" for character in name):
        return name.upper()
    tag = tag_for_keyword(name)
    return None if tag is None else f"{tag:08X}"


def creator_of(tag: str) -> str | None:
    """The tag of the private creator of a private element; None for others."""
    private = int(tag[:4], 16) % 2 == 1 and tag[4:6] != "00"
    return f"{tag[:4]}00{tag[4:6]}" if private else None


def vr_of(tag: str) -> str | None:
    """The VR in the data dictionary; LO for private creators, UN for private elements, None for unknown ones."""
    number = int(tag, 16)
    if number >> 16 & 1:
        return "LO" if 0x10 <= number & 0xFFFF <= 0xFF else "UN"
    try:
        return str(dictionary_VR(number))[:2]
    except KeyError:
        return None
