"""A run asks no faster than it may, and shows where it was asked to wait."""

import json
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import pytest

from dicomweb_conformance.reference.app import create_app
from dicomweb_conformance.turnstile import TURNSTILE, Turnstile
from tests.running import run, served

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ONLY = ("--only", "retrieve-instance", "--only", "search-instances-*")


class Gate:
    """A right server that remembers when it was asked, and says "later" to requests that ``late`` picks."""

    def __init__(self, folder: Path, late: Callable[[int, Message], bool] = lambda number, scope: False) -> None:
        self._right = create_app(folder)
        self._late = late
        self._lock = threading.Lock()
        self.arrivals: list[float] = []
        self.wait = b"0"
        self.status = 429

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        with self._lock:
            self.arrivals.append(time.monotonic())
            number = len(self.arrivals)
        if not self._late(number, scope):
            await self._right(scope, receive, send)
            return
        headers = [(b"content-length", b"0"), (b"retry-after", self.wait)]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def lines(folder: Path, kind: str) -> list[dict[str, Any]]:
    found = map(json.loads, (folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines())
    return [line for line in found if line["type"] == kind]


def test_the_rate_holds_over_all_workers(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "store")
    rate = 40
    with served(gate) as url:
        pace = ("-n", "2", "--max-requests-per-second", str(rate))
        ran = run(tmp_path / "report", "--url", url, "--profile", "tutorial", *pace)

    assert ran.code == 0, ran.out + ran.err
    arrivals = sorted(gate.arrivals)
    assert len(arrivals) > 3 * rate
    span = arrivals[-1] - arrivals[0]
    assert (len(arrivals) - 1) / span <= rate * 1.02
    # what the network delays comes late, and the next one after it seems early: over a second that is nothing
    assert all(later - first > 0.9 for first, later in zip(arrivals, arrivals[rate:], strict=False))
    assert not (ran.folder / TURNSTILE).exists()


def test_moments_of_a_turnstile_are_apart_whoever_asks(tmp_path: Path) -> None:
    per_second = 200
    moments: list[float] = []

    def pass_through() -> None:
        turnstile = Turnstile(tmp_path / TURNSTILE, per_second)
        for _ in range(20):
            turnstile.wait()
            moments.append(time.monotonic())

    threads = [threading.Thread(target=pass_through) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert max(moments) - min(moments) >= 0.95 * (len(moments) - 1) / per_second


def test_more_workers_than_may_ask_at_once_are_refused(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "store")
    with served(gate) as url:
        ran = run(tmp_path / "report", "--url", url, *ONLY, "-n", "2", "--max-concurrency", "1")

    assert ran.code == 2
    assert "use -n 1" in ran.out + ran.err
    assert gate.arrivals == []


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_what_is_sent_again_is_told_in_every_report(tmp_path: Path, workers: tuple[str, ...]) -> None:
    gate = Gate(tmp_path / "store", lambda number, scope: number % 5 == 0)
    with served(gate) as url:
        ran = run(tmp_path / "report", "--url", url, *ONLY, *workers)

    assert ran.code == 0, ran.out + ran.err
    exchanges = {line["number"]: line for line in lines(ran.folder, "exchange")}
    late = {number for number, line in exchanges.items() if line["response"]["status"] == 429}
    waits = lines(ran.folder, "waited")
    assert len(late) > 3
    assert {wait["exchange"] for wait in waits} == late
    assert len(exchanges) == len(gate.arrivals)
    (told,) = ran.results["run"]["waits"]
    assert told["times"] == len(late)
    for text in (ran.out, told["why"], (ran.folder / "report.html").read_text(encoding="utf-8")):
        assert "the target answered 429, and was asked again" in text


def test_a_target_that_is_never_ready_makes_a_scenario_inconclusive(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "store", lambda number, scope: "/frames/" in scope.get("path", ""))
    gate.wait, gate.status = b"3600", 503
    with served(gate) as url:
        ran = run(tmp_path / "report", "--url", url, "--only", "retrieve-frame", "--only", "retrieve-instance")

    assert ran.code == 3, ran.out + ran.err
    assert set(ran.verdicts().values()) & {"nonconformant"} == set()
    assert "inconclusive" in ran.verdicts().values()
    assert "raise longest_wait under [pace]" in ran.out
