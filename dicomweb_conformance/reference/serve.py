"""Run the reference server inside this process."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from dicomweb_conformance.reference.app import create_app, flavour_served

_PATIENCE = 10.0


class ServerDidNotStart(RuntimeError):
    """The embedded server did not answer in time."""


@contextmanager
def running(
    port: int = 0,
    host: str = "127.0.0.1",
    fault: str | None = None,
    folder: Path | None = None,
    bearer: str | None = None,
    read_only_bearer: str | None = None,
    flavour: str = "standard",
) -> Iterator[str]:
    """The embedded server in a thread, ready when its base URL (without trailing slash) is yielded.

    Port 0 takes a free one. Without ``folder`` the instances lie in a temporary folder that is removed at the end. A
    ``fault`` brings the flavour to which it belongs. Raises KeyError for an unknown fault or flavour, OSError when the
    port is taken, ServerDidNotStart.
    """
    path = flavour_served(flavour, fault).path
    with tempfile.TemporaryDirectory(prefix="dicomweb-reference-") as temporary:
        app = create_app(folder or Path(temporary), fault, bearer, read_only_bearer, flavour)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=2
        )
        server = uvicorn.Server(config)
        with _listening(host, port) as listener:
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="reference", daemon=True)
            thread.start()
            try:
                _wait_until_started(server, thread)
                address = f"[{host}]" if ":" in host else host
                yield f"http://{address}:{listener.getsockname()[1]}{path}"
            finally:
                server.should_exit = True
                thread.join(_PATIENCE)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only on sockets that name their protocol; without it each answer waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise ServerDidNotStart("The embedded server did not start; its error is in the log of uvicorn.")
        time.sleep(0.001)
