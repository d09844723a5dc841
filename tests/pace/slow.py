"""A server on raw sockets that is slow in one way: what it sends, and when, is a list of pieces and pauses."""

import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/dicom+json\r\nContent-Length: 20\r\n\r\n"
FOREVER = 3600.0

Piece = bytes | float
"""Bytes to send, or seconds to wait before the next piece."""


@contextmanager
def slow(pieces: Sequence[Piece], *, reads: bool = True, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Its URL. Unless it ``reads``, it takes nothing of a request; with ``tls`` it never begins the handshake."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listener.settimeout(0.02)
        threads: list[threading.Thread] = []

        def serve(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                if reads and not tls:
                    connection.recv(65536)
                for piece in pieces:
                    if isinstance(piece, bytes):
                        connection.sendall(piece)
                    elif ended.wait(piece):
                        return
                ended.wait()

        def accept() -> None:
            while not ended.is_set():
                with suppress(TimeoutError):
                    thread = threading.Thread(target=serve, args=(listener.accept()[0],))
                    thread.start()
                    threads.append(thread)

        threads.append(threading.Thread(target=accept))
        threads[0].start()
        try:
            yield f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            ended.set()
            for thread in threads:
                thread.join()
