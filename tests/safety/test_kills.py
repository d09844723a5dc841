"""A run that is stopped at any moment leaves nothing, or a ledger by which nothing is left; others lose nothing."""

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dicomweb_conformance.evidence.ledger import read_ledger
from dicomweb_conformance.study import Study
from tests.running import command
from tests.safety.watched import Lie, Reply, Request, Site, site

SEED = 20261123
_SELECTION = ("--profile", "tutorial", "--only", "delete-[is]*", "--only", "store-single-instance")
_PATIENCE = 120.0
_AT_ONCE = 3
AT_ITS_FOOTER = -1
"""The moment at which the ledger has its footer, and the reports are written."""


def _start(url: str, folder: Path, *more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command("run", "--url", url, "--report", str(folder), *_SELECTION, *more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not done():
        assert time.monotonic() < deadline, "it did not come to that in time"
        time.sleep(0.005)


def _wait(held: Site, process: "subprocess.Popen[str]", folder: Path, moment: int) -> None:
    """Until the target has seen so many requests, or the run has ended before."""
    if moment == AT_ITS_FOOTER:
        ledger = folder / "ledger.jsonl"
        _until(lambda: process.poll() is not None or (ledger.exists() and b'"type":"footer"' in ledger.read_bytes()))
    else:
        _until(lambda: process.poll() is not None or held.watched.wait_for(moment, 0.2))


def _send(process: "subprocess.Popen[str]", number: signal.Signals, *, group: bool) -> bool:
    """Whether the run was still there to get it."""
    if process.poll() is not None:
        return False
    if group:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    return True


def _is_gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def _cleaned(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command("cleanup", str(folder)), capture_output=True, text=True, timeout=_PATIENCE, check=False
    )


@pytest.fixture(scope="module")
def requests(tmp_path_factory: pytest.TempPathFactory, foreign: tuple[Study, ...]) -> int:
    """How many requests a run sends that nobody stops."""
    folder = tmp_path_factory.mktemp("whole")
    with site(folder / "site", foreign) as held:
        process = _start(held.url, folder / "report")
        out, _ = process.communicate(timeout=_PATIENCE)
        assert process.returncode == 0, out
        return len(held.watched.requests)


def _moments(requests: int, count: int, seed: str) -> list[int]:
    """Moments of the whole run: its first request, one of its last, its footer, and others anywhere."""
    chance = random.Random(f"{SEED} {seed}")
    edges = [1, requests - chance.randrange(6), AT_ITS_FOOTER] if count > 3 else []
    return [*edges, *(chance.randrange(2, requests) for _ in range(count - len(edges)))]


def _each(moments: Iterable[int], attempt: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for moment, result in [(moment, pool.submit(attempt, moment)) for moment in moments]:
            assert result.exception() is None, f"seed {SEED}, moment {moment}: {result.exception()}"


@pytest.mark.parametrize("group", [True, False], ids=["whole group", "main process"])
@pytest.mark.parametrize(
    ("number", "workers", "count"),
    [
        (signal.SIGINT, (), 6),
        (signal.SIGTERM, (), 6),
        (signal.SIGINT, ("-n", "2"), 3),
        (signal.SIGTERM, ("-n", "2"), 2),
    ],
    ids=["SIGINT", "SIGTERM", "SIGINT with workers", "SIGTERM with workers"],
)
def test_a_stopped_run_leaves_nothing(
    tmp_path: Path,
    foreign: tuple[Study, ...],
    requests: int,
    number: signal.Signals,
    workers: tuple[str, ...],
    count: int,
    group: bool,
) -> None:
    def stop(moment: int) -> None:
        folder = tmp_path / f"report-{moment}"
        with site(tmp_path / f"site-{moment}", foreign) as held:
            process = _start(held.url, folder, *workers)
            _wait(held, process, folder, moment)
            reached = _send(process, number, group=group)
            out, _ = process.communicate(timeout=_PATIENCE)
            _until(lambda: _is_gone(process.pid))
            assert held.left_behind() == [], out
            held.assert_foreign_untouched()
        if reached and moment != AT_ITS_FOOTER:
            assert process.returncode == 3, out
        assert "Traceback" not in out
        assert read_ledger(folder / "ledger.jsonl").footer is not None
        assert not list(folder.glob("*-gw*"))

    _each(_moments(requests, count, f"{number} {workers} {group}"), stop)


@pytest.mark.parametrize("group", [True, False], ids=["whole group", "main process"])
@pytest.mark.parametrize(("workers", "count"), [((), 6), (("-n", "2"), 2)], ids=["serial", "workers"])
def test_a_killed_run_is_cleaned_up_by_its_ledger(
    tmp_path: Path, foreign: tuple[Study, ...], requests: int, workers: tuple[str, ...], count: int, group: bool
) -> None:
    def kill(moment: int) -> None:
        folder = tmp_path / f"report-{moment}"
        with site(tmp_path / f"site-{moment}", foreign) as held:
            process = _start(held.url, folder, *workers)
            _wait(held, process, folder, moment)
            reached = _send(process, signal.SIGKILL, group=group)
            out, _ = process.communicate(timeout=_PATIENCE)
            done = _cleaned(folder)
            assert done.returncode == 0, done.stdout + done.stderr
            assert held.left_behind() == [], done.stdout
            held.assert_foreign_untouched()
        assert not reached or process.returncode == -signal.SIGKILL, out
        read_ledger(folder / "ledger.jsonl")

    _each(_moments(requests, count, f"kill {workers} {group}"), kill)


def test_who_interrupts_the_end_too_gets_it_at_once(tmp_path: Path, foreign: tuple[Study, ...]) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def stalling(request: Request) -> Request | Reply:
        if request.method == "DELETE" and not arrived.is_set():
            arrived.set()
            go_on.wait(_PATIENCE)
        return request

    folder = tmp_path / "report"
    with site(tmp_path / "site", foreign, lambda _: Lie(stalling)) as held:
        process = _start(held.url, folder, "--only", "store-single-instance")
        _until(lambda: any(request.method == "POST" for request in held.watched.requests))
        process.send_signal(signal.SIGINT)
        assert arrived.wait(_PATIENCE)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=_PATIENCE)
        go_on.set()
        assert process.returncode == 3, out
        assert f"cleanup {folder}" in out
        assert "Traceback" not in out

        done = _cleaned(folder)
        assert done.returncode == 0, done.stdout + done.stderr
        assert held.left_behind() == []
        held.assert_foreign_untouched()


def test_a_worker_that_is_killed_costs_its_scenario_and_leaves_nothing(
    tmp_path: Path, foreign: tuple[Study, ...]
) -> None:
    folder = tmp_path / "report"
    victim = "/studies/2.25."
    killed: list[int] = []

    def kill_one(request: Request) -> Request | Reply:
        if not killed and request.method == "DELETE" and victim in request.path:
            killed.append(_worker_that_asks(folder, request.path))
            os.kill(killed[0], signal.SIGKILL)
        return request

    with site(tmp_path / "site", foreign, lambda _: Lie(kill_one)) as held:
        process = subprocess.Popen(
            command(
                "run",
                "--url",
                held.url,
                "--report",
                str(folder),
                "-n",
                "4",
                "--profile",
                "delete",
                "--only",
                "delete-*-everywhere",
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        out, _ = process.communicate(timeout=_PATIENCE)
        assert killed, out
        assert process.returncode == 3, out
        assert held.left_behind() == []
        held.assert_foreign_untouched()
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    verdicts = [s["verdict"] for r in results["requirements"] for s in r["scenarios"]]
    assert verdicts.count("inconclusive") == 1
    assert set(verdicts) == {"inconclusive", "conformant"}
    assert results["run"]["leftovers"] == []


def _worker_that_asks(folder: Path, path: str) -> int:
    """The process whose part of the ledger says that it has stored the study of this path."""
    study = path.split("/")[2]
    (part,) = (part for part in folder.glob("ledger-gw*.jsonl") if study in part.read_text(encoding="utf-8"))
    holders = [
        int(link.parts[2])
        for link in Path("/proc").glob("[0-9]*/fd/*")
        if _leads_to(link, part) and link.parts[2] != "self"
    ]
    return holders[0]


def _leads_to(link: Path, file: Path) -> bool:
    try:
        return link.readlink() == file
    except OSError:
        return False
