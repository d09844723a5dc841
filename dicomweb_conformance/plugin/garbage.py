"""How often Python looks for garbage while a run lasts."""

import gc
from collections.abc import Callable

_OBJECTS = 50_000
"""Containers that are made, less those that went, until Python looks for cycles among them; 700 by default."""


def collect_rarely() -> Callable[[], None]:
    """Look for cycles less often. Returns what undoes that.

    A run makes many objects at once and few cycles: nearly all that it drops goes without a search.
    """
    before = gc.get_threshold()

    def undo() -> None:
        gc.set_threshold(*before)
        gc.unfreeze()

    gc.set_threshold(_OBJECTS, *before[1:])
    return undo


def keep_what_there_is() -> None:
    """Look no more through what there is now, which lasts as long as the run: modules, scenarios, fixtures."""
    gc.freeze()
