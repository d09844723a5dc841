"""The definition of a step is looked for once, not each time that the step is carried out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any


@contextmanager
def steps_found_once() -> Iterator[None]:
    """While this is open, pytest-bdd remembers which definition answers to a step.

    It looks through all fixtures twice for each step, which takes a quarter of a run. Every step is defined in a plugin
    and visible from every scenario, so that the answer never changes.
    """
    # The package hides this module behind the decorator of the same name
    scenario: Any = import_module("pytest_bdd.scenario")
    look_for = scenario.find_fixturedefs_for_step
    known: dict[tuple[str, str], tuple[Any, ...]] = {}

    def remembered(step: Any, fixturemanager: Any, node: Any) -> tuple[Any, ...]:
        key = (step.type, step.name)
        if key not in known:
            known[key] = tuple(look_for(step, fixturemanager, node))
        return known[key]

    scenario.find_fixturedefs_for_step = remembered
    try:
        yield
    finally:
        scenario.find_fixturedefs_for_step = look_for
