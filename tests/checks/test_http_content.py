"""A right answer passes, its neighbour that is wrong in one point does not; what PS3.18 leaves open passes."""

import json

import pytest

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks import http_content
from dicomweb_conformance.checks.http_content import Content
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response

STUDY = Content("datasets", "StudyInstanceUID", frozenset({"1.2.3"}))
JSON = "application/dicom+json"


def response(
    status: int = 200, content_type: str | None = JSON, body: bytes = b"", parts: tuple[Part, ...] = ()
) -> Response:
    headers = () if content_type is None else (("Content-Type", content_type),)
    return Response("GET", "http://target/studies", status, headers, Body.of(body), parts)


def found(*uids: str) -> bytes:
    return json.dumps([{"0020000D": {"vr": "UI", "Value": [uid]}} for uid in uids]).encode()


def part(content_type: str | None, body: bytes) -> Part:
    return Part(() if content_type is None else (("Content-Type", content_type),), Body.of(body))


@pytest.mark.parametrize(
    "content_type", [JSON, f"{JSON}; charset=utf-8", f'{JSON};charset="UTF-8"', "Application/DICOM+JSON", None]
)
def test_datasets_come_under_their_name_in_any_spelling(content_type: str | None) -> None:
    http_content.comes(response(content_type=content_type, body=found("1.2.3")), STUDY)


@pytest.mark.parametrize(
    "wrong",
    [
        response(204, None),
        response(404, "text/plain", b"Not found."),
        response(500, "text/html", b"<html>"),
        response(200, "text/html", b"<html>Welcome</html>"),
        response(200, None, b"<html>Welcome</html>"),
        response(200, "not a media type", found("1.2.3")),
        response(200, JSON, b""),
        response(200, JSON, b"\x1f\x8b\x08\x00"),
        response(200, JSON, b'{"errors": []}'),
        response(200, JSON, b"[]"),
        response(200, JSON, b"[3]"),
        response(200, JSON, found("1.2.4")),
        response(200, JSON, found("1.2.3", "1.2.3")),
        response(200, JSON, found("1.2.3", "1.2.4")),
        response(200, "application/dicom+xml", found("1.2.3")),
        response(200, "audio/basic", found("1.2.3")),
    ],
)
def test_anything_else_is_not_what_was_asked_for(wrong: Response) -> None:
    with pytest.raises(Nonconformity):
        http_content.comes(wrong, STUDY)


@pytest.mark.parametrize("status", [406, 400, 415])
def test_a_refusal_stands_in_for_what_cannot_be_given(status: int) -> None:
    http_content.comes_or_is_refused(response(status, "text/plain", b"no"), STUDY)
    http_content.comes_or_is_refused(response(body=found("1.2.3")), STUDY)


@pytest.mark.parametrize("wrong", [response(500, None), response(200, "audio/basic", found("1.2.3")), response(204)])
def test_what_is_neither_refused_nor_given_is_wrong(wrong: Response) -> None:
    with pytest.raises(Nonconformity):
        http_content.comes_or_is_refused(wrong, STUDY)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (JSON, b"[]"),
        (JSON, b"{}"),
        ("application/dicom+xml", b"<NativeDicomModel/>"),
        ("application/dicom", b"\0" * 128 + b"DICM"),
        ("image/jpeg", b"\xff\xd8\xff\xe0"),
        ("image/png", b"\x89PNG\r\n\x1a\n"),
        ("image/gif", b"GIF89a"),
        ("application/octet-stream", b"\x01"),
    ],
)
def test_each_media_type_is_known_by_its_beginning(content_type: str, body: bytes) -> None:
    http_content.is_named_truly(response(content_type=content_type, body=body))
    multipart = f'multipart/related; type="{content_type}"; boundary=b'
    http_content.is_named_truly(response(content_type=multipart, parts=(part(content_type, body),)))
    wrong = b"\x00\x01\x02" if content_type != "application/octet-stream" else b""
    with pytest.raises(Nonconformity):
        http_content.is_named_truly(response(content_type=content_type, body=wrong))
    with pytest.raises(Nonconformity):
        http_content.is_named_truly(response(content_type=multipart, parts=(part(content_type, wrong),)))


@pytest.mark.parametrize(
    "wrong",
    [
        response(200, None, b"[]"),
        response(200, "text/html", b"<html/>"),
        response(200, "dicom", b"[]"),
        response(404, JSON, b"[]"),
    ],
)
def test_a_payload_needs_a_name_that_the_standard_knows(wrong: Response) -> None:
    with pytest.raises(Nonconformity):
        http_content.is_named(wrong)


@pytest.mark.parametrize("parts", [(), (part(None, b"[]"),), (part("json", b"[]"),)])
def test_parts_need_a_name_too(parts: tuple[Part, ...]) -> None:
    with pytest.raises(Nonconformity):
        http_content.is_what_it_says(response(content_type="multipart/related; boundary=b", parts=parts))


def test_what_is_not_given_in_a_media_type_is_not_offered() -> None:
    http_content.is_offered_as(response(body=b"[]"), JSON)
    for other in (response(406, "text/plain"), response(200, "image/jpeg", b"\xff\xd8")):
        with pytest.raises(NotOffered):
            http_content.is_offered_as(other, JSON)
