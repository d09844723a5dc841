"""Secrets do not reach the record, and evidence does."""

import base64
import json
import time
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicomweb_conformance.evidence.redaction import MARKER, Redactor

SECRET = 'p@ss w/rd+"ü&9'


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "proxy-authorization",
        "Cookie",
        "SET-COOKIE",
        "X-Api-Key",
        "Api-Key",
        "X-Auth-Token",
        "Authentication-Info",
        "X-Ours",
    ],
)
def test_secret_header_field_loses_its_value(name: str) -> None:
    assert Redactor(headers=["x-ours"]).header(name, "abc") == MARKER


def test_authentication_scheme_is_kept() -> None:
    assert Redactor().header("Authorization", "Bearer abc.def") == f"Bearer {MARKER}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Type", 'multipart/related; type="application/dicom"; boundary=abc'),
        ("WWW-Authenticate", 'Bearer realm="dicom", error="invalid_token"'),
        ("WWW-Authenticate", 'Basic realm="dicom"'),
        ("Link", "</studies?offset=2>; rel=next"),
    ],
)
def test_other_header_fields_are_kept(name: str, value: str) -> None:
    assert Redactor(["hunter22"]).header(name, value) == value


@pytest.mark.parametrize(
    "name",
    "access_token token sig signature code key api_key subscription-key X-Amz-Signature X-Amz-Credential "
    "X-Amz-Security-Token X-Goog-Signature SIG ours".split(),
)
@pytest.mark.parametrize("separator", ["?", "?a=b&", "?a=b&amp;", r"?a=b\u0026"])
def test_secret_query_parameter_loses_its_value(name: str, separator: str) -> None:
    text = f'see "https://a.example/x{separator}{name}=s3c%2Fr3t-._~&z=1#f" there'
    assert Redactor(parameters=["ours"]).text(text) == text.replace("s3c%2Fr3t-._~", MARKER)


def test_secret_parameter_of_a_url_in_a_url_loses_its_value() -> None:
    text = "/login?next=%2Fstudies%3Ftoken%3Dabc%26limit%3D1&a=b"
    assert Redactor().text(text) == f"/login?next=%2Fstudies%3Ftoken%3D{MARKER}%26limit%3D1&a=b"


@pytest.mark.parametrize(
    "text",
    [
        "/studies?PatientName=Key&includefield=00081030&00100010=code",
        "https://a.example:8042/studies/1.2.3",
        "Basic Text SR Storage and Basic Film Box",
        "Basic authentication is required, a bearer token is missing",
        "a basic example",
        '[{"00100010":{"vr":"PN","Value":[{"Alphabetic":"Key^Token"}]}}]',
        "mail to someone@a.example",
    ],
)
def test_evidence_is_kept(text: str) -> None:
    assert Redactor(["hunter22", "x"]).text(text) == text


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("https://user:p%40w@a.example/x", f"https://{MARKER}@a.example/x"),
        ("https://user:p@w@a.example/x", f"https://{MARKER}@a.example/x"),
        ("see https://user@a.example.", f"see https://{MARKER}@a.example."),
    ],
)
def test_userinfo_is_redacted(text: str, redacted: str) -> None:
    assert Redactor().text(text) == redacted


@pytest.mark.parametrize("name", ["access_token", "refresh_token", "id_token", "client_secret", "password", "PASSWORD"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a":1,"%s" : "', '","b":2}'),
        ('"{\\"%s\\": \\"', '\\"}"'),
        ("{'%s': '", "'}"),
        ("%s=", "&a=b"),
        ("a=b&%s=", ""),
    ],
)
def test_token_member_of_a_body_loses_its_value(name: str, before: str, after: str) -> None:
    start = before % name
    assert Redactor().text(f"{start}v4lue{after}") == f"{start}{MARKER}{after}"


def test_token_member_with_an_escaped_quote_stays_json() -> None:
    text = json.dumps({"password": 'a"b\\', "id_token": 17, "left": 'a"b'})
    assert json.loads(Redactor().text(text)) == {"password": MARKER, "id_token": MARKER, "left": 'a"b'}


def test_token_member_that_is_cut_off_is_redacted() -> None:
    assert "abc" not in Redactor().text('{"access_token": "abc')


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Basic"])
def test_credentials_in_running_text_are_redacted(scheme: str) -> None:
    text = f"got header '{scheme} dXNlcjpwYXNz+/=='."
    assert Redactor().text(text) == f"got header '{scheme} {MARKER}'."


def test_short_credentials_in_running_text_are_redacted() -> None:
    assert Redactor().text("Bearer xyz, Basic xyz") == f"Bearer {MARKER}, Basic {MARKER}"


