"""A small origin server in a thread, and the recorded client that the tests drive it with."""

import gzip
import hashlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from dicomweb_conformance.evidence.exchange import Exchange, RecordedBody
from dicomweb_conformance.evidence.recorder import RecordingTransport
from dicomweb_conformance.evidence.redaction import Redactor

BIG = bytes(range(256)) * 4096


class Handler(BaseHTTPRequestHandler):
    """Answers by path; counts in ``server.hits`` what was asked."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._count()
        path = self.path.partition("?")[0]
        if path == "/json":
            self._answer(200, b'[{"00080018":{"vr":"UI","Value":["1.2.3"]}}]', "application/dicom+json")
        elif path == "/gzip":
            self._answer(
                200, gzip.compress(b'{"access_token":"t0p"}'), "application/json", ("Content-Encoding", "gzip")
            )
        elif path == "/unknown-coding":
            self._answer(200, b"coded secret", "text/plain", ("Content-Encoding", "x-own"))
        elif path == "/big":
            self._answer(200, BIG, "application/octet-stream")
        elif path == "/long-text":
            self._answer(200, "ä".encode() * 20_000, "text/plain; charset=utf-8")
        elif path == "/none":
            self._answer(204, b"", None)
        elif path == "/busy":
            self._answer(503, b"busy", "text/plain")
        elif path == "/breaks-off":
            self._head(200, 1000, "text/plain")
            self.wfile.write(b"only this")
            self.close_connection = True
        elif path == "/chunked":
            self._chunked([b"abc", b"defg", b""])
        elif path == "/cookie":
            self._answer(200, b"ok", "text/plain", ("Set-Cookie", "session=abc"), ("Set-Cookie", "other=def"))
        else:
            self.close_connection = True

    def do_POST(self) -> None:
        self._count()
        if self.headers["Transfer-Encoding"] == "chunked":
            data = b""
            while size := int(self.rfile.readline(), 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            data = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, hashlib.sha256(data).hexdigest().encode(), "text/plain")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def _count(self) -> None:
        assert isinstance(self.server, CountingServer)
        self.server.hits.append(self.path)

    def _head(self, status: int, size: int, content_type: str | None, *more: tuple[str, str]) -> None:
        self.send_response(status)
        if content_type:
            self.send_header("Content-Type", content_type)
        if status != 204:
            self.send_header("Content-Length", str(size))
        for name, value in more:
            self.send_header(name, value)
        self.end_headers()

    def _answer(self, status: int, body: bytes, content_type: str | None, *more: tuple[str, str]) -> None:
        self._head(status, len(body), content_type, *more)
        self.wfile.write(body)

    def _chunked(self, chunks: list[bytes]) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in chunks:
            self.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")


class CountingServer(ThreadingHTTPServer):
    """A server that remembers the paths that it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.hits: list[str] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of these tests."""
        if not isinstance(sys.exception(), ConnectionError):
            raise

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def running() -> Iterator[CountingServer]:
    with CountingServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class Recorded:
    """A client whose exchanges lie in ``exchanges``, and whose cited numbers lie in ``cited``."""

    def __init__(self, redactor: Redactor | None = None, shared_limit: int = 1_000_000) -> None:
        self.exchanges: list[Exchange] = []
        self.cited: list[int] = []
        self.place: tuple[str | None, int | None] = (None, None)
        self._number = 0
        self.transport = RecordingTransport(
            httpx.HTTPTransport(),
            self.exchanges.append,
            redactor or Redactor(),
            self._next,
            lambda: self.place,
            self.cited.append,
            shared_limit,
        )
        self.client = httpx.Client(transport=self.transport, trust_env=False, timeout=10)

    @property
    def only(self) -> Exchange:
        (exchange,) = self.exchanges
        return exchange

    @property
    def received_body(self) -> RecordedBody:
        response = self.only.response
        assert response is not None
        assert response.body is not None
        return response.body

    def _next(self) -> int:
        self._number += 1
        return self._number
