"""The form of single string values (PS3.5 6.2), as far as the DICOM JSON model keeps it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

_DECIMAL = re.compile(r" *[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)? *")
_INTEGER = re.compile(r" *[+-]?[0-9]+ *")
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3])(?:[0-5][0-9](?:(?:[0-5][0-9]|60)(?:\.[0-9]{1,6})?)?)?")
_DATE_TIME = re.compile(
    r"([0-9]{4})(?:([0-9]{2})(?:([0-9]{2})"
    r"((?:[01][0-9]|2[0-3])(?:[0-5][0-9](?:(?:[0-5][0-9]|60)(?:\.[0-9]{1,6})?)?)?)?)?)?"
    r"(?:[+-](?:0[0-9]|1[0-4])[0-5][0-9])?"
)
_AGE = re.compile(r"[0-9]{3}[DWMY]")
_CODE = re.compile(r"[A-Z0-9 _]*")
_UID = re.compile(r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*))*")
_URI = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_LINE_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_PAGE_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

MAXIMUM_LENGTHS: Mapping[str, int] = {
    "AE": 16,
    "CS": 16,
    "DS": 16,
    "DT": 26,
    "IS": 12,
    "LO": 64,
    "LT": 10240,
    "SH": 16,
    "ST": 1024,
}
"""Greatest number of characters of one value; that of a UID belongs to its form."""


class Form(NamedTuple):
    """The form that values of one value representation have: the rule, what it expects, and the test."""

    rule: str
    expected: str
    holds: Callable[[str], bool]


def without_padding(text: str) -> str:
    """The text without trailing spaces and nulls, which PS3.18 F.1 neither demands nor forbids."""
    return text.rstrip(" \0")


def is_decimal_string(text: str) -> bool:
    """Whether the text is a DS value, with or without padding."""
    return _DECIMAL.fullmatch(text.rstrip("\0")) is not None


def is_integer_string(text: str) -> bool:
    """Whether the text is an IS value, with or without padding; range and length are other rules."""
    return _INTEGER.fullmatch(text.rstrip("\0")) is not None


def is_uri(text: str) -> bool:
    """Whether the text consists of the characters of a URI or a relative reference (RFC 3986)."""
    return _URI.fullmatch(text) is not None


def has_forbidden_control(vr: str, text: str) -> bool:
    """Whether the text holds a control character; LT, ST and UT may hold tabs, line ends and form feeds."""
    controls = _PAGE_CONTROLS if vr in ("LT", "ST", "UT") else _LINE_CONTROLS
    return controls.search(text) is not None


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    return match is not None and _in_calendar(*map(int, match.groups()))


def _is_date_time(text: str) -> bool:
    match = _DATE_TIME.fullmatch(text)
    return match is not None and _in_calendar(int(match[1]), int(match[2] or 1), int(match[3] or 1))


def _in_calendar(year: int, month: int, day: int) -> bool:
    # The calendar of PS3.5 has a year 0000, that of Python has not; 2000 is a leap year as 0000 is.
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


FORMS: Mapping[str, Form] = {
    "AS": Form("age", "an age such as 042Y", lambda text: _AGE.fullmatch(text) is not None),
    "CS": Form(
        "code-string", "upper-case letters, digits, spaces, underscores", lambda t: _CODE.fullmatch(t) is not None
    ),
    "DA": Form("date", "a date YYYYMMDD", _is_date),
    "DT": Form("date-time", "a date time YYYYMMDDHHMMSS.FFFFFF&ZZXX or less of it", _is_date_time),
    "TM": Form("time", "a time HHMMSS.FFFFFF or less of it", lambda text: _TIME.fullmatch(text) is not None),
    "UR": Form("uri", "a URI (RFC 3986)", is_uri),
    "UI": Form("uid", "a UID", lambda text: len(text) <= 64 and _UID.fullmatch(text) is not None),
}
"""The value representations whose values have a form of their own."""
