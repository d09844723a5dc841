"""The query of a search (PS3.18 8.3.4)."""

from __future__ import annotations

from dataclasses import dataclass

from dicomweb_conformance.reference.levels import LEVELS, level_of, tag_of, vr_of
from dicomweb_conformance.reference.matching import BadKey, Key, check
from dicomweb_conformance.reference.messages import Refused, Request

_NOT_KEYS = frozenset(
    "accept charset emptyvaluematching fuzzymatching includefield limit multiplevaluematching offset".split()
)


@dataclass(frozen=True)
class Keys:
    """What a search asks for. ``include`` holds tags; ``warnings`` say what was not done."""

    keys: tuple[Key, ...] = ()
    include: tuple[str, ...] = ()
    include_all: bool = False
    limit: int | None = None
    offset: int = 0
    warnings: tuple[str, ...] = ()

    def plain(self, tag: str) -> str | None:
        """The single value that an attribute must have, or None."""
        values = [key.value for key in self.keys if key.tag == tag and not key.universal]
        return values[0] if len(values) == 1 and not set(values[0]) & set("*?,\\") else None


def parse_keys(request: Request, level: str) -> Keys:
    """Read the query of a search at a level.

    Unknown names are ignored; attributes below the level neither match nor are returned. Raises Refused with 400 for a
    bad value of a known name.
    """
    keys: list[Key] = []
    warnings: list[str] = []
    for name, value in request.query:
        if name in _NOT_KEYS:
            continue
        key = _key(name.split("."), value, fuzzy=request.parameter("fuzzymatching") == "true")
        if key is None:
            warnings.append(f"The parameter {_harmless(name)} is unknown and was ignored.")
        elif LEVELS.index(level_of(key.tag)) > LEVELS.index(level):
            warnings.append(f"{_harmless(name)} is no key of a {level} and was ignored.")
        else:
            keys.append(key)
    try:
        for key in keys:
            check(key)
    except BadKey as error:
        raise Refused(400, str(error)) from error
    names = [name for value in request.parameters("includefield") for name in value.split(",")]
    tags = [tag for name in names for tag in [tag_of(name)] if tag is not None]
    return Keys(
        keys=_merged(keys),
        include=tuple(tag for tag in tags if LEVELS.index(level_of(tag)) <= LEVELS.index(level)),
        include_all="all" in names,
        limit=_number(request, "limit"),
        offset=_number(request, "offset") or 0,
        warnings=(*warnings, *_unsupported(request)),
    )


def _key(path: list[str], value: str, *, fuzzy: bool) -> Key | None:
    tag = tag_of(path[0])
    vr = vr_of(tag) if tag is not None else None
    if tag is None or vr is None or (len(path) > 1) != (vr == "SQ" and len(path) > 1):
        return None
    if len(path) == 1:
        return Key(tag, vr, value, fuzzy=fuzzy)
    below = _key(path[1:], value, fuzzy=fuzzy)
    return None if below is None else Key(tag, vr, items=(below,))


def _merged(keys: list[Key]) -> tuple[Key, ...]:
    """Keys of one sequence are put together: one item has to meet them all (PS3.4 C.2.2.2.6)."""
    merged: dict[str, Key] = {}
    single = []
    for key in keys:
        if not key.items:
            single.append(key)
        else:
            before = merged[key.tag].items if key.tag in merged else ()
            merged[key.tag] = Key(key.tag, key.vr, items=(*before, *key.items))
    nested = [Key(key.tag, key.vr, items=_merged(list(key.items))) for key in merged.values()]
    return (*single, *nested)


def _number(request: Request, name: str) -> int | None:
    given = request.parameter(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit()):
        raise Refused(400, f"{name} must be a number from 0 upward.")
    return int(given)


def _unsupported(request: Request) -> list[str]:
    warnings = []
    for name in ("fuzzymatching", "emptyvaluematching", "multiplevaluematching"):
        given = request.parameter(name)
        if given not in {None, "true", "false"}:
            raise Refused(400, f"{name} must be true or false.")
        if given == "true" and name != "fuzzymatching":
            warnings.append(f"The {name} parameter is not supported. Only literal matching has been performed.")
    return warnings


def _harmless(name: str) -> str:
    return "".join(character for character in name if (character.isascii() and character.isalnum()) or character == ".")
