"""How a slot of a phrase becomes a value."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Slot = Callable[[str], Any]

NAME = r"(?!nothing\b)[a-z0-9]+(?:-[a-z0-9]+)*"
"""The name of an instance, such as blue-circle."""


def slot(pattern: str, convert: Callable[[str], Any] = str) -> Slot:
    """A slot that takes what ``pattern`` matches and hands on what ``convert`` makes of it."""

    def converter(text: str) -> Any:
        return convert(text)

    # The attribute by which the parse library learns what a type matches.
    converter.pattern = pattern  # type: ignore[attr-defined]
    return converter


def one_of(words: Mapping[str, Any] | Iterable[str]) -> Slot:
    """A slot for one of these words: its value in the table, or the word itself."""
    pattern = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return slot(pattern, words.__getitem__ if isinstance(words, Mapping) else str)


def listing(text: str) -> tuple[str, ...]:
    """The members of an enumeration such as ``a, b and c``."""
    return tuple(text.replace(" and ", ", ").split(", "))
