"""Functions have the parameters that they have, also when they are looked at once."""

import inspect
from functools import wraps
from importlib import import_module
from typing import Any

import pytest

from dicomweb_conformance.plugin.signatures import remember_signatures

FIXTURES: Any = import_module("_pytest.fixtures")
# the package has a function of the same name as the module
SCENARIO: Any = import_module("pytest_bdd.scenario")
UTILS: Any = import_module("pytest_bdd.utils")


def none() -> None: ...


def two(first: int, second: str, third: int = 3) -> None: ...


def keyword(*, first: int) -> None: ...


@wraps(two)
def wrapping() -> None: ...


@pytest.mark.parametrize("function", [none, two, keyword, wrapping, lambda: None, lambda value: None])
def test_the_parameters_of_a_function_stay_what_they_are(function: Any) -> None:
    plain = tuple(
        name for name, each in inspect.signature(function).parameters.items() if each.default is inspect.Parameter.empty
    )
    undo = remember_signatures()
    try:
        assert FIXTURES.getfuncargnames(function) == FIXTURES.getfuncargnames(function, name="a") == plain
        assert SCENARIO.signature(function) == inspect.signature(function)
        assert UTILS.get_required_args(function) == [name for name in plain if function is not keyword]
    finally:
        undo()


def test_what_was_replaced_is_put_back() -> None:
    before = FIXTURES.getfuncargnames, SCENARIO.signature, UTILS.signature
    undo = remember_signatures()
    undo()

    assert (FIXTURES.getfuncargnames, SCENARIO.signature, UTILS.signature) == before
