"""Wrong metadata."""

from __future__ import annotations

from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import after, with_dataset_list, without_attributes
from dicomweb_conformance.reference.faults.fault import fault


@fault(breaks=("retrieve-study-metadata",))
def study_metadata_describe_one_instance(right: Behaviour) -> Behaviour:
    """The metadata of a study hold its first instance only."""
    return replace(
        right, metadata=after(right.metadata, with_dataset_list(lambda datasets: datasets[:1]), levels="study")
    )


@fault(breaks=("retrieve-instance-metadata",))
def instance_metadata_lack_the_sop_instance_uid(right: Behaviour) -> Behaviour:
    """The metadata of an instance do not name it."""
    return replace(right, metadata=after(right.metadata, without_attributes("00080018"), levels="instance"))
