"""A retrieved DICOM file compared with the one that was stored."""

from pydicom import Dataset

from dicomweb_conformance.comparison.differences import Difference, differences
from dicomweb_conformance.comparison.from_dataset import plain_dataset


def compare(stored: Dataset, retrieved: Dataset) -> tuple[Difference, ...]:
    """Where the retrieved dataset does not say what the stored one says; see KINDS for what can differ.

    Both may be in any transfer syntax and character set. Pixel data are compared as bytes up to one pad byte, frame by
    frame where they are encapsulated: they have to be in the same compression, or both native. Group 0002, group
    lengths, character set, padding and added attributes are the target's freedom.
    """
    return tuple(differences(plain_dataset(stored), plain_dataset(retrieved)))
