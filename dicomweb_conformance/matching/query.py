"""The query of a search, read as matching keys (PS3.18 8.3.4.1)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydicom.datadict import dictionary_VR, tag_for_keyword

PARAMETERS = frozenset(
    {
        "accept",
        "charset",
        "emptyvaluematching",
        "fuzzymatching",
        "includefield",
        "limit",
        "multiplevaluematching",
        "offset",
    }
)
"""Query parameters that are no matching keys (PS3.18 8.3.3, 8.3.4.2 to 8.3.4.6)."""

_TAG = re.compile(r"[0-9A-Fa-f]{8}")


@dataclass(frozen=True)
class Key:
    """A matching key: the tags that lead to the attribute, its VR, and the value as it was sent, decoded."""

    path: tuple[str, ...]
    VR: str
    value: str


def keys_in(query: Iterable[tuple[str, str]]) -> tuple[tuple[Key, ...], tuple[str, ...]]:
    """The matching keys of a query, and the names that are neither keys nor known parameters."""
    keys, unknown = [], []
    for name, value in query:
        if name in PARAMETERS:
            continue
        key = _key(name, value)
        if key is None:
            unknown.append(name)
        else:
            keys.append(key)
    return tuple(keys), tuple(unknown)


def tag_of(name: str) -> str | None:
    """The tag, eight upper-case hexadecimal digits, that a keyword or a tag names; None for anything else."""
    if _TAG.fullmatch(name):
        return name.upper()
    number = tag_for_keyword(name)
    return None if number is None else f"{number:08X}"


def _key(name: str, value: str) -> Key | None:
    path = [tag_of(part) for part in name.split(".")]
    known = [tag for tag in path if tag is not None]
    if len(known) < len(path):
        return None
    representations = [_vr(tag) for tag in known]
    if None in representations or not _leads_through_sequences(representations[:-1]):
        return None
    return Key(tuple(known), str(representations[-1]), value)


def _leads_through_sequences(representations: Sequence[str | None]) -> bool:
    return all(vr == "SQ" for vr in representations)


def _vr(tag: str) -> str | None:
    try:
        return str(dictionary_VR(int(tag, 16)))
    except KeyError:
        return None
