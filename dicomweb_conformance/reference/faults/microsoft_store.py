"""Wrong ways to store where Microsoft's service has rules of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import MappingProxyType

from dicomweb_conformance.reference import multipart
from dicomweb_conformance.reference.archive import NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import storing, with_status
from dicomweb_conformance.reference.faults.fault import microsoft
from dicomweb_conformance.reference.messages import (
    Answer,
    Empty,
    Received,
    Refused,
    Request,
    Resource,
)
from dicomweb_conformance.reference.microsoft.store import ALREADY_STORED, VALIDATION_FAILED, VALIDATION_WARNINGS
from dicomweb_conformance.reference.multipart import ReceivedPart
from dicomweb_conformance.reference.outcomes import (
    CANNOT_UNDERSTAND,
    DUPLICATE_INSTANCE,
    PROCESSING_FAILURE,
    STUDY_MISMATCH,
    Examined,
    Outcome,
)
from dicomweb_conformance.reference.part10 import Element, Elements, MalformedFile, parse
from dicomweb_conformance.reference.part10_writer import write_file

_STUDY, _SERIES, _PATIENT_ID = 0x0020000D, 0x0020000E, 0x00100020
_NEWEST = frozenset({"OV", "SV", "UV"})


@microsoft(breaks=("store-bare-instance",))
def a_bare_instance_is_an_unsupported_media_type(right: Behaviour) -> Behaviour:
    """An instance without multipart framing is answered with 415."""

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        if (request.header("content-type") or "").startswith("application/dicom"):
            raise Refused(415, "Send multipart/related.")
        return right.store(server, request, resource)

    return replace(right, store=store)


def _reason(right: Behaviour, given: int, instead: int) -> Behaviour:
    """Another reason for a failure."""

    def changed(outcome: Outcome) -> Outcome:
        return replace(outcome, failure=instead) if outcome.failure == given else outcome

    def examine(server: Server, content: memoryview) -> Examined:
        examined = right.examine(server, content)
        return changed(examined) if isinstance(examined, Outcome) else examined

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        return changed(right.accept(server, resource, new))

    return replace(right, examine=examine, accept=accept)


@microsoft(breaks=("store-duplicate-conflicts", "store-duplicate-reason"))
def what_is_stored_already_is_replaced(right: Behaviour) -> Behaviour:
    """An instance that is stored already is stored anew, with 200."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        server.archive.remove(server.archive.select(new.study, new.series, new.instance))
        return right.accept(server, resource, new)

    return replace(right, accept=accept)


