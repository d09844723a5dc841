"""Lists, ranges and several keys that are matched wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.faults.changes import with_dataset_list, without_parameter
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.search_changes import (
    at,
    ignoring,
    matching,
    paging,
    parsing,
    refusing,
    rewriting,
    values,
)
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.matching import Key
from dicomweb_conformance.reference.messages import Answer, Attribute, Datasets, Request, Resource

_STUDIES = at("studies")


@fault(breaks=("search-uid-list",))
def only_the_first_uid_of_a_list_counts(right: Behaviour) -> Behaviour:
    """Of a list of UIDs only the first is looked for."""

    def first(key: Key) -> Key:
        return replace(key, value=key.value.split(",")[0]) if key.vr == "UI" else key

    return rewriting(right, first)


@fault(breaks=("search-uid-list",))
def only_the_first_two_uids_of_a_list_count(right: Behaviour) -> Behaviour:
    """Of a list of UIDs only the first two are looked for."""

    def two(key: Key) -> Key:
        return replace(key, value=",".join(key.value.split(",")[:2])) if key.vr == "UI" else key

    return rewriting(right, two)


@fault(breaks=("search-uid-list",))
def lists_of_instance_uids_find_nothing(right: Behaviour) -> Behaviour:
    """A list of SOPInstanceUIDs is taken as one value."""
    return matching(
        right,
        lambda key, attribute, right_one: right_one and not (key.tag == "00080018" and "," in key.value),
    )


@fault(breaks=("search-uid-list",))
def a_list_of_uids_turns_other_keys_off(right: Behaviour) -> Behaviour:
    """Other keys beside a list of StudyInstanceUIDs are ignored."""

    def only(request: Request, keys: Keys) -> Keys:
        lists = tuple(key for key in keys.keys if key.tag == "0020000D" and "," in key.value)
        return replace(keys, keys=lists or keys.keys)

    return parsing(right, only)


def _dates(key: Key) -> bool:
    return key.vr == "DA" and "-" in key.value


@fault(breaks=("search-date-range",))
def a_date_range_excludes_its_end(right: Behaviour) -> Behaviour:
    """A closed range of dates does not include its last day."""

    def before_end(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        closed = _dates(key) and key.value[:1] != "-" and key.value[-1:] != "-"
        return right_one and not (closed and key.value.partition("-")[2] in values(attribute))

    return matching(right, before_end)


@fault(breaks=("search-date-range",))
def a_date_range_excludes_its_start(right: Behaviour) -> Behaviour:
    """A closed range of dates does not include its first day."""

    def after_start(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        closed = _dates(key) and key.value[-1:] != "-"
        return right_one and not (closed and key.value.partition("-")[0] in values(attribute))

    return matching(right, after_start)


@fault(breaks=("search-date-range-without-start",))
def a_date_range_needs_a_start(right: Behaviour) -> Behaviour:
    """A range of dates without start is refused with 400."""
    return refusing(
        right, lambda request: (request.parameter("StudyDate") or "")[:1] == "-" != request.parameter("StudyDate")
    )


@fault(breaks=("search-date-range-without-end",))
def a_date_range_without_end_is_one_day(right: Behaviour) -> Behaviour:
    """A range of dates without end finds its first day only."""
    return rewriting(
        right, lambda key: replace(key, value=key.value.rstrip("-")) if _dates(key) and len(key.value) > 1 else key
    )


@fault(
    breaks=(
        "search-date-and-time-range",
        "search-date-range",
        "search-date-range-without-end",
        "search-date-range-without-start",
    )
)
def date_ranges_are_ignored(right: Behaviour) -> Behaviour:
    """A range of StudyDates does not narrow a search."""
    return ignoring(right, lambda key: key.tag == "00080020" and _dates(key), _STUDIES)


@fault(
    breaks=(
        "search-date-and-time-range",
        "search-time-range",
    )
)
def time_ranges_are_ignored(right: Behaviour) -> Behaviour:
    """A range of StudyTimes does not narrow a search."""
    return ignoring(right, lambda key: key.tag == "00080030" and "-" in key.value, _STUDIES)


@fault(breaks=("search-time-range",))
def a_time_range_excludes_its_ends(right: Behaviour) -> Behaviour:
    """A range of times does not include its ends."""

    def between(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        return right_one and not (
            key.vr == "TM" and "-" in key.value and set(key.value.split("-")) & set(values(attribute))
        )

    return matching(right, between)


@fault(breaks=("search-time-range",))
def times_in_ranges_are_compared_as_texts(right: Behaviour) -> Behaviour:
    """A time without seconds lies before its own minute in a range."""

    def between(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        if key.vr != "TM" or "-" not in key.value or not values(attribute):
            return right_one
        first, _, last = key.value.partition("-")
        return any(first <= value and (not last or value <= last) for value in values(attribute))

    return matching(right, between)


@fault(breaks=("search-date-and-time-range",))
def ranges_of_date_and_time_are_two_conditions(right: Behaviour) -> Behaviour:
    """A range of dates and one of times are matched apart from each other."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.search(server, without_parameter(request, "StudyTime"), resource)
        other = right.search(server, without_parameter(request, "StudyDate"), resource)
        if not {"StudyDate", "StudyTime"} <= dict(request.query).keys() or not isinstance(other.payload, Datasets):
            return right.search(server, request, resource)
        in_time = {values(ds.get("0020000D"))[0] for ds in other.payload.datasets}
        return with_dataset_list(
            lambda datasets: tuple(ds for ds in datasets if values(ds.get("0020000D"))[0] in in_time)
        )(answer)

    return replace(right, search=search)


@fault(
    breaks=(
        "search-all-keys-match",
        "search-bad-values-are-harmless",
    )
)
def the_first_key_decides(right: Behaviour) -> Behaviour:
    """Of a PatientID and another key only the PatientID is looked at."""

    def first(request: Request, keys: Keys) -> Keys:
        patients = tuple(key for key in keys.keys if key.tag == "00100020" and not key.universal)
        return replace(keys, keys=patients or keys.keys)

    return parsing(right, first, _STUDIES)


@fault(breaks=("search-repeated-key",))
def a_repeated_key_finds_everything(right: Behaviour) -> Behaviour:
    """A key that is given twice is ignored."""

    def single(request: Request, keys: Keys) -> Keys:
        tags = [key.tag for key in keys.keys]
        return replace(keys, keys=tuple(key for key in keys.keys if tags.count(key.tag) == 1))

    return parsing(right, single)


@fault(
    breaks=(
        "search-all-keys-match",
        "search-bad-values-are-harmless",
    )
)
def an_accession_number_beside_a_patient_id_is_ignored(right: Behaviour) -> Behaviour:
    """An AccessionNumber beside a PatientID does not narrow a search."""
    return ignoring(
        right,
        lambda key: key.tag == "00080050",
        lambda request: _STUDIES(request) and request.parameter("PatientID") is not None,
    )


@fault(breaks=("search-series-by-modalities-in-study",))
def series_are_not_found_by_the_modalities_of_their_study(right: Behaviour) -> Behaviour:
    """A search for series over all studies by ModalitiesInStudy finds those of that modality only."""

    def narrowed(keys: Keys, found: Sequence[Entity]) -> Sequence[Entity]:
        wanted = any(key.tag == "00080061" for key in keys.keys)
        return found[:1] if wanted and found and found[0].level == "series" else found

    return paging(right, narrowed)
