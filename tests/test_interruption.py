"""A signal ends a run where it waits or goes on to the next step, and never in the middle of what is recorded."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from dicomweb_conformance.plugin.interruption import Interruption


@pytest.fixture
def interruption() -> Iterator[Interruption]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    interruption = Interruption()
    interruption.install()
    yield interruption
    for number, handler in before.items():
        signal.signal(number, handler)


def interrupt(number: int = signal.SIGINT) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_before_a_scenario_begins_it_ends_the_run_at_once(interruption: Interruption, number: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupt(number)


def test_within_a_scenario_it_is_raised_where_the_next_step_begins(interruption: Interruption) -> None:
    interruption.judging = True
    interrupt()
    with pytest.raises(KeyboardInterrupt):
        interruption.check()
    interruption.check()


def test_within_a_scenario_it_is_raised_where_the_next_wait_begins(interruption: Interruption) -> None:
    interruption.judging = True
    interrupt()
    with pytest.raises(KeyboardInterrupt):
        interruption.__enter__()


def test_while_the_target_is_waited_for_it_is_raised_at_once(interruption: Interruption) -> None:
    interruption.judging = True
    with pytest.raises(KeyboardInterrupt), interruption:
        interrupt()
        pytest.fail("the wait went on")


def test_another_thread_is_not_interrupted(interruption: Interruption) -> None:
    interruption.judging = True
    interrupt()
    ended: list[bool] = []

    def wait() -> None:
        with interruption:
            ended.append(True)

    thread = threading.Thread(target=wait)
    thread.start()
    thread.join()
    assert ended == [True]


def test_while_the_run_ends_the_first_is_noted_and_the_second_raised(interruption: Interruption) -> None:
    interruption.judging = interruption.ending = True
    with interruption:
        interrupt()
    interruption.check()
    assert interruption.count == 1
    with pytest.raises(KeyboardInterrupt):
        interrupt()
