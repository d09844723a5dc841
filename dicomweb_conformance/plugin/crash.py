"""A worker that died in the middle of a scenario: nothing is known of it, and that is said."""

from pathlib import Path

from pytest_bdd.feature import get_feature

from dicomweb_conformance.evidence.exchange import timestamp
from dicomweb_conformance.evidence.ledger import ScenarioResult
from dicomweb_conformance.plugin.features import PLAIN_TAGS

WORKER_DIED = "the process that ran it ended in the middle of it: killed, or out of memory"


def result_of_crash(node_id: str, root: Path) -> ScenarioResult | None:
    """The line of the ledger for a scenario whose worker died; None for what is no scenario."""
    file, _, name = node_id.partition("::")
    path = root / file
    if path.suffix != ".feature":
        return None
    feature = get_feature(str(path.parent), path.name)
    title = name.partition("[")[0]
    template = feature.scenarios[title]
    return ScenarioResult(
        id=node_id,
        title=title,
        feature={"name": feature.name, "path": feature.rel_filename, "description": feature.description.strip()},
        rule=template.rule.name if template.rule else None,
        tags=tuple(sorted(template.tags & PLAIN_TAGS.keys())),
        requirements=tuple(sorted(tag.removeprefix("req:") for tag in template.tags if tag.startswith("req:"))),
        verdict="inconclusive",
        started=timestamp(),
        seconds=0.0,
        reason=WORKER_DIED,
    )
