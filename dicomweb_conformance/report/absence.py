"""Where a target took no connections any more: a server that fell, and perhaps rose again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from dicomweb_conformance.report.model import Exchange

_NO_CONNECTION = ("ConnectError", "ConnectTimeout")
_FEWEST = 2
"""Connections in a row that fail; a single one says little of the server."""


@dataclass(frozen=True)
class Absence:
    """Requests that got no connection. ``last`` is the last that it took before, if it took any.

    ``back`` is the first that it answered afterwards, None where it never did.
    """

    last: Exchange | None
    lost: int
    back: Exchange | None

    def __str__(self) -> str:
        lost = f"{self.lost:,} requests in a row got no connection"
        if self.back is not None:
            lost += f", until #{self.back.number}"
        if self.last is None:
            return f"{lost}."
        ended = f"status {self.last.status}" if self.last.status is not None else self.last.error
        return (
            f"{lost}. The last that it took before was #{self.last.number}, {self.last.method} {self.last.url}"
            f" at {self.last.started} ({ended}). If the server fell there, its log says why."
        )


def absences(exchanges: Iterable[Exchange]) -> Sequence[Absence]:
    """The stretches in which the target took no connection, in the order of time."""
    found = []
    taken: Exchange | None = None
    stretches = groupby(sorted(exchanges, key=lambda e: (e.started, e.number)), _got_no_connection)
    runs = [(lost_here, list(stretch)) for lost_here, stretch in stretches]
    for index, (lost_here, stretch) in enumerate(runs):
        if not lost_here:
            taken = stretch[-1]
        elif len(stretch) >= _FEWEST:
            back = runs[index + 1][1][0] if index + 1 < len(runs) else None
            found.append(Absence(taken, len(stretch), back))
    return found


def _got_no_connection(exchange: Exchange) -> bool:
    return exchange.status is None and (exchange.error or "").startswith(_NO_CONNECTION)
