"""Servers in a process of their own: the reference server, which may be slow and may keep what it is asked, and others.

``python -m benchmarks.server ADDRESS_FILE MODULE:FUNCTION [ARGUMENT]...`` serves the ASGI application that the function
makes of the arguments, and writes its base URL to ADDRESS_FILE when it listens.
"""

import asyncio
import importlib
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import uvicorn

from dicomweb_conformance.reference.app import create_app
from dicomweb_conformance.target_options import EMBEDDED_BEARER, EMBEDDED_READ_ONLY_BEARER

PROJECT = Path(__file__).parent.parent
_PATIENCE = 30.0


@dataclass(frozen=True)
class Asked:
    """One request as it arrived: ``path`` with its query, headers without those of the connection, the whole body."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def serving(folder: Path, delay: float = 0.0, record: Path | None = None) -> AbstractContextManager[str]:
    """The reference server, empty, as a base URL; ``folder`` takes its files.

    It waits ``delay`` seconds before each answer, and appends each request to ``record``, pickled.
    """
    return listening(folder, "benchmarks.server:reference_server", str(folder), str(delay), str(record or ""))


@contextmanager
def listening(folder: Path, factory: str, *arguments: str) -> Iterator[str]:
    """The application that ``factory`` makes of the arguments, as a base URL; ``folder`` takes its files."""
    address = folder / "address"
    command = [sys.executable, "-m", "benchmarks.server", str(address), factory, *arguments]
    with subprocess.Popen(command, cwd=PROJECT) as process:
        try:
            yield _address(address, process)
        finally:
            process.terminate()
    address.unlink()


def target_file(folder: Path, url: str) -> Path:
    """A target file for the server: all that the reference server offers, and its tokens."""
    text = (PROJECT / "targets" / "embedded.toml").read_text(encoding="utf-8").replace("http://127.0.0.1:8042", url)
    file = folder / "target.toml"
    file.write_text(f'{text}\n[auth]\nbearer = {{ env = "TOKEN" }}\nread_only_bearer = {{ env = "READING" }}\n')
    return file


ENVIRONMENT = {"TOKEN": EMBEDDED_BEARER, "READING": EMBEDDED_READ_ONLY_BEARER}
"""Where the target file finds the tokens."""


def _address(file: Path, process: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + _PATIENCE
    while not file.exists() or not file.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the server of the benchmark did not start")
        time.sleep(0.01)
    return file.read_text()


class _Slow:
    """Waits before each answer, and keeps each request."""

    def __init__(self, app: Any, delay: float, record: IO[bytes] | None) -> None:
        self._app = app
        self._delay = delay
        self._record = record

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kept = bytearray()

        async def receiving() -> Any:
            message = await receive()
            kept.extend(message.get("body", b""))
            return message

        if self._delay:
            await asyncio.sleep(self._delay)
        await self._app(scope, receiving if self._record else receive, send)
        if self._record:
            pickle.dump(_asked(scope, bytes(kept)), self._record)
            self._record.flush()


def _asked(scope: Any, body: bytes) -> Asked:
    query = scope["query_string"].decode("ascii")
    path = scope["raw_path"].decode("ascii") + (f"?{query}" if query else "")
    headers = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return Asked(scope["method"], path, tuple(pair for pair in headers if pair[0] not in ("host", "connection")), body)


def reference_server(folder: str, delay: str, record: str) -> Any:
    """The reference server with its tokens, its instances in a new folder below ``folder``."""
    app = create_app(Path(tempfile.mkdtemp(dir=folder)), None, EMBEDDED_BEARER, EMBEDDED_READ_ONLY_BEARER)
    return _Slow(app, float(delay), Path(record).open("ab") if record else None)


def main(address: Path, factory: str, arguments: Sequence[str]) -> None:
    """Serve until terminated."""
    module, _, function = factory.partition(":")
    app = getattr(importlib.import_module(module), function)(*arguments)
    _Told(uvicorn.Config(app, port=0, log_level="critical", lifespan="off"), address).run()


class _Told(uvicorn.Server):
    """Tells its address when it listens."""

    def __init__(self, config: uvicorn.Config, address: Path) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: Any = None) -> None:
        """Listen, then say where."""
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        self._address.write_text(f"http://127.0.0.1:{port}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
