"""HTTP/1.1 on a bare socket: nothing is written but what a misbehaviour wants, and nothing is hidden from it."""

import http.client
import select
import socket
import struct
import time
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

_RECEIVED = 1 << 16
_LONGEST_HEAD = 1 << 16


class ClientLeft(Exception):
    """The client has closed the connection, which ends every misbehaviour."""


@dataclass(frozen=True)
class Answer:
    """A right answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


class Wire:
    """One connection, from the server's side."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.buffer = b""

    def send(self, data: bytes) -> None:
        try:
            self.connection.sendall(data)
        except OSError as error:
            raise ClientLeft from error

    def receive(self) -> bytes:
        """What the client sent; empty when it has closed."""
        try:
            return self.connection.recv(_RECEIVED)
        except OSError:
            return b""

    def trickle(self, data: bytes, pause: float = 0.05) -> None:
        """Send byte by byte."""
        for byte in data:
            self.send(bytes([byte]))
            self.hold(pause)

    def hold(self, seconds: float) -> None:
        """Say nothing for so long; raises ClientLeft as soon as the client goes."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if select.select([self.connection], [], [], left)[0]:
                data = self.receive()
                if not data:
                    raise ClientLeft
                self.buffer += data

    def reset(self) -> None:
        """Break the connection, so that the client sees a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        raise ClientLeft

    def close(self) -> None:
        """Say goodbye, and let what was sent arrive."""
        try:
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(1)
            while self.receive():
                pass
        except OSError:
            pass
        self.connection.close()

    def head(self) -> bytes | None:
        """The header section of the next request, None when the client has closed."""
        while b"\r\n\r\n" not in self.buffer:
            data = self.receive()
            if not data or len(self.buffer) > _LONGEST_HEAD:
                return None
            self.buffer += data
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        return head

    def take(self, length: int) -> bytes:
        while len(self.buffer) < length:
            data = self.receive()
            if not data:
                raise ClientLeft
            self.buffer += data
        taken, self.buffer = self.buffer[:length], self.buffer[length:]
        return taken

    def line(self) -> bytes:
        while b"\r\n" not in self.buffer:
            data = self.receive()
            if not data:
                raise ClientLeft
            self.buffer += data
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line


class Exchange:
    """A request whose header section has come, and the means to answer it. Its body is read when it is asked for."""

    def __init__(self, wire: Wire, head: bytes, origin: str, elsewhere: str) -> None:
        self.wire = wire
        first, *lines = head.decode("latin-1").split("\r\n")
        self.method, self.target, _ = first.split(" ", 2)
        self.headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        self.elsewhere = elsewhere
        """The base URL of another host, where nothing must arrive."""
        self._origin = origin

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    @cached_property
    def body(self) -> bytes:
        if self.header("transfer-encoding").lower() == "chunked":
            chunks = []
            while size := int(self.wire.line().split(b";")[0], 16):
                chunks.append(self.wire.take(size))
                self.wire.line()
            while self.wire.line():
                pass
            return b"".join(chunks)
        return self.wire.take(int(self.header("content-length") or 0))

    @cached_property
    def right(self) -> Answer:
        """What the reference server answers."""
        parts = urlsplit(self._origin)
        assert parts.hostname is not None
        assert parts.port is not None
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        dropped = {"transfer-encoding", "content-length", "connection"}
        headers = {name: value for name, value in self.headers if name.lower() not in dropped}
        try:
            connection.request(self.method, self.target, self.body or None, headers)
            response = connection.getresponse()
            return Answer(response.status, tuple(response.getheaders()), response.read())
        finally:
            connection.close()

    def answer(self, body: bytes | None = None, head: bytes | None = None) -> None:
        """Send the right answer, or one with this body, or with this header section in the place of its own."""
        self.wire.send((self.head(body) if head is None else head) + (self.right.body if body is None else body))

    def head(
        self,
        body: bytes | None = None,
        *,
        status: str | None = None,
        more: bytes = b"",
        content_type: str | None = None,
        length: str | None = None,
        version: str = "HTTP/1.1",
    ) -> bytes:
        """The header section of the right answer, with what is given in the place of what is right.

        ``more`` are further header lines; ``length`` stands in Content-Length, and "" leaves it out.
        """
        content = self.right.body if body is None else body
        left_out = {"content-length", "transfer-encoding", "connection"}
        left_out |= {"content-type"} if content_type is not None else set()
        fields = [(n, v) for n, v in self.right.headers if n.lower() not in left_out]
        if content_type:
            fields.append(("content-type", content_type))
        if length != "":
            fields.append(("content-length", str(len(content)) if length is None else length))
        lines = [f"{version} {status or f'{self.right.status} OK'}", *(f"{name}: {value}" for name, value in fields)]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n" + more + b"\r\n"

    def chunked(self, *chunks: bytes) -> None:
        """Send the head of the right answer as one in chunks, and these bytes as its body."""
        self.wire.send(self.head(length="", more=b"transfer-encoding: chunked\r\n"))
        for chunk in chunks:
            self.wire.send(chunk)
