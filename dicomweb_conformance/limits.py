"""How patient and how quick the harness is with a target: plain numbers, each with the name that a user gives it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Longest waits for the target, in seconds.

    ``connect`` is for a connection with its TLS handshake, ``first_byte`` from the end of the request to the first byte
    of the answer, ``between_bytes`` for each further byte of the answer and for each part of the request to be taken,
    ``whole`` from the first byte of the request to the last one of the answer.
    """

    connect: float = 30.0
    first_byte: float = 30.0
    between_bytes: float = 30.0
    whole: float = 300.0

    @classmethod
    def of(cls, timeout: float) -> "Limits":
        """The same limit for everything that is waited for; the whole may take longer."""
        return cls(timeout, timeout, timeout, max(timeout, cls.whole))


@dataclass(frozen=True)
class Pace:
    """How many requests a target is asked to bear, and how long one is waited for that asks to wait.

    ``max_requests_per_second`` and ``max_concurrency`` hold for a whole run, whatever its number of processes; None
    is no limit. A request that is answered by 429, or by 503 with Retry-After (RFC 9110 10.2.3), is sent again up to
    ``most_repeats`` times, after ``longest_wait`` seconds at most, counted together; all requests of a process are
    waited for ``longest_wait_in_all`` seconds at most.
    """

    max_requests_per_second: float | None = None
    max_concurrency: int | None = None
    most_repeats: int = 5
    longest_wait: float = 60.0
    longest_wait_in_all: float = 600.0
