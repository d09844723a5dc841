"""Instances, their metadata, and pictures of them (Retrieve, WADO-RS)."""

from __future__ import annotations

from dataclasses import replace

from dicomweb_conformance.reference import rendered as standard_rendered
from dicomweb_conformance.reference import retrieve as standard_retrieve
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.handling import found
from dicomweb_conformance.reference.media_types import parse_accept
from dicomweb_conformance.reference.messages import Answer, Attribute, Attributes, Datasets, Refused, Request, Resource

_BINARY = frozenset("OB OD OF OL OV OW UN".split())
_AS_STORED = 'multipart/related; type="application/dicom"; transfer-syntax=*'


def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
    """As the standard has it, but as stored when anything is acceptable."""
    ranges = parse_accept(request.header("accept") or "*/*")
    if all(each.essence == "*/*" for each in ranges):
        others = tuple(field for field in request.headers if field[0] != "accept")
        request = replace(request, headers=(*others, ("accept", _AS_STORED)))
    return standard_retrieve.retrieve(server, request, resource)


def metadata(server: Server, request: Request, resource: Resource) -> Answer:
    """The attributes that are not binary, at any depth."""
    answer = standard_retrieve.metadata(server, request, resource)
    if not isinstance(answer.payload, Datasets):
        return answer
    datasets = tuple(map(_without_binary, answer.payload.datasets))
    return replace(answer, payload=replace(answer.payload, datasets=datasets))


def _without_binary(attributes: Attributes) -> Attributes:
    return {tag: _readable(attribute) for tag, attribute in attributes.items() if attribute["vr"] not in _BINARY}


def _readable(attribute: Attribute) -> Attribute:
    if attribute["vr"] != "SQ" or "Value" not in attribute:
        return attribute
    return {**attribute, "Value": [_without_binary(item) for item in attribute["Value"]]}


def rendered(server: Server, request: Request, resource: Resource) -> Answer:
    """A picture of the frame, or of the first one. What has no pixel data is not found."""
    if next(standard_rendered.shown_frames(found(server, resource), resource.frames), None) is None:
        raise Refused(404, "The instance has no pixel data.")
    return standard_rendered.rendered(server, request, resource)
