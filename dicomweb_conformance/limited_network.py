"""Connections that wait for the target no longer than the limits allow, and say which limit it was."""

import ssl
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

import httpcore

from dicomweb_conformance.limits import Limits

SocketOption = httpcore.SOCKET_OPTION

_SENT_TOGETHER = 64 * 1024
"""Bytes of a request that are gathered before they are sent."""

NOT_TOLD: AbstractContextManager[object] = nullcontext()
"""Nobody needs to know when the target is waited for."""


class LimitedBackend(httpcore.NetworkBackend):
    """Opens connections below the HTTP library, where every byte passes.

    The library has one limit for every read, and none for a whole exchange: an answer that comes byte by byte would
    never end. The timeouts that it hands down are not looked at. ``waiting`` is open while the target is waited for.
    """

    def __init__(
        self,
        limits: Limits,
        inner: httpcore.NetworkBackend | None = None,
        waiting: AbstractContextManager[object] = NOT_TOLD,
    ) -> None:
        self._limits = limits
        self._inner = inner or httpcore.SyncBackend()
        self._waiting = waiting

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection. Raises httpcore.ConnectTimeout, which names the limit, and what the inner backend raises."""
        limit = self._limits.connect
        try:
            with self._waiting:
                stream = self._inner.connect_tcp(host, port, limit, local_address, socket_options)
        except httpcore.ConnectTimeout as error:
            raise httpcore.ConnectTimeout(exceeded("connect", limit, "no connection")) from error
        return LimitedStream(stream, self._limits, self._waiting)


class StaleConnection(httpcore.ReadError):
    """A connection that served before is closed, and no byte came in answer to the request: nobody has seen it."""


class LimitedStream(httpcore.NetworkStream):
    """A connection of which every read and write is limited.

    A write that follows a read begins the next exchange: one connection serves one request after the other. The library
    writes the head of a request, each chunk of its body and its end by themselves; small ones are sent at once.
    """

    def __init__(
        self, inner: httpcore.NetworkStream, limits: Limits, waiting: AbstractContextManager[object] = NOT_TOLD
    ) -> None:
        self._inner = inner
        self._limits = limits
        self._waiting = waiting
        self._sending = False
        self._answered = False
        self._served = False
        self._ends = 0.0
        self._gathered = b""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it, together with what follows until an answer is read. Raises httpcore.WriteTimeout, which names
        the limit."""
        if not self._sending:
            self._sending, self._served, self._answered = True, self._answered, False
            self._ends = time.monotonic() + self._limits.whole
        self._gathered = self._gathered + buffer if self._gathered else bytes(buffer)
        if len(self._gathered) > _SENT_TOGETHER:
            self._send_gathered()

    def _send_gathered(self) -> None:
        buffer, self._gathered = self._gathered, b""
        name, seconds = self._next("between_bytes", self._limits.between_bytes)
        try:
            with self._waiting:
                self._inner.write(buffer, seconds)
        except httpcore.WriteTimeout as error:
            raise httpcore.WriteTimeout(self._exceeded(name, "the target takes no more of the request")) from error

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come. Raises httpcore.ReadTimeout, which names the limit."""
        if self._gathered:
            # a target may refuse a request, and answer, before it has taken all of it
            with suppress(httpcore.WriteError):
                self._send_gathered()
        self._sending = False
        name, seconds = (
            self._next("between_bytes", self._limits.between_bytes)
            if self._answered
            else self._next("first_byte", self._limits.first_byte)
        )
        try:
            with self._waiting:
                data = self._inner.read(max_bytes, seconds)
        except httpcore.ReadTimeout as error:
            what = {"first_byte": "no answer", "between_bytes": "no further byte of the answer"}
            raise httpcore.ReadTimeout(self._exceeded(name, what.get(name, "no end of the answer"))) from error
        except httpcore.ReadError as error:
            if self._served and not self._answered:
                raise StaleConnection(str(error)) from error
            raise
        if not data and self._served and not self._answered:
            raise StaleConnection("the target has closed the connection, and answers nothing on it")
        self._answered = True
        return data

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The connection with TLS on it. Raises httpcore.ConnectTimeout, which names the limit."""
        limit = self._limits.connect
        try:
            with self._waiting:
                stream = self._inner.start_tls(ssl_context, server_hostname, limit)
        except httpcore.ConnectTimeout as error:
            raise httpcore.ConnectTimeout(exceeded("connect", limit, "no TLS connection")) from error
        secured = stream.get_extra_info("socket")
        if isinstance(secured, ssl.SSLSocket):
            # An end without close_notify is no end of an answer (RFC 9112 9.8): somebody may have cut it off.
            secured.suppress_ragged_eofs = False  # type: ignore[attr-defined]  # typeshed leaves it out
        return LimitedStream(stream, self._limits, self._waiting)

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def get_extra_info(self, info: str) -> Any:
        """What the connection below says of itself."""
        return self._inner.get_extra_info(info)

    def _next(self, name: str, seconds: float) -> tuple[str, float]:
        left = self._ends - time.monotonic()
        # a socket takes 0 as "do not wait at all", and reports that in another way
        return (name, seconds) if seconds <= left else ("whole", max(left, 0.001))

    def _exceeded(self, name: str, what: str) -> str:
        return exceeded(name, getattr(self._limits, name), what)


def exceeded(name: str, seconds: float, what: str) -> str:
    """What to say when a limit is exceeded: what did not come, which limit it was, and how to raise it."""
    more = f"{max(seconds, 0.5) * 2:g}"
    return (
        f"{what} within {seconds:g} s, the limit {name}; "
        f"raise it by --limit-{name.replace('_', '-')} {more}, or by {name} under [limits] of the target file"
    )
