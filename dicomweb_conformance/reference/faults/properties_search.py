"""Wrong searches that examples seldom hit: only some numbers, lengths or neighbours of characters go wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.search_changes import matching, parsing, rewriting, values
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.matching import Key
from dicomweb_conformance.reference.messages import Attribute, Headers, Request

_ANSWERS = ("property-search",)
_ODDLY_OPEN = re.compile(r"-(\d{4}|\d{6}\.\d+)|(\d{4}|\d{6}\.\d+)-")
_MARKED = re.compile(r"([^A-Za-z0-9*?])[*?]")


@fault(breaks=(*_ANSWERS, "search-pages"))
def an_offset_that_divides_the_count_skips_one_more(right: Behaviour) -> Behaviour:
    """Where the offset is two or more and the matches are a multiple of it, the page begins one match late."""

    def page(keys: Keys, found: Sequence[Entity]) -> tuple[Sequence[Entity], Headers]:
        late = 2 <= keys.offset < len(found) and len(found) % keys.offset == 0
        return right.page(replace(keys, offset=keys.offset + 1) if late else keys, found)

    return replace(right, page=page)


@fault(breaks=_ANSWERS)
def a_range_of_one_value_is_empty(right: Behaviour) -> Behaviour:
    """A range whose two ends are the same finds nothing."""

    def change(key: Key, attribute: Attribute | None, matched: bool) -> bool:
        first, dash, last = key.value.partition("-")
        return matched and not (key.vr in {"DA", "TM"} and dash == "-" and first == last)

    return matching(right, change)


@fault(breaks=_ANSWERS)
def a_question_mark_at_the_end_stands_for_none(right: Behaviour) -> Behaviour:
    """A question mark at the end of a value that begins with an asterisk stands for no character."""

    def change(key: Key, attribute: Attribute | None, matched: bool) -> bool:
        if key.vr in {"UI", "PN"} or not re.fullmatch(r"\*.+\?", key.value):
            return matched
        return right.matches(replace(key, value=key.value[:-1]), attribute)

    return matching(right, change)


@fault(breaks=_ANSWERS)
def a_list_of_three_uids_has_two(right: Behaviour) -> Behaviour:
    """Of a list of exactly three UIDs the last is forgotten."""

    def change(key: Key) -> Key:
        uids = key.value.split(",")
        return replace(key, value=",".join(uids[:2])) if key.vr == "UI" and len(uids) == 3 else key

    return rewriting(right, change)


@fault(breaks=(*_ANSWERS, "search-wildcard-asterisk", "search-sql-wildcards-are-literal"))
def a_wild_card_behind_a_mark_is_literal(right: Behaviour) -> Behaviour:
    """An asterisk or a question mark that follows a mark, such as a per cent sign or a bracket, is no wild card."""

    def change(key: Key, attribute: Attribute | None, matched: bool) -> bool:
        if not matched or key.vr in {"UI", "PN", "SQ"} or not _MARKED.search(key.value):
            return matched
        literal = re.escape(_MARKED.sub("\\1\0", key.value)).replace("\0", "[*?]")
        pattern = literal.replace(r"\*", ".*").replace(r"\?", ".")
        return any(re.fullmatch(pattern, value) for value in values(attribute))

    return matching(right, change)


@fault(breaks=_ANSWERS)
def a_sequence_that_is_included_drops_the_limit(right: Behaviour) -> Behaviour:
    """When includefield names a sequence, limit has no effect."""

    def change(request: Request, keys: Keys) -> Keys:
        return replace(keys, limit=None) if "00400275" in keys.include else keys

    return parsing(right, change)


@fault(breaks=(*_ANSWERS, "search-keys-of-one-item"))
def keys_of_one_sequence_are_alternatives(right: Behaviour) -> Behaviour:
    """Of two keys in one sequence one suffices."""

    def change(key: Key, attribute: Attribute | None, matched: bool) -> bool:
        if matched or len(key.items) < 2:
            return matched
        return any(right.matches(replace(key, items=(each,)), attribute) for each in key.items)

    return matching(right, change)


@fault(breaks=_ANSWERS)
def a_time_of_another_precision_ends_no_open_range(right: Behaviour) -> Behaviour:
    """An open range of times finds nothing when its only end has no seconds, or fractions of a second."""

    def change(key: Key, attribute: Attribute | None, matched: bool) -> bool:
        return matched and not (
            key.vr == "TM" and re.fullmatch(r"-?(\d{4}|\d{6}\.\d+)-?", key.value) and "-" in key.value
        )

    return matching(right, change)
