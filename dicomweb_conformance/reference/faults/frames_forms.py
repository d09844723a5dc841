"""Frames in the wrong form, or under a wrong name."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import after, with_parts
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.frames import shape_of
from dicomweb_conformance.reference.messages import (
    Answer,
    Headers,
    Part,
    Parts,
    Refused,
    Request,
    Resource,
    Single,
)
from dicomweb_conformance.reference.syntaxes import JPEG_BASELINE, JPEG_LS_LOSSLESS, NATIVE

_OCTETS = "application/octet-stream"


def _on_frames(right: Behaviour, change: Callable[[Request, Answer, Instance], Answer]) -> Behaviour:
    """Every good answer to a request for frames changed."""

    def frames(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.frames(server, request, resource)
        return change(request, answer, server.behaviour.select(server, resource)[0])

    return replace(right, frames=frames)


def _accept(request: Request) -> str:
    return request.header("accept") or ""


def _refusing(
    right: Behaviour, refused: Callable[[str, Instance], bool], status: int = 406, reason: str = "Not acceptable."
) -> Behaviour:
    """Frames refused by what the client accepts, when they would be given."""

    def change(request: Request, answer: Answer, instance: Instance) -> Answer:
        if refused(_accept(request), instance):
            raise Refused(status, reason)
        return answer

    return _on_frames(right, change)


@fault(breaks=("retrieve-frame-transfer-syntaxes", "frames-accept-spellings"))
def frames_are_refused_in_explicit_vr_little_endian(right: Behaviour) -> Behaviour:
    """Uncompressed frames are refused when their transfer syntax is named."""
    return _refusing(
        right, lambda accept, instance: "1.2.840.10008.1.2.1" in accept and instance.transfer_syntax in NATIVE
    )


@fault(breaks=("frames-in-any-transfer-syntax",))
def compressed_frames_are_refused_in_any_transfer_syntax(right: Behaviour) -> Behaviour:
    """Frames of compressed images are refused as octets in any transfer syntax."""
    return _refusing(
        right,
        lambda accept, instance: "octet" in accept and "=*" in accept and instance.transfer_syntax not in NATIVE,
    )


@fault(breaks=("frames-are-decompressed",))
def compressed_frames_are_never_decompressed(right: Behaviour) -> Behaviour:
    """Frames of compressed images are refused as octets unless any transfer syntax is accepted."""
    return _refusing(
        right,
        lambda accept, instance: "octet" in accept and "=*" not in accept and instance.transfer_syntax not in NATIVE,
    )


@fault(breaks=("frames-with-loss",))
def lossy_frames_are_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """A JPEG Baseline frame asked for as octets ends with status 500."""
    return _refusing(
        right, lambda accept, instance: "octet" in accept and instance.transfer_syntax == JPEG_BASELINE, 500
    )


@fault(breaks=("frames-with-loss",))
def lossy_frames_come_compressed_as_octets(right: Behaviour) -> Behaviour:
    """A JPEG Baseline frame asked for as octets comes as its code stream, labelled as uncompressed."""

    def frame(server: Server, instance: Instance, number: int, transfer_syntax: str) -> bytes:
        lossy = instance.transfer_syntax == JPEG_BASELINE
        return right.frame(server, instance, number, JPEG_BASELINE if lossy else transfer_syntax)

    return replace(right, frame=frame)


@fault(breaks=("frames-accept-spellings",))
def media_types_in_upper_case_are_not_known(right: Behaviour) -> Behaviour:
    """Media types of frames are compared with regard to case."""
    return _refusing(right, lambda accept, _: accept.lower() != accept)


@fault(breaks=("frames-accept-spellings",))
def an_unknown_media_type_spoils_the_list(right: Behaviour) -> Behaviour:
    """A list of media types with an unknown one is refused, although another one fits."""
    return _refusing(right, lambda accept, _: accept.startswith("application/x-"), 400)


@fault(breaks=("frames-bare-type",))
def the_type_of_frames_must_be_quoted(right: Behaviour) -> Behaviour:
    """The type parameter is not understood without quotes."""
    return _refusing(right, lambda accept, _: "type=application" in accept)


@fault(breaks=("frames-accept-anything",))
def frames_must_be_asked_for_by_type(right: Behaviour) -> Behaviour:
    """Frames are refused to a client that accepts anything."""
    return _refusing(right, lambda accept, _: accept == "*/*")


def _when_refused(right: Behaviour, answer: Callable[[Server, Request, Resource], Answer]) -> Behaviour:
    """Another answer where frames are refused with 406."""

    def frames(server: Server, request: Request, resource: Resource) -> Answer:
        try:
            return right.frames(server, request, resource)
        except Refused as refused:
            if refused.answer.status != 406:
                raise
            return answer(server, request, resource)

    return replace(right, frames=frames)


@fault(breaks=("frames-unacceptable-type", "frames-unacceptable-is-406", "http-accept-malformed"))
def what_is_not_acceptable_is_a_page(right: Behaviour) -> Behaviour:
    """A media type that frames cannot be given in is answered with a page in HTML."""

    def page(server: Server, request: Request, resource: Resource) -> Answer:
        if "transfer-syntax" in _accept(request):
            raise Refused(406, "Not acceptable.")
        return Answer(200, Single(b"<html>Welcome</html>", "text/html"))

    return _when_refused(right, page)


@fault(breaks=("frames-unacceptable-type",))
def frames_are_given_as_what_was_asked_for(right: Behaviour) -> Behaviour:
    """Octets are labelled with the unknown media type that the client accepts."""

    def labelled(server: Server, request: Request, resource: Resource) -> Answer:
        if 'type="application/x' not in _accept(request):
            raise Refused(406, "Not acceptable.")
        octets = replace(request, headers=(("accept", f'multipart/related; type="{_OCTETS}"'),))
        answer = right.frames(server, octets, resource)
        unknown = "application/x-no-such-type"
        relabelled = with_parts(lambda parts: tuple(replace(part, type=unknown) for part in parts))(answer)
        payload = relabelled.payload
        return replace(relabelled, payload=replace(payload, type=unknown) if isinstance(payload, Parts) else payload)

    return _when_refused(right, labelled)


@fault(breaks=("frames-unacceptable-is-406",))
def unacceptable_frames_are_a_bad_request(right: Behaviour) -> Behaviour:
    """A media type that frames cannot be given in is refused with 400."""
    return _when_refused(right, lambda server, request, resource: Answer(400))


@fault(breaks=("frames-unsupported-transfer-syntax",))
def octets_are_labelled_with_any_transfer_syntax(right: Behaviour) -> Behaviour:
    """Octets are labelled with the transfer syntax that was asked for, whatever it is."""

    def labelled(server: Server, request: Request, resource: Resource) -> Answer:
        _, named, syntax = _accept(request).partition("transfer-syntax=")
        if not named:
            raise Refused(406, "Not acceptable.")
        octets = replace(request, headers=(("accept", f'multipart/related; type="{_OCTETS}"'),))
        change = with_parts(lambda parts: tuple(replace(part, transfer_syntax=syntax) for part in parts))
        return change(right.frames(server, octets, resource))

    return _when_refused(right, labelled)


@fault(breaks=("frames-unsupported-transfer-syntax",))
def an_unsupported_transfer_syntax_is_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """A transfer syntax that frames cannot be given in ends with status 500."""
    return _when_refused(
        right, lambda server, request, resource: Answer(500 if "transfer-syntax" in _accept(request) else 406)
    )


@fault(
    breaks=(
        "frames-single-frame-is-one-part",
        "frames-accept-spellings",
        "frames-are-little-endian",
        "frames-bare-type",
        "frames-equal-stored-pixels",
        "frames-message-is-typed",
        "retrieve-frame-transfer-syntaxes",
        "frames-parts-are-typed",
    )
)
def a_single_frame_comes_without_multipart(right: Behaviour) -> Behaviour:
    """The only frame of an image comes without multipart framing, although multipart was asked for."""

    def change(request: Request, answer: Answer, instance: Instance) -> Answer:
        shape = shape_of(instance)
        payload = answer.payload
        several = shape is None or shape.frames > 1 or instance.transfer_syntax not in NATIVE
        if several or not isinstance(payload, Parts) or "transfer" in _accept(request):
            return answer
        return replace(answer, payload=Single(payload.parts[0].content, _OCTETS))

    return _on_frames(right, change)


@fault(breaks=("frames-single-part",))
def a_single_part_is_labelled_as_a_file(right: Behaviour) -> Behaviour:
    """A frame without multipart framing is labelled as a DICOM file."""

    def change(request: Request, answer: Answer, instance: Instance) -> Answer:
        payload = answer.payload
        if not isinstance(payload, Single):
            return answer
        return replace(answer, payload=replace(payload, type="application/dicom"))

    return _on_frames(right, change)


@fault(breaks=("frames-message-is-typed",))
def the_message_of_frames_claims_files(right: Behaviour) -> Behaviour:
    """The type parameter of a message of frames says application/dicom."""

    def change(request: Request, answer: Answer, instance: Instance) -> Answer:
        payload = answer.payload
        if not isinstance(payload, Parts):
            return answer
        return replace(answer, payload=replace(payload, type="application/dicom"))

    return _on_frames(right, change)


@fault(breaks=("frames-parts-are-typed", "http-payload-true"))
def parts_of_frames_have_no_content_type(right: Behaviour) -> Behaviour:
    """The parts of a message of frames name no media type."""

    def part_headers(part: Part) -> Headers:
        kept = right.part_headers(part)
        if part.type != _OCTETS or "/frames/" not in (part.location or ""):
            return kept
        return tuple(field for field in kept if field[0] != "Content-Type")

    return replace(right, part_headers=part_headers)


def _relabelled(right: Behaviour, syntax: str, change: Callable[[Part], Part]) -> Behaviour:
    """The parts with code streams of one transfer syntax under another label."""

    def relabel(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(change(part) if part.transfer_syntax == syntax else part for part in parts)

    return replace(right, frames=after(right.frames, with_parts(relabel)))


@fault(breaks=("frames-bare-code-stream",))
def a_jpeg_frame_lacks_its_transfer_syntax(right: Behaviour) -> Behaviour:
    """A JPEG Baseline frame comes without a transfer syntax, so that it claims to be lossless."""
    return _relabelled(right, JPEG_BASELINE, lambda part: replace(part, transfer_syntax=None))


@fault(breaks=("frames-bare-code-stream",))
def a_jpeg_frame_is_labelled_as_jpeg_2000(right: Behaviour) -> Behaviour:
    """A JPEG Baseline frame comes as image/jp2."""
    return _relabelled(right, JPEG_BASELINE, lambda part: replace(part, type="image/jp2"))


@fault(breaks=("frames-bare-code-stream",))
def a_jpeg_ls_frame_has_an_old_name(right: Behaviour) -> Behaviour:
    """A JPEG-LS frame comes as image/x-jls."""
    return _relabelled(right, JPEG_LS_LOSSLESS, lambda part: replace(part, type="image/x-jls"))


@fault(breaks=("frames-bare-code-stream",))
def code_streams_come_as_items(right: Behaviour) -> Behaviour:
    """A code stream comes with the item header of encapsulated pixel data."""

    def frame(server: Server, instance: Instance, number: int, transfer_syntax: str) -> bytes:
        data = right.frame(server, instance, number, transfer_syntax)
        return data if transfer_syntax in NATIVE else struct.pack("<HHI", 0xFFFE, 0xE000, len(data)) + data

    return replace(right, frame=frame)


@fault(breaks=("frames-location",))
def the_location_of_a_frame_is_doubled(right: Behaviour) -> Behaviour:
    """The Content-Location of a frame has its last segments twice, and leads nowhere."""

    def doubled(part: Part) -> Part:
        tail = (part.location or "").partition("/frames/")[2]
        return replace(part, location=f"{part.location}/frames/{tail}")

    return replace(right, frames=after(right.frames, with_parts(lambda parts: tuple(map(doubled, parts)))))
