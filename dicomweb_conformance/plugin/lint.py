"""Every step of every collected scenario has exactly one definition; found out before the target is touched."""

from collections.abc import Iterable, Mapping

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry

from dicomweb_conformance.plugin.step_lookup import StepLookup


def lint_steps(session: pytest.Session, items: Iterable[pytest.Item], lookup: StepLookup) -> None:
    """Raises pytest.UsageError for a step that no definition, or more than one, answers to."""
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        template = scenario_wrapper_template_registry[item.function]
        for step in template.render(_example_of(item)).steps:
            definitions = lookup.find(step, session._fixturemanager, item)
            if len(definitions) != 1:
                found = "no definition" if not definitions else f"{len(definitions)} definitions"
                raise pytest.UsageError(f"{item.nodeid}: the step '{step.keyword} {step.name}' has {found} in steps/")


def _example_of(item: pytest.Function) -> Mapping[str, object]:
    example = item.callspec.params.get("_pytest_bdd_example", {}) if hasattr(item, "callspec") else {}
    return example if isinstance(example, dict) else {}
