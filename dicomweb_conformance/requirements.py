"""The registry: every requirement, said once, read from ``features/requirements/*.toml`` and validated."""

import hashlib
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

LEVELS = ("must", "should", "may")
BASE_PROFILES = ("tutorial", "core")
"""Profiles that are judged without being asked for."""
CAPABILITIES = ("delete", "rendered", "thumbnail", "bulkdata", "xml", "capabilities", "wado-uri", "microsoft")
"""Profiles that a target declares."""
ON_REQUEST = ("properties",)
"""Profiles that are judged only when they are asked for, because they cost much; no target has to declare them."""
PROFILES = BASE_PROFILES + CAPABILITIES + ON_REQUEST


class RegistryError(ValueError):
    """An entry of the registry is not what it must be; the message names the file, the entry and the remedy."""


@dataclass(frozen=True)
class Requirement:
    """One testable demand.

    ``status`` lists the HTTP status codes that the requirement permits, where it permits several.
    ``capability`` is needed besides the profile; ``condition`` says when the requirement applies at all (a target that
    does not meet it is not held to it); ``untestable`` says why no black-box scenario can test it.
    """

    id: str
    text: str
    level: str
    profile: str
    cites: str
    transaction: str
    covers: tuple[str, ...] = ()
    status: tuple[int, ...] = ()
    capability: str | None = None
    condition: str | None = None
    untestable: str | None = None
    notes: str | None = None

    @property
    def needs(self) -> frozenset[str]:
        """The capabilities that a target must offer before this requirement is judged."""
        own = {self.profile} - {*BASE_PROFILES, *ON_REQUEST}
        return frozenset(own | ({self.capability} if self.capability else set()))

    def lacks(self, capabilities: Collection[str] | None) -> frozenset[str]:
        """The capabilities that a target must declare before this is judged, and does not.

        A target that declares nothing at all (None) is still asked to delete, as the tutorial does.
        """
        return self.needs - frozenset(("delete",) if capabilities is None else capabilities)


@dataclass(frozen=True)
class Registry:
    """All requirements by id, in the order of the files, and the hash of what was read."""

    requirements: Mapping[str, Requirement]
    sha256: str

    def __getitem__(self, requirement_id: str) -> Requirement:
        return self.requirements[requirement_id]

    def __contains__(self, requirement_id: object) -> bool:
        return requirement_id in self.requirements

    def transaction_of(self, requirement_id: str) -> str:
        """The chapter of the registry in which the entry stands, such as ``store``."""
        return self.requirements[requirement_id].transaction

    def in_profiles(self, profiles: frozenset[str]) -> tuple[Requirement, ...]:
        """The requirements of the named profiles, in registry order."""
        return tuple(r for r in self.requirements.values() if r.profile in profiles)


_STRINGS = {"text", "level", "profile", "cites", "capability", "condition", "untestable", "notes"}
_LISTS = {"covers": str, "status": int}
_NEEDED = ("text", "level", "profile", "cites")


def load_registry(folder: Path) -> Registry:
    """Read every ``*.toml`` below ``folder``.

    Raises RegistryError when a file is no TOML, an entry lacks a key, has an unknown one or an unknown level,
    profile or capability, or when an id stands twice.
    """
    requirements: dict[str, Requirement] = {}
    digest = hashlib.sha256()
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise RegistryError(f"{folder}: no requirements found; the registry is a folder of .toml files")
    for path in paths:
        raw = path.read_bytes()
        digest.update(raw)
        try:
            entries = tomllib.loads(raw.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RegistryError(f"{path}: not valid TOML: {error}") from error
        for requirement_id, entry in entries.items():
            if requirement_id in requirements:
                raise RegistryError(f"{path}: {requirement_id} stands twice in the registry; ids are unique")
            requirements[requirement_id] = _requirement(path, requirement_id, entry)
    return Registry(MappingProxyType(requirements), digest.hexdigest())


def _requirement(path: Path, requirement_id: str, entry: Any) -> Requirement:
    where = f"{path}: {requirement_id}"
    if not isinstance(entry, dict):
        raise RegistryError(f"{where}: an entry is a table, [{requirement_id}] with its keys below")
    for key, value in entry.items():
        if key in _LISTS:
            if not isinstance(value, list) or not all(type(member) is _LISTS[key] for member in value):
                raise RegistryError(f"{where}: {key} is a list of {_LISTS[key].__name__}")
        elif key not in _STRINGS:
            raise RegistryError(f"{where}: unknown key {key}; known are {', '.join(sorted(_STRINGS | _LISTS.keys()))}")
        elif not isinstance(value, str) or not value.strip():
            raise RegistryError(f"{where}: {key} is a text that is not empty")
    for key in _NEEDED:
        if key not in entry:
            raise RegistryError(f"{where}: {key} is missing")
    for key, allowed in (("level", LEVELS), ("profile", PROFILES), ("capability", CAPABILITIES)):
        if key in entry and entry[key] not in allowed:
            raise RegistryError(f"{where}: {key} is one of {', '.join(allowed)}, not {entry[key]}")
    texts = {key: entry[key] for key in _STRINGS & entry.keys()}
    return Requirement(
        id=requirement_id,
        transaction=path.stem,
        covers=tuple(entry.get("covers", ())),
        status=tuple(entry.get("status", ())),
        **texts,
    )
