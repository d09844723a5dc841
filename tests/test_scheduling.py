"""How the scenarios of a run are handed out to its workers."""

from dataclasses import dataclass, field
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from xdist.remote import Producer

from dicomweb_conformance.plugin.scheduling import TutorialScheduling

SCENARIOS = [f"a.feature::{number}" for number in range(24)]


@dataclass(eq=False)
class Worker:
    """What the scheduler sees of a worker; ``asked`` are the indices that it was told to run."""

    name: str
    asked: list[int] = field(default_factory=list)
    shutting_down: bool = False

    @property
    def gateway(self) -> SimpleNamespace:
        return SimpleNamespace(id=self.name)

    def send_runtest_some(self, indices: list[int]) -> None:
        self.asked.extend(indices)

    def shutdown(self) -> None:
        self.shutting_down = True


def scheduling(workers: list[Worker], in_order: frozenset[str] = frozenset()) -> TutorialScheduling:
    config: Any = SimpleNamespace(
        getvalue=lambda name: ["popen"] * len(workers), option=SimpleNamespace(loadscopereorder=True)
    )
    made = TutorialScheduling(config, Producer("test", enabled=False), in_order)
    for worker in workers:
        made.add_node(worker)
        made.add_node_collection(worker, SCENARIOS)
    made.schedule()
    return made


def ran(made: TutorialScheduling, workers: list[Worker], slow: Worker | None = None) -> None:
    """Each worker in turn ends one scenario; the slow one ends none before all others are done."""
    done = {worker.name: 0 for worker in workers}
    while True:
        ready = [worker for worker in workers if done[worker.name] < len(worker.asked)]
        quick = [worker for worker in ready if worker is not slow] or ready
        if not quick:
            return
        for worker in quick:
            made.mark_test_complete(worker, worker.asked[done[worker.name]])
            done[worker.name] += 1


def jumps(indices: list[int]) -> int:
    """How often a worker left the order of the scenarios."""
    return sum(1 for before, after in pairwise(indices) if after != before + 1)


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_every_scenario_is_run_once(count: int) -> None:
    workers = [Worker(f"gw{number}") for number in range(count)]

    ran(scheduling(workers), workers)

    assert sorted(index for worker in workers for index in worker.asked) == list(range(len(SCENARIOS)))
    assert all(worker.shutting_down for worker in workers)


def test_a_worker_goes_on_with_the_neighbour_of_its_last_scenario() -> None:
    workers = [Worker("gw0"), Worker("gw1")]

    ran(scheduling(workers), workers)

    assert [jumps(worker.asked) for worker in workers] == [0, 0]


def test_a_quick_worker_takes_over_from_a_slow_one() -> None:
    slow, quick = Worker("gw0"), Worker("gw1")

    ran(scheduling([slow, quick]), [slow, quick], slow)

    assert len(slow.asked) <= 3
    assert len(quick.asked) >= len(SCENARIOS) - 3


def test_what_runs_in_order_runs_in_order_on_one_worker() -> None:
    workers = [Worker("gw0"), Worker("gw1"), Worker("gw2")]
    in_order = frozenset(SCENARIOS[4:20:3])

    ran(scheduling(workers, in_order), workers)

    wanted = [index for index, scenario in enumerate(SCENARIOS) if scenario in in_order]
    assert [index for index in workers[0].asked if index in wanted] == wanted


def test_what_a_dead_worker_had_not_begun_goes_to_the_others() -> None:
    workers = [Worker("gw0"), Worker("gw1")]
    made = scheduling(workers)

    crashed = made.remove_node(workers[0])
    ran(made, workers[1:])

    assert crashed == SCENARIOS[0]
    assert sorted(workers[1].asked) == list(range(1, len(SCENARIOS)))
