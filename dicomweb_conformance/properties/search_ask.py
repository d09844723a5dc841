"""A search over a tiny corpus, as plain data, and what can be named in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from dicomweb_conformance.properties.search_corpus import TinyCorpus, TinyStudy, names_of
from dicomweb_conformance.study import Level

Names = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ask:
    """A search. ``within`` is a study or series of the corpus by its name, such as ``a`` or ``b/10``.

    Values may hold ``{P}``, the prefix of the trial, and ``{b/10}``, the UID of what has that name. ``pages`` are the
    limits of successive pages; without any the whole answer is asked for at once.
    """

    level: Level
    within: str | None
    keys: Names
    parameters: Names = ()
    pages: tuple[int, ...] = ()

    def __str__(self) -> str:
        where = f" of {self.within}" if self.within else ""
        asked = " & ".join(f"{name}={value}" for name, value in (*self.keys, *self.parameters))
        paged = f" in pages of {', '.join(map(str, self.pages))}" if self.pages else ""
        return f"{_NOUNS[self.level]}{where} by {asked or 'nothing'}{paged}"


_NOUNS: Mapping[Level, str] = {"study": "studies", "series": "series", "instance": "instances"}


@dataclass(frozen=True)
class SearchCase:
    """A corpus and searches over it: several, since storing costs more than searching."""

    corpus: TinyCorpus
    asks: tuple[Ask, ...]

    def __str__(self) -> str:
        return f"a corpus of {', '.join(map(_told, self.corpus))}"


def _told(study: TinyStudy) -> str:
    series = ", ".join(f"{each.Modality} {each.SeriesNumber} ({len(each.instances)})" for each in study.series)
    values = [getattr(study, keyword) for keyword in _TOLD]
    return f"[{' | '.join(values)} | {series}]"


_TOLD = ("PatientID", "PatientName", "StudyDate", "StudyTime", "AccessionNumber", "StudyID", "ReferringPhysicianName")


@dataclass(frozen=True)
class Named:
    """The names of what is in a corpus, by level."""

    study: tuple[str, ...]
    series: tuple[str, ...]
    instance: tuple[str, ...]

    def of(self, level: Level) -> tuple[str, ...]:
        """The names at a level."""
        found: tuple[str, ...] = getattr(self, level)
        return found


def named(corpus: TinyCorpus) -> Named:
    """What can be spoken of in searches of the corpus."""
    letters = names_of(corpus)
    series = [
        (f"{name}/{each.SeriesNumber}", each)
        for name, study in zip(letters, corpus, strict=True)
        for each in study.series
    ]
    instances = [f"{name}/{number}" for name, each in series for number in each.instances]
    return Named(letters, tuple(name for name, _ in series), tuple(instances))
