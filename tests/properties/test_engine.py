"""What the engine makes of judges that find something always, seldom, once, or are kept from judging."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from dicomweb_conformance.nonconformity import Nonconformity, NotOffered, NotRepeated
from dicomweb_conformance.properties.budget import Budget
from dicomweb_conformance.properties.engine import holds, machine_holds
from dicomweb_conformance.properties.trial import Finding, Summary, Trial
from dicomweb_conformance.provision import Unprovided

NUMBERS = st.integers(min_value=0, max_value=10**9)


@dataclass
class Judged:
    """A trial whose judge sends one request for each example, and what came of it."""

    budget: Budget = field(default_factory=lambda: Budget(seconds=60.0, seed=1))
    once: bool = False
    judged: list[int] = field(default_factory=list)
    forgotten: int = 0
    told: list[tuple[Summary, Finding | None]] = field(default_factory=list)

    def by(self, judge: Callable[[int], None]) -> None:
        def noted(number: int) -> None:
            self.judged.append(number)
            judge(number)

        holds(NUMBERS, noted, self.trial(), describe=lambda number: f"the number {number}")

    def trial(self) -> Trial:
        return Trial(self.budget, self._forget, lambda: len(self.judged), self._ended, self.once)

    def _forget(self) -> None:
        self.forgotten += 1

    def _ended(self, summary: Summary, finding: Finding | None) -> None:
        self.told.append((summary, finding))


def small(number: int) -> None:
    if number > 1000:
        raise Nonconformity("a number up to 1000", f"{number}")


def test_what_holds_is_judged_by_as_many_examples_as_the_budget_says() -> None:
    judged = Judged(Budget(examples=17, seed=1))
    judged.by(lambda number: None)
    assert len(judged.judged) == judged.forgotten == 17
    (summary, finding), *more = judged.told
    assert (summary.examples, summary.requests, finding, more) == (17, 17, None, [])


def test_the_finding_is_told_of_the_smallest_example_which_is_judged_last() -> None:
    judged = Judged()
    with pytest.raises(Nonconformity) as found:
        judged.by(small)
    assert found.value.expected == "a number up to 1000, for the number 1001"
    assert found.value.received == "1001"
    assert judged.judged[-1] == 1001
    assert judged.told[0][1] == Finding("the number 1001", "a number up to 1000", "1001")


def test_making_it_smaller_costs_no_more_requests_than_the_budget_says() -> None:
    judged = Judged(Budget(seed=1, shrink_requests=3))
    with pytest.raises(Nonconformity):
        judged.by(small)
    first = next(place for place, number in enumerate(judged.judged) if number > 1000)
    assert len(judged.judged) - first <= 1 + 4 + 3


def test_the_time_of_the_budget_is_kept() -> None:
    clock = iter(range(10**6))
    examples: list[int] = []
    trial = Trial(Budget(seconds=5.0), lambda: None, lambda: 0, clock=lambda: float(next(clock)))
    holds(NUMBERS, examples.append, trial, describe=str)
    assert len(examples) == 5


def test_the_same_seed_makes_the_same_examples() -> None:
    one, same, other = Judged(), Judged(), Judged(Budget(seed=2))
    for judged in (one, same, other):
        judged.by(lambda number: None)
    assert one.judged == same.judged
    assert one.judged != other.judged


def test_two_properties_of_a_run_see_different_examples() -> None:
    budget = Budget(seed=7)
    assert budget.for_property("one") == budget.for_property("one")
    assert budget.for_property("one").seed != budget.for_property("other").seed


def test_a_finding_that_does_not_come_again_is_inconclusive() -> None:
    judged = Judged()

    def first_time(number: int) -> None:
        if len(judged.judged) == 5:
            raise Nonconformity("nothing", "something")

    with pytest.raises(NotRepeated, match=r"received something; when it was judged again, nothing was wrong"):
        judged.by(first_time)


def test_a_rule_that_needs_to_be_broken_only_once_is_broken_then() -> None:
    judged = Judged(once=True)

    def first_time(number: int) -> None:
        if len(judged.judged) == 5:
            raise Nonconformity("nothing", "something")

    with pytest.raises(Nonconformity, match="something"):
        judged.by(first_time)
    # what is judged last is the evidence
    assert len(judged.judged) == 5
    assert judged.told[0][1] is not None


def test_examples_that_the_target_does_not_take_are_no_finding() -> None:
    judged = Judged()

    def refused(number: int) -> None:
        if number % 2:
            raise NotOffered("odd numbers are refused")

    judged.by(refused)
    summary = judged.told[0][0]
    assert summary.refused
    assert summary.examples + summary.refused == judged.budget.examples


def test_when_no_example_is_taken_there_is_nothing_to_judge() -> None:
    def refused(number: int) -> None:
        raise NotOffered("numbers are refused")

    with pytest.raises(NotOffered, match="numbers are refused"):
        Judged().by(refused)


def test_an_example_that_cannot_be_brought_about_keeps_the_property_open() -> None:
    judged = Judged(Budget(examples=10, seed=1))

    def hindered(number: int) -> None:
        if len(judged.judged) == 4:
            raise Unprovided("storing was answered with 500")

    with pytest.raises(Unprovided, match="1 of 10 examples could not be judged: storing was answered with 500"):
        judged.by(hindered)


def test_a_finding_counts_more_than_what_could_not_be_brought_about() -> None:
    def both(number: int) -> None:
        if number < 500:
            raise Unprovided("storing was answered with 500")
        small(number)

    with pytest.raises(Nonconformity, match="1001"):
        Judged().by(both)


def test_trouble_ends_the_property_at_once() -> None:
    judged = Judged()

    def lost(number: int) -> None:
        if len(judged.judged) == 3:
            raise ConnectionError("the connection was lost")

    with pytest.raises(ConnectionError):
        judged.by(lost)
    assert len(judged.judged) == 3


def test_trouble_while_a_finding_is_made_smaller_leaves_the_finding() -> None:
    judged = Judged()

    def lost_then(number: int) -> None:
        failed = [earlier for earlier in judged.judged if earlier > 1000]
        if len(failed) == 3:
            raise ConnectionError("the connection was lost")
        small(number)

    with pytest.raises(Nonconformity):
        judged.by(lost_then)


class Counter(RuleBasedStateMachine):
    """Says that it has counted to three, or that it is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[str] = []

    @rule()
    def wait(self) -> None:
        self.steps.append("wait")

    @rule()
    def count(self) -> None:
        self.steps.append("count")
        if self.steps.count("count") > 2:
            raise Nonconformity("at most two counts", "three")


def test_a_state_machine_is_told_by_its_shortest_way() -> None:
    judged = Judged()
    with pytest.raises(Nonconformity) as found:
        machine_holds(Counter, judged.trial(), describe=lambda machine: " ".join(machine.steps))
    assert found.value.expected == "at most two counts, for count count count"
    assert judged.forgotten == judged.told[0][0].examples + judged.told[0][0].shrunk + 2


def test_a_target_that_keeps_everything_is_not_filled() -> None:
    judged: list[int] = []
    told: list[Summary] = []
    trial = Trial(
        Budget(seed=1),
        lambda: None,
        lambda: 0,
        ended=lambda summary, finding: told.append(summary),
        full=lambda: len(judged) >= 5,
    )
    holds(NUMBERS, judged.append, trial, describe=str)
    assert len(judged) == 5
    assert told[0].says == "ended after 5, because what was stored stays"
