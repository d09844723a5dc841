"""Requests for instances that are misunderstood."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import replying
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Answer, Refused, Reply, Request, Resource, Single

_QUOTED = re.compile(r'"[^"]*"')
_WEIGHT = re.compile(r"; *q=[0-9.]+")


@fault(breaks=("retrieve-accept-case",))
def media_types_must_be_in_lower_case(right: Behaviour) -> Behaviour:
    """Instances are refused with 406 unless the media type is in lower case."""
    return _refusing(right, lambda accept: accept != accept.lower())


@fault(breaks=("retrieve-accept-quoting",))
def a_transfer_syntax_must_not_be_quoted(right: Behaviour) -> Behaviour:
    """Instances are refused with 406 when the transfer syntax stands in quotes."""
    return _refusing(right, lambda accept: 'transfer-syntax="' in accept)


@fault(breaks=("retrieve-accept-quoting",))
def no_space_may_stand_before_a_semicolon(right: Behaviour) -> Behaviour:
    """Instances are refused with 406 when a space stands before a semicolon."""
    return _refusing(right, lambda accept: " ;" in accept)


@fault(breaks=("retrieve-accept-bare-type",))
def a_type_must_be_quoted(right: Behaviour) -> Behaviour:
    """Instances are refused with 406 when the type parameter is not quoted."""
    return _refusing(right, lambda accept: "type=application/dicom" in accept)


@fault(breaks=("retrieve-accept-list", "retrieve-accept-weights", "http-accept-mixture", "http-accept-lines"))
def a_list_of_media_types_is_one_media_type(right: Behaviour) -> Behaviour:
    """Instances are refused with 406 when several media types are acceptable."""
    return _refusing(right, lambda accept: "," in _QUOTED.sub("", accept))


@fault(breaks=("retrieve-accept-anything",))
def anything_is_a_web_page(right: Behaviour) -> Behaviour:
    """Who accepts anything gets a web page instead of the instance."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.retrieve(server, request, resource)
        if request.header("accept") != "*/*":
            return answer
        return Answer(200, Single(b"<html><title>Study viewer</title></html>", "text/html"))

    return replace(right, retrieve=retrieve)


@fault(breaks=("retrieve-accept-ranges",))
def ranges_of_media_types_are_refused(right: Behaviour) -> Behaviour:
    """Instances are refused with 406 when any application type is acceptable."""
    return _refusing(right, lambda accept: accept == "application/*")


@fault(breaks=("retrieve-accept-weights", "retrieve-accept-weight-of-zero"))
def instances_come_whatever_their_weights(right: Behaviour) -> Behaviour:
    """Of several transfer syntaxes the first comes, whatever their weights are."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        fields = tuple((key, _WEIGHT.sub("", value) if key == "accept" else value) for key, value in request.headers)
        return right.retrieve(server, replace(request, headers=fields), resource)

    return replace(right, retrieve=retrieve)


@fault(breaks=("retrieve-accept-missing",))
def without_accept_instances_fail(right: Behaviour) -> Behaviour:
    """Instances are answered with 500 when the request has no Accept header."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        if request.header("accept") is None:
            raise Refused(500, "No media type.")
        return right.retrieve(server, request, resource)

    return replace(right, retrieve=retrieve)


@fault(breaks=("retrieve-unacceptable", "retrieve-unacceptable-status"))
def whatever_is_asked_for_is_claimed(right: Behaviour) -> Behaviour:
    """The instances of a series come under the media type that was asked for, even audio/basic."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        if request.header("accept") != "audio/basic" or resource.level != "series":
            return right.retrieve(server, request, resource)
        found = right.select(server, resource)
        return Answer(200, Single(found[0].path, "audio/basic"))

    return replace(right, retrieve=retrieve)


@fault(breaks=("retrieve-unacceptable", "retrieve-unacceptable-status"))
def what_is_not_acceptable_is_a_server_error(right: Behaviour) -> Behaviour:
    """A series is answered with 500 when none of the acceptable media types can be given."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        if request.header("accept") == "audio/basic" and resource.level == "series":
            raise Refused(500, "No renderer for this media type.")
        return right.retrieve(server, request, resource)

    return replace(right, retrieve=retrieve)


@fault(breaks=("retrieve-unacceptable-status",))
def unacceptable_instances_are_a_bad_request(right: Behaviour) -> Behaviour:
    """Instances are answered with 400 when none of the acceptable media types can be given."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        if request.header("accept") == "audio/basic":
            raise Refused(400, "The media type is unknown.")
        return right.retrieve(server, request, resource)

    return replace(right, retrieve=retrieve)


@fault(
    breaks=(
        "retrieve-single-part",
        "retrieve-instance-single-part",
        "retrieve-accept-ranges",
        "retrieve-accept-list",
    )
)
def a_single_part_lacks_its_beginning(right: Behaviour) -> Behaviour:
    """An instance without multipart framing comes without preamble and prefix."""

    def cut(request: Request, reply: Reply) -> Reply:
        is_single = dict(reply.headers).get("Content-Type", "").startswith("application/dicom;")
        if not is_single or request.segments[:1] != ("studies",):
            return reply
        body = b"".join(piece if isinstance(piece, bytes) else piece.read_bytes() for piece in reply.body)[132:]
        headers = tuple((name, str(len(body)) if name == "Content-Length" else value) for name, value in reply.headers)
        return Reply(reply.status, headers, (body,))

    return replying(right, cut)


@fault(breaks=("retrieve-no-single-part-of-several",))
def several_instances_come_as_the_first_of_them(right: Behaviour) -> Behaviour:
    """A study or series that is asked for without multipart framing comes as its first instance."""

    def first(server: Server, request: Request, resource: Resource) -> Answer:
        if (request.header("accept") or "").startswith("application/dicom;"):
            found = right.select(server, resource)
            if resource.level != "instance" and found:
                return Answer(200, Single(found[0].path, "application/dicom", found[0].transfer_syntax))
        return right.retrieve(server, request, resource)

    return replace(right, retrieve=first)


def _refusing(right: Behaviour, unwanted: Callable[[str], bool]) -> Behaviour:
    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        if unwanted(request.header("accept") or ""):
            raise Refused(406, "Nothing acceptable can be given.")
        return right.retrieve(server, request, resource)

    return replace(right, retrieve=retrieve)
