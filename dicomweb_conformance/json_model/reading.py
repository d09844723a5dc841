"""JSON text read strictly, and safely: a hostile document raises the named error, in linear time."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from dicomweb_conformance.capacity import DEEPEST_JSON, GREATEST_EXPONENT, LONGEST_NUMBER, MOST_VALUES

Json: TypeAlias = "bool | int | Decimal | str | list[Json] | dict[str, Json] | None"
"""A JSON value. Numbers with a fraction or an exponent are Decimal, so that no digit is lost."""

Item: TypeAlias = Mapping[str, Json]
"""A dataset in the DICOM JSON model."""

_STRING_OR_BRACKET = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class MalformedJson(ValueError):
    """A body is no JSON text that can be relied upon. ``rule`` is the stable name of what it breaks.

    Rules: ``not-utf-8``, ``byte-order-mark``, ``not-json``, ``not-a-number``, ``duplicate-name``, ``not-unicode``,
    ``too-deep``, ``number-too-long``, ``too-many-values``.
    """

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message


@dataclass(frozen=True)
class Document:
    """A JSON text, read."""

    root: Json
    defects: tuple[MalformedJson, ...] = ()
    """What read_json refuses and read_json_tolerantly reads over."""

    @property
    def items(self) -> tuple[Item, ...]:
        """The datasets: the objects of the top-level array, or the one top-level object."""
        members = self.root if isinstance(self.root, list) else [self.root]
        return tuple(member for member in members if isinstance(member, dict))


def read_json(raw: bytes) -> Document:
    """Read a JSON text (RFC 8259, UTF-8 as PS3.18 F.2 demands).

    Raises MalformedJson: not UTF-8, a byte order mark, not JSON, NaN or Infinity, a name that occurs twice in an
    object, an escape that is no character, or a document beyond the limits of depth, number size and values.
    """
    document = read_json_tolerantly(raw)
    for defect in document.defects:
        raise defect
    return document


def read_json_tolerantly(raw: bytes) -> Document:
    """Read a JSON text over a byte order mark, NaN (read as null) and names that occur twice (the last one counts).

    So that one defect need not hide all others: they stand in ``Document.defects``. Raises MalformedJson for all else.
    """
    reader = _Reader()
    if raw.startswith(b"\xef\xbb\xbf"):
        reader.defects.append(MalformedJson("byte-order-mark", "the body begins with a byte order mark (RFC 8259 8.1)"))
        raw = raw[3:]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedJson("not-utf-8", f"the body is not UTF-8: {error.reason} at byte {error.start}") from error
    if values_in(raw) > MOST_VALUES:
        raise MalformedJson("too-many-values", f"the body holds more than {MOST_VALUES:,} values")
    _check_depth(raw)
    try:
        root: Json = json.loads(
            text,
            object_pairs_hook=reader.object,
            parse_int=reader.integer,
            parse_float=reader.fraction,
            parse_constant=reader.constant,
        )
    except json.JSONDecodeError as error:
        shown = text[error.pos : error.pos + 40]
        raise MalformedJson("not-json", f"{error.msg} at character {error.pos}, before {shown!r}") from error
    if _SURROGATE.search(text):
        _check_characters(root)
    return Document(root, tuple(reader.defects))


def values_in(raw: bytes) -> int:
    """How many values a JSON text, or a piece of one, may hold, by the signs that it takes to part them."""
    return raw.count(b",") + raw.count(b"[") + raw.count(b"{")


@dataclass
class _Reader:
    """The hooks of the JSON decoder, and the defects that they met."""

    defects: list[MalformedJson] = field(default_factory=list)

    def object(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        members = dict(pairs)
        if len(members) < len(pairs):
            twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
            self.defects.append(MalformedJson("duplicate-name", f"the name {twice!r} occurs twice in one object"))
        return members

    def integer(self, digits: str) -> int:
        return int(_limited(digits))

    def fraction(self, digits: str) -> Decimal:
        exponent = _limited(digits).lower().partition("e")[2].lstrip("+-").lstrip("0")
        if len(exponent) > 3 or int(exponent or "0") > GREATEST_EXPONENT:
            raise MalformedJson(
                "number-too-long", f"the number {digits[:40]} has an exponent above {GREATEST_EXPONENT}"
            )
        return Decimal(digits)

    def constant(self, name: str) -> None:
        self.defects.append(MalformedJson("not-a-number", f"{name} is no JSON (RFC 8259 6)"))


def _limited(digits: str) -> str:
    if len(digits) > LONGEST_NUMBER:
        raise MalformedJson("number-too-long", f"a number of {len(digits)} characters begins with {digits[:20]}")
    return digits


def _check_depth(raw: bytes) -> None:
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(raw):
        token = match[0]
        if token in (b"[", b"{"):
            depth += 1
            if depth > DEEPEST_JSON:
                raise MalformedJson("too-deep", f"more than {DEEPEST_JSON} objects and arrays lie within each other")
        elif token in (b"]", b"}"):
            depth -= 1


def _check_characters(root: Json) -> None:
    pending: list[Json] = [root]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            try:
                value.encode("utf-8")
            except UnicodeEncodeError as error:
                escaped = value[error.start : error.end].encode("ascii", "backslashreplace").decode("ascii")
                raise MalformedJson("not-unicode", f"the escape {escaped} is no character (RFC 8259 8.2)") from error
        elif isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, dict):
            pending.extend(value.keys())
            pending.extend(value.values())
