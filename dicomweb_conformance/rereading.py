"""Datasets that are read again when they were forgotten, so that many large ones need no memory at once."""

import weakref
from collections.abc import Callable

from pydicom import Dataset

SMALL = 1024 * 1024
"""Bytes of a file up to which its dataset is kept."""


class Rereading:
    """The dataset of a file of ``size`` bytes, which ``read`` reads, or has read before: ``ds``.

    A small one is read once. A large one lives as long as somebody holds it, and is read again for the next.
    """

    def __init__(self, read: Callable[[], Dataset], size: int, ds: Dataset | None = None) -> None:
        self._read = read
        self._is_small = size <= SMALL
        self._held: Dataset | None = None
        self._seen: weakref.ref[Dataset] | None = None
        if ds is not None:
            self._keep(ds)

    def __call__(self) -> Dataset:
        """The dataset. Raises what ``read`` raises."""
        ds = None if self._seen is None else self._seen()
        return self._keep(self._read()) if ds is None else ds

    def _keep(self, ds: Dataset) -> Dataset:
        self._held = ds if self._is_small else None
        self._seen = weakref.ref(ds)
        return ds
