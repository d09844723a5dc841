"""A run reaches its target by mutual TLS and by a proxy, and shows its credentials to nobody else."""

import base64
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dicomweb_conformance.auth.credentials import ClientCredentials, Credentials, bearer
from dicomweb_conformance.http import open_http, open_tokens
from dicomweb_conformance.network import NoToken
from dicomweb_conformance.reference.app import create_app
from dicomweb_conformance.target import Access, Proxy, Tls
from tests.auth.authority import Authority, Message, Receive, Send, reply
from tests.auth.ways import KEY_PASSWORD, Certificates, certificates, proxy
from tests.running import run, served

ONLY = ("--profile", "tutorial", "--only", "retrieve-*-metadata")
JSON = {"Accept": "application/dicom+json"}
PAIR = "proxy-user:pr0xy:S3cr3t"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def mutual(files: Certificates, tmp_path: Path) -> Iterator[str]:
    """The reference server behind a listener that demands a certificate."""
    with served(create_app(tmp_path / "store"), **files.listening) as url:
        yield url


def test_a_run_shows_its_certificate(files: Certificates, mutual: str, tmp_path: Path) -> None:
    target = tmp_path / "target.toml"
    target.write_text(
        f'url = "{mutual}"\ncapabilities = ["delete"]\n[tls]\nca = "{files.ca}"\ncertificate = "{files.client}"\n'
        f'key = "{files.locked_key}"\nkey_password = {{ env = "KEY_PASSWORD" }}\n'
    )

    ran = run(tmp_path / "report", "--target", str(target), *ONLY, environment={"KEY_PASSWORD": KEY_PASSWORD})

    assert ran.code == 0, ran.out + ran.err


def test_a_run_without_a_certificate_is_refused_in_one_line(files: Certificates, mutual: str, tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--url", mutual, "--ca-bundle", str(files.ca), *ONLY)

    assert ran.code == 3
    assert f"{mutual} cannot be reached" in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err


def test_a_certificate_of_nobody_known_is_not_trusted(files: Certificates, mutual: str, tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--url", mutual, "--client-cert", str(files.server), *ONLY)

    assert ran.code == 3
    assert "certificate verify failed" in ran.out + ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--client-key", "{files.client_key}"], "certificate"),
        (["--client-cert", "{files.client}"], "with its key in the same file cannot be used"),
        (["--client-cert", "{files.client}", "--client-key", "{files.server}"], "belong together"),
        (["--client-cert", "{files.client}", "--client-key", "{files.locked_key}"], "key_password"),
        (["--client-cert", "/nonexistent.pem"], "/nonexistent.pem: No such file"),
        (["--ca-bundle", "{files.client_key}"], "CA bundle"),
    ],
)
def test_what_is_wrong_with_certificates_is_told(
    files: Certificates, tmp_path: Path, arguments: list[str], says: str
) -> None:
    ran = run(tmp_path / "report", "--url", "https://127.0.0.1:9", *(one.format(files=files) for one in arguments))

    assert ran.code == 2
    assert says in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err


def test_a_certificate_is_shown_to_the_target_alone(files: Certificates, mutual: str) -> None:
    access = Access(tls=Tls(files.ca, certificate=files.client, key=files.client_key))
    with open_http(access, [mutual], lambda transport: transport) as http:
        assert http.get(f"{mutual}/studies", headers=JSON).status_code == 200
    with (
        open_http(access, ["https://127.0.0.1:1"], lambda transport: transport) as http,
        pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)),
    ):
        http.get(f"{mutual}/studies", headers=JSON)


def test_a_token_endpoint_is_trusted_by_the_same_ca_and_verified_always(files: Certificates) -> None:
    authority = Authority()
    with served(authority, ssl_certfile=str(files.server)) as url:
        source = ClientCredentials(f"{url}/token", authority.client_id, authority.client_secret)
        learnt: list[str] = []
        trusting = open_tokens(source, Access(tls=Tls(files.ca)), ["https://127.0.0.1:1"], learnt.append)
        careless = open_tokens(source, Access(tls=Tls(insecure=True)), ["https://127.0.0.1:1"], learnt.append)

        assert trusting.token().value == authority.issued[0]
        with pytest.raises(NoToken, match="certificate verify failed"):
            careless.token()
    assert len(authority.asked) == 1


