"""What the tests of whole runs share: the command line in a process of its own, and small servers."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

PROJECT = Path(__file__).parent.parent
ORIGINALS = PROJECT.parent / "shared" / "samples"


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def results(self) -> dict[str, Any]:
        """The results.json that it left."""
        return dict(json.loads((self.folder / "results.json").read_text(encoding="utf-8")))

    def verdicts(self, *levels: str) -> dict[str, str]:
        """The verdict of each requirement, of these levels or of all."""
        return {r["id"]: r["verdict"] for r in self.results["requirements"] if not levels or r["level"] in levels}


def command(*arguments: str) -> list[str]:
    """The command line of the program with these arguments."""
    return [sys.executable, "-c", "from dicomweb_conformance.cli import main; main()", *arguments]


def run(
    folder: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    patience: float = 120,
) -> Ran:
    """``dicomweb-conformance run`` with these arguments and its report in ``folder``, for ``patience`` seconds."""
    done = subprocess.run(
        command("run", "--report", str(folder), *arguments),
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
        cwd=cwd or folder.parent,
        env={**os.environ, **(environment or {})},
    )
    return Ran(done.returncode, done.stdout, done.stderr, folder)


@contextmanager
def served(app: Any, **settings: Any) -> Iterator[str]:
    """An ASGI app on a free port of this machine, as a base URL; ``settings`` are more of uvicorn's, such as TLS."""
    # asyncio sets TCP_NODELAY only on sockets that name their protocol; without it each answer waits 40 ms
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", **settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 10
        while not server.started:
            if time.monotonic() > deadline:
                raise TimeoutError("the test server did not start")
            threading.Event().wait(0.01)
        try:
            scheme = "https" if "ssl_certfile" in settings else "http"
            yield f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
