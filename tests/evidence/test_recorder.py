"""Every exchange is recorded once, with what really passed."""

import hashlib
import socket
from collections.abc import Iterator

import httpx
import pytest

from dicomweb_conformance.evidence.redaction import MARKER, Redactor
from tests.evidence.server import BIG, CountingServer, Recorded


def test_request_and_response_are_recorded(server: CountingServer, recorded: Recorded) -> None:
    recorded.place = ("features/x.feature::title", 2)
    response = recorded.client.get(f"{server.url}/json?a=1", headers={"Accept": "application/dicom+json"})
    exchange = recorded.only
    assert (exchange.number, exchange.scenario, exchange.step) == (1, "features/x.feature::title", 2)
    assert (exchange.request.method, exchange.request.url) == ("GET", f"{server.url}/json?a=1")
    assert ("Accept", "application/dicom+json") in exchange.request.headers
    assert exchange.request.body is None
    assert exchange.response is not None
    assert exchange.response.http_version == "HTTP/1.1"
    assert (exchange.response.status, exchange.response.reason) == (200, "OK")
    assert ("Content-Type", "application/dicom+json") in exchange.response.headers
    body = exchange.response.body
    assert body is not None
    assert (body.head, body.encoding, body.complete) == (response.text, "utf-8", True)
    assert (body.size, body.sha256) == (len(response.content), hashlib.sha256(response.content).hexdigest())
    assert exchange.error is None


def test_timing_is_in_seconds_and_in_order(server: CountingServer, recorded: Recorded) -> None:
    recorded.client.get(f"{server.url}/big")
    exchange = recorded.only
    assert exchange.first_byte is not None
    assert 0 < exchange.first_byte <= exchange.seconds < 10
    assert exchange.started.endswith("Z")


def test_number_is_known_before_the_body_is_read(server: CountingServer, recorded: Recorded) -> None:
    with recorded.client.stream("GET", f"{server.url}/json") as response:
        assert response.extensions["exchange"] == 1
        assert recorded.exchanges == []
        response.read()
        assert [exchange.number for exchange in recorded.exchanges] == [1]
    assert len(recorded.exchanges) == 1


def test_body_closed_early_is_recorded_once_with_what_came(server: CountingServer, recorded: Recorded) -> None:
    with recorded.client.stream("GET", f"{server.url}/big") as response:
        first = next(response.iter_bytes())
    response.close()
    body = recorded.received_body
    assert len(first) <= body.size < len(BIG)
    assert not body.complete
    assert recorded.only.error is None


def test_reading_all_that_was_promised_and_no_more_is_complete(server: CountingServer, recorded: Recorded) -> None:
    with recorded.client.stream("GET", f"{server.url}/cookie") as response:
        next(response.iter_raw())
    body = recorded.received_body
    assert body.complete


def test_body_that_breaks_off_is_recorded_with_the_error(server: CountingServer, recorded: Recorded) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        recorded.client.get(f"{server.url}/breaks-off")
    exchange = recorded.only
    assert exchange.response is not None
    assert exchange.response.body is not None
    assert (exchange.response.body.head, exchange.response.body.complete) == ("only this", False)
    assert exchange.error is not None
    assert exchange.error.kind == "RemoteProtocolError"


def test_refused_connection_is_recorded(recorded: Recorded) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(httpx.ConnectError) as raised:
            recorded.client.post(f"http://127.0.0.1:{unused.getsockname()[1]}/", content=b"would be sent")
    exchange = recorded.only
    assert exchange.response is None
    assert exchange.first_byte is None
    assert exchange.request.body is not None
    assert exchange.request.body.head == "would be sent"
    assert exchange.error is not None
    assert exchange.error.kind == "ConnectError"
    assert exchange.error.message
    assert raised.value.request.extensions["exchange"] == exchange.number


def test_connection_closed_without_an_answer_is_recorded(server: CountingServer, recorded: Recorded) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        recorded.client.get(f"{server.url}/hangs-up")
    assert recorded.only.error is not None
    assert recorded.only.response is None


def test_streamed_upload_reaches_the_server_unchanged(server: CountingServer, recorded: Recorded) -> None:
    def chunks() -> Iterator[bytes]:
        for start in range(0, len(BIG), 100_000):
            yield BIG[start : start + 100_000]

    response = recorded.client.post(f"{server.url}/studies", content=chunks())
    digest = hashlib.sha256(BIG).hexdigest()
    assert response.text == digest
    body = recorded.only.request.body
    assert body is not None
    assert (body.size, body.sha256, body.complete) == (len(BIG), digest, False)


