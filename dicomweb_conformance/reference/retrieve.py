"""Retrieve instances and their metadata (PS3.18 10.4.1.1.1, 10.4.1.1.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.encoders import can_encode
from dicomweb_conformance.reference.handling import found
from dicomweb_conformance.reference.layout import layout
from dicomweb_conformance.reference.messages import (
    Answer,
    Attribute,
    Attributes,
    Datasets,
    Empty,
    Part,
    Parts,
    Refused,
    Request,
    Resource,
    Single,
)
from dicomweb_conformance.reference.negotiation import Choice, Offer
from dicomweb_conformance.reference.part10 import DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, EXPLICIT_VR_LITTLE_ENDIAN
from dicomweb_conformance.reference.syntaxes import BANNED, MAYBE_LOSSY

_DICOM = Offer("application/dicom", multipart=True)
_SINGLE_DICOM = Offer("application/dicom")
_BULK_DATA = Offer("application/octet-stream", multipart=True)
METADATA_OFFERS = (
    Offer("application/dicom+json"),
    Offer("application/dicom+xml", multipart=True),
    Offer("application/json"),
)


def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
    """All instances of a study, series or instance; a single instance also without multipart framing.

    Asked for octets, their bulk data.
    """
    instances = found(server, resource)
    single = [_SINGLE_DICOM] if resource.level == "instance" else []
    choices = server.behaviour.negotiate(request, [_DICOM, *single, _BULK_DATA])
    for offer in dict.fromkeys(choice.offer for choice in choices):
        if offer == _BULK_DATA:
            return server.behaviour.bulkdata(server, request, replace(resource, kind="bulkdata"))
        wanted = [choice for choice in choices if choice.offer == offer]
        syntaxes = [_first_syntax(instance, wanted) for instance in instances]
        if None not in syntaxes:
            given = [syntax for syntax in syntaxes if syntax]
            etag = entity_tag(str(offer), *given, *(instance.digest for instance in instances))
            if is_current(request, etag):
                return Answer(304, Empty(), (("ETag", etag),))
            answer = _instances(server, request, offer, zip(instances, given, strict=True))
            return Answer(answer.status, answer.payload, (*answer.headers, ("ETag", etag)))
    raise Refused(406, "Not every instance can be given in the transfer syntax that was asked for.")


def _instances(server: Server, request: Request, offer: Offer, pairs: Iterable[tuple[Instance, str]]) -> Answer:
    parts = tuple(
        Part(server.behaviour.transcode(server, instance, syntax), offer.type, syntax, url(request, instance))
        for instance, syntax in pairs
    )
    if offer.multipart:
        return Answer(200, Parts(parts, offer.type))
    only = parts[0]
    headers = (("Content-Location", only.location or ""),)
    return Answer(200, Single(only.content, only.type, only.transfer_syntax), headers)


def url(request: Request, instance: Instance) -> str:
    """The URL of a stored instance."""
    return f"{request.base}/studies/{instance.study}/series/{instance.series}/instances/{instance.instance}"


def _first_syntax(instance: Instance, choices: Sequence[Choice]) -> str | None:
    given = (syntax_for(instance, choice.transfer_syntax) for choice in choices)
    return next((syntax for syntax in given if syntax is not None), None)


def syntax_for(instance: Instance, wanted: str | None) -> str | None:
    """The transfer syntax in which an instance is given to a client that wants that one, or None.

    The default is Explicit VR Little Endian; an instance that is only held in a lossy form is then given as it is
    (PS3.18 8.7.3.4). ``"*"`` gives the stored bytes, unless their syntax is banned from responses.
    """
    stored = instance.transfer_syntax
    if wanted is None:
        return stored if stored in MAYBE_LOSSY else EXPLICIT_VR_LITTLE_ENDIAN
    if wanted == "*":
        return EXPLICIT_VR_LITTLE_ENDIAN if stored in BANNED else stored
    if wanted in BANNED:
        return None
    if wanted in {stored, EXPLICIT_VR_LITTLE_ENDIAN, DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN}:
        return wanted
    shape = layout(part10.read_file(instance.path).elements)
    return wanted if shape is not None and can_encode(shape, wanted) else None


def metadata(server: Server, request: Request, resource: Resource) -> Answer:
    """The attributes of each instance; bulk data are referred to by absolute URIs."""
    instances = found(server, resource)
    offer = server.behaviour.negotiate(request, METADATA_OFFERS)[0].offer
    etag = entity_tag(request.base, offer.type, *(instance.digest for instance in instances))
    if is_current(request, etag):
        return Answer(304, Empty(), (("ETag", etag),))
    datasets = tuple(
        with_bulk_uris(server.archive.attributes(instance), f"{url(request, instance)}/bulkdata")
        for instance in instances
    )
    return Answer(200, Datasets(datasets, offer.type), (("ETag", etag),))


def with_bulk_uris(attributes: Attributes, base: str) -> Attributes:
    """The same attributes with absolute BulkDataURIs."""
    return {tag: _absolute(attribute, base) for tag, attribute in attributes.items()}


def _absolute(attribute: Attribute, base: str) -> Attribute:
    if "BulkDataURI" in attribute:
        return {**attribute, "BulkDataURI": f"{base}/{attribute['BulkDataURI']}"}
    if attribute["vr"] == "SQ" and "Value" in attribute:
        return {**attribute, "Value": [with_bulk_uris(item, base) for item in attribute["Value"]]}
    return attribute


def entity_tag(*parts: str) -> str:
    """A weak entity tag: the same as long as what it stands for is (RFC 9110 8.8.3)."""
    return f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'


def is_current(request: Request, etag: str) -> bool:
    """Whether If-None-Match names that tag (RFC 9110 13.1.2)."""
    given = request.header("if-none-match")
    if given is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags
