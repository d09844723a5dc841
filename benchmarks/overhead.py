"""What judging and recording cost: a run of the harness against its very requests, sent by bare httpx."""

import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from benchmarks.figure import Figure
from benchmarks.running import run
from benchmarks.server import PROJECT, Asked, serving

_ROUNDS = 3


def measure() -> tuple[Figure, ...]:
    """The least time of some runs, over the least time of as many replays, one after the other in turn."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        record = folder / "record"
        with serving(folder, record=record) as url:
            run(folder / "recorded", url)
        judged, bare = [], []
        for number in range(_ROUNDS):
            with serving(folder) as url:
                judged.append(run(folder / f"run-{number}", url).seconds)
            with serving(folder) as url:
                bare.append(_replayed(record, url))
    how = "seconds of a serial run, by the seconds of its very requests sent by bare httpx"
    return (Figure("overhead", min(judged) / min(bare), "times", how, most=1.5),)


def _replayed(record: Path, url: str) -> float:
    command = [sys.executable, "-m", "benchmarks.overhead", str(record), url]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _recorded(record: Path) -> Iterator[Asked]:
    with record.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return


def replay(record: Path, url: str) -> float:
    """Send all recorded requests one after the other, read the bodies, and say how many seconds that took."""
    asked = tuple(_recorded(record))
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        client.headers.clear()
        started = time.perf_counter()
        for one in asked:
            content = iter([one.body]) if ("transfer-encoding", "chunked") in one.headers else one.body
            headers = [pair for pair in one.headers if pair[0] not in ("content-length", "transfer-encoding")]
            with client.stream(one.method, url + one.path, headers=headers, content=content) as response:
                for _ in response.iter_raw():
                    pass
        return time.perf_counter() - started


if __name__ == "__main__":
    print(replay(Path(sys.argv[1]), sys.argv[2]))
