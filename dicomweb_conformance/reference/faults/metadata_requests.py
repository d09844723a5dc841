"""Requests for metadata that are misunderstood, and metadata of what is not there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import answering, before, replying, without_field
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.metadata_changes import labelled
from dicomweb_conformance.reference.faults.retrieve_changes import gone
from dicomweb_conformance.reference.messages import Answer, Refused, Reply, Request, Resource, Single


@fault(
    breaks=(
        "metadata-content-type",
        "metadata-accept-anything",
        "metadata-accept-case",
        "metadata-accept-list",
        "metadata-accept-range",
    )
)
def metadata_comes_as_plain_json(right: Behaviour) -> Behaviour:
    """Metadata is labelled application/json, whatever was asked for."""
    return labelled(right, "application/json", lambda request: request.method == "GET")


@fault(breaks=("metadata-of-unknown-study",))
def the_metadata_of_an_unknown_study_is_said_to_be_gone(right: Behaviour) -> Behaviour:
    """The metadata of a study that was never stored is answered with 410, as if it had been deleted."""
    return replace(right, metadata=gone(right.metadata, "study"))


@fault(breaks=("metadata-of-unknown-series", "metadata-of-other-study", "delete-gone-is-not-found"))
def the_metadata_of_an_unknown_series_is_that_of_the_study(right: Behaviour) -> Behaviour:
    """The metadata of a series that the study does not have is that of the study."""

    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        as_json = request.header("accept") == "application/dicom+json"
        unknown = resource.level == "series" and as_json and not server.behaviour.select(server, resource)
        return right.metadata(server, request, Resource("metadata", resource.study) if unknown else resource)

    return replace(right, metadata=metadata)


@fault(breaks=("metadata-of-unknown-instance", "metadata-of-other-series", "metadata-of-other-study"))
def the_metadata_of_an_unknown_instance_is_said_to_be_gone(right: Behaviour) -> Behaviour:
    """The metadata of an instance that is not where it is asked for is answered with 410."""
    return replace(right, metadata=gone(right.metadata, "instance"))


@fault(breaks=("metadata-of-other-series",))
def metadata_is_found_under_any_series_of_its_study(right: Behaviour) -> Behaviour:
    """The SeriesInstanceUID of the path is not looked at for the metadata of an instance."""

    def by_study(server: Server, resource: Resource) -> Resource:
        found = server.archive.select(study=resource.study, instance=resource.instance)
        return replace(resource, series=found[0].series) if found and resource.level == "instance" else resource

    return _elsewhere(right, by_study)


@fault(breaks=("metadata-of-other-study",))
def metadata_is_found_under_any_study(right: Behaviour) -> Behaviour:
    """The StudyInstanceUID of the path is not looked at for the metadata of a series or an instance."""

    def by_series(server: Server, resource: Resource) -> Resource:
        found = server.archive.select(series=resource.series, instance=resource.instance)
        return replace(resource, study=found[0].study) if found and resource.level != "study" else resource

    return _elsewhere(right, by_series)


@fault(breaks=("metadata-malformed-uid",))
def the_metadata_of_a_long_uid_is_a_server_error(right: Behaviour) -> Behaviour:
    """A UID of more than 64 characters is answered with 500 when metadata is asked for."""

    def change(request: Request, answer: Answer) -> Answer:
        too_long = any(64 < len(segment) < 100 for segment in request.segments)
        wrong = request.segments[-1:] == ("metadata",) and answer.status == 400 and too_long
        return replace(answer, status=500) if wrong else answer

    return answering(right, change)


@fault(breaks=("metadata-accept-anything",))
def anything_is_not_acceptable_for_metadata(right: Behaviour) -> Behaviour:
    """Metadata is refused with 406 when anything is acceptable."""
    return _refusing(right, lambda accept: accept == "*/*")


@fault(breaks=("metadata-accept-case",))
def the_media_type_of_metadata_must_be_in_lower_case(right: Behaviour) -> Behaviour:
    """Metadata is refused with 406 unless the media type is in lower case."""
    return _refusing(right, lambda accept: accept is not None and accept != accept.lower())


@fault(breaks=("metadata-accept-list", "http-accept-lines"))
def a_list_of_media_types_is_refused_for_metadata(right: Behaviour) -> Behaviour:
    """Metadata is refused with 406 when several media types are acceptable."""
    return _refusing(right, lambda accept: "," in (accept or "") and "xml" not in (accept or ""))


@fault(breaks=("metadata-accept-list",))
def a_weight_is_refused_for_metadata(right: Behaviour) -> Behaviour:
    """Metadata is refused with 406 when a media type has a weight."""
    return _refusing(right, lambda accept: "q=" in (accept or "") and "xml" not in (accept or ""))


@fault(breaks=("metadata-accept-missing",))
def without_accept_metadata_fails(right: Behaviour) -> Behaviour:
    """Metadata is answered with 500 when the request has no Accept header."""
    return _refusing(right, lambda accept: accept is None, 500)


@fault(breaks=("metadata-accept-range",))
def ranges_of_media_types_are_refused_for_metadata(right: Behaviour) -> Behaviour:
    """Metadata is refused with 406 when any application type is acceptable."""
    return _refusing(right, lambda accept: accept == "application/*")


@fault(breaks=("metadata-for-instance-types",))
def metadata_is_claimed_to_be_an_instance(right: Behaviour) -> Behaviour:
    """Metadata comes as JSON under the name application/dicom when that is asked for."""

    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        if request.header("accept") != "application/dicom":
            return right.metadata(server, request, resource)
        return Answer(200, Single(b'[{"00080016":{"vr":"UI"}}]', "application/dicom"))

    return replace(right, metadata=metadata)


@fault(breaks=("metadata-unacceptable", "metadata-unacceptable-status"))
def metadata_is_claimed_to_be_sound(right: Behaviour) -> Behaviour:
    """The metadata of a series comes as JSON under the name audio/basic when that is asked for."""

    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        if request.header("accept") != "audio/basic" or resource.level != "series":
            return right.metadata(server, request, resource)
        return Answer(200, Single(b'[{"00080016":{"vr":"UI"}}]', "audio/basic"))

    return replace(right, metadata=metadata)


@fault(breaks=("metadata-unacceptable-status",))
def unacceptable_metadata_is_a_bad_request(right: Behaviour) -> Behaviour:
    """Metadata is answered with 400 when none of the acceptable media types can be given."""
    return _refusing(right, lambda accept: accept == "audio/basic", 400)


@fault(breaks=("metadata-entity-tag-changes", "delete-changes-entity-tag"))
def the_entity_tag_is_that_of_the_study(right: Behaviour) -> Behaviour:
    """The entity tag of metadata stays the same when another instance is stored."""

    def tag_of(request: Request) -> str:
        return f'"{hashlib.sha256("/".join(request.segments).encode()).hexdigest()[:16]}"'

    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        fresh = right.metadata(server, without_field(request, "if-none-match"), resource)
        if request.header("if-none-match") == tag_of(request):
            return Answer(304, headers=(("ETag", tag_of(request)),))
        headers = tuple(("ETag", tag_of(request)) if name == "ETag" else (name, value) for name, value in fresh.headers)
        return replace(fresh, headers=headers)

    return replace(right, metadata=metadata)


@fault(breaks=("metadata-not-modified",))
def if_none_match_is_ignored(right: Behaviour) -> Behaviour:
    """Metadata comes again although it has not changed."""
    return replace(right, metadata=before(right.metadata, lambda request: without_field(request, "if-none-match")))


@fault(breaks=("metadata-entity-tag-stable",))
def each_response_has_its_own_entity_tag(right: Behaviour) -> Behaviour:
    """The entity tag of metadata that has not changed is another one each time."""
    count = 0

    def numbered(request: Request, reply: Reply) -> Reply:
        nonlocal count
        count += 1
        headers = tuple((name, f'{value[:-1]}-{count}"' if name == "ETag" else value) for name, value in reply.headers)
        return replace(reply, headers=headers)

    def understood(request: Request) -> Request:
        fields = tuple(
            (key, f'{value.rpartition("-")[0]}"' if key == "if-none-match" and "-" in value else value)
            for key, value in request.headers
        )
        return replace(request, headers=fields)

    return replying(replace(right, metadata=before(right.metadata, understood)), numbered)


def _elsewhere(right: Behaviour, change: Callable[[Server, Resource], Resource]) -> Behaviour:
    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        return right.metadata(server, request, change(server, resource))

    return replace(right, metadata=metadata)


def _refusing(right: Behaviour, unwanted: Callable[[str | None], bool], status: int = 406) -> Behaviour:
    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        if request.method == "GET" and request.parameter("accept") is None and unwanted(request.header("accept")):
            raise Refused(status, "Nothing acceptable can be given.")
        return right.metadata(server, request, resource)

    return replace(right, metadata=metadata)