@microsoft(breaks=("store-duplicate-conflicts",))
def what_is_stored_already_is_refused_and_deleted(right: Behaviour) -> Behaviour:
    """An instance that is stored already is refused, and gone."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        outcome = right.accept(server, resource, new)
        if outcome.failure == ALREADY_STORED:
            server.archive.remove(server.archive.select(new.study, new.series, new.instance))
        return outcome

    return replace(right, accept=accept)


@microsoft(breaks=("store-duplicate-reason",))
def a_duplicate_has_the_reason_of_the_standard(right: Behaviour) -> Behaviour:
    """An instance that is stored already fails with 0111, duplicate SOP instance."""
    return _reason(right, ALREADY_STORED, DUPLICATE_INSTANCE)


@microsoft(breaks=("store-mismatch-reason",))
def another_study_is_a_processing_failure(right: Behaviour) -> Behaviour:
    """An instance of another study fails with 0110, processing failure."""
    return _reason(right, STUDY_MISMATCH, PROCESSING_FAILURE)


@microsoft(breaks=("store-required-attributes", "store-identifier-length"))
def what_is_not_valid_cannot_be_understood(right: Behaviour) -> Behaviour:
    """An instance whose required attributes are not right fails with C000."""
    return _reason(right, VALIDATION_FAILED, CANNOT_UNDERSTAND)


@microsoft(breaks=("store-no-parts-status",))
def a_message_without_parts_is_a_bad_request(right: Behaviour) -> Behaviour:
    """A multipart request without parts is answered with 400."""

    def read_parts(body: Received, boundary: str) -> Sequence[ReceivedPart]:
        parts = multipart.read_parts(body, boundary)
        if not parts:
            raise Refused(400, "The request has no parts.")
        return parts

    return replace(right, read_parts=read_parts)


@microsoft(breaks=("store-study-uid-checked",))
def a_malformed_study_is_another_study(right: Behaviour) -> Behaviour:
    """A malformed study UID in the URL of a store is answered with 409, as any other study."""

    def route(request: Request) -> Resource:
        try:
            return right.route(request)
        except Refused:
            if request.method != "POST" or len(request.segments) != 2:
                raise
            return Resource("entity", request.segments[1])

    return replace(right, route=route)


def _of_another_study(right: Behaviour, change: Callable[[Answer], Answer]) -> Behaviour:
    """The answer changed to a store for a study that refuses everything."""

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.store(server, request, resource)
        return change(answer) if answer.status == 409 and resource.level == "study" else answer

    return replace(right, store=store)


@microsoft(breaks=("store-nothing-stored-conflict", "store-mismatch-reason"))
def a_store_of_nothing_is_accepted(right: Behaviour) -> Behaviour:
    """A store for a study that stores nothing is answered with 202."""
    return _of_another_study(right, with_status(202))


@microsoft(breaks=("store-nothing-stored-conflict",))
def a_store_of_nothing_is_a_bad_request(right: Behaviour) -> Behaviour:
    """A store for a study that stores nothing is answered with 400, and the list of failures."""
    return _of_another_study(right, with_status(400))


@microsoft(breaks=("store-nothing-stored-conflict", "store-mismatch-reason"))
def a_conflict_lists_nothing(right: Behaviour) -> Behaviour:
    """A store for a study that stores nothing is answered with 409, and without a list of failures."""
    return _of_another_study(right, lambda answer: replace(answer, payload=Empty()))


def _examining(right: Behaviour, change: Callable[[Elements, Examined], Examined]) -> Behaviour:
    """What was found of a file changed, seen with its dataset."""

    def examine(server: Server, content: memoryview) -> Examined:
        examined = right.examine(server, content)
        try:
            elements = parse(content).elements
        except MalformedFile:
            return examined
        changed = change(elements, examined)
        if isinstance(examined, NewInstance) and isinstance(changed, Outcome):
            examined.path.unlink()
        return changed

    return replace(right, examine=examine)


def _completed(right: Behaviour, tag: int, vr: str, value: bytes, wrong: Callable[[bytes | None], bool]) -> Behaviour:
    """Instances whose attribute is wrong are stored with another value."""

    def change(elements: Elements) -> Elements:
        found = elements.get(tag)
        if not wrong(None if found is None else found.data):
            return elements
        return MappingProxyType(dict(sorted({**elements, tag: Element(tag, vr, memoryview(value))}.items())))

    return _storing(right, change)


def _storing(right: Behaviour, change: Callable[[Elements], Elements]) -> Behaviour:
    """Datasets changed before they are stored; those that need no change are stored as they are."""

    def examine(server: Server, content: memoryview) -> Examined:
        try:
            file = parse(content)
        except MalformedFile:
            return right.examine(server, content)
        elements = change(file.elements)
        if elements is file.elements:
            return right.examine(server, content)
        changed = replace(file, elements=elements)
        return right.examine(server, memoryview(b"".join(write_file(changed, file.transfer_syntax))))

    return replace(right, examine=examine)


@microsoft(breaks=("store-required-attributes",))
def a_patient_id_may_be_missing(right: Behaviour) -> Behaviour:
    """An instance without PatientID is stored, with an empty one."""
    return _completed(right, _PATIENT_ID, "LO", b"", lambda given: given is None)


@microsoft(breaks=("store-required-attributes",))
def a_missing_series_is_made_up(right: Behaviour) -> Behaviour:
    """An instance without SeriesInstanceUID is stored in a series of the server's own."""
    return _completed(right, _SERIES, "UI", b"2.25.1234", lambda given: given is None)


