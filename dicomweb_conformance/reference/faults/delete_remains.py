"""Deletions that leave something to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dicomweb_conformance.reference.archive import Instance, NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server, Transaction
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.handling import found
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.messages import Answer, Attribute, Request, Resource
from dicomweb_conformance.reference.outcomes import Outcome


def _hiding(right: Behaviour, by: str, **blind: str) -> Behaviour:
    """Deletions at the levels ``by`` only hide what they delete.

    ``blind`` are the transactions that still show it, each with the levels of the resources at which it does.
    """
    hidden: set[str] = set()

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        instances = found(server, resource)
        if resource.level not in by.split():
            # What was hidden before is below this, and goes now
            server.archive.remove(right.select(server, resource))
            return Answer(204)
        hidden.update(each.instance for each in instances)
        return Answer(204)

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if new.instance in hidden:
            hidden.discard(new.instance)
            server.archive.remove(server.archive.select(instance=new.instance))
        return right.accept(server, resource, new)

    def select(server: Server, resource: Resource) -> Sequence[Instance]:
        return [each for each in right.select(server, resource) if each.instance not in hidden]

    def searched(server: Server, resource: Resource, keys: Keys) -> Sequence[Instance]:
        return [each for each in right.searched(server, resource, keys) if each.instance not in hidden]

    changes: dict[str, Any] = {name: _seeing(right, name, levels) for name, levels in blind.items()}
    return replace(right, delete=delete, accept=accept, select=select, searched=searched, **changes)


def _seeing(right: Behaviour, name: str, levels: str) -> Transaction:
    transaction: Transaction = getattr(right, name)

    def seeing(server: Server, request: Request, resource: Resource) -> Answer:
        if resource.level not in levels.split():
            return transaction(server, request, resource)
        return transaction(replace(server, behaviour=right), request, resource)

    return seeing


@fault(breaks=("delete-gone-is-not-found", "delete-instance-everywhere", "delete-study-everywhere"))
def frames_of_deleted_instances_stay(right: Behaviour) -> Behaviour:
    """Frames of a deleted instance can still be retrieved."""
    return _hiding(right, "instance", frames="instance")


@fault(breaks=("delete-series-everywhere",))
def pictures_of_deleted_series_stay(right: Behaviour) -> Behaviour:
    """Instances of a deleted series are still rendered."""
    return _hiding(right, "series", rendered="instance")


@fault(breaks=("delete-study-everywhere",))
def bulk_data_of_deleted_studies_stay(right: Behaviour) -> Behaviour:
    """Bulk data of a deleted study can still be retrieved."""
    return _hiding(right, "study", bulkdata="instance")


@fault(breaks=("delete-changes-entity-tag", "delete-instance", "delete-instance-everywhere", "delete-study-everywhere"))
def metadata_of_deleted_instances_stay(right: Behaviour) -> Behaviour:
    """The metadata of a study still describe a deleted instance."""
    return _hiding(right, "instance", metadata="study")


@fault(
    breaks=(
        "delete-gone-is-not-found",
        "delete-series-everywhere",
    )
)
def metadata_of_deleted_series_stay(right: Behaviour) -> Behaviour:
    """The metadata of a deleted series are still there."""
    return _hiding(right, "series", metadata="series")


@fault(
    breaks=(
        "delete-instance-everywhere",
        "delete-study-everywhere",
    )
)
def deleted_instances_come_with_their_study(right: Behaviour) -> Behaviour:
    """A study is still retrieved with its deleted instances."""
    return _hiding(right, "instance", retrieve="study")


@fault(
    breaks=(
        "delete-study-cascades",
        "delete-study-everywhere",
    )
)
def deleted_studies_are_still_found_by_their_instances(right: Behaviour) -> Behaviour:
    """A search for instances over all still finds those of a deleted study."""
    return _hiding(right, "study", search="service")


@fault(breaks=("delete-instance-everywhere", "delete-study-everywhere"))
def searches_within_a_series_find_deleted_instances(right: Behaviour) -> Behaviour:
    """A search within a series still finds its deleted instances."""
    return _hiding(right, "instance", search="series")


@fault(breaks=("delete-empties-study",))
def an_emptied_study_is_still_found(right: Behaviour) -> Behaviour:
    """A search for studies still finds one whose last instance was deleted."""
    hiding = _hiding(right, "instance")
    seeing = replace(hiding, searched=right.searched)

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        if resource.kind != "studies" or hiding.searched(server, resource, hiding.parse_keys(request, "study")):
            return right.search(server, request, resource)
        return right.search(replace(server, behaviour=seeing), request, resource)

    return replace(hiding, search=search)


def _remembering(right: Behaviour, tags: Sequence[str]) -> Behaviour:
    """Attributes that are counted keep the greatest value that they ever had."""
    greatest: dict[tuple[str | None, str], Attribute] = {}

    def attribute_of(server: Server, entity: Entity, tag: str) -> Attribute | None:
        now = right.attribute_of(server, entity, tag)
        if tag not in tags or now is None:
            return now
        key = (entity.uid(entity.level), tag)
        before = greatest.get(key, now)
        greatest[key] = max(before, now, key=lambda attribute: (len(attribute["Value"]), str(attribute["Value"][0])))
        return greatest[key]

    return replace(right, attribute_of=attribute_of)


@fault(breaks=("delete-lowers-counts",))
def counts_are_not_lowered(right: Behaviour) -> Behaviour:
    """After a deletion searches give the numbers from before it."""
    return _remembering(right, ("00201206", "00201208", "00201209"))


@fault(breaks=("delete-lowers-modalities",))
def modalities_are_not_lowered(right: Behaviour) -> Behaviour:
    """After a deletion ModalitiesInStudy names those from before it."""
    return _remembering(right, ("00080061",))
