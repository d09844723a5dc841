"""Records every exchange at the httpx transport, where failed connections and bodies are seen too."""

from collections.abc import Callable, Iterator

import httpx

from dicomweb_conformance.evidence.body_recorder import BodyRecorder
from dicomweb_conformance.evidence.exchange import Exchange
from dicomweb_conformance.evidence.pending import Pending
from dicomweb_conformance.evidence.redaction import Redactor
from dicomweb_conformance.evidence.sharing import Gathering, Key, SharedResponses, key_of

_LATER = frozenset({408, 429})
"""Answers that say nothing but that the request is to be sent again."""
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
    ``cite`` is told, and the extension ``shared``. Exchanges that failed, or were answered with 5xx, 408 or 429, or
    whose body was not read to its end, are not shared, nor are responses that do not fit into ``shared_limit`` bytes
    any more. Every other request passes ``turn`` first, which may wait; that time is not counted to the exchange.
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
        turn: Callable[[], None] = lambda: None,
    ) -> None:
        self._inner = inner
        self._record = record
        self._redactor = redactor
        self._number = number
        self._scenario = scenario
        self._cite = cite
        self._turn = turn
        self._shared = SharedResponses(shared_limit)
        self._open: set[_RecordedStream] = set()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends the request, or answers it from memory. Raises what ``inner`` raises, once it is recorded."""
        key = key_of(request) if request.extensions.get("share") else None
        kept = None if key is None else self._shared.find(key)
        if kept is None:
            return self._send(request, key)
        request.extensions["exchange"] = kept.number
        self._cite(kept.number)
        return kept.response()

    def forget(self) -> None:
        """Drops every kept response, so that the next request of each is sent again."""
        self._shared.forget()

    def close(self) -> None:
        """Closes the inner transport; exchanges whose response was neither read nor closed are recorded as they are."""
        for stream in tuple(self._open):
            stream.close()
        self._inner.close()

    def _send(self, request: httpx.Request, key: Key | None) -> httpx.Response:
        self._turn()
        pending = Pending(self._number(), self._scenario(), request, self._redactor)
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
        gathering = None
        if key is not None and response.status_code < 500 and response.status_code not in _LATER:
            gathering = self._shared.gather(key, pending.number, response)
        stream = _RecordedStream(response.stream, pending, pending.answered(response), self._finished, gathering)
        self._open.add(stream)
        response.stream = stream
        response.extensions["exchange"] = pending.number
        return response

    def _finished(self, stream: "_RecordedStream", exchange: Exchange) -> None:
        self._open.discard(stream)
        self._record(exchange)


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
        pending: Pending,
        feed: Callable[[bytes], None],
        finished: Callable[["_RecordedStream", Exchange], None],
        gathering: Gathering | None,
    ) -> None:
        if not isinstance(inner, httpx.SyncByteStream):
            raise TypeError(f"a response body of a synchronous transport is needed, not {type(inner).__name__}")
        self._inner = inner
        self._pending = pending
        self._feed = feed
        self._finished = finished
        self._gathering = gathering
        self._reported = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            for chunk in self._inner:
                self._feed(chunk)
                if self._gathering is not None:
                    self._gathering.feed(chunk)
                yield chunk
        except GeneratorExit:
            raise  # the reader stopped early: close() reports
        except BaseException as error:
            self._report(error=error)
            raise
        if self._gathering is not None:
            self._gathering.finish()
        self._report(ended=True)

    def close(self) -> None:
        try:
            self._inner.close()
        finally:
            self._report()

    def _report(self, ended: bool = False, error: BaseException | None = None) -> None:
        if not self._reported:
            self._reported = True
            self._finished(self, self._pending.exchange(ended, error))
