"""Texts that are matched wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.search_changes import at, matching, rewriting, values
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.matching import Key
from dicomweb_conformance.reference.messages import Attribute, Resource

_TEXTS = frozenset({"CS", "LO", "SH"})


_STUDIES = at("studies")


def _is_text(key: Key, *without: str) -> bool:
    return key.vr in _TEXTS and not key.universal and not set(key.value) & set(without)


@fault(breaks=("search-exact-value",))
def a_patient_id_matches_longer_ones(right: Behaviour) -> Behaviour:
    """A PatientID finds every one that begins with it."""
    return matching(
        right,
        lambda key, attribute, right_one: (
            right_one or (key.tag == "00100020" and any(value.startswith(key.value) for value in values(attribute)))
        ),
    )


@fault(breaks=("search-exact-value",))
def a_patient_id_matches_what_holds_it(right: Behaviour) -> Behaviour:
    """A PatientID finds every one that ends with it."""
    return matching(
        right,
        lambda key, attribute, right_one: (
            right_one or (key.tag == "00100020" and any(value.endswith(key.value) for value in values(attribute)))
        ),
    )


@fault(breaks=("search-case-of-values",))
def values_match_in_any_case(right: Behaviour) -> Behaviour:
    """Texts match whatever their case."""

    def folded(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        return right_one or (_is_text(key) and key.value.lower() in [value.lower() for value in values(attribute)])

    return matching(right, folded)


@fault(breaks=("search-names-as-a-whole",))
def names_match_longer_ones(right: Behaviour) -> Behaviour:
    """A person name finds every one that begins with it."""

    def begins(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        if key.vr != "PN" or key.universal or set(key.value) & set("*?"):
            return right_one
        return right_one or right.matches(replace(key, value=f"{key.value}*"), attribute)

    return matching(right, begins)


@fault(breaks=("search-literal-without-fuzzy", "search-utf-8"))
def names_are_always_matched_fuzzily(right: Behaviour) -> Behaviour:
    """A misspelt name of a patient matches without fuzzymatching."""

    def fuzzy(key: Key) -> Key:
        return replace(key, fuzzy=True) if key.tag == "00100010" and not set(key.value) & set("*?") else key

    return rewriting(right, fuzzy, _STUDIES)


def _sql(right: Behaviour, sign: str, wildcard: str) -> Behaviour:
    return rewriting(
        right,
        lambda key: replace(key, value=key.value.replace(sign, wildcard)) if _is_text(key, "*", "?") else key,
        _STUDIES,
    )


@fault(breaks=("search-sql-wildcards-are-literal",))
def an_underscore_is_a_wild_card(right: Behaviour) -> Behaviour:
    """An underscore matches any character."""
    return _sql(right, "_", "?")


@fault(breaks=("search-sql-wildcards-are-literal",))
def a_per_cent_sign_is_a_wild_card(right: Behaviour) -> Behaviour:
    """A per cent sign matches any run of characters."""
    return _sql(right, "%", "*")


@fault(breaks=("search-empty-attributes-hide-nothing",))
def studies_without_a_date_are_hidden(right: Behaviour) -> Behaviour:
    """A study whose StudyDate is empty is found by its UID only."""

    def searched(server: Server, resource: Resource, keys: Keys) -> Sequence[Instance]:
        found = right.searched(server, resource, keys)
        if resource.kind != "studies" or any(key.tag == "0020000D" for key in keys.keys):
            return found
        return [each for each in found if values(server.archive.attributes(each).get("00080020"))]

    return replace(right, searched=searched)


def _literally(key: Key, attribute: Attribute | None) -> bool:
    return key.value in values(attribute)


@fault(breaks=("search-wildcard-asterisk", "search-wildcards-together"))
def an_asterisk_is_a_character(right: Behaviour) -> Behaviour:
    """An asterisk among other characters is matched literally."""

    def literal(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        return _literally(key, attribute) if _is_text(key) and "*" in key.value else right_one

    return matching(right, literal)


@fault(breaks=("search-wildcard-asterisk",))
def an_asterisk_needs_a_character(right: Behaviour) -> Behaviour:
    """An asterisk matches one character or more, not none."""

    def longer(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        if not _is_text(key, "?") or "*" not in key.value:
            return right_one
        return right.matches(replace(key, value=key.value.replace("*", "?*")), attribute)

    return matching(right, longer)


@fault(breaks=("search-wildcard-asterisk", "search-wildcards-together"))
def an_asterisk_works_at_the_end_only(right: Behaviour) -> Behaviour:
    """An asterisk in the middle or in front is matched literally."""

    def literal(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        return _literally(key, attribute) if _is_text(key) and "*" in key.value[:-1] else right_one

    return matching(right, literal)


@fault(breaks=("search-wildcard-question-mark", "search-wildcards-together"))
def a_question_mark_is_a_character(right: Behaviour) -> Behaviour:
    """A question mark is matched literally."""

    def literal(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        return _literally(key, attribute) if _is_text(key) and "?" in key.value else right_one

    return matching(right, literal)


@fault(breaks=("search-wildcard-question-mark",))
def a_question_mark_matches_nothing_too(right: Behaviour) -> Behaviour:
    """A question mark matches one character or none."""

    def shorter(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        if not _is_text(key, "*") or "?" not in key.value:
            return right_one
        return right_one or right.matches(replace(key, value=key.value.replace("?", "", 1)), attribute)

    return matching(right, shorter)


@fault(breaks=("search-wildcards-together",))
def two_kinds_of_wild_cards_do_not_go_together(right: Behaviour) -> Behaviour:
    """A value with both asterisk and question mark is matched literally."""

    def literal(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        return _literally(key, attribute) if {"*", "?"} <= set(key.value) else right_one

    return matching(right, literal)


@fault(breaks=("search-wildcards-in-names",))
def names_know_no_wild_cards(right: Behaviour) -> Behaviour:
    """Wild cards in person names are matched literally."""
    return matching(
        right,
        lambda key, attribute, right_one: (
            right_one and not (key.vr == "PN" and not key.universal and set(key.value) & set("*?"))
        ),
    )


@fault(breaks=("search-lone-asterisk", "search-lone-asterisk-matches-empty"))
def a_lone_asterisk_is_a_character(right: Behaviour) -> Behaviour:
    """An asterisk alone is matched literally."""
    return matching(right, lambda key, attribute, right_one: right_one and not (key.value == "*" and not key.items))


@fault(breaks=("search-empty-value",))
def an_empty_value_matches_nothing(right: Behaviour) -> Behaviour:
    """A key with an empty value finds nothing."""
    return matching(right, lambda key, attribute, right_one: right_one and (key.value != "" or bool(key.items)))


@fault(breaks=("search-lone-asterisk-matches-empty",))
def a_lone_asterisk_needs_a_value(right: Behaviour) -> Behaviour:
    """An asterisk alone does not match an empty value."""
    return matching(
        right, lambda key, attribute, right_one: right_one and (key.value != "*" or bool(values(attribute)))
    )


@fault(breaks=("search-empty-value",))
def an_empty_value_needs_a_value(right: Behaviour) -> Behaviour:
    """A key with an empty value does not match an empty value."""
    return matching(
        right,
        lambda key, attribute, right_one: right_one and (key.value != "" or bool(key.items) or bool(values(attribute))),
    )


@fault(breaks=("search-case-of-values",))
def accession_numbers_have_no_case(right: Behaviour) -> Behaviour:
    """AccessionNumber is matched without regard to case."""

    def folded(key: Key, attribute: Attribute | None, right_one: bool) -> bool:
        alike = key.value.lower() in [value.lower() for value in values(attribute)]
        return right_one or (key.tag == "00080050" and alike)

    return matching(right, folded)
