"""Values of other people's data reach no report, however wrong or talkative the target is."""

import json
from pathlib import Path

import pytest

from tests.echoing import Headers, changing
from tests.read_only.foreign import PLANTED, App, Message, foreign
from tests.running import Ran, run

NAME = b"Zwetschge^Amalia"
TALKS: Headers = [
    (b"content-disposition", b'attachment; filename="Zwetschge_MRN4711X.dcm"'),
    (b"warning", b'299 - "PatientName Zwetschge is not indexed"'),
    (b"x-patient", b"MRN4711X"),
    (b"location", b"/studies/Zwetschge"),
    (b"etag", b'"MRN4711X"'),
]


def _names_for_tags(scope: Message, status: int, body: bytes) -> tuple[bytes, Headers]:
    changed = body.replace(b'"00100010"', b'"Zwetschge^Amalia"').replace(b'"vr":"CS"', b'"vr":"Zwetschge"')
    return changed.replace(b'"vr": "CS"', b'"vr": "Zwetschge"'), TALKS


def _halves(scope: Message, status: int, body: bytes) -> tuple[bytes, Headers]:
    half = body if scope["path"].endswith(("/studies", "/series", "/instances")) else body[: len(body) // 2] + NAME
    return half, TALKS


def _names_for_uids(scope: Message, status: int, body: bytes) -> tuple[bytes, Headers]:
    if status != 200 or not scope["path"].endswith("metadata"):
        return body, TALKS
    found = json.loads(body)
    for ds in found:
        for tag in ("00080018", "0020000E", "00080016", "00080060"):
            if tag in ds:
                ds[tag] = {"vr": "UI", "Value": ["Quittenbaum"]}
    return json.dumps(found).encode(), TALKS


def _names_in_parts(scope: Message, status: int, body: bytes) -> tuple[bytes, Headers]:
    return body.replace(b"Content-Type: application/dicom", b"Content-Type: Zwetschge/MRN4711X; name=Amalia"), TALKS


def _failing(app: App) -> App:
    """Fails with a page that tells everything, and redirects one kind of request to a name."""
    page = b"<h1>NullPointerException: patient Zwetschge^Amalia, MRN4711X</h1>"

    async def failing(scope: Message, receive: object, send: object) -> None:
        if scope["path"].endswith(("/studies", "/series", "/instances")):
            await app(scope, receive, send)  # type: ignore[arg-type]  # handed on
            return
        redirects = scope["path"].endswith("/metadata")
        headers = [
            *TALKS,
            (b"content-length", str(len(page)).encode()),
            (b"content-type", b"text/html; name=Zwetschge"),
        ]
        start = {"type": "http.response.start", "status": 302 if redirects else 500, "headers": headers}
        await send(start)  # type: ignore[operator]  # ASGI
        await send({"type": "http.response.body", "body": page})  # type: ignore[operator]  # ASGI

    return failing


ONLY = (
    *("--only", "json-*", "--only", "metadata-of-*", "--only", "retrieve-*", "--only", "search-results-*"),
    *("--only", "search-study-attributes", "--only", "search-key-patient-*"),
)


def leaks(ran: Ran) -> list[str]:
    """Where a planted value stands."""
    found = [
        f"{value} in {path.relative_to(ran.folder)}"
        for path in ran.folder.rglob("*")
        if path.is_file()
        for value in PLANTED
        if value.encode() in path.read_bytes()
    ]
    return found + [f"{value} on the terminal" for value in PLANTED if value in ran.out + ran.err]


@pytest.mark.parametrize("change", [_names_for_tags, _halves, _names_for_uids, _names_in_parts])
def test_wrong_answers_are_found_and_not_told(tmp_path: Path, change: object) -> None:
    with foreign(tmp_path, lambda app: changing(app, change)) as held:  # type: ignore[arg-type]  # one of the four
        formats = [f"--format={name}" for name in ("json", "junit", "html", "markdown", "csv", "har")]
        allure = ("--alluredir", str(tmp_path / "report" / "allure"))
        ran = run(tmp_path / "report", "--url", held.url, "--read-only", *ONLY, *formats, *allure)

    assert ran.code == 1, ran.out + ran.err
    assert leaks(ran) == []
    assert list((tmp_path / "report" / "allure").glob("*-result.json"))


def test_error_pages_are_not_told(tmp_path: Path) -> None:
    with foreign(tmp_path, _failing) as held:
        ran = run(tmp_path / "report", "--url", held.url, "--read-only", *ONLY, "--format", "har", "--format", "json")

    assert "nonconformant" in ran.verdicts().values()
    assert leaks(ran) == []


def test_searched_values_stand_in_no_url(tmp_path: Path) -> None:
    with foreign(tmp_path) as held:
        log = ("--log-file", str(tmp_path / "report" / "log"), "--log-file-level", "DEBUG")
        ran = run(tmp_path / "report", "--url", held.url, "--read-only", "--only", "search-key-patient-*", *log)
    text = (ran.folder / "ledger.jsonl").read_text(encoding="utf-8")
    assert "PatientID=[withheld]" in text
    assert (ran.folder / "log").exists()
    assert f"StudyInstanceUID={held.studies[0]}&PatientID=[withheld]" in text
    assert leaks(ran) == []
