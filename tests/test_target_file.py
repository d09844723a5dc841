"""Target files say where a server is and what it declares; what is wrong in one is told."""

import datetime
import re
import shutil
from pathlib import Path

import pytest

from dicomweb_conformance.target_file import read_target_file
from dicomweb_conformance.target_options import target_of
from dicomweb_conformance.toml_table import UnusableTarget
from tests.running import PROJECT

_WHOLE = """
url = "https://dicom.example.org/v2/"
settle = 2.0
capabilities = ["delete", "rendered"]
[product]
vendor = "Example"
name = "Archive"
version = "4.2"
[urls]
search = "https://search.example.org/qido"
[auth]
bearer = { env = "DICOMWEB_TOKEN" }
[[deviation]]
requirement = "retrieve-frame"
reason = "fixed in 4.3"
expires = 2027-03-01
"""


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "target.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_is_read(tmp_path: Path) -> None:
    target = read_target_file(_written(tmp_path, _WHOLE), {"DICOMWEB_TOKEN": "s3cr3t"})

    assert target.url == "https://dicom.example.org/v2"
    assert target.addresses.retrieve == "https://dicom.example.org/v2"
    assert target.addresses.search == "https://search.example.org/qido"
    assert target.capabilities == frozenset({"delete", "rendered"})
    assert target.settle == 2.0
    assert target.access.credentials.fields == (("Authorization", "Bearer s3cr3t"),)
    assert "s3cr3t" in target.access.secrets
    assert target.deviations[0].expires == datetime.date(2027, 3, 1)
    assert target.product.version == "4.2"


def test_no_secret_shows_when_a_target_is_printed(tmp_path: Path) -> None:
    target = read_target_file(_written(tmp_path, _WHOLE), {"DICOMWEB_TOKEN": "s3cr3t"})

    assert "s3cr3t" not in repr(target)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('url = "https://dicom.example.org/v2/"', "", "url is missing"),
        ("settle = 2.0", 'settle = "soon"', "seconds"),
        ("settle = 2.0", "settle = -1", "seconds"),
        ('"rendered"]', '"flying"]', "capabilities"),
        ('vendor = "Example"', 'vender = "Example"', "vender"),
        ('bearer = { env = "DICOMWEB_TOKEN" }', 'bearer = "s3cr3t"', "[auth] bearer is a table"),
        ("DICOMWEB_TOKEN", "NO_SUCH_TOKEN", "NO_SUCH_TOKEN is not set"),
        ('reason = "fixed in 4.3"', 'reason = " "', "needs a reason"),
        ("expires = 2027-03-01", 'expires = "soon"', "date"),
        ("[product]", "[produkt]", "produkt is an unknown key"),
        ("[product]", "[product", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_told_with_the_file(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = _written(tmp_path, _WHOLE.replace(old, new))

    with pytest.raises(UnusableTarget) as caught:
        read_target_file(path, {"DICOMWEB_TOKEN": "s3cr3t"})
    assert str(path) in str(caught.value)
    assert says in str(caught.value)
    assert "s3cr3t" not in str(caught.value)


@pytest.mark.parametrize("path", sorted((PROJECT / "targets").glob("*.toml")), ids=lambda path: path.stem)
def test_the_example_target_files_can_be_used(tmp_path: Path, path: Path) -> None:
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r'"([\w/-]+\.(?:pem|key))"', text):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a certificate")

    assert read_target_file(copy, dict.fromkeys(re.findall(r'env = "(\w+)"', text), "user:word")).url


@pytest.mark.parametrize("text", ["http://h", "https://h:8443/a/b", "http://[::1]:80/x", "http://127.0.0.1"])
def test_base_urls_that_can_be_used(text: str) -> None:
    assert target_of({"url": text + "/"}, {}).url == text


@pytest.mark.parametrize(
    "text", ["", "h", "http://", "http://h:x", "http://h:0", "file:///x", "http://h/?a=b", "http://h/#a"]
)
def test_base_urls_that_cannot_be_used(text: str) -> None:
    with pytest.raises(UnusableTarget):
        target_of({"url": text}, {})


def test_options_go_before_the_file(tmp_path: Path) -> None:
    options = {
        "target": str(_written(tmp_path, _WHOLE)),
        "url": "http://127.0.0.1:1",
        "settle": 5.0,
        "basic_env": "PAIR",
        "header": ["X-Tenant: a"],
        "profile": ["thumbnail"],
    }
    target = target_of(options, {"DICOMWEB_TOKEN": "s3cr3t", "PAIR": "user:word"})

    assert target.url == "http://127.0.0.1:1"
    assert target.settle == 5.0
    assert target.access.credentials.fields == (("Authorization", "Basic dXNlcjp3b3Jk"),)
    assert target.access.headers == (("X-Tenant", "a"),)
    assert target.capabilities == frozenset({"delete", "rendered", "thumbnail"})


@pytest.mark.parametrize("header", ["no colon", ": value", "Na me: value", "Name: va\nlue", "Näme: value"])
def test_headers_that_cannot_be_sent(header: str) -> None:
    with pytest.raises(UnusableTarget):
        target_of({"url": "http://h", "header": [header]}, {})


def test_the_uri_service_needs_an_address_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(UnusableTarget, match=r"wado-uri under \[urls\]"):
        target_of({"url": "http://h", "profile": ["wado-uri"]}, {})
    embedded = target_of({}, {}, "http://127.0.0.1:8080")
    assert embedded.addresses.wado_uri == "http://127.0.0.1:8080/wado"
