"""The curl line of an exchange is pasted into a real shell, with a curl that prints its arguments."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from dicomweb_conformance.evidence.exchange import Exchange
from dicomweb_conformance.report.curl import curl_of
from dicomweb_conformance.report.records import exchange_of
from tests.report.hostile import ALL
from tests.report.ledgers import Record, body, exchange

BASH = shutil.which("bash")

pytestmark = pytest.mark.skipif(BASH is None, reason="curl lines are tried in bash, which is not installed here")


def arguments(record: Record, tmp_path: Path, **variables: str) -> list[str]:
    """What curl would get when the line of this exchange is pasted."""
    fake = tmp_path / "curl"
    fake.write_text('#!/bin/sh\nprintf "%s\\0" "$@"\n')
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    line = curl_of(exchange_of(Exchange.from_json(record))).command
    assert BASH is not None
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", **variables}
    run = subprocess.run([BASH, "-c", line], capture_output=True, env=environment, check=True, cwd=tmp_path)
    assert run.stderr == b""
    return run.stdout.decode().split("\0")[:-1]


def test_a_search_is_a_plain_line() -> None:
    line = curl_of(
        exchange_of(Exchange.from_json(exchange(1, request={"headers": [["Accept", "application/dicom+json"]]})))
    ).command
    assert line.startswith("curl -H 'Accept: application/dicom+json' 'http://archive.example/dicom-web/studies/")


def test_headers_are_sent_as_they_were_and_curl_adds_none(tmp_path: Path) -> None:
    got = arguments(
        exchange(1, request={"method": "DELETE", "headers": [["Host", "h"], ["Content-Length", "0"], ["X-A", "it's"]]}),
        tmp_path,
    )
    assert got[:-1] == ["-X", "DELETE", "-H", "X-A: it's", "-H", "Accept:"]


@pytest.mark.parametrize("hostile", [text for name, text in ALL.items() if name not in ("long", "surrogates", "xml")])
def test_hostile_text_in_headers_and_url_reaches_curl_unchanged_and_runs_nothing(hostile: str, tmp_path: Path) -> None:
    hostile = f"{hostile} $(touch pwned) `touch pwned` ; touch pwned"
    got = arguments(
        exchange(1, request={"url": f"http://x/{hostile}", "headers": [["Accept", hostile]]}),
        tmp_path,
    )
    assert f"Accept: {hostile}" in got
    assert got[-1] == f"http://x/{hostile}"
    assert not (tmp_path / "pwned").exists()


def test_a_redacted_credential_becomes_a_variable_that_keeps_its_scheme(tmp_path: Path) -> None:
    record = exchange(1, request={"headers": [["Accept", "*/*"], ["Authorization", "Bearer REDACTED"]]})
    curl = curl_of(exchange_of(Exchange.from_json(record)))
    assert '-H "Authorization: Bearer $TOKEN"' in curl.command
    assert "$TOKEN" in (curl.hint or "")
    assert "Authorization: Bearer s e c" in arguments(record, tmp_path, TOKEN="s e c")


def test_a_credential_is_not_repeated_even_where_the_ledger_has_it() -> None:
    record = exchange(1, request={"headers": [["authorization", "Basic dXNlcjpwYXNz"], ["Cookie", "sid=1"]]})
    command = curl_of(exchange_of(Exchange.from_json(record))).command
    assert "dXNlcjpwYXNz" not in command
    assert "sid=1" not in command


def test_a_redacted_place_in_a_url_becomes_a_variable(tmp_path: Path) -> None:
    record = exchange(1, request={"url": "http://x/studies?token=REDACTED&limit=1", "headers": []})
    assert arguments(record, tmp_path, SECRET="abc")[-1] == "http://x/studies?token=abc&limit=1"


def test_a_whole_text_body_is_in_the_line(tmp_path: Path) -> None:
    record = exchange(1, request={"method": "POST", "headers": [], "body": body('@{"a": "it\'s"}\r\n')})
    got = arguments(record, tmp_path)
    assert "-X" not in got
    assert got[got.index("--data-raw") + 1] == '@{"a": "it\'s"}\r\n'
    assert "Content-Type:" in got


@pytest.mark.parametrize(
    "unusable", [{"complete": False}, {"encoding": "base64"}, {"head": "a\0b"}, {"head": "password=REDACTED"}]
)
def test_a_body_that_is_binary_or_not_whole_is_read_from_a_file_and_the_hint_says_which(unusable: Record) -> None:
    record = exchange(1, request={"method": "POST", "body": body("abc") | unusable})
    curl = curl_of(exchange_of(Exchange.from_json(record)))
    assert "--data-binary @FILE" in curl.command
    assert "b" * 64 in (curl.hint or "")


def test_dots_and_brackets_in_a_path_reach_the_server_as_they_are(tmp_path: Path) -> None:
    got = arguments(exchange(1, request={"url": "http://x/studies/../a[1]{2}", "headers": []}), tmp_path)
    assert {"--path-as-is", "--globoff"} <= set(got)


def test_a_head_request_does_not_wait_for_a_body(tmp_path: Path) -> None:
    assert arguments(exchange(1, request={"method": "HEAD"}), tmp_path)[0] == "--head"


def test_a_binary_answer_goes_to_a_file_and_its_header_to_the_terminal(tmp_path: Path) -> None:
    got = arguments(exchange(1, response={"body": body("AAEC", encoding="base64")}), tmp_path)
    assert got[-5:-1] == ["--dump-header", "-", "--output", "response.bin"]
