"""Retrieved frames: which they are, and what their response says of them (PS3.18 10.4)."""

from collections.abc import Sequence

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.frames_encoding import (
    NATIVE,
    OCTETS,
    bare_code_stream,
    decoded,
    essence_of,
    same_stream,
    syntax_of,
    type_and_syntax_fit,
)
from dicomweb_conformance.checks.names import counted
from dicomweb_conformance.media_type import MalformedMediaType, parse_media_type
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance

_REFUSALS = frozenset({400, 404, 405, 406, 415, 501})


def is_offered(response: Response) -> None:
    """The target does what was asked, or refuses it cleanly. Raises NotOffered for a clean refusal."""
    if response.status in _REFUSALS:
        raise NotOffered(f"the target answers {response.status}: this is not offered")
    if not 200 <= response.status < 300:
        raise Nonconformity("success, or a refusal such as 406", f"status {response.status}")


def frames_are(response: Response, numbers: Sequence[int], instance: Instance) -> None:
    """The parts are these frames of the instance in that order, each encoded as its Content-Type says."""
    ok(response)
    parts = documents.parts(response)
    counted(len(parts), len(numbers), "part")
    for place, (part, number) in enumerate(zip(parts, numbers, strict=True), 1):
        frame_is(part, number, instance, f"part {place}, frame {number} of {instance.name},")


def uncompressed_frames_are(response: Response, numbers: Sequence[int], instance: Instance) -> None:
    """As ``frames_are``, and each part is octets without compression."""
    ok(response)
    for place, part in enumerate(documents.parts(response), 1):
        where = f"part {place}"
        if essence_of(part, where) != OCTETS or syntax_of(part, where) not in NATIVE:
            raise Nonconformity(f"{where} uncompressed, as {OCTETS}", str(part.header("content-type")))
    frames_are(response, numbers, instance)


def is_single_part(response: Response, number: int, instance: Instance) -> None:
    """The body is that frame, without multipart framing, under a media type of bulk data."""
    ok(response)
    content_type = response.header("content-type")
    if content_type is None:
        raise Nonconformity(f"a Content-Type such as {OCTETS}", "none")
    part = Part((("Content-Type", content_type),), response.body)
    frame_is(part, number, instance, f"the body, frame {number} of {instance.name},")


def default_or_refused(response: Response, numbers: Sequence[int], instance: Instance, refusals: Sequence[int]) -> None:
    """The request is refused with one of these statuses, or answered with the frames, truthfully labelled."""
    if response.status in refusals:
        return
    if response.status != 200:
        permitted = ", ".join(map(str, refusals))
        raise Nonconformity(f"status {permitted}, or 200 with the frames", f"status {response.status}")
    if essence(response) == "multipart/related":
        frames_are(response, numbers, instance)
    else:
        is_single_part(response, numbers[0], instance)


def frame_is(part: Part, number: int, instance: Instance, where: str) -> None:
    """The part is that frame: native bytes, or a code stream that is or decodes to it, as its Content-Type says."""
    syntax = syntax_of(part, where)
    data = part.body.read()
    if syntax in NATIVE:
        same_samples(data, number, instance, where)
        return
    bare_code_stream(data, where)
    if syntax == instance.transfer_syntax and same_stream(data, instance.frame(number)):
        return
    if _padded_equal(data, instance.decoded_frame(number)):
        raise Nonconformity(f"{where} encoded as its Content-Type says, in {syntax}", "uncompressed samples")
    same_samples(decoded(data, syntax, instance, where), number, instance, where)


def same_samples(data: bytes, number: int, instance: Instance, where: str) -> None:
    """The bytes are the samples of that frame, give or take one pad byte at the end of an odd number (PS3.5 8.1.1)."""
    expected = instance.decoded_frame(number)
    if _padded_equal(data, expected):
        return
    for other in range(1, instance.number_of_frames + 1):
        if _padded_equal(data, instance.decoded_frame(other)):
            raise Nonconformity(f"{where} to be that frame", f"frame {other}")
    if len(data) not in (len(expected), len(expected) + len(expected) % 2):
        raise Nonconformity(f"{where} of {len(expected)} bytes", f"{len(data)} bytes")
    at = next(index for index, (a, b) in enumerate(zip(data, expected, strict=False)) if a != b)
    raise Nonconformity(
        f"{where} equal to the stored pixels",
        f"a difference from byte {at} on: {data[at : at + 8].hex(' ')} for {expected[at : at + 8].hex(' ')}",
    )


