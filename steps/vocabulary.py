"""The words of the features, as types: the one place where a phrase's slots become values."""

from collections.abc import Callable
from typing import Any

from pytest_bdd import parsers

from dicomweb_conformance.entity import Entity
from dicomweb_conformance.samples.catalogue import SAMPLES, SHAPES

_NAME = r"(?!nothing\b)[a-z0-9]+(?:-[a-z0-9]+)*"
_NAMES = rf"{_NAME}(?:, {_NAME})*(?: and {_NAME})?"
_ENTITY = rf"the study|the series of {_NAME}|[a-z0-9]+(?:-[a-z0-9]+)+"
_KEYWORDS = r"[A-Z]\w+(?:, [A-Z]\w+)*(?: and [A-Z]\w+)?"


def _typed(pattern: str, convert: Callable[[str], Any]) -> Callable[[str], Any]:
    def converter(text: str) -> Any:
        return convert(text)

    # The attribute by which the parse library learns what a type matches.
    converter.pattern = pattern  # type: ignore[attr-defined]
    return converter


def _listing(text: str) -> tuple[str, ...]:
    return tuple(text.replace(" and ", ", ").split(", "))


def _entity(text: str) -> Entity:
    if text == "the study":
        return Entity("study")
    series = text.removeprefix("the series of ")
    return Entity("series" if series != text else "instance", series)


_FRAME_SYNTAXES = {
    "Explicit VR Little Endian": 'multipart/related; type="application/octet-stream"; '
    "transfer-syntax=1.2.840.10008.1.2.1",
    "any transfer syntax": 'multipart/related; type="application/octet-stream"; transfer-syntax=*',
    "no named transfer syntax": 'multipart/related; type="application/octet-stream"',
}

TYPES = {
    "Are": _typed(r"is|are", str),
    "CountedNoun": _typed(r"instances?|frames?|match(?:es)?|parts?", lambda noun: noun.removesuffix("s")),
    "Entity": _typed(_ENTITY, _entity),
    "FrameSyntax": _typed("|".join(_FRAME_SYNTAXES), _FRAME_SYNTAXES.__getitem__),
    "Instance": _typed(_NAME, str),
    "Instances": _typed(_NAMES, _listing),
    "Keyword": _typed(r"[A-Z]\w+", str),
    "Keywords": _typed(_KEYWORDS, _listing),
    "Number": _typed(r"\d+", int),
    "Sample": _typed("|".join(sorted((SHAPES, *SAMPLES), key=len, reverse=True)), str),
    "Resource": _typed(r"studies|series|instances", str),
}
"""Slot types: ``{entity:Entity}`` is the study, the series of an instance, or an instance by its name."""


def phrase(text: str) -> parsers.cfparse:
    """A phrase of the features with its typed slots."""
    return parsers.cfparse(text, extra_types=TYPES)
