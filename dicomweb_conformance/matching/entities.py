"""What a search can find of stored studies: each study, series and instance with the attributes of its level."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydicom.datadict import tag_for_keyword
from pydicom.uid import UID

from dicomweb_conformance.matching.attributes import Attributes, Value, from_dataset
from dicomweb_conformance.study import Instance, Level, Reference, Study

LEVELS: tuple[Level, ...] = ("study", "series", "instance")
UNIQUE_KEYS: Mapping[Level, str] = {
    "study": "StudyInstanceUID",
    "series": "SeriesInstanceUID",
    "instance": "SOPInstanceUID",
}
"""The attribute that names an entity of each level (PS3.4 C.2.2.1.1)."""

_OF_STUDY = (
    "StudyDate StudyTime AccessionNumber ReferringPhysicianName StudyDescription PatientName PatientID"
    " PatientBirthDate PatientSex PatientAge PatientComments StudyInstanceUID StudyID"
).split()
_OF_SERIES = (
    "Modality SeriesDate SeriesTime SeriesDescription BodyPartExamined SeriesInstanceUID SeriesNumber"
    " PerformedProcedureStepStartDate PerformedProcedureStepStartTime RequestAttributesSequence"
).split()
_OF_INSTANCE = (
    "SOPClassUID SOPInstanceUID InstanceNumber NumberOfFrames Rows Columns BitsAllocated ContentDate ContentTime"
).split()
_KEYWORDS: Mapping[Level, Sequence[str]] = {"study": _OF_STUDY, "series": _OF_SERIES, "instance": _OF_INSTANCE}


@dataclass(frozen=True)
class StoredEntity:
    """A stored study, series or instance.

    ``name`` is that of the study, with the SeriesNumber and the InstanceNumber behind slashes: ``adams-john/10/1``.
    ``attributes`` are those of its level and the levels above, with the counted and collected ones.
    """

    name: str
    level: Level
    reference: Reference
    attributes: Attributes

    @property
    def uid(self) -> str:
        """The value of its unique key."""
        return uid_of(self.reference)

    def values(self, keyword: str) -> tuple[Value, ...]:
        """The values of an attribute; none when it is empty. Raises KeyError for one that is not of its level."""
        return self.attributes[_tag(keyword)]


def entities_of(studies: Mapping[str, Study]) -> tuple[StoredEntity, ...]:
    """All studies, series and instances, the studies by their names; of each level in the order of storing."""
    found = [entity for name, study in studies.items() for entity in _of_study(name, study)]
    return tuple(sorted(found, key=lambda entity: LEVELS.index(entity.level)))


def uid_of(reference: Reference) -> str:
    """The UID of what is referenced."""
    return reference.SOPInstanceUID or reference.SeriesInstanceUID or reference.StudyInstanceUID


def _of_study(name: str, study: Study) -> Iterable[StoredEntity]:
    yield StoredEntity(name, "study", study.reference, _study_attributes(study))
    for series in study.series:
        members = study.in_series(series)
        attributes = {**_study_attributes(study), **_series_attributes(members)}
        number = f"{name}/{members[0].ds.SeriesNumber}"
        yield StoredEntity(number, "series", series, attributes)
        for instance in members:
            own = {**attributes, **_attributes(instance, "instance")}
            yield StoredEntity(f"{number}/{instance.ds.InstanceNumber}", "instance", instance.reference, own)


def _study_attributes(study: Study) -> dict[str, tuple[Value, ...]]:
    instances = study.instances
    return {
        **_attributes(instances[0], "study"),
        _tag("ModalitiesInStudy"): tuple(dict.fromkeys(str(each.ds.Modality) for each in instances)),
        _tag("SOPClassesInStudy"): tuple(dict.fromkeys(str(UID(each.SOPClassUID)) for each in instances)),
        _tag("NumberOfStudyRelatedSeries"): (str(len(study.series)),),
        _tag("NumberOfStudyRelatedInstances"): (str(len(instances)),),
    }


def _series_attributes(instances: Sequence[Instance]) -> dict[str, tuple[Value, ...]]:
    return {
        **_attributes(instances[0], "series"),
        _tag("NumberOfSeriesRelatedInstances"): (str(len(instances)),),
    }


def _attributes(instance: Instance, level: Level) -> Attributes:
    return from_dataset(instance.ds, map(_number, _KEYWORDS[level]))


def _number(keyword: str) -> int:
    number = tag_for_keyword(keyword)
    if number is None:
        raise KeyError(f"{keyword} is no keyword of PS3.6")
    return number


def _tag(keyword: str) -> str:
    return f"{_number(keyword):08X}"
