"""No secret reaches anything that a run writes or shows, in any spelling, whatever the server does with it."""

import base64
import html
import json
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dicomweb_conformance.run_options import FORMATS
from tests.echoing import echoing, spellings
from tests.running import Ran, command, run, served

TOKEN = "tk-Zq8/v+L=3~Yw.Secret0"
API_KEY = "ak 7f:Hs&9%d?Secret1"
USER, PASSWORD = "jane", "pw-4)N;x,Q!Secret2"
BY_PLACE = {"cookie": "ck-f00dSecret3", "signature": "sg-beefSecret4", "password": "pw-cafeSecret5"}
ASKED = [form for form in FORMATS if form != "pdf"]


def every_spelling(secret: str) -> set[bytes]:
    """All that the artefacts are searched for; Base64 also where it stands amid other text."""
    found = {*spellings(secret), html.escape(secret), json.dumps(secret)[1:-1], secret[4:-4]}
    data = secret.encode()
    for offset in range(3):
        encoded = base64.b64encode(b"x" * offset + data)
        found.add(encoded[4 : len(encoded) // 4 * 4 - 4].decode())
    return {spelling.encode() for spelling in found}


def artefacts(ran: Ran, *more: Path) -> Iterator[tuple[str, bytes]]:
    """Everything that a run left, and what is packed in it."""
    yield "the terminal", (ran.out + ran.err).encode()
    for folder in (ran.folder, *more):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.name, path.read_bytes()
    for line in (ran.folder / "ledger.jsonl").read_bytes().splitlines():
        for head in re.findall(rb'"head":"([A-Za-z0-9+/=]{16,})"', line):
            yield "a body in the ledger", base64.b64decode(head + b"=" * (-len(head) % 4))


def leaks(ran: Ran, secrets: list[str], *more: Path) -> list[tuple[str, bytes]]:
    wanted = {spelling for secret in secrets for spelling in every_spelling(secret)}
    return [(name, spelling) for name, data in artefacts(ran, *more) for spelling in wanted if spelling in data]


def formats() -> list[str]:
    return [argument for form in ASKED for argument in ("--format", form)]


def test_no_artefact_holds_a_secret(tmp_path: Path) -> None:
    secrets = [TOKEN, API_KEY]
    with served(echoing(tmp_path / "store", secrets, BY_PLACE)) as url:
        ran = run(
            tmp_path / "report",
            *("--url", url, "--token-env", "PLANTED_TOKEN", "--header", f"X-Site: {API_KEY}", "--profile", "tutorial"),
            *("--alluredir", str(tmp_path / "allure"), "--junitxml", str(tmp_path / "more" / "junit.xml"), *formats()),
            environment={"PLANTED_TOKEN": TOKEN},
        )

    assert ran.code == 1, ran.out + ran.err
    assert "nonconformant" in ran.verdicts().values()
    assert list((tmp_path / "allure").iterdir())
    assert "REDACTED" in (ran.folder / "report.html").read_text(encoding="utf-8")
    assert leaks(ran, [*secrets, *BY_PLACE.values()], tmp_path / "allure", tmp_path / "more") == []


def test_no_artefact_of_two_workers_holds_user_and_password(tmp_path: Path) -> None:
    pair = f"{USER}:{PASSWORD}"
    secrets = [pair, PASSWORD, base64.b64encode(pair.encode()).decode()]
    with served(echoing(tmp_path / "store", secrets, BY_PLACE)) as url:
        ran = run(
            tmp_path / "report",
            *("--url", url, "--basic-env", "PLANTED_PAIR", "--profile", "tutorial", "--only", "retrieve-*", "-n", "2"),
            *("--alluredir", str(tmp_path / "allure"), *formats()),
            environment={"PLANTED_PAIR": pair},
        )

    assert ran.code == 1, ran.out + ran.err
    assert leaks(ran, [*secrets, *BY_PLACE.values()], tmp_path / "allure") == []


def test_no_secret_is_shown_by_a_run_that_is_refused(tmp_path: Path) -> None:
    ran = run(
        tmp_path / "report",
        *("--url", "http://127.0.0.1:9", "--token-env", "PLANTED_TOKEN", "--header", f"X-Site: {API_KEY}"),
        environment={"PLANTED_TOKEN": TOKEN},
    )
    assert ran.code == 3
    assert leaks(ran, [TOKEN, API_KEY]) == []


def test_the_pdf_holds_no_secret(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    pytest.importorskip("weasyprint", reason="the extra [pdf] is not installed")
    with served(echoing(tmp_path / "store", [TOKEN], BY_PLACE)) as url:
        ran = run(
            tmp_path / "report",
            *("--url", url, "--token-env", "PLANTED_TOKEN", "--profile", "tutorial", "--only", "retrieve-*-metadata"),
            *("--format", "pdf"),
            environment={"PLANTED_TOKEN": TOKEN},
        )
    path = ran.folder / "report.pdf"
    text = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout
    streams = b"".join(_unpacked(path.read_bytes()))
    assert b"nonconformant" in text
    for secret in (TOKEN, *BY_PLACE.values()):
        assert [one for one in every_spelling(secret) if one in b"".join(text.split()) or one in streams] == []


def _unpacked(data: bytes) -> Iterator[bytes]:
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            yield zlib.decompress(packed)
        except zlib.error:
            yield packed


def test_reports_made_again_and_compared_hold_no_secret(tmp_path: Path) -> None:
    with served(echoing(tmp_path / "store", [TOKEN], BY_PLACE)) as url:
        ran = run(
            tmp_path / "report",
            *("--url", url, "--token-env", "PLANTED_TOKEN", "--profile", "tutorial", "--only", "retrieve-*-metadata"),
            environment={"PLANTED_TOKEN": TOKEN},
        )
    shown = [
        subprocess.run(command(*arguments), capture_output=True, timeout=60, check=False).stdout
        for arguments in (
            ["report", str(ran.folder), "--out", str(tmp_path / "again"), *formats()],
            ["compare", str(ran.folder), str(ran.folder), "--format", "html", "--out", str(tmp_path / "matrix.html")],
            ["verify", str(ran.folder)],
        )
    ]
    (tmp_path / "shown").mkdir()
    (tmp_path / "shown" / "terminal").write_bytes(b"".join([*shown, (tmp_path / "matrix.html").read_bytes()]))
    assert leaks(ran, [TOKEN, *BY_PLACE.values()], tmp_path / "again", tmp_path / "shown") == []
