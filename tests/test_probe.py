"""A probe drafts a target file that can be read back, changes nothing on the server, and tells no secret."""

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.http import open_http
from dicomweb_conformance.probing.asking import Asking
from dicomweb_conformance.probing.draft import draft
from dicomweb_conformance.probing.findings import Finding, Found, NoServer, probe
from dicomweb_conformance.probing.probe import ReadingOnly
from dicomweb_conformance.reference.app import create_app
from dicomweb_conformance.reference.serve import running
from dicomweb_conformance.requirements import CAPABILITIES
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.target import Access
from dicomweb_conformance.target_file import read_target_file
from tests.auth.authority import Asgi, Guarded, Message, Receive, Send, reply
from tests.running import command, served

BEARER = "tk-Zq8/v+L=3~Yw.Secret0"


def store_something(url: str, folder: Path) -> None:
    study = small_study(folder / "samples", lambda uid: derived_uid("probe", uid), "P", "A")
    with open_http(Access(), [url], lambda transport: transport) as http:
        assert Client(http, Addresses.at(url)).store(study.instances).status == 200


def probed(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("probe", *arguments), capture_output=True, text=True, timeout=60, check=False, env=environment
    )


def test_the_draft_of_the_reference_server_declares_what_it_offers(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    with running() as url:
        store_something(url, tmp_path)
        done = probed(url, "--output", str(path))

    assert done.returncode == 0, done.stderr
    target = read_target_file(path, {})
    assert target.url == url
    assert target.capabilities == frozenset(CAPABILITIES) - {"microsoft"}
    assert target.addresses.wado_uri == f"{url}/wado"
    assert '# "microsoft",' in path.read_text()


def test_of_an_empty_server_only_what_needs_no_instance_is_suggested() -> None:
    with running() as url:
        done = probed(url)

    assert tomllib.loads(done.stdout)["capabilities"] == ["delete", "capabilities"]
    assert done.stdout.count("nothing was found there") == 5


def test_a_draft_overwrites_nothing_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("mine")
    with running() as url:
        refused = probed(url, "--output", str(path))
        kept = path.read_text()
        forced = probed(url, "--output", str(path), "--force")

    assert (refused.returncode, kept) == (2, "mine")
    assert "--force" in refused.stderr
    assert forced.returncode == 0
    assert read_target_file(path, {}).url == url


def test_only_requests_that_change_nothing_are_sent(tmp_path: Path) -> None:
    methods: set[str] = set()
    inner = create_app(tmp_path / "store")

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        methods.add(scope["method"])
        await inner(scope, receive, send)

    with served(app) as url:
        store_something(url, tmp_path)
        methods.clear()
        assert probed(url).returncode == 0

    assert methods == {"GET", "OPTIONS"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_else_passes_whatever_asks(method: str) -> None:
    with httpx.Client(transport=ReadingOnly(httpx.MockTransport(lambda _: httpx.Response(200)))) as http:
        assert http.get("http://h").status_code == 200
        with pytest.raises(ValueError, match=f"a probe sends no {method}"):
            http.request(method, "http://h")


def test_credentials_are_used_and_only_named(tmp_path: Path) -> None:
    guarded = Guarded(create_app(tmp_path / "store"), lambda given: given == f"Bearer {BEARER}")

    async def echoing(scope: Message, receive: Receive, send: Send) -> None:
        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"server", BEARER.encode())]}
            await send(message)

        await guarded(scope, receive, telling)

    with served(echoing) as url:
        refused = probed(url)
        done = probed(
            *(url, "--token-env", "T", "--header", f"X-Site: {BEARER}x", "--timeout", "9"), environment={"T": BEARER}
        )

    assert refused.returncode == 3
    assert "asks for credentials (401)" in refused.stderr
    assert done.returncode == 0, done.stderr
    assert BEARER not in done.stdout + done.stderr
    read = tomllib.loads(done.stdout)
    assert read["auth"] == {"bearer": {"env": "T"}}
    assert read["timeout"] == 9
    assert "X-Site" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["http://127.0.0.1:9"], 3, "cannot be reached: no connection"),
        (["dicom.example.org"], 2, "base URL"),
        ([], 2, "no target"),
        (["http://127.0.0.1:9", "--token-env", "NO_SUCH_TOKEN"], 2, "NO_SUCH_TOKEN"),
        (["http://127.0.0.1:9", "--token-command", "no-such-program"], 3, "no-such-program"),
    ],
)
def test_what_is_in_the_way_is_told(arguments: list[str], code: int, says: str) -> None:
    done = probed(*arguments)

    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def answering(status: int, content_type: bytes, body: bytes) -> Asgi:
    async def app(scope: Message, receive: Receive, send: Send) -> None:
        await reply(send, status, body, content_type, (b"server", b'evil"]'), (b"allow", b"GET"))

    return app


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (200, b"text/html", b"<!doctype html>"),
        (404, b"application/dicom+json", b"[]"),
        (200, b"application/dicom+json", b'{"error": 1}'),
        (302, b"application/dicom+json", b"[]"),
    ],
)
def test_what_is_no_dicomweb_server_gets_no_draft(status: int, content_type: bytes, body: bytes) -> None:
    with served(answering(status, content_type, body)) as url:
        done = probed(url)

    assert done.returncode == 3
    assert "does not answer as a DICOMweb server" in done.stderr
    assert done.stdout == ""


