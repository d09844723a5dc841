"""Wrong ways to retrieve instances."""

from __future__ import annotations

from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import after, with_parts
from dicomweb_conformance.reference.faults.fault import fault


@fault(breaks=("retrieve-study-instances",))
def a_study_lacks_its_last_instance(right: Behaviour) -> Behaviour:
    """The last instance is missing when a study is retrieved."""
    return replace(right, retrieve=after(right.retrieve, with_parts(lambda parts: parts[:-1]), levels="study"))


@fault(breaks=("retrieve-series-instances",))
def a_series_repeats_its_first_instance(right: Behaviour) -> Behaviour:
    """The first instance comes twice when a series is retrieved."""
    repeated = with_parts(lambda parts: (parts[0], *parts))
    return replace(right, retrieve=after(right.retrieve, repeated, levels="series"))
