"""A whole query and one entity: every key must match (PS3.18 8.3.4.1)."""

from collections.abc import Iterable, Mapping, Sequence

from dicomweb_conformance.matching.attributes import Attributes, Value
from dicomweb_conformance.matching.moments import (
    LAST,
    MIDNIGHT,
    RANGED,
    Range,
    match_moment,
    moment_of,
    range_of,
    span,
    within,
)
from dicomweb_conformance.matching.query import Key, keys_in
from dicomweb_conformance.matching.texts import match_name, match_number, match_text, match_uid
from dicomweb_conformance.matching.verdict import Verdict, agreed, both, either

_NUMBERS = frozenset({"DS", "FD", "FL", "IS", "SL", "SS", "SV", "UL", "US", "UV"})
_DATE_AND_TIME = (
    ("00080020", "00080030"),
    ("00080021", "00080031"),
    ("00080022", "00080032"),
    ("00080023", "00080033"),
    ("00400244", "00400245"),
)
"""Date and time of Study, Series, Acquisition, Content, and start of the Performed Procedure Step."""


def judge(query: Iterable[tuple[str, str]], attributes: Attributes) -> Verdict:
    """Whether an entity with these attributes is in the answer to a search with this query, before limit and offset.

    A name that is neither a key nor a known parameter, and a key of which the entity says nothing, leave it open.
    """
    pairs = tuple(query)
    keys, unknown = keys_in(pairs)
    fuzzy = any(name == "fuzzymatching" and value != "false" for name, value in pairs)
    spans = tuple(_date_and_time(keys))
    spanned = {key.path for date, time in spans for key in (date, time)}
    by_path = {key.path: [each for each in keys if each.path == key.path] for key in keys if key.path not in spanned}
    return both(
        [
            *(_repeated(same, attributes, fuzzy) for same in by_path.values()),
            *(_match_span(date, time, attributes) for date, time in spans),
            *(_in_one_item(nested, attributes, fuzzy) for nested in _nested(keys)),
            *(Verdict.OPEN for _ in unknown),
        ]
    )


def match_key(key: Key, attributes: Attributes, fuzzy: bool = False) -> Verdict:
    """One key and the attributes of an entity, or of the item of a sequence."""
    if key.value in ("", "*"):
        return Verdict.MATCH
    head, *rest = key.path
    values = attributes.get(head)
    if not values:
        # Not known, or empty: PS3.4 C.2.2.1.2 lets an unknown value match everything.
        return Verdict.OPEN
    if rest:
        below = Key(tuple(rest), key.VR, key.value)
        return either(match_key(below, item, fuzzy) for item in values if isinstance(item, Mapping))
    return either(_match_value(key, value, fuzzy) for value in values)


def _match_value(key: Key, stored: Value, fuzzy: bool) -> Verdict:
    if not isinstance(stored, str):
        return Verdict.OPEN
    if key.VR == "PN":
        return match_name(key.value, stored, fuzzy)
    if key.VR == "UI":
        return match_uid(key.value, stored)
    if key.VR in RANGED:
        return match_moment(key.VR, key.value, stored)
    if key.VR in _NUMBERS:
        return match_number(key.value, stored)
    return match_text(key.VR, key.value, stored)


def _repeated(keys: Sequence[Key], attributes: Attributes, fuzzy: bool) -> Verdict:
    """A key that is given twice: the text does not say whether both or one must match."""
    verdicts = [match_key(key, attributes, fuzzy) for key in keys]
    return agreed(both(verdicts), either(verdicts))


def _nested(keys: Sequence[Key]) -> Iterable[Sequence[Key]]:
    """Several keys in one sequence, named as they are within its items."""
    for sequence in dict.fromkeys(key.path[0] for key in keys if len(key.path) > 1):
        yield [key for key in keys if len(key.path) > 1 and key.path[0] == sequence]


def _in_one_item(keys: Sequence[Key], attributes: Attributes, fuzzy: bool) -> Verdict:
    """One item meets all keys in PS3.4 C.2.2.2.6; PS3.18 8.3.4.1 does not say that dotted keys are put together."""
    items = [item for item in attributes.get(keys[0].path[0], ()) if isinstance(item, Mapping)]
    below = [Key(key.path[1:], key.VR, key.value) for key in keys]
    together = either(both(match_key(key, item, fuzzy) for key in below) for item in items)
    return max(together, Verdict.OPEN)


def _date_and_time(keys: Sequence[Key]) -> Iterable[tuple[Key, Key]]:
    """Ranges of dates that stand beside a range of times for the same event."""
    for date, time in _DATE_AND_TIME:
        dates, times = ([key for key in keys if key.path == (tag,)] for tag in (date, time))
        if len(dates) == len(times) == 1 and _ranges(dates[0], times[0]) is not None:
            yield dates[0], times[0]


def _ranges(date: Key, time: Key) -> tuple[Range, Range] | None:
    days, hours = range_of("DA", date.value), range_of("TM", time.value)
    return None if days is None or hours is None else (days, hours)


def _match_span(date: Key, time: Key, attributes: Attributes) -> Verdict:
    """One span in PS3.18 8.3.4.1.1, two conditions for most servers."""
    apart = both(match_key(key, attributes) for key in (date, time))
    stored = [next(iter(attributes.get(key.path[0], ())), None) for key in (date, time)]
    ranges = _ranges(date, time)
    if ranges is None or not isinstance(stored[0], str) or not isinstance(stored[1], str):
        return apart
    day, hour = span("DA", stored[0]), span("TM", stored[1])
    if day is None or hour is None:
        return apart
    return agreed(apart, within(moment_of(day, hour), _as_one(*ranges)))


def _as_one(days: Range, hours: Range) -> Range:
    start = None if days.start is None else moment_of(days.start, hours.start or MIDNIGHT)
    end = None if days.end is None else moment_of(days.end, hours.end or LAST)
    return Range(start, end)
