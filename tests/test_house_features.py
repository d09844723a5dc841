"""Features and registry are in step, and every scenario can fail."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from dicomweb_conformance.places import REGISTRY
from dicomweb_conformance.plugin.features import PLAIN_TAGS
from dicomweb_conformance.requirements import Registry, load_registry
from tests.house import scenarios, titles

CATALOGUE = Path(__file__).parents[2] / "shared" / "requirements.yaml"
_ENTRY = re.compile(r"^- id: (\S+)$", re.MULTILINE)
_ID = re.compile(r"[A-Z][A-Z0-9]*(?:[.-][A-Z0-9]+)*-\d{2,3}")
_TAGS = frozenset(PLAIN_TAGS)
_UNSURE = re.compile(r"\b(verify|verifies|should|test|tests|check|checks)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(REGISTRY)


def test_titles_are_unique_in_the_whole_tree() -> None:
    count = Counter(title for _, title in titles())
    assert not [f"{place}: {title}" for place, title in titles() if count[title] > 1]


def test_titles_say_what_holds() -> None:
    assert not [f"{place}: {title}" for place, title in titles() if _UNSURE.search(title)]


def test_every_tag_is_known(registry: Registry) -> None:
    assert not [
        f"{scenario.place}: @{tag}"
        for scenario in scenarios()
        for tag in scenario.tags - _TAGS
        if not (tag.startswith("req:") and tag.removeprefix("req:") in registry)
    ]


def test_every_scenario_tests_a_requirement() -> None:
    assert not [s.place for s in scenarios() if not any(tag.startswith("req:") for tag in s.tags)]


def test_every_scenario_ends_in_a_then() -> None:
    assert not [s.place for s in scenarios() if not s.lines or s.lines[-1].kind != "then"]


def test_every_requirement_has_a_scenario_or_a_reason(registry: Registry) -> None:
    tested = {tag.removeprefix("req:") for scenario in scenarios() for tag in scenario.tags}
    assert not [r.id for r in registry.requirements.values() if r.untestable is None and r.id not in tested]


def test_what_has_a_scenario_is_not_untestable(registry: Registry) -> None:
    tested = {tag.removeprefix("req:") for scenario in scenarios() for tag in scenario.tags}
    assert not [r.id for r in registry.requirements.values() if r.untestable is not None and r.id in tested]


def test_a_requirement_covers_well_formed_ids_each_once(registry: Registry) -> None:
    assert not [
        f"{requirement.id}: {covered}"
        for requirement in registry.requirements.values()
        for covered, count in Counter(requirement.covers).items()
        if count > 1 or not _ID.fullmatch(covered)
    ]


def test_no_covered_id_is_invented(registry: Registry) -> None:
    if not CATALOGUE.exists():
        pytest.skip("the catalogue of requirements does not lie beside the project")
    known = set(_ENTRY.findall(CATALOGUE.read_text(encoding="utf-8")))
    assert known
    assert not [
        f"{requirement.id}: {covered}"
        for requirement in registry.requirements.values()
        for covered in requirement.covers
        if covered not in known
    ]
