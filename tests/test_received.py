"""What a check may ask a response."""

import pytest

from dicomweb_conformance.body import Body
from dicomweb_conformance.media_type import MalformedMediaType
from dicomweb_conformance.received import Response


def response(*headers: tuple[str, str]) -> Response:
    return Response("GET", "http://127.0.0.1/studies", 200, headers, Body.of(b"[]"))


def test_finds_header_fields_in_any_case() -> None:
    received = response(("Warning", "299 a"), ("content-type", "application/dicom+json"), ("WARNING", "299 b"))
    assert received.all("warning") == ("299 a", "299 b")
    assert received.header("Warning") == "299 a"
    assert received.header("Location") is None
    assert received.media_type is not None
    assert received.media_type.essence == "application/dicom+json"


def test_knows_a_missing_and_a_malformed_media_type() -> None:
    assert response().media_type is None
    with pytest.raises(MalformedMediaType):
        assert response(("Content-Type", "json")).media_type
