"""Feature files as tests: each is collected as it lies, each scenario becomes one test under its own title."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pytest_bdd import scenario
from pytest_bdd.feature import get_feature
from pytest_bdd.parser import Feature

from dicomweb_conformance.plugin.reading import PARTLY, READ_ONLY
from dicomweb_conformance.requirements import Registry, Requirement

PLAIN_TAGS: Mapping[str, str] = {
    "tutorial": "the tutorial's own demand; runs in order, on one worker",
    "serial": "runs in order, on one worker",
    READ_ONLY: "starts from studies that the target holds already; runs only with --read-only",
    PARTLY: "shows a part of what its requirement demands",
}
"""Tags beside those of requirements, and what they mean."""
IN_ORDER = frozenset({"tutorial", "serial"})
"""Tags of scenarios that run one after the other."""
_TAG = re.compile(r"@req:(\S+)")
_FORBIDDEN_IN_TITLE = ("::", "[", "]", "/")


class FeatureFile(pytest.Module):
    """A ``.feature`` file as a module that nobody wrote, with one test function for each scenario."""

    def _getobj(self) -> ModuleType:
        feature = parsed(self)
        titles = _titles(self.path.read_text(encoding="utf-8"))
        twice = sorted({title for title in titles if titles.count(title) > 1})
        if twice:
            raise self.CollectError(f"{self.path}: two scenarios are called {twice[0]!r}; titles are unique")
        module = ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        for title, template in feature.scenarios.items():
            if not template.steps:
                raise self.CollectError(f"{self.path}: the scenario {title!r} has no steps and would always pass")
            if any(mark in title for mark in _FORBIDDEN_IN_TITLE):
                raise self.CollectError(f"{self.path}: the title {title!r} holds one of {_FORBIDDEN_IN_TITLE}")
            setattr(module, title, _test_function(self.path.parent, self.path.name, title))
        return module


class UnwantedFeatureFile(pytest.File):
    """A ``.feature`` file without a scenario that is judged: it need not be read."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Nothing."""
        return ()


def requirements_in(path: Path) -> frozenset[str]:
    """The ids that stand in the tags of a feature file, known or not."""
    return frozenset(_TAG.findall(path.read_text(encoding="utf-8")))


def parsed(module: FeatureFile) -> Feature:
    """The feature as pytest-bdd reads it."""
    return get_feature(str(module.path.parent), module.path.name)


def tag_marks(tag: str, registry: Registry) -> tuple[pytest.MarkDecorator, ...]:
    """The pytest marks that a tag stands for: ``@req:<slug>`` brings level and profile along from the registry.

    Raises pytest.UsageError for a tag or a requirement that is not known.
    """
    if tag in PLAIN_TAGS:
        return (getattr(pytest.mark, tag),)
    if not tag.startswith("req:"):
        listed = ", ".join(f"@{plain}" for plain in PLAIN_TAGS)
        raise pytest.UsageError(f"unknown tag @{tag}; a scenario bears @req:<slug>, and {listed} beside it")
    requirement_id = tag.removeprefix("req:")
    if requirement_id not in registry:
        raise pytest.UsageError(f"unknown requirement in @{tag}; add it to features/requirements first")
    requirement = registry[requirement_id]
    return (
        pytest.mark.req(id=requirement_id),
        pytest.mark.requirement(id=requirement_id, level=requirement.level, profile=requirement.profile),
    )


def requirements_of(item: pytest.Item, registry: Registry) -> tuple[Requirement, ...]:
    """The requirements that a scenario tests, in alphabetical order of their ids."""
    return tuple(registry[id_] for id_ in sorted({mark.kwargs["id"] for mark in item.iter_markers("req")}))


def _test_function(folder: Any, name: str, title: str) -> Any:
    def carry_out() -> None:
        """Everything is done by the steps."""

    test: Any = scenario(name, title, features_base_dir=str(folder))(carry_out)
    test.__test__ = True
    return test


def _titles(text: str) -> list[str]:
    return list(_titles_in(text.splitlines()))


def _titles_in(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        for keyword in ("Scenario:", "Scenario Outline:", "Scenario Template:", "Example:"):
            if line.strip().startswith(keyword):
                yield line.strip().removeprefix(keyword).strip()
