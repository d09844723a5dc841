"""Wrong header fields: media types, lengths, codings, entity tags, methods."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import after, reply_without_header, without_header
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.http_negotiation import searching
from dicomweb_conformance.reference.messages import (
    Answer,
    Empty,
    Refused,
    Reply,
    Request,
    Resource,
    Single,
    refusal,
)

_Write = Callable[[Server, Request, Answer, Reply], Reply]


def _written(right: Behaviour, change: _Write) -> Behaviour:
    def write(server: Server, request: Request, answer: Answer) -> Reply:
        return change(server, request, answer, right.write(server, request, answer))

    return replace(right, write=write)


def _named(reply: Reply, content_type: str) -> Reply:
    return replace(
        reply, headers=(*reply_without_header(reply, "content-type").headers, ("Content-Type", content_type))
    )


def _field(reply: Reply, name: str) -> str | None:
    return next((value for key, value in reply.headers if key.lower() == name), None)


def _in_series(request: Request) -> bool:
    """A search within a series, the rarest of the six."""
    return searching(request) and len(request.segments) == 5


def _refusing(right: Behaviour, wrong: Callable[[Request], bool], status: int) -> Behaviour:
    def handle(server: Server, request: Request) -> Answer:
        return refusal(status, "No.") if wrong(request) else right.handle(server, request)

    return replace(right, handle=handle)


@fault(breaks=("http-negotiating-fields",))
def a_foreign_language_is_refused(right: Behaviour) -> Behaviour:
    """A request with an Accept-Language that the server does not speak is answered with 406."""
    return _refusing(right, lambda request: "tlh" in (request.header("accept-language") or ""), 406)


@fault(breaks=("http-negotiating-fields",))
def character_sets_are_refused_beside_frames(right: Behaviour) -> Behaviour:
    """Frames are refused to a client that sends Accept-Charset."""
    return _refusing(
        right, lambda request: "frames" in request.segments and request.header("accept-charset") is not None, 400
    )


@fault(breaks=("http-charset-list",))
def unsupported_character_sets_crash_the_server(right: Behaviour) -> Behaviour:
    """An unknown name in Accept-Charset is answered with 500."""
    return _refusing(right, lambda request: "x-none" in (request.header("accept-charset") or ""), 500)


@fault(breaks=("http-charset-parameter",))
def the_charset_parameter_is_refused(right: Behaviour) -> Behaviour:
    """A request with the query parameter charset is answered with 400."""
    return _refusing(right, lambda request: request.parameter("charset") is not None, 400)


@fault(breaks=("http-payload-named", "search-results-as-dicom-json"))
def searches_within_a_series_name_no_media_type(right: Behaviour) -> Behaviour:
    """The result of a search within a series comes without Content-Type."""

    def change(server: Server, request: Request, answer: Answer, reply: Reply) -> Reply:
        return reply_without_header(reply, "content-type") if _in_series(request) else reply

    return _written(right, change)


@fault(
    breaks=(
        "http-payload-true",
        "rendered-annotation",
        "rendered-compressed",
        "rendered-eight-bits",
        "rendered-first-frame",
        "rendered-frames",
        "rendered-gray-stays-gray",
        "rendered-known-type-in-a-list",
        "rendered-monochrome1-inverted",
        "rendered-own-window",
        "rendered-palette-colours",
        "rendered-png",
        "rendered-rgb-colours",
        "rendered-unknown-annotation",
        "rendered-ybr-colours",
        "rendered-size",
    )
)
def a_png_is_a_jpeg(right: Behaviour) -> Behaviour:
    """A picture that is asked for and called image/png is a JPEG."""

    def change(answer: Answer) -> Answer:
        if not isinstance(answer.payload, Single) or answer.payload.type != "image/png":
            return answer
        return replace(answer, payload=replace(answer.payload, content=b"\xff\xd8\xff\xe0\0\x10JFIF\0"))

    return replace(right, rendered=after(right.rendered, change))


@fault(breaks=("http-parameters-single",))
def searches_name_their_character_set_twice(right: Behaviour) -> Behaviour:
    """The result of a search for studies has two charset parameters in its Content-Type."""

    def change(server: Server, request: Request, answer: Answer, reply: Reply) -> Reply:
        if request.segments == ("studies",) and _field(reply, "content-type") == "application/dicom+json":
            return _named(reply, "application/dicom+json; charset=utf-8; charset=utf-8")
        return reply

    return _written(right, change)


@fault(breaks=("http-no-type-without-content",))
def empty_searches_have_a_media_type(right: Behaviour) -> Behaviour:
    """A search for studies without match is answered with 204 and a Content-Type."""

    def change(server: Server, request: Request, answer: Answer, reply: Reply) -> Reply:
        if (
            request.segments == ("studies",)
            and b"".join(each for each in reply.body if isinstance(each, bytes)) == b"[]"
        ):
            return Reply(204, (("Content-Type", "application/dicom+json"),), ())
        return reply

    return _written(right, change)


@fault(breaks=("http-length", "http-coding-declared", "http-compression"))
def compressed_content_has_the_length_of_the_plain_one(right: Behaviour) -> Behaviour:
    """With gzip the Content-Length counts the bytes before compression, and the answer breaks off."""

    def change(server: Server, request: Request, answer: Answer, reply: Reply) -> Reply:
        if _field(reply, "content-encoding") != "gzip":
            return reply
        length = len(gzip.decompress(b"".join(each for each in reply.body if isinstance(each, bytes))))
        shorter = reply_without_header(reply, "content-length")
        return replace(shorter, headers=(*shorter.headers, ("Content-Length", str(length))))

    return _written(right, change)


@fault(breaks=("http-length", "http-coding-declared", "http-compression"))
def compression_is_not_declared(right: Behaviour) -> Behaviour:
    """Content that was compressed with gzip comes without Content-Encoding."""

    def change(server: Server, request: Request, answer: Answer, reply: Reply) -> Reply:
        return reply_without_header(reply, "content-encoding")

    return _written(right, change)


@fault(breaks=("http-length", "http-coding-declared", "http-compression"))
def compression_is_declared_but_not_done(right: Behaviour) -> Behaviour:
    """Metadata are said to be compressed with gzip, and are not."""

    def change(server: Server, request: Request, answer: Answer, reply: Reply) -> Reply:
        if _field(reply, "content-encoding") != "gzip" or request.segments[-1] != "metadata":
            return reply
        plain = gzip.decompress(b"".join(each for each in reply.body if isinstance(each, bytes)))
        shorter = reply_without_header(reply, "content-length")
        return replace(shorter, headers=(*shorter.headers, ("Content-Length", str(len(plain)))), body=(plain,))

    return _written(right, change)


@fault(breaks=("http-coding-accepted",))
def everything_is_compressed(right: Behaviour) -> Behaviour:
    """Metadata are compressed for a client that wants no coding."""

    def change(server: Server, request: Request, answer: Answer, reply: Reply) -> Reply:
        wanted = request.header("accept-encoding")
        if reply.status != 200 or request.segments[-1:] != ("metadata",) or wanted is None or "gzip;q=1" in wanted:
            return reply
        if _field(reply, "content-encoding"):
            return reply
        body = gzip.compress(b"".join(each for each in reply.body if isinstance(each, bytes)))
        shorter = reply_without_header(reply, "content-length")
        headers = (*shorter.headers, ("Content-Length", str(len(body))), ("Content-Encoding", "gzip"))
        return replace(shorter, headers=headers, body=(body,))

    return _written(right, change)


@fault(breaks=("http-vary",))
def negotiated_metadata_do_not_say_so(right: Behaviour) -> Behaviour:
    """Metadata come without Vary."""

    def change(server: Server, request: Request, answer: Answer, reply: Reply) -> Reply:
        return reply_without_header(reply, "vary") if request.segments[-1:] == ("metadata",) else reply

    return _written(right, change)


@fault(breaks=("http-not-modified", "metadata-not-modified"))
def what_is_current_comes_as_an_error(right: Behaviour) -> Behaviour:
    """A request with the current entity tag is answered with 412."""

    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.metadata(server, request, resource)
        return Answer(412, Empty(), answer.headers) if answer.status == 304 else answer

    return replace(right, metadata=metadata)


@fault(breaks=("http-modified", "delete-changes-entity-tag", "metadata-entity-tag-changes"))
def every_conditional_request_is_current(right: Behaviour) -> Behaviour:
    """A request with any entity tag at all is answered with 304."""

    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.metadata(server, request, resource)
        if request.header("if-none-match") is None:
            return answer
        return Answer(304, Empty(), answer.headers)

    return replace(right, metadata=metadata)


@fault(breaks=("http-head",))
def head_is_not_found(right: Behaviour) -> Behaviour:
    """HEAD is answered with 404, whatever there is."""
    return _refusing(right, lambda request: request.method == "HEAD", 404)


@fault(breaks=("http-head-of-the-unknown",))
def head_finds_everything(right: Behaviour) -> Behaviour:
    """HEAD of metadata is answered with 200 although there is no such study."""

    def change(server: Server, request: Request, answer: Answer, reply: Reply) -> Reply:
        unknown = request.method == "HEAD" and reply.status == 404
        return Reply(200, (("Content-Type", "application/dicom+json"),), ()) if unknown else reply

    return _written(right, change)


@fault(breaks=("http-options",))
def options_name_no_methods(right: Behaviour) -> Behaviour:
    """OPTIONS is answered without Allow."""

    def change(server: Server, request: Request, answer: Answer, reply: Reply) -> Reply:
        return reply_without_header(reply, "allow") if request.method == "OPTIONS" else reply

    return _written(right, change)


@fault(breaks=("http-method-not-allowed",))
def a_method_is_refused_without_naming_others(right: Behaviour) -> Behaviour:
    """405 comes without Allow."""

    def change(server: Server, request: Request, answer: Answer, reply: Reply) -> Reply:
        return reply_without_header(reply, "allow") if reply.status == 405 else reply

    return _written(right, change)


@fault(breaks=("http-method-not-allowed",))
def a_refusal_of_a_method_names_that_method(right: Behaviour) -> Behaviour:
    """405 comes with an Allow that names only the method that was refused."""

    def change(server: Server, request: Request, answer: Answer, reply: Reply) -> Reply:
        if reply.status != 405:
            return reply
        others = reply_without_header(reply, "allow")
        return replace(others, headers=(*others.headers, ("Allow", request.method)))

    return _written(right, change)


@fault(breaks=("http-unknown-method",))
def an_unknown_method_crashes_the_server(right: Behaviour) -> Behaviour:
    """A method that nobody knows is answered with 500."""
    return _refusing(right, lambda request: request.method == "BREW", 500)


@fault(breaks=("http-content-location",))
def pictures_do_not_say_where_they_are(right: Behaviour) -> Behaviour:
    """A rendered picture comes without Content-Location."""
    return replace(right, rendered=after(right.rendered, without_header("Content-Location")))


@fault(breaks=("http-unknown",))
def unknown_resources_are_the_study(right: Behaviour) -> Behaviour:
    """A resource that no study has is answered as the study itself."""

    def route(request: Request) -> Resource:
        try:
            return right.route(request)
        except Refused as refused:
            if refused.answer.status == 404 and len(request.segments) == 3:
                return right.route(replace(request, segments=request.segments[:2]))
            raise

    return replace(right, route=route)
