"""A server in a process of its own: started, waited for, stopped."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

START_SECONDS = 30.0
STOP_SECONDS = 10.0
POLL_SECONDS = 0.05


class ServerDidNotStartError(RuntimeError):
    """The process ended, or answered nothing in time. The message ends with its log."""

    def __init__(self, command: Sequence[str], why: str, log: Path) -> None:
        super().__init__(f"{command[0]} did not start: {why}. Its log says:\n{log.read_text(errors='replace')}")


@contextmanager
def running_process(
    command: Sequence[str],
    log: Path,
    address: Callable[[], str | None],
    environment: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Run `command` with its output in `log`; yield what `address` answers as soon as that is not None.

    Raises ServerDidNotStartError when the process ends first, or when START_SECONDS pass.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment)
        try:
            yield _await(process, command, log, address)
        finally:
            _stop(process)


def _await(
    process: subprocess.Popen[bytes], command: Sequence[str], log: Path, address: Callable[[], str | None]
) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerDidNotStartError(command, f"it ended with status {process.returncode}", log)
        found = address()
        if found is not None:
            return found
        time.sleep(POLL_SECONDS)
    raise ServerDidNotStartError(command, f"it was not ready after {START_SECONDS:.0f} s", log)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a TCP port of this machine that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(url: str) -> bool:
    """Say whether a GET of `url` is answered with 200 or 204."""
    try:
        return httpx.get(url, timeout=5.0, trust_env=False).status_code in (200, 204)
    except httpx.TransportError:
        return False
