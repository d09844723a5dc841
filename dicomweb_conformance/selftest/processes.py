"""Work in copies of this process, a few at a time."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Ended(Generic[T]):
    """A piece of work whose process ended after ``seconds``; ``trouble`` says why it did not end well."""

    work: T
    seconds: float
    trouble: str | None


@dataclass(frozen=True)
class _Running(Generic[T]):
    work: T
    process: ForkProcess
    since: float


def forked(carry_out: Callable[[T], None], works: Sequence[T], at_once: int, patience: float) -> Iterator[Ended[T]]:
    """Carry out each piece of work in a fork of this process; yields them as they end.

    A process that takes longer than ``patience`` seconds is killed. Nothing is left running when the iterator is
    closed. Raises ValueError where the system cannot fork.
    """
    context = multiprocessing.get_context("fork")
    waiting = list(reversed(works))
    running: list[_Running[T]] = []
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                work = waiting.pop()
                process = context.Process(target=carry_out, args=(work,), daemon=True)
                process.start()
                running.append(_Running(work, process, time.monotonic()))
            deadline = min(each.since for each in running) + patience
            wait([each.process.sentinel for each in running], max(0.0, deadline - time.monotonic()))
            for each in tuple(running):
                ended = _ended(each, patience)
                if ended is not None:
                    running.remove(each)
                    yield ended
    finally:
        for each in running:
            _kill(each.process)


def _ended(each: _Running[T], patience: float) -> Ended[T] | None:
    seconds = time.monotonic() - each.since
    if each.process.exitcode is not None:
        code = each.process.exitcode
        each.process.close()
        return Ended(each.work, seconds, None if code == 0 else f"the process ended with {code}")
    if seconds < patience:
        return None
    _kill(each.process)
    return Ended(each.work, seconds, f"not done after {patience:g} seconds")


def _kill(process: ForkProcess) -> None:
    process.kill()
    process.join()
    process.close()
