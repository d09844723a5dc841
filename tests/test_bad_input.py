"""What a user gets for targets that do not answer, and for options that make no sense."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dicomweb_conformance.reference.serve import running
from tests.running import Ran, run, served

TUTORIAL = ("--profile", "tutorial")
STUDY = "1.2.826.0.1.3680043.8.498.13230779778012324449356534479549187420"


def _one_line(ran: Ran) -> str:
    assert "Traceback" not in ran.out + ran.err
    lines = [line for line in (ran.out + ran.err).splitlines() if line.strip()]
    assert len(lines) == 1, ran.out + ran.err
    return lines[0]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://127.0.0.1:9", "Connection refused"),
        ("http://nowhere.invalid/dicom-web", "nowhere.invalid"),
    ],
)
def test_a_target_that_cannot_be_reached_is_said_in_one_line(tmp_path: Path, url: str, says: str) -> None:
    ran = run(tmp_path / "report", "--url", url, *TUTORIAL)

    assert ran.code == 3
    assert url in _one_line(ran)
    assert says in _one_line(ran)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--url", "dicom.example.org"], "base URL"),
        (["--url", "ftp://dicom.example.org"], "base URL"),
        (["--url", "http://user:secret@dicom.example.org"], "--basic-env"),
        (["--profile", "nonsense"], "tutorial, core"),
        (["--only", "nonsense"], "requirements"),
        (["--samples", "/nonexistent"], "blue-circle.dcm"),
        (["--token-env", "NO_SUCH_VARIABLE"], "NO_SUCH_VARIABLE"),
        (["--header", "no colon"], "Name: value"),
        (["--target", "/nonexistent.toml"], "/nonexistent.toml"),
        (["--fault", "nonsense"], "faults"),
        (["-k", "fits_nothing_at_all"], "scenario"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_what_to_do(tmp_path: Path, arguments: list[str], says: str) -> None:
    ran = run(tmp_path / "report", *arguments)

    assert ran.code == 2, ran.out + ran.err
    assert says in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err


def test_a_folder_of_wrong_samples_is_named(tmp_path: Path) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    for name in ("blue-circle", "green-square", "red-triangle"):
        (samples / f"{name}.dcm").write_bytes(b"this is no DICOM file")

    ran = run(tmp_path / "report", "--samples", str(samples))

    assert ran.code == 2
    assert str(samples) in ran.err


async def _web_page(scope: dict[str, Any], receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": b"<!doctype html><title>A web application</title>"})


def test_a_server_that_answers_everything_with_a_web_page_conforms_to_nothing(tmp_path: Path) -> None:
    with served(_web_page) as url:
        ran = run(tmp_path / "report", "--url", url, *TUTORIAL)

    assert ran.code == 1
    assert set(ran.verdicts("must").values()) == {"nonconformant"}
    assert "conformant" not in ran.verdicts().values()


@pytest.mark.parametrize(("status", "word"), [(401, "asks for credentials"), (403, "refuses these credentials")])
def test_refused_credentials_are_said_once(tmp_path: Path, status: int, word: str) -> None:
    async def closed(scope: dict[str, Any], receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    with served(closed) as url:
        ran = run(
            tmp_path / "report",
            "--url",
            url,
            *TUTORIAL,
            environment={"T": "s3cr3t-t0ken"},
        )

    assert ran.code == 3
    assert word in _one_line(ran)


def test_credentials_that_may_read_but_not_store_are_said_once(tmp_path: Path) -> None:
    async def read_only(scope: dict[str, Any], receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        status = 200 if scope["method"] == "GET" else 403
        headers = [(b"content-type", b"application/dicom+json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"[]" if status == 200 else b""})

    with served(read_only) as url:
        ran = run(tmp_path / "report", "--url", url, *TUTORIAL)

    assert ran.code == 3
    assert set(ran.verdicts().values()) == {"inconclusive", "untested"}
    assert ran.out.count("refuses these credentials") == 1


def test_an_occupied_target_is_refused_before_anything_is_stored(tmp_path: Path) -> None:
    requests: list[str] = []

    async def occupied(scope: dict[str, Any], receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        requests.append(scope["method"])
        found = [{"0020000D": {"vr": "UI", "Value": [STUDY]}, "00080018": {"vr": "UI", "Value": ["1.2.3"]}}]
        headers = [(b"content-type", b"application/dicom+json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(found).encode()})

    with served(occupied) as url:
        ran = run(tmp_path / "report", "--url", url, *TUTORIAL)

    assert ran.code == 2
    assert "--replace-existing" in _one_line(ran)
    assert "--uids fresh" in _one_line(ran)
    assert set(requests) == {"GET"}


def test_replace_existing_starts_on_an_occupied_target(tmp_path: Path) -> None:
    with running() as url:
        import httpx

        from dicomweb_conformance.client import Addresses, Client
        from dicomweb_conformance.samples.tutorial import tutorial_study

        study = tutorial_study(tmp_path)
        with httpx.Client(trust_env=False) as http:
            Client(http, Addresses.at(url)).store(study.instances)
        assert run(tmp_path / "refused", "--url", url, *TUTORIAL).code == 2
        ran = run(tmp_path / "replaced", "--url", url, *TUTORIAL, "--replace-existing")

    assert ran.code == 0, ran.out
