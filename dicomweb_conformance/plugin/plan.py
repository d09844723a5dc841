"""``--dry-run``: what would be judged, without a word to the target."""

from collections import Counter
from collections.abc import Iterable, Iterator

from dicomweb_conformance.plugin.scope import Scope
from dicomweb_conformance.report.inert import shown
from dicomweb_conformance.requirements import PROFILES, Registry, Requirement


def render_plan(target: str, scope: Scope, registry: Registry, scenarios: Iterable[tuple[Requirement, ...]]) -> str:
    """The requirements in scope, by profile, each with the number of its scenarios, or why it has none.

    ``target`` is its base URL, ``scenarios`` are the requirements of each scenario that would be run.
    """
    tested = list(scenarios)
    counts = Counter(requirement.id for requirements in tested for requirement in requirements)
    lines = [f"target    {shown(target)}"]
    for profile in PROFILES:
        own = [r for r in registry.requirements.values() if r.profile == profile and scope.covers(r)]
        if own:
            lines += ["", profile, *_entries(own, counts, scope)]
    judged = sum(1 for id_ in counts if scope.covers(registry[id_]))
    lines += ["", f"{len(tested)} scenarios of {judged} requirements would be run; nothing was sent"]
    return "\n".join(lines)


def _entries(own: Iterable[Requirement], counts: Counter[str], scope: Scope) -> Iterator[str]:
    for requirement in own:
        if counts[requirement.id]:
            number = counts[requirement.id]
            said = f"{number} scenario{'s' if number != 1 else ''}"
        elif requirement.untestable:
            said = "untestable"
        elif lacking := sorted(requirement.lacks(scope.capabilities)):
            said = f"unsupported: {' and '.join(lacking)} is not declared"
        else:
            said = "needs an instance that the harness stores" if scope.only_reads else "no scenario"
        yield f"  {requirement.level:<6}  {requirement.id:<60}  {said}"
