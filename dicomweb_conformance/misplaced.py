"""References to what is not there: unknown UIDs, and instances asked for below parents that are not theirs."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Reference

UNKNOWN: Mapping[str, str] = MappingProxyType(
    {"study": "StudyInstanceUID", "series": "SeriesInstanceUID", "instance": "SOPInstanceUID"}
)


def with_unknown(reference: Reference, level: str) -> Reference:
    """The same reference with a UID that no origin server knows in the place of its study, series or instance."""
    keyword = UNKNOWN[level]
    return replace(reference, **{keyword: derived_uid("unknown", level, str(getattr(reference, keyword)))})


def under(reference: Reference, parent: Reference) -> Reference:
    """The instance as if it lay in the series, or in the study, ``parent``."""
    if parent.SeriesInstanceUID is None:
        return replace(reference, StudyInstanceUID=parent.StudyInstanceUID)
    return replace(parent, SOPInstanceUID=reference.SOPInstanceUID)
