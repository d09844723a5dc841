"""Store Instances (PS3.18 10.5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dicomweb_conformance.reference.archive import NewInstance
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.media_types import RELATED, MediaType, parse_media_type
from dicomweb_conformance.reference.messages import Answer, Attributes, Datasets, Headers, Refused, Request, Resource
from dicomweb_conformance.reference.multipart import MalformedMultipart, ReceivedPart
from dicomweb_conformance.reference.negotiation import Offer
from dicomweb_conformance.reference.outcomes import CANNOT_UNDERSTAND, Outcome

_DICOM = "application/dicom"
OFFERS = (
    Offer("application/dicom+json"),
    Offer("application/dicom+xml", multipart=True),
    Offer("application/dicom+xml"),
    Offer("application/json"),
)


def store(server: Server, request: Request, resource: Resource) -> Answer:
    """Store each part that can be stored; the framing of the whole request is judged before the first one."""
    behaviour = server.behaviour
    offer = behaviour.negotiate(request, OFFERS)[0].offer
    contents = received_files(server, request)
    examined = [
        behaviour.examine(server, content) if content is not None else Outcome(failure=CANNOT_UNDERSTAND)
        for content in contents
    ]
    outcomes = [
        behaviour.accept(server, resource, each) if isinstance(each, NewInstance) else each for each in examined
    ]
    module = behaviour.store_module(request, resource, outcomes)
    payload = Datasets((module,), offer.type, single=True, multipart=offer.multipart)
    return Answer(behaviour.store_status(outcomes), payload, _location(request, outcomes))


def received_files(server: Server, request: Request) -> Sequence[memoryview | None]:
    """The content of each part, None for a part of another media type.

    Raises Refused with 400 for a request that cannot be parsed, with 415 for a media type that is not supported.
    """
    media_type = parse_media_type(request.header("content-type") or "")
    if media_type is None:
        raise Refused(400 if request.header("content-type") is None else 415, "Content-Type names no media type.")
    if media_type.essence not in {_DICOM, RELATED}:
        raise Refused(415, f'{media_type.essence} cannot be stored. Send multipart/related; type="{_DICOM}".')
    if media_type.essence == _DICOM:
        if not len(request.body):
            raise Refused(400, "The request has no body.")
        return [memoryview(request.body)]
    root = (media_type.parameter("type") or _DICOM).lower()
    if root != _DICOM:
        raise Refused(415, f'Parts of type {root} cannot be stored. Send multipart/related; type="{_DICOM}".')
    return [_content(request, part) for part in _parts(server, request, media_type)]


def _parts(server: Server, request: Request, media_type: MediaType) -> Sequence[ReceivedPart]:
    boundary = media_type.parameter("boundary")
    if boundary is None:
        raise Refused(400, "Content-Type has no boundary.")
    if not len(request.body):
        raise Refused(400, "The request has no body.")
    try:
        parts = server.behaviour.read_parts(request.body, boundary)
    except MalformedMultipart as error:
        raise Refused(400, str(error)) from error
    if not parts:
        raise Refused(400, "The request has no parts.")
    return parts


def _content(request: Request, part: ReceivedPart) -> memoryview | None:
    """A part without Content-Type is of the type of the whole; one of another type is no file."""
    given = part.header("content-type")
    media_type = parse_media_type(given) if given is not None else None
    if given is not None and (media_type is None or media_type.essence != _DICOM):
        return None
    return memoryview(request.body)[part.start : part.end]


def store_status(outcomes: Sequence[Outcome]) -> int:
    """200 all stored, 202 some stored or with warnings, 409 none (PS3.18 Table 10.5.3-1)."""
    if not any(outcome.stored for outcome in outcomes):
        return 409
    plain = all(outcome.stored and outcome.warning is None for outcome in outcomes)
    return 200 if plain else 202


def store_module(request: Request, resource: Resource, outcomes: Sequence[Outcome]) -> Attributes:
    """The Store Instances Response Module (PS3.18 Table I.1-1)."""
    studies = {outcome.study for outcome in outcomes if outcome.stored}
    module: dict[str, Any] = {"00081190": {"vr": "UR"}}
    if len(studies) == 1:
        module["00081190"] = {"vr": "UR", "Value": [f"{request.base}/studies/{studies.pop()}"]}
    stored = [_reference(request, outcome) for outcome in outcomes if outcome.stored]
    failed = [_failure(outcome) for outcome in outcomes if not outcome.stored and outcome.instance]
    other = [_failure(outcome) for outcome in outcomes if not outcome.stored and not outcome.instance]
    for tag, items in (("00081198", failed), ("00081199", stored), ("0008119A", other)):
        if items:
            module[tag] = {"vr": "SQ", "Value": items}
    return module


def _reference(request: Request, outcome: Outcome) -> Attributes:
    url = f"{request.base}/studies/{outcome.study}/series/{outcome.series}/instances/{outcome.instance}"
    warning = {} if outcome.warning is None else {"00081196": {"vr": "US", "Value": [outcome.warning]}}
    return {**_sop(outcome), "00081190": {"vr": "UR", "Value": [url]}, **warning}


def _failure(outcome: Outcome) -> Attributes:
    sop = _sop(outcome) if outcome.instance else {}
    return {**sop, "00081197": {"vr": "US", "Value": [outcome.failure]}}


def _sop(outcome: Outcome) -> dict[str, Any]:
    return {
        "00081150": {"vr": "UI", "Value": [outcome.sop_class]} if outcome.sop_class else {"vr": "UI"},
        "00081155": {"vr": "UI", "Value": [outcome.instance]},
    }


def _location(request: Request, outcomes: Sequence[Outcome]) -> Headers:
    studies = {outcome.study for outcome in outcomes if outcome.stored}
    return (("Location", f"{request.base}/studies/{studies.pop()}"),) if len(studies) == 1 else ()
