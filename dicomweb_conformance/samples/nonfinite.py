"""Floats that are not finite, for which the DICOM JSON model has no form (PS3.18 F.2.3)."""

from math import inf, nan

from dicomweb_conformance.samples.instances import small_image
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.samples.sample import Sample


def not_finite() -> list[NamedDataset]:
    """FD and FL values that are not finite, alone and among others, and finite ones beside them."""
    ds = small_image("not-finite")
    block = ds.private_block(0x0099, "DICOMWEB CONFORMANCE", create=True)
    block.add_new(0x01, "FD", [nan, inf, -inf])
    block.add_new(0x02, "FL", [1.5, inf, -0.25])
    block.add_new(0x03, "FD", nan)
    block.add_new(0x04, "FD", [0.5, 2.0])
    return [NamedDataset("image", ds)]


SAMPLES = (Sample("not-finite", "FD and FL values that are not finite", "elements", not_finite, optional=True),)
