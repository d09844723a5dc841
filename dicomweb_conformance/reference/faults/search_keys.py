"""Keys that do not work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import before
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.search_changes import (
    at,
    ignoring,
    matching,
    refusing,
    rewriting,
    values,
)
from dicomweb_conformance.reference.levels import level_of, tag_of
from dicomweb_conformance.reference.matching import Key
from dicomweb_conformance.reference.messages import Attribute, Request

_STUDIES, _SERIES = at("studies"), at("studies", "series")
_INSTANCES = at("studies", "series", "instances")


def _plain(tag: str) -> Callable[[Key], bool]:
    return lambda key: key.tag == tag and not set(key.value) & set("-*?,")


@fault(breaks=("search-key-study-date",))
def a_study_date_matches_its_year(right: Behaviour) -> Behaviour:
    """A StudyDate finds all studies of the same year."""

    def year(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        if key.tag != "00080020" or "-" in key.value or key.universal:
            return right_one
        return any(value[:4] == key.value[:4] for value in values(attribute))

    return matching(right, year)


@fault(breaks=("search-key-study-time",))
def a_study_time_is_ignored(right: Behaviour) -> Behaviour:
    """A StudyTime that is no range does not narrow a search for studies."""
    return ignoring(right, _plain("00080030"), _STUDIES)


@fault(
    breaks=(
        "search-date-and-time-range",
        "search-key-study-time",
        "search-time-range",
    )
)
def study_times_are_refused(right: Behaviour) -> Behaviour:
    """StudyTime as a key of studies is refused with 400."""
    return refusing(right, lambda request: _STUDIES(request) and request.parameter("StudyTime") is not None)


@fault(
    breaks=(
        "search-all-keys-match",
        "search-key-accession-number",
        "search-sql-wildcards-are-literal",
        "search-case-of-values",
        "search-percent-decoding",
    )
)
def an_accession_number_is_ignored(right: Behaviour) -> Behaviour:
    """An AccessionNumber without wild cards does not narrow a search for studies."""
    return ignoring(right, _plain("00080050"), _STUDIES)


@fault(
    breaks=(
        "search-key-modalities-in-study",
        "search-match-keeps-all-values",
        "search-modality-of-any-series",
        "search-counts",
    )
)
def modalities_in_study_are_refused(right: Behaviour) -> Behaviour:
    """ModalitiesInStudy as a key of studies is refused with 400."""
    return refusing(right, lambda request: _STUDIES(request) and request.parameter("ModalitiesInStudy") is not None)


@fault(breaks=("search-modality-of-any-series", "search-series-by-modalities-in-study", "search-counts"))
def modalities_in_study_look_at_the_first_series(right: Behaviour) -> Behaviour:
    """ModalitiesInStudy finds a study by the modality of its first series only."""

    def first(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        return right_one and (key.tag != "00080061" or key.universal or values(attribute)[:1] == [key.value])

    return matching(right, first)


@fault(breaks=("search-key-referring-physician-name",))
def a_referring_physician_is_ignored(right: Behaviour) -> Behaviour:
    """ReferringPhysicianName does not narrow a search for studies."""
    return ignoring(right, lambda key: key.tag == "00080090", _STUDIES)


@fault(
    breaks=(
        "search-case-of-names",
        "search-key-patient-name",
        "search-literal-without-fuzzy",
    )
)
def a_patient_name_needs_a_given_name(right: Behaviour) -> Behaviour:
    """A PatientName of one component does not narrow a search for studies."""
    return ignoring(right, lambda key: _plain("00100010")(key) and "^" not in key.value, _STUDIES)


@fault(
    breaks=(
        "search-key-by-tag",
        "search-key-patient-id",
        "search-percent-decoding",
    )
)
def a_patient_id_with_a_word_of_sql_finds_nothing(right: Behaviour) -> Behaviour:
    """A PatientID that holds the word UPPER, a function of SQL, finds no study."""

    def wrong(key: Key) -> Key:
        return replace(key, value=f"{key.value}-") if key.tag == "00100020" and "UPPER" in key.value else key

    return rewriting(right, wrong, _STUDIES)


@fault(breaks=("search-key-study-id",))
def a_study_id_is_ignored(right: Behaviour) -> Behaviour:
    """StudyID does not narrow a search for studies."""
    return ignoring(right, lambda key: key.tag == "00200010", _STUDIES)


@fault(breaks=("search-key-modality",))
def a_modality_of_ct_is_ignored(right: Behaviour) -> Behaviour:
    """Modality CT is ignored in a search for the series of a study."""
    return ignoring(right, lambda key: key.tag == "00080060" and key.value == "CT", _SERIES)


@fault(
    breaks=(
        "search-key-series-instance-uid",
        "search-series-of-study-by-uid",
        "search-uid-list",
    )
)
def a_series_uid_is_ignored_within_a_study(right: Behaviour) -> Behaviour:
    """SeriesInstanceUID does not narrow a search for the series of a study."""
    return ignoring(right, lambda key: key.tag == "0020000E", _SERIES)


@fault(
    breaks=(
        "search-instances-by-series-keys",
        "search-key-series-number",
    )
)
def a_series_number_is_compared_as_text(right: Behaviour) -> Behaviour:
    """A SeriesNumber finds all series whose number begins with it."""
    return matching(
        right,
        lambda key, attribute, right_one: (
            any(value.startswith(key.value) for value in values(attribute)) if key.tag == "00200011" else right_one
        ),
    )


@fault(breaks=("search-key-procedure-step-date",))
def a_procedure_step_date_is_ignored(right: Behaviour) -> Behaviour:
    """A PerformedProcedureStepStartDate that is no range does not narrow a search for series."""
    return ignoring(right, _plain("00400244"), _SERIES)


@fault(breaks=("search-key-procedure-step-time",))
def a_procedure_step_time_is_ignored(right: Behaviour) -> Behaviour:
    """A PerformedProcedureStepStartTime that is no range does not narrow a search for series."""
    return ignoring(right, _plain("00400245"), _SERIES)


def _in_request(tag: str) -> Callable[[Key], bool]:
    return lambda key: key.tag == "00400275" and any(item.tag == tag for item in key.items)


@fault(
    breaks=(
        "search-key-in-sequence",
        "search-key-scheduled-procedure-step",
        "search-keys-of-one-item",
    )
)
def a_scheduled_procedure_step_is_ignored(right: Behaviour) -> Behaviour:
    """ScheduledProcedureStepID of the request does not narrow a search for series."""
    return ignoring(right, _in_request("00400009"), _SERIES)


@fault(
    breaks=(
        "search-key-in-sequence",
        "search-key-requested-procedure",
        "search-keys-of-one-item",
    )
)
def a_requested_procedure_is_ignored(right: Behaviour) -> Behaviour:
    """RequestedProcedureID of the request does not narrow a search for series."""
    return ignoring(right, _in_request("00401001"), _SERIES)


@fault(breaks=("search-key-in-sequence",))
def only_the_first_item_is_searched(right: Behaviour) -> Behaviour:
    """A key within a sequence looks at the first item only."""

    def first(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        if not key.items or attribute is None:
            return right_one
        return right.matches(key, {**attribute, "Value": attribute.get("Value", [])[:1]})

    return matching(right, first)


@fault(breaks=("search-keys-of-one-item",))
def keys_of_a_sequence_may_meet_different_items(right: Behaviour) -> Behaviour:
    """Two keys within a sequence are met by two items as well."""
    return matching(
        right,
        lambda key, attribute, right_one: (
            all(right.matches(replace(key, items=(item,)), attribute) for item in key.items) if key.items else right_one
        ),
    )


@fault(breaks=("search-key-sop-class",))
def a_sop_class_is_refused(right: Behaviour) -> Behaviour:
    """SOPClassUID as a key is refused with 400."""
    return refusing(right, lambda request: request.parameter("SOPClassUID") is not None)


@fault(
    breaks=(
        "search-instances-of-series-by-uid",
        "search-key-by-tag",
        "search-key-sop-instance-uid",
    )
)
def an_instance_uid_is_ignored_within_a_series(right: Behaviour) -> Behaviour:
    """SOPInstanceUID does not narrow a search for the instances of a series."""
    return ignoring(right, lambda key: key.tag == "00080018", _INSTANCES)


@fault(breaks=("search-key-instance-number",))
def an_instance_number_is_compared_as_text(right: Behaviour) -> Behaviour:
    """An InstanceNumber finds all instances whose number begins with it."""
    return matching(
        right,
        lambda key, attribute, right_one: (
            any(value.startswith(key.value) for value in values(attribute)) if key.tag == "00200013" else right_one
        ),
    )


@fault(breaks=("search-series-by-study-keys",))
def series_are_not_found_by_their_study(right: Behaviour) -> Behaviour:
    """Keys of studies other than UIDs do not narrow a search for series over all studies."""
    return ignoring(right, lambda key: level_of(key.tag) == "study" and key.vr != "UI", at("series"))


@fault(breaks=("search-instances-by-series-keys",))
def instances_of_a_study_are_not_found_by_their_series(right: Behaviour) -> Behaviour:
    """Keys of series do not narrow a search for the instances of a study."""
    return ignoring(right, lambda key: level_of(key.tag) == "series", at("studies", "instances"))


@fault(breaks=("search-instances-by-parent-keys",))
def instances_are_not_found_by_their_study(right: Behaviour) -> Behaviour:
    """Keys of studies other than UIDs do not narrow a search for instances over all studies."""
    return ignoring(right, lambda key: level_of(key.tag) == "study" and key.vr != "UI", at("instances"))


@fault(breaks=("search-instances-by-parent-keys",))
def keys_of_two_levels_above_are_refused(right: Behaviour) -> Behaviour:
    """A search for instances over all studies by PatientID is refused with 400."""
    return refusing(right, lambda request: at("instances")(request) and request.parameter("PatientID") is not None)


def _is_tag(name: str) -> bool:
    return "." not in name and tag_of(name) == name.upper()


@fault(breaks=("search-key-by-tag", "search-tag-in-lower-case"))
def keys_by_tag_are_ignored(right: Behaviour) -> Behaviour:
    """Keys that are named by their tag do not narrow a search."""

    def keywords(request: Request) -> Request:
        return replace(request, query=tuple(pair for pair in request.query if not _is_tag(pair[0])))

    return replace(right, search=before(right.search, keywords))


@fault(breaks=("search-tag-in-lower-case",))
def tags_in_lower_case_are_ignored(right: Behaviour) -> Behaviour:
    """A key that is named by its tag in lower case does not narrow a search."""

    def upper(request: Request) -> Request:
        kept = (pair for pair in request.query if not _is_tag(pair[0]) or pair[0] == pair[0].upper())
        return replace(request, query=tuple(kept))

    return replace(right, search=before(right.search, upper))
