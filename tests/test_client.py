"""The client sends what it is told and nothing of its own accord, and follows redirects only at home."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from dicomweb_conformance.auth.credentials import Credentials
from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.http import open_http
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Reference, Study
from dicomweb_conformance.target import Access

BASE = "http://target.test/v2"


@contextmanager
def _client(handle: Callable[[httpx.Request], httpx.Response], access: Access = Access()) -> Iterator[Client]:  # noqa: B008 - frozen
    with open_http(access, [BASE], lambda _: httpx.MockTransport(handle)) as http:
        yield Client(http, Addresses.at(BASE))


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return small_study(tmp_path, lambda uid: derived_uid("test", uid), "P", "A")


def test_nothing_is_accepted_unless_told() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    with _client(handle) as client:
        client.delete(Reference("1.2"))

    assert "accept" not in seen[0].headers
    assert "accept-encoding" not in seen[0].headers
    assert str(seen[0].url) == f"{BASE}/studies/1.2"


def test_a_store_is_chunked_multipart_with_a_quoted_boundary(study: Study) -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        request.read()
        seen.append(request)
        return httpx.Response(200)

    with _client(handle) as client:
        client.store(study.instances, study=study.reference)

    (request,) = seen
    content_type = request.headers["content-type"]
    assert content_type.startswith('multipart/related; boundary="')
    assert content_type.endswith('; type="application/dicom"')
    assert request.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in request.headers
    assert request.headers["accept"] == "application/dicom+json"
    assert all(instance.path.read_bytes() in request.content for instance in study.instances)


def test_a_redirect_on_the_same_origin_is_followed() -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v2/studies":
            return httpx.Response(308, headers={"location": "/elsewhere/studies"})
        return httpx.Response(200, text=f"{request.method} {request.url.path}")

    with _client(handle) as client:
        assert client.search("studies").body.read() == b"GET /elsewhere/studies"


@pytest.mark.parametrize(
    ("location", "followed"),
    [
        ("/moved/studies/1.2", True),
        ("/v2/studies/1.3", False),
        ("/v2/studies", False),
        ("/v2/studies/1.2/series/1.3", False),
        ("/v2/studies/1.3/../studies/1.2", False),
        ("/v2/studies/1.2?also=1.3", False),
        ("/v2/studies%2F1.2", False),
        ("/v2/studies/1%2E2", True),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_deletion_is_redirected_to_the_same_study_only(location: str, followed: bool, status: int) -> None:
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path.decode())
        return httpx.Response(204) if len(asked) > 1 else httpx.Response(status, headers={"location": location})

    with _client(handle) as client:
        assert client.delete(Reference("1.2")).status == (204 if followed else status)
    assert asked == ["/v2/studies/1.2", *([location] if followed else [])]


def test_a_redirect_to_another_host_is_not_followed() -> None:
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(307, headers={"location": "http://elsewhere.test/v2/studies"})

    access = Access(headers=(("X-Key", "k3y"),), credentials=Credentials((("Authorization", "Bearer s3cr3t"),)))
    with _client(handle, access) as client:
        assert client.search("studies").status == 307

    assert asked == ["target.test"]


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        (f"{BASE}/studies", True),
        ("http://target.test/elsewhere", True),
        ("http://elsewhere.test/v2/studies", False),
        ("http://target.test:8080/v2/studies", False),
        ("https://target.test/v2/studies", False),
    ],
)
def test_credentials_go_to_the_origin_of_the_target_alone(url: str, sent: bool) -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    access = Access(headers=(("X-Key", "k3y"),), credentials=Credentials((("Authorization", "Bearer s3cr3t"),)))
    with _client(handle, access) as client:
        client.get(url)

    assert ("authorization" in seen[0].headers) is sent
    assert ("x-key" in seen[0].headers) is sent


def test_a_redirect_loop_ends() -> None:
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"location": str(request.url)})

    with _client(handle) as client:
        assert client.search("studies").status == 302
    assert len(asked) <= 10


def test_a_truncated_multipart_body_is_an_error_with_a_name() -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        headers = {"content-type": 'multipart/related; type="application/dicom"; boundary=b'}
        return httpx.Response(200, headers=headers, content=b"--b\r\n\r\nfirst\r\n--b\r\n\r\nsecond is cut")

    with _client(handle) as client:
        response = client.retrieve(Reference("1.2"))

    assert [part.body.read() for part in response.parts] == [b"first"]
    assert response.multipart_error is not None
    assert response.multipart_error.rule == "no-closing-delimiter"


def test_a_query_is_encoded_but_wildcards_and_lists_stay_readable() -> None:
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path.decode())
        return httpx.Response(200)

    with _client(handle) as client:
        client.search("studies", [("PatientName", "Müller^Jörg*"), ("StudyInstanceUID", "1.2,1.3")])

    assert seen == ["/v2/studies?PatientName=M%C3%BCller%5EJ%C3%B6rg*&StudyInstanceUID=1.2,1.3"]
