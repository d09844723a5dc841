"""What holds for every request (PS3.18 8)."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx
import pytest
from pydicom import Dataset

from dicomweb_conformance.reference.serve import running
from tests.reference.service import DICOM, JSON, Service, file_of, image, multipart, path_of

WADL = "{http://wadl.dev.java.net/2009/02}"


@pytest.fixture(scope="module")
def ds(service: Service) -> Dataset:
    stored = image()
    service.stored(stored)
    return stored


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("path", ["/studies", "/studies/1.2.3", "/studies/1.2.3/metadata", "/instances"])
def test_other_methods_are_not_allowed(service: Service, method: str, path: str) -> None:
    response = service.http.request(method, service.base + path)
    assert response.status_code == 405
    assert {"GET", "HEAD", "OPTIONS"} <= set(response.headers["allow"].split(", "))


@pytest.mark.parametrize("path", ["/nothing", "/studies/1.2/nothing", "/studies/1.2/series/1.3/instances/1.4/x"])
def test_unknown_paths_are_not_found(service: Service, path: str) -> None:
    response = service.get(path)
    assert response.status_code == 404
    assert response.text.strip()


@pytest.mark.parametrize("suffix", ["", "/metadata", "/frames/1", "/rendered"])
def test_head_is_get_without_body(service: Service, ds: Dataset, suffix: str) -> None:
    full = service.get(path_of(ds) + suffix, "*/*")
    head = service.http.head(service.base + path_of(ds) + suffix, headers={"Accept": "*/*"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == full.headers["content-length"]


def test_a_trailing_slash_does_not_matter(service: Service, ds: Dataset) -> None:
    assert service.search(f"/studies/?StudyInstanceUID={ds.StudyInstanceUID}")
    assert service.get(f"{path_of(ds)}/", DICOM).status_code == 200


def test_percent_encoding_in_the_path_is_undone(service: Service, ds: Dataset) -> None:
    assert service.get(path_of(ds).replace(".", "%2E"), DICOM).status_code == 200


@pytest.mark.parametrize(
    ("headers", "base"),
    [
        ({"Host": "pacs.example.org"}, "http://pacs.example.org"),
        ({"X-Forwarded-Proto": "https", "X-Forwarded-Host": "pacs.example.org"}, "https://pacs.example.org"),
        ({"Host": "a", "X-Forwarded-Prefix": "/dicom-web"}, "http://a/dicom-web"),
        ({"Forwarded": 'for=1.2.3.4;proto=https;host="pacs.example.org:8443"'}, "https://pacs.example.org:8443"),
    ],
)
def test_urls_are_those_of_the_client(service: Service, ds: Dataset, headers: dict[str, str], base: str) -> None:
    (found,) = service.get(f"/studies?StudyInstanceUID={ds.StudyInstanceUID}", **headers).json()
    assert found["00081190"]["Value"] == [base + path_of(ds, "study")]
    (described,) = service.get(f"{path_of(ds)}/metadata", **headers).json()
    assert described["7FE00010"]["BulkDataURI"] == f"{base}{path_of(ds)}/bulkdata/7FE00010"


@pytest.mark.parametrize(
    ("asked", "coded"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("identity", False), ("gzip;q=0", False), ("", False)],
)
def test_gzip_is_used_only_when_asked_for(service: Service, ds: Dataset, asked: str, coded: bool) -> None:
    headers = {"Accept": JSON, "Accept-Encoding": asked}
    with service.http.stream("GET", f"{service.base}{path_of(ds)}/metadata", headers=headers) as response:
        body = b"".join(response.iter_raw())
    assert response.headers["content-type"] == JSON
    assert (response.headers.get("content-encoding") == "gzip") == coded
    assert int(response.headers["content-length"]) == len(body)
    assert json.loads(gzip.decompress(body) if coded else body)[0]["00080018"]["Value"] == [ds.SOPInstanceUID]


def test_optional_negotiation_headers_do_not_disturb(service: Service, ds: Dataset) -> None:
    headers = {"Accept-Charset": "x-none;q=0.9, utf-8;q=0.5", "Accept-Language": "en"}
    assert service.get(f"{path_of(ds)}/metadata", **headers).status_code == 200


def test_capabilities_are_described_as_wadl(service: Service) -> None:
    response = service.http.options(f"{service.base}/", headers={"Accept": "application/vnd.sun.wadl+xml"})
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{WADL}application"
    (resources,) = root
    assert resources.get("base") == service.base
    paths = {resource.get("path") for resource in resources}
    assert {"studies", "studies/{study}/series/{series}/instances/{instance}/frames/{frames}"} <= paths


def test_every_described_get_is_there(service: Service, ds: Dataset) -> None:
    response = service.http.options(f"{service.base}/", headers={"Accept": "application/json"})
    uids = {"study": ds.StudyInstanceUID, "series": ds.SeriesInstanceUID, "instance": ds.SOPInstanceUID, "frames": "1"}
    for path, methods in response.json()["resources"].items():
        if "GET" in methods and path != "wado":
            assert service.get("/" + path.format(**uids), "*/*").status_code == 200, path


def test_options_without_accept_names_the_methods(service: Service, ds: Dataset) -> None:
    request = service.http.build_request("OPTIONS", service.base + path_of(ds))
    del request.headers["accept"]
    assert service.http.send(request).headers["allow"] == "DELETE, GET, HEAD, OPTIONS"


@pytest.fixture(scope="module")
def guarded(http: httpx.Client) -> Iterator[Service]:
    """A server that wants a token, with one instance."""
    with running(bearer="secret", read_only_bearer="reader") as base:
        yield Service(base, http)


@pytest.mark.parametrize("token", [None, "Bearer wrong", "Basic secret", "Bearer"])
def test_without_token_nothing_is_said_and_nothing_stored(guarded: Service, token: str | None) -> None:
    ds = image()
    headers = {"Accept": JSON, **({} if token is None else {"Authorization": token})}
    content_type = f"{DICOM}; boundary=boundary"
    refused = [
        guarded.http.post(
            f"{guarded.base}/studies", content=multipart(file_of(ds)), headers={**headers, "Content-Type": content_type}
        ),
        guarded.http.get(f"{guarded.base}/studies", headers=headers),
        guarded.http.get(f"{guarded.base}/nothing", headers=headers),
        guarded.http.delete(guarded.base + path_of(ds), headers=headers),
    ]
    assert {response.status_code for response in refused} == {401}
    assert all(response.headers["www-authenticate"].startswith("Bearer") for response in refused)
    assert len({response.text for response in refused}) == 1
    assert guarded.get(path_of(ds), DICOM, Authorization="Bearer secret").status_code == 404


def test_a_read_only_token_may_not_change_anything(guarded: Service) -> None:
    ds = image()
    headers = {"Accept": JSON, "Content-Type": f"{DICOM}; boundary=boundary", "Authorization": "bearer reader"}
    url = f"{guarded.base}/studies"
    assert guarded.http.post(url, content=multipart(file_of(ds)), headers=headers).status_code == 403
    headers["Authorization"] = "Bearer secret"
    assert guarded.http.post(url, content=multipart(file_of(ds)), headers=headers).status_code == 200
    assert guarded.get(path_of(ds), DICOM, Authorization="Bearer reader").status_code == 200
    deleted = guarded.http.delete(guarded.base + path_of(ds), headers={"Authorization": "Bearer reader"})
    assert deleted.status_code == 403


def test_garbage_on_the_line_gets_an_answer(service: Service) -> None:
    address = urlsplit(service.base)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=5) as line:
        line.sendall(b"nonsense\r\n\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 400")


def test_the_server_starts_and_stops_quickly() -> None:
    started = time.monotonic()
    with running() as base:
        assert httpx.get(f"{base}/studies", headers={"Accept": JSON}, trust_env=False).json() == []
    assert time.monotonic() - started < 2
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{base}/studies", trust_env=False)
