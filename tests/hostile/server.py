"""A server on bare sockets that answers rightly, by asking the reference server, but for chosen requests."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from dicomweb_conformance.reference.serve import running
from tests.hostile.misbehaviour import Act
from tests.hostile.wire import ClientLeft, Exchange, Wire

Choose = Callable[[Exchange], Act | None]


class HostileServer:
    """One thread accepts, one serves each connection.

    ``elsewhere`` listens too, and ``elsewhere_heard`` is what came there: nothing ever must.
    """

    def __init__(self, listener: socket.socket, elsewhere: socket.socket, origin: str, choose: Choose) -> None:
        self._listener = listener
        self._elsewhere = elsewhere
        self._origin = origin
        self._choose = choose
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.elsewhere_heard: list[bytes] = []

    def serve(self) -> None:
        """Accept until the listener is closed."""
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._converse, args=[connection], daemon=True).start()

    def listen_elsewhere(self) -> None:
        """Note what comes to the other host until its listener is closed."""
        while True:
            try:
                connection, _ = self._elsewhere.accept()
            except OSError:
                return
            with connection:
                self.elsewhere_heard.append(connection.recv(4096))

    def _converse(self, connection: socket.socket) -> None:
        wire = Wire(connection)
        with connection, suppress(ClientLeft, ssl.SSLError):
            while (head := wire.head()) is not None:
                elsewhere = f"http://localhost:{self._elsewhere.getsockname()[1]}"
                exchange = Exchange(wire, head, self._origin, elsewhere)
                act = self._choose(exchange)
                if act is None:
                    exchange.answer()
                    continue
                act(exchange)
                wire.close()
                return


def unharmed(exchange: Exchange) -> None:
    """Chooses nothing: every answer is right."""


@contextmanager
def hostile_server(choose: Choose = unharmed) -> Iterator[HostileServer]:
    """A hostile server on a free port of this machine, before a reference server of its own."""
    with running() as origin, listening() as listener, listening() as elsewhere:
        server = HostileServer(listener, elsewhere, origin, choose)
        threads = [threading.Thread(target=each, daemon=True) for each in (server.serve, server.listen_elsewhere)]
        for thread in threads:
            thread.start()
        try:
            yield server
        finally:
            for one in (listener, elsewhere):
                stop(one)
            for thread in threads:
                thread.join(5)


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A socket that listens on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield listener


def stop(listener: socket.socket) -> None:
    """Wake the thread that waits for connections, and let it end."""
    with suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)
    listener.close()
