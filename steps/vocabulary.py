"""The words of the features, as types, gathered from ``steps.words``: one module there for each chapter."""

import pkgutil
from importlib import import_module

from pytest_bdd import parsers

from steps import words
from steps.words.slots import Slot


def _gathered() -> dict[str, Slot]:
    types: dict[str, Slot] = {}
    for module in pkgutil.iter_modules(words.__path__):
        own: dict[str, Slot] = getattr(import_module(f"{words.__name__}.{module.name}"), "TYPES", {})
        twice = types.keys() & own.keys()
        if twice:
            raise ValueError(f"steps/words/{module.name}.py: {', '.join(sorted(twice))} has a meaning already")
        types.update(own)
    return types


TYPES = _gathered()
"""Slot types: ``{entity:Entity}`` is the study, the series of an instance, or an instance by its name."""


def phrase(text: str) -> parsers.cfparse:
    """A phrase of the features with its typed slots."""
    return parsers.cfparse(text, extra_types=TYPES)
