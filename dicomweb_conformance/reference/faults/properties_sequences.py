"""Wrong only after a certain sequence of requests, or when two of them go on at the same time."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dicomweb_conformance.reference.archive import Instance, NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.handling import found
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.messages import Answer, Attribute, Attributes, Request, Resource
from dicomweb_conformance.reference.outcomes import Outcome

_OVERLAP = 0.03


@dataclass(frozen=True)
class _Kept:
    content: bytes
    attributes: Attributes
    instance: Instance


@fault(breaks=("property-sequences",))
def a_store_of_another_instance_brings_deleted_ones_back(right: Behaviour) -> Behaviour:
    """When an instance was deleted alone and then a new one of its series is stored, both are there."""
    deleted: defaultdict[tuple[str, str], list[_Kept]] = defaultdict(list)

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        instances = found(server, resource)
        if resource.level == "instance":
            for each in instances:
                kept = _Kept(each.path.read_bytes(), server.archive.attributes(each), each)
                deleted[each.study, each.series].append(kept)
        return right.delete(server, request, resource)

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        outcome = right.accept(server, resource, new)
        kept = deleted.pop((new.study, new.series), [])
        if any(each.instance.instance == new.instance for each in kept) or not outcome.stored:
            return outcome
        for each in kept:
            path = server.archive.incoming()
            path.write_bytes(each.content)
            old = each.instance
            server.archive.add(
                NewInstance(
                    old.study, old.series, old.instance, old.sop_class, old.transfer_syntax, path, each.attributes
                )
            )
        return outcome

    return replace(right, delete=delete, accept=accept)


@fault(breaks=("property-sequences",))
def a_deleted_series_is_still_counted_where_something_of_it_was_stored_again(right: Behaviour) -> Behaviour:
    """NumberOfStudyRelatedInstances keeps counting a deleted series of which an instance had been stored twice."""
    again: set[str] = set()
    ghosts: Counter[str] = Counter()

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if server.archive.select(instance=new.instance):
            again.add(new.series)
        return right.accept(server, resource, new)

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        instances = found(server, resource)
        if resource.level == "series" and instances[0].series in again:
            ghosts[instances[0].study] += len(instances)
        return right.delete(server, request, resource)

    def attribute_of(server: Server, entity: Entity, tag: str) -> Attribute | None:
        attribute = right.attribute_of(server, entity, tag)
        more = ghosts[str(entity.uid("study"))]
        if tag != "00201208" or attribute is None or not more:
            return attribute
        return {**attribute, "Value": [attribute["Value"][0] + more]}

    return replace(right, accept=accept, delete=delete, attribute_of=attribute_of)


@fault(breaks=("property-sequences",))
def an_instance_that_is_stored_thrice_is_found_twice(right: Behaviour) -> Behaviour:
    """After the third store of an instance a search for instances finds it twice."""
    stores: Counter[str] = Counter()

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        stores[new.instance] += 1
        return right.accept(server, resource, new)

    def searched(server: Server, resource: Resource, keys: Keys) -> Sequence[Instance]:
        instances = right.searched(server, resource, keys)
        return [each for each in instances for _ in range(2 if stores[each.instance] > 2 else 1)]

    return replace(right, accept=accept, searched=searched)


@fault(breaks=("property-sequences",))
def a_study_that_loses_its_last_series_is_found_with_it(right: Behaviour) -> Behaviour:
    """A study that was stored by three requests or more is still found when its last series was deleted."""
    stores: Counter[str] = Counter()
    hidden: set[str] = set()

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        instances = found(server, resource)
        study = instances[0].study
        last = {each.series for each in server.archive.select(study)} == {instances[0].series}
        if resource.level == "series" and stores[study] > 2 and last:
            hidden.update(each.instance for each in instances)
            return Answer(204)
        return right.delete(server, request, resource)

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        stores[new.study] += 1
        ghosts = [each for each in server.archive.select(new.study) if each.instance in hidden]
        server.archive.remove(ghosts)
        hidden.difference_update(each.instance for each in ghosts)
        return right.accept(server, resource, new)

    def select(server: Server, resource: Resource) -> Sequence[Instance]:
        return [each for each in right.select(server, resource) if each.instance not in hidden]

    def searched(server: Server, resource: Resource, keys: Keys) -> Sequence[Instance]:
        instances = right.searched(server, resource, keys)
        return instances if resource.kind == "studies" else [each for each in instances if each.instance not in hidden]

    return replace(right, delete=delete, accept=accept, select=select, searched=searched)


@fault(breaks=("property-sequences",))
def metadata_of_what_changes_back_are_the_former_ones(right: Behaviour) -> Behaviour:
    """When an instance is stored changed and then as it was at first, its metadata are those of the changed one."""
    told: dict[str, list[Attributes]] = {}

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        before = told.setdefault(new.instance, [])
        changes_back = len(before) > 1 and new.attributes == before[0] and before[-1] != before[0]
        stale = replace(new, attributes=before[-1]) if changes_back else new
        before.append(stale.attributes)
        return right.accept(server, resource, stale)

    return replace(right, accept=accept)


@fault(breaks=("property-parallel-stores",))
def a_store_that_ends_later_loses_the_other(right: Behaviour) -> Behaviour:
    """Of two stores into one study at the same time the one that ends later undoes what the other has stored."""
    lock = threading.Lock()
    stored: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        me = threading.get_ident()
        with lock:
            before = len(stored[new.study])
        # As long as reading and writing back an index of the study would take.
        threading.Event().wait(_OVERLAP)
        with lock:
            outcome = right.accept(server, resource, new)
            lost = [uid for thread, uid in stored[new.study][before:] if thread != me]
            server.archive.remove(each for uid in lost for each in server.archive.select(new.study, instance=uid))
            stored[new.study].append((me, new.instance))
        return outcome

    return replace(right, accept=accept)
