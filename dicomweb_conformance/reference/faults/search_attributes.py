"""Attributes of matches that are missing or wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.search_changes import kind, lacking, returning, values
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.messages import Attributes, Request, Resource

_STUDY = "00080020 00080030 00080050 00080061 00080090 00100010 00100020 00100030 00100040 00200010 00201206 00201208"


@fault(breaks=("search-study-attributes",))
def studies_lack_the_birth_date(right: Behaviour) -> Behaviour:
    """PatientBirthDate is not returned with studies."""
    return lacking(right, "00100030", kind("studies"))


@fault(breaks=("search-study-attributes",))
def studies_lack_the_sex(right: Behaviour) -> Behaviour:
    """PatientSex is another one than was stored."""

    def wrong(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        return {**attributes, "00100040": {"vr": "CS", "Value": ["O"]}}

    return returning(right, wrong, kind("studies"))


@fault(breaks=("search-counts",))
def the_series_of_a_study_are_counted_by_modality(right: Behaviour) -> Behaviour:
    """NumberOfStudyRelatedSeries is never more than one."""

    def returned(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        return {**attributes, "00201206": {"vr": "IS", "Value": [1]}}

    return returning(right, returned, kind("studies"))


@fault(breaks=("search-counts",))
def the_instances_of_a_series_are_not_counted(right: Behaviour) -> Behaviour:
    """NumberOfSeriesRelatedInstances is not returned with the series of a study."""
    return lacking(right, "00201209", kind("series", "study"))


@fault(breaks=("search-counts",))
def counts_do_not_grow(right: Behaviour) -> Behaviour:
    """NumberOfStudyRelatedInstances is never more than when anything of the study was first found."""
    first: dict[str, int] = {}

    def returned(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        number = min(len(entity.of_study), first.setdefault(str(entity.uid("study")), len(entity.of_study)))
        return {**attributes, "00201208": {"vr": "IS", "Value": [number]}} if entity.level == "study" else attributes

    return returning(right, returned, lambda resource: True)


def _modalities(right: Behaviour, change: Any) -> Behaviour:
    def returned(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        found = change(values(attributes.get("00080061")), keys)
        return {**attributes, "00080061": {"vr": "CS", "Value": found}} if found else attributes

    return returning(right, returned, kind("studies"))


@fault(breaks=("search-modalities-in-study", "search-match-keeps-all-values"))
def modalities_come_twice(right: Behaviour) -> Behaviour:
    """ModalitiesInStudy lists a modality once for each series."""
    return _modalities(right, lambda found, keys: [*found, found[0]] if found else found)


@fault(breaks=("search-modalities-in-study", "search-match-keeps-all-values"))
def modalities_are_those_of_the_first_series(right: Behaviour) -> Behaviour:
    """ModalitiesInStudy has the modality of the first series only."""
    return _modalities(right, lambda found, keys: found[:1])


@fault(breaks=("search-match-keeps-all-values",))
def a_key_shortens_the_modalities(right: Behaviour) -> Behaviour:
    """A study that was found by ModalitiesInStudy comes with that modality only."""

    def matched(found: list[str], keys: Keys) -> list[str]:
        wanted = [key.value for key in keys.keys if key.tag == "00080061"]
        return [each for each in found if each in wanted] or found

    return _modalities(right, matched)


@fault(breaks=("search-series-attributes", "search-includefield-sequence"))
def series_lack_their_requests(right: Behaviour) -> Behaviour:
    """RequestAttributesSequence is not returned with the series of a study."""

    def returned(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        return {tag: value for tag, value in attributes.items() if tag != "00400275"}

    return returning(right, returned, kind("series", "study"))


@fault(breaks=("search-series-attributes", "search-includefield-sequence"))
def series_lack_all_but_the_first_request(right: Behaviour) -> Behaviour:
    """RequestAttributesSequence comes with its first item only."""

    def returned(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        requests = list(attributes.get("00400275", {}).get("Value", []))
        return {**attributes, "00400275": {"vr": "SQ", "Value": requests[:1]}} if requests else attributes

    return returning(right, returned, kind("series", "study"))


@fault(breaks=("search-instance-attributes",))
def instances_lack_the_number_of_frames(right: Behaviour) -> Behaviour:
    """NumberOfFrames is not returned with the instances of a series."""
    return lacking(right, "00280008", kind("instances", "series"))


@fault(breaks=("search-instance-attributes",))
def rows_are_those_of_the_first_instance(right: Behaviour) -> Behaviour:
    """Rows is that of the first instance of the series."""

    def returned(server: Server, request: Request, resource: Resource, keys: Keys, entity: Entity) -> Attributes:
        attributes = dict(right.returned(server, request, resource, keys, entity))
        first = server.archive.attributes(entity.of_series[0]) if entity.of_series else {}
        if resource.kind == "instances" and resource.level == "series" and "00280010" in attributes:
            attributes["00280010"] = first.get("00280010", {"vr": "US"})
        return attributes

    return replace(right, returned=returned)


@fault(breaks=("search-parent-uids",))
def series_do_not_name_their_study(right: Behaviour) -> Behaviour:
    """StudyInstanceUID is not returned with series over all studies."""
    return lacking(right, "0020000D", kind("series", "service"))


@fault(breaks=("search-parent-uids",))
def instances_do_not_name_their_series(right: Behaviour) -> Behaviour:
    """SeriesInstanceUID is not returned with instances over all studies, nor with those of a study."""
    return lacking(right, "0020000E", kind("instances", "service", "study"))


@fault(breaks=("search-all-series-attributes",))
def series_lack_the_attributes_of_their_study(right: Behaviour) -> Behaviour:
    """Series over all studies come without the attributes of their study."""
    return lacking(right, _STUDY, kind("series", "service"))


@fault(breaks=("search-all-instances-attributes",))
def instances_lack_the_attributes_of_their_study(right: Behaviour) -> Behaviour:
    """Instances over all studies come without the attributes of their study."""
    return lacking(right, _STUDY, kind("instances", "service"))


@fault(breaks=("search-study-instances-attributes",))
def instances_lack_the_attributes_of_their_series(right: Behaviour) -> Behaviour:
    """Instances of a study come without the attributes of their series."""
    return lacking(right, "00080060 00200011 00201209", kind("instances", "study"))


@fault(breaks=("search-all-instances-attributes", "search-study-instances-attributes"))
def a_series_counts_the_instances_that_matched(right: Behaviour) -> Behaviour:
    """NumberOfSeriesRelatedInstances is 1 when a SOPInstanceUID was a key."""

    def returned(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        narrowed = "00201209" in attributes and any(key.tag == "00080018" for key in keys.keys)
        return {**attributes, "00201209": {"vr": "IS", "Value": [1]}} if narrowed else attributes

    return returning(right, returned, kind("instances"))


@fault(breaks=("search-counts",))
def a_study_counts_the_series_that_matched(right: Behaviour) -> Behaviour:
    """NumberOfStudyRelatedSeries is 1 when ModalitiesInStudy was a key."""

    def returned(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        narrowed = any(key.tag == "00080061" for key in keys.keys)
        return {**attributes, "00201206": {"vr": "IS", "Value": [1]}} if narrowed else attributes

    return returning(right, returned, kind("studies"))
