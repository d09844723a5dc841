"""Responses that are kept, so that a request which only reads need not be sent twice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

Key = tuple[str, str, tuple[tuple[bytes, bytes], ...]]
"""Method, URL and header fields of a request."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A response that was read to its end, and the number of its exchange."""

    number: int
    status: int
    headers: list[tuple[bytes, bytes]]
    extensions: dict[str, Any]
    body: bytes

    def response(self) -> httpx.Response:
        """The response once more, with the extension ``shared``."""
        return httpx.Response(
            self.status,
            headers=self.headers,
            stream=httpx.ByteStream(self.body),
            extensions={**self.extensions, "exchange": self.number, "shared": True},
        )


class SharedResponses:
    """Responses by request, up to ``limit`` bytes of bodies in all; what does not fit any more is not kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._kept: dict[Key, Kept] = {}

    def find(self, key: Key) -> Kept | None:
        return self._kept.get(key)

    def forget(self) -> None:
        self._kept.clear()
        self._size = 0

    def gather(self, key: Key, number: int, response: httpx.Response) -> "Gathering":
        """Collects the body of a response that is about to be read."""
        status, headers = response.status_code, response.headers.raw
        texts = {name: response.extensions[name] for name in _TEXTS if name in response.extensions}

        def keep(body: bytes) -> None:
            if key not in self._kept and self._size + len(body) <= self._limit:
                self._kept[key] = Kept(number, status, headers, texts, body)
                self._size += len(body)

        return Gathering(self._limit - self._size, keep)


class Gathering:
    """The chunks of a body, as long as they fit into ``room`` bytes."""

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
        """The body has come to its end."""
        if self._room >= 0:
            self._keep(b"".join(self._chunks))


def key_of(request: httpx.Request) -> Key | None:
    """What a request is shared by; None when it has content, and so cannot be shared."""
    if not isinstance(request.stream, httpx.ByteStream) or any(request.stream):
        return None
    return request.method, str(request.url), tuple(request.headers.raw)


_TEXTS = ("http_version", "reason_phrase")
