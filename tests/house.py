"""What the house tests look at: the features as pytest-bdd reads them, and the functions of the steps."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pytest_bdd.feature import get_feature

from dicomweb_conformance.places import FEATURES, SUITE

KEYWORDS = ("given", "when", "then")
_TEMPLATE_TITLES = ("Scenario:", "Scenario Outline:", "Scenario Template:", "Example:")


@dataclass(frozen=True)
class Line:
    """A step of a feature: given, when or then, and its text; an outline's with the values of its first row."""

    kind: str
    text: str


@dataclass(frozen=True)
class Written:
    """A scenario as it is written."""

    place: str
    title: str
    tags: frozenset[str]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class StepFunction:
    """A function of steps/ that is bound to phrases, each with its kind."""

    place: str
    node: ast.FunctionDef
    phrases: tuple[Line, ...]


def titles() -> Iterator[tuple[str, str]]:
    """Place and title of every scenario, read from the text: pytest-bdd drops the first of two with one title."""
    for path in sorted(FEATURES.rglob("*.feature")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for keyword in _TEMPLATE_TITLES:
                if line.strip().startswith(keyword):
                    yield f"{path.relative_to(SUITE)}:{number}", line.strip().removeprefix(keyword).strip()


@cache
def scenarios() -> tuple[Written, ...]:
    """Every scenario of the features."""
    return tuple(_scenarios())


def _scenarios() -> Iterator[Written]:
    for path in sorted(FEATURES.rglob("*.feature")):
        for title, template in get_feature(str(path.parent), path.name).scenarios.items():
            rows = [row for examples in template.examples for row in examples.as_contexts()]
            steps = template.render(rows[0] if rows else {}).steps
            yield Written(
                f"{path.relative_to(SUITE)}:{template.line_number}",
                title,
                frozenset(template.tags),
                tuple(Line(step.type, step.name) for step in steps),
            )


@cache
def step_functions() -> tuple[StepFunction, ...]:
    """Every function in the modules of steps/ that carries out a step."""
    return tuple(_step_functions(SUITE / "steps"))


def _step_functions(folder: Path) -> Iterator[StepFunction]:
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                phrases = tuple(filter(None, map(_phrase, node.decorator_list)))
                if phrases:
                    yield StepFunction(f"{path.relative_to(SUITE)}:{node.lineno} {node.name}", node, phrases)


def _phrase(decorator: ast.expr) -> Line | None:
    match decorator:
        case ast.Call(
            func=ast.Name(id=kind), args=[ast.Call(func=ast.Name(id="phrase"), args=[ast.Constant(value=str(text))])]
        ) if kind in KEYWORDS:
            return Line(kind, text)
    return None
