"""What faults of the URI service have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import without_parameter
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Resource, Single


def answering_by_uri(right: Behaviour, change: Callable[[Request, Single], Single]) -> Behaviour:
    """Each successful answer changed, knowing the request."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.wado_uri(server, request, resource)
        if answer.status != 200 or not isinstance(answer.payload, Single):
            return answer
        return replace(answer, payload=change(request, answer.payload))

    return replace(right, wado_uri=wado_uri)


def asking_by_uri(right: Behaviour, change: Callable[[Request], Request]) -> Behaviour:
    """Each request changed before it is looked at."""
    return replace(right, wado_uri=lambda server, request, resource: right.wado_uri(server, change(request), resource))


def excusing_by_uri(right: Behaviour, *names: str) -> Behaviour:
    """A request that is refused with 400 is answered as if it had not had these parameters."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        try:
            return right.wado_uri(server, request, resource)
        except Refused as refused:
            if refused.answer.status != 400 or not any(request.parameter(name) is not None for name in names):
                raise
            for name in names:
                request = without_parameter(request, name)
            return right.wado_uri(server, request, resource)

    return replace(right, wado_uri=wado_uri)


def with_parameter(request: Request, name: str, value: str) -> Request:
    """The request with that value for a parameter, and no other."""
    others = without_parameter(request, name)
    return replace(others, query=(*others.query, (name, value)))


def bytes_of(single: Single) -> bytes:
    """What the payload consists of."""
    return single.content if isinstance(single.content, bytes) else single.content.read_bytes()