def test_all_requests_go_by_the_proxy(tmp_path: Path) -> None:
    authorization = f"Basic {base64.b64encode(PAIR.encode()).decode()}"
    with served(create_app(tmp_path / "store")) as url, proxy(authorization) as (address, recorded):
        named = ["--proxy", address, "--proxy-basic-env", "PAIR"]
        ran = run(tmp_path / "report", "--url", url, *named, *ONLY, environment={"PAIR": PAIR})

    assert ran.code == 0, ran.out + ran.err
    assert len(recorded.heads) >= ran.results["run"]["requests"]
    assert all(f" {url}/".encode() in head for head in recorded.heads)


def test_a_proxy_of_the_environment_is_not_used(tmp_path: Path) -> None:
    with served(create_app(tmp_path / "store")) as url, proxy() as (address, recorded):
        ran = run(tmp_path / "report", "--url", url, *ONLY, environment={"HTTP_PROXY": address, "NO_PROXY": ""})

    assert ran.code == 0, ran.out + ran.err
    assert recorded.heads == []


def test_through_a_tunnel_the_proxy_hears_nothing_of_the_target(files: Certificates, mutual: str) -> None:
    access = Access(
        credentials=Credentials(bearer("t0ken-Secret")),
        tls=Tls(files.ca, certificate=files.client, key=files.client_key),
        proxy=Proxy("", PAIR),
    )
    authorization = f"Basic {base64.b64encode(PAIR.encode()).decode()}"
    with proxy(authorization) as (address, recorded):
        access = Access(access.headers, access.credentials, tls=access.tls, proxy=Proxy(address, PAIR))
        with open_http(access, [mutual], lambda transport: transport) as http:
            assert http.get(f"{mutual}/studies", headers=JSON).status_code == 200

    assert [head.split()[0] for head in recorded.heads] == [b"CONNECT"]
    assert b"t0ken-Secret" not in recorded.heads[0]


@pytest.mark.parametrize("secure", [False, True])
def test_a_proxy_that_asks_for_credentials_is_told(files: Certificates, tmp_path: Path, secure: bool) -> None:
    settings = {"ssl_certfile": str(files.server)} if secure else {}
    with served(create_app(tmp_path / "store"), **settings) as url, proxy("Basic x") as (address, _):
        ran = run(tmp_path / "report", "--url", url, "--ca-bundle", str(files.ca), "--proxy", address, *ONLY)

    assert ran.code in (2, 3)
    assert "proxy" in ran.out + ran.err
    assert "407" in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err


def test_a_redirect_takes_no_credentials_to_another_host(tmp_path: Path) -> None:
    seen: list[dict[bytes, bytes]] = []

    async def elsewhere(scope: Message, receive: Receive, send: Send) -> None:
        seen.append(dict(scope["headers"]))
        await reply(send, 200, b"[]", b"application/dicom+json")

    with served(elsewhere) as other:

        async def redirecting(scope: Message, receive: Receive, send: Send) -> None:
            location = f"{other}{scope['path']}".encode()
            await reply(send, 307, b"", b"text/plain", (b"location", location))

        with served(redirecting) as url:
            header = ("--header", "X-Site: s1te-Secret")
            ran = run(tmp_path / "report", "--url", url, "--token-env", "T", *header, *ONLY, environment={"T": "t0ken"})
    assert ran.code == 3, ran.out + ran.err
    assert "answered with 307" in ran.out
    assert seen == []


def test_a_token_endpoint_is_verified_however_its_scheme_is_written(files: Certificates) -> None:
    authority = Authority()
    with served(authority, ssl_certfile=str(files.server)) as url:
        source = ClientCredentials(url.replace("https", "HTTPS"), authority.client_id, authority.client_secret)
        learnt: list[str] = []
        with pytest.raises(NoToken, match="certificate verify failed"):
            open_tokens(source, Access(), ["http://127.0.0.1:1"], learnt.append).token()
    assert authority.asked == []
