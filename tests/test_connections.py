"""Connections are used again only where nothing is left on them, and a request that nobody saw is sent again."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from dicomweb_conformance.http import open_http
from dicomweb_conformance.target import Access
from tests.hostile.server import listening, stop
from tests.hostile.wire import Wire

Script = Callable[[Wire, int], bool]
"""Answers one request on a connection, the connections counted from 1; False closes it."""

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


@contextmanager
def speaking(script: Script) -> Iterator[tuple[httpx.Client, list[bytes]]]:
    """A client, and the first lines that its server has heard."""
    heard: list[bytes] = []
    with listening() as listener:

        def serve() -> None:
            number = 0
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                number += 1
                threading.Thread(target=converse, args=(connection, number), daemon=True).start()

        def converse(connection: socket.socket, number: int) -> None:
            wire = Wire(connection)
            with connection:
                while (request := wire.head()) is not None:
                    heard.append(request.split(b"\r\n")[0])
                    if not script(wire, number):
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with open_http(Access(), [url], lambda transport: transport) as client:
            client.base_url = httpx.URL(url)
            yield client, heard
        stop(listener)
        thread.join(5)


def test_a_connection_serves_again_where_nothing_is_wrong() -> None:
    def script(wire: Wire, connection: int) -> bool:
        wire.send(ANSWER if connection == 1 else b"")
        return True

    with speaking(script) as (client, heard):
        assert [client.get(f"/{number}").text for number in range(3)] == ["ok"] * 3
        assert len(heard) == 3


def test_what_comes_beyond_an_answer_is_no_answer_to_the_next_request() -> None:
    def script(wire: Wire, connection: int) -> bool:
        wire.send(ANSWER + b"HTTP/1.1 418 Nobody asked\r\ncontent-length: 0\r\n\r\n" if connection == 1 else ANSWER)
        return True

    with speaking(script) as (client, _):
        assert [client.get("/").status_code for _ in range(3)] == [200] * 3


def test_a_body_for_head_is_no_answer_to_the_next_request() -> None:
    def script(wire: Wire, connection: int) -> bool:
        wire.send(ANSWER)
        return True

    with speaking(script) as (client, _):
        assert client.head("/").status_code == 200
        assert client.get("/").text == "ok"


def test_a_safe_request_on_a_connection_that_was_closed_is_sent_again() -> None:
    def script(wire: Wire, connection: int) -> bool:
        if connection == 1 and not seen:
            seen.append(1)
            wire.send(ANSWER)
            return True
        if connection == 1:
            return False
        wire.send(ANSWER)
        return True

    seen: list[int] = []
    with speaking(script) as (client, heard):
        assert client.get("/first").text == "ok"
        assert client.get("/second").text == "ok"
        assert heard == [b"GET /first HTTP/1.1", b"GET /second HTTP/1.1", b"GET /second HTTP/1.1"]


def test_a_request_that_changes_something_is_not_sent_again() -> None:
    def script(wire: Wire, connection: int) -> bool:
        if seen:
            return False
        seen.append(1)
        wire.send(ANSWER)
        return True

    seen: list[int] = []
    with speaking(script) as (client, heard):
        assert client.get("/first").text == "ok"
        with pytest.raises(httpx.TransportError):
            client.delete("/second")
        assert heard == [b"GET /first HTTP/1.1", b"DELETE /second HTTP/1.1"]


def test_a_fresh_connection_that_is_closed_is_not_tried_again() -> None:
    with speaking(lambda wire, connection: False) as (client, heard):
        with pytest.raises(httpx.TransportError):
            client.get("/")
        assert len(heard) == 1


def test_a_cookie_is_sent_back() -> None:
    cookies: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        cookies.append(request.headers.get("cookie", ""))
        return httpx.Response(200, headers={"Set-Cookie": "seen=yes; Path=/"} if len(cookies) == 2 else {})

    with open_http(Access(), ["http://target"], lambda transport: httpx.MockTransport(answer)) as client:
        for _ in range(4):
            client.get("http://target/studies")

    assert cookies == ["", "", "seen=yes", "seen=yes"]
