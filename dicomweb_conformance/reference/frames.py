"""Retrieve frames (PS3.18 10.4.1.1.6)."""

from __future__ import annotations

from collections.abc import Mapping

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.encoders import can_encode
from dicomweb_conformance.reference.handling import found
from dicomweb_conformance.reference.layout import Layout, layout
from dicomweb_conformance.reference.messages import Answer, Part, Parts, Refused, Request, Resource, Single
from dicomweb_conformance.reference.negotiation import Choice, Offer
from dicomweb_conformance.reference.part10 import EXPLICIT_VR_LITTLE_ENDIAN
from dicomweb_conformance.reference.retrieve import url
from dicomweb_conformance.reference.syntaxes import FRAME_TYPES

_OCTETS = "application/octet-stream"


def frames(server: Server, request: Request, resource: Resource) -> Answer:
    """The frames of the list, in its order, one part each: native samples, or code streams."""
    instance = found(server, resource)[0]
    shape = layout(part10.read_file(instance.path).elements)
    if shape is None:
        raise Refused(404, "The instance has no frames.")
    single = [Offer(_OCTETS)] if len(resource.frames) == 1 else []
    offers = [Offer(_OCTETS, multipart=True), *single]
    producible = _code_streams(instance, shape)
    offers += [Offer(type, multipart=True) for type in dict.fromkeys(producible.values())]
    for choice in server.behaviour.negotiate(request, offers):
        syntax = _syntax(choice, producible)
        if syntax is not None:
            return _frames(server, request, resource, instance, choice.offer, syntax)
    raise Refused(406, "The frames cannot be given in the transfer syntax that was asked for.")


def _code_streams(instance: Instance, shape: Layout) -> Mapping[str, str]:
    """The media types of the transfer syntaxes in which code streams can be given, the stored one first."""
    stored = [instance.transfer_syntax] if instance.transfer_syntax in FRAME_TYPES else []
    others = [syntax for syntax in FRAME_TYPES if can_encode(shape, syntax)]
    return {syntax: FRAME_TYPES[syntax] for syntax in (*stored, *others)}


def _syntax(choice: Choice, producible: Mapping[str, str]) -> str | None:
    """Octets are native samples; other types are code streams, as they are stored if possible (PS3.18 8.7.3.3)."""
    if choice.offer.type == _OCTETS:
        return EXPLICIT_VR_LITTLE_ENDIAN if choice.transfer_syntax in {None, "*", EXPLICIT_VR_LITTLE_ENDIAN} else None
    suitable = [syntax for syntax, type in producible.items() if type == choice.offer.type]
    if choice.transfer_syntax in {None, "*"}:
        return suitable[0]
    return choice.transfer_syntax if choice.transfer_syntax in suitable else None


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
