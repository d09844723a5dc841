"""Exchanges of which only the last ones are evidence: each example of a property makes the one before obsolete."""

from collections.abc import Callable

from dicomweb_conformance.evidence.exchange import Exchange


class Rehearsal:
    """Hands exchanges on to ``record``, or holds them back while it is open.

    What is held back is dropped by ``drop``, or handed on by ``close``.
    """

    def __init__(self, record: Callable[[Exchange], None]) -> None:
        self._record = record
        self._held: list[Exchange] | None = None
        self._dropped = 0
        self.count = 0
        """How many exchanges there were in all."""

    def note(self, exchange: Exchange) -> None:
        """An exchange is complete."""
        self.count += 1
        if self._held is None:
            self._record(exchange)
        else:
            self._held.append(exchange)

    @property
    def is_open(self) -> bool:
        """Whether exchanges are held back."""
        return self._held is not None

    def open(self) -> None:
        """From now on exchanges are held back."""
        self._held, self._dropped = [], 0

    def drop(self) -> tuple[int, ...]:
        """What was held back so far is no evidence. Returns the numbers of these exchanges."""
        held, self._held = self._held or [], []
        self._dropped += len(held)
        return tuple(exchange.number for exchange in held)

    def close(self) -> int:
        """What is held back is evidence, and so is what comes. Returns how many exchanges were dropped."""
        held, self._held = self._held or [], None
        for exchange in held:
            self._record(exchange)
        return self._dropped
