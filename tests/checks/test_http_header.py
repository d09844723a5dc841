"""Header fields that are right, and the same with one thing wrong."""

import json

import pytest

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks import http_header
from dicomweb_conformance.checks.http_content import Content
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response

JSON = "application/dicom+json"
STUDY = Content("datasets", "StudyInstanceUID", frozenset({"1.2.3"}))
FOUND = json.dumps([{"0020000D": {"vr": "UI", "Value": ["1.2.3"]}}]).encode()


def response(status: int = 200, body: bytes = FOUND, method: str = "GET", **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    fields = {"Content-Type": JSON, **named} if status == 200 else named
    return Response(method, "http://target:8042/studies/1.2.3/metadata", status, tuple(fields.items()), Body.of(body))


def at(url: str) -> Response:
    return response(body=json.dumps([{"00081190": {"vr": "UR", "Value": [url]}}]).encode())


def test_a_length_is_right_or_left_out() -> None:
    http_header.length_is_right(response(), STUDY)
    http_header.length_is_right(response(Content_Length=str(len(FOUND))), STUDY)
    http_header.length_is_right(response(Content_Length="99", Content_Encoding="gzip"), STUDY)
    with pytest.raises(Nonconformity):
        http_header.length_is_right(response(Content_Length=str(len(FOUND) + 1)), STUDY)


def test_a_coding_is_declared() -> None:
    http_header.coding_is_declared(response(), STUDY)
    http_header.coding_is_declared(response(Content_Encoding="gzip"), STUDY)
    with pytest.raises(Nonconformity, match="Content-Encoding"):
        http_header.coding_is_declared(response(body=b"\x1f\x8b\x08\0"), STUDY)


@pytest.mark.parametrize("coding", ["identity", ""])
def test_identity_is_no_coding(coding: str) -> None:
    http_header.is_not_coded(response(Content_Encoding=coding), STUDY)
    with pytest.raises(NotOffered):
        http_header.is_coded(response(Content_Encoding=coding), STUDY)


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "br"])
def test_a_coding_that_is_not_accepted_is_wrong(coding: str) -> None:
    with pytest.raises(Nonconformity):
        http_header.is_not_coded(response(Content_Encoding=coding), STUDY)


def test_only_gzip_was_asked_for() -> None:
    http_header.is_coded(response(Content_Encoding="x-gzip"), STUDY)
    with pytest.raises(Nonconformity):
        http_header.is_coded(response(Content_Encoding="br"), STUDY)


@pytest.mark.parametrize("vary", ["Accept", "accept, Origin", "Origin,ACCEPT", "*"])
def test_vary_names_the_field(vary: str) -> None:
    http_header.varies_with(response(Vary=vary), STUDY, "Accept")


@pytest.mark.parametrize("vary", ["Accept-Encoding", "Origin", ""])
def test_vary_without_the_field_is_wrong(vary: str) -> None:
    with pytest.raises(Nonconformity):
        http_header.varies_with(response(Vary=vary), STUDY, "Accept")


@pytest.mark.parametrize(
    "content_type", [f"{JSON}; charset=utf-8; charset=utf-8", f"{JSON}; transfer-syntax=*", "text/html", "nothing"]
)
def test_parameters_are_single_and_concrete(content_type: str) -> None:
    http_header.parameters_are_single(response())
    with pytest.raises(Nonconformity):
        http_header.parameters_are_single(response(Content_Type=content_type))


def test_without_content_there_is_no_type() -> None:
    http_header.no_type_without_content(response(204, b""))
    with pytest.raises(NotOffered):
        http_header.no_type_without_content(response(200, b"[]"))
    for wrong in (response(204, b"", Content_Type=JSON), response(404, b""), response(200, b"<html>")):
        with pytest.raises(Nonconformity):
            http_header.no_type_without_content(wrong)


def test_head_is_get_without_content() -> None:
    http_header.is_head_of(response(body=b""), STUDY)
    for wrong in (response(404, b""), response(), response(body=b"", Content_Type="text/html")):
        with pytest.raises(Nonconformity):
            http_header.is_head_of(wrong, STUDY)


@pytest.mark.parametrize("status", [400, 404, 405, 501])
def test_options_may_not_be_offered(status: int) -> None:
    with pytest.raises(NotOffered):
        http_header.options_name(response(status, b""), "GET")


def test_options_name_the_methods() -> None:
    http_header.options_name(response(204, b"", Allow="GET,HEAD"), "GET")
    for wrong in (response(204, b""), response(200, b"", Allow="POST"), response(500, b"")):
        with pytest.raises(Nonconformity):
            http_header.options_name(wrong, "GET")


def test_a_405_names_what_works_and_any_other_refusal_is_left_alone() -> None:
    http_header.refusal_names_methods(response(405, b"", Allow="GET, POST"), "GET")
    for other in (404, 400, 415, 501, 503, 200):
        with pytest.raises(NotOffered):
            http_header.refusal_names_methods(response(other, b""), "GET")
    for wrong in (
        response(405, b""),
        response(405, b"", Allow=""),
        response(405, b"", Allow="PUT"),
        response(500, b""),
    ):
        with pytest.raises(Nonconformity):
            http_header.refusal_names_methods(wrong, "GET")


def test_what_is_current_comes_without_content_or_again() -> None:
    for right in (response(304, b""), response(204, b""), response()):
        http_header.is_not_modified(right, STUDY)
    for wrong in (response(304, b"x"), response(412, b""), response(200, b"[]"), response(500, b"")):
        with pytest.raises(Nonconformity):
            http_header.is_not_modified(wrong, STUDY)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://target:8042/studies/1", "http://target:8042"),
        ("HTTP://Target:8042/x", "http://target:8042"),
        ("https://target:443/x", "https://target"),
        ("http://target/x", "http://target:80"),
        ("/studies/1", "http://target:8042"),
        ("studies/1", "http://target:8042"),
    ],
)
def test_urls_are_compared_as_what_they_mean(url: str, origin: str) -> None:
    http_header.urls_are_at(at(url), origin)


@pytest.mark.parametrize("url", ["https://target:8042/x", "http://target/x", "http://localhost:8042/x"])
def test_a_url_elsewhere_is_wrong(url: str) -> None:
    with pytest.raises(Nonconformity):
        http_header.urls_are_at(at(url), "http://target:8042")


def test_without_urls_nothing_is_said() -> None:
    for other in (response(421, b""), response(404, b""), response()):
        with pytest.raises(NotOffered):
            http_header.urls_are_at(other, "http://target:8042")
    for wrong in (response(500, b""), response(200, b"[]"), response(200, b"<html>")):
        with pytest.raises(Nonconformity):
            http_header.urls_are_at(wrong, "http://target:8042")


def test_a_location_is_that_of_the_resource() -> None:
    for right in ("http://target:8042/studies/1.2.3/metadata", "/studies/1.2.3/metadata/", "/archive/1.2.3"):
        http_header.location_is_own(response(Content_Location=right), STUDY)
    for wrong in (response(), response(Content_Location="/elsewhere")):
        with pytest.raises(Nonconformity):
            http_header.location_is_own(wrong, STUDY)
