"""``requirements``: the registry, and which scenarios test each entry."""

import json
from collections.abc import Mapping, Sequence

import click

from dicomweb_conformance.places import FEATURES, REGISTRY
from dicomweb_conformance.requirements import LEVELS, PROFILES, Requirement, load_registry


@click.command()
@click.option("--profile", multiple=True, type=click.Choice(PROFILES), help="only this profile; repeatable")
@click.option("--level", multiple=True, type=click.Choice(LEVELS), help="only this level; repeatable")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def requirements(profile: tuple[str, ...], level: tuple[str, ...], form: str) -> None:
    """List what is demanded, where it is written, and how many scenarios test it."""
    registry = load_registry(REGISTRY)
    scenarios = scenarios_by_requirement()
    chosen = [
        requirement
        for requirement in registry.requirements.values()
        if (not profile or requirement.profile in profile) and (not level or requirement.level in level)
    ]
    click.echo(_as_json(chosen, scenarios) if form == "json" else _as_text(chosen, scenarios))


def scenarios_by_requirement() -> Mapping[str, Sequence[str]]:
    """The titles of the scenarios that test each requirement; outlines count once."""
    from pytest_bdd.feature import get_feature

    found: dict[str, list[str]] = {}
    for path in sorted(FEATURES.rglob("*.feature")):
        for title, template in get_feature(str(path.parent), path.name).scenarios.items():
            for tag in template.tags:
                if tag.startswith("req:"):
                    found.setdefault(tag.removeprefix("req:"), []).append(title)
    return found


def _as_json(chosen: Sequence[Requirement], scenarios: Mapping[str, Sequence[str]]) -> str:
    return json.dumps(
        [
            {
                "id": requirement.id,
                "level": requirement.level,
                "profile": requirement.profile,
                "transaction": requirement.transaction,
                "text": requirement.text,
                "cites": requirement.cites,
                "covers": list(requirement.covers),
                "condition": requirement.condition,
                "untestable": requirement.untestable,
                "scenarios": list(scenarios.get(requirement.id, ())),
            }
            for requirement in chosen
        ],
        indent=1,
    )


def _as_text(chosen: Sequence[Requirement], scenarios: Mapping[str, Sequence[str]]) -> str:
    lines = []
    for requirement in chosen:
        count = len(scenarios.get(requirement.id, ()))
        tested = (
            f"{count} scenario{'s' if count != 1 else ''}"
            if count
            else "untested: " + (requirement.untestable or "no scenario yet")
        )
        lines.append(f"{requirement.id}   {requirement.level}, {requirement.profile}, {tested}")
        lines.append(f"  {requirement.text}")
        lines.append(f"  {requirement.cites}")
    untested = sum(1 for requirement in chosen if requirement.id not in scenarios)
    lines.append(f"\n{len(chosen)} requirements, {len(chosen) - untested} with scenarios, {untested} without")
    return "\n".join(lines)
