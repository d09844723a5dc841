"""Finds the definition of a step quickly.

pytest-bdd asks every fixture of the session for each step that runs, and then sets up a fixture for the one that it
found: with a hundred definitions that costs more than the requests of a scenario. Every definition of the suite is
visible everywhere, so that one table serves all.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pytest
from pytest_bdd.compat import get_fixture_names, getfixturedefs
from pytest_bdd.parser import Step
from pytest_bdd.steps import step_function_context_registry

from dicomweb_conformance.plugin.features import FeatureFile

_DefinitionOfAStep = pytest.FixtureDef[object]


@dataclass(frozen=True)
class _Definition:
    """A step definition, and the fixed text that a step must begin and end with to be meant by it."""

    fixture: _DefinitionOfAStep
    context: Any
    beginning: str
    end: str

    def is_for(self, step: Step) -> bool:
        return (
            self.context.type in (None, step.type)
            and step.name.startswith(self.beginning)
            and step.name.endswith(self.end)
            and bool(self.context.parser.is_matching(step.name))
        )


_INITIAL = 8
"""Characters by which definitions are told apart before anything else is looked at."""


@dataclass
class StepLookup:
    """The table of all step definitions by how they begin, and the steps that were looked up in it."""

    _definitions: dict[str, list[_Definition]] = field(default_factory=dict)
    _found: dict[tuple[str, str], tuple[_DefinitionOfAStep, ...]] = field(default_factory=dict)

    def find(self, step: Step, manager: Any, node: Any) -> tuple[_DefinitionOfAStep, ...]:
        """The definitions that answer to the step."""
        if not self._definitions:
            for each in _definitions(manager, node):
                self._definitions.setdefault(each.beginning[:_INITIAL], []).append(each)
        key = (step.type, step.name)
        if key not in self._found:
            # a definition that begins with a slot has a shorter beginning, or none
            initials = (step.name[:length] for length in range(min(_INITIAL, len(step.name)) + 1))
            begun = (each for initial in initials for each in self._definitions.get(initial, ()))
            self._found[key] = tuple(each.fixture for each in begun if each.is_for(step))
        return self._found[key]

    def serve_pytest_bdd(self) -> Callable[[], None]:
        """Let pytest-bdd ask this table for the steps of feature files, and itself for all others.

        Returns what undoes that.
        """
        # pytest-bdd has no hook for this; the function is looked up in its module each time. The package has a
        # function of the same name as the module.
        bdd: Any = import_module("pytest_bdd.scenario")
        own = bdd.find_fixturedefs_for_step
        own_function = bdd.get_step_function

        def function(request: pytest.FixtureRequest, step: Step) -> Any:
            if isinstance(request.node.parent, FeatureFile):
                found = self.find(step, request.node.session._fixturemanager, request.node)
                # pytest-bdd tells of a step that has no definition, and chooses among several
                if len(found) == 1:
                    return step_function_context_registry[found[0].func]
            return own_function(request=request, step=step)

        def find(step: Step, fixturemanager: Any, node: Any) -> Iterable[_DefinitionOfAStep]:
            if isinstance(node.parent, FeatureFile):
                return self.find(step, fixturemanager, node)
            found: Iterable[_DefinitionOfAStep] = own(step=step, fixturemanager=fixturemanager, node=node)
            return found

        def undo() -> None:
            bdd.find_fixturedefs_for_step = own
            bdd.get_step_function = own_function

        bdd.get_step_function = function
        bdd.find_fixturedefs_for_step = find
        return undo


def _definitions(manager: Any, node: Any) -> Iterator[_Definition]:
    for name in get_fixture_names(fixturemanager=manager):
        for fixture in getfixturedefs(manager, name, node) or ():
            context = step_function_context_registry.get(fixture.func)
            if context is not None:
                text = str(context.parser.name)
                yield _Definition(fixture, context, text.partition("{")[0], text.rpartition("}")[2])