@microsoft(breaks=("store-empty-patient-id",))
def an_empty_patient_id_is_none(right: Behaviour) -> Behaviour:
    """An instance with an empty PatientID fails validation."""

    def change(elements: Elements, examined: Examined) -> Examined:
        if not isinstance(examined, NewInstance) or elements[_PATIENT_ID].data.strip(b" \0"):
            return examined
        names = (examined.study, examined.series, examined.instance, examined.sop_class)
        return Outcome(*names, failure=VALIDATION_FAILED)

    return _examining(right, change)


@microsoft(breaks=("store-identifier-length",))
def long_identifiers_are_cut(right: Behaviour) -> Behaviour:
    """Of an identifier of 65 characters the first 64 are stored."""

    def change(elements: Elements) -> Elements:
        series = elements.get(_SERIES)
        if series is None or len(series.data.strip(b" \0")) <= 64:
            return elements
        return MappingProxyType({**elements, _SERIES: Element(_SERIES, "UI", memoryview(series.data[:64]))})

    return _storing(right, change)


@microsoft(breaks=("store-invalid-value-warned",))
def an_invalid_value_fails_as_in_version_1(right: Behaviour) -> Behaviour:
    """An instance with an invalid value is refused with 409."""

    def change(elements: Elements, examined: Examined) -> Examined:
        if not isinstance(examined, NewInstance) or examined.warning is None:
            return examined
        names = (examined.study, examined.series, examined.instance, examined.sop_class)
        return Outcome(*names, failure=VALIDATION_FAILED)

    return _examining(right, change)


@microsoft(breaks=("store-invalid-value-warned",))
def an_invalid_value_is_stored_without_a_word(right: Behaviour) -> Behaviour:
    """An instance with an invalid value is stored with 200 and no warning."""

    def change(elements: Elements, examined: Examined) -> Examined:
        return replace(examined, warning=None, remarks=()) if isinstance(examined, NewInstance) else examined

    return _examining(right, change)


def _padded_with_null(elements: Elements) -> bool:
    return any(each.vr == "LO" and each.data.endswith(b"\0") for each in elements.values())


@microsoft(breaks=("store-null-padding",))
def a_null_is_warned_about(right: Behaviour) -> Behaviour:
    """An instance with a text that is padded with a null is stored with a warning, and 202."""

    def change(elements: Elements, examined: Examined) -> Examined:
        if not isinstance(examined, NewInstance) or not _padded_with_null(elements):
            return examined
        return replace(examined, warning=VALIDATION_WARNINGS, remarks=("a null",))

    return _examining(right, change)


@microsoft(breaks=("store-null-padding",))
def a_null_is_warned_about_with_200(right: Behaviour) -> Behaviour:
    """An instance with a text that is padded with a null is stored with a warning, and 200."""
    warning = a_null_is_warned_about.apply(right)

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.store(server, request, resource)
        return replace(answer, status=200) if b"Odd\0" in request.body[:] else answer

    return replace(warning, store=store)


@microsoft(breaks=("store-blank-preamble",))
def preambles_are_kept(right: Behaviour) -> Behaviour:
    """The preamble of a file comes back as it was sent."""

    def examine(server: Server, content: memoryview) -> Examined:
        examined = right.examine(server, content)
        if isinstance(examined, NewInstance):
            examined.path.write_bytes(content)
        return examined

    return replace(right, examine=examine)


@microsoft(breaks=("store-keeps-values",))
def values_of_the_newest_representations_are_lost(right: Behaviour) -> Behaviour:
    """Attributes of OV, SV and UV are not stored."""
    return storing(
        right,
        lambda elements: MappingProxyType({tag: each for tag, each in elements.items() if each.vr not in _NEWEST}),
    )
