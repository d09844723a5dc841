"""Whole runs against a server that admits only those who bear a token that is good now."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dicomweb_conformance.reference.app import create_app
from tests.auth.authority import Asgi, Authority, Guarded, Message, Receive, Send, reply
from tests.running import Ran, run, served

ONLY = ("--profile", "tutorial", "--only", "retrieve-*-metadata")
SECRET = "CLIENT_SECRET"
SERIES_METADATA = "/series/[^/]+/metadata$"


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def guarded(authority: Authority, tmp_path: Path) -> Guarded:
    return Guarded(create_app(tmp_path / "store"), authority.admits)


@pytest.fixture
def endpoint(authority: Authority) -> Iterator[str]:
    with served(authority) as url:
        yield f"{url}/token"


@pytest.fixture
def url(guarded: Guarded) -> Iterator[str]:
    with served(guarded) as address:
        yield f"{address}"


def oauth(authority: Authority, endpoint: str) -> list[str]:
    named = ["--oauth-client-id", authority.client_id, "--oauth-client-secret-env", SECRET]
    return ["--oauth-token-url", endpoint, *named]


def judged(folder: Path, authority: Authority, *arguments: str) -> Ran:
    return run(folder / "report", *arguments, environment={SECRET: authority.client_secret})


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])
def test_tokens_are_got_anew_before_they_end(
    tmp_path: Path, authority: Authority, endpoint: str, guarded: Guarded, url: str, workers: tuple[str, ...]
) -> None:
    authority.lifetime, authority.leeway = 0.2, 60.0

    ran = judged(tmp_path, authority, "--url", url, *oauth(authority, endpoint), "--profile", "tutorial", *workers)

    assert ran.code == 0, ran.out + ran.err
    assert guarded.refused == []
    assert len(set(guarded.admitted)) > 1, "the run lasted longer than one token"


def test_workers_ask_for_one_token_together(
    tmp_path: Path, authority: Authority, endpoint: str, guarded: Guarded, url: str
) -> None:
    ran = judged(tmp_path, authority, "--url", url, *oauth(authority, endpoint), *ONLY, "-n", "2")

    assert ran.code == 0, ran.out + ran.err
    assert len(authority.issued) == 1
    assert guarded.refused == []


def revoking(inner: Asgi, authority: Authority, path: str) -> Asgi:
    """The app, which revokes all tokens when a path that fits is asked for, for the first time."""
    pending = [path]

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if pending and re.search(pending[0], scope.get("path", "")):
            pending.clear()
            authority.revoke()
        await inner(scope, receive, send)

    return app


def test_a_token_that_is_refused_costs_one_scenario(tmp_path: Path, authority: Authority) -> None:
    token = tmp_path / "token"
    token.write_text(authority.issue())

    class Renewing(Guarded):
        """Puts a new token into the file once it has refused one."""

        async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
            before = len(self.refused)
            await super().__call__(scope, receive, send)
            if len(self.refused) > before:
                token.write_text(authority.issue())

    guarded = Renewing(create_app(tmp_path / "store"), authority.admits)
    with served(revoking(guarded, authority, SERIES_METADATA)) as url:
        ran = judged(tmp_path, authority, "--url", url, "--token-file", str(token), *ONLY)

    assert ran.code == 3, ran.out + ran.err
    assert len(guarded.refused) == 1, "what was refused was not sent again with the same token"
    verdicts = list(ran.verdicts().values())
    assert verdicts.count("inconclusive") == 1
    assert set(verdicts) == {"conformant", "inconclusive", "untested"}
    assert "refused the bearer token (401)" in ran.out


def test_a_token_that_stays_refused_ends_the_run(tmp_path: Path, authority: Authority) -> None:
    token = tmp_path / "token"
    token.write_text(authority.issue())
    guarded = Guarded(create_app(tmp_path / "store"), authority.admits)
    with served(revoking(guarded, authority, SERIES_METADATA)) as url:
        ran = judged(tmp_path, authority, "--url", url, "--token-file", str(token), "--profile", "tutorial")

    assert ran.code == 3
    assert "asks for credentials (401)" in ran.out
    assert "nonconformant" not in ran.verdicts().values()
    assert "untested" in ran.verdicts().values()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--token-command", "no-such-program --key s3cr3t"], 2, "no-such-program"),
        (["--token-file", "/nonexistent/token"], 2, "/nonexistent/token"),
        (["--token-command", f'{sys.executable} -c "raise SystemExit(7)"'], 2, "exit code 7"),
        (["--oauth-token-url", "http://127.0.0.1:9/token", "--oauth-client-id", "x"], 3, "127.0.0.1:9/token"),
        (["--oauth-token-url", "http://127.0.0.1:9/token", "--oauth-client-id", ""], 2, "client_id"),
    ],
)
def test_why_there_is_no_token_is_told_in_one_line(
    tmp_path: Path, url: str, arguments: list[str], code: int, says: str
) -> None:
    secret = ["--oauth-client-secret-env", SECRET] if "--oauth-client-id" in arguments else []
    ran = run(tmp_path / "report", "--url", url, *arguments, *secret, environment={SECRET: "s3cr3t-client"})

    assert ran.code == code, ran.out + ran.err
    assert says in ran.out + ran.err
    assert "s3cr3t" not in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err


def test_a_program_gives_the_token_of_a_run_and_is_run_once(
    tmp_path: Path, authority: Authority, guarded: Guarded, url: str
) -> None:
    count = tmp_path / "count"
    token = {"accessToken": authority.issue(), "expires_in": 3600, "tokenType": "Bearer"}
    (tmp_path / "token.json").write_text(json.dumps(token))
    program = f"open({str(count)!r}, 'a').write('x'); print(open({str(tmp_path / 'token.json')!r}).read())"
    target = tmp_path / "target.toml"
    arguments = json.dumps([sys.executable, "-c", program])
    target.write_text(f'url = "{url}"\ncapabilities = ["delete"]\n[auth]\nbearer = {{ command = {arguments} }}\n')

    ran = run(tmp_path / "report", "--target", str(target), *ONLY, "-n", "2")

    assert ran.code == 0, ran.out + ran.err
    assert count.read_text() == "x"
    assert set(guarded.admitted) == {f"Bearer {authority.issued[0]}"}


def test_a_run_whose_tokens_cease_ends_and_says_why(
    tmp_path: Path, authority: Authority, endpoint: str, guarded: Guarded
) -> None:
    authority.lifetime, authority.leeway = 0.05, 60.0

    async def ceasing(scope: Message, receive: Receive, send: Send) -> None:
        if re.search(SERIES_METADATA, scope.get("path", "")):
            authority.answer = (503, {})
        await guarded(scope, receive, send)

    with served(ceasing) as url:
        ran = judged(tmp_path, authority, "--url", url, *oauth(authority, endpoint), "--profile", "tutorial")

    assert ran.code == 3, ran.out + ran.err
    assert "it answers 503" in ran.out, ran.out
    assert "nonconformant" not in ran.verdicts().values()
    assert "untested" in ran.verdicts().values()
    assert "Traceback" not in ran.out + ran.err


def test_a_reader_may_have_a_token_from_a_program_too(tmp_path: Path, authority: Authority) -> None:
    reading, writing = authority.issue(), authority.issue()

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        given = dict(scope["headers"]).get(b"authorization", b"").decode()
        if given == f"Bearer {reading}" and scope["method"] in ("POST", "DELETE"):
            await reply(send, 403, b"", b"text/plain")
        else:
            await Guarded(inner, authority.admits)(scope, receive, send)

    inner = create_app(tmp_path / "store")
    target = tmp_path / "target.toml"
    commands = [json.dumps([sys.executable, "-c", f"print({token!r})"]) for token in (writing, reading)]
    with served(app) as url:
        target.write_text(
            f'url = "{url}"\ncapabilities = ["delete"]\n[auth]\nbearer = {{ command = {commands[0]} }}\n'
            f"read_only_bearer = {{ command = {commands[1]} }}\n"
        )
        ran = run(tmp_path / "report", "--target", str(target), "--only", "security-*", "-n", "2")

    verdicts = {id_: verdict for id_, verdict in ran.verdicts().items() if id_.startswith("security-")}
    assert set(verdicts.values()) <= {"conformant", "unsupported"}, ran.out + ran.err
    assert verdicts["security-reader-stores-nothing"] == "conformant"
    assert verdicts["security-wrong-credentials-refused"] == "conformant"
