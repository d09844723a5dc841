"""Wrong ways to search at a resource."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dicomweb_conformance.reference.archive import Instance, NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.faults.changes import with_dataset_list, with_status
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.search_changes import at, paging, rewriting
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.matching import Key
from dicomweb_conformance.reference.messages import Answer, Datasets, Request, Resource
from dicomweb_conformance.reference.outcomes import Outcome

_LONGEST = 50


def _cutting(right: Behaviour, tag: str, *segments: str) -> Behaviour:
    """UIDs in keys are cut to fewer characters than the 64 that PS3.5 9.1 allows."""

    def cut(key: Key) -> Key:
        return replace(key, value=key.value[:_LONGEST]) if key.tag == tag and "," not in key.value else key

    return rewriting(right, cut, at(*segments))


@fault(breaks=("search-studies-by-uid",))
def long_uids_of_studies_are_cut(right: Behaviour) -> Behaviour:
    """A StudyInstanceUID of more than 50 characters finds no study."""
    return _cutting(right, "0020000D", "studies")


@fault(breaks=("search-series-by-uid",))
def long_uids_of_series_are_cut(right: Behaviour) -> Behaviour:
    """A SeriesInstanceUID of more than 50 characters finds no series over all studies."""
    return _cutting(right, "0020000E", "series")


@fault(breaks=("search-series-of-study-by-uid",))
def long_uids_of_series_within_a_study_are_cut(right: Behaviour) -> Behaviour:
    """A SeriesInstanceUID of more than 50 characters finds no series within a study."""
    return _cutting(right, "0020000E", "studies", "series")


@fault(breaks=("search-instances-by-uid",))
def long_uids_of_instances_are_cut(right: Behaviour) -> Behaviour:
    """A SOPInstanceUID of more than 50 characters finds no instance over all studies."""
    return _cutting(right, "00080018", "instances")


@fault(breaks=("search-instances-of-study-by-uid",))
def long_uids_of_instances_within_a_study_are_cut(right: Behaviour) -> Behaviour:
    """A SOPInstanceUID of more than 50 characters finds no instance within a study."""
    return _cutting(right, "00080018", "studies", "instances")


@fault(breaks=("search-instances-of-series-by-uid",))
def long_uids_of_instances_within_a_series_are_cut(right: Behaviour) -> Behaviour:
    """A SOPInstanceUID of more than 50 characters finds no instance within a series."""
    return _cutting(right, "00080018", "studies", "series", "instances")


def _capped(right: Behaviour, most: int, of: Callable[[Resource, Keys], bool]) -> Behaviour:
    """Only so many matches are ever given of studies with more than three series."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.search(server, request, resource)
        keys = right.parse_keys(request, {"studies": "study", "series": "series"}.get(resource.kind, "instance"))
        payload = answer.payload
        if not of(resource, keys) or not isinstance(payload, Datasets) or payload.type != "application/dicom+json":
            return answer
        study = resource.study or keys.plain("0020000D") or ""
        if len({instance.series for instance in server.archive.select(study)}) <= 3:
            return answer
        return with_dataset_list(lambda datasets: datasets[:most])(answer)

    return replace(right, search=search)


@fault(breaks=("search-all-studies",))
def studies_of_many_series_come_twice(right: Behaviour) -> Behaviour:
    """A study of more than three series comes twice when it is searched by its UID and its PatientID."""

    def twice(keys: Keys, found: Sequence[Entity]) -> Sequence[Entity]:
        joined = [key.tag for key in keys.keys] == ["0020000D", "00100020"]
        return [
            entity
            for entity in found
            for _ in range(2 if joined and entity.level == "study" and _series(entity) > 3 else 1)
        ]

    return paging(right, twice)


def _series(entity: Entity) -> int:
    return len({instance.series for instance in entity.of_study})


