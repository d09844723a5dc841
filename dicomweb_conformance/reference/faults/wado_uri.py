"""Wrong ways of the URI service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import without_parameter
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.wado_uri_changes import (
    answering_by_uri,
    asking_by_uri,
    bytes_of,
    with_parameter,
)
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Resource, Single
from dicomweb_conformance.reference.part10_writer import write_file

_DICOM = "application/dicom"


def _is_file(single: Single) -> bool:
    return single.type == _DICOM


@fault(
    breaks=(
        "wado-uri-file",
        "wado-uri-file-content",
        "wado-uri-default-transfer-syntax",
        "wado-uri-parameter-order",
        "wado-uri-percent-encoding",
        "wado-uri-unknown-parameter",
        "wado-uri-transfer-syntax",
    )
)
def files_by_uri_are_octets(right: Behaviour) -> Behaviour:
    """A DICOM file by URI comes as application/octet-stream."""
    return answering_by_uri(
        right, lambda _, single: replace(single, type="application/octet-stream") if _is_file(single) else single
    )


@fault(breaks=("wado-uri-file-content",))
def files_by_uri_lack_the_photometric_interpretation(right: Behaviour) -> Behaviour:
    """A DICOM file by URI has no PhotometricInterpretation."""

    def change(_: Request, single: Single) -> Single:
        if not _is_file(single):
            return single
        file = part10.parse(memoryview(bytes_of(single)))
        elements = {tag: element for tag, element in file.elements.items() if tag != 0x00280004}
        content = b"".join(write_file(replace(file, elements=elements), file.transfer_syntax))
        return replace(single, content=content)

    return answering_by_uri(right, change)


@fault(breaks=("wado-uri-default-transfer-syntax",))
def files_by_uri_are_as_stored(right: Behaviour) -> Behaviour:
    """A DICOM file by URI is in the transfer syntax in which it was stored."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.wado_uri(server, request, resource)
        if (
            not isinstance(answer.payload, Single)
            or not _is_file(answer.payload)
            or request.parameter("transferSyntax")
        ):
            return answer
        names = ("studyUID", "seriesUID", "objectUID")
        stored = server.archive.select(*(request.parameter(name) for name in names))[0]
        content = right.transcode(server, stored, stored.transfer_syntax)
        return replace(answer, payload=Single(content, _DICOM, stored.transfer_syntax))

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("wado-uri-transfer-syntax",))
def files_by_uri_are_deflated_when_a_syntax_is_named(right: Behaviour) -> Behaviour:
    """Whatever transfer syntax is named, the DICOM file is deflated."""
    deflated = "1.2.840.10008.1.2.1.99"

    def change(request: Request) -> Request:
        named = request.parameter("transferSyntax") == "1.2.840.10008.1.2.5"
        return with_parameter(request, "transferSyntax", deflated) if named else request

    return asking_by_uri(right, change)


@fault(breaks=("wado-uri-impossible-transfer-syntax",))
def impossible_transfer_syntaxes_by_uri_break_the_server(right: Behaviour) -> Behaviour:
    """A transfer syntax that cannot be given is answered with 500."""
    return _failing(right, 406, 500, "transferSyntax")


@fault(breaks=("wado-uri-malformed-transfer-syntax",))
def malformed_transfer_syntaxes_by_uri_break_the_server(right: Behaviour) -> Behaviour:
    """A transferSyntax that is no UID is answered with 500."""
    return _failing(right, 400, 500, "transferSyntax")


@fault(breaks=("wado-uri-anonymize",))
def anonymized_instances_keep_their_patient(right: Behaviour) -> Behaviour:
    """An anonymized instance has another UID, and the patient that it had."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        if request.parameter("anonymize") != "yes":
            return right.wado_uri(server, request, resource)
        answer = right.wado_uri(server, without_parameter(request, "anonymize"), resource)
        if not isinstance(answer.payload, Single):
            return answer
        file = part10.parse(memoryview(bytes_of(answer.payload)))
        uid = file.elements[0x00080018]
        changed = replace(uid, value=memoryview(b"2.25.1\0"))
        file = replace(file, elements={**file.elements, 0x00080018: changed})
        content = b"".join(write_file(file, file.transfer_syntax))
        return replace(answer, payload=replace(answer.payload, content=content))

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("wado-uri-anonymize-value",))
def unknown_values_of_anonymize_break_the_server(right: Behaviour) -> Behaviour:
    """A value of anonymize other than yes is answered with 500."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        if request.parameter("anonymize") not in (None, "yes"):
            return Answer(500)
        return right.wado_uri(server, request, resource)

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("wado-uri-parameter-order",))
def parameters_by_uri_have_an_order(right: Behaviour) -> Behaviour:
    """A request by URI that does not begin with requestType is refused."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        if request.parameter("requestType") and request.query[0][0] != "requestType":
            raise Refused(400, "requestType comes first.")
        return right.wado_uri(server, request, resource)

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("wado-uri-unknown-parameter",))
def unknown_parameters_by_uri_are_refused(right: Behaviour) -> Behaviour:
    """A request by URI with an unknown parameter is refused."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        if request.parameter("nonsense") is not None:
            raise Refused(400, "nonsense is unknown.")
        return right.wado_uri(server, request, resource)

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("wado-uri-request-type",))
def the_request_type_does_not_matter(right: Behaviour) -> Behaviour:
    """A requestType that is missing or unknown is taken for WADO."""
    return asking_by_uri(right, lambda request: with_parameter(request, "requestType", "WADO"))


