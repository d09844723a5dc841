"""Wrong ways to read the message in which instances come."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import answering, before
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Answer, Received, Refused, Request, Single
from dicomweb_conformance.reference.multipart import MalformedMultipart, ReceivedPart
from dicomweb_conformance.reference.outcomes import Examined, Outcome

_NOT_READ = ("content-type", "text/plain")
_INSTANCE_IN_META = re.compile(rb"\x02\x00\x03\x00UI..([0-9.]+)", re.DOTALL)


def _refusing(right: Behaviour, is_wrong: Callable[[str, Request], bool], status: int = 400) -> Behaviour:
    """Requests whose Content-Type (or header) is wrong are refused."""

    def demanding(request: Request) -> Request:
        if is_wrong(request.header("content-type") or "", request):
            raise Refused(status, "The request cannot be read.")
        return request

    return replace(right, store=before(right.store, demanding))


@fault(breaks=("store-boundary-quoting", "store-further-parameters"))
def bare_boundaries_are_refused(right: Behaviour) -> Behaviour:
    """A boundary that is not quoted is refused."""
    return _refusing(right, lambda text, _: re.search(r"boundary=[^\"]", text, re.IGNORECASE) is not None)


@fault(breaks=("store-boundary-quoting", "store-blanks-before-semicolons"))
def parameters_need_one_blank_before_them(right: Behaviour) -> Behaviour:
    """Parameters are split at semicolon and blank, no more and no less."""
    return _refusing(right, lambda text, _: re.search(r";(?! [a-z])", text, re.IGNORECASE) is not None)


@fault(breaks=("store-blanks-before-semicolons",))
def blanks_before_semicolons_are_refused(right: Behaviour) -> Behaviour:
    """A Content-Type with a blank before a semicolon is refused."""
    return _refusing(right, lambda text, _: re.search(r"[ \t];", text) is not None)


@fault(breaks=("store-name-case",))
def parameter_names_have_case(right: Behaviour) -> Behaviour:
    """A boundary parameter is found in lower case only."""
    return _refusing(right, lambda text, _: text.lower().startswith("multipart/") and "BOUNDARY" in text)


@fault(breaks=("store-name-case",))
def field_names_of_parts_have_case(right: Behaviour) -> Behaviour:
    """The Content-Type of a part is found in one spelling only."""

    def read_parts(body: Received, boundary: str) -> Sequence[ReceivedPart]:
        found = right.read_parts(body, boundary)
        return [
            replace(part, headers=(_NOT_READ,)) if b"content-type:" in body[part.start - 200 : part.start] else part
            for part in found
        ]

    return replace(right, read_parts=read_parts)


@fault(breaks=("store-media-type-case",))
def media_types_have_case(right: Behaviour) -> Behaviour:
    """The media type of the parts is known in lower case only."""
    return _refusing(right, lambda text, _: "APPLICATION/DICOM" in text, 415)


@fault(breaks=("store-further-parameters",))
def unknown_parameters_are_refused(right: Behaviour) -> Behaviour:
    """A Content-Type with a parameter that nobody knows is refused."""
    return _refusing(right, lambda text, _: "x-from" in text)


@fault(breaks=("store-message-transfer-syntax",))
def a_message_names_no_transfer_syntax(right: Behaviour) -> Behaviour:
    """A Content-Type with a transfer-syntax parameter is refused."""
    return _refusing(right, lambda text, _: "transfer-syntax" in text, 415)


@fault(breaks=("store-bare-type",))
def a_bare_type_is_refused(right: Behaviour) -> Behaviour:
    """A type parameter without its quotes is refused."""
    return _refusing(right, lambda text, _: "type=application/dicom" in text)


def _with_boundaries(right: Behaviour, is_legal: Callable[[str], bool]) -> Behaviour:
    def read_parts(body: Received, boundary: str) -> Sequence[ReceivedPart]:
        if not is_legal(boundary):
            raise MalformedMultipart("The boundary cannot be used.")
        return right.read_parts(body, boundary)

    return replace(right, read_parts=read_parts)


@fault(breaks=("store-boundary-length",))
def boundaries_end_at_64_characters(right: Behaviour) -> Behaviour:
    """A boundary of more than 64 characters is refused."""
    return _with_boundaries(right, lambda boundary: len(boundary) <= 64)


@fault(breaks=("store-boundary-characters", "store-boundary-any-character"))
def boundaries_hold_no_equals_sign(right: Behaviour) -> Behaviour:
    """A boundary with an equals sign is refused."""
    return _with_boundaries(right, lambda boundary: "=" not in boundary)


@fault(breaks=("store-boundary-any-character",))
def boundaries_hold_no_blank(right: Behaviour) -> Behaviour:
    """A boundary with a blank is refused."""
    return _with_boundaries(right, lambda boundary: " " not in boundary)


def _with_parts(right: Behaviour, change: Callable[[Received, ReceivedPart], ReceivedPart]) -> Behaviour:
    def read_parts(body: Received, boundary: str) -> Sequence[ReceivedPart]:
        return [change(body, part) for part in right.read_parts(body, boundary)]

    return replace(right, read_parts=read_parts)


@fault(breaks=("store-part-header-fields",))
def parts_have_one_header_field(right: Behaviour) -> Behaviour:
    """A part with several header fields is not read."""
    return _with_parts(right, lambda _, part: replace(part, headers=(_NOT_READ,)) if len(part.headers) > 1 else part)


@fault(breaks=("store-part-transfer-syntax",))
def parts_that_name_their_transfer_syntax_are_skipped(right: Behaviour) -> Behaviour:
    """A part whose media type names the transfer syntax is thrown away in silence."""

    def read_parts(body: Received, boundary: str) -> Sequence[ReceivedPart]:
        found = right.read_parts(body, boundary)
        return [part for part in found if "transfer-syntax" not in (part.header("content-type") or "")]

    return replace(right, read_parts=read_parts)


@fault(breaks=("store-part-without-type",))
def parts_without_a_type_are_texts(right: Behaviour) -> Behaviour:
    """A part without Content-Type is taken for plain text."""
    return _with_parts(
        right, lambda _, part: replace(part, headers=(_NOT_READ,)) if part.header("content-type") is None else part
    )


@fault(breaks=("store-content-framing",))
def two_hyphens_at_a_line_start_end_a_part(right: Behaviour) -> Behaviour:
    """The content of a part ends at the first line that begins with two hyphens."""

    def ending(body: Received, part: ReceivedPart) -> ReceivedPart:
        at = body.find(b"\r\n--", part.start, part.end)
        return replace(part, end=at) if at >= 0 else part

    return _with_parts(right, ending)


@fault(breaks=("store-around-parts",))
def preambles_are_refused(right: Behaviour) -> Behaviour:
    """A body that does not begin with the boundary is refused."""

    def read_parts(body: Received, boundary: str) -> Sequence[ReceivedPart]:
        found = right.read_parts(body, boundary)
        if body[:2] != b"--":
            raise MalformedMultipart("The body does not begin with the boundary.")
        return found

    return replace(right, read_parts=read_parts)


@fault(breaks=("store-known-length",))
def requests_that_state_their_length_are_refused(right: Behaviour) -> Behaviour:
    """A multipart request with Content-Length is refused."""
    return _refusing(right, lambda text, request: request.header("content-length") is not None and "multi" in text)


@fault(breaks=("store-expect-continue",))
def expectations_are_not_met(right: Behaviour) -> Behaviour:
    """A request that expects 100-continue is answered with 417."""
    return _refusing(right, lambda _, request: request.header("expect") is not None, 417)


@fault(breaks=("store-boundary-missing", "store-no-server-error"))
def a_missing_boundary_is_a_server_error(right: Behaviour) -> Behaviour:
    """A multipart request without a boundary is answered with 500."""
    return _refusing(
        right, lambda text, _: text.startswith("multipart/related") and "boundary" not in text.lower(), 500
    )


@fault(breaks=("store-boundary-missing",))
def a_missing_boundary_is_guessed(right: Behaviour) -> Behaviour:
    """A multipart request without a boundary is read by its first line."""

    def guessing(request: Request) -> Request:
        text = request.header("content-type") or ""
        if not text.startswith("multipart/related") or "boundary" in text.lower():
            return request
        first = bytes(request.body[:100]).partition(b"\r\n")[0].removeprefix(b"--").decode("latin-1")
        headers = tuple(pair for pair in request.headers if pair[0] != "content-type")
        return replace(request, headers=(*headers, ("content-type", f'{text}; boundary="{first}"')))

    return replace(right, store=before(right.store, guessing))


def _failing_to_read(right: Behaviour, status: int, phrase: str) -> Behaviour:
    """A malformed body of which the reader says this is answered with another status."""

    def read_parts(body: Received, boundary: str) -> Sequence[ReceivedPart]:
        try:
            return right.read_parts(body, boundary)
        except MalformedMultipart as error:
            if phrase not in str(error):
                raise
            raise Refused(status, str(error)) from error

    return replace(right, read_parts=read_parts)


def _nothing_to_say(right: Behaviour, is_meant: Callable[[Request, Answer], bool]) -> Behaviour:
    """Refusals that are meant are answered with 204, as if there were nothing to say."""

    def change(request: Request, answer: Answer) -> Answer:
        stores = request.method == "POST" and answer.status == 400
        return Answer(204) if stores and is_meant(request, answer) else answer

    return answering(right, change)


def _says(answer: Answer, phrase: bytes) -> bool:
    payload = answer.payload
    return isinstance(payload, Single) and isinstance(payload.content, bytes) and phrase in payload.content


@fault(breaks=("store-boundary-absent", "store-malformed-is-client-error", "store-no-server-error"))
def an_absent_boundary_is_a_server_error(right: Behaviour) -> Behaviour:
    """A body in which the boundary never occurs is answered with 500."""
    return _failing_to_read(right, 500, "never occurs")


@fault(breaks=("store-truncated-message", "store-malformed-is-client-error", "store-no-server-error"))
def a_truncated_body_is_a_server_error(right: Behaviour) -> Behaviour:
    """A body without its closing boundary is answered with 500."""
    return _failing_to_read(right, 500, "truncated")


@fault(breaks=("store-malformed-is-client-error",))
def an_absent_boundary_is_answered_with_204(right: Behaviour) -> Behaviour:
    """A body in which the boundary never occurs is answered with 204."""
    return _nothing_to_say(right, lambda _, answer: _says(answer, b"never occurs"))


@fault(breaks=("store-empty-request",))
def empty_requests_are_answered_with_204(right: Behaviour) -> Behaviour:
    """A request without a body is answered with 204."""
    return _nothing_to_say(right, lambda request, _: not len(request.body))


def _claimed(content: bytes) -> Outcome | None:
    """The instance that a file claims to be by its File Meta Information, as if it were stored."""
    found = _INSTANCE_IN_META.search(content)
    return None if found is None else Outcome("1.2", "1.2.3", found[1].decode(), "1.2.840.10008.5.1.4.1.1.7")


@fault(breaks=("store-truncated-message", "store-malformed-is-client-error"))
def a_part_that_is_cut_off_is_listed_as_stored(right: Behaviour) -> Behaviour:
    """The last part of a body without closing boundary is taken as it is, and listed as stored."""
    cut_off: set[bytes] = set()

    def read_parts(body: Received, boundary: str) -> Sequence[ReceivedPart]:
        try:
            return right.read_parts(body, boundary)
        except MalformedMultipart as error:
            start = body.find(b"\r\n\r\n") + 4
            if "truncated" not in str(error) or start < 4:
                raise
            cut_off.add(bytes(body[start:]))
            return [ReceivedPart((), start, len(body))]

    def examine(server: Server, content: memoryview) -> Examined:
        examined = right.examine(server, content)
        return (_claimed(bytes(content)) or examined) if bytes(content) in cut_off else examined

    return replace(right, read_parts=read_parts, examine=examine)


@fault(breaks=("store-truncated-file",))
def half_a_file_is_listed_as_stored(right: Behaviour) -> Behaviour:
    """A file that ends within a value is listed as stored."""

    def examine(server: Server, content: memoryview) -> Examined:
        examined = right.examine(server, content)
        return (_claimed(bytes(content)) or examined) if examined == Outcome(failure=0xC000) else examined

    return replace(right, examine=examine)


@fault(breaks=("store-content-framing",))
def line_ends_at_the_end_of_a_part_are_cut_off(right: Behaviour) -> Behaviour:
    """A part that ends in CR and LF is read without them."""

    def trimmed(body: Received, part: ReceivedPart) -> ReceivedPart:
        return replace(part, end=part.end - 2) if body[part.end - 2 : part.end] == b"\r\n" else part

    return _with_parts(right, trimmed)
