"""Judges a property by examples of Hypothesis, and makes a failing example as small as the budget permits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.database import ExampleDatabase, InMemoryExampleDatabase
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, get_state_machine_test
from hypothesis.strategies import SearchStrategy

from dicomweb_conformance.nonconformity import Nonconformity, NotRepeated
from dicomweb_conformance.properties.budget import Budget
from dicomweb_conformance.properties.trial import Ended, Trial

E = TypeVar("E")
M = TypeVar("M", bound=RuleBasedStateMachine)

STEPS = 20
"""So many steps at most has one example of a state machine."""


def holds(
    strategy: SearchStrategy[E], judge: Callable[[E], None], trial: Trial, *, describe: Callable[[E], str]
) -> None:
    """``judge`` finds nothing wrong with any example of ``strategy``.

    Before each example ``trial.forget`` is called. What ``judge`` raises keeps its meaning: a Nonconformity is a
    finding, which is raised again for the smallest example that shows it, with what ``describe`` says of that.
    NotOffered and Unprovided are noted; they are raised in the end when there is no finding: Unprovided when there was
    one, NotOffered when no example could be judged. Any other error ends the property at once.
    Raises NotRepeated when a finding was not there any more when its example was judged again. A rule that needs to be
    broken only once (``trial.once``) is broken by the first example that shows it.
    """

    def test(database: ExampleDatabase, phases: tuple[Phase, ...]) -> Callable[[], None]:
        def one(example: E) -> None:
            trial.judge(lambda: judge(example), lambda: describe(example))

        # The seed goes first: it takes the database away
        seeded = given(strategy)(seed(trial.budget.seed)(one))
        return _settings(trial.budget, database, phases)(seeded)

    _run(test, trial)


def machine_holds(machine: Callable[[], M], trial: Trial, *, describe: Callable[[M], str], steps: int = STEPS) -> None:
    """No sequence of ``steps`` steps of a state machine raises a Nonconformity; the rest as in ``holds``.

    ``describe`` says which steps the machine has gone.
    """

    def test(database: ExampleDatabase, phases: tuple[Phase, ...]) -> Callable[[], None]:
        running: list[M] = []

        def begin() -> M:
            running[:] = [machine()]
            return running[0]

        chosen = _settings(trial.budget, database, phases, steps)
        # It calls what it is given, and says that it wants the class only because most callers have one
        found: Any = get_state_machine_test(seed(trial.budget.seed)(begin), settings=chosen)  # type: ignore[arg-type]  # any callable
        inner = found.hypothesis.inner_test
        found.hypothesis.inner_test = lambda *given_, **named: trial.judge(
            lambda: inner(*given_, **named), lambda: describe(running[0])
        )
        run: Callable[[], None] = found
        return run

    _run(test, trial)


def _run(test: Callable[[ExampleDatabase, tuple[Phase, ...]], Callable[[], None]], trial: Trial) -> None:
    """Judge examples; then the smallest that failed once more, alone, so that only it remains as evidence."""
    try:
        _judge(test, trial)
    finally:
        trial.ended(trial.summary, trial.finding)


def _judge(test: Callable[[ExampleDatabase, tuple[Phase, ...]], Callable[[], None]], trial: Trial) -> None:
    failed = InMemoryExampleDatabase()
    _attempt(test(failed, (Phase.generate, Phase.shrink)))
    if trial.finding is None:
        trial.conclude()
        return
    first = trial.finding
    if not trial.once:
        trial.again()
        _attempt(test(failed, (Phase.reuse,)))
    trial.end()
    if trial.finding is not None:
        raise Nonconformity(f"{trial.finding.expected}, for {trial.finding.example}", trial.finding.received)
    raise NotRepeated(
        f"for {first.example}, expected was {first.expected}, and received {first.received}; "
        f"when it was judged again, nothing was wrong"
    )


def _attempt(test: Callable[[], None]) -> None:
    """Run it to its end; the trial knows what came of it."""
    try:
        test()
    except (Nonconformity, Flaky, Ended):
        return


def _settings(budget: Budget, database: ExampleDatabase, phases: tuple[Phase, ...], steps: int = STEPS) -> settings:
    return settings(
        max_examples=budget.examples,
        phases=phases,
        # What failed is kept in memory, for the one time that it is judged again
        database=database,
        deadline=None,
        stateful_step_count=steps,
        derandomize=False,
        report_multiple_bugs=False,
        print_blob=False,
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