@fault(breaks=("search-series-of-study",))
def at_most_three_series_of_a_study_come(right: Behaviour) -> Behaviour:
    """A search for the series of a study without keys gives three at most."""
    return _capped(
        right, 3, lambda resource, keys: resource.kind == "series" and keys == Keys() and _in_study(resource)
    )


def _in_study(resource: Resource) -> bool:
    return resource.study is not None and resource.series is None


@fault(breaks=("search-instances-of-study",))
def at_most_four_instances_of_a_study_come(right: Behaviour) -> Behaviour:
    """A search for the instances of a study with many series gives four at most."""
    return _capped(
        right, 4, lambda resource, keys: resource.kind == "instances" and keys == Keys() and _in_study(resource)
    )


@fault(breaks=("search-all-series",))
def at_most_three_series_of_all_come(right: Behaviour) -> Behaviour:
    """A search for series over all studies gives three at most, in JSON, of a study that its UID alone names."""
    return _capped(
        right, 3, lambda resource, keys: resource.kind == "series" and resource.study is None and len(keys.keys) == 1
    )


@fault(breaks=("search-all-instances",))
def at_most_four_instances_of_all_come(right: Behaviour) -> Behaviour:
    """A search for instances over all studies gives four at most of a study that its UID names."""
    return _capped(right, 4, lambda resource, keys: resource.kind == "instances" and resource.study is None)


@fault(breaks=("search-instances-of-series",))
def the_last_instance_of_a_series_is_missing(right: Behaviour) -> Behaviour:
    """A search for the instances of a series of more than three leaves the last one out."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.search(server, request, resource)
        if resource.kind != "instances" or resource.series is None or request.query:
            return answer
        return with_dataset_list(lambda datasets: datasets[:3])(answer)

    return replace(right, search=search)


@fault(breaks=("search-foreign-series",))
def the_study_of_a_path_is_not_looked_at(right: Behaviour) -> Behaviour:
    """A search for the instances of a series finds them whatever the study of the path."""

    def searched(server: Server, resource: Resource, keys: Keys) -> Sequence[Instance]:
        anywhere = replace(resource, study=None) if resource.series is not None else resource
        return right.searched(server, anywhere, keys)

    return replace(right, searched=searched)


@fault(
    breaks=(
        "http-no-type-without-content",
        "search-no-match-is-empty",
    )
)
def no_match_is_404(right: Behaviour) -> Behaviour:
    """A search without a match is answered with 404."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.search(server, request, resource)
        empty = isinstance(answer.payload, Datasets) and not answer.payload.datasets
        named = any(name.endswith("UID") for name, _ in request.query)
        return with_status(404)(answer) if empty and named else answer

    return replace(right, search=search)


@fault(breaks=("search-no-match-is-empty",))
def no_match_is_an_empty_dataset(right: Behaviour) -> Behaviour:
    """A search for series by Modality without a match gives one dataset without attributes."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.search(server, request, resource)
        if request.parameter("Modality") is None or resource.kind != "series":
            return answer
        return with_dataset_list(lambda datasets: datasets or ({},))(answer)

    return replace(right, search=search)


@fault(
    breaks=(
        "search-unknown-parent",
        "security-reader-stores-nothing",
        "security-strangers-store-nothing",
    )
)
def an_unknown_parent_is_a_failure(right: Behaviour) -> Behaviour:
    """A search below a study that was never stored is answered with 500."""
    known: set[str] = set()

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        known.add(new.study)
        return right.accept(server, resource, new)

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        if resource.study is not None and resource.study not in known:
            return Answer(500)
        return right.search(server, request, resource)

    return replace(right, accept=accept, search=search)


@fault(breaks=("search-study-in-path-and-key",))
def the_study_may_not_be_a_key_beside_the_path(right: Behaviour) -> Behaviour:
    """A StudyInstanceUID in the query of a search within a study finds nothing."""

    def wrong(key: Key) -> Key:
        return replace(key, value="0") if key.tag == "0020000D" else key

    return rewriting(right, wrong, lambda request: request.segments[::2] == ("studies", "series"))
