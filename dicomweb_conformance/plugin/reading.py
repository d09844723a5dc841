"""What a run that only reads can judge, and what it must leave out."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pytest_bdd.feature import get_feature

from dicomweb_conformance.requirements import Requirement

READ_ONLY, PARTLY = "read_only", "partly"
"""Tags: of a feature that starts from studies which are there already, and of a scenario that shows a part only."""

NEEDS_DATA = "the run is read-only, and this needs an instance that the harness stores"
NEEDS_MORE = (
    "the run is read-only: studies that are there show a part of this; the rest needs one that is stored for it"
)


def left_out(features: Path, requirements: Iterable[Requirement]) -> Iterator[tuple[str, str]]:
    """The requirements that a run which only reads cannot find met, by their ids, each with the reason."""
    tags = [
        template.tags
        for path in sorted(features.rglob("*.feature"))
        for feature in [get_feature(str(path.parent), path.name)]
        for template in feature.scenarios.values()
        if READ_ONLY in feature.tags
    ]
    for requirement in requirements:
        own = [each for each in tags if f"req:{requirement.id}" in each]
        if not own:
            yield requirement.id, NEEDS_DATA
        elif all(PARTLY in each for each in own):
            yield requirement.id, NEEDS_MORE
