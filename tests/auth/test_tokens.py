"""Tokens are got when they are needed: anew before they end, and not more often than they must."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from dicomweb_conformance.auth.broker import BrokeredTokens, serving
from dicomweb_conformance.auth.credentials import ClientCredentials, TokenCommand, TokenFile, TokenSource
from dicomweb_conformance.auth.sources import fetch
from dicomweb_conformance.auth.tokens import OwnTokens
from dicomweb_conformance.network import NoToken
from tests.auth.authority import Authority
from tests.running import served


def plain() -> httpx.Client:
    return httpx.Client(trust_env=False)


def own(source: TokenSource) -> tuple[OwnTokens, list[str]]:
    learnt: list[str] = []
    return OwnTokens(source, plain, learnt.append), learnt


def another(tokens: OwnTokens, than: str, refused: str | None = None) -> str:
    """The token, as soon as it is another one."""
    deadline = time.monotonic() + 10
    while (value := tokens.token(refused).value) == than:
        if time.monotonic() > deadline:
            raise TimeoutError("the token was not got anew")
        time.sleep(0.01)
    return value


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def endpoint(authority: Authority) -> Iterator[str]:
    with served(authority) as url:
        yield f"{url}/token"


Client = Callable[..., ClientCredentials]


@pytest.fixture
def client(authority: Authority, endpoint: str) -> Client:
    """The client of the authority, with changes."""

    def changed(**changes: str) -> ClientCredentials:
        given = {"token_url": endpoint, "client_id": authority.client_id, "client_secret": authority.client_secret}
        return ClientCredentials(**{**given, **changes})  # type: ignore[arg-type]  # one of the changes is a Literal

    return changed


@pytest.mark.parametrize("style", ["basic", "post"])
def test_a_token_endpoint_gives_a_client_a_token(authority: Authority, client: Client, style: str) -> None:
    authority.style = style
    tokens, learnt = own(client(style=style, scope="dicom.read", audience="pacs", resource="https://pacs.example"))

    assert [tokens.token().value for _ in range(3)] == authority.issued * 3
    assert learnt == authority.issued
    assert [authority.asked[0][name] for name in ("scope", "audience", "resource")] == [
        "dicom.read",
        "pacs",
        "https://pacs.example",
    ]


def test_a_token_is_got_anew_before_it_ends(authority: Authority, client: Client) -> None:
    authority.lifetime = 2.0
    tokens, learnt = own(client())
    first = tokens.token().value

    second = another(tokens, first)

    assert authority.admits(f"Bearer {first}"), "the first was still good"
    assert learnt == [first, second]


def test_a_token_that_was_refused_when_it_was_new_is_not_asked_for_again(authority: Authority, client: Client) -> None:
    tokens, _ = own(client())
    first = tokens.token().value

    assert [tokens.token(refused=first).value for _ in range(3)] == [first] * 3
    assert len(authority.asked) == 1


def test_a_token_goes_on_while_it_is_good_when_there_is_no_other(authority: Authority, client: Client) -> None:
    authority.lifetime = 1.0
    tokens, _ = own(client())
    first = tokens.token().value
    authority.answer = (503, {})
    deadline = time.monotonic() + 10
    told = None
    while told is None and time.monotonic() < deadline:
        try:
            assert tokens.token().value == first
        except NoToken as trouble:
            told = trouble
        time.sleep(0.01)

    assert not authority.admits(f"Bearer {first}"), "it was used to its end"
    assert told is not None
    assert "503" in str(told)
    assert not told.configured
    assert len(authority.asked) == 2, "an endpoint in trouble is left alone"


@pytest.mark.parametrize(
    ("answer", "says", "configured"),
    [
        (None, "401 invalid_client; check the client id and its secret", True),
        ((400, {"error": "invalid_scope", "error_description": "s3cr3t"}), "400 invalid_scope; check the scope", True),
        ((400, {"error": "Not a code s3cr3t"}), "400; check its address", True),
        ((429, {}), "429; try again later", True),
        ((500, {}), "500; try again later", False),
        ((200, {"access_token": "abc", "token_type": "mac"}), "not Bearer", True),
        ((200, {"hint": "s3cr3t"}), "without access_token", True),
    ],
)
def test_an_endpoint_that_gives_no_token_is_told_without_secrets(
    authority: Authority, client: Client, answer: tuple[int, dict[str, str]] | None, says: str, configured: bool
) -> None:
    authority.answer = answer
    source = client(client_secret="s3cr3t-and-wrong", token_url=f"{client().token_url}?key=s3cr3t")

    with pytest.raises(NoToken) as caught:
        fetch(source, plain)

    assert says in str(caught.value)
    assert "/token" in str(caught.value)
    assert "s3cr3t" not in str(caught.value)
    assert source.client_secret not in repr(source)
    assert caught.value.configured is configured


def test_an_endpoint_that_is_not_there_is_told() -> None:
    with pytest.raises(NoToken, match=r"127\.0\.0\.1:9/token cannot be reached: no connection") as caught:
        fetch(ClientCredentials("http://127.0.0.1:9/token", "a", "b"), plain)
    assert not caught.value.configured


def test_a_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("first\n")
    tokens, learnt = own(TokenFile(path))
    assert tokens.token().value == "first"

    path.write_text("the-second")

    assert tokens.token().value == "the-second"
    assert learnt == ["first", "the-second"]


def test_a_file_that_is_emptied_for_a_moment_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("first")
    tokens, _ = own(TokenFile(path))
    tokens.token()

    path.write_text("")

    assert tokens.token().value == "first"


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"two words"])
def test_a_file_without_a_token_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NoToken, match=str(path)):
        own(TokenFile(path))[0].token()


def command(code: str) -> TokenCommand:
    return TokenCommand((sys.executable, "-c", code))


def test_a_program_gives_a_token_in_json() -> None:
    tokens, learnt = own(command(f"print({json.dumps({'accessToken': 'abc', 'expires_in': 600})!r})"))

    assert tokens.token().value == "abc"
    assert learnt == ["abc"]


def test_a_program_is_run_again_only_when_its_token_is_due(tmp_path: Path) -> None:
    count = tmp_path / "count"
    tokens, _ = own(
        command(
            f"p = {str(count)!r}; open(p, 'a').write('x'); n = len(open(p).read()); "
            'print(\'{"token": "abc%d", "expires_in": %f}\' % (n, 0.5 if n == 1 else 600))'
        )
    )
    assert [tokens.token().value for _ in range(3)] == ["abc1"] * 3

    another(tokens, "abc1")

    assert [tokens.token().value for _ in range(3)] == ["abc2"] * 3
    assert count.read_text() == "xx"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (
            TokenCommand(("no-such-program", "--password=s3cr3t")),
            "no-such-program, .* is not found",
        ),
        (command("import sys; sys.stderr.write('s3cr3t'); sys.exit(4)"), "ended with exit code 4"),
        (command("print('s3cr3t and more')"), "no token"),
        (command(""), "gives no token"),
    ],
)
def test_a_program_that_gives_no_token_is_told_without_secrets(source: TokenCommand, says: str) -> None:
    with pytest.raises(NoToken, match=says) as caught:
        own(source)[0].token()
    assert "s3cr3t" not in str(caught.value)
    assert "s3cr3t" not in repr(source)
    assert caught.value.configured


def test_workers_share_one_token(authority: Authority, client: Client) -> None:
    tokens, _ = own(client())
    learnt: list[str] = []
    with serving({"own": tokens}) as place:
        workers = [BrokeredTokens(place, "own", learnt.append) for _ in range(4)]
        given = [worker.token().value for worker in workers for _ in range(3)]

    assert given == authority.issued * 12
    assert learnt == authority.issued * 4
    assert len(authority.asked) == 1


def test_a_worker_hears_why_there_is_no_token(authority: Authority, client: Client) -> None:
    authority.answer = (400, {"error": "invalid_scope"})
    tokens, learnt = own(client())
    with serving({"own": tokens}) as place, pytest.raises(NoToken, match="check the scope") as caught:
        BrokeredTokens(place, "own", learnt.append).token()
    assert caught.value.configured


def test_nobody_gets_a_token_without_the_key(authority: Authority, client: Client) -> None:
    tokens, learnt = own(client())
    with serving({"own": tokens}) as place:
        with pytest.raises(NoToken):
            BrokeredTokens({**place, "key": b"guessed"}, "own", learnt.append).token()
        assert authority.issued == []
        assert BrokeredTokens(place, "own", learnt.append).token().value == authority.issued[0]


def test_a_worker_that_outlives_the_run_is_told(client: Client) -> None:
    tokens, learnt = own(client())
    with serving({"own": tokens}) as place:
        pass
    with pytest.raises(NoToken, match="has ended"):
        BrokeredTokens(place, "own", learnt.append).token()


def test_a_long_way_to_the_temporary_folder_is_no_hindrance(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ("x" * 100)
    folder.mkdir()
    monkeypatch.setattr("multiprocessing.util.get_temp_dir", lambda: str(folder))
    tokens, learnt = own(client())
    with serving({"own": tokens}) as place:
        as_another_process_has_it = {**place, "address": list(place["address"])}
        assert BrokeredTokens(as_another_process_has_it, "own", learnt.append).token() == tokens.token()
