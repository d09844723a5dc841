"""A target that asks to be asked later is waited for, within bounds, and never silently."""

from collections.abc import Iterator, Sequence

import httpx
import pytest

from dicomweb_conformance.body import Body
from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.limits import Pace
from dicomweb_conformance.received import Response
from dicomweb_conformance.throttling import Patience, Throttled, repeats_after

BASE = "http://target.test/v2"


def response(status: int, **headers: str) -> Response:
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response("GET", BASE, status, fields, Body.of(b""))


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (response(429, Retry_After="7"), 7.0),
        (response(503, Retry_After="0"), 0.0),
        (response(429, Retry_After="Mon, 23 Nov 2026 10:00:09 GMT", Date="Mon, 23 Nov 2026 10:00:04 GMT"), 5.0),
        (response(503, Retry_After="Monday, 23-Nov-26 10:00:09 GMT", Date="Mon, 23 Nov 2026 10:00:08 GMT"), 1.0),
        (response(503, Retry_After="Mon, 23 Nov 2026 09:00:00 GMT", Date="Mon, 23 Nov 2026 10:00:00 GMT"), 0.0),
        (response(429), 1.0),
        (response(429, Retry_After="soon"), 1.0),
        (response(408), 0.0),
    ],
)
def test_later_is_no_answer(answer: Response, seconds: float) -> None:
    assert repeats_after(answer, 0) == seconds


@pytest.mark.parametrize(
    "answer",
    [
        *(response(status, Retry_After="1") for status in (200, 202, 301, 400, 404, 413, 425, 500, 504)),
        *(response(503), response(503, Retry_After="soon"), response(503, Retry_After="-1"), response(425)),
    ],
)
def test_every_other_answer_is_one(answer: Response) -> None:
    assert repeats_after(answer, 0) is None


def test_a_second_408_is_an_answer_and_429_without_a_time_is_waited_for_longer_each_time() -> None:
    assert repeats_after(response(408), 1) is None
    assert [repeats_after(response(429), repeated) for repeated in range(4)] == [1, 2, 4, 8]


class _Told:
    def __init__(self) -> None:
        self.slept: list[float] = []
        self.waits: list[tuple[float, str, int | None]] = []

    def patience(self, pace: Pace | None = None) -> Patience:
        return Patience(pace or Pace(), lambda *wait: self.waits.append(wait), self.slept.append)


def sent(patience: Patience, answers: Sequence[httpx.Response]) -> tuple[Response, list[bytes]]:
    left: Iterator[httpx.Response] = iter(answers)
    bodies: list[bytes] = []

    def handle(request: httpx.Request) -> httpx.Response:
        bodies.append(request.read())
        return next(left)

    with httpx.Client(transport=httpx.MockTransport(handle)) as http:
        client = Client(http, Addresses.at(BASE), patience=patience)
        return client.store_body(lambda: iter((b"a", b"b")), content_type="text/plain"), bodies


def later(seconds: int, status: int = 429) -> httpx.Response:
    return httpx.Response(status, headers={"Retry-After": str(seconds)})


def test_the_whole_request_is_sent_again_after_the_time_that_was_asked_for() -> None:
    told = _Told()
    answer, bodies = sent(told.patience(), [later(3), later(2, 503), httpx.Response(409)])

    assert answer.status == 409
    assert bodies == [b"ab"] * 3
    assert told.slept == [3, 2]
    assert [(seconds, why.split()[3]) for seconds, why, _ in told.waits] == [(3, "429,"), (2, "503,")]


@pytest.mark.parametrize(
    ("pace", "answers", "named"),
    [
        (Pace(most_repeats=2), [later(0)] * 3, "most_repeats"),
        (Pace(longest_wait=10), [later(11)], "longest_wait "),
        (Pace(longest_wait=10), [later(6), later(6)], "longest_wait "),
        (Pace(longest_wait=10, longest_wait_in_all=8), [later(9)], "longest_wait_in_all"),
    ],
)
def test_patience_ends_and_says_where_to_raise_it(pace: Pace, answers: list[httpx.Response], named: str) -> None:
    told = _Told()
    with pytest.raises(Throttled, match=named):
        sent(told.patience(pace), answers)
    assert sum(told.slept) <= min(pace.longest_wait, pace.longest_wait_in_all)


def test_a_process_waits_for_all_requests_together_only_so_long() -> None:
    told = _Told()
    patience = told.patience(Pace(longest_wait_in_all=10))
    sent(patience, [later(6), httpx.Response(200)])
    with pytest.raises(Throttled):
        sent(patience, [later(6), httpx.Response(200)])
    assert told.slept == [6]
