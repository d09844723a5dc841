"""Connections that are used again only while nothing but answers came on them (RFC 9112 9.3)."""

from typing import Any

import httpx

from dicomweb_conformance.limited_network import StaleConnection

_SAFE_TO_REPEAT = frozenset({"GET", "HEAD", "OPTIONS"})


class CleanConnections(httpx.BaseTransport):
    """Sends by ``inner``, over connections on which no byte is left from before.

    What a server sends beyond an answer would be taken for the answer to the next request: such a connection is
    closed. And where a server closes an idle connection while a request is on its way, a request that is safe is sent
    again on a fresh one, for it cannot have been seen (RFC 9112 9.3.1, RFC 9110 9.2.2).
    """

    def __init__(self, inner: httpx.HTTPTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request. Raises what ``inner`` raises."""
        self._close_unclean()
        while True:
            try:
                return self._inner.handle_request(request)
            except httpx.TransportError as error:
                # each time one connection that served before is gone, so that the next is a fresh one in the end
                if request.method not in _SAFE_TO_REPEAT or not isinstance(error.__cause__, StaleConnection):
                    raise

    def close(self) -> None:
        """Close all connections."""
        self._inner.close()

    def _close_unclean(self) -> None:
        # httpx has no door to its pool, nor httpcore one to what it has read too much
        for connection in tuple(self._inner._pool.connections):
            if connection.is_idle() and _left_over(connection):
                connection.close()


def _left_over(connection: Any) -> bytes:
    """What came on an idle connection of HTTP/1.1 behind the last answer."""
    while (below := getattr(connection, "_connection", None)) is not None:
        connection = below
    state = getattr(connection, "_h11_state", None)
    return b"" if state is None else bytes(state.trailing_data[0])
