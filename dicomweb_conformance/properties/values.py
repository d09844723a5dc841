"""Values at the edges of what PS3.5 6.2 permits, for each value representation."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from dicomweb_conformance.properties.made import Text
from dicomweb_conformance.properties.repertoires import PRINTABLE, REPERTOIRES, Repertoire

ASCII = REPERTOIRES[0]
MOST_BYTES = 65_534
"""The longest value of those value representations whose length takes 16 bits (PS3.5 7.1.2)."""


@dataclass(frozen=True)
class Value:
    """A value field without pad byte, and what it says."""

    field: bytes
    says: str


_EMPTY = Value(b"", "no value")

_EDGES: dict[str, tuple[str, ...]] = {
    "AS": ("000D", "001D", "012W", "999M", "120Y"),
    "DA": ("19000101", "18581117", "19691231", "19700101", "20000229", "20240229", "20380119", "21000228", "99991231"),
    "DS": ("0", "-0", "+1", "1E5", "1e-5", "-1.2345678901E+5", "0.1", ".5", "5.", "0000000000000007", " 7 ", "1E-300",
           "1.7976931348E308", "0.12345678901234", "1234567890123456", "-999999999999999", "1.0", "100", "1E+2"),
    "DT": ("2024", "202402", "20240229", "2024022910", "202402291015", "20240229101530", "20240229235959.999999",
           "20240229101530.123456+1400", "20240229101530.1-1200", "2024-0500", "19000101000000.000000+0000"),
    "IS": ("0", "-0", "+1", "007", "-2147483648", "2147483647", " 5 ", "-1", "000000000012"),
    "TM": ("00", "23", "2359", "101530", "235960", "101530.1", "235959.999999", "000000.000000", "000000"),
    "UI": ("1.2", "0.0", "1.2.840.10008.1.1", "2.25.0", "1.2.826.0.1.3680043.8.498." + "1234567890" * 3 + "12345678",
           "2.25.340282366920938463463374607431768211455", "1.0.0.10"),
    "UR": ("http://example.org", "https://example.org/a?b=c%20d&e=f#g", "https://example.org/" + "path/" * 300, "a",
           "urn:oid:1.2.3"),
}  # fmt: skip
_NUMBERS = {"FD": "d", "FL": "f", "SL": "i", "SS": "h", "SV": "q", "UL": "I", "US": "H", "UV": "Q"}
_WORDS = {"OB": 1, "OD": 8, "OF": 4, "OL": 4, "OV": 8, "OW": 2, "UN": 1}
_LONGEST = {"AE": 16, "CS": 16, "LO": 64, "SH": 16, "UC": 5000}
_LONGEST_TEXTS = {"LT": 10_240, "ST": 1024, "UT": 20_000}
_CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _"
_INTEGER_EDGES = {8: (0, 1, -1), 16: (127, 128, 255, 256), 32: (32767, 32768, 65535, 65536), 64: (2**31, 2**53 + 1)}
_FD_EDGES = (5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7976931348623157e308, 0.1, 1 / 3, 0.0, 1e22)
_FL_EDGES = (1.401298464324817e-45, 3.4028234663852886e38, -3.4028234663852886e38, 0.10000000149011612, 0.0)

SINGLE = frozenset({"LT", "OB", "OD", "OF", "OL", "OV", "OW", "ST", "UN", "UR", "UT"})
"""Value representations that hold one value."""


@cache
def value_of(vr: str, repertoire: Repertoire = ASCII) -> SearchStrategy[Value]:
    """A value field of that value representation (any but SQ), empty at times, of one value or of several."""
    return st.one_of(_filled(vr, repertoire), _filled(vr, repertoire), _filled(vr, repertoire), st.just(_EMPTY))


def _filled(vr: str, repertoire: Repertoire) -> SearchStrategy[Value]:
    if vr in _NUMBERS:
        return _several(_number(vr)).map(lambda numbers: _packed(vr, numbers))
    if vr == "AT":
        tags = st.sampled_from([0x00100010, 0x7FE00010, 0x00000000, 0xFFFEE000, 0x00091001, 0x0008ABCD])
        return _several(tags).map(_tags)
    if vr in _WORDS:
        return _binary(_WORDS[vr])
    if vr in _LONGEST_TEXTS:
        return _long_text(_LONGEST_TEXTS[vr], repertoire).map(lambda text: _text([text], repertoire))
    if vr == "UR":
        return st.sampled_from(_EDGES["UR"]).map(lambda text: _text([text], ASCII))
    return _with_empty(single_text(vr, repertoire)).map(lambda texts: _text(_fitting(texts, repertoire), repertoire))


@cache
def single_text(vr: str, repertoire: Repertoire = ASCII) -> SearchStrategy[str]:
    """One value, never empty, of a string value representation that may hold several."""
    if vr in _EDGES:
        return st.sampled_from(_EDGES[vr])
    if vr == "PN":
        return person_name(repertoire)
    if vr == "CS":
        return _string(st.sampled_from(_CODE), 16)
    if vr == "AE":
        return _string(st.sampled_from(PRINTABLE), 16)
    return _string(repertoire.characters, _LONGEST[vr])


@cache
def person_name(repertoire: Repertoire, groups: int = 3) -> SearchStrategy[str]:
    """A name of up to so many component groups, each of up to five components and 64 characters."""
    characters = repertoire.characters.filter(lambda character: character not in "^=")
    component = st.text(characters, max_size=12).map(lambda text: text.strip(" "))
    group = st.lists(component, max_size=5).map("^".join)
    longest = characters.filter(lambda character: character != " ").map(lambda character: character * 64)
    group = st.one_of(group, group, longest)
    return st.lists(group, min_size=1, max_size=groups).map("=".join).filter(lambda name: bool(name.strip("^= ")))


def _string(characters: SearchStrategy[str], longest: int) -> SearchStrategy[str]:
    """Of any length up to the longest, more often than not just that; with spaces around it at times."""
    seen = characters.filter(lambda character: character != " ")
    short = st.text(characters, min_size=1, max_size=12).filter(lambda text: bool(text.strip(" ")))
    full = st.tuples(seen, short, st.sampled_from([longest, longest - 1])).map(lambda parts: _repeated(*parts))
    padded = st.builds("{}{}{}".format, st.sampled_from(["", " ", "  "]), seen, st.sampled_from(["", " ", "  "]))
    return st.one_of(short.map(lambda text: text[:longest]).filter(lambda text: bool(text.strip(" "))), full, padded)


def _repeated(begin: str, text: str, length: int) -> str:
    """``length`` characters, no space at either end."""
    whole = (begin + text * (length // len(text) + 1))[:length]
    return whole if not whole.endswith(" ") else whole[:-1] + begin


def _long_text(longest: int, repertoire: Repertoire) -> SearchStrategy[str]:
    """A text of several lines, with backslashes, and with spaces that count at its beginning."""
    characters = st.one_of(repertoire.characters, st.sampled_from(["\r\n", "\\", " ", "\t", "\f"]))
    if "ISO 2022 IR 13" in repertoire.terms or "ISO_IR 13" in repertoire.terms:
        # The place of the backslash is that of a yen sign there
        characters = characters.filter(lambda character: character != "\\")
    short = st.lists(characters, min_size=1, max_size=24).map("".join).filter(lambda text: bool(text.strip()))
    indented = st.builds("{}{}".format, st.sampled_from(["  ", " ", "\r\n", "\t"]), short)
    full = st.tuples(st.sampled_from("ab"), short, st.sampled_from([longest, longest - 1])).map(
        lambda parts: _repeated(*parts)
    )
    return st.one_of(short, indented, full)


def _with_empty(one: SearchStrategy[str]) -> SearchStrategy[list[str]]:
    """One value, or some, of which any may be empty, though not all."""
    single = one.map(lambda text: [text])
    some = st.lists(st.one_of(one, one, st.just("")), min_size=2, max_size=5).filter(any)
    many = st.tuples(one, st.sampled_from([12, 100])).map(lambda parts: [parts[0]] * parts[1] + ["1"])
    return st.one_of(single, single, some, some, many)


def _several(one: SearchStrategy[object]) -> SearchStrategy[list[object]]:
    few = st.lists(one, min_size=1, max_size=4)
    many = st.tuples(one, one, st.sampled_from([255, 256, 300])).map(lambda parts: [parts[0]] * parts[2] + [parts[1]])
    return st.one_of(few, few, few, many)


def _number(vr: str) -> SearchStrategy[object]:
    if vr in ("FD", "FL"):
        width, edges = (64, _FD_EDGES) if vr == "FD" else (32, _FL_EDGES)
        return st.one_of(st.sampled_from(edges), st.floats(allow_nan=False, allow_infinity=False, width=width))  # type: ignore[arg-type]  # 64 or 32
    bits = struct.calcsize(_NUMBERS[vr]) * 8
    least, most = (0, 2**bits - 1) if _NUMBERS[vr].isupper() else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    edges_ = [each for size, numbers in _INTEGER_EDGES.items() if size <= bits for each in numbers]
    within = [each for each in edges_ if least <= each <= most]
    return st.one_of(st.sampled_from([least, most, *within]), st.integers(least, most))


def _binary(word: int) -> SearchStrategy[Value]:
    """Whole words, an odd number of bytes among them, and more than what is usually given inline."""
    some = st.integers(1, 9).flatmap(lambda count: st.binary(min_size=count * word, max_size=count * word))
    pattern = bytes(range(256)) * 40
    large = st.sampled_from([1023, 1024, 1025, 4097, 9001]).map(lambda count: pattern[: count - count % word])
    return st.one_of(some, some, large).map(lambda field: Value(field, _shown_bytes(field)))


def _shown_bytes(field: bytes) -> str:
    return f"{len(field)} bytes {field[:12].hex(' ')}{' ...' if len(field) > 12 else ''}"


def _packed(vr: str, numbers: Sequence[object]) -> Value:
    field = struct.pack(f"<{len(numbers)}{_NUMBERS[vr]}", *numbers)
    return Value(field, _listed(numbers))


def _tags(tags: Sequence[object]) -> Value:
    pairs = [(int(str(tag)) >> 16, int(str(tag)) & 0xFFFF) for tag in tags]
    return Value(b"".join(struct.pack("<HH", *pair) for pair in pairs), _listed([f"{a:04X}{b:04X}" for a, b in pairs]))


def _listed(values: Sequence[object]) -> str:
    if len(values) <= 6:
        return ", ".join(map(str, values))
    return f"{values[0]}, {values[1]}, ..., {values[-1]} ({len(values)} values)"


def _text(texts: Sequence[str], repertoire: Repertoire) -> Value:
    return Value(repertoire.encode("\\".join(texts)), _listed([str(Text(text)) for text in texts]))


def _fitting(texts: Sequence[str], repertoire: Repertoire) -> list[str]:
    """As many of the texts as fit."""
    kept: list[str] = []
    room = MOST_BYTES
    for text in texts:
        room -= len(repertoire.encode(text)) + 1
        if room < 0:
            break
        kept.append(text)
    return kept
