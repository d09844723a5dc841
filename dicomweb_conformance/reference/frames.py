"""Retrieve frames (PS3.18 10.4.1.1.6)."""

from __future__ import annotations

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.handling import found
from dicomweb_conformance.reference.messages import Answer, Part, Parts, Refused, Request, Resource, Single
from dicomweb_conformance.reference.negotiation import Choice, Offer
from dicomweb_conformance.reference.part10 import EXPLICIT_VR_LITTLE_ENDIAN
from dicomweb_conformance.reference.retrieve import url
from dicomweb_conformance.reference.syntaxes import FRAME_TYPES

_OCTETS = "application/octet-stream"


def frames(server: Server, request: Request, resource: Resource) -> Answer:
    """The frames of the list, in its order, one part each."""
    instance = found(server, resource)[0]
    offers = [Offer(_OCTETS, multipart=True)]
    code_stream = FRAME_TYPES.get(instance.transfer_syntax)
    if code_stream is not None:
        offers.append(Offer(code_stream, multipart=True))
    if len(resource.frames) == 1:
        offers.append(Offer(_OCTETS))
    for choice in server.behaviour.negotiate(request, offers):
        syntax = _syntax(instance, choice)
        if syntax is not None:
            return _frames(server, request, resource, instance, choice.offer, syntax)
    raise Refused(406, "The frames cannot be given in the transfer syntax that was asked for.")


def _syntax(instance: Instance, choice: Choice) -> str | None:
    """Octets are native samples; other types are the code streams as they are stored (PS3.18 8.7.3.3)."""
    if choice.offer.type == _OCTETS:
        return EXPLICIT_VR_LITTLE_ENDIAN if choice.transfer_syntax in {None, "*", EXPLICIT_VR_LITTLE_ENDIAN} else None
    return instance.transfer_syntax if choice.transfer_syntax in {None, "*", instance.transfer_syntax} else None


def _frames(
    server: Server, request: Request, resource: Resource, instance: Instance, offer: Offer, syntax: str
) -> Answer:
    base = url(request, instance)
    parts = tuple(
        Part(server.behaviour.frame(server, instance, number, syntax), offer.type, syntax, f"{base}/frames/{number}")
        for number in resource.frames
    )
    if offer.multipart:
        return Answer(200, Parts(parts, offer.type))
    return Answer(200, Single(parts[0].content, offer.type, syntax), (("Content-Location", parts[0].location or ""),))
