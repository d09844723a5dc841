"""No secret of any kind reaches what a run leaves, whatever the server repeats; tokens are secrets once they exist."""

import base64
from pathlib import Path

import pytest

from dicomweb_conformance.reference.app import create_app
from tests.auth.authority import Authority, Guarded
from tests.auth.ways import KEY_PASSWORD, certificates, proxy
from tests.echoing import Asgi, Headers, Message, changing, spellings
from tests.running import run, served
from tests.test_secrets import formats, leaks

API_KEY = "ak 7f:Hs&9%d?Secret1"
HEADER = "hd-%2F+b/Secret2"
PAIR = "proxy-user:px-4)N;x,Q!Secret3"
ENVIRONMENT = {"CLIENT_SECRET": "", "API_KEY": API_KEY, "HEADER": HEADER, "PAIR": PAIR, "KEY_PASSWORD": KEY_PASSWORD}
ONLY = ("--profile", "tutorial", "--only", "retrieve-*-metadata", "--only", "retrieve-*-instances")


def repeating(inner: Asgi, authority: Authority, configured: list[str], arguments: set[bytes]) -> Asgi:
    """The app, which repeats every secret there is in all spellings, and looks at the arguments of all processes."""

    def change(scope: Message, status: int, body: bytes) -> tuple[bytes, Headers]:
        if len(arguments) < 500:
            arguments.update(path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists())
        told = [one for secret in (*configured, *authority.issued) for one in spellings(secret)]
        body = body if status < 400 else "\n".join(told).encode()
        return body, [(b"x-debug", " ".join(told[-60:]).encode()), (b"etag", f'"{authority.issued[-1]}"'.encode())]

    return changing(inner, change)


@pytest.mark.parametrize(("lifetime", "more"), [(0.5, ()), (3600.0, ("-n", "2"))], ids=["many tokens", "workers"])
def test_no_artefact_holds_a_secret_or_a_token(tmp_path: Path, lifetime: float, more: tuple[str, ...]) -> None:
    authority = Authority(lifetime=lifetime, leeway=60.0)
    files = certificates(tmp_path / "certificates")
    secrets = [authority.client_secret, API_KEY, HEADER, PAIR, PAIR.partition(":")[2], KEY_PASSWORD]
    arguments: set[bytes] = set()
    guarded = Guarded(create_app(tmp_path / "store"), authority.admits)
    with (
        served(authority) as endpoint,
        served(repeating(guarded, authority, secrets, arguments), **files.listening) as url,
        proxy(f"Basic {base64.b64encode(PAIR.encode()).decode()}") as (address, recorded),
    ):
        target = tmp_path / "target.toml"
        target.write_text(
            f"""
url = "{url}"
capabilities = ["delete"]
[auth]
oauth2 = {{ token_url = "{endpoint}/token", client_id = "harness", client_secret = {{ env = "CLIENT_SECRET" }} }}
api_key = {{ header = "X-API-Key", env = "API_KEY" }}
[headers]
X-Site = {{ env = "HEADER" }}
[tls]
ca = "{files.ca}"
certificate = "{files.client}"
key = "{files.locked_key}"
key_password = {{ env = "KEY_PASSWORD" }}
[proxy]
url = "{address}"
basic = {{ env = "PAIR" }}
"""
        )
        ran = run(
            tmp_path / "report",
            *("--target", str(target), *ONLY, "--alluredir", str(tmp_path / "allure"), *formats(), *more),
            environment={**ENVIRONMENT, "CLIENT_SECRET": authority.client_secret},
        )

    assert ran.code in (0, 1), ran.out + ran.err
    assert guarded.admitted, "the run was let in"
    assert guarded.refused == []
    assert recorded.heads, "the proxy was used"
    assert len(authority.issued) > 1 if lifetime < 1 else len(authority.issued) == 1
    assert "REDACTED" in (ran.folder / "ledger.jsonl").read_text(encoding="utf-8")
    assert leaks(ran, [*secrets, *authority.issued], tmp_path / "allure") == []
    everything = b"\n".join(arguments)
    assert b"report" in everything, "the arguments of the run were seen"
    assert [secret for secret in (*secrets, *authority.issued) if secret.encode() in everything] == []
