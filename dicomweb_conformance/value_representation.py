"""Value representations of PS3.5 6.2, sorted by what their values are, and what the data dictionary says of them."""

from pydicom.datadict import dictionary_VR

NUMERIC_STRINGS = frozenset({"DS", "IS"})
FLOATS = frozenset({"FD", "FL"})
INTEGERS = {
    "SL": (-(2**31), 2**31 - 1),
    "SS": (-(2**15), 2**15 - 1),
    "SV": (-(2**63), 2**63 - 1),
    "UL": (0, 2**32 - 1),
    "US": (0, 2**16 - 1),
    "UV": (0, 2**64 - 1),
}
"""Least and greatest value of the binary integers."""
NUMBERS = NUMERIC_STRINGS | FLOATS | INTEGERS.keys()
TEXTS = frozenset({"AE", "AS", "CS", "DA", "DT", "LO", "LT", "SH", "ST", "TM", "UC", "UI", "UR", "UT"})
SINGLE_TEXTS = frozenset({"LT", "ST", "UR", "UT"})
"""Texts that hold one value, in which a backslash is a character like any other."""
WORD_SIZES = {"OB": 1, "OD": 8, "OF": 4, "OL": 4, "OV": 8, "OW": 2, "UN": 1}
"""Bytes of one word of the binary value representations."""
BINARIES = frozenset(WORD_SIZES)
_OF_OLD_EDITIONS = {0x0008_1190: frozenset({"UT"})}
"""What an attribute had in an edition that origin servers still follow: RetrieveURL was UT until 2014."""
ALL = NUMBERS | TEXTS | BINARIES | {"AT", "PN", "SQ"}


def dictionary_alternatives(tag: int) -> frozenset[str]:
    """The value representations that the data dictionary (PS3.6) permits, or permitted, for a standard attribute.

    Empty for private attributes, and for those that the dictionary does not know.
    """
    if (tag >> 16) % 2:
        return frozenset()
    try:
        said = dictionary_VR(tag)
    except KeyError:
        return frozenset()
    return frozenset(said.split(" or ")) & ALL | _OF_OLD_EDITIONS.get(tag, frozenset())


def is_group_length(tag: int) -> bool:
    """Whether the attribute is a group length (gggg,0000)."""
    return tag & 0xFFFF == 0


def is_private_creator(tag: int) -> bool:
    """Whether the attribute names the owner of a block of private attributes (PS3.5 7.8.1)."""
    return (tag >> 16) % 2 == 1 and 0x10 <= tag & 0xFFFF <= 0xFF


def private_creator_of(tag: int) -> int | None:
    """The tag of the private creator that a private attribute needs; None for all others."""
    group, element = tag >> 16, tag & 0xFFFF
    return (group << 16) | (element >> 8) if group % 2 and element >= 0x1000 else None
