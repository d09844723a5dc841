"""A command of the user removes what a target lets nobody delete: studies of the run, and no others."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydicom import dcmread

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.reference.app import create_app
from dicomweb_conformance.reset import MOST_STUDIES, Reset, carry_out
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from tests.running import Ran, command, run, served

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

ONLY = ("--only", "retrieve-instance-alone", "--only", "retrieve-series-whole")
REMOVE = """
import json, pathlib, sys, urllib.request
pathlib.Path(sys.argv[1]).open("a").write(json.dumps(sys.argv[3:]) + "\\n")
for study in sys.argv[3:]:
    request = urllib.request.Request(f"{sys.argv[2]}/studies/{study}", method="DELETE", headers={"X-Admin": "yes"})
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request)
"""


@dataclass
class Keeper:
    """A right server that refuses every DELETE but that of an administrator."""

    url: str = ""
    stored: list[str] = field(default_factory=list)


@contextmanager
def keeping(folder: Path) -> Iterator[Keeper]:
    right = create_app(folder / "store")
    keeper = Keeper()

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["method"] == "POST":
            keeper.stored.append(scope["path"])
        if scope["method"] == "DELETE" and (b"x-admin", b"yes") not in scope["headers"]:
            await send({"type": "http.response.start", "status": 405, "headers": [(b"allow", b"GET, POST")]})
            await send({"type": "http.response.body", "body": b""})
        else:
            await right(scope, receive, send)

    with served(app) as url:
        keeper.url = url
        yield keeper


def script(folder: Path, text: str) -> Path:
    path = folder / "reset.py"
    path.write_text(text, encoding="utf-8")
    return path


def calls(log: Path) -> list[list[str]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


def lines(ran: Ran, kind: str) -> list[dict[str, Any]]:
    found = map(json.loads, (ran.folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines())
    return [line for line in found if line["type"] == kind]


def remover(folder: Path, url: str) -> list[str]:
    return [sys.executable, str(script(folder, REMOVE)), str(folder / "calls"), url]


def target_file(folder: Path, url: str, reset: str) -> str:
    path = folder / "target.toml"
    path.write_text(f'url = "{url}"\n{reset}', encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_what_the_target_keeps_is_removed_by_the_command(tmp_path: Path, workers: tuple[str, ...]) -> None:
    with keeping(tmp_path) as keeper:
        reset = f"[reset]\ncommand = {json.dumps(remover(tmp_path, keeper.url))}\n"
        ran = run(tmp_path / "report", "--target", target_file(tmp_path, keeper.url, reset), *ONLY, *workers)

    assert ran.verdicts()["retrieve-series-whole"] == "conformant", ran.out + ran.err
    (given,) = calls(tmp_path / "calls")
    assert given
    assert set(given) == {line["study"] for line in lines(ran, "stored")}
    assert ran.results["run"]["leftovers"] == []
    assert "reset command, called after the run for" in ran.out


def test_without_the_command_the_studies_are_left(tmp_path: Path) -> None:
    with keeping(tmp_path) as keeper:
        ran = run(tmp_path / "report", "--url", keeper.url, *ONLY)
    assert ran.results["run"]["leftovers"]


def test_a_command_that_fails_is_told_with_the_end_of_its_output_and_no_secret(tmp_path: Path) -> None:
    text = "import os, sys\nprint('x' * 5000)\nprint('no way with', os.environ['ARCHIVE_TOKEN'])\nsys.exit(7)\n"
    with keeping(tmp_path) as keeper:
        fails = shlex.join([sys.executable, str(script(tmp_path, text))])
        arguments = ("--url", keeper.url, "--token-env", "ARCHIVE_TOKEN", "--reset-command", fails, *ONLY)
        ran = run(tmp_path / "report", *arguments, environment={"ARCHIVE_TOKEN": "tok-6f1e2d3c4b5a"})

    (call,) = lines(ran, "reset")
    assert call["code"] == 7
    assert call["studies"] == len(ran.results["run"]["leftovers"]) > 0
    for told in (ran.out, *ran.results["remarks"]):
        assert "exit code 7" in told
        assert "no way with" in told
    everything = ran.out + ran.err + "".join(p.read_text(encoding="utf-8") for p in ran.folder.glob("*.*"))
    assert "tok-6f1e2d3c4b5a" not in everything


def test_a_command_that_lies_is_not_believed(tmp_path: Path) -> None:
    with keeping(tmp_path) as keeper:
        ran = run(tmp_path / "report", "--url", keeper.url, "--reset-command", "true", *ONLY)
    assert [call["code"] for call in lines(ran, "reset")] == [0]
    assert ran.results["run"]["leftovers"]
    assert lines(ran, "removed") == []


def test_a_target_that_deletes_needs_no_command(tmp_path: Path) -> None:
    with served(create_app(tmp_path / "store")) as url:
        ran = run(tmp_path / "report", "--url", url, "--reset-command", "false", *ONLY)
    assert ran.code == 0
    assert lines(ran, "reset") == []


def test_before_the_run_it_is_called_without_studies(tmp_path: Path) -> None:
    with keeping(tmp_path) as keeper:
        called = shlex.join(remover(tmp_path, keeper.url))
        ran = run(tmp_path / "report", "--url", keeper.url, "--reset-command", called, "--reset-before", *ONLY)
    assert ran.code == 0, ran.out + ran.err
    before, after = calls(tmp_path / "calls")
    assert before == []
    assert after


@pytest.mark.parametrize("broken", ["false", "/no/such/program"])
def test_a_run_does_not_begin_when_the_command_before_it_fails(tmp_path: Path, broken: str) -> None:
    with keeping(tmp_path) as keeper:
        ran = run(tmp_path / "report", "--url", keeper.url, "--reset-command", broken, "--reset-before", *ONLY)
    assert ran.code == 2
    assert "nothing was stored, because the reset command" in ran.out + ran.err
    assert keeper.stored == []


def test_after_an_interruption_it_is_called_too(tmp_path: Path) -> None:
    with keeping(tmp_path) as keeper:
        called = shlex.join(remover(tmp_path, keeper.url))
        report = ("--report", str(tmp_path / "report"))
        process = subprocess.Popen(
            command("run", *report, "--url", keeper.url, "--reset-command", called, "--only", "retrieve-*"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        deadline = time.monotonic() + 60
        # the first store is done when the second one begins
        while len(keeper.stored) < 2:
            assert time.monotonic() < deadline, "nothing was stored in a minute"
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGINT)
        out, _ = process.communicate(timeout=60)

    assert process.returncode == 3, out
    ran = Ran(3, out, "", tmp_path / "report")
    (given,) = calls(tmp_path / "calls")
    assert given
    assert set(given) <= {line["study"] for line in lines(ran, "stored")}
    assert ran.results["run"]["leftovers"] == []


def test_a_cleanup_calls_it_for_what_a_run_left(tmp_path: Path) -> None:
    with keeping(tmp_path) as keeper:
        ran = run(tmp_path / "report", "--url", keeper.url, *ONLY)
        left = ran.results["run"]["leftovers"]
        reset = f"[reset]\ncommand = {json.dumps(remover(tmp_path, keeper.url))}\n"
        target = target_file(tmp_path, keeper.url, reset)
        done = subprocess.run(
            command("cleanup", str(ran.folder), "--target", target), capture_output=True, text=True, check=False
        )
    assert left
    assert done.returncode == 0, done.stdout + done.stderr
    assert [set(call) for call in calls(tmp_path / "calls")] == [set(left)]
    assert {line["study"] for line in lines(ran, "removed")} == set(left)


def test_a_command_is_never_given_a_study_that_holds_data_of_others(tmp_path: Path) -> None:
    with keeping(tmp_path) as keeper:
        ran = run(tmp_path / "report", "--url", keeper.url, "--only", "retrieve-part-length")
        (study,) = ran.results["run"]["leftovers"]
        with httpx.Client(trust_env=False) as http:
            client = Client(http, Addresses.at(keeper.url))
            (tmp_path / "foreign").mkdir()
            foreign = small_study(tmp_path / "foreign", lambda uid: derived_uid("others", uid), "P", "A").instances[0]
            ds = dcmread(foreign.path)
            ds.StudyInstanceUID = study
            ds.save_as(foreign.path)
            assert client.store([foreign]).status == 200
        reset = f"[reset]\ncommand = {json.dumps(remover(tmp_path, keeper.url))}\n"
        target = target_file(tmp_path, keeper.url, reset)
        done = subprocess.run(
            command("cleanup", str(ran.folder), "--target", target), capture_output=True, text=True, check=False
        )
    assert done.returncode == 3, done.stdout + done.stderr
    assert calls(tmp_path / "calls") == []


def test_a_command_that_never_ends_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    text = "import subprocess\nchild = subprocess.Popen(['sleep', '300'])\n"
    text += f"open({str(mark)!r}, 'w').write(str(child.pid))\n"
    outcome = carry_out(Reset((sys.executable, "-c", text + "child.wait()"), timeout=2.0), ["1.2"])
    assert outcome.code is None
    assert "raise timeout under [reset]" in outcome.says
    child = int(mark.read_text(encoding="utf-8"))
    state = Path(f"/proc/{child}/stat")
    deadline = time.monotonic() + 10
    while state.exists() and state.read_text(encoding="utf-8").split()[2] != "Z":
        assert time.monotonic() < deadline, "the child outlived the command"
        time.sleep(0.01)


def test_many_studies_are_given_in_several_calls_and_no_shell_reads_them(tmp_path: Path) -> None:
    studies = [f"1.2.{number}" for number in range(MOST_STUDIES + 1)]
    log = tmp_path / "calls"
    text = f"import json, sys\nopen({str(log)!r}, 'a').write(json.dumps(sys.argv[1:]) + '\\n')"
    outcome = carry_out(Reset((sys.executable, "-c", text, "$(touch x); *")), studies)
    assert outcome.code == 0
    assert calls(log) == [["$(touch x); *", *studies[:MOST_STUDIES]], ["$(touch x); *", studies[-1]]]
