"""All named samples beside the tutorial's study and the search corpus."""

from collections.abc import Mapping
from types import MappingProxyType

from dicomweb_conformance.samples import (
    charsets,
    compressed,
    elements,
    images,
    multiframe,
    nonfinite,
    objects,
    plenty,
    rare_elements,
    several,
)
from dicomweb_conformance.samples.sample import Sample, write_sample

__all__ = ["SAMPLES", "Sample", "write_sample"]

_ALL = (
    *images.SAMPLES,
    *multiframe.SAMPLES,
    *compressed.SAMPLES,
    *objects.SAMPLES,
    *elements.SAMPLES,
    *charsets.SAMPLES,
    *nonfinite.SAMPLES,
    *several.SAMPLES,
    *plenty.SAMPLES,
    *rare_elements.SAMPLES,
)

SAMPLES: Mapping[str, Sample] = MappingProxyType({sample.name: sample for sample in _ALL})

SHAPES = "shapes"
"""The name of the sample study in small: green-square and red-triangle in one series, blue-circle in another."""
