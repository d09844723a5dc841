"""Each limit ends a wait of its own, and says its name and how to raise it."""

import socket
import ssl
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.http import open_http
from dicomweb_conformance.limits import Limits
from dicomweb_conformance.network import network_trouble
from dicomweb_conformance.target import Access
from tests.pace.slow import FOREVER, HEAD, Piece, slow
from tests.running import run

SHORT, LONG = 0.3, 60.0


def trouble(url: str, limits: Limits, body: bytes | None = None) -> str:
    """What is told when a request to the URL fails."""
    with open_http(Access(limits=limits), [url], lambda transport: transport) as http:
        client = Client(http, Addresses.at(url))
        with pytest.raises(httpx.TimeoutException) as caught:
            client.get(url) if body is None else client.store_body(body, content_type="text/plain")
    return network_trouble(caught.value)


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("first_byte", [FOREVER]),
        ("between_bytes", [b"HTTP/1.1 200 OK\r\n", FOREVER]),
        ("between_bytes", [HEAD, b"begun", FOREVER]),
        ("whole", [b"HTTP/1.1 200 OK\r\nX: ", *[b"x", 0.05] * 1000]),
        ("whole", [HEAD, *[b"x", 0.05] * 1000]),
    ],
)
def test_a_limit_ends_its_own_wait(name: str, pieces: Sequence[Piece]) -> None:
    limits = Limits(**{**dict.fromkeys(("connect", "first_byte", "between_bytes", "whole"), LONG), name: SHORT})
    with slow(pieces) as url:
        said = trouble(url, limits)
    assert f"within {SHORT:g} s, the limit {name}; raise it by --limit-{name.replace('_', '-')} " in said
    assert f"{name} under [limits] of the target file" in said


def test_a_request_that_is_not_taken_is_no_endless_wait() -> None:
    with slow([FOREVER], reads=False) as url:
        said = trouble(url, Limits(between_bytes=SHORT), b"x" * 50_000_000)
    assert "the target takes no more of the request within" in said
    assert "the limit between_bytes" in said


def test_a_tls_handshake_counts_to_the_connection() -> None:
    with slow([FOREVER], tls=ssl.create_default_context()) as url:
        said = trouble(url, Limits(connect=SHORT))
    assert "no TLS connection within 0.3 s, the limit connect" in said


def test_a_connection_that_nobody_accepts_is_no_endless_wait() -> None:
    # with the backlog full, the kernel lets a further connection wait
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        said = trouble(f"http://127.0.0.1:{address[1]}", Limits(connect=SHORT))
        for each in waiting:
            each.close()
    assert "no connection within 0.3 s, the limit connect" in said


def test_the_second_request_of_a_connection_has_limits_of_its_own() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    with slow([answer, 0.5, answer, FOREVER]) as url:
        access = Access(limits=Limits(first_byte=LONG, between_bytes=0.1, whole=LONG))
        with open_http(access, [url], lambda transport: transport) as http:
            client = Client(http, Addresses.at(url))
            assert [client.get(url).status, client.get(url).status] == [200, 200]


def test_a_run_says_which_limit_it_was(tmp_path: Path) -> None:
    with slow([FOREVER]) as url:
        ran = run(tmp_path / "report", "--url", url, "--limit-first-byte", "0.2")
    assert ran.code == 3
    assert "the limit first_byte; raise it by --limit-first-byte 1" in ran.out + ran.err
