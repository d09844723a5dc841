"""Wrong ways to be a service such as Microsoft's: its version, its health, who may ask, and what it deletes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.conformant import CONFORMANT
from dicomweb_conformance.reference.faults.changes import answering, without_header
from dicomweb_conformance.reference.faults.fault import microsoft
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Resource, Single, refusal
from dicomweb_conformance.reference.negotiation import Choice, Offer

_HEALTH = ("health", "check")
_XML = "application/dicom+xml"


def _health(right: Behaviour, status: int, content: bytes, media_type: str = "application/json") -> Behaviour:
    """Another answer to the question for the health."""

    def change(request: Request, answer: Answer) -> Answer:
        return Answer(status, Single(content, media_type)) if request.segments == _HEALTH else answer

    return answering(right, change)


@microsoft(breaks=("microsoft-version-in-path",))
def the_version_may_be_left_out(right: Behaviour) -> Behaviour:
    """A path without version is served as the latest version."""

    def handle(server: Server, request: Request) -> Answer:
        if request.segments[:1] == ("v2",) or request.segments == _HEALTH:
            return right.handle(server, request)
        return right.handle(server, replace(request, segments=("v2", *request.segments)))

    return replace(right, handle=handle)


@microsoft(breaks=("microsoft-version-in-path",))
def a_path_without_version_crashes_the_server(right: Behaviour) -> Behaviour:
    """A path without version is answered with 500."""

    def change(request: Request, answer: Answer) -> Answer:
        versioned = request.segments[:1] == ("v2",) or request.segments == _HEALTH
        return answer if versioned else refusal(500, "Internal error.")

    return answering(right, change)


@microsoft(breaks=("microsoft-versions-named",))
def supported_versions_are_not_named(right: Behaviour) -> Behaviour:
    """No response has api-supported-versions."""
    return answering(right, lambda request, answer: without_header("api-supported-versions")(answer))


@microsoft(breaks=("microsoft-openapi",))
def the_openapi_document_is_not_there(right: Behaviour) -> Behaviour:
    """The OpenAPI document of the version is answered with 404."""

    def route(request: Request) -> Resource:
        resource = right.route(request)
        if resource.kind == "openapi":
            raise Refused(404, "There is no such resource.")
        return resource

    return replace(right, route=route)


@microsoft(breaks=("microsoft-openapi",))
def the_openapi_document_is_a_page_for_readers(right: Behaviour) -> Behaviour:
    """In place of the OpenAPI document comes an HTML page."""

    def change(request: Request, answer: Answer) -> Answer:
        page = Answer(200, Single(b"<html><body>openapi: 3.0.1</body></html>", "text/html"))
        return page if request.segments[-1:] == ("api.yaml",) else answer

    return answering(right, change)


@microsoft(breaks=("microsoft-health",))
def the_health_lies_below_the_version(right: Behaviour) -> Behaviour:
    """The health is found at /v2/health/check alone."""

    def handle(server: Server, request: Request) -> Answer:
        if request.segments == _HEALTH:
            return refusal(404, "There is no such resource.")
        if request.segments == ("v2", *_HEALTH):
            return right.handle(server, replace(request, segments=_HEALTH))
        return right.handle(server, request)

    return replace(right, handle=handle)


@microsoft(breaks=("microsoft-health",))
def the_health_is_one_word(right: Behaviour) -> Behaviour:
    """The health is the text Healthy, as ASP.NET gives it by default."""
    return _health(right, 200, b"Healthy", "text/plain")


@microsoft(breaks=("microsoft-health",))
def an_unhealthy_service_answers_200(right: Behaviour) -> Behaviour:
    """The health is said to be bad with status 200."""
    return _health(right, 200, json.dumps({"overallStatus": "Unhealthy", "details": []}).encode())


@microsoft(breaks=("microsoft-health",))
def the_health_has_no_details(right: Behaviour) -> Behaviour:
    """The health is said as a whole, and of no part."""
    return _health(right, 200, json.dumps({"overallStatus": "Healthy"}).encode())


def _to_strangers(right: Behaviour, status: int) -> Behaviour:
    return answering(right, lambda request, answer: replace(answer, status=status) if answer.status == 401 else answer)


@microsoft(breaks=("security-401",))
def strangers_are_forbidden(right: Behaviour) -> Behaviour:
    """A request without credentials is answered with 403."""
    return _to_strangers(right, 403)


@microsoft(breaks=("security-401",))
def strangers_are_told_that_nothing_is_there(right: Behaviour) -> Behaviour:
    """A request without credentials is answered with 404."""
    return _to_strangers(right, 404)


def _negotiating(
    right: Behaviour, method: str, wrong: Callable[[Request, Sequence[Offer]], Sequence[Choice]]
) -> Behaviour:
    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        asked = request.method == method and _XML in (request.header("accept") or "")
        return wrong(request, offers) if asked else right.negotiate(request, offers)

    return replace(right, negotiate=negotiate)


@microsoft(breaks=("store-refuses-xml-response",))
def a_store_does_not_look_at_accept(right: Behaviour) -> Behaviour:
    """A store that accepts XML only is carried out and answered with JSON."""
    return _negotiating(right, "POST", lambda request, offers: [Choice(offers[0])])


@microsoft(breaks=("store-refuses-xml-response",))
def stores_are_answered_with_xml(right: Behaviour) -> Behaviour:
    """A store that accepts XML only is carried out and answered with XML."""
    return _negotiating(right, "POST", CONFORMANT.negotiate)


@microsoft(breaks=("microsoft-metadata-json-only",))
def metadata_comes_as_xml(right: Behaviour) -> Behaviour:
    """Metadata is given as XML to who asks for it."""
    return _negotiating(right, "GET", CONFORMANT.negotiate)


@microsoft(breaks=("microsoft-metadata-json-only",))
def metadata_comes_as_json_whatever_is_accepted(right: Behaviour) -> Behaviour:
    """Metadata is given as JSON to who asks for XML."""
    return _negotiating(right, "GET", lambda request, offers: [Choice(offers[0])])


@microsoft(breaks=("delete-malformed-uid-is-400",))
def deleting_by_a_malformed_uid_finds_nothing(right: Behaviour) -> Behaviour:
    """Deleting by a malformed UID is answered with 404."""

    def change(request: Request, answer: Answer) -> Answer:
        return replace(answer, status=404) if (request.method, answer.status) == ("DELETE", 400) else answer

    return answering(right, change)


def _refusing_to_delete(right: Behaviour, status: int, odd: Callable[[Request], bool]) -> Behaviour:
    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        if odd(request):
            raise Refused(status, "The request is not understood.")
        return right.delete(server, request, resource)

    return replace(right, delete=delete)


@microsoft(breaks=("delete-heeds-no-request-fields",))
def a_delete_with_a_body_is_refused(right: Behaviour) -> Behaviour:
    """A delete request with a body is answered with 400."""
    return _refusing_to_delete(right, 400, lambda request: len(request.body) > 0)


@microsoft(breaks=("delete-heeds-no-request-fields",))
def a_delete_of_another_content_type_is_refused(right: Behaviour) -> Behaviour:
    """A delete request with a Content-Type is answered with 415."""
    return _refusing_to_delete(right, 415, lambda request: request.header("content-type") is not None)
