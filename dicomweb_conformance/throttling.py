"""Answers that say nothing but "later": how long they ask to wait, and how long that is waited for."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from dicomweb_conformance.limits import Pace
from dicomweb_conformance.received import Response

Waited = Callable[[float, str, int | None], None]
"""Is told seconds, why, and the number of the exchange that was to be repeated."""


class Throttled(httpx.TransportError):
    """The target asked to wait for longer than the harness does; nothing is known of the rule under test."""


def repeats_after(response: Response, repeated: int, now: datetime | None = None) -> float | None:
    """Seconds after which the request is to be sent again; None when the answer is one.

    429 (RFC 6585 4) says nothing of the request, whatever it was, and 503 with Retry-After says when to ask again
    (RFC 9110 15.6.4). 503 without it is an answer. 408 (RFC 9110 15.5.9) is one from its second time on: at first it
    may have been meant for a connection that lay idle. 425 (RFC 8470 5.2) is an answer to who never sends early data.
    ``repeated`` is how often the request was sent again already.
    """
    if response.status not in (408, 429, 503):
        return None
    asked = _retry_after(response, now or datetime.now(UTC))
    if response.status == 429:
        return asked if asked is not None else float(2**repeated)
    if response.status == 408 and repeated == 0:
        return 0.0
    return asked if response.status == 503 else None


def _retry_after(response: Response, now: datetime) -> float | None:
    value = (response.header("retry-after") or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    moment = _moment(value)
    if moment is None:
        return None
    # both by the clock of the target, which need not be ours
    return max(0.0, (moment - (_moment(response.header("date") or "") or now)).total_seconds())


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass
class Patience:
    """Waits where the target asks for it, within the bounds of ``pace``; ``waited`` is told each time."""

    pace: Pace = field(default_factory=Pace)
    waited: Waited = lambda seconds, why, exchange: None
    sleep: Callable[[float], None] = time.sleep
    _in_all: float = field(default=0.0, init=False)

    def until_answered(self, send: Callable[[], Response]) -> Response:
        """Send until there is an answer. Raises Throttled, and what ``send`` raises."""
        repeated, spent = 0, 0.0
        while True:
            response = send()
            seconds = repeats_after(response, repeated)
            if seconds is None:
                return response
            self._check(response.status, seconds, repeated, spent)
            why = f"the target answered {response.status}, and was asked again after that time"
            self.waited(seconds, why, response.exchange)
            self.sleep(seconds)
            repeated, spent = repeated + 1, spent + seconds
            self._in_all += seconds

    def _check(self, status: int, seconds: float, repeated: int, spent: float) -> None:
        pace = self.pace
        asks = f"the target answers {status} and asks to wait {seconds:g} s"
        if repeated >= pace.most_repeats:
            raise Throttled(
                f"the target answers {status} to the {repeated + 1}th request too; lower max_requests_per_second, "
                "or raise most_repeats, under [pace] of the target file"
            )
        if spent + seconds > pace.longest_wait:
            raise Throttled(
                f"{asks}, with {spent:g} s waited before; a request is waited for {pace.longest_wait:g} s: "
                "raise longest_wait under [pace] of the target file"
            )
        if self._in_all + seconds > pace.longest_wait_in_all:
            raise Throttled(
                f"{asks}, and {self._in_all:g} s were waited in this run; the limit is {pace.longest_wait_in_all:g} s: "
                "lower max_requests_per_second, or raise longest_wait_in_all, under [pace] of the target file"
            )
