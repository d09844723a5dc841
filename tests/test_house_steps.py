"""A step is one call, and there are few phrases."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from steps.vocabulary import phrase
from tests.house import KEYWORDS, Line, StepFunction, scenarios, step_functions

PHRASES = 330
"""How many phrases there may be. Each is a sentence more that the readers of the features must learn: use one that is
there, with another value in its slot, before you write a new one. Raise this by what a new chapter needs, about 25, and
never for a second way to say the same."""

MOST_USED = 13

_DECISIONS = (
    *(ast.If, ast.IfExp, ast.Match, ast.BoolOp),
    *(ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    *(ast.Assert, ast.Try, ast.Raise, ast.With, ast.Lambda),
)
_LONGEST = 2
_OF_URLS = ("://", "/studies", "studies/", "?", "application/")


def _decisions(step: StepFunction) -> Iterator[str]:
    for statement in step.node.body:
        for node in ast.walk(statement):
            if isinstance(node, _DECISIONS):
                yield f"{step.place}: {type(node).__name__} in line {getattr(node, 'lineno', step.node.lineno)}"


def _addresses(step: StepFunction) -> Iterator[str]:
    for statement in step.node.body:
        for node in ast.walk(statement):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and any(mark in text for mark in _OF_URLS):
                yield f"{step.place}: {text!r}"


def test_no_step_decides_or_repeats() -> None:
    assert not [each for step in step_functions() for each in _decisions(step)]


def test_no_step_spells_a_url_or_a_media_type() -> None:
    assert not [each for step in step_functions() for each in _addresses(step)]


def test_a_step_is_one_call() -> None:
    """A second statement may name what the call is about."""
    assert not [step.place for step in step_functions() if len(step.node.body) > _LONGEST]


def test_there_are_few_phrases() -> None:
    phrases = {line for step in step_functions() for line in step.phrases}
    assert len(phrases) <= PHRASES


def test_the_most_used_phrases_carry_half_of_the_features() -> None:
    uses = Counter(_phrase_of(line) for scenario in scenarios() for line in scenario.lines)
    most = uses.most_common(MOST_USED)
    share = sum(count for _, count in most) / uses.total()
    table = "\n".join(f"{count:5} {text}" for text, count in most)
    assert share >= 0.5, f"the {MOST_USED} most used phrases are {share:.0%} of {uses.total()} lines\n{table}"


@pytest.mark.parametrize("kind", KEYWORDS)
def test_every_phrase_is_used(kind: str) -> None:
    used = {_phrase_of(line) for scenario in scenarios() for line in scenario.lines if line.kind == kind}
    written = {line.text for step in step_functions() for line in step.phrases if line.kind == kind}
    assert written - used == set()


_PARSERS = {line: phrase(line.text) for step in step_functions() for line in step.phrases}
_FIXED = {line: re.split(r"\{[^}]*\}", line.text) for line in _PARSERS}
_KNOWN: dict[Line, str] = {}


def _phrase_of(line: Line) -> str:
    """The phrase that a line of a feature is made of; the line itself where no step answers to it."""
    if line not in _KNOWN:
        # Most phrases are out of the question before their slots are looked at
        likely = (
            each
            for each, fixed in _FIXED.items()
            if each.kind == line.kind and all(words in line.text for words in fixed)
        )
        _KNOWN[line] = next((each.text for each in likely if _PARSERS[each].is_matching(line.text)), line.text)
    return _KNOWN[line]