SPELLINGS = {
    "as it is": SECRET,
    "percent-encoded": quote(SECRET, safe=""),
    "percent-encoded, path": quote(SECRET),
    "percent-encoded, lower case": quote(SECRET, safe="").replace("%2F", "%2f").replace("%C3%BC", "%c3%bc"),
    "form": quote_plus(SECRET),
    "percent-encoded twice": quote(quote(SECRET, safe=""), safe=""),
    "JSON": json.dumps(SECRET)[1:-1],
    "JSON, UTF-8": json.dumps(SECRET, ensure_ascii=False)[1:-1],
    "JSON, slash escaped": json.dumps(SECRET)[1:-1].replace("/", "\\/"),
    "JSON in JSON": json.dumps(json.dumps(SECRET))[3:-3],
    "markup": escape(SECRET, {'"': "&quot;"}),
    "markup, numeric": SECRET.replace('"', "&#34;").replace("&9", "&#x26;9"),
    "hexadecimal": SECRET.encode().hex(),
    "hexadecimal, upper case": SECRET.encode().hex().upper(),
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
def test_configured_secret_is_found_in_every_spelling(spelling: str) -> None:
    redactor = Redactor([SECRET])
    assert redactor.text(f"before-{spelling}-after") == f"before-{MARKER}-after"
    assert redactor.data(b"\xff\x00" + spelling.encode() + b"\x80") == b"\xff\x00" + MARKER.encode() + b"\x80"


@given(st.binary(max_size=7), st.text(min_size=6, max_size=40), st.binary(max_size=7))
def test_configured_secret_is_found_in_base64_at_any_alignment(before: bytes, secret: str, after: bytes) -> None:
    data = before + secret.encode() + after
    redactor = Redactor([secret])
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        redacted = redactor.text(f"<{encode(data).decode()}>")
        assert MARKER in redacted
        left = redacted.replace(MARKER, "").strip("<>=")
        # at each end one character may hold bits of the neighbour too
        assert len(left) <= (len(before) + len(after)) * 4 / 3 + 4


@given(st.lists(st.text(), max_size=4), st.text())
def test_redacting_twice_changes_nothing_more(secrets: list[str], text: str) -> None:
    secrets = [secret for secret in secrets if secret.strip() not in MARKER]
    redactor = Redactor(secrets)
    once = redactor.text("\n".join([text, *secrets, f"Bearer {text}", f"?sig={text}", f'"password":"{text}']))
    assert redactor.text(once) == once


def test_secret_within_a_secret_is_no_trouble() -> None:
    assert Redactor(["hunter", "hunter22"]).text("hunter22 hunter") == f"{MARKER} {MARKER}"


def test_line_feed_of_a_token_file_is_no_part_of_the_secret() -> None:
    assert Redactor(["hunter22\n"]).text("it is hunter22.") == f"it is {MARKER}."


@pytest.mark.parametrize("secret", ["", "1", "ab", "1.2"])
def test_short_secret_does_not_tear_evidence_apart(secret: str) -> None:
    assert Redactor([secret]).text("1.2.840.1 is about ab") == "1.2.840.1 is about ab"


def test_short_secret_is_found_where_it_is_a_whole_value() -> None:
    redactor = Redactor(["ab"])
    assert redactor.header("X-Other", "ab") == MARKER
    assert redactor.data(b"ab") == MARKER.encode()
    assert redactor.text("http://u:ab@a.example/?token=ab") == f"http://{MARKER}@a.example/?token={MARKER}"


@pytest.mark.parametrize("form", [SECRET, quote(SECRET, safe=""), base64.b64encode(SECRET.encode()).decode()])
def test_head_that_ends_within_a_secret_gives_nothing_away(form: str) -> None:
    redactor = Redactor([SECRET])
    data = form.encode()
    for kept in range(8, len(data)):
        head = redactor.head(b"." * 50 + data[:kept], 1000, whole=False)
        assert head.strip(b".").removesuffix(MARKER.encode()) == b"", kept


def test_shortened_window_does_not_pull_a_begun_secret_under_the_limit() -> None:
    redactor = Redactor(["hunter22" * 20])
    window = (b"hunter22" * 20 + b" ") * 200
    for size in range(2000 + redactor.reach, 2000 + redactor.reach + 170):
        head = redactor.head(window[:size], 2000, whole=False)
        assert b"hunt" not in head


HOSTILE = {
    "one letter": "a",
    "backslashes": "\\",
    "quotes": '"',
    "schemes": "://",
    "userinfo": "://a@",
    "parameters": "?token=",
    "members": '"password":"',
    "escaped members": '\\"password\\": \\"',
    "percent": "%25",
    "references": "&#0",
    "bearer": "Bearer ",
    "spaces": " ",
    "begun secrets": "p@ss w/rd+",
    "secrets": SECRET,
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_a_megabyte_of_anything_takes_no_longer_than_it_should(unit: str) -> None:
    redactor = Redactor([SECRET, "hunter22"])
    text = '"password"' + unit * (1_000_000 // len(unit))
    started = time.process_time()
    redactor.text(text)
    redactor.data(text.encode())
    # a quadratic pattern takes minutes
    assert time.process_time() - started < 5
