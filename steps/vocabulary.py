"""The words of the features, as types: the one place where a phrase's slots become values."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from pytest_bdd import parsers

from dicomweb_conformance.checks.aspects import ASPECTS
from dicomweb_conformance.entity import Entity
from dicomweb_conformance.samples.catalogue import SAMPLES, SHAPES
from steps.words import metadata, retrieve

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


def _one_of(table: Mapping[str, Any]) -> Callable[[str], Any]:
    """The value of one of the words of the table."""
    return _typed("|".join(map(re.escape, sorted(table, key=len, reverse=True))), table.__getitem__)


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
    "Aspect": _one_of({aspect: aspect for aspect in ASPECTS}),
    "Are": _typed(r"is|are", str),
    "CountedNoun": _typed(r"instances?|frames?|match(?:es)?|parts?", lambda noun: noun.removesuffix("s")),
    "Entity": _typed(_ENTITY, _entity),
    "FrameSyntax": _typed("|".join(_FRAME_SYNTAXES), _FRAME_SYNTAXES.__getitem__),
    "Instance": _typed(_NAME, str),
    "Instances": _typed(_NAMES, _listing),
    "InstanceAccept": _one_of(retrieve.INSTANCE_ACCEPTS),
    "InstanceSyntax": _one_of(retrieve.INSTANCE_SYNTAXES),
    "Keyword": _typed(r"[A-Z]\w+", str),
    "Keywords": _typed(_KEYWORDS, _listing),
    "MalformedUID": _one_of(retrieve.MALFORMED_UIDS),
    "MetadataAccept": _one_of(metadata.METADATA_ACCEPTS),
    "Number": _typed(r"\d+", int),
    "Sample": _typed("|".join(sorted((SHAPES, *SAMPLES), key=len, reverse=True)), str),
    "Resource": _typed(r"studies|series|instances", str),
    "TransferSyntax": _one_of(retrieve.TRANSFER_SYNTAXES),
    "Unknown": _typed("study|series|instance", str),
}
"""Slot types: ``{entity:Entity}`` is the study, the series of an instance, or an instance by its name."""


def phrase(text: str) -> parsers.cfparse:
    """A phrase of the features with its typed slots."""
    return parsers.cfparse(text, extra_types=TYPES)
