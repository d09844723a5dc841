"""A request that only reads is sent once, where its sender allows that."""

import httpx
import pytest

from tests.evidence.server import CountingServer, Recorded

SHARE = {"share": True}


def test_second_request_is_answered_from_memory(server: CountingServer, recorded: Recorded) -> None:
    first = recorded.client.get(f"{server.url}/json", extensions=SHARE)
    second = recorded.client.get(f"{server.url}/json", extensions=SHARE)
    assert server.hits == ["/json"]
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second.headers.raw == first.headers.raw
    assert second.extensions["exchange"] == first.extensions["exchange"] == 1
    assert recorded.only.number == 1
    assert recorded.cited == [1]


def test_compressed_response_is_decoded_once_more(server: CountingServer, recorded: Recorded) -> None:
    answers = [recorded.client.get(f"{server.url}/gzip", extensions=SHARE).json() for _ in range(2)]
    assert answers == [{"access_token": "t0p"}] * 2
    assert len(server.hits) == 1


@pytest.mark.parametrize(
    ("path", "headers", "extensions"),
    [("/json?a=1", {}, SHARE), ("/json", {"Accept": "text/html"}, SHARE), ("/json", {}, {})],
    ids=["other-url", "other-header", "not-allowed"],
)
def test_different_request_is_sent(
    server: CountingServer, recorded: Recorded, path: str, headers: dict[str, str], extensions: dict[str, bool]
) -> None:
    recorded.client.get(f"{server.url}/json", extensions=SHARE)
    recorded.client.get(server.url + path, headers=headers, extensions=extensions)
    assert len(server.hits) == 2
    assert recorded.cited == []


def test_request_with_content_is_sent_each_time(server: CountingServer, recorded: Recorded) -> None:
    for content in (b"a", b"b"):
        recorded.client.post(f"{server.url}/studies", content=content, extensions=SHARE)
    assert len(server.hits) == 2


def test_forgotten_response_is_asked_for_again(server: CountingServer, recorded: Recorded) -> None:
    recorded.client.get(f"{server.url}/json", extensions=SHARE)
    recorded.transport.forget()
    again = recorded.client.get(f"{server.url}/json", extensions=SHARE)
    assert again.extensions["exchange"] == 2
    assert len(server.hits) == 2


def test_failed_exchange_is_not_shared(server: CountingServer, recorded: Recorded) -> None:
    for _ in range(2):
        with pytest.raises(httpx.RemoteProtocolError):
            recorded.client.get(f"{server.url}/breaks-off", extensions=SHARE)
    assert len(server.hits) == 2


def test_server_error_is_not_shared(server: CountingServer, recorded: Recorded) -> None:
    for _ in range(2):
        recorded.client.get(f"{server.url}/busy", extensions=SHARE)
    assert len(server.hits) == 2


def test_response_closed_early_is_not_shared(server: CountingServer, recorded: Recorded) -> None:
    with recorded.client.stream("GET", f"{server.url}/big", extensions=SHARE):
        pass
    assert len(recorded.client.get(f"{server.url}/big", extensions=SHARE).content) > 1_000_000
    assert len(server.hits) == 2


def test_responses_read_at_the_same_time_do_not_exceed_the_limit(server: CountingServer) -> None:
    recorded = Recorded(shared_limit=60)
    paths = ["/json?a=1", "/json?b=1"]
    with recorded.client:
        requests = [recorded.client.build_request("GET", server.url + path, extensions=SHARE) for path in paths]
        for response in [recorded.client.send(request, stream=True) for request in requests]:
            response.read()
        for request in requests:
            recorded.client.send(request)
    assert server.hits == [*paths, "/json?b=1"]


def test_what_does_not_fit_is_sent_again(server: CountingServer) -> None:
    recorded = Recorded(shared_limit=100)
    with recorded.client:
        for path in ("/big", "/big", "/json", "/json", "/json?a=1", "/json?a=1", "/json?b=1", "/json?b=1"):
            recorded.client.get(server.url + path, extensions=SHARE)
    assert server.hits == ["/big", "/big", "/json", "/json?a=1", "/json?b=1", "/json?b=1"]
