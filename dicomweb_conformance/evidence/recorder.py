"""Records every exchange at the httpx transport, where failed connections and bodies are seen too."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from dicomweb_conformance.evidence.body_recorder import BodyRecorder
from dicomweb_conformance.evidence.exchange import (
    Exchange,
    Headers,
    RecordedBody,
    RecordedError,
    RecordedRequest,
    RecordedResponse,
    timestamp,
)
from dicomweb_conformance.evidence.redaction import Redactor

SHARED_LIMIT = 64 * 1024 * 1024
"""Bytes of response bodies that a transport keeps for sharing."""


class RecordingTransport(httpx.BaseTransport):
    """Sends through ``inner`` and records each exchange once: when its response body has been read, was closed
    early, or has failed.

    ``number`` gives the number of the next exchange, ``scenario`` the scenario and the step that it is sent for.
    The number stands in the extension ``exchange`` of the request, also when it fails, and of the response before
    its body is read. What is handed to ``record`` is redacted.

    A request without content and with the extension ``{"share": True}`` is answered from memory when one with the same
    method, URL and header fields was answered before. Its response bears the number of that first exchange, which
    ``cite`` is told, and the extension ``shared``. Exchanges that failed, or were answered with 5xx, or whose body
    was not read to its end, are not shared.
    """

    def __init__(
        self,
        inner: httpx.BaseTransport,
        record: Callable[[Exchange], None],
        redactor: Redactor,
        number: Callable[[], int],
        scenario: Callable[[], tuple[str | None, int | None]] = lambda: (None, None),
        cite: Callable[[int], None] = lambda number: None,
        shared_limit: int = SHARED_LIMIT,
    ) -> None:
        self._inner = inner
        self._record = record
        self._redactor = redactor
        self._number = number
        self._scenario = scenario
        self._cite = cite
        self._shared_limit = shared_limit
        self._shared: dict[_Key, _Kept] = {}
        self._shared_size = 0
        self._open: set[_RecordedStream] = set()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        key = _key(request) if request.extensions.get("share") else None
        if key is not None and key in self._shared:
            kept = self._shared[key]
            request.extensions["exchange"] = kept.number
            self._cite(kept.number)
            return kept.response()
        return self._send(request, key)

    def forget(self) -> None:
        """Drops every kept response, so that the next request of each is sent again."""
        self._shared.clear()
        self._shared_size = 0

    def close(self) -> None:
        """Closes the inner transport; exchanges whose response was neither read nor closed are recorded as they are."""
        for stream in tuple(self._open):
            stream.close()
        self._inner.close()

    def _send(self, request: httpx.Request, key: "_Key | None") -> httpx.Response:
        pending = _Pending(self._number(), *self._scenario(), request, self._redactor)
        request.extensions["exchange"] = pending.number
        original = request.stream
        if not isinstance(original, httpx.ByteStream):
            request.stream = _SentStream(original, pending.sent)
        try:
            response = self._inner.handle_request(request)
        except BaseException as error:
            self._record(pending.exchange(error=error))
            raise
        finally:
            request.stream = original
        pending.answered(response)
        keep = self._keeper(key, pending.number, response) if key is not None and response.status_code < 500 else None
        stream = _RecordedStream(response.stream, pending, self._finished, keep)
        self._open.add(stream)
        response.stream = stream
        response.extensions["exchange"] = pending.number
        return response

    def _finished(self, stream: "_RecordedStream", exchange: Exchange) -> None:
        self._open.discard(stream)
        self._record(exchange)

    def _keeper(self, key: "_Key", number: int, response: httpx.Response) -> "_Keeper":
        def keep(body: bytes) -> None:
            if key not in self._shared and self._shared_size + len(body) <= self._shared_limit:
                self._shared[key] = _Kept(number, response.status_code, response.headers.raw, response.extensions, body)
                self._shared_size += len(body)

        return _Keeper(self._shared_limit - self._shared_size, keep)


_Key = tuple[str, str, tuple[tuple[bytes, bytes], ...]]


def _key(request: httpx.Request) -> _Key | None:
    if not isinstance(request.stream, httpx.ByteStream) or request.content:
        return None
    return request.method, str(request.url), tuple(request.headers.raw)


@dataclass(frozen=True, slots=True)
class _Kept:
    number: int
    status: int
    headers: list[tuple[bytes, bytes]]
    extensions: dict[str, Any]
    body: bytes

    def response(self) -> httpx.Response:
        texts: dict[str, Any] = {
            name: self.extensions[name] for name in ("http_version", "reason_phrase") if name in self.extensions
        }
        return httpx.Response(
            self.status,
            headers=self.headers,
            stream=httpx.ByteStream(self.body),
            extensions={**texts, "exchange": self.number, "shared": True},
        )


class _Keeper:
    """Gathers a response body for sharing; gives up when it is larger than what may be kept."""

    def __init__(self, room: int, keep: Callable[[bytes], None]) -> None:
        self._room = room
        self._keep = keep
        self._chunks: list[bytes] = []

    def feed(self, chunk: bytes) -> None:
        self._room -= len(chunk)
        if self._room < 0:
            self._chunks.clear()
        else:
            self._chunks.append(chunk)

    def finish(self) -> None:
        if self._room >= 0:
            self._keep(b"".join(self._chunks))


class _Pending:
    """An exchange under way."""

    def __init__(
        self, number: int, scenario: str | None, step: int | None, request: httpx.Request, redactor: Redactor
    ) -> None:
        self.number = number
        self._scenario = scenario
        self._step = step
        self._request = request
        self._redactor = redactor
        self._started = timestamp()
        self._clock = time.perf_counter()
        self._first_byte: float | None = None
        self._response: httpx.Response | None = None
        # the redirect or retry of a client may change the request afterwards
        self._method, self._url, self._headers = request.method, str(request.url), tuple(request.headers.raw)
        self.sent = BodyRecorder(request.headers.get("content-type"), request.headers.get("content-encoding"), redactor)
        self.received = BodyRecorder(None, None, redactor)

    def answered(self, response: httpx.Response) -> None:
        """The header section has come."""
        self._first_byte = time.perf_counter() - self._clock
        self._response = response
        self.received = BodyRecorder(
            response.headers.get("content-type"), response.headers.get("content-encoding"), self._redactor
        )

    def exchange(self, ended: bool = False, error: BaseException | None = None) -> Exchange:
        """The exchange as it stands. ``ended`` says that the response body was read to its end."""
        seconds = time.perf_counter() - self._clock
        redactor = self._redactor
        return Exchange(
            number=self.number,
            scenario=self._scenario,
            step=self._step,
            started=self._started,
            seconds=round(seconds, 6),
            first_byte=None if self._first_byte is None else round(self._first_byte, 6),
            request=RecordedRequest(
                self._method, redactor.text(self._url), redactor.headers(_decoded(self._headers)), self._sent_body()
            ),
            response=None if self._response is None else self._recorded(self._response, ended),
            error=None if error is None else RecordedError(type(error).__name__, redactor.text(_message(error))),
        )

    def _sent_body(self) -> RecordedBody | None:
        stream = self._request.stream
        if isinstance(stream, httpx.ByteStream):
            for chunk in stream:
                self.sent.feed(chunk)
            return self.sent.body(ended=True)
        return self.sent.body(ended=self.sent.ended)

    def _recorded(self, response: httpx.Response, ended: bool) -> RecordedResponse:
        length = response.headers.get("content-length", "")
        whole = ended or length == str(self.received.size)
        return RecordedResponse(
            http_version=response.http_version,
            status=response.status_code,
            reason=self._redactor.text(response.reason_phrase),
            headers=self._redactor.headers(_decoded(response.headers.raw)),
            body=self.received.body(ended=whole),
        )


class _SentStream(httpx.SyncByteStream):
    """The stream of a request body; notes what is taken from it."""

    def __init__(self, inner: object, recorder: BodyRecorder) -> None:
        if not isinstance(inner, httpx.SyncByteStream):
            raise TypeError(f"a request body for a synchronous transport is needed, not {type(inner).__name__}")
        self._inner = inner
        self._recorder = recorder

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._inner:
            self._recorder.feed(chunk)
            yield chunk
        self._recorder.ended = True

    def close(self) -> None:
        self._inner.close()


class _RecordedStream(httpx.SyncByteStream):
    """The stream of a response body; notes what passes, and reports the exchange once."""

    def __init__(
        self,
        inner: object,
        pending: _Pending,
        finished: Callable[["_RecordedStream", Exchange], None],
        keeper: _Keeper | None,
    ) -> None:
        if not isinstance(inner, httpx.SyncByteStream):
            raise TypeError(f"a response body of a synchronous transport is needed, not {type(inner).__name__}")
        self._inner = inner
        self._pending = pending
        self._finished = finished
        self._keeper = keeper
        self._reported = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            for chunk in self._inner:
                self._pending.received.feed(chunk)
                if self._keeper is not None:
                    self._keeper.feed(chunk)
                yield chunk
        except GeneratorExit:
            raise  # the reader stopped early: close() reports
        except BaseException as error:
            self._report(self._pending.exchange(error=error))
            raise
        if self._keeper is not None and not self._reported:
            self._keeper.finish()
        self._report(self._pending.exchange(ended=True))

    def close(self) -> None:
        try:
            self._inner.close()
        finally:
            if not self._reported:
                self._report(self._pending.exchange())

    def _report(self, exchange: Exchange) -> None:
        if not self._reported:
            self._reported = True
            self._finished(self, exchange)


def _decoded(fields: "list[tuple[bytes, bytes]] | tuple[tuple[bytes, bytes], ...]") -> Headers:
    return tuple((_text(name), _text(value)) for name, value in fields)


def _text(data: bytes) -> str:
    """Header octets as text: UTF-8 when they are, else one character an octet, so that none is lost."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _message(error: BaseException) -> str:
    # a timeout of httpx has no message of its own
    return str(error) or str(error.__cause__ or "") or type(error).__name__
