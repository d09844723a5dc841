"""Tokens are read from whatever gives them, and their end is known where anything tells it."""

import datetime
import json
import time

import pytest

from dicomweb_conformance.auth.token import Token, token_in
from dicomweb_conformance.network import NoToken
from tests.auth.authority import jwt

NOW = 1_800_000_000.0


def _read(text: str, lifetime: float | None = None) -> Token:
    return token_in(text, NOW, lifetime, "the source")


@pytest.mark.parametrize(
    ("text", "expires"),
    [
        ("  abc.def\n", None),
        ('"abc.def"', None),
        ('{"access_token": "abc.def", "expires_in": 600}', NOW + 600),
        ('{"access_token": "abc.def", "expires_in": "600"}', NOW + 600),
        ('{"accessToken": "abc.def", "expiresOn": "%s"}', NOW + 600),
        ('{"accessToken": "abc.def", "expires_on": 1800000600}', NOW + 600),
        ('{"token": "abc.def", "expiry": "2027-01-15T08:10:00Z"}', NOW + 600),
        ('{"status": {"token": "abc.def", "expirationTimestamp": "2027-01-15T08:10:00+00:00"}}', NOW + 600),
        ('{"access_token": "abc.def", "expires_in": "soon", "expiry": "sometime"}', None),
        ('{"access_token": "abc.def", "expires_in": true}', None),
    ],
)
def test_a_token_and_its_end_are_found(text: str, expires: float | None) -> None:
    local = datetime.datetime.fromtimestamp(NOW + 600).strftime("%Y-%m-%d %H:%M:%S.000000")

    token = _read(text % local if "%s" in text else text)

    assert (token.value, token.expires) == ("abc.def", expires)


def test_the_claim_of_a_json_web_token_tells_its_end() -> None:
    assert _read(jwt(NOW + 90)).expires == NOW + 90
    assert _read(json.dumps({"access_token": jwt(NOW + 90), "expires_in": 3600})).expires == NOW + 90


def test_a_lifetime_that_is_configured_counts_where_it_is_shorter() -> None:
    assert _read("abc", lifetime=50).expires == NOW + 50
    assert _read(jwt(NOW + 90), lifetime=50).expires == NOW + 50
    assert _read(jwt(NOW + 90), lifetime=500).expires == NOW + 90


def test_a_token_that_seems_to_be_over_already_is_used_until_it_is_refused() -> None:
    assert _read(jwt(NOW - 5)).expires is None


@pytest.mark.parametrize(
    "text",
    ["", "  ", "two words", "line\nline", "{", '{"error": "s3cr3t"}', "[]", '{"token": ""}', '{"token": 5}', '"'],
)
def test_what_is_no_token_is_told_without_being_repeated(text: str) -> None:
    with pytest.raises(NoToken) as caught:
        _read(text)
    assert "the source" in str(caught.value)
    assert "s3cr3t" not in str(caught.value)
    assert caught.value.configured


@pytest.mark.parametrize(("lifetime", "early"), [(3600.0, 60.0), (100.0, 20.0), (2.0, 0.4)])
def test_a_token_is_due_a_little_before_its_end(lifetime: float, early: float) -> None:
    token = Token("abc", NOW, NOW + lifetime)

    assert not token.is_due(NOW + lifetime - early - 0.1)
    assert token.is_due(NOW + lifetime - early + 0.1)
    assert not token.is_over(NOW + lifetime - early + 0.1)
    assert token.is_over(NOW + lifetime)


def test_a_token_shows_not_when_it_is_printed() -> None:
    assert "s3cr3t" not in repr(Token("s3cr3t", time.time()))
