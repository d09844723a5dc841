"""Fields that are asked for and come wrongly."""

from __future__ import annotations

from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.faults.changes import before, without_parameter
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.search_changes import at, kind, parsing, refusing, returning
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.levels import tag_of
from dicomweb_conformance.reference.messages import Answer, Attributes, Request, Resource

_STUDIES = at("studies")


def _without_fields(request: Request) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in request.query if pair[0] != "includefield")


@fault(breaks=("search-several-includefields",))
def only_the_first_includefield_counts(right: Behaviour) -> Behaviour:
    """Of several includefield parameters only the first has an effect."""

    def first(request: Request) -> Request:
        fields = [pair for pair in request.query if pair[0] == "includefield"]
        return replace(request, query=(*_without_fields(request), *fields[:1]))

    return replace(right, search=before(right.search, first))


@fault(breaks=("search-several-includefields", "search-percent-decoding"))
def a_list_of_fields_is_one_field(right: Behaviour) -> Behaviour:
    """A comma in includefield separates nothing."""

    def single(request: Request) -> Request:
        fields = [pair for pair in request.query if pair[0] == "includefield" and "," not in pair[1]]
        return replace(request, query=(*_without_fields(request), *fields))

    return replace(right, search=before(right.search, single))


@fault(breaks=("search-includefield",))
def fields_are_named_by_tag_only(right: Behaviour) -> Behaviour:
    """includefield with one keyword has no effect."""

    def tags(request: Request) -> Request:
        fields = request.parameters("includefield")
        unknown = len(fields) == 1 and fields[0] == "StudyDate"
        return without_parameter(request, "includefield") if unknown else request

    return replace(right, search=before(right.search, tags))


@fault(breaks=("search-includefield",))
def fields_are_ignored_beside_a_key_and_a_limit(right: Behaviour) -> Behaviour:
    """includefield has no effect when a key and a limit are given too."""

    def change(request: Request, keys: Keys) -> Keys:
        narrowed = keys.limit is not None and any(not key.universal for key in keys.keys)
        return replace(keys, include=(), include_all=False) if narrowed else keys

    return parsing(right, change)


@fault(breaks=("search-includefield", "search-several-includefields", "search-percent-decoding"))
def fields_of_the_study_come_with_studies_only(right: Behaviour) -> Behaviour:
    """includefield names no attributes of the levels above."""
    return parsing(
        right,
        lambda request, keys: replace(keys, include=()),
        lambda request: (
            not _STUDIES(request) and set(request.parameters("includefield")) != {"RequestAttributesSequence"}
        ),
    )


@fault(breaks=("search-includefield-all", "search-includefield-sequence"))
def all_fields_are_refused(right: Behaviour) -> Behaviour:
    """includefield=all is refused with 400."""
    return refusing(right, lambda request: "all" in request.parameters("includefield"))


@fault(breaks=("search-includefield-all", "search-includefield-sequence"))
def all_fields_are_the_uids(right: Behaviour) -> Behaviour:
    """includefield=all gives UIDs only."""
    return returning(
        right,
        lambda attributes, entity, keys: (
            {tag: value for tag, value in attributes.items() if value["vr"] == "UI"} if keys.include_all else attributes
        ),
        lambda resource: True,
    )


@fault(breaks=("search-includefield-optional",))
def optional_fields_never_come(right: Behaviour) -> Behaviour:
    """StudyDescription is not returned when includefield names it."""
    return parsing(
        right, lambda request, keys: replace(keys, include=tuple(tag for tag in keys.include if tag != "00081030"))
    )


@fault(breaks=("search-includefield-sequence",))
def sequences_never_come_with_instances(right: Behaviour) -> Behaviour:
    """RequestAttributesSequence is not returned with instances when includefield names it."""
    return parsing(
        right, lambda request, keys: replace(keys, include=tuple(tag for tag in keys.include if tag != "00400275"))
    )


@fault(breaks=("search-includefield-unknown",))
def unknown_fields_are_refused(right: Behaviour) -> Behaviour:
    """includefield with an unknown keyword is refused with 400."""
    return refusing(
        right,
        lambda request: any(
            value and tag_of(value.split(",")[0]) is None and value != "all"
            for value in request.parameters("includefield")
        ),
    )


def _with_lower(right: Behaviour, wanted: frozenset[str], asked: bool) -> Behaviour:
    """The first value of a lower level comes with a study."""

    def returned(server: Server, request: Request, resource: Resource, keys: Keys, entity: Entity) -> Attributes:
        attributes = dict(right.returned(server, request, resource, keys, entity))
        fields = {tag_of(name) for value in request.parameters("includefield") for name in value.split(",")}
        if entity.level == "study":
            stored = server.archive.attributes(entity.of_study[0])
            attributes |= {tag: stored[tag] for tag in wanted if tag in stored and (not asked or tag in fields)}
        return dict(sorted(attributes.items()))

    return replace(right, returned=returned)


@fault(breaks=("search-nothing-of-lower-levels",))
def uids_of_a_series_come_with_its_study(right: Behaviour) -> Behaviour:
    """includefield=SeriesInstanceUID gives that of the first series with a study."""
    return _with_lower(right, frozenset({"0020000E", "00080018"}), asked=True)


@fault(breaks=("search-nothing-of-lower-levels",))
def a_series_number_comes_with_each_study(right: Behaviour) -> Behaviour:
    """The SeriesNumber of the first series comes with each study, unasked."""
    return _with_lower(right, frozenset({"00200011"}), asked=False)


@fault(breaks=("search-no-modality-with-studies",))
def a_modality_comes_with_its_study(right: Behaviour) -> Behaviour:
    """includefield=Modality gives that of the first series with a study."""
    return _with_lower(right, frozenset({"00080060"}), asked=True)


@fault(breaks=("search-returns-keys",))
def a_field_that_is_a_key_does_not_match(right: Behaviour) -> Behaviour:
    """A key that includefield names as well does not narrow a search."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        fields = set(request.parameters("includefield"))
        query = tuple(pair for pair in request.query if pair[0] not in fields)
        return right.search(server, replace(request, query=query), resource)

    return replace(right, search=search)


@fault(breaks=("search-returns-keys",))
def optional_keys_are_not_returned(right: Behaviour) -> Behaviour:
    """StudyDescription is not returned when it was a key."""

    def returned(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        asked = any(key.tag == "00081030" for key in keys.keys)
        return {tag: value for tag, value in attributes.items() if tag != "00081030" or not asked}

    return returning(right, returned, kind("studies"))


@fault(breaks=("search-private-attributes",))
def private_attributes_come_without_creator(right: Behaviour) -> Behaviour:
    """A private attribute is returned without its private creator."""
    return returning(
        right,
        lambda attributes, entity, keys: {tag: value for tag, value in attributes.items() if tag != "00090010"},
        kind("instances", "study"),
    )


@fault(breaks=("search-includefield-sequence",))
def all_fields_are_no_sequences(right: Behaviour) -> Behaviour:
    """includefield=all gives no sequences."""
    return returning(
        right,
        lambda attributes, entity, keys: (
            {tag: value for tag, value in attributes.items() if value["vr"] != "SQ"} if keys.include_all else attributes
        ),
        lambda resource: True,
    )
