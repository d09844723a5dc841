"""Results of searches in a wrong form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.faults.changes import with_dataset_list
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.search_changes import kind, lacking, returning, values
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.messages import Answer, Attribute, Attributes, Datasets, Reply, Request, Resource


def _is_of(answer: Answer, name: str) -> bool:
    return isinstance(answer.payload, Datasets) and answer.payload.type == name


@fault(breaks=("search-results-as-dicom-json",))
def results_are_labelled_plain_json(right: Behaviour) -> Behaviour:
    """The Content-Type of results is application/json for those who ask for DICOM JSON."""

    def write(server: Server, request: Request, answer: Answer) -> Reply:
        reply = right.write(server, request, answer)
        searched = request.segments[-1:] and request.segments[-1] in {"studies", "series", "instances"}
        asked = request.method == "GET" and request.header("accept") == "application/dicom+json"
        if not searched or not asked or not _is_of(answer, "application/dicom+json"):
            return reply
        headers = tuple(
            (name, "application/json" if name.lower() == "content-type" else value) for name, value in reply.headers
        )
        return replace(reply, headers=headers)

    return replace(right, write=write)


def _each(right: Behaviour, tags: str, change: Attribute) -> Behaviour:
    """Some attributes are written in a wrong form, in results of searches only."""

    def wrong(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        return {tag: change if tag in tags.split() else value for tag, value in attributes.items()}

    return returning(right, wrong, lambda resource: True)


@fault(breaks=("search-results-keep-the-json-model",))
def the_character_set_is_no_array(right: Behaviour) -> Behaviour:
    """The Value of SpecificCharacterSet in search results is a string, not an array."""
    return _each(right, "00080005", {"vr": "CS", "Value": "ISO_IR 192"})


@fault(breaks=("search-results-keep-the-json-model",))
def empty_attributes_have_an_empty_string(right: Behaviour) -> Behaviour:
    """An empty attribute of a search result has Value [""]."""

    def wrong(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        return {
            tag: {**value, "Value": [""]} if set(value) == {"vr"} and value["vr"] != "PN" else value
            for tag, value in attributes.items()
        }

    return returning(right, wrong, kind("studies"))


@fault(breaks=("search-results-keep-the-json-model",))
def rows_are_strings(right: Behaviour) -> Behaviour:
    """Rows and Columns are strings in search results."""

    def wrong(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        return {
            tag: {**value, "Value": values(value)} if value["vr"] == "US" else value
            for tag, value in attributes.items()
        }

    return returning(right, wrong, kind("instances"))


@fault(breaks=("search-results-as-dicom-xml",))
def xml_results_hold_three_matches_at_most(right: Behaviour) -> Behaviour:
    """Results in DICOM XML hold three matches at most."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.search(server, request, resource)
        if not _is_of(answer, "application/dicom+xml"):
            return answer
        return with_dataset_list(lambda datasets: datasets[:3])(answer)

    return replace(right, search=search)


@fault(breaks=("search-one-result-for-a-study",))
def studies_come_once_for_each_description(right: Behaviour) -> Behaviour:
    """A study comes once for each StudyDescription among its instances."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.search(server, request, resource)
        if resource.kind != "studies":
            return answer

        def rows(datasets: Sequence[Attributes]) -> tuple[Attributes, ...]:
            return tuple(ds for ds in datasets for _ in descriptions(values(ds.get("0020000D"))[0]))

        def descriptions(study: str) -> set[tuple[str, ...]]:
            stored = map(server.archive.attributes, server.archive.select(study))
            return {tuple(values(attributes.get("00081030"))) for attributes in stored}

        return with_dataset_list(rows)(answer)

    return replace(right, search=search)


def _names(right: Behaviour, change: Any) -> Behaviour:
    def returned(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        return {
            tag: {"vr": "PN", "Value": [change(name) for name in value["Value"]]}
            if value["vr"] == "PN" and value.get("Value")
            else value
            for tag, value in attributes.items()
        }

    return returning(right, returned, kind("studies"))


@fault(breaks=("search-texts-in-results",))
def names_lose_their_ideographic_group(right: Behaviour) -> Behaviour:
    """Person names come with their alphabetic group only."""
    return _names(right, lambda name: {"Alphabetic": name.get("Alphabetic", "")})


@fault(breaks=("search-texts-in-results",))
def letters_beyond_ascii_are_lost(right: Behaviour) -> Behaviour:
    """Letters beyond ASCII in names are question marks."""
    return _names(
        right,
        lambda name: {group: text.encode("ascii", "replace").decode("ascii") for group, text in name.items()},
    )


@fault(breaks=("search-instance-availability",))
def availability_is_not_said(right: Behaviour) -> Behaviour:
    """InstanceAvailability is not returned."""
    return lacking(right, "00080056", lambda resource: True)


def _urls(right: Behaviour, change: Any, *levels: str) -> Behaviour:
    def returned(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        if entity.level not in levels:
            return attributes
        return {**attributes, "00081190": {"vr": "UR", "Value": [change(values(attributes["00081190"])[0])]}}

    return returning(right, returned, lambda resource: True)


@fault(breaks=("search-retrieve-url",))
def retrieve_urls_are_missing(right: Behaviour) -> Behaviour:
    """RetrieveURL is not returned with series."""
    return lacking(right, "00081190", kind("series"))


@fault(breaks=("search-retrieve-url",))
def retrieve_urls_name_nothing(right: Behaviour) -> Behaviour:
    """The Retrieve URL of an instance has "null" for its UID."""
    return _urls(right, lambda url: url.rpartition("/")[0] + "/null", "instance")


@fault(breaks=("search-retrieve-url",))
def retrieve_urls_are_those_of_the_study(right: Behaviour) -> Behaviour:
    """The Retrieve URL of a series is that of its study."""
    return _urls(right, lambda url: url.partition("/series/")[0], "series")


@fault(breaks=("search-retrieve-url",))
def retrieve_urls_lack_the_resource(right: Behaviour) -> Behaviour:
    """The Retrieve URL of a study lacks the name of the resource."""
    return _urls(right, lambda url: url.replace("/studies/", "/"), "study")