STRANGE: list[Any] = [
    b"[]",
    b"[1, null, [], {}]",
    b'[{"0020000D": {"Value": ["../../delete?x="]}}]',
    b'[{"0020000D": {"Value": [{}]}}, {"0020000D": "x"}]',
    b'[{"0020000D": {"Value": ["1.2"]}, "0020000E": {"Value": ["1.3"]}, "00080018": {"Value": ["1.4"]}}',
    b"[" * 5000,
]


@pytest.mark.parametrize("body", STRANGE, ids=range(len(STRANGE)))
def test_strange_answers_are_drafted_into_a_file_that_can_be_read(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "draft.toml"
    with served(answering(200, b"application/dicom+json; a=", body)) as url:
        done = probed(url, "-o", str(path))

    assert done.returncode == 0, done.stderr
    assert read_target_file(path, {}).url == url


def test_a_draft_suggests_no_bulk_data_of_another_host(tmp_path: Path) -> None:
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        uids = {"0020000D": {"Value": ["1.2"]}, "0020000E": {"Value": ["1.3"]}, "00080018": {"Value": ["1.4"]}}
        bulk = {"7FE00010": {"vr": "OW", "BulkDataURI": "http://elsewhere.test/bulk"}}
        return httpx.Response(200, json=[{**uids, **bulk}], headers={"content-type": "application/dicom+json"})

    with httpx.Client(transport=httpx.MockTransport(handle)) as http:
        found = probe(Asking(http), Addresses.at("http://target.test/v2"))

    assert set(asked) == {"target.test"}
    text = draft("http://target.test/v2", found, {}, ())
    assert "bulkdata" not in tomllib.loads(text)["capabilities"]


def test_what_a_server_says_stays_a_comment() -> None:
    evil = 'x"]\n[auth]\nbasic = "y\x1b[31m\x7f'
    text = draft("http://h", Found((Finding("delete", False, evil),), None, evil, 1), {"proxy.url": evil}, [evil])

    assert tomllib.loads(text) == {"url": "http://h", "capabilities": [], "proxy": {"url": evil}, "product": {}}
    assert "\x1b" not in text


def test_a_redirect_is_not_followed() -> None:
    with (
        httpx.Client(
            transport=httpx.MockTransport(lambda _: httpx.Response(307, headers={"location": "http://elsewhere.test"}))
        ) as http,
        pytest.raises(NoServer, match="307"),
    ):
        probe(Asking(http), Addresses.at("http://target.test"))
