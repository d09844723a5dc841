"""The rules for what stands in Value, for each value representation (PS3.18 F.2.3 to F.2.5)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from dicomweb_conformance import value_representation
from dicomweb_conformance.json_model import texts
from dicomweb_conformance.json_model.reading import Json

NAME_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")
"""The component groups of a person name, in the order of PS3.5 6.2.1."""

_TAG = re.compile(r"[0-9A-F]{8}")
_GREATEST_FLOAT = Decimal("3.4028235e38")
_GREATEST_DOUBLE = Decimal("1.7976931348623159e308")
_NON_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)


class Finding(NamedTuple):
    """What breaks a rule at a place that the caller knows."""

    rule: str
    expected: str
    received: str


def judge_values(vr: str, values: list[Json]) -> Iterator[tuple[int | None, Finding]]:
    """Each finding with the index of the value that it is about, or None for all values together."""
    if not values or (vr != "SQ" and len(values) == 1 and _is_empty(values[0])):
        yield None, Finding("empty-attribute", "no Value, because the attribute is empty", f"Value {shown(values)}")
        return
    if vr in value_representation.BINARIES:
        yield (
            None,
            Finding("binary-form", f"InlineBinary or BulkDataURI, because the vr is {vr}", f"Value {shown(values)}"),
        )
        return
    if vr in value_representation.SINGLE_TEXTS and len(values) > 1:
        yield None, Finding("text-whole", f"one value, because the vr is {vr}", f"{len(values)} values {shown(values)}")
    for index, value in enumerate(values):
        for finding in _judge_value(vr, value):
            yield index, finding


def shown(value: Json) -> str:
    """A value for a reader, shortened."""
    text = repr(str(value) if isinstance(value, Decimal) else value)
    return text if len(text) <= 120 else f"{text[:117]}..."


def _judge_value(vr: str, value: Json) -> Iterator[Finding]:
    if vr == "SQ":
        if not isinstance(value, dict):
            yield Finding("sequence-items", "an object for each item, {} for an empty one", shown(value))
    elif value is None:
        # JSON has no form for a float that is not a number, and null is one that servers choose.
        if vr in value_representation.INTEGERS:
            yield Finding("number-type", "a number, because binary values cannot be empty", "null")
        elif vr == "AT":
            yield Finding("attribute-tag", "a tag, because binary values cannot be empty", "null")
    elif _is_empty(value):
        yield Finding("empty-value", "null for an empty value", shown(value))
    elif vr == "PN":
        yield from _judge_name(value)
    elif vr in value_representation.NUMBERS:
        yield from _judge_number(vr, value)
    elif vr == "AT":
        if not isinstance(value, str) or not _TAG.fullmatch(value):
            yield Finding("attribute-tag", "eight upper-case hexadecimal digits", shown(value))
    elif not isinstance(value, str):
        yield Finding("string-type", f"a string, because the vr is {vr}", shown(value))
    else:
        yield from _judge_text(vr, value)


def _is_empty(value: Json) -> bool:
    return value is None or value in ("", {}) or (isinstance(value, dict) and not any(value.values()))


def _judge_text(vr: str, value: str) -> Iterator[Finding]:
    text = texts.without_padding(value)
    if vr not in value_representation.SINGLE_TEXTS and "\\" in text:
        yield Finding("values-split", "an array element for each value", shown(value))
        return
    if texts.has_forbidden_control(vr, text):
        yield Finding("control-character", f"no control character in {vr}", shown(value))
    form = texts.FORMS.get(vr)
    if form is not None and text and not form.holds(text):
        yield Finding(form.rule, form.expected, shown(value))
    yield from _judge_length(vr, text)


def _judge_length(vr: str, text: str) -> Iterator[Finding]:
    limit = texts.MAXIMUM_LENGTHS.get(vr)
    if limit is not None and len(text) > limit:
        yield Finding(
            "value-length", f"no more than {limit} characters in {vr}", f"{len(text)} characters, {shown(text)}"
        )


def _judge_name(value: Json) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield Finding("person-name-object", "an object with Alphabetic, Ideographic, Phonetic", shown(value))
        return
    for name, group in value.items():
        if name not in NAME_GROUPS or not isinstance(group, str | None):
            yield Finding("person-name-object", "strings named Alphabetic, Ideographic, Phonetic", shown({name: group}))
        elif not group:
            yield Finding("person-name-groups", f"no {name}, because it is empty", shown({name: group}))
        elif "=" in group:
            yield Finding("person-name-groups", "each component group under its own name", shown({name: group}))
        elif "\\" in group:
            yield Finding("values-split", "an array element for each value", shown({name: group}))
        elif texts.has_forbidden_control("PN", texts.without_padding(group)):
            yield Finding("control-character", "no control character in PN", shown({name: group}))


def _judge_number(vr: str, value: Json) -> Iterator[Finding]:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        rule = "number-type" if vr in value_representation.FLOATS | {"SL", "SS", "UL", "US"} else "number-string"
        yield Finding(rule, f"a number, because the vr is {vr}", shown(value))
    elif isinstance(value, str):
        yield from _judge_numeric_string(vr, value)
    else:
        yield from _judge_range(vr, value, shown(value))


def _judge_numeric_string(vr: str, value: str) -> Iterator[Finding]:
    text = texts.without_padding(value)
    if vr in value_representation.FLOATS:
        # PS3.18 gives no form to values that are not finite; servers write them as strings.
        if not _NON_FINITE.fullmatch(text):
            yield Finding("number-type", f"a JSON number, because the vr is {vr}", shown(value))
    elif vr in ("SL", "SS", "UL", "US"):
        yield Finding("number-type", f"a JSON number, because the vr is {vr}", shown(value))
    elif "\\" in text:
        yield Finding("values-split", "an array element for each value", shown(value))
    elif vr == "DS" and not texts.is_decimal_string(text):
        yield Finding("number-string", "a decimal string", shown(value))
    elif vr != "DS" and not texts.is_integer_string(text):
        yield Finding("number-string", "an integer string", shown(value))
    else:
        yield from _judge_range(vr, Decimal(text.strip(" \0")), shown(value))
        yield from _judge_length(vr, text.strip(" "))


def _judge_range(vr: str, number: int | Decimal, received: str) -> Iterator[Finding]:
    if vr == "DS":
        return
    if vr in value_representation.FLOATS:
        greatest = _GREATEST_FLOAT if vr == "FL" else _GREATEST_DOUBLE
        if not -greatest <= number <= greatest:
            yield Finding("number-range", f"a number that {vr} can hold", received)
        return
    least, most = value_representation.INTEGERS["SL" if vr == "IS" else vr]
    if not least <= number <= most or number % 1 != 0:
        yield Finding("number-range", f"an integer from {least} to {most}, because the vr is {vr}", received)
