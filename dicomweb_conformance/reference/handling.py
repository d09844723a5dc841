"""One request to one answer, and which instances a resource consists of."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Resource, refusal


def handle(server: Server, request: Request) -> Answer:
    """Authenticate, route and carry out a request (PS3.18 8.5)."""
    behaviour = server.behaviour
    try:
        behaviour.authorise(server, request)
        resource = behaviour.route(request)
        offered = behaviour.methods(behaviour, resource)
        allowed = ", ".join(sorted({*offered, "OPTIONS", *(["HEAD"] if "GET" in offered else [])}))
        if request.method == "OPTIONS":
            answer = behaviour.capabilities(server, request, resource)
            return Answer(answer.status, answer.payload, (*answer.headers, ("Allow", allowed)))
        transaction = offered.get("GET" if request.method == "HEAD" else request.method)
        if transaction is None:
            return refusal(405, f"The resource allows {allowed}.", (("Allow", allowed),))
        return transaction(server, request, resource)
    except Refused as refused:
        return refused.answer


def authorise(server: Server, request: Request) -> None:
    """Without a right token nothing is said about any resource; a read-only one may not change anything."""
    if server.bearer is None:
        return
    scheme, _, token = (request.header("authorization") or "").partition(" ")
    given = token.strip().encode()
    known = scheme.lower() == "bearer"
    if known and hmac.compare_digest(given, server.bearer.encode()):
        return
    if known and server.read_only_bearer and hmac.compare_digest(given, server.read_only_bearer.encode()):
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return
        raise Refused(403, "This token may only read.")
    raise Refused(401, "A valid bearer token is needed.", (("WWW-Authenticate", 'Bearer realm="DICOMweb"'),))


def select(server: Server, resource: Resource) -> Sequence[Instance]:
    """The stored instances of a study, series or instance, found only under its own parents."""
    return server.archive.select(resource.study, resource.series, resource.instance)


def found(server: Server, resource: Resource) -> Sequence[Instance]:
    """As ``select``, but raises Refused with 404 when there are none."""
    instances = server.behaviour.select(server, resource)
    if not instances:
        raise Refused(404, f"There is no such {resource.level}.")
    return instances