def test_small_streamed_upload_is_complete(server: CountingServer, recorded: Recorded) -> None:
    recorded.client.post(f"{server.url}/studies", content=iter([b"a", b"b"]))
    body = recorded.only.request.body
    assert body is not None
    assert (body.head, body.complete) == ("ab", True)


def test_chunked_response_is_recorded_without_its_framing(server: CountingServer, recorded: Recorded) -> None:
    recorded.client.get(f"{server.url}/chunked")
    body = recorded.received_body
    assert (body.head, body.size, body.complete) == ("abcdefg", 7, True)


def test_no_content_has_no_body(server: CountingServer, recorded: Recorded) -> None:
    recorded.client.get(f"{server.url}/none")
    assert recorded.only.response is not None
    assert recorded.only.response.body is None


@pytest.mark.parametrize(("path", "encoding", "kept"), [("/big", "base64", 2048), ("/long-text", "utf-8", 16384)])
def test_of_large_bodies_only_the_beginning_is_kept(
    server: CountingServer, recorded: Recorded, path: str, encoding: str, kept: int
) -> None:
    content = recorded.client.get(server.url + path).content
    body = recorded.received_body
    assert (body.encoding, body.complete) == (encoding, False)
    assert body.head_bytes == content[:kept]
    assert body.sha256 == hashlib.sha256(content).hexdigest()


def test_repeated_header_fields_keep_their_number(server: CountingServer, recorded: Recorded) -> None:
    recorded.client.get(f"{server.url}/cookie")
    assert recorded.only.response is not None
    cookies = [value for name, value in recorded.only.response.headers if name == "Set-Cookie"]
    assert cookies == [MARKER, MARKER]


def test_secret_in_compressed_content_is_found(server: CountingServer, recorded: Recorded) -> None:
    assert recorded.client.get(f"{server.url}/gzip").json() == {"access_token": "t0p"}
    body = recorded.received_body
    assert (body.head, body.complete) == (f'{{"access_token":"{MARKER}"}}', True)


def test_of_content_that_cannot_be_decoded_nothing_is_kept(server: CountingServer, recorded: Recorded) -> None:
    recorded.client.get(f"{server.url}/unknown-coding")
    body = recorded.received_body
    assert (body.head, body.size, body.complete) == ("", 12, False)


def test_secrets_are_redacted_before_anyone_sees_them(server: CountingServer) -> None:
    recorded = Recorded(Redactor(["hunter22"]))
    with recorded.client:
        recorded.client.post(
            f"{server.url}/studies?token=t0p&path=hunter22",
            headers={"Authorization": "Bearer t0p", "X-Note": "hunter22"},
            content=b"\x00hunter22",
        )
    text = str(recorded.only.to_json())
    assert "t0p" not in text
    assert "hunter22" not in text
    assert recorded.only.request.body is not None
    assert recorded.only.request.body.head_bytes == b"\x00" + MARKER.encode()
    assert ("Authorization", f"Bearer {MARKER}") in recorded.only.request.headers


@pytest.mark.parametrize("before", range(16384 - 8, 16384 + 2))
def test_secret_across_the_end_of_the_kept_head_does_not_leak(server: CountingServer, before: int) -> None:
    recorded = Recorded(Redactor(["hunter22"]))
    with recorded.client:
        content = b"." * before + b"hunter22" + b"." * 20_000
        recorded.client.post(f"{server.url}/studies", content=content, headers={"Content-Type": "text/plain"})
    body = recorded.only.request.body
    assert body is not None
    assert body.head.rstrip("REDACT") == "." * min(before, 16384)


def test_request_can_be_sent_again(server: CountingServer, recorded: Recorded) -> None:
    request = recorded.client.build_request("POST", f"{server.url}/studies", content=b"twice")
    first, second = recorded.client.send(request), recorded.client.send(request)
    assert first.text == second.text
    assert [exchange.number for exchange in recorded.exchanges] == [1, 2]


def test_stream_of_a_request_is_left_as_it_was(server: CountingServer, recorded: Recorded) -> None:
    request = recorded.client.build_request("POST", f"{server.url}/studies", content=iter([b"once"]))
    stream = request.stream
    recorded.client.send(request)
    assert request.stream is stream


def test_response_that_nobody_reads_is_recorded_when_the_transport_closes(server: CountingServer) -> None:
    recorded = Recorded()
    request = recorded.client.build_request("GET", f"{server.url}/json")
    recorded.client.send(request, stream=True)
    assert recorded.exchanges == []
    recorded.client.close()
    assert recorded.only.number == 1
