"""Which worker runs what: the tutorial's own scenarios on one worker, in order; all others wherever there is room."""

from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.feature import get_feature
from xdist.scheduler import LoadScopeScheduling

_IN_ORDER = "in order"


class TutorialScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Gives the scenarios tagged @tutorial or @serial to one worker as one unit; every other one is its own unit."""

    def __init__(self, config: pytest.Config, log: Any, in_order: frozenset[str]) -> None:
        super().__init__(config, log)
        self._in_order = in_order

    def _split_scope(self, nodeid: str) -> str:
        return _IN_ORDER if nodeid in self._in_order else nodeid

    def schedule(self) -> None:
        """Distribute what there is. A worker begins with an item when it knows the next one, or that there is none."""
        super().schedule()
        # xdist gives one that takes the place of a dead worker a single unit, and both would wait for ever
        for node in self.nodes:
            self._reschedule(node)

    def remove_node(self, node: Any) -> str | None:
        """Take a worker away; returns what it ran when it died, which is not run again: it might kill each worker."""
        workload: dict[str, dict[str, bool]] = self.assigned_work.pop(node)
        pending = [(unit, id_) for unit in workload.values() for id_, completed in unit.items() if not completed]
        if not pending:
            return None
        unit, crashed = pending[0]
        unit[crashed] = True
        self.workqueue.update({scope: unit for scope, unit in workload.items() if not all(unit.values())})
        for other in self.assigned_work:
            self._reschedule(other)
        return crashed


def ids_in_order(features: Path, root: Path) -> frozenset[str]:
    """The node ids of the scenarios that must run one after the other, on one worker."""
    return frozenset(
        f"{path.relative_to(root).as_posix()}::{title}"
        for path in sorted(features.rglob("*.feature"))
        for title, template in get_feature(str(path.parent), path.name).scenarios.items()
        if {"tutorial", "serial"} & template.tags
    )
