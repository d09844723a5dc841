"""Every key of a target file: what it brings about, and what is said when its value is of another kind."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dicomweb_conformance.auth.credentials import ClientCredentials, Credentials, TokenCommand, TokenFile
from dicomweb_conformance.run_options import RUN
from dicomweb_conformance.target import Product, Proxy
from dicomweb_conformance.target_file import read_target_file, target_in
from dicomweb_conformance.target_options import target_of
from dicomweb_conformance.toml_table import Origin, Table, UnusableTarget
from tests.running import run

ENVIRONMENT = {
    "TOKEN": "t0ken-s3cr3t",
    "PAIR": "user:w0rd-s3cr3t",
    "CLIENT": "cl1ent-s3cr3t",
    "KEY": "k3y-s3cr3t",
    "SITE": "s1te-s3cr3t",
}
EVERYTHING = """
url = "https://dicom.example.org/v2"
settle = 2.0
timeout = 60
capabilities = ["delete", "wado-uri"]
[urls]
store = "https://stow.example.org/v2"
retrieve = "https://wado.example.org/v2"
search = "https://qido.example.org/v2"
delete = "https://delete.example.org/v2"
wado-uri = "https://wado.example.org/uri"
[product]
vendor = "Example"
name = "Archive"
version = "4.2"
[auth.oauth2]
token_url = "https://login.example.org/token?tenant=a"
client_id = "harness"
client_secret = { env = "CLIENT" }
scope = "dicom"
audience = "pacs"
resource = "https://dicom.example.org"
client_auth = "post"
lifetime = 300
[auth.api_key]
header = "X-API-Key"
env = "KEY"
[auth.read_only_bearer]
env = "TOKEN"
[headers]
X-Tenant = "radiology"
X-Site = { env = "SITE" }
[media-types]
search = "application/json"
[tls]
ca = "ca.pem"
insecure = true
certificate = "client.pem"
key = "client.key"
key_password = { env = "KEY" }
[proxy]
url = "http://proxy.example.org:3128"
basic = { env = "PAIR" }
[[deviation]]
requirement = "retrieve-frame"
reason = "fixed in 4.3"
issue = "https://tracker.example.org/123"
expires = 2027-03-01
"""
WRONG: tuple[Any, ...] = (5, -1, 1.5, True, "", "x y", [], ["x"], {}, {"x": 1}, [{}], 10**40, float("nan"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    for name in ("ca.pem", "client.pem", "client.key"):
        (tmp_path / name).write_text("PEM")
    path = tmp_path / "target.toml"
    path.write_text(EVERYTHING)
    return path


def test_every_key_counts(path: Path) -> None:
    target = read_target_file(path, ENVIRONMENT)
    access = target.access

    assert (target.addresses.store, target.addresses.delete) == (
        "https://stow.example.org/v2",
        "https://delete.example.org/v2",
    )
    assert target.product == Product("Example", "Archive", "4.2")
    assert access.credentials == Credentials(
        (("X-API-Key", "k3y-s3cr3t"), ("X-Site", "s1te-s3cr3t")),
        ClientCredentials(
            "https://login.example.org/token?tenant=a",
            "harness",
            "cl1ent-s3cr3t",
            "dicom",
            "pacs",
            "https://dicom.example.org",
            "post",
            300.0,
        ),
    )
    assert access.headers == (("X-Tenant", "radiology"),)
    assert access.read_only.fields == (("Authorization", "Bearer t0ken-s3cr3t"),)
    assert access.proxy == Proxy("http://proxy.example.org:3128", "user:w0rd-s3cr3t")
    assert access.tls.ca == path.parent / "ca.pem", "paths are relative to the file"
    assert access.tls.insecure
    assert access.tls.key_password == "k3y-s3cr3t"
    assert "s3cr3t" not in repr(target)
    assert set(ENVIRONMENT.values()) <= set(access.secrets)


@pytest.mark.parametrize(
    ("auth", "source"),
    [
        ('bearer = { command = ["az", "account"] , lifetime = 60}', TokenCommand(("az", "account"), 60.0)),
        ("bearer = { command = \"az account --query 'a b'\" }", TokenCommand(("az", "account", "--query", "a b"))),
    ],
)
def test_a_token_may_come_from_a_program(tmp_path: Path, auth: str, source: TokenCommand) -> None:
    path = tmp_path / "target.toml"
    path.write_text(f'url = "http://h"\n[auth]\n{auth}\n')

    assert read_target_file(path, {}).access.credentials == Credentials(source=source)


def test_a_token_may_come_from_a_file_beside_the_target_file(tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    path.write_text('url = "http://h"\n[auth]\nbearer = { file = "token" }\n')

    assert read_target_file(path, {}).access.credentials.source == TokenFile(tmp_path / "token")


def places(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        yield (*path, key)
        if isinstance(value, Mapping):
            yield from places(value, (*path, key))


def changed(table: Mapping[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    first, *rest = path
    return {**table, first: changed(table[first], tuple(rest), value) if rest else value}


@pytest.mark.parametrize("place", list(places(tomllib.loads(EVERYTHING))), ids=".".join)
def test_a_value_of_another_kind_is_told_by_file_and_key(path: Path, place: tuple[str, ...]) -> None:
    table = tomllib.loads(EVERYTHING)
    told: list[str] = []
    for value in WRONG:
        try:
            target_in(Table(changed(table, place, value), Origin(path)), ENVIRONMENT)
        except UnusableTarget as error:
            told.append(str(error))
    assert len(told) >= 5
    for message in told:
        assert str(path) in message
        assert any(part in message for part in place)
        assert "s3cr3t" not in message


@pytest.mark.parametrize(
    "place", [(), *(place for place in places(tomllib.loads(EVERYTHING)) if place not in {("headers",)})], ids=str
)
def test_an_unknown_key_is_told_in_every_table(path: Path, place: tuple[str, ...]) -> None:
    table: Any = tomllib.loads(EVERYTHING)
    inner = table
    for key in place:
        inner = inner[key]
    inner = inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], dict) else inner
    if not isinstance(inner, dict):
        return
    inner["misspelt"] = {"env": "TOKEN"}

    with pytest.raises(UnusableTarget, match=r"misspelt is an unknown key; known are ") as caught:
        target_in(Table(table, Origin(path)), ENVIRONMENT)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[auth]\nbearer = "t0ken-s3cr3t"', "[auth] bearer is a table"),
        ('[auth]\nbearer = { env = "TOKEN", file = "x" }', "names where the token is"),
        ("[auth]\nbearer = { command = [] }", "a program and its arguments"),
        ('[auth]\nbearer = { command = "az \'t0ken-s3cr3t" }', "cannot be taken apart"),
        ('[auth]\nbasic = { env = "TOKEN" }', "user:password"),
        ('[auth]\nbasic = { env = "UNSET" }', "UNSET is not set"),
        ('[auth]\nbasic = { file = "nothing" }', "nothing: No such file"),
        ('[auth]\nbasic = { env = "PAIR" }\nbearer = { env = "TOKEN" }', "has bearer and basic"),
        ('[auth]\noauth2 = { client_id = "t0ken-s3cr3t" }', "[auth.oauth2] token_url is missing"),
        ('[auth]\napi_key = { header = "X Y", env = "KEY" }', "[auth.api_key] header is no name of a header field"),
        ('[headers]\n"X Y" = "t0ken-s3cr3t"', "is no name of a header field"),
        ('[headers]\nX-Y = "a\\nt0ken-s3cr3t"', "no header can carry"),
        ('[proxy]\nurl = "http://user:t0ken-s3cr3t@proxy"', "user name or password"),
        ('[proxy]\nurl = "socks5://proxy"', "[proxy] url"),
        ('[tls]\nkey = "target.toml"', "certificate is missing"),
        ('[tls]\nca = "nothing.pem"', "nothing.pem: No such file"),
    ],
)
def test_what_is_wrong_in_access_is_told_without_secrets(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "target.toml"
    path.write_text(f'url = "http://h"\n{text}\n')

    with pytest.raises(UnusableTarget, match=re.escape(says)) as caught:
        read_target_file(path, ENVIRONMENT)
    assert str(path) in str(caught.value)
    assert "s3cr3t" not in str(caught.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"url = [", b"[" * 5000, b"a = 1\na = 2"])
def test_a_file_that_is_no_target_file_is_told_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "target.toml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)

    ran = run(tmp_path / "report", "--target", str(path))

    assert ran.code == 2
    lines = [line for line in (ran.out + ran.err).splitlines() if line.strip()]
    assert len(lines) == 1
    assert str(path) in lines[0]


SAMPLES = {"url": "https://other.example.org/v3", "text": "another"}


def test_every_key_but_a_list_can_be_given_by_an_option(path: Path) -> None:
    by_option = {tuple(option.sets.split(".")) for option in RUN if option.sets}
    by_other_means = {("capabilities",), ("deviation",), ("headers", "X-Tenant"), ("headers", "X-Site", "env")}
    by_other_means |= {("media-types", "search")}
    leaves = {place for place in places(tomllib.loads(EVERYTHING)) if not isinstance(_at(place), Mapping)}

    assert leaves - by_option - by_other_means == set()


def _at(place: tuple[str, ...]) -> Any:
    value: Any = tomllib.loads(EVERYTHING)
    for key in place:
        value = value[key]
    return value


@pytest.mark.parametrize(
    "option", [o for o in RUN if o.sets and not o.repeatable and o.metavar and not o.choices], ids=lambda o: o.name
)
def test_an_option_stands_in_the_place_of_its_key(path: Path, option: Any) -> None:
    """With the option, the target is another one than that of the file; a value that is wrong names the option."""
    kind = "number" if option.number else {"URL": "url", "FILE": "file"}.get(option.metavar, "text")
    other = path.parent / "other"
    other.write_text("another")
    value: Any = {"number": 7.0, "file": str(other)}.get(kind) or SAMPLES[kind]
    options: dict[str, Any] = {"target": str(path), option.key: value}
    if option.key == "url":
        options["wado_uri_url"] = "https://other.example.org/uri"
    environment = {**ENVIRONMENT, "another": "an0ther:s3cr3t"}
    if option.key == "token_lifetime":
        options["token_file"] = str(path)

    assert target_of(options, environment) != read_target_file(path, ENVIRONMENT)
    if (kind != "text" or option.sets.endswith(".env")) and option.key != "token_file":
        wrong = -1.0 if option.number else "no such thing"
        with pytest.raises(UnusableTarget) as caught:
            target_of({**options, option.key: wrong}, ENVIRONMENT)
        assert option.name in str(caught.value)
        assert json.dumps("s3cr3t")[1:-1] not in str(caught.value)
