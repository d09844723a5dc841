"""Wrong ways to search where Microsoft's service has rules of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.conformant import CONFORMANT
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.faults.changes import without_parameter
from dicomweb_conformance.reference.faults.fault import microsoft
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.matching import Key
from dicomweb_conformance.reference.messages import (
    Answer,
    Attribute,
    Attributes,
    Datasets,
    Empty,
    Refused,
    Request,
    Resource,
)

_STUDY_INSTANCES, _STUDY_SERIES = "00201208", "00201206"


def _reading(right: Behaviour, change: Callable[[Request], Request]) -> Behaviour:
    """The query changed before it is read."""
    return replace(right, parse_keys=lambda request, level: right.parse_keys(change(request), level))


def _limited(given: str, taken: str) -> Callable[[Request], Request]:
    def change(request: Request) -> Request:
        query = tuple((name, taken if (name, value) == ("limit", given) else value) for name, value in request.query)
        return replace(request, query=query)

    return change


@microsoft(breaks=("microsoft-search-limit",))
def a_limit_of_0_is_the_default(right: Behaviour) -> Behaviour:
    """A limit of 0 is taken for none."""
    return _reading(right, _limited("0", "100"))


@microsoft(breaks=("microsoft-search-limit",))
def a_limit_beyond_200_is_200(right: Behaviour) -> Behaviour:
    """A limit of 201 is taken for 200."""
    return _reading(right, _limited("201", "200"))


def _finding_nothing(right: Behaviour, wrong: Callable[[Request], Answer | None]) -> Behaviour:
    """Searches that find nothing are answered in another way, where there is one."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.search(server, request, resource)
        return (wrong(request) or answer) if answer.status == 204 else answer

    return replace(right, search=search)


@microsoft(breaks=("microsoft-search-nothing",))
def a_search_that_finds_nothing_gives_an_empty_list(right: Behaviour) -> Behaviour:
    """A search without matches is answered with 200 and an empty array."""
    return _finding_nothing(right, lambda request: None if request.parameter("offset") else Answer(200, Datasets(())))


@microsoft(breaks=("microsoft-search-nothing",))
def a_search_past_the_last_match_gives_an_empty_list(right: Behaviour) -> Behaviour:
    """A search past its last match is answered with 200 and an empty array."""
    return _finding_nothing(right, lambda request: Answer(200, Datasets(())) if request.parameter("offset") else None)


@microsoft(breaks=("microsoft-search-nothing",))
def a_search_past_the_last_match_is_a_bad_request(right: Behaviour) -> Behaviour:
    """A search past its last match is answered with 400."""
    return _finding_nothing(right, lambda request: Answer(400) if request.parameter("offset") else None)


@microsoft(breaks=("microsoft-search-invalid",))
def attributes_that_cannot_be_searched_are_ignored(right: Behaviour) -> Behaviour:
    """An attribute that is not supported does not matter, as PS3.18 has it."""

    def change(request: Request) -> Request:
        return without_parameter(request, "TimezoneOffsetFromUTC")

    return _reading(right, change)


@microsoft(breaks=("microsoft-search-invalid",))
def an_empty_value_matches_everything(right: Behaviour) -> Behaviour:
    """An attribute without a value does not matter, as PS3.4 has it."""
    return _reading(right, lambda request: replace(request, query=tuple(pair for pair in request.query if pair[1])))


@microsoft(breaks=("microsoft-search-invalid",))
def a_range_without_dates_matches_everything(right: Behaviour) -> Behaviour:
    """A range that is open on both sides finds every date."""
    return _reading(right, lambda request: replace(request, query=tuple(p for p in request.query if p[1] != "-")))


@microsoft(breaks=("microsoft-search-invalid",))
def refused_searches_are_not_explained(right: Behaviour) -> Behaviour:
    """A search is refused without a word."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        try:
            return right.search(server, request, resource)
        except Refused as refused:
            return replace(refused.answer, payload=Empty())

    return replace(right, search=search)


@microsoft(breaks=("microsoft-search-ignores-case",))
def case_matters_but_in_names(right: Behaviour) -> Behaviour:
    """Upper and lower case are not the same but in names, as PS3.4 has it."""

    def matches(key: Key, attribute: Attribute | None) -> bool:
        return (right if key.vr == "PN" else CONFORMANT).matches(key, attribute)

    return replace(right, matches=matches)


def _names(right: Behaviour, matching: Callable[[list[str], list[str]], bool]) -> Behaviour:
    """Fuzzy matching in another way: of the words that are wanted with those of a name."""

    def matches(key: Key, attribute: Attribute | None) -> bool:
        if not key.fuzzy or key.vr != "PN" or attribute is None:
            return right.matches(key, attribute)
        groups = [group for value in attribute.get("Value", []) for group in value.values()]
        return any(matching(_words(key.value), _words(group)) for group in groups)

    return replace(right, matches=matches)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\^ ]+", text.lower()) if word]


@microsoft(breaks=("microsoft-search-prefixes",))
def a_name_is_found_by_what_stands_inside_of_it(right: Behaviour) -> Behaviour:
    """Fuzzy matching finds a name by any part of a word."""
    return _names(right, lambda wanted, name: all(any(each in word for word in name) for each in wanted))


@microsoft(breaks=("microsoft-search-prefixes",))
def a_name_is_found_by_whole_words_only(right: Behaviour) -> Behaviour:
    """Fuzzy matching does not find a name by the beginning of a word."""
    return _names(right, lambda wanted, name: set(wanted) <= set(name))


@microsoft(breaks=("microsoft-search-prefixes",))
def a_name_is_found_by_its_first_word_only(right: Behaviour) -> Behaviour:
    """Fuzzy matching does not look at given names."""
    return _names(right, lambda wanted, name: all(name[0].startswith(each) for each in wanted))


@microsoft(breaks=("microsoft-search-prefixes",))
def words_of_a_name_have_an_order(right: Behaviour) -> Behaviour:
    """Fuzzy matching finds a name only by its words in their order."""

    def in_order(wanted: list[str], name: list[str]) -> bool:
        left = iter(name)
        return all(any(word.startswith(each) for word in left) for each in wanted)

    return _names(right, in_order)


def _counting(right: Behaviour, change: Callable[[Attributes, Attribute | None], Attributes]) -> Behaviour:
    """The number of instances of a study changed, wherever it is returned."""

    def returned(server: Server, request: Request, resource: Resource, keys: Keys, entity: Entity) -> Attributes:
        found = right.returned(server, request, resource, keys, entity)
        series = right.attribute_of(server, entity, _STUDY_SERIES)
        return change(found, series) if _STUDY_INSTANCES in found else found

    return replace(right, returned=returned)


@microsoft(breaks=("microsoft-search-counts",))
def instances_are_not_counted(right: Behaviour) -> Behaviour:
    """The number of instances is not returned when it is asked for."""
    return _counting(right, lambda found, series: {tag: each for tag, each in found.items() if tag != _STUDY_INSTANCES})


@microsoft(breaks=("microsoft-search-counts",))
def series_are_counted_for_instances(right: Behaviour) -> Behaviour:
    """The number of instances that is returned is that of the series."""
    return _counting(right, lambda found, series: {**found, _STUDY_INSTANCES: series or {"vr": "IS"}})
