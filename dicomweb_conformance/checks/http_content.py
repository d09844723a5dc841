"""Whether a response is the representation that was asked for, and whether it is what its header says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from xml.etree import ElementTree

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks import documents
from dicomweb_conformance.datasets import NoDatasets, dataset_in, datasets_in, value
from dicomweb_conformance.media_type import MalformedMediaType, MediaType
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response

DICOM_JSON = "application/dicom+json"
DICOM_XML = "application/dicom+xml"
RELATED = "multipart/related"
_DICM_AT = 128
_ALIASES = {DICOM_JSON: "application/json"}


@dataclass(frozen=True)
class Content:
    """What a representation holds: datasets or instances by the UIDs of an attribute, a frame, or a picture.

    ``held`` is what a plain request was given, in whichever way it was wrong; only that it is the same again is a rule
    of HTTP. ``named`` is the media type that it then had.
    """

    kind: Literal["datasets", "instances", "frame", "picture"]
    keyword: str
    uids: frozenset[str]
    held: tuple[str, ...] | None = None
    named: str | None = None

    @property
    def essence(self) -> str:
        """The default media type of the representation, without parameters."""
        return {"datasets": DICOM_JSON, "instances": RELATED, "frame": RELATED, "picture": "image/jpeg"}[self.kind]


def comes(response: Response, content: Content) -> None:
    """The response is 200, in the default media type, and holds that content: what a plain request was given."""
    if response.status != 200:
        raise Nonconformity("status 200", summary(response))
    # That the name is there at all, and is DICOM JSON's own, are rules of their own.
    if response.header("content-type") is not None:
        found = essence_of(response)
        if found not in (content.essence, _ALIASES.get(content.essence), content.named):
            raise Nonconformity(f"Content-Type {content.essence}", f"Content-Type {found}")
    held = _HELD[content.kind](response, content)
    expected = tuple(sorted(content.uids)) if content.held is None else content.held
    if not held or held != expected:
        raise Nonconformity(_listed(content, expected), _listed(content, held))


def as_given(content: Content, plain: Response) -> Content:
    """The content as a plain request was given it. Raises NotOffered when that cannot be read, which is judged
    elsewhere."""
    try:
        held = _HELD[content.kind](plain, content)
    except Nonconformity as error:
        raise NotOffered(f"a plain request is given what cannot be read: {error.received}") from error
    if plain.status != 200 or not held:
        raise NotOffered(f"a plain request is given nothing: {summary(plain)}")
    return replace(content, held=held, named=None if plain.header("content-type") is None else essence_of(plain))


def comes_or_is_refused(response: Response, content: Content) -> None:
    """Status 406, or the content in the default media type under its right name (PS3.18 8.7.8.1, Table 8.7.3-1)."""
    if response.status not in (406, 400, 415):
        if response.status != 200:
            raise Nonconformity("status 406, or 200 with the default media type", summary(response))
        comes(response, content)


def comes_as(response: Response, media_type: str) -> None:
    """The response is 200 and names that media type, of the message or of its parts."""
    if response.status != 200:
        raise Nonconformity("status 200", summary(response))
    found = _inner_essence(response)
    if found != media_type:
        raise Nonconformity(f"media type {media_type}", f"media type {found}")


def is_offered_as(response: Response, media_type: str) -> None:
    """Raises NotOffered unless the target gives the representation in that media type."""
    try:
        comes_as(response, media_type)
    except Nonconformity as error:
        raise NotOffered(f"the target does not offer {media_type} here: {error.received}") from error


def is_named(response: Response) -> None:
    """The response is 200 and names a media type that PS3.18 8.7 knows."""
    if response.status != 200:
        raise Nonconformity("status 200", summary(response))
    found = essence_of(response)
    if found != RELATED and found not in _LOOKS:
        raise Nonconformity("a media type of PS3.18 8.7", f"Content-Type {found}")


def is_named_truly(response: Response) -> None:
    """The response is 200 and what its header says."""
    is_named(response)
    is_what_it_says(response)


def is_what_it_says(response: Response) -> None:
    """The payload of the response, and of each of its parts, is of the media type that its header names.

    Media types that PS3.18 8.7 does not know are what no such resource is given in.
    """
    found = essence_of(response)
    if found == RELATED:
        received = documents.parts(response)
        if not received:
            raise Nonconformity("at least one part", "a multipart without parts")
        for number, part in enumerate(received, 1):
            try:
                media_type = part.media_type
            except MalformedMediaType as error:
                raise Nonconformity(f"a Content-Type of part {number} that can be read", str(error)) from error
            if media_type is None:
                raise Nonconformity(f"a Content-Type of part {number}", "none")
            _judge(media_type.essence, part.body, f"part {number}")
        return
    _judge(found, response.body, "the body")


def header_type(response: Response) -> MediaType:
    """The media type of the response. Raises Nonconformity when there is none, or none that can be read."""
    try:
        media_type = response.media_type
    except MalformedMediaType as error:
        raise Nonconformity("a Content-Type that can be read", str(error)) from error
    if media_type is None:
        raise Nonconformity("a Content-Type for the payload", summary(response))
    return media_type


def essence_of(response: Response) -> str:
    """Type and subtype of the response; raises as ``header_type``."""
    return header_type(response).essence


def summary(response: Response) -> str:
    """Status and Content-Type in a few words."""
    return f"status {response.status}, {response.header('content-type') or 'no Content-Type'}"


def _inner_essence(response: Response) -> str:
    if essence_of(response) != RELATED:
        return essence_of(response)
    received = documents.parts(response)
    try:
        media_type = received[0].media_type if received else None
    except MalformedMediaType as error:
        raise Nonconformity("a Content-Type of the part that can be read", str(error)) from error
    return media_type.essence if media_type else "of no named part"


def _judge(essence: str, body: Body, where: str) -> None:
    looks = _LOOKS.get(essence)
    if looks is None:
        raise Nonconformity("a media type of PS3.18 8.7", f"{where} is {essence}")
    if not looks(body):
        raise Nonconformity(f"{where} is {essence}", f"{body.size} bytes that are none; they begin {body.head(12)!r}")


def _is_json(body: Body) -> bool:
    for read in (datasets_in, dataset_in):
        try:
            read(body)
        except NoDatasets:
            continue
        return True
    return False


def _is_xml(body: Body) -> bool:
    try:
        ElementTree.fromstring(body.read())
    except (ElementTree.ParseError, ValueError, LookupError):
        return False
    return True


def _begins(*signatures: bytes) -> Callable[[Body], bool]:
    return lambda body: body.head(16).startswith(signatures)


_LOOKS: Mapping[str, Callable[[Body], bool]] = {
    DICOM_JSON: _is_json,
    "application/json": _is_json,
    DICOM_XML: _is_xml,
    "application/dicom": lambda body: body.head(_DICM_AT + 4)[_DICM_AT:] == b"DICM",
    "application/octet-stream": lambda body: body.size > 0,
    "image/jpeg": _begins(b"\xff\xd8"),
    "image/png": _begins(b"\x89PNG\r\n\x1a\n"),
    "image/gif": _begins(b"GIF8"),
    "image/jls": _begins(b"\xff\xd8"),
    "image/jp2": _begins(b"\xff\x4f\xff\x51", b"\0\0\0\x0cjP"),
    "image/dicom-rle": lambda body: body.size >= 64,
}


def _datasets(response: Response, content: Content) -> tuple[str, ...]:
    return tuple(sorted(str(value(ds, content.keyword)) for ds in documents.datasets(response)))


def _instances(response: Response, content: Content) -> tuple[str, ...]:
    return tuple(sorted(str(documents.SOPInstanceUID(instance)) for instance in documents.instances(response)))


def _parts(response: Response, content: Content) -> tuple[str, ...]:
    return tuple(part.body.sha256 for part in documents.parts(response))


def _picture(response: Response, content: Content) -> tuple[str, ...]:
    _judge(content.essence, response.body, "the body")
    return (content.essence,)


def _listed(content: Content, held: Sequence[str]) -> str:
    what = {"frame": "frames of SHA-256", "picture": "a picture"}.get(content.kind, content.keyword)
    return f"{what} {', '.join(held) or 'nothing'}"


_HELD: Mapping[str, Callable[[Response, Content], tuple[str, ...]]] = {
    "datasets": _datasets,
    "instances": _instances,
    "frame": _parts,
    "picture": _picture,
}
