"""Attribute matching (PS3.4 C.2.2.2, PS3.18 8.3.4.1.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from dicomweb_conformance.reference.messages import Attribute

_WILDCARD_VRS = frozenset("AE CS LO LT PN SH ST UC UR UT".split())
_RANGES = {
    "DA": re.compile(r"(\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"),
    "TM": re.compile(r"((?:[01]\d|2[0-3])(?:[0-5]\d(?:(?:[0-5]\d|60)(?:\.\d{1,6})?)?)?)"),
    "DT": re.compile(r"(\d{4}(?:\d{2}(?:\d{2}(?:\d{2}(?:\d{2}(?:\d{2}(?:\.\d{1,6})?)?)?)?)?)?)(?:[+-]\d{4})?"),
}
_EARLIEST = {"DA": "00000000", "TM": "000000.000000", "DT": "00000101000000.000000"}
_LATEST = {"DA": "99999999", "TM": "235959.999999", "DT": "99991231235959.999999"}
_NUMBER_VRS = frozenset("DS FD FL IS SL SS SV UL US UV".split())
_ALIKE = 0.75
_UID_LIST = re.compile(r"[0-9.]+([,\\][0-9.]+)*")


class BadKey(ValueError):
    """The value of a key is none that its attribute could be matched with."""


@dataclass(frozen=True)
class Key:
    """A matching key: an attribute and the value looked for; a sequence has ``items`` in place of a value.

    A ``fuzzy`` key also matches person names that are spelt nearly alike.
    """

    tag: str
    vr: str
    value: str = ""
    items: tuple[Key, ...] = ()
    fuzzy: bool = False

    @property
    def universal(self) -> bool:
        """Whether every entity matches (PS3.4 C.2.2.2.3)."""
        return not self.items and self.value in {"", "*"}


def check(key: Key) -> None:
    """Raises BadKey for a value that breaks the rules of its VR (PS3.18 8.3)."""
    for item in key.items:
        check(item)
    if key.items or key.universal:
        return
    malformed = (
        (key.vr in _RANGES and bounds(key.vr, key.value) is None)
        or (key.vr == "UI" and _UID_LIST.fullmatch(key.value) is None)
        or (key.vr in _NUMBER_VRS and _number(key.value) is None)
    )
    if malformed:
        raise BadKey(f"{key.value!r} is no value to match a {key.vr} attribute with.")


def matches(key: Key, attribute: Attribute | None) -> bool:
    """Whether one value of the attribute matches; keys in one sequence must be met by one and the same item."""
    if key.universal:
        return True
    if attribute is None:
        return False
    if key.items:
        items = attribute.get("Value", [])
        return any(all(matches(each, item.get(each.tag)) for each in key.items) for item in items)
    matching = _matcher(key)
    return any(matching(text) for text in _texts(key.vr, attribute))


def is_range(key: Key) -> bool:
    """Whether the value of a date or time key has two ends, one of which may be open."""
    return key.vr in {"DA", "TM"} and "-" in key.value


def _texts(vr: str, attribute: Attribute) -> Iterator[str]:
    for value in attribute.get("Value", []):
        if isinstance(value, dict):
            yield from (group for group in value.values())
            yield "=".join(value.get(name, "") for name in ("Alphabetic", "Ideographic", "Phonetic")).rstrip("=")
        elif value is not None:
            yield str(value)


def _matcher(key: Key) -> Callable[[str], bool]:
    if key.vr == "UI":
        wanted = set(re.split(r"[,\\]", key.value))
        return lambda text: text in wanted
    if key.vr in _RANGES:
        return lambda text: in_range(key.vr, key.value, text)
    if key.vr in _NUMBER_VRS:
        return lambda text: _number(text) == _number(key.value)
    if key.vr == "PN":
        if key.fuzzy:
            return lambda text: _alike(key.value, text)
        name = _pattern(re.sub(r"\^+(=|$)", r"\1", key.value).rstrip("="), re.IGNORECASE)
        return lambda text: name.fullmatch(re.sub(r"\^+(=|$)", r"\1", text)) is not None
    if key.vr in _WILDCARD_VRS:
        pattern = _pattern(key.value.strip(" "), re.NOFLAG)
        return lambda text: pattern.fullmatch(text.strip(" ")) is not None
    return lambda text: text == key.value


def _alike(wanted: str, text: str) -> bool:
    """Whether each word of the wanted name begins, or nearly equals, one of the stored name."""
    words = [word for word in re.split(r"[\^= ]+", text.lower()) if word]
    return all(
        any(word.startswith(each) or SequenceMatcher(None, each, word).ratio() >= _ALIKE for word in words)
        for each in re.split(r"[\^= *?]+", wanted.lower())
        if each
    )


def _pattern(value: str, flags: re.RegexFlag) -> re.Pattern[str]:
    """``*`` is any run of characters, ``?`` exactly one (PS3.4 C.2.2.2.4)."""
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(character) or re.escape(character) for character in value), flags | re.DOTALL)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def bounds(vr: str, value: str) -> tuple[str, str] | None:
    """Both ends of a range, or of a single value, at full precision; None when the value is malformed."""
    single = _RANGES[vr].fullmatch(value)
    if single is not None:
        return _fill(vr, single.group(1), _EARLIEST), _fill(vr, single.group(1), _LATEST)
    pattern = _RANGES[vr].pattern
    ends = re.fullmatch(f"(?:{pattern})?-(?:{pattern})?", value)
    if ends is None or not any(ends.groups()):
        return None
    first, last = ends.groups()
    return _fill(vr, first or "", _EARLIEST), _fill(vr, last or "", _LATEST)


def in_range(vr: str, wanted: str, text: str) -> bool:
    """Whether a stored date or time lies in a range, both ends included, or equals a single value."""
    ends = bounds(vr, wanted)
    stored = bounds(vr, text.replace(".", "", 2) if vr == "DA" else text)
    if ends is None or stored is None:
        return text == wanted
    if "-" not in wanted:
        return stored[0] == ends[0]
    return ends[0] <= stored[0] <= ends[1]


def _fill(vr: str, value: str, limits: dict[str, str]) -> str:
    return value + limits[vr][len(value) :]
