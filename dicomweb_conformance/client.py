"""One method for each DICOMweb transaction.

The client sends what it is told to send and hands back what came. It never judges and never raises on a status; only a
connection that fails raises, with the errors of httpx. It sends a request again only where the answer is that it came
too early, and lets that be known.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote_to_bytes

import httpx

from dicomweb_conformance.accepts import ACCEPTS, USUAL, Accept, Accepts
from dicomweb_conformance.body import Body
from dicomweb_conformance.capacity import (
    LARGEST_DOCUMENT,
    LARGEST_MESSAGE,
    MOST_VALUES,
    BeyondCapacity,
    bounded,
)
from dicomweb_conformance.content_coding import UndecodableContent, undone
from dicomweb_conformance.json_model.reading import values_in
from dicomweb_conformance.media_type import MalformedMediaType, parse_media_type
from dicomweb_conformance.multipart import (
    MalformedMultipart,
    OutgoingPart,
    Part,
    new_boundary,
    read_parts,
    write_multipart,
)
from dicomweb_conformance.network import Oversized
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Reference
from dicomweb_conformance.throttling import Patience

DICOM = "application/dicom"
ANY_SYNTAX_SINGLE_PART = "application/dicom; transfer-syntax=*"

Resource = Literal["studies", "series", "instances"]
Query = Sequence[tuple[str, str]]

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Addresses:
    """Base URLs of the target, without trailing slash; ``wado_uri`` is the URL of the URI service, if any."""

    store: str
    retrieve: str
    search: str
    delete: str
    wado_uri: str | None = None

    @property
    def all(self) -> tuple[str, ...]:
        """Every address."""
        addresses = (self.store, self.retrieve, self.search, self.delete, self.wado_uri)
        return tuple(address for address in addresses if address is not None)

    @classmethod
    def at(cls, base: str) -> "Addresses":
        """All transactions of the studies service at one base URL."""
        return cls(base, base, base, base)


def _never(url: str) -> bool:
    return False


class Client:
    """A DICOMweb user agent on one httpx client.

    ``share`` says for a URL whether an answer that was received before may serve again: true for what nobody changes.
    ``patience`` says how long a target is waited for that asks to be asked later. ``accepts`` is what a request accepts
    whose caller does not word it.
    """

    def __init__(
        self,
        http: httpx.Client,
        addresses: Addresses,
        *,
        share: Callable[[str], bool] = _never,
        patience: Patience | None = None,
        accepts: Accepts = ACCEPTS,
    ) -> None:
        self._http = http
        self._share = share
        self._patience = patience or Patience()
        self._accepts = accepts
        self.addresses = addresses

    def store(
        self,
        instances: Iterable[Instance],
        *,
        study: Reference | None = None,
        accept: Accept = USUAL,
        type_parameter: bool = True,
    ) -> Response:
        """Store Part 10 files as multipart/related, streamed from disk, chunked (PS3.18 10.5)."""
        parts = [OutgoingPart((("Content-Type", DICOM),), instance.path) for instance in instances]
        boundary = new_boundary()
        content_type = f'multipart/related; boundary="{boundary}"' + (f'; type="{DICOM}"' if type_parameter else "")
        return self.store_body(
            lambda: write_multipart(parts, boundary), content_type=content_type, study=study, accept=accept
        )

    def store_bare(self, instance: Instance, *, study: Reference | None = None, accept: Accept = USUAL) -> Response:
        """Store one Part 10 file as the bare body of the request (the tutorial's non-standard form)."""
        return self.store_body(lambda: _chunks_of(instance.path), content_type=DICOM, study=study, accept=accept)

    def store_body(
        self,
        content: bytes | Callable[[], Iterator[bytes]],
        *,
        content_type: str | None,
        study: Reference | None = None,
        accept: Accept = USUAL,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Send any body to the store resource, well made or not."""
        path = "studies" if study is None else f"studies/{study.StudyInstanceUID}"
        accept = self._accepts.store if accept is USUAL else accept
        sent = _headers(accept, {**({"Content-Type": content_type} if content_type else {}), **(headers or {})})
        return self.send("POST", f"{self.addresses.store}/{path}", headers=sent, content=content)

    def retrieve(self, reference: Reference, *, accept: Accept = USUAL) -> Response:
        """Retrieve the instances of a study, a series or one instance (PS3.18 10.4.1.1.1 to 10.4.1.1.3)."""
        accept = self._accepts.retrieve if accept is USUAL else accept
        return self.get(f"{self.addresses.retrieve}/{reference.path}", accept=accept)

    def retrieve_metadata(self, reference: Reference, *, accept: Accept = USUAL) -> Response:
        """Retrieve the metadata of a study, a series or one instance (PS3.18 10.4.1.1.2)."""
        accept = self._accepts.metadata if accept is USUAL else accept
        return self.get(f"{self.addresses.retrieve}/{reference.path}/metadata", accept=accept)

    def retrieve_frames(self, reference: Reference, frames: str = "1", *, accept: Accept = USUAL) -> Response:
        """Retrieve frames of one instance; ``frames`` is the list as it stands in the path, such as ``1,3``."""
        accept = self._accepts.frames if accept is USUAL else accept
        return self.get(f"{self.addresses.retrieve}/{reference.path}/frames/{frames}", accept=accept)

    def search(
        self,
        resource: Resource,
        query: Query = (),
        *,
        within: Reference | None = None,
        accept: Accept = USUAL,
    ) -> Response:
        """Search for studies, series or instances, over all or within a study or series (PS3.18 10.6)."""
        path = resource if within is None else f"{within.path}/{resource}"
        accept = self._accepts.search if accept is USUAL else accept
        return self.get(f"{self.addresses.search}/{path}", query=query, accept=accept)

    def delete(self, reference: Reference, *, accept: str | None = None) -> Response:
        """Delete a study, a series or one instance (the tutorial's Delete; no transaction of PS3.18)."""
        return self.send("DELETE", f"{self.addresses.delete}/{reference.path}", headers=_headers(accept))

    def get(
        self,
        url: str,
        *,
        query: Query = (),
        accept: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Send a GET to any URL."""
        return self.send("GET", _with_query(url, query), headers=_headers(accept, headers))

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | Callable[[], Iterator[bytes]] | None = None,
    ) -> Response:
        """Send one request and receive the whole response; redirects on the same origin are followed.

        One that changes something (RFC 9110 9.2.1) is followed to the same resource only, such as the same study at
        another base URL: a target must not make us change what we did not name.
        Raises httpx.TransportError when no whole response came, Throttled among them, or more of one than is read
        (Oversized), and httpx.DecodingError when its content coding cannot be undone.
        """
        for _ in range(_MOST_REDIRECTS):
            response = self._patience.until_answered(partial(self._send_once, method, url, headers, content))
            elsewhere = _redirect(response, url)
            if elsewhere is None or not (response.status == 303 or method in _SAFE or _same(url, elsewhere)):
                return response
            url = elsewhere
            if response.status == 303:
                method, content = "GET", None
        return response

    def _send_once(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        content: bytes | Callable[[], Iterator[bytes]] | None,
    ) -> Response:
        started = time.perf_counter()
        request = self._http.build_request(
            method, url, headers=dict(headers or {}), content=content() if callable(content) else content
        )
        if method == "GET" and self._share(url):
            request.extensions = {**request.extensions, "share": True}
        try:
            response = self._http.send(request, stream=True, follow_redirects=False)
        except httpx.InvalidURL as error:
            # httpx looks at Location even where it is told to follow none
            raise httpx.RemoteProtocolError(
                f"the target redirects to what is no URL: {error}", request=request
            ) from error
        try:
            codings = response.headers.get_list("content-encoding", split_commas=True)
            body, parts, multipart_error = _receive(
                response.headers.get("content-type"), undone(_raw(response), codings)
            )
        except BeyondCapacity as error:
            raise Oversized(str(error), request=request) from error
        except UndecodableContent as error:
            raise httpx.DecodingError(str(error), request=request) from error
        finally:
            response.close()
        return Response(
            method=method,
            url=str(request.url),
            status=response.status_code,
            headers=tuple(response.headers.multi_items()),
            body=body,
            parts=parts,
            multipart_error=multipart_error,
            exchange=response.extensions.get("exchange"),
            seconds=time.perf_counter() - started,
        )


def _headers(accept: str | None, more: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**({"Accept": accept} if accept is not None else {}), **(more or {})}


def _with_query(url: str, query: Query) -> str:
    if not query:
        return url
    # "*", "," and "?" are legal in a query as they stand, and some origin servers do not decode them.
    pairs = "&".join(f"{quote(key, safe='.')}={quote(value, safe='*,?:.')}" for key, value in query)
    return f"{url}?{pairs}"


def _chunks_of(path: Path, size: int = 1 << 18) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(size):
            yield chunk


def _raw(response: httpx.Response) -> Iterable[bytes]:
    """The body as it is on the wire; httpx would undo any coding at once, whatever the size that results."""
    if not isinstance(response.stream, httpx.SyncByteStream):
        raise TypeError("the client of a synchronous transport is needed")
    return response.stream


def _receive(
    content_type: str | None, chunks: Iterator[bytes]
) -> tuple[Body, tuple[Part, ...], MalformedMultipart | None]:
    essence, boundary = _essence_and_boundary(content_type)
    if essence != "multipart/related" or boundary is None:
        chunks = bounded(chunks, LARGEST_MESSAGE if essence == DICOM else LARGEST_DOCUMENT)
        return Body.collect(_counted(chunks) if essence.endswith("json") else chunks), (), None
    chunks = bounded(chunks, LARGEST_MESSAGE)
    parts: list[Part] = []
    try:
        parts.extend(read_parts(chunks, boundary))
    except MalformedMultipart as error:
        _drain(chunks)
        return Body.of(b""), tuple(parts), error
    return Body.of(b""), tuple(parts), None


def _counted(chunks: Iterable[bytes]) -> Iterator[bytes]:
    values = 0
    for chunk in chunks:
        values += values_in(chunk)
        if values > MOST_VALUES:
            raise BeyondCapacity(f"it holds more than {MOST_VALUES:,} values of JSON, the most that are read")
        yield chunk


def _drain(chunks: Iterator[bytes]) -> None:
    """Read what follows to its end, so that the connection can serve the next request; where that is too much, not."""
    with suppress(BeyondCapacity, UndecodableContent):
        for _ in chunks:
            pass


def _essence_and_boundary(content_type: str | None) -> tuple[str, str | None]:
    try:
        media_type = parse_media_type(content_type or "")
    except MalformedMediaType:
        return "", None
    return media_type.essence, media_type.parameter("boundary")


def _redirect(response: Response, asked: str) -> str | None:
    location = response.header("location") if response.status in _REDIRECTS else None
    if location is None:
        return None
    url = httpx.URL(asked)
    try:
        elsewhere = url.join(location)
    except httpx.InvalidURL:
        return None
    same_origin = (elsewhere.scheme, elsewhere.host, elsewhere.port) == (url.scheme, url.host, url.port)
    return str(elsewhere) if same_origin else None


def _same(url: str, elsewhere: str) -> bool:
    """Whether two URLs name the same resource of a studies service, wherever its base is."""
    return _resource(url) == _resource(elsewhere)


def _resource(url: str) -> tuple[tuple[bytes, ...], bytes]:
    path, _, query = httpx.URL(url).raw_path.partition(b"?")
    segments = path[max(path.find(b"/studies"), 0) :].split(b"/")
    # a server that parses a path and writes it again may escape other characters (RFC 3986 6.2.2.2), but not a slash
    return tuple(map(unquote_to_bytes, segments)), query
