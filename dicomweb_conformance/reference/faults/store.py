"""Wrong ways to store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import after, without_attributes
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Received
from dicomweb_conformance.reference.multipart import ReceivedPart


@fault(breaks=("store-several-instances",))
def only_the_first_part_is_stored(right: Behaviour) -> Behaviour:
    """The parts after the first one are thrown away in silence."""

    def read_parts(body: Received, boundary: str) -> Sequence[ReceivedPart]:
        return right.read_parts(body, boundary)[:1]

    return replace(right, read_parts=read_parts)


@fault(breaks=("store-single-instance", "store-instances-for-study", "store-several-instances"))
def stored_instances_are_not_listed(right: Behaviour) -> Behaviour:
    """The response to a store has no ReferencedSOPSequence."""
    return replace(right, store=after(right.store, without_attributes("00081199")))
