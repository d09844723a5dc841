"""Header fields of responses that every transaction shares (PS3.18 8.4, RFC 9110)."""

from collections import Counter
from urllib.parse import urljoin, urlsplit

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.http_content import (
    Content,
    comes,
    essence_of,
    header_type,
    is_named,
    summary,
)
from dicomweb_conformance.datasets import values
from dicomweb_conformance.media_type import MalformedMediaType, MediaType
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response

_ONCE = ("charset", "transfer-syntax")
_CODED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")


def parameters_are_single(response: Response) -> None:
    """A media type names at most one charset and one transfer syntax, and that is no wildcard (PS3.18 8.7.9)."""
    is_named(response)
    _once(header_type(response), "the response")
    for number, part in enumerate(response.parts, 1):
        try:
            media_type = part.media_type
        except MalformedMediaType as error:
            raise Nonconformity(f"a Content-Type of part {number} that can be read", str(error)) from error
        if media_type is not None:
            _once(media_type, f"part {number}")


def _once(media_type: MediaType, where: str) -> None:
    counts = Counter(name for name, _ in media_type.parameters)
    for name in _ONCE:
        if counts[name] > 1:
            raise Nonconformity(f"one {name} parameter in the Content-Type of {where}", f"{counts[name]}")
    if (media_type.parameter("transfer-syntax") or "") in ("*", '"*"'):
        raise Nonconformity(f"a transfer syntax in the Content-Type of {where}", "transfer-syntax=*")


def length_is_right(response: Response, content: Content) -> None:
    """The content comes whole; a length that is stated for an uncoded body is its own (PS3.18 8.4.3)."""
    lengths = set(response.all("content-length"))
    if len(lengths) > 1:
        raise Nonconformity("one Content-Length", " and ".join(sorted(lengths)))
    comes(response, content)
    uncoded = not coding_of(response) and not response.parts
    if lengths and uncoded and lengths != {str(response.body.size)}:
        raise Nonconformity(f"Content-Length {response.body.size}", f"Content-Length {lengths.pop()}")


def coding_is_declared(response: Response, content: Content) -> None:
    """A compressed body is declared as such, and what comes out of it is the content (PS3.18 8.4.2)."""
    if response.status == 200 and not coding_of(response) and response.body.head(4).startswith(_CODED):
        raise Nonconformity("Content-Encoding that names the coding", "a compressed body without Content-Encoding")
    comes(response, content)


def is_coded(response: Response, content: Content) -> None:
    """The content comes compressed with gzip. Raises NotOffered when it comes as it is."""
    comes(response, content)
    if not coding_of(response):
        raise NotOffered("the target does not compress this response")
    if coding_of(response) not in ("gzip", "x-gzip"):
        raise Nonconformity("Content-Encoding gzip, which was asked for", f"Content-Encoding {coding_of(response)}")


def is_not_coded(response: Response, content: Content) -> None:
    """The content comes as it is: no coding that the client does not accept (RFC 9110 12.5.3)."""
    coding_is_declared(response, content)
    if coding_of(response):
        raise Nonconformity("no Content-Encoding", f"Content-Encoding {coding_of(response)}")


def varies_with(response: Response, content: Content, field: str) -> None:
    """A response that was negotiated says by which field of the request (RFC 9110 12.5.5)."""
    comes(response, content)
    named = {name.strip().lower() for given in response.all("vary") for name in given.split(",")}
    if not named & {field.lower(), "*"}:
        raise Nonconformity(f"Vary: {field}", f"Vary: {', '.join(response.all('vary')) or 'missing'}")


def coding_of(response: Response) -> str:
    """The content coding in lower case; empty for none."""
    codings = ",".join(response.all("content-encoding")).lower().replace(" ", "").split(",")
    return ",".join(coding for coding in codings if coding not in ("", "identity"))


def no_type_without_content(response: Response) -> None:
    """A response without content has no Content-Type (PS3.18 8.7.9). Raises NotOffered when there is content."""
    if response.status == 200 and response.body.size:
        documents.datasets(response)
        raise NotOffered("the target answers a search without match with content")
    if response.status not in (200, 204):
        raise Nonconformity("status 204, or 200 with an empty array or without content", summary(response))
    if response.header("content-type") is not None:
        raise Nonconformity("no Content-Type without content", f"Content-Type {response.header('content-type')}")


