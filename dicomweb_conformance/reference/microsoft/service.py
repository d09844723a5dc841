"""The service as a whole: its version, its health, its description, what it has and in which media types."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dicomweb_conformance.reference import handling, negotiation, routes
from dicomweb_conformance.reference.behaviour import Behaviour, Server, Transaction
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Resource, Single, refusal
from dicomweb_conformance.reference.negotiation import Choice, Offer
from dicomweb_conformance.reference.part10 import EXPLICIT_VR_LITTLE_ENDIAN
from dicomweb_conformance.reference.syntaxes import JPEG_2000_LOSSLESS

VERSION = "v2"
_IDENTIFIER = re.compile(r"[A-Za-z0-9.-]{1,64}")
_OFFERED = frozenset(
    {
        Offer("application/dicom+json"),
        Offer("application/dicom", multipart=True),
        Offer("application/dicom"),
        Offer("application/octet-stream", multipart=True),
        Offer("application/octet-stream"),
        Offer("image/jp2", multipart=True),
        Offer("image/jpeg"),
        Offer("image/png"),
    }
)
_SYNTAXES = frozenset({None, "*", EXPLICIT_VR_LITTLE_ENDIAN, JPEG_2000_LOSSLESS})
_OPENAPI = """\
openapi: 3.0.1
info:
  title: DICOMweb reference server in the manner of Microsoft's DICOM service
  version: v2
paths:
"""


def handle(server: Server, request: Request) -> Answer:
    """Health has no version. All else lies below one, and tells which there are (API versioning)."""
    match request.segments:
        case ["health", "check"]:
            return _health(request)
        case [version, *segments] if version == VERSION:
            below = replace(request, base=f"{request.base}/{VERSION}", segments=tuple(segments))
            answer = handling.handle(server, below)
            return replace(answer, headers=(*answer.headers, ("api-supported-versions", VERSION.removeprefix("v"))))
    return refusal(404, f"There is no such resource. The path has to begin with the version, /{VERSION}.")


def _health(request: Request) -> Answer:
    if request.method not in {"GET", "HEAD"}:
        return refusal(405, "The health can be read.", (("Allow", "GET, HEAD"),))
    part = {"name": "Archive", "status": "Healthy", "description": "The stored instances can be read."}
    return Answer(200, Single(json.dumps({"overallStatus": "Healthy", "details": [part]}).encode(), "application/json"))


def is_identifier(text: str) -> bool:
    """Whether the text can name a study, series or instance (Store Required Attributes)."""
    return _IDENTIFIER.fullmatch(text) is not None


def route(request: Request) -> Resource:
    """What the path below the version means; there are no bulk data, thumbnails, and pictures of whole series."""
    if request.segments == ("api.yaml",):
        return Resource("openapi")
    resource = routes.route(request, _identifier)
    beyond = resource.kind in {"bulkdata", "thumbnail", "wado-uri"}
    if beyond or (resource.kind == "rendered" and resource.level != "instance"):
        raise Refused(404, "There is no such resource.")
    return resource


def _identifier(text: str) -> str:
    if not is_identifier(text):
        raise Refused(400, "An identifier in the path is malformed.")
    return text


def methods(behaviour: Behaviour, resource: Resource) -> Mapping[str, Transaction]:
    """As the standard has it, and the OpenAPI document."""
    return {"GET": _openapi} if resource.kind == "openapi" else routes.methods(behaviour, resource)


def _openapi(server: Server, request: Request, resource: Resource) -> Answer:
    study, series = "/studies/{study}", "/studies/{study}/series/{series}"
    instance = f"{series}/instances/{{instance}}"
    frames = f"{instance}/frames/{{frames}}"
    entities = [path + suffix for path in (study, series, instance) for suffix in ("", "/metadata")]
    searched = ["/studies", "/series", "/instances", f"{study}/series", f"{study}/instances", f"{series}/instances"]
    paths = [*searched, *entities, frames, f"{instance}/rendered", f"{frames}/rendered"]
    get = "    get:\n      responses: {'200': {description: OK}}\n"
    lines = "".join(f"  /{VERSION}{path}:\n{get}" for path in paths)
    return Answer(200, Single(f"{_OPENAPI}{lines}".encode(), "application/yaml"))


def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
    """No XML, few transfer syntaxes; without Accept header the default. Raises Refused with 406 for all else."""
    offered = [offer for offer in offers if offer in _OFFERED]
    if any(offer.type == "application/dicom" for offer in offered):
        # Octets are what frames are given in, and not what instances are
        offered = [offer for offer in offered if offer.type != "application/octet-stream"]
    if request.header("accept") is None:
        request = replace(request, headers=(*request.headers, ("accept", "*/*")))
    choices = [each for each in negotiation.negotiate(request, offered) if each.transfer_syntax in _SYNTAXES]
    if not choices:
        raise Refused(406, "The transfer syntax is not supported.")
    return choices