@fault(breaks=("wado-uri-object-uid-required",))
def a_missing_object_uid_is_not_found(right: Behaviour) -> Behaviour:
    """A request by URI without objectUID is answered with 404."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        if request.parameter("objectUID") is None:
            raise Refused(404, "There is no such instance.")
        return right.wado_uri(server, request, resource)

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("wado-uri-study-and-series-uid-required", "wado-uri-mismatched-uids"))
def the_object_uid_is_enough(right: Behaviour) -> Behaviour:
    """The instance is found by objectUID alone."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        for instance in server.archive.select(None, None, None):
            if instance.instance == request.parameter("objectUID"):
                request = with_parameter(
                    with_parameter(request, "studyUID", instance.study), "seriesUID", instance.series
                )
        return right.wado_uri(server, request, resource)

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("wado-uri-malformed-object-uid",))
def malformed_object_uids_break_the_server(right: Behaviour) -> Behaviour:
    """An objectUID that is no UID is answered with 500."""
    return _failing(right, 400, 500, "objectUID", also=lambda request: request.parameter("objectUID") == "not-a-uid")


@fault(breaks=("wado-uri-unknown-object",))
def unknown_objects_by_uri_are_empty(right: Behaviour) -> Behaviour:
    """An unknown instance is answered with 204."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        try:
            return right.wado_uri(server, request, resource)
        except Refused as refused:
            known = server.archive.select(request.parameter("studyUID"), request.parameter("seriesUID"), None)
            if refused.answer.status == 404 and known:
                return Answer(204)
            raise

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("wado-uri-media-type-parameters",))
def parameters_of_media_types_by_uri_are_ignored(right: Behaviour) -> Behaviour:
    """A transfer syntax or character set in contentType is not looked at."""

    def change(request: Request) -> Request:
        given = request.parameter("contentType")
        return request if given is None else with_parameter(request, "contentType", given.partition(";")[0])

    return asking_by_uri(right, change)


@fault(breaks=("wado-uri-media-type-list",))
def only_one_media_type_by_uri_is_understood(right: Behaviour) -> Behaviour:
    """Of a list in contentType only the first is looked at."""

    def change(request: Request) -> Request:
        given = request.parameter("contentType")
        return request if given is None else with_parameter(request, "contentType", given.partition(",")[0])

    return asking_by_uri(right, change)


@fault(breaks=("wado-uri-unacceptable",))
def sound_by_uri_is_a_jpeg(right: Behaviour) -> Behaviour:
    """A request for sound is answered with a JPEG that says it is sound."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        if request.parameter("contentType") != "audio/basic":
            return right.wado_uri(server, request, resource)
        answer = right.wado_uri(server, with_parameter(request, "contentType", "image/jpeg"), resource)
        named = replace(answer.payload, type="audio/basic") if isinstance(answer.payload, Single) else answer.payload
        return replace(answer, payload=named)

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("wado-uri-report-html",))
def reports_by_uri_are_never_html(right: Behaviour) -> Behaviour:
    """A report that is requested as HTML is plain text that says it is HTML."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        if request.parameter("contentType") != "text/html":
            return right.wado_uri(server, request, resource)
        answer = right.wado_uri(server, with_parameter(request, "contentType", "text/plain"), resource)
        named = replace(answer.payload, type="text/html") if isinstance(answer.payload, Single) else answer.payload
        return replace(answer, payload=named)

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("wado-uri-report-text",))
def reports_by_uri_are_always_html(right: Behaviour) -> Behaviour:
    """A report that is requested as plain text comes as HTML."""

    def change(request: Request) -> Request:
        is_text = request.parameter("contentType") == "text/plain"
        return with_parameter(request, "contentType", "text/html") if is_text else request

    return asking_by_uri(right, change)


def _failing(
    right: Behaviour,
    refused_with: int,
    status: int,
    parameter: str,
    also: Callable[[Request], bool] = lambda _: True,
) -> Behaviour:
    """A request with the parameter that is refused with one status is answered with another."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        try:
            return right.wado_uri(server, request, resource)
        except Refused as refused:
            if refused.answer.status == refused_with and request.parameter(parameter) is not None and also(request):
                return Answer(status)
            raise

    return replace(right, wado_uri=wado_uri)
