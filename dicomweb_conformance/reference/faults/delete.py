"""Wrong ways to delete."""

from __future__ import annotations

from dataclasses import replace

from dicomweb_conformance.reference.archive import NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import after, with_status
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Answer, Empty, Refused, Request, Resource, refusal
from dicomweb_conformance.reference.outcomes import DUPLICATE_INSTANCE, Outcome


@fault(breaks=("delete-instance", "delete-with-any-accept"))
def deleting_an_instance_answers_200(right: Behaviour) -> Behaviour:
    """The status after deleting an instance is 200."""
    return replace(right, delete=after(right.delete, with_status(200), levels="instance"))


@fault(
    breaks=(
        "delete-series-cascades",
        "delete-series-everywhere",
        "delete-gone-is-not-found",
        "delete-lowers-counts",
        "delete-lowers-modalities",
        "delete-of-the-unknown",
    )
)
def deleting_a_series_leaves_one_instance(right: Behaviour) -> Behaviour:
    """The first instance of a deleted series stays."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        if resource.level != "series" or not server.behaviour.select(server, resource):
            return right.delete(server, request, resource)
        server.archive.remove(server.behaviour.select(server, resource)[1:])
        return Answer(204)

    return replace(right, delete=delete)


@fault(
    breaks=(
        "delete-series-cascades",
        "delete-series-everywhere",
        "delete-frees-parts",
        "delete-lowers-counts",
        "delete-lowers-modalities",
    )
)
def deleting_a_series_deletes_the_study(right: Behaviour) -> Behaviour:
    """Deleting a series takes the whole study with it."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        wider = Resource("entity", resource.study) if resource.level == "series" else resource
        return right.delete(server, request, wider)

    return replace(right, delete=delete)


@fault(
    breaks=(
        "delete-instance",
        "delete-instance-everywhere",
        "delete-lowers-counts",
    )
)
def deleting_an_instance_deletes_its_series(right: Behaviour) -> Behaviour:
    """Deleting an instance takes the other instances of its series with it."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        instances = server.behaviour.select(server, resource)
        if resource.level != "instance" or not instances:
            return right.delete(server, request, resource)
        return right.delete(server, request, Resource("entity", resource.study, resource.series))

    return replace(right, delete=delete)


@fault(
    breaks=(
        "delete-instance-everywhere",
        "delete-changes-entity-tag",
        "delete-empties-series",
        "delete-study-everywhere",
    )
)
def deleting_the_last_instance_of_a_series_deletes_the_study(right: Behaviour) -> Behaviour:
    """When a series has lost its last instance, its study is deleted."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.delete(server, request, resource)
        emptied = not server.archive.select(resource.study, resource.series)
        if answer.status == 204 and resource.level == "instance" and emptied:
            server.archive.remove(server.archive.select(resource.study))
        return answer

    return replace(right, delete=delete)


@fault(
    breaks=(
        "delete-study-cascades",
        "delete-study-everywhere",
        "delete-gone-is-not-found",
        "delete-of-the-unknown",
    )
)
def deleting_a_study_leaves_its_last_series(right: Behaviour) -> Behaviour:
    """Of a deleted study of several series the last one stays."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        instances = server.behaviour.select(server, resource)
        series = list(dict.fromkeys(each.series for each in instances))
        if resource.level != "study" or len(series) < 2:
            return right.delete(server, request, resource)
        server.archive.remove([each for each in instances if each.series != series[-1]])
        return Answer(204)

    return replace(right, delete=delete)


@fault(breaks=("delete-spares-studies",))
def deleting_a_study_deletes_the_patient(right: Behaviour) -> Behaviour:
    """Deleting a study takes the other studies of its patient with it."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        if resource.level != "study":
            return right.delete(server, request, resource)
        patients = [
            server.archive.attributes(each).get("00100020") for each in server.behaviour.select(server, resource)
        ]
        answer = right.delete(server, request, resource)
        everything = server.archive.select()
        server.archive.remove(
            [each for each in everything if server.archive.attributes(each).get("00100020") in patients]
        )
        return answer

    return replace(right, delete=delete)


