"""Every spelling means what it is a spelling of."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from dicomweb_conformance.media_type import parse_media_type
from dicomweb_conformance.properties.spellings import Asked, accepts, boundaries, media_types

ASKED = Asked("multipart/related", (("type", "application/dicom+json"), ("transfer-syntax", "*")))
MANY = settings(
    max_examples=150, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@MANY
@given(media_types(ASKED))
def test_a_spelled_media_type_is_read_as_the_plain_one(spelled: str) -> None:
    read, plain = parse_media_type(spelled), parse_media_type(ASKED.plain)
    assert read.essence == plain.essence
    assert {name: value.lower() for name, value in read.parameters} == dict(plain.parameters)
    assert not read.bare_non_tokens


@MANY
@given(accepts(Asked("application/dicom+json")))
def test_an_accept_lists_it_once_beside_what_nobody_has(spelled: str) -> None:
    members = [parse_media_type(member) for member in spelled.split(",") if member.strip(" \t")]
    own = [member for member in members if member.essence == "application/dicom+json"]
    assert len(own) == 1
    assert float(own[0].parameter("q") or 1) > 0
    assert all(member.subtype.startswith("x-") for member in members if member not in own)


@MANY
@given(boundaries())
def test_a_boundary_is_one_of_rfc_2046(boundary: str) -> None:
    assert 1 <= len(boundary) <= 70
    assert not boundary.endswith(" ")
    assert parse_media_type(Asked("a/b", (("boundary", boundary),)).plain).parameter("boundary") == boundary
