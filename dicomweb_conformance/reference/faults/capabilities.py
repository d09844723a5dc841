"""Wrong descriptions of the service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import after
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Answer, Empty, Single

_WADL = "application/vnd.sun.wadl+xml"


def _describing(right: Behaviour, change: Callable[[str], str]) -> Behaviour:
    """The text of a description in WADL changed."""

    def changed(answer: Answer) -> Answer:
        payload = answer.payload
        if not isinstance(payload, Single) or payload.type != _WADL or not isinstance(payload.content, bytes):
            return answer
        return replace(answer, payload=replace(payload, content=change(payload.content.decode()).encode()))

    return replace(right, capabilities=after(right.capabilities, changed, levels="service"))


def _naming(right: Behaviour, media_type: str, name: str) -> Behaviour:
    def changed(answer: Answer) -> Answer:
        payload = answer.payload
        is_it = isinstance(payload, Single) and payload.type == media_type
        return replace(answer, payload=replace(payload, type=name)) if isinstance(payload, Single) and is_it else answer

    return replace(right, capabilities=after(right.capabilities, changed, levels="service"))


@fault(
    breaks=(
        "capabilities-answered",
        "capabilities-media-type",
        "capabilities-as-asked",
        "capabilities-base",
        "capabilities-methods-exist",
        "capabilities-studies-listed",
    )
)
def options_are_those_of_other_origins(right: Behaviour) -> Behaviour:
    """OPTIONS is answered with 204 and no body, as for browsers."""

    def empty(answer: Answer) -> Answer:
        return replace(answer, status=204, payload=Empty())

    return replace(right, capabilities=after(right.capabilities, empty, levels="service"))


@fault(breaks=("capabilities-media-type", "capabilities-as-asked"))
def a_description_in_json_is_wadl(right: Behaviour) -> Behaviour:
    """A description in JSON says that it is WADL, when both are acceptable too."""

    def changed(answer: Answer) -> Answer:
        payload = answer.payload
        if not isinstance(payload, Single) or payload.type != "application/json":
            return answer
        return replace(answer, payload=replace(payload, type=_WADL))

    wrong = after(right.capabilities, changed, levels="service")
    return replace(
        right,
        capabilities=lambda server, request, resource: wrong(
            server,
            replace(request, headers=(("accept", "application/json"),))
            if "json" in (request.header("accept") or "")
            else request,
            resource,
        ),
    )


@fault(breaks=("capabilities-as-asked",))
def json_is_described_in_wadl(right: Behaviour) -> Behaviour:
    """The description is always WADL."""
    return replace(
        right,
        capabilities=lambda server, request, resource: right.capabilities(
            server, replace(request, headers=(("accept", _WADL),)), resource
        ),
    )


@fault(breaks=("capabilities-base",))
def a_description_names_another_base(right: Behaviour) -> Behaviour:
    """The base of the resources is that of another host."""
    return _describing(right, lambda wadl: wadl.replace('base="http://', 'base="http://inner.'))


@fault(breaks=("capabilities-methods-exist",))
def a_description_lists_what_is_not_there(right: Behaviour) -> Behaviour:
    """The description lists a resource of patients below a study."""
    more = '<resource path="studies/{study}/patients"><method name="GET" id="RetrievePatients"/></resource></resources>'
    return _describing(right, lambda wadl: wadl.replace("</resources>", more))


@fault(breaks=("capabilities-studies-listed",))
def a_description_lists_no_store(right: Behaviour) -> Behaviour:
    """The description does not list that instances can be stored."""
    return _describing(right, lambda wadl: wadl.replace('name="POST"', 'name="PUT"'))


@fault(
    breaks=(
        "capabilities-answered",
        "capabilities-media-type",
        "capabilities-as-asked",
        "capabilities-base",
        "capabilities-methods-exist",
        "capabilities-studies-listed",
    )
)
def a_description_in_wadl_is_plain_xml(right: Behaviour) -> Behaviour:
    """A description in WADL says that it is application/xml."""
    return _naming(right, _WADL, "application/xml")