def says_what_it_is(response: Response) -> None:
    """The message names its boundary, and as ``type`` the media type of its parts (PS3.18 8.7.1, RFC 2387)."""
    parts = documents.parts(response)
    media_type = response.media_type
    named = media_type.parameter("type") if media_type else None
    if named is None:
        raise Nonconformity("multipart/related with a type parameter", str(response.header("content-type")))
    # Some servers put parameters of the parts inside the quotes of the type parameter: only its essence counts.
    try:
        root = parse_media_type(named).essence
    except MalformedMediaType as error:
        raise Nonconformity("a media type as the type parameter", str(error)) from error
    if not parts:
        raise Nonconformity("at least one part", "none")
    first = essence_of(parts[0], "part 1")
    if first != root:
        raise Nonconformity(f"the type parameter names the type of the parts, {first}", root)


def parts_are_typed(response: Response, allowed: Sequence[str]) -> None:
    """Each part has a Content-Type of its own, of a type that was asked for, that fits its bytes."""
    ok(response)
    parts = documents.parts(response)
    if not parts:
        raise Nonconformity("at least one part", "none")
    for place, part in enumerate(parts, 1):
        where = f"part {place}"
        if part.header("content-type") is None:
            raise Nonconformity(f"{where} with a Content-Type", "no Content-Type")
        if essence_of(part, where) not in allowed:
            raise Nonconformity(f"{where} as {' or '.join(allowed)}", str(part.header("content-type")))
        type_and_syntax_fit(part, where)


def code_streams(response: Response) -> None:
    """Each part is a bare code stream, under a media type that fits, in a syntax that its Content-Type tells."""
    ok(response)
    parts = documents.parts(response)
    if not parts:
        raise Nonconformity("at least one part", "none")
    for place, part in enumerate(parts, 1):
        where = f"part {place}"
        bare_code_stream(part.body.head(8), where)
        type_and_syntax_fit(part, where)


def located_at(response: Response) -> tuple[str, ...]:
    """The Content-Location of each part. Raises NotOffered when a part has none: the field is optional."""
    ok(response)
    locations = tuple(part.header("content-location") for part in documents.parts(response))
    if not locations or None in locations:
        raise NotOffered("the target sends no Content-Location with frames")
    return tuple(location for location in locations if location)


def same_bytes(response: Response, again: Sequence[Response]) -> None:
    """Each response holds in one part, or as its body, what the part of the same place held."""
    for place, (part, found) in enumerate(zip(documents.parts(response), again, strict=True), 1):
        if found.status != 200:
            raise Nonconformity(f"the Content-Location of part {place} answers 200", f"status {found.status}")
        body = _only_body(found)
        if body is None or body.read() != part.body.read():
            raise Nonconformity(
                f"the Content-Location of part {place} gives the bytes of that part",
                "several parts" if body is None else f"{body.size} other bytes",
            )


def essence(response: Response) -> str:
    """The media type of the response without parameters, empty when it has none that can be read."""
    try:
        media_type = response.media_type
    except MalformedMediaType:
        return ""
    return media_type.essence if media_type else ""


def _only_body(response: Response) -> Body | None:
    if essence(response) != "multipart/related":
        return response.body
    return response.parts[0].body if len(response.parts) == 1 else None


def _padded_equal(received: bytes, expected: bytes) -> bool:
    return received == expected or (bool(len(expected) % 2) and received[:-1] == expected)


def ok(response: Response) -> None:
    """The status is 200."""
    if response.status != 200:
        raise Nonconformity("status 200", f"status {response.status} ({response.header('content-type') or 'no type'})")
