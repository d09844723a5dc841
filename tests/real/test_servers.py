"""The real servers start empty, answer DICOMweb, and leave nothing behind."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from tests.real.orthanc import orthanc_available, running_orthanc
from tests.real.process import ServerDidNotStartError, running_process
from tests.real.tiny_pacs import running_tiny_pacs, tiny_pacs_available

Server = Callable[[Path], AbstractContextManager[str]]


@pytest.mark.parametrize(
    ("available", "running"),
    [(orthanc_available, running_orthanc), (tiny_pacs_available, running_tiny_pacs)],
    ids=["orthanc", "tiny_pacs"],
)
def test_a_real_server_starts_empty_and_leaves_nothing_behind(
    available: Callable[[], str | None], running: Server, tmp_path: Path
) -> None:
    if reason := available():
        pytest.skip(reason)
    with running(tmp_path) as base_url:
        answer = httpx.get(f"{base_url}/studies", trust_env=False)
        assert answer.status_code == 204 or answer.json() == []
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{base_url}/studies", trust_env=False)


def test_a_server_that_ends_at_once_shows_its_log(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('no such plugin'); raise SystemExit(3)"]
    with (
        pytest.raises(ServerDidNotStartError, match=r"(?s)ended with status 3.*no such plugin"),
        running_process(command, tmp_path / "log", lambda: None),
    ):
        pass


def test_a_server_is_stopped_when_the_work_with_it_fails(tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-c", "import http.server as h; h.test(port=0, bind='127.0.0.1')"]
    log = tmp_path / "log"

    def address() -> str | None:
        return next((word.strip("()") for word in log.read_text().split() if word.startswith("(http")), None)

    with pytest.raises(ZeroDivisionError), running_process(command, log, address) as url:
        _ = 1 / 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)
