"""Studies, series and instances, each with the stored instances that it consists of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dicomweb_conformance.reference.archive import Instance


@dataclass(frozen=True)
class Entity:
    """A study, series or instance (``level``): all instances of its study, of its series, and itself."""

    level: str
    of_study: tuple[Instance, ...]
    of_series: tuple[Instance, ...] = ()
    itself: tuple[Instance, ...] = ()

    def instances(self, level: str) -> tuple[Instance, ...]:
        """The instances of the entity of that level; none below its own level."""
        return {"study": self.of_study, "series": self.of_series, "instance": self.itself}[level]

    def uid(self, level: str) -> str | None:
        """The UID of the entity of that level; None below its own level."""
        instances = self.instances(level)
        if not instances:
            return None
        return {"study": instances[0].study, "series": instances[0].series, "instance": instances[0].instance}[level]


def entities(instances: Sequence[Instance], level: str) -> Iterable[Entity]:
    """The entities of a level among all instances of some studies, in the order of their first instance."""
    studies: dict[str, list[Instance]] = {}
    series: dict[tuple[str, str], list[Instance]] = {}
    for instance in instances:
        studies.setdefault(instance.study, []).append(instance)
        series.setdefault((instance.study, instance.series), []).append(instance)
    if level == "study":
        yield from (Entity(level, tuple(members)) for members in studies.values())
        return
    of_study = {study: tuple(members) for study, members in studies.items()}
    of_series = {key: tuple(members) for key, members in series.items()}
    if level == "series":
        yield from (Entity(level, of_study[study], members) for (study, _), members in of_series.items())
        return
    for each in instances:
        yield Entity(level, of_study[each.study], of_series[each.study, each.series], (each,))
