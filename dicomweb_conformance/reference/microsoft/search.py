"""What can be searched, how it matches, and what is returned (Search, QIDO-RS)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from dicomweb_conformance.reference import keys as standard_keys
from dicomweb_conformance.reference import matching
from dicomweb_conformance.reference import search as standard
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.levels import LEVELS, tag_of
from dicomweb_conformance.reference.matching import Key
from dicomweb_conformance.reference.messages import (
    Answer,
    Attribute,
    Attributes,
    Datasets,
    Empty,
    Headers,
    Refused,
    Request,
    Resource,
)

_PARAMETERS = frozenset({"includefield", "limit", "offset", "fuzzymatching"})
_DEFAULT_LIMIT, _LARGEST_LIMIT = 100, 200
_SEARCHABLE = {
    "study": "0020000D 00100010 00100020 00100030 00080050 00080090 00080020 00081030 00080061".split(),
    "series": "0020000E 00080060 00400244 00081090".split(),
    "instance": ["00080018"],
}
_DEFAULT = {
    "study": "00080020 00080050 00081030 00080090 00100010 00100020 00100030 0020000D".split(),
    "series": "00080060 00081090 0020000E 00400244".split(),
    "instance": ["00080018"],
}
_ADDITIONAL = {
    "study": (
        "00080005 00080030 00080056 00080201 00080063 00081032 00081060 00081080 00081110 00101010 00101020 00101030"
        " 00102180 001021B0 00100040 00200010"
    ).split(),
    "series": "00080005 00080201 00200011 00200060 00080021 00080031 0008103E 00400245 00400275".split(),
    "instance": "00080005 00080016 00080056 00080201 00200013 00280010 00280011 00280100 00280008".split(),
}
_COUNTS = {"00201208": "study", "00201209": "series"}
_UIDS = {"study": "0020000D", "series": "0020000E", "instance": "00080018"}


def search(server: Server, request: Request, resource: Resource) -> Answer:
    """As the standard has it; what finds nothing has no content (Search Response Codes)."""
    answer = standard.search(server, request, resource)
    nothing = isinstance(answer.payload, Datasets) and not answer.payload.datasets
    return Answer(204, Empty(), answer.headers) if nothing else answer


def parse_keys(request: Request, level: str) -> Keys:
    """The query. Raises Refused with 400 for an attribute that cannot be searched, and for a value that is none."""
    levels = LEVELS[: LEVELS.index(level) + 1]
    for name, value in request.query:
        if name in _PARAMETERS:
            continue
        tag = tag_of(name)
        if not any(tag in _SEARCHABLE[each] for each in levels):
            raise Refused(400, "The query has an attribute or a parameter that is not supported here.")
        if not value.strip():
            raise Refused(400, "The query has an attribute without a value.")
        if "-" in value and tag == "00400244":
            raise Refused(400, "Only StudyDate and PatientBirthDate take ranges.")
    keys = standard_keys.parse_keys(request, level)
    limit = _DEFAULT_LIMIT if keys.limit is None else keys.limit
    if not 1 <= limit <= _LARGEST_LIMIT:
        raise Refused(400, f"limit must be from 1 to {_LARGEST_LIMIT}.")
    return replace(keys, limit=limit)


def attribute_of(server: Server, entity: Entity, tag: str) -> Attribute | None:
    """As the standard has it; where instances differ, the latest wins."""
    latest = Entity(entity.level, entity.of_study[::-1], entity.of_series[::-1], entity.itself)
    return standard.attribute_of(server, latest, tag)


def matches(key: Key, attribute: Attribute | None) -> bool:
    """Dates in ranges, UIDs as they are, and texts whatever their case; names also whatever their accents."""
    if key.vr in {"DA", "UI"} or attribute is None:
        return matching.matches(key, attribute)
    texts = [_plain(key.vr, text) for text in _texts(attribute)]
    wanted = _plain(key.vr, key.value)
    if key.vr == "PN" and key.fuzzy:
        return any(_begins(wanted, text) for text in texts)
    return wanted in texts


def _texts(attribute: Attribute) -> list[str]:
    found: list[str] = []
    for value in attribute.get("Value", []):
        if isinstance(value, dict):
            found += [*value.values(), "=".join(value.values())]
        elif value is not None:
            found.append(str(value))
    return found


def _plain(vr: str, text: str) -> str:
    folded = text.strip("\0 ").casefold()
    if vr != "PN":
        return folded
    folded = re.sub(r"\^+(=|$)", r"\1", folded)
    return "".join(each for each in unicodedata.normalize("NFD", folded) if not unicodedata.combining(each))


def _begins(wanted: str, name: str) -> bool:
    """Whether each word that is wanted begins one of the name (fuzzymatching)."""
    words = re.split(r"[\^= ]+", name)
    return all(any(word.startswith(each) for word in words) for each in re.split(r"[\^= ]+", wanted) if each)


def page(keys: Keys, found: Sequence[Entity]) -> tuple[Sequence[Entity], Headers]:
    """The matches that limit and offset ask for, the newest first."""
    end = len(found) if keys.limit is None else keys.offset + keys.limit
    return found[::-1][keys.offset : end], ()


def returned(server: Server, request: Request, resource: Resource, keys: Keys, entity: Entity) -> Attributes:
    """The attributes that each match has, those of the query, and those that were asked for (Search Response)."""
    named = LEVELS.index(resource.level) if resource.level in LEVELS else -1
    levels = LEVELS[: LEVELS.index(entity.level) + 1]
    shown = levels[named + 1 :]
    supported = [tag for level in shown for tag in (*_DEFAULT[level], *_ADDITIONAL[level])]
    tags = [tag for level in shown for tag in _DEFAULT[level]]
    tags += [key.tag for key in keys.keys] + [_UIDS[level] for level in levels]
    tags += [tag for tag in keys.include if tag in supported or _COUNTS.get(tag) == entity.level]
    tags += supported if keys.include_all else []
    of_entity = server.behaviour.attribute_of
    found = ((tag, of_entity(server, entity, tag)) for tag in sorted(set(tags)))
    return {tag: attribute for tag, attribute in found if attribute is not None}