@fault(breaks=("delete-under-wrong-parent",))
def the_series_of_a_deleted_instance_does_not_matter(right: Behaviour) -> Behaviour:
    """An instance is deleted under any series."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        if resource.level != "instance":
            return right.delete(server, request, resource)
        instances = server.archive.select(instance=resource.instance)
        server.archive.remove(instances)
        return Answer(204) if instances else refusal(404, "There is no such instance.")

    return replace(right, delete=delete)


@fault(breaks=("delete-malformed-uid",))
def deleting_by_a_malformed_uid_crashes(right: Behaviour) -> Behaviour:
    """A malformed UID in a delete is answered with 500."""

    def route(request: Request) -> Resource:
        try:
            return right.route(request)
        except Refused:
            if request.method == "DELETE":
                raise Refused(500, "Internal error.") from None
            raise

    return replace(right, route=route)


@fault(breaks=("delete-malformed-uid",))
def deleting_by_a_malformed_uid_deletes_what_is_above(right: Behaviour) -> Behaviour:
    """A series whose UID is malformed is deleted as the whole study."""

    def route(request: Request) -> Resource:
        try:
            return right.route(request)
        except Refused:
            if request.method == "DELETE" and len(request.segments) == 4:
                return right.route(replace(request, segments=request.segments[:2]))
            raise

    return replace(right, route=route)


@fault(breaks=("delete-of-the-unknown",))
def deleting_what_is_not_there_answers_204(right: Behaviour) -> Behaviour:
    """Deleting something unknown is answered as if it had been there."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        # Only what is unknown altogether: an instance under a wrong series is another matter.
        if server.archive.select(instance=resource.instance) if resource.instance else False:
            return right.delete(server, request, resource)
        return Answer(204) if not server.behaviour.select(server, resource) else right.delete(server, request, resource)

    return replace(right, delete=delete)


@fault(breaks=("delete-with-any-accept",))
def a_delete_is_negotiated(right: Behaviour) -> Behaviour:
    """A delete that accepts an unknown media type is answered with 406."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        if (request.header("accept") or "").startswith("anything/"):
            return refusal(406, "Nothing acceptable can be given.")
        return right.delete(server, request, resource)

    return replace(right, delete=delete)


@fault(breaks=("delete-frees-identifiers", "delete-leaves-no-content", "delete-frees-parts"))
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


@fault(breaks=("delete-leaves-no-content",))
def deleted_content_comes_back(right: Behaviour) -> Behaviour:
    """An instance that is stored after its deletion comes with its earlier content."""
    deleted: dict[str, tuple[bytes, NewInstance]] = {}

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        content, before = deleted.setdefault(new.instance, (new.path.read_bytes(), new))
        if (before.study, before.series) == (new.study, new.series):
            new.path.write_bytes(content)
            new = replace(before, path=new.path)
        return right.accept(server, resource, new)

    return replace(right, accept=accept)


@fault(
    breaks=(
        "delete-gone-is-not-found",
        "delete-instance-everywhere",
        "delete-series-everywhere",
        "delete-study-cascades",
        "delete-study-everywhere",
    )
)
def what_was_deleted_is_forbidden(right: Behaviour) -> Behaviour:
    """Metadata of a deleted instance are answered with 403."""
    deleted: set[str] = set()

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        deleted.update(each.instance for each in server.behaviour.select(server, resource))
        return right.delete(server, request, resource)

    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        if resource.instance in deleted and not server.behaviour.select(server, resource):
            return refusal(403, "This was deleted.")
        return right.metadata(server, request, resource)

    return replace(right, delete=delete, metadata=metadata)


@fault(breaks=("delete-changes-entity-tag", "metadata-entity-tag-changes"))
def entity_tags_outlive_deletions(right: Behaviour) -> Behaviour:
    """The entity tag of a study's metadata stays the same whatever is deleted."""
    known: dict[str, str] = {}

    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        if resource.level != "study":
            return right.metadata(server, request, resource)
        given = request.header("if-none-match")
        answer = right.metadata(server, request, resource)
        tag = next((value for name, value in answer.headers if name == "ETag"), None)
        if resource.study is None or tag is None:
            return answer
        first = known.setdefault(resource.study, tag)
        headers = tuple((name, first if name == "ETag" else value) for name, value in answer.headers)
        return Answer(304, Empty(), headers) if given == first else replace(answer, headers=headers)

    return replace(right, metadata=metadata)


@fault(breaks=("delete-series-everywhere",))
def deleting_a_second_series_deletes_the_study(right: Behaviour) -> Behaviour:
    """Deleting a second series of a study takes the others with it."""
    begun: set[str | None] = set()

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.delete(server, request, resource)
        if resource.level == "series" and resource.study in begun:
            server.archive.remove(server.archive.select(resource.study))
        if resource.level == "series":
            begun.add(resource.study)
        return answer

    return replace(right, delete=delete)


@fault(breaks=("delete-instance-everywhere",))
def deleting_the_first_of_several_instances_deletes_the_next(right: Behaviour) -> Behaviour:
    """Deleting the first instance of a series of three or more takes the second with it."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        siblings = server.archive.select(resource.study, resource.series) if resource.level == "instance" else ()
        answer = right.delete(server, request, resource)
        if len(siblings) > 2 and siblings[0].instance == resource.instance:
            server.archive.remove(siblings[1:2])
        return answer

    return replace(right, delete=delete)
