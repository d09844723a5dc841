"""A plain model of what a target holds: which instances, and in which version.

What PS3.18 does not define is open in it: an instance that is stored again with other content may be replaced or kept,
and a study or series whose last instance was deleted may stay behind as an empty one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dicomweb_conformance.study import Level

ABSENT = "absent"
_LEVELS: tuple[Level, ...] = ("study", "series", "instance")


def level_of(name: str) -> Level:
    """The level of ``a``, ``a/1`` or ``a/1/2``."""
    return _LEVELS[name.count("/")]


def parent_of(name: str, level: Level) -> str:
    """The study or series in which something lies, or itself."""
    return "/".join(name.split("/")[: _LEVELS.index(level) + 1])


def lies_in(name: str, within: str) -> bool:
    """Whether something is this study, series or instance, or lies in it."""
    return name == within or name.startswith(f"{within}/")


@dataclass
class Holdings:
    """``versions`` are those that a stored instance may have; ``emptied`` are studies and series that may be empty."""

    versions: dict[str, frozenset[str]] = field(default_factory=dict)
    emptied: set[str] = field(default_factory=set)

    def copy(self) -> "Holdings":
        """The same, to be changed by itself."""
        return Holdings(dict(self.versions), set(self.emptied))

    def stored(self, name: str, version: str) -> None:
        """The target says that it stored this version."""
        self.versions[name] = self.versions.get(name, frozenset()) | {version}
        self.emptied -= {parent_of(name, "study"), parent_of(name, "series")}

    def deleted(self, name: str) -> None:
        """The target says that it deleted this study, series or instance."""
        before = self.at("study"), self.at("series")
        self.versions = {each: versions for each, versions in self.versions.items() if not lies_in(each, name)}
        gone = (before[0] - self.at("study")) | (before[1] - self.at("series"))
        # What was named is gone; what only lost its last instance may stay.
        self.emptied |= {each for each in gone if not lies_in(each, name)}
        self.emptied -= {each for each in self.emptied if lies_in(each, name)}

    def is_version(self, name: str, version: str) -> bool:
        """Whether a view may show this version of a stored instance; from then on every view has to."""
        if version not in self.versions[name]:
            return False
        self.versions[name] = frozenset({version})
        return True

    def at(self, level: Level) -> frozenset[str]:
        """What there is at a level."""
        return frozenset(parent_of(name, level) for name in self.versions)

    def within(self, name: str, level: Level) -> frozenset[str]:
        """What there is at a level within a study or series."""
        return frozenset(each for each in self.at(level) if lies_in(each, name))

    def counts(self, name: str) -> Mapping[Level, int]:
        """How many series and instances a study or series has."""
        return {level: len(self.within(name, level)) for level in ("series", "instance")}


def told(names: Iterable[str]) -> str:
    """Names for a reader, in order."""
    return ", ".join(sorted(names)) or "nothing"
