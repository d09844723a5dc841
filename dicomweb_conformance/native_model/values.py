"""The form of values, items and person names in the Native DICOM Model (PS3.19 Table A.1.5-2)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from dicomweb_conformance import value_representation
from dicomweb_conformance.json_model.texts import is_decimal_string, is_integer_string
from dicomweb_conformance.native_model.reading import Node
from dicomweb_conformance.native_model.rules import Violation

NAME_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")
NAME_COMPONENTS = ("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix")

_TAG = re.compile(r"[0-9A-F]{8}")
_SPECIAL_FLOATS = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_BACKSLASH_ALLOWED = value_representation.SINGLE_TEXTS | value_representation.BINARIES | {"UN"}


def judge_numbers(siblings: Sequence[Node], path: str) -> Iterator[Violation]:
    """Whether values, items or names are numbered from 1 upward by 1."""
    for expected, node in enumerate(siblings, 1):
        said = node.attributes.get("number")
        if said is None or said.strip() != str(expected):
            received = "no number" if said is None else f"number {said[:20]!r}"
            yield Violation(
                "number", path, f"number {expected} for {node.name} {expected} of {len(siblings)}", received
            )
            return


def judge_values(attribute: Node, vr: str | None, path: str) -> Iterator[Violation]:
    """What is wrong with the values and names of an attribute, beside their numbers."""
    values = tuple(attribute.named("Value"))
    if len(values) == 1 and not values[0].text:
        yield Violation("empty-attribute", path, "no Value, because the attribute is empty", "an empty Value")
    for index, value in enumerate(values):
        here = path if len(values) == 1 else f"{path}[{index}]"
        if value.children:
            child = value.children[0].name
            yield Violation("elements", here, "character data in a Value", f"the element {child[:60]}")
        yield from _judge_value(value.text, vr, here)
    for index, name in enumerate(attribute.named("PersonName")):
        yield from _judge_name(name, f"{path}[{index}]")


def _judge_value(text: str, vr: str | None, path: str) -> Iterator[Violation]:
    if not text.strip(" \0"):
        return
    if vr == "AT" and not _TAG.fullmatch(text.strip()):
        yield Violation("attribute-tag", path, "eight upper-case hexadecimal digits", repr(text[:40]))
    if vr is not None and vr not in _BACKSLASH_ALLOWED and "\\" in text:
        yield Violation("values-split", path, "a Value for each value", repr(text[:40]))
    elif vr in value_representation.NUMBERS and not _is_number(vr or "", text):
        yield Violation("number-form", path, f"a number, because the vr is {vr}", repr(text[:40]))


def _is_number(vr: str, text: str) -> bool:
    if vr in value_representation.INTEGERS or vr == "IS":
        return is_integer_string(text)
    return is_decimal_string(text) or (vr != "DS" and _SPECIAL_FLOATS.fullmatch(text.strip()) is not None)


def _judge_name(name: Node, path: str) -> Iterator[Violation]:
    yield from _judge_parts(name, NAME_GROUPS, "name-groups", path)
    for group in name.children:
        if group.name in NAME_GROUPS:
            yield from _judge_parts(group, NAME_COMPONENTS, "name-components", path)
            for component in group.children:
                if "^" in component.text or "=" in component.text:
                    yield Violation("name-split", path, "components without ^ and =", repr(component.text[:60]))


def _judge_parts(node: Node, known: tuple[str, ...], rule: str, path: str) -> Iterator[Violation]:
    if node.text.strip():
        expected = f"{', '.join(known)} in {node.name}"
        yield Violation(rule, path, expected, f"the text {node.text.strip()[:40]!r}")
    for part, count in Counter(child.name for child in node.children).items():
        if part not in known or count > 1:
            received = f"the element {part[:60]}" if part not in known else f"{part} {count} times"
            yield Violation(rule, path, f"each of {', '.join(known)} at most once in {node.name}", received)
