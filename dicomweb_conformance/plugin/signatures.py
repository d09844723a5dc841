"""Looks at the parameters of a function once.

pytest-bdd asks for those of a step each time that it runs, pytest for those of each value that a step gives on, which
is wrapped in a function without any.
"""

import inspect
from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import FunctionType
from typing import Any


def remember_signatures() -> Callable[[], None]:
    """Let pytest and pytest-bdd ask so. Returns what undoes that."""
    # neither has a hook for this; the functions are looked up in their modules each time
    remembered = cache(inspect.signature)
    own = import_module("_pytest.fixtures").getfuncargnames

    def names(function: Callable[..., object], **more: Any) -> tuple[str, ...]:
        return () if _has_no_parameters(function) else tuple(own(function, **more))

    replaced = (
        ("pytest_bdd.scenario", "signature", remembered),
        ("pytest_bdd.utils", "signature", remembered),
        ("_pytest.fixtures", "getfuncargnames", names),
    )
    before = [(import_module(module), name, getattr(import_module(module), name)) for module, name, _ in replaced]
    for module, name, new in replaced:
        setattr(import_module(module), name, new)

    def undo() -> None:
        for module, name, old in before:
            setattr(module, name, old)

    return undo


def _has_no_parameters(function: Callable[..., object]) -> bool:
    """Whether that is certain: what wraps another function, or is patched by a mock, has attributes that say so."""
    if not isinstance(function, FunctionType) or function.__dict__:
        return False
    code = function.__code__
    return not code.co_argcount and not code.co_kwonlyargcount
