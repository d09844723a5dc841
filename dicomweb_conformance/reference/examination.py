"""What a received file holds, and whether it can be stored (PS3.18 10.5.2)."""

from __future__ import annotations

import math
import re
from pathlib import Path

from dicomweb_conformance.reference import dicom_json, part10
from dicomweb_conformance.reference.archive import NewInstance, OtherSeries
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.messages import Attribute, Resource
from dicomweb_conformance.reference.outcomes import (
    CANNOT_UNDERSTAND,
    DATASET_MISMATCH,
    DATASET_WARNING,
    DUPLICATE_INSTANCE,
    STUDY_MISMATCH,
    TRANSFER_SYNTAX_NOT_SUPPORTED,
    Examined,
    Outcome,
)
from dicomweb_conformance.reference.syntaxes import SUPPORTED

_LONGEST = {"AE": 16, "CS": 16, "LO": 64, "SH": 16, "UI": 64}
_FORMS = {
    "DA": re.compile(r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"),
    "TM": re.compile(r"([01]\d|2[0-3])([0-5]\d([0-5]\d|60)?(\.\d{1,6})?)?"),
}
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
    warning = None if all(map(is_legal, attributes.values())) else DATASET_WARNING
    return NewInstance(study, series, instance, sop_class, file.transfer_syntax, path, attributes, warning)


def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
    """Store one instance; it must belong to the study that the URL names, if it names one."""
    outcome = Outcome(new.study, new.series, new.instance, new.sop_class, warning=new.warning)
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


def is_legal(attribute: Attribute) -> bool:
    """Whether the values have a length and a form that their VR allows (PS3.5 Table 6.2-1); not all VRs are judged."""
    vr = attribute["vr"]
    values = [value for value in attribute.get("Value", []) if value is not None]
    if vr in {"IS", "DS"}:
        return all(isinstance(value, int | float) or _is_number(value) for value in values)
    if vr in _FORMS:
        return all(_FORMS[vr].fullmatch(value) is not None for value in values)
    return vr not in _LONGEST or all(len(value) <= _LONGEST[vr] for value in values)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def is_uid(text: str) -> bool:
    """Whether the text is a UID as PS3.5 9.1 defines it."""
    return len(text) <= 64 and _UID.fullmatch(text) is not None
