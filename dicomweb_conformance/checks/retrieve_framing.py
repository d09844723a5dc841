"""How retrieved instances are framed: media types, multipart, and answers to what cannot be accepted."""

import re
from urllib.parse import unquote

from dicomweb_conformance.checks import documents
from dicomweb_conformance.media_type import MalformedMediaType, MediaType, parse_media_type
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Study

DICOM = "application/dicom"
_REFUSALS = (400, 406)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def is_multipart(response: Response) -> None:
    """The response is a whole multipart/related body of at least one part, legally framed (RFC 2046 5.1)."""
    _some_parts(response)


def states_type(response: Response) -> None:
    """``type`` of the multipart names the media type of its root part, parameters aside (PS3.18 8.7.1, RFC 2387 3.1).

    The root part is the first, because no origin server is known to send ``start``; with ``start`` it is the one whose
    Content-ID that is.
    """
    received = _some_parts(response)
    media_type = response.media_type
    stated = media_type.parameter("type") if media_type else None
    if media_type is None or stated is None:
        raise Nonconformity('Content-Type with type="application/dicom"', f"{response.header('content-type')}")
    start = media_type.parameter("start")
    root = next((part for part in received if start and part.header("content-id") == start), received[0])
    root_type = _media_type(root, "the root part")
    actual = DICOM if root_type is None else root_type.essence
    if _essence(stated) != actual:
        raise Nonconformity(f"type of the root part, {actual}", f"type {stated}")


def parts_are_dicom(response: Response) -> None:
    """Each part says that it is application/dicom (PS3.18 8.6.1.2, 8.7.3.1)."""
    for number, part in enumerate(_some_parts(response), 1):
        found = _type_of(part, f"part {number}")
        if found != DICOM:
            raise Nonconformity(f"part {number} is {DICOM}", f"part {number} is {found}")


def lengths_are_true(response: Response) -> None:
    """Where a part states its length, that is the length of its content."""
    for number, part in enumerate(_some_parts(response), 1):
        stated = part.header("content-length")
        if stated is not None and stated.strip() != str(part.body.size):
            raise Nonconformity(f"Content-Length {part.body.size} of part {number}", f"Content-Length {stated}")


def parameters_are_quoted(response: Response) -> None:
    """A parameter of Content-Type whose value is no token stands in quotes (RFC 9110 5.6.6, RFC 2045 5.1)."""
    _some_parts(response)
    written = response.header("content-type") or ""
    for value in re.findall(r'=[ \t]*([^"; \t][^;]*)', _QUOTED.sub('""', written)):
        if _TOKEN.fullmatch(value.strip()) is None:
            raise Nonconformity("a parameter of Content-Type in quotes, or one that needs none", written)


def locations_are_own(response: Response, study: Study) -> None:
    """Where a part states its Content-Location, that is not the URL of another instance (PS3.18 8.6.1.2).

    Any URL is right that does not name another instance of the study. Raises NotOffered when no part states one.
    """
    instances = {str(instance.reference.SOPInstanceUID) for instance in study.instances}
    series = {str(instance.reference.SeriesInstanceUID) for instance in study.instances}
    found = False
    for part, instance in zip(_some_parts(response), documents.instances(response), strict=True):
        location = part.header("content-location")
        if location is None:
            continue
        found = True
        own = documents.SOPInstanceUID(instance)
        named = set(re.split("[/?&=#]", unquote(location)))
        if (named & instances and own not in named) or (
            named & series and instance.ds.get("SeriesInstanceUID") not in named
        ):
            raise Nonconformity(f"Content-Location of the instance {own}", location)
    if not found:
        raise NotOffered("the target states no Content-Location of parts")


def is_refused_or_truthful(response: Response) -> None:
    """Nothing acceptable can be given: a client error, or what can be given under its right name.

    PS3.18 8.7.8.1 ends in 406, Table 8.7.3-1 sends the default type.
    """
    if 400 <= response.status < 500:
        return
    if response.status != 200:
        raise Nonconformity("status 406, or 200 with the default media type", f"status {response.status}")
    _truthful(response)


def syntax_is_refused_or_truthful(response: Response) -> None:
    """A transfer syntax that cannot be produced: 406 or 400, or instances in a syntax that they name truly."""
    if response.status in _REFUSALS:
        return
    if response.status != 200:
        raise Nonconformity("status 406, or 200 with truly named transfer syntaxes", f"status {response.status}")
    _truthful(response)
    names_syntaxes_truly(response)


