"""Searches that are right but for a near miss: wild cards of other languages, long lists, a number zero."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from dicomweb_conformance.reference.archive import Instance, NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.dicom_json import person_name
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.faults.changes import before
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.search_changes import matching, parsing, returning, rewriting, values
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.levels import level_of
from dicomweb_conformance.reference.matching import Key
from dicomweb_conformance.reference.messages import Attribute, Attributes, Refused, Request, Resource
from dicomweb_conformance.reference.outcomes import Outcome

_TEXT = frozenset("AE CS LO LT PN SH ST UC UR UT".split())
_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")


def _wild(key: Key) -> bool:
    return not key.universal and not key.items and bool(set(key.value) & set("*?"))


def _seen(right: Behaviour, change: Callable[[Server, Entity, str, Attribute | None], Attribute | None]) -> Behaviour:
    """An attribute looks otherwise to search, in what it matches and in what it returns."""

    def attribute_of(server: Server, entity: Entity, tag: str) -> Attribute | None:
        return change(server, entity, tag, right.attribute_of(server, entity, tag))

    return replace(right, attribute_of=attribute_of)


def _with_texts(attribute: Attribute | None, change: Callable[[str], str]) -> Attribute | None:
    """The attribute with each text in it changed, also in the groups of names."""
    if attribute is None or "Value" not in attribute or attribute["vr"] == "SQ":
        return attribute

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: change(text) for name, text in value.items()}
        return change(value) if isinstance(value, str) else value

    return {**attribute, "Value": [changed(value) for value in attribute["Value"]]}


@fault(
    breaks=(
        "search-instance-attributes",
        "search-series-attributes",
    )
)
def a_number_zero_is_no_number(right: Behaviour) -> Behaviour:
    """SeriesNumber and InstanceNumber 0 are returned as if they were unknown."""

    def change(attributes: Attributes, entity: Entity, keys: Keys) -> Attributes:
        return {
            tag: {"vr": "IS"} if tag in {"00200011", "00200013"} and attribute.get("Value") == [0] else attribute
            for tag, attribute in attributes.items()
        }

    return returning(right, change, lambda resource: True)


@fault(breaks=("search-series-attributes",))
def a_study_has_one_character_set(right: Behaviour) -> Behaviour:
    """Series texts in Latin-1 are read as UTF-8 by search when the first instance of the study is in UTF-8."""

    def declared(server: Server, instance: Instance) -> str:
        return (values(server.archive.attributes(instance).get("00080005")) or [""])[0]

    def change(server: Server, entity: Entity, tag: str, attribute: Attribute | None) -> Attribute | None:
        if level_of(tag) != "series" or not entity.of_series or attribute is None or attribute["vr"] not in _TEXT:
            return attribute
        sets = declared(server, entity.of_study[0]), declared(server, entity.of_series[0])
        if sets != ("ISO_IR 192", "ISO_IR 100"):
            return attribute
        return _with_texts(attribute, lambda text: text.encode("latin-1", "replace").decode("utf-8", "replace"))

    return _seen(right, change)


@fault(breaks=("search-key-by-tag",))
def a_uid_list_under_its_tag_is_one_value(right: Behaviour) -> Behaviour:
    """A list of UIDs matches nothing when the attribute is named by its tag instead of its keyword."""

    def change(request: Request, keys: Keys) -> Keys:
        by_tag = {name.upper() for name, _ in request.query if re.fullmatch("[0-9A-Fa-f]{8}", name)}

        def one(key: Key) -> Key:
            is_list = key.vr == "UI" and set(key.value) & set(",\\")
            return replace(key, vr="LO") if is_list and key.tag in by_tag else key

        return replace(keys, keys=tuple(map(one, keys.keys)))

    return parsing(right, change)


@fault(breaks=("search-wildcard-asterisk",))
def an_underscore_is_a_wildcard(right: Behaviour) -> Behaviour:
    """In a key with a wildcard, an underscore stands for any character (SQL LIKE without escaping)."""

    def change(key: Key, attribute: Attribute | None, matched: bool) -> bool:
        if matched or "_" not in key.value or not _wild(key):
            return matched
        return right.matches(replace(key, value=key.value.replace("_", "?")), attribute)

    return matching(right, change)


@fault(breaks=("search-counts",))
def counts_are_of_stores(right: Behaviour) -> Behaviour:
    """An instance that is stored a second time is counted twice in NumberOfStudyRelatedInstances."""
    more: dict[str, int] = {}

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        again = bool(server.archive.select(new.study, new.series, new.instance))
        if not server.archive.select(new.study):
            more.pop(new.study, None)
        outcome = right.accept(server, resource, new)
        if again and outcome.stored:
            more[new.study] = more.get(new.study, 0) + 1
        return outcome

    def change(server: Server, entity: Entity, tag: str, attribute: Attribute | None) -> Attribute | None:
        study = entity.uid("study")
        if tag != "00201208" or study not in more or attribute is None:
            return attribute
        return {"vr": "IS", "Value": [attribute["Value"][0] + more[study]]}

    return replace(_seen(right, change), accept=accept)


@fault(breaks=("search-literal-without-fuzzy",))
def fuzzymatching_false_is_true(right: Behaviour) -> Behaviour:
    """fuzzymatching=false is fuzzy: it only counts that the parameter is there."""

    def change(request: Request) -> Request:
        def meant(pair: tuple[str, str]) -> tuple[str, str]:
            return ("fuzzymatching", "true") if pair == ("fuzzymatching", "false") else pair

        return replace(request, query=tuple(map(meant, request.query)))

    return replace(right, search=before(right.search, change))


@fault(breaks=("search-exact-value",))
def hyphens_separate_words(right: Behaviour) -> Behaviour:
    """A text key with a hyphen is a bag of words: A-1 also finds A-1-2 and 1-A (an analysed field)."""

    def change(key: Key, attribute: Attribute | None, matched: bool) -> bool:
        if matched or key.vr not in {"LO", "SH"} or key.items or "-" not in key.value or _wild(key):
            return matched
        words = set(re.split("[- ]+", key.value)) - {""}
        return bool(words) and any(words <= set(re.split("[- ]+", text)) for text in values(attribute))

    return matching(right, change)


@fault(breaks=("search-utf-8",))
def keys_are_in_latin_1(right: Behaviour) -> Behaviour:
    """A character of a key that Latin-1 does not have becomes a question mark, and so matches any character."""

    def change(key: Key) -> Key:
        if key.vr not in _TEXT:
            return key
        return replace(key, value=key.value.encode("latin-1", "replace").decode("latin-1"))

    return rewriting(right, change)


@fault(breaks=("search-uid-list",))
def long_uid_lists_are_cut(right: Behaviour) -> Behaviour:
    """Of a list of more than 16 UIDs only the first 16 are looked for."""

    def change(key: Key) -> Key:
        parts = re.split(r"[,\\]", key.value)
        return replace(key, value=",".join(parts[:16])) if key.vr == "UI" and len(parts) > 16 else key

    return rewriting(right, change)


@fault(breaks=("search-texts-in-results",))
def long_names_are_cut(right: Behaviour) -> Behaviour:
    """Search knows no more than 64 characters of a person name, all component groups together."""

    def change(server: Server, entity: Entity, tag: str, attribute: Attribute | None) -> Attribute | None:
        if attribute is None or attribute["vr"] != "PN" or "Value" not in attribute:
            return attribute

        def cut(value: Any) -> Any:
            text = "=".join((value or {}).get(name, "") for name in _GROUPS).rstrip("=")
            return person_name(text[:64]) if len(text) > 64 else value

        return {**attribute, "Value": [cut(value) for value in attribute["Value"]]}

    return _seen(right, change)


@fault(breaks=("search-key-in-sequence",))
def mixed_paths_are_unknown(right: Behaviour) -> Behaviour:
    """A key in a sequence is ignored when one step of it is a keyword and another one a tag."""

    def change(request: Request) -> Request:
        def mixed(name: str) -> bool:
            return len({re.fullmatch("[0-9A-Fa-f]{8}", step) is None for step in name.split(".")}) == 2

        return replace(request, query=tuple(pair for pair in request.query if not mixed(pair[0])))

    return replace(right, search=before(right.search, change))


@fault(breaks=("search-key-study-id",))
def numbers_in_texts_are_compared_as_numbers(right: Behaviour) -> Behaviour:
    """A text key of digits matches values that differ from it in leading zeros: 123 finds the patient 000123."""

    def change(key: Key, attribute: Attribute | None, matched: bool) -> bool:
        if matched or key.vr not in {"LO", "SH"} or not (key.value.isascii() and key.value.isdigit()):
            return matched
        return any(text.isascii() and text.isdigit() and int(text) == int(key.value) for text in values(attribute))

    return matching(right, change)


@fault(breaks=("search-date-and-time-range",))
def procedure_step_date_and_time_are_apart(right: Behaviour) -> Behaviour:
    """Ranges of PerformedProcedureStepStartDate and Time are matched each for itself, those of the study as one."""

    def change(key: Key) -> Key:
        is_time = key.tag == "00400245" and "-" in key.value
        return replace(key, vr="(TM)") if is_time else key

    def matches(key: Key, attribute: Attribute | None) -> bool:
        return right.matches(replace(key, vr="TM") if key.vr == "(TM)" else key, attribute)

    return replace(rewriting(right, change), matches=matches)


@fault(breaks=("search-date-and-time-range",))
def spans_over_midnight_are_refused(right: Behaviour) -> Behaviour:
    """A range of times that ends earlier in the day than it begins is a 400, also next to a range of dates."""

    def change(request: Request, keys: Keys) -> Keys:
        for key in keys.keys:
            first, _, last = key.value.partition("-")
            if key.vr == "TM" and first and last and last < first:
                raise Refused(400, "The range of times is upside down.")
        return keys

    return parsing(right, change)


@fault(breaks=("search-time-range",))
def times_are_compared_by_the_second(right: Behaviour) -> Behaviour:
    """Fractions of a second are left out of account when a range of times is matched."""

    def change(key: Key, attribute: Attribute | None, matched: bool) -> bool:
        if key.vr != "TM" or "-" not in key.value:
            return matched
        whole = replace(key, value=re.sub(r"\.\d+", "", key.value))
        return right.matches(whole, _with_texts(attribute, lambda text: text.partition(".")[0]))

    return matching(right, change)


@fault(breaks=("search-sql-wildcards-are-literal",))
def wildcard_keys_are_regular_expressions(right: Behaviour) -> Behaviour:
    """In a key with a wildcard, parentheses, dots and plus signs have the meaning of a regular expression."""

    def change(key: Key, attribute: Attribute | None, matched: bool) -> bool:
        if not _wild(key) or key.vr not in _TEXT - {"PN"} or not set(key.value) & set("().+|[]"):
            return matched
        try:
            pattern = re.compile(key.value.replace("*", ".*").replace("?", "."), re.DOTALL)
        except re.error:
            return False
        return any(pattern.fullmatch(text) for text in values(attribute))

    return matching(right, change)


@fault(breaks=("search-case-of-values",))
def wildcards_ignore_case(right: Behaviour) -> Behaviour:
    """A key with a wildcard matches values in other case (LIKE), although the same value without wildcard does not."""

    def change(key: Key, attribute: Attribute | None, matched: bool) -> bool:
        if matched or not _wild(key) or key.vr == "PN":
            return matched
        lower = _with_texts(attribute, str.lower)
        return right.matches(replace(key, value=key.value.lower()), lower)

    return matching(right, change)


@fault(breaks=("search-key-in-sequence",))
def wildcards_in_sequences_are_literal(right: Behaviour) -> Behaviour:
    """Wildcards in a key within a sequence stand for themselves."""

    def inside(key: Key, attribute: Attribute | None) -> bool:
        if key.items:
            items = (attribute or {}).get("Value", [])
            return any(all(inside(each, item.get(each.tag)) for each in key.items) for item in items)
        return key.value in values(attribute) if _wild(key) else right.matches(key, attribute)

    return replace(right, matches=lambda key, attribute: (inside if key.items else right.matches)(key, attribute))


@fault(breaks=("search-limit",))
def the_limit_comes_before_the_wildcards(right: Behaviour) -> Behaviour:
    """With a wildcard, limit counts studies before the wildcard is looked at, so that matches are missing."""

    def searched(server: Server, resource: Resource, keys: Keys) -> Sequence[Instance]:
        instances = right.searched(server, resource, keys)
        if resource.kind != "studies" or keys.limit is None or not any(map(_wild, keys.keys)):
            return instances
        first = list(dict.fromkeys(each.study for each in instances))[: keys.offset + keys.limit]
        return [each for each in instances if each.study in first]

    return replace(right, searched=searched)
