"""A run changes how often Python looks for garbage, and leaves it as it was."""

import gc
from collections.abc import Iterator

import pytest

from dicomweb_conformance.plugin.garbage import collect_rarely, keep_what_there_is

USUAL = (700, 10, 10)


@pytest.fixture(autouse=True)
def _usual() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(*USUAL)
    yield
    gc.set_threshold(*before)


def test_what_a_run_changes_is_undone() -> None:
    undo = collect_rarely()
    keep_what_there_is()
    during = gc.get_threshold()[0], gc.get_freeze_count()
    undo()

    assert during[0] > USUAL[0]
    assert during[1] > 0
    assert (gc.get_threshold(), gc.get_freeze_count()) == (USUAL, 0)