def is_head_of(response: Response, content: Content) -> None:
    """The answer to HEAD is that of GET without the content (RFC 9110 9.3.2)."""
    if response.status != 200:
        raise Nonconformity("status 200", summary(response))
    if response.body.size or response.parts:
        raise Nonconformity("no content", f"{response.body.size} bytes")
    if essence_of(response) != content.essence:
        raise Nonconformity(f"Content-Type {content.essence}", summary(response))
    if response.header("content-length") == "0":
        raise Nonconformity("the Content-Length of GET, or none (RFC 9110 8.6)", "Content-Length 0")


def options_name(response: Response, method: str) -> None:
    """OPTIONS says which methods are allowed (RFC 9110 9.3.7). Raises NotOffered when it is not answered so."""
    if response.status in (400, 401, 403, 404, 405, 501):
        raise NotOffered(f"the target answers OPTIONS with {response.status}")
    if response.status not in (200, 204):
        raise Nonconformity("status 200 or 204", summary(response))
    _allows(response, method)


def refusal_names_methods(response: Response, method: str) -> None:
    """A 405 names the methods that are allowed, and among them the one that works (PS3.18 Table 8.5-1).

    Raises NotOffered for any other refusal, and when the method is taken.
    """
    if response.status >= 500 and response.status not in (501, 503):
        raise Nonconformity("status 405 with Allow, or another refusal", summary(response))
    if response.status != 405:
        raise NotOffered(f"the target answers {response.method} with {response.status}, not with 405")
    _allows(response, method)


def _allows(response: Response, method: str) -> None:
    if response.header("allow") is None:
        raise Nonconformity(f"Allow, with {method} in it", f"status {response.status} without Allow")
    allowed = {name.strip() for given in response.all("allow") for name in given.split(",")}
    if method not in allowed:
        raise Nonconformity(f"Allow with {method}, which works", f"Allow: {', '.join(response.all('allow'))}")


def is_not_modified(response: Response, content: Content) -> None:
    """What the client has is current: 304 or 204 without content, or the content once more (PS3.18 Table 8.5-1)."""
    if response.status in (304, 204):
        if response.body.size or response.parts:
            raise Nonconformity(f"no content with status {response.status}", f"{response.body.size} bytes")
        return
    if response.status != 200:
        raise Nonconformity("status 304, 204 or 200", summary(response))
    comes(response, content)


def urls_are_at(response: Response, origin: str) -> None:
    """Each RetrieveURL of the search is at that origin, such as ``https://host:8042``.

    Raises NotOffered when there is none, or the request did not get through.
    """
    if 300 <= response.status < 400 or response.status in (400, 403, 404, 421):
        raise NotOffered(f"the target answers {response.status} to a request for another host")
    comes_somehow(response)
    urls = [url for ds in documents.datasets(response) for url in values(ds, "RetrieveURL")]
    if not urls:
        raise NotOffered("the search returns no RetrieveURL")
    for url in urls:
        parts = urlsplit(urljoin(f"{origin}/", str(url)))
        found = f"{parts.scheme}://{parts.netloc}"
        if _plain(found) != _plain(origin):
            raise Nonconformity(f"RetrieveURL at {origin}", f"RetrieveURL at {found}")


def comes_somehow(response: Response) -> None:
    """Datasets come at all."""
    if response.status != 200:
        raise Nonconformity("status 200", summary(response))
    if not documents.datasets(response):
        raise Nonconformity("a match", "no match")


def location_is_own(response: Response, content: Content) -> None:
    """Content-Location names the resource, and lies on the target (PS3.18 8.4.2)."""
    comes(response, content)
    location = response.header("content-location")
    if location is None:
        raise Nonconformity("Content-Location", "none")
    path = urlsplit(urljoin(response.url, location)).path
    if not any(uid in path for uid in content.uids) and path.rstrip("/") != urlsplit(response.url).path.rstrip("/"):
        raise Nonconformity("Content-Location of the resource", location)


def _plain(origin: str) -> str:
    parts = urlsplit(origin.lower())
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{parts.hostname}:{parts.port or default}"
