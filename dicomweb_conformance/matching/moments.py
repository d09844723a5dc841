"""Dates, times and date-times: single values and ranges (PS3.4 C.2.2.2.1, C.2.2.2.5)."""

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from dicomweb_conformance.matching.verdict import Verdict

RANGED = frozenset({"DA", "DT", "TM"})
_SHAPES = {
    "DA": r"\d{8}",
    "TM": r"\d{2}(?:\d{2}(?:\d{2}(?:\.\d{1,6})?)?)?",
    "DT": r"\d{4}(?:\d{2}(?:\d{2}(?:\d{2}(?:\d{2}(?:\d{2}(?:\.\d{1,6})?)?)?)?)?)?",
}
_PARTS = re.compile(r"(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:\.(\d{1,6}))?")
_DAY = "19700101"
_TICK = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Span:
    """From the first to the last microsecond that a value with its precision can mean."""

    first: datetime
    last: datetime


MIDNIGHT = Span(_EPOCH, _EPOCH)
LAST = Span(_EPOCH + timedelta(days=1) - _TICK, _EPOCH + timedelta(days=1) - _TICK)
"""First and last time of a day."""


@dataclass(frozen=True)
class Range:
    """The two ends of a range, None for an open one."""

    start: Span | None
    end: Span | None


def span(vr: str, text: str) -> Span | None:
    """What a date, time or date-time without offset means; None when it is malformed or no day of the calendar."""
    text = text.strip(" ")
    if not re.fullmatch(_SHAPES[vr], text):
        return None
    found = _PARTS.fullmatch(_DAY + text if vr == "TM" else text)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction = found.groups()
    try:
        first = datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0))
        first += timedelta(microseconds=int((fraction or "0").ljust(6, "0")))
        return Span(first, first + _length(first, found.groups()) - _TICK)
    except (ValueError, OverflowError):
        return None


def range_of(vr: str, text: str) -> Range | None:
    """The range that the value of a key is; None for a single value and for what is malformed."""
    found = re.fullmatch(f"({_SHAPES[vr]})? ?- ?({_SHAPES[vr]})?", text)
    if found is None or not any(found.groups()):
        return None
    ends = [None if end is None else span(vr, end) for end in found.groups()]
    if any(end is None and given is not None for end, given in zip(ends, found.groups(), strict=True)):
        return None
    return Range(*ends)


def match_moment(vr: str, wanted: str, stored: str) -> Verdict:
    """A stored moment with a single value or a range; open where the precision does not decide."""
    moment = span(vr, stored)
    if moment is None:
        return Verdict.OPEN
    if "-" in wanted or "+" in wanted:
        between = range_of(vr, wanted)
        return Verdict.OPEN if between is None else within(moment, between)
    single = span(vr, wanted)
    if single is None:
        return Verdict.OPEN
    if (single.first, single.last) == (moment.first, moment.last):
        return Verdict.MATCH
    apart = single.last < moment.first or moment.last < single.first
    return Verdict.MISMATCH if apart else Verdict.OPEN


def within(moment: Span, between: Range) -> Verdict:
    """Whether a stored moment lies in a range, both ends included; open where the precision does not decide."""
    after = Verdict.MATCH if between.start is None else _not_before(moment, between.start)
    before = Verdict.MATCH if between.end is None else _not_after(moment, between.end)
    return min(after, before)


def moment_of(date: Span, time: Span) -> Span:
    """The moment that a date and a time of day are together."""
    return Span(_at(date.first, time.first), _at(date.first, time.last))


def _at(date: datetime, time: datetime) -> datetime:
    return datetime.combine(date.date(), time.time())


def _not_before(moment: Span, start: Span) -> Verdict:
    if moment.first >= start.first:
        return Verdict.MATCH
    return Verdict.OPEN if moment.last >= start.first else Verdict.MISMATCH


def _not_after(moment: Span, end: Span) -> Verdict:
    if moment.last <= end.first or moment == end:
        return Verdict.MATCH
    return Verdict.OPEN if moment.first <= end.last else Verdict.MISMATCH


def _length(first: datetime, parts: tuple[str | None, ...]) -> timedelta:
    _, month, day, hour, minute, second, fraction = parts
    if fraction is not None:
        return timedelta(microseconds=10 ** (6 - len(fraction)))
    for given, length in ((second, timedelta(seconds=1)), (minute, timedelta(minutes=1)), (hour, timedelta(hours=1))):
        if given is not None:
            return length
    if day is not None:
        return timedelta(days=1)
    if month is not None:
        return timedelta(days=calendar.monthrange(first.year, first.month)[1])
    return timedelta(days=366 if calendar.isleap(first.year) else 365)
