"""What a received file holds, and whether it can be stored (PS3.18 10.5.2)."""

from __future__ import annotations

import re
from pathlib import Path

from dicomweb_conformance.reference import dicom_json, part10
from dicomweb_conformance.reference.archive import NewInstance, OtherSeries
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.messages import Resource
from dicomweb_conformance.reference.outcomes import (
    CANNOT_UNDERSTAND,
    DATASET_MISMATCH,
    DUPLICATE_INSTANCE,
    STUDY_MISMATCH,
    TRANSFER_SYNTAX_NOT_SUPPORTED,
    Examined,
    Outcome,
)
from dicomweb_conformance.reference.syntaxes import SUPPORTED

_UID = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))*")


def examine(server: Server, content: memoryview) -> Examined:
    """Read the bytes of a part; the file is written to the incoming folder when it can be stored."""
    path = server.archive.incoming()
    path.write_bytes(content)
    examined = _examine(path)
    if isinstance(examined, Outcome):
        path.unlink()
    return examined


def _examine(path: Path) -> Examined:
    try:
        file = part10.read_file(path)
    except part10.MalformedFile:
        return Outcome(failure=CANNOT_UNDERSTAND)
    sop_class = part10.uid(file.elements, 0x00080016) or part10.uid(file.meta, 0x00020002)
    instance = part10.uid(file.elements, 0x00080018) or part10.uid(file.meta, 0x00020003)
    study, series = part10.uid(file.elements, 0x0020000D), part10.uid(file.elements, 0x0020000E)
    failed = Outcome(study, series, instance, sop_class)
    if file.transfer_syntax not in SUPPORTED:
        return _failed(failed, TRANSFER_SYNTAX_NOT_SUPPORTED)
    if not all(map(is_uid, (study, series, instance, sop_class))):
        return _failed(failed, CANNOT_UNDERSTAND)
    in_meta = (part10.uid(file.meta, 0x00020002), part10.uid(file.meta, 0x00020003))
    in_dataset = (part10.uid(file.elements, 0x00080016), part10.uid(file.elements, 0x00080018))
    if in_meta != in_dataset:
        return _failed(failed, DATASET_MISMATCH)
    attributes = dicom_json.encode(file.elements)
    return NewInstance(study, series, instance, sop_class, file.transfer_syntax, path, attributes)


def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
    """Store one instance; it must belong to the study that the URL names, if it names one."""
    outcome = Outcome(new.study, new.series, new.instance, new.sop_class)
    if resource.study is not None and resource.study != new.study:
        new.path.unlink()
        return _failed(outcome, STUDY_MISMATCH)
    try:
        server.archive.add(new)
    except OtherSeries:
        new.path.unlink()
        return _failed(outcome, DUPLICATE_INSTANCE)
    return outcome


def _failed(outcome: Outcome, reason: int) -> Outcome:
    return Outcome(outcome.study, outcome.series, outcome.instance, outcome.sop_class, failure=reason)


def is_uid(text: str) -> bool:
    """Whether the text is a UID as PS3.5 9.1 defines it."""
    return len(text) <= 64 and _UID.fullmatch(text) is not None
