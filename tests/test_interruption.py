"""A run that is interrupted leaves nothing on the target and a ledger with a footer; a killed one can be cleaned up."""

import json
import signal
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from dicomweb_conformance.reference.serve import running
from tests.running import command


def _start(url: str, folder: Path, *more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command("run", "--url", url, "--profile", "tutorial", "--report", str(folder), *more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _until_stored(url: str, process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 60
    while not _stored(url):
        assert time.monotonic() < deadline, "nothing was stored in a minute"
        assert process.poll() is None, "the run ended before it was interrupted"


def _stored(url: str) -> list[object]:
    return list(httpx.get(f"{url}/instances", trust_env=False).json())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["serial", "two workers"])
def test_an_interrupted_run_removes_what_it_stored(
    tmp_path: Path, number: signal.Signals, workers: tuple[str, ...]
) -> None:
    with running() as url:
        process = _start(url, tmp_path / "report", *workers)
        _until_stored(url, process)
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)
        left = _stored(url)

    assert process.returncode == 3, out
    assert left == []
    assert "Traceback" not in out
    footer = json.loads((tmp_path / "report" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (footer["type"], footer["outcome"], footer["leftovers"]) == ("footer", "interrupted", [])


def test_a_killed_run_is_cleaned_up_by_its_ledger(tmp_path: Path) -> None:
    with running() as url:
        process = _start(url, tmp_path / "report")
        _until_stored(url, process)
        process.kill()
        process.communicate(timeout=60)
        assert _stored(url)

        done = subprocess.run(
            command("cleanup", str(tmp_path / "report")), capture_output=True, text=True, timeout=60, check=False
        )
        left = _stored(url)

    assert done.returncode == 0, done.stdout + done.stderr
    assert left == []