def names_syntaxes_truly(response: Response) -> None:
    """A transfer syntax that the response states for a part is the one of the instance in it (PS3.18 8.7.9)."""
    for number, (part, instance) in enumerate(
        zip(documents.parts(response), documents.instances(response), strict=True), 1
    ):
        media_type = _media_type(part, f"part {number}")
        stated = media_type.parameter("transfer-syntax") if media_type else None
        actual = documents.transfer_syntax(instance)
        if stated is not None and stated != actual:
            raise Nonconformity(
                f"transfer-syntax={actual} for part {number}, which is so encoded", f"transfer-syntax={stated}"
            )
    if not response.parts:
        raise Nonconformity("at least one instance", "a multipart without parts")


def names_other_syntaxes(response: Response, default: str) -> None:
    """Each part in another transfer syntax than the default names it (PS3.18 8.7.3)."""
    names_syntaxes_truly(response)
    for number, (part, instance) in enumerate(
        zip(documents.parts(response), documents.instances(response), strict=True), 1
    ):
        media_type = _media_type(part, f"part {number}")
        actual = documents.transfer_syntax(instance)
        if actual != default and (media_type is None or media_type.parameter("transfer-syntax") is None):
            raise Nonconformity(f"transfer-syntax={actual} for part {number}", f"{part.header('content-type')}")


def is_file_or_not_offered(response: Response, expected: Instance) -> None:
    """The body is the instance without multipart framing. Raises NotOffered when the target refuses, or frames it."""
    if response.status in _REFUSALS:
        raise NotOffered(f"the target answers {response.status} when a single part is asked for")
    media_type = _header_type(response)
    if response.status == 200 and media_type is not None and media_type.essence == "multipart/related":
        documents.instances(response)
        raise NotOffered("the target answers with multipart/related when a single part is asked for")
    if response.status != 200 or media_type is None or media_type.essence != DICOM:
        raise Nonconformity(f"a single part of {DICOM}, or status 406", _summary(response))
    uid = documents.SOPInstanceUID(documents.single_instance(response))
    if uid != expected.reference.SOPInstanceUID:
        raise Nonconformity(f"the instance {expected.name}", f"the instance {uid}")


def is_no_single_part(response: Response) -> None:
    """Several instances are not given without multipart framing: refused, or multipart after all."""
    if response.status in _REFUSALS:
        return
    if response.status != 200:
        raise Nonconformity("status 406, or multipart/related", _summary(response))
    _some_parts(response)


def holds_some_of(response: Response, expected: Instance) -> None:
    """The response is the instance, with or without multipart framing."""
    if response.status != 200:
        raise Nonconformity("status 200", _summary(response))
    _truthful(response)
    media_type = _header_type(response)
    single = media_type is not None and media_type.essence == DICOM
    instances = (documents.single_instance(response),) if single else documents.instances(response)
    uids = [documents.SOPInstanceUID(instance) for instance in instances]
    if uids != [expected.reference.SOPInstanceUID]:
        raise Nonconformity(f"the instance {expected.name}", f"{len(uids)} instances: {', '.join(map(str, uids))}")


def boundary_of(response: Response) -> str:
    """The boundary of a multipart response."""
    documents.parts(response)
    media_type = response.media_type
    return str(media_type.parameter("boundary") if media_type else "")


def _truthful(response: Response) -> None:
    """The response is application/dicom, alone or in parts, and says so."""
    media_type = _header_type(response)
    if media_type is not None and media_type.essence == DICOM:
        documents.single_instance(response)
        return
    if media_type is None or media_type.essence != "multipart/related":
        raise Nonconformity(f"{DICOM}, alone or in multipart/related, under that name", _summary(response))
    _some_parts(response)
    parts_are_dicom(response)
    documents.instances(response)


def _some_parts(response: Response) -> tuple[Part, ...]:
    received = documents.parts(response)
    if not received:
        raise Nonconformity("at least one part", f"status {response.status}, a multipart without parts")
    return received


def _type_of(part: Part, where: str) -> str:
    media_type = _media_type(part, where)
    return "without Content-Type" if media_type is None else media_type.essence


def _media_type(part: Part, where: str) -> MediaType | None:
    try:
        return part.media_type
    except MalformedMediaType as error:
        raise Nonconformity(f"a Content-Type of {where} that can be read", str(error)) from error


def _header_type(response: Response) -> MediaType | None:
    try:
        return response.media_type
    except MalformedMediaType as error:
        raise Nonconformity("a Content-Type that can be read", str(error)) from error


def _essence(stated: str) -> str:
    try:
        return parse_media_type(stated).essence
    except MalformedMediaType as error:
        raise Nonconformity("type that is a media type", f"type {stated!r} ({error})") from error


def _summary(response: Response) -> str:
    return f"status {response.status}, {response.header('content-type') or 'no Content-Type'}"
