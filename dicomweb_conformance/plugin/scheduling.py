"""Which worker runs what: the tutorial's own scenarios on one worker, in order; all others wherever there is room."""

from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.feature import get_feature
from xdist.scheduler import LoadScopeScheduling

_IN_ORDER = "in order"


class TutorialScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Gives the scenarios tagged @tutorial or @serial to one worker as one unit; every other one is its own unit.

    A worker goes on with the unit that follows its last one: neighbours need the same samples, which each worker
    stores for itself.
    """

    def __init__(self, config: pytest.Config, log: Any, in_order: frozenset[str]) -> None:
        super().__init__(config, log)
        self._in_order = in_order
        self._units: list[str] = []
        self._last: dict[Any, int] = {}

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
        self._last.pop(node, None)
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

    def _assign_work_unit(self, node: Any) -> None:
        if not self._units:
            self._units.extend(self.workqueue)
        self._last[node] = self._next(node)
        # xdist takes the first unit of its queue
        self.workqueue.move_to_end(self._units[self._last[node]], last=False)
        super()._assign_work_unit(node)

    def _next(self, node: Any) -> int:
        """The unit that follows the last one of the worker; where that is taken, a part of the longest row left."""
        following = self._last.get(node, len(self._units)) + 1
        if following < len(self._units) and self._units[following] in self.workqueue:
            return following
        left = [number for number, unit in enumerate(self._units) if unit in self.workqueue]
        rows = [[number for _, number in row] for _, row in groupby(enumerate(left), lambda pair: pair[1] - pair[0])]
        longest = max(rows, key=len)
        comes_to_it = longest[0] - 1 in self._last.values()
        return longest[len(longest) // 2] if comes_to_it else longest[0]


def ids_in_order(features: Path, root: Path) -> frozenset[str]:
    """The node ids of the scenarios that must run one after the other, on one worker."""
    return frozenset(
        f"{path.relative_to(root).as_posix()}::{title}"
        for path in sorted(features.rglob("*.feature"))
        for title, template in get_feature(str(path.parent), path.name).scenarios.items()
        if {"tutorial", "serial"} & template.tags
    )
