"""Wrong ways to delete."""

from __future__ import annotations

from dataclasses import replace

from dicomweb_conformance.reference.archive import NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import after, with_status
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Answer, Request, Resource
from dicomweb_conformance.reference.outcomes import DUPLICATE_INSTANCE, Outcome


@fault(breaks=("delete-instance-status",))
def deleting_an_instance_answers_200(right: Behaviour) -> Behaviour:
    """The status after deleting an instance is 200."""
    return replace(right, delete=after(right.delete, with_status(200), levels="instance"))


@fault(breaks=("delete-series-cascades",))
def deleting_a_series_leaves_one_instance(right: Behaviour) -> Behaviour:
    """The first instance of a deleted series stays."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        if resource.level != "series" or not server.behaviour.select(server, resource):
            return right.delete(server, request, resource)
        server.archive.remove(server.behaviour.select(server, resource)[1:])
        return Answer(204)

    return replace(right, delete=delete)


@fault(breaks=("delete-series-spares-siblings",))
def deleting_a_series_deletes_the_study(right: Behaviour) -> Behaviour:
    """Deleting a series takes the whole study with it."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        wider = Resource("entity", resource.study) if resource.level == "series" else resource
        return right.delete(server, request, wider)

    return replace(right, delete=delete)


@fault(breaks=("delete-frees-identifiers",))
def deleted_instances_can_never_be_stored_again(right: Behaviour) -> Behaviour:
    """An instance that was deleted is refused when it is stored again."""
    deleted: set[str] = set()

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        deleted.update(each.instance for each in server.behaviour.select(server, resource))
        return right.delete(server, request, resource)

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if new.instance not in deleted:
            return right.accept(server, resource, new)
        new.path.unlink()
        return Outcome(new.study, new.series, new.instance, new.sop_class, failure=DUPLICATE_INSTANCE)

    return replace(right, delete=delete, accept=accept)
