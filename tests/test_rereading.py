"""Datasets that are kept, and those that are read again."""

import gc
import weakref

from pydicom import Dataset

from dicomweb_conformance.rereading import SMALL, Rereading


class Reads:
    """Reads a dataset, and counts."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Dataset:
        """A dataset that tells which time this is."""
        self.times += 1
        ds = Dataset()
        ds.InstanceNumber = self.times
        return ds


def test_a_small_dataset_is_read_once() -> None:
    reads = Reads()
    rereading = Rereading(reads, SMALL)
    first = rereading().InstanceNumber
    gc.collect()
    assert (first, rereading().InstanceNumber, reads.times) == (1, 1, 1)


def test_a_large_dataset_is_shared_while_somebody_holds_it() -> None:
    rereading = Rereading(Reads(), SMALL + 1)
    held = rereading()
    assert rereading() is held


def test_a_large_dataset_is_forgotten_and_read_again() -> None:
    rereading = Rereading(Reads(), SMALL + 1)
    seen = weakref.ref(rereading())
    gc.collect()
    assert seen() is None
    assert rereading().InstanceNumber == 2
