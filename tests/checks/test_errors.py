"""Refusals that are right, and those that blame the server or tell too much."""

import pytest

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks import errors, security
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response


def response(status: int, body: bytes = b"", **headers: str) -> Response:
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response("GET", "http://target/studies", status, fields, Body.of(body))


@pytest.mark.parametrize(
    "right",
    [
        response(204),
        response(200),
        response(200, b"[]", Content_Type="application/dicom+json"),
        response(400),
        response(404, b"<html>", Content_Type="text/html"),
        response(414),
        response(431),
        response(501),
    ],
)
def test_the_mistake_is_the_clients(right: Response) -> None:
    errors.is_no_server_error(right)


@pytest.mark.parametrize(
    "wrong",
    [
        response(500),
        response(502),
        response(505),
        response(600),
        response(304),
        response(200, b"<html>", Content_Type="text/html"),
        response(200, b"[", Content_Type="application/dicom+json"),
        response(200, b"[]"),
    ],
)
def test_the_server_is_not_to_blame(wrong: Response) -> None:
    with pytest.raises(Nonconformity):
        errors.is_no_server_error(wrong)


def test_a_server_that_is_not_available_says_nothing() -> None:
    with pytest.raises(NotOffered):
        errors.is_no_server_error(response(503))


@pytest.mark.parametrize("text", [b"Not found.", b'{"error": "no such study"}', b"<html><body>Not Found</body></html>"])
def test_any_text_explains(text: bytes) -> None:
    errors.is_explained(response(404, text))
    errors.hides_inner_workings(response(404, text))


@pytest.mark.parametrize("text", [b"", b"  \n", b"{}", b"404"])
def test_nothing_explains_nothing(text: bytes) -> None:
    with pytest.raises(Nonconformity):
        errors.is_explained(response(404, text))


@pytest.mark.parametrize(
    "text",
    [
        b"Traceback (most recent call last):\n  ...",
        b'  File "/srv/app.py", line 3, in get',
        b"java.lang.NullPointerException\n\tat org.example.Store.get(Store.java:12)",
        b"System.NullReferenceException: Object reference",
        b"goroutine 12 [running]:",
        b"<h1>Stack trace</h1>",
        b"org.dcm4che.net.NoSuchStudyException",
    ],
)
def test_a_stack_trace_is_found(text: bytes) -> None:
    with pytest.raises(Nonconformity):
        errors.hides_inner_workings(response(400, text))


def test_a_secret_is_found_in_the_body_and_in_the_header() -> None:
    errors.tells_nothing_of(response(401, b"Unauthorized"), ["DOE^JANE"])
    for wrong in (response(401, b"no access to doe^jane"), response(401, X_Patient="Doe^Jane")):
        with pytest.raises(Nonconformity):
            errors.tells_nothing_of(wrong, ["DOE^JANE"])
    with pytest.raises(NotOffered):
        errors.tells_nothing_of(response(200, b"DOE^JANE"), ["DOE^JANE"])


def test_a_challenge_says_what_is_asked_for() -> None:
    security.is_challenged(response(401, WWW_Authenticate='Bearer realm="x"'))
    for wrong in (response(401), response(401, WWW_Authenticate=" ")):
        with pytest.raises(Nonconformity):
            security.is_challenged(wrong)
    for other in (403, 404, 200):
        with pytest.raises(NotOffered):
            security.is_challenged(response(other))


def test_a_stranger_is_refused() -> None:
    for status in (401, 403, 404):
        security.is_refused(response(status))
    for status in (200, 204, 400, 500, 302):
        with pytest.raises(Nonconformity):
            security.is_refused(response(status))


def test_what_exists_is_refused_like_what_does_not() -> None:
    security.is_alike(response(401, b"a", Content_Type="text/plain"), response(401, b"b", Content_Type="text/plain"))
    for other in (response(404), response(401, Content_Type="text/html")):
        with pytest.raises(Nonconformity):
            security.is_alike(response(401), other)
    with pytest.raises(NotOffered):
        security.is_alike(response(200), response(401))


def test_credentials_are_needed_to_judge_strangers() -> None:
    security.credentials_were_given(True, "of its own")
    with pytest.raises(NotOffered):
        security.credentials_were_given(False, "of its own")
