"""What can be stored, and what is said of it (Store, STOW-RS)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dicomweb_conformance.reference import dicom_json, multipart, part10
from dicomweb_conformance.reference import store as standard
from dicomweb_conformance.reference.archive import AlreadyStored, NewInstance, OtherSeries
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.examination import is_legal
from dicomweb_conformance.reference.messages import Answer, Attributes, Received, Refused, Request, Resource
from dicomweb_conformance.reference.microsoft.service import is_identifier
from dicomweb_conformance.reference.multipart import ReceivedPart
from dicomweb_conformance.reference.outcomes import PROCESSING_FAILURE, STUDY_MISMATCH, Examined, Outcome
from dicomweb_conformance.reference.syntaxes import SUPPORTED

VALIDATION_FAILED = 43264
ALREADY_STORED = 45070
VALIDATION_WARNINGS = 1
_PREAMBLE = 128
_PATIENT_ID = 0x00100020


class _NoContent(Refused):
    """There is nothing to store, and nothing to say."""

    def __init__(self) -> None:
        super().__init__(204, "")
        self.answer = Answer(204)


def store(server: Server, request: Request, resource: Resource) -> Answer:
    """As the standard has it; a request without content is answered without any."""
    return standard.store(server, request, resource) if len(request.body) else Answer(204)


def read_parts(body: Received, boundary: str) -> Sequence[ReceivedPart]:
    """As the standard has it; where there are none the request ends with 204."""
    parts = multipart.read_parts(body, boundary)
    if not parts:
        raise _NoContent
    return parts


def examine(server: Server, content: memoryview) -> Examined:
    """Read the bytes of a part, without what stands in its preamble."""
    path = server.archive.incoming()
    has_preamble = bytes(content[_PREAMBLE : _PREAMBLE + 4]) == b"DICM"
    with path.open("wb") as file:
        file.write(bytes(_PREAMBLE) if has_preamble else b"")
        file.write(content[_PREAMBLE:] if has_preamble else content)
    examined = _examine(path)
    if isinstance(examined, Outcome):
        path.unlink()
    return examined


def _examine(path: Path) -> Examined:
    """Required attributes must be right; what is wrong with others is remarked (Store Changes From V1)."""
    try:
        file = part10.read_file(path)
    except part10.MalformedFile:
        return Outcome(failure=PROCESSING_FAILURE)
    study, series, instance, sop_class = (
        part10.uid(file.elements, tag) for tag in (0x0020000D, 0x0020000E, 0x00080018, 0x00080016)
    )
    attributes = dicom_json.encode(file.elements)
    illegal = [tag for tag, attribute in attributes.items() if not is_legal(attribute)]
    required = all(map(is_identifier, (study, series, instance, sop_class))) and _PATIENT_ID in file.elements
    if not required or f"{_PATIENT_ID:08X}" in illegal or file.transfer_syntax not in SUPPORTED:
        return Outcome(study, series, instance, sop_class, failure=VALIDATION_FAILED)
    remarks = tuple(f"DICOM100: ({tag[:4]},{tag[4:]}) - is no value of its VR" for tag in illegal)
    warning = VALIDATION_WARNINGS if remarks else None
    return NewInstance(study, series, instance, sop_class, file.transfer_syntax, path, attributes, warning, remarks)


def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
    """Store one instance, unless it is of another study, or stored already."""
    names = (new.study, new.series, new.instance, new.sop_class)
    if resource.study is not None and resource.study != new.study:
        new.path.unlink()
        return Outcome(*names, failure=STUDY_MISMATCH)
    try:
        server.archive.add(new, replacing=False)
    except (AlreadyStored, OtherSeries):
        new.path.unlink()
        return Outcome(*names, failure=ALREADY_STORED)
    return Outcome(*names, warning=new.warning, remarks=new.remarks)


def store_module(request: Request, resource: Resource, outcomes: Sequence[Outcome]) -> Attributes:
    """The Retrieve URL of a study that the request named, what was stored and what not (Store Response Payload)."""
    module: dict[str, Any] = {}
    if resource.study is not None and any(outcome.stored for outcome in outcomes):
        module["00081190"] = {"vr": "UR", "Value": [f"{request.base}/studies/{resource.study}"]}
    failed = [_failed(outcome) for outcome in outcomes if not outcome.stored]
    stored = [_stored(request, outcome) for outcome in outcomes if outcome.stored]
    for tag, items in (("00081198", failed), ("00081199", stored)):
        if items:
            module[tag] = {"vr": "SQ", "Value": items}
    return module


def _stored(request: Request, outcome: Outcome) -> Attributes:
    url = f"{request.base}/studies/{outcome.study}/series/{outcome.series}/instances/{outcome.instance}"
    item: dict[str, Any] = {**_sop(outcome), "00081190": {"vr": "UR", "Value": [url]}}
    if outcome.warning is not None:
        comments = [{"00000902": {"vr": "LO", "Value": [remark]}} for remark in outcome.remarks]
        item["00081196"] = {"vr": "US", "Value": [outcome.warning]}
        item["00741048"] = {"vr": "SQ", "Value": comments}
    return item


def _failed(outcome: Outcome) -> Attributes:
    return {**_sop(outcome), "00081197": {"vr": "US", "Value": [outcome.failure]}}


def _sop(outcome: Outcome) -> dict[str, Any]:
    named = {"00081150": outcome.sop_class, "00081155": outcome.instance}
    return {tag: {"vr": "UI", "Value": [uid]} for tag, uid in named.items() if uid}
