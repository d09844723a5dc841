"""What a sentence of a feature speaks of: the study, the series of an instance, or an instance by its name."""

from dataclasses import dataclass

from dicomweb_conformance.study import Level, Reference, Study


@dataclass(frozen=True)
class Entity:
    """A study, series or instance by the words of a feature; ``name`` is an instance's, and None for the study."""

    level: Level
    name: str | None = None

    def of(self, study: Study) -> Reference:
        """The reference within ``study``. Raises KeyError when the study has no instance of that name."""
        if self.name is None:
            return study.reference
        if self.level == "series":
            return study.series_of(self.name)
        return study.instance(self.name).reference

    def __str__(self) -> str:
        if self.name is None:
            return "the study"
        return f"the series of {self.name}" if self.level == "series" else self.name
