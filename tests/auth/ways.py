"""Ways to a server: a certificate authority with a server and a client, and a proxy that records what it is told."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

KEY_PASSWORD = "kp-5%q+Secret9"


@dataclass(frozen=True)
class Certificates:
    """Files of a private CA: its own certificate, and those of a server and of a client, each with its key."""

    ca: Path
    server: Path
    client: Path
    client_key: Path
    locked_key: Path
    """The key of the client, with the password ``KEY_PASSWORD``."""

    @property
    def listening(self) -> dict[str, Any]:
        """Settings of uvicorn for a listener that demands a certificate of this CA."""
        return {
            "ssl_certfile": str(self.server),
            "ssl_ca_certs": str(self.ca),
            "ssl_cert_reqs": ssl.CERT_REQUIRED,
        }


def certificates(folder: Path) -> Certificates:
    """A new private CA, written to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA()
    server, client = authority.issue_cert("127.0.0.1"), authority.issue_cert("harness@example.org")
    found = Certificates(
        *(folder / name for name in ("ca.pem", "server.pem", "client.pem", "client.key", "locked.key"))
    )
    authority.cert_pem.write_to_path(found.ca)
    server.private_key_and_cert_chain_pem.write_to_path(found.server)
    client.cert_chain_pems[0].write_to_path(found.client)
    client.private_key_pem.write_to_path(found.client_key)
    key = load_pem_private_key(client.private_key_pem.bytes(), None)
    locked = BestAvailableEncryption(KEY_PASSWORD.encode())
    found.locked_key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
    return found


@dataclass
class Recorded:
    """What a proxy was told: the first line and the header of each request to it."""

    heads: list[bytes] = field(default_factory=list)


@contextmanager
def proxy(authorization: str | None = None) -> Iterator[tuple[str, Recorded]]:
    """A proxy for http and https that records; it asks for ``authorization`` when that is given."""
    recorded = Recorded()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = self.rfile.readline()
                if not line:
                    return
                head += line
            recorded.heads.append(head)
            if authorization and f"proxy-authorization: {authorization}".encode().lower() not in head.lower():
                self.wfile.write(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            first, _, fields = head.partition(b"\r\n")
            method, address, _ = first.decode().split(" ")
            if method == "CONNECT":
                host, _, port = address.partition(":")
                self._relay(host, int(port), b"")
                return
            parts = urlsplit(address)
            kept = [f for f in fields.split(b"\r\n") if f and not f.lower().startswith((b"proxy-", b"connection:"))]
            path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
            request = [f"{method} {path} HTTP/1.1".encode(), *kept, b"Connection: close", b"", b""]
            self._relay(parts.hostname or "", parts.port or 80, b"\r\n".join(request))

        def _relay(self, host: str, port: int, request: bytes) -> None:
            with socket.create_connection((host, port), timeout=20) as there:
                if request:
                    there.sendall(request)
                else:
                    self.wfile.write(b"HTTP/1.1 200 Go on\r\n\r\n")
                back = threading.Thread(target=_copy, args=(there, self.connection), daemon=True)
                back.start()
                forth = threading.Thread(target=_forward, args=(self.rfile, there), daemon=True)
                forth.start()
                back.join(30)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", recorded
        finally:
            server.shutdown()
            thread.join(10)


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


def _forward(source: Any, sink: socket.socket) -> None:
    with suppress(OSError, ValueError):
        while data := source.read1(65536):
            sink.sendall(data)
        # the server would wait for its client, which is gone
        sink.shutdown(socket.SHUT_WR)
