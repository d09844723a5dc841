"""A run as one process sees it: the target, the client that talks to it, and the ledger that remembers."""

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import count
from pathlib import Path

import httpx
import pytest

from dicomweb_conformance.auth.credentials import Credentials
from dicomweb_conformance.auth.sending import TargetAuth
from dicomweb_conformance.client import Client
from dicomweb_conformance.evidence.exchange import Exchange
from dicomweb_conformance.evidence.ledger import LedgerWriter
from dicomweb_conformance.evidence.ledger_file import LEDGER, parts_beside, read_lines
from dicomweb_conformance.evidence.recorder import RecordingTransport
from dicomweb_conformance.evidence.redaction import Redactor
from dicomweb_conformance.evidence.rehearsal import Rehearsal
from dicomweb_conformance.evidence.withholding import withheld
from dicomweb_conformance.http import open_http
from dicomweb_conformance.ownership import Ownership
from dicomweb_conformance.plugin.scenario_log import ScenarioLog
from dicomweb_conformance.plugin.tokens import RunTokens
from dicomweb_conformance.properties.budget import Budget
from dicomweb_conformance.removal import Removal
from dicomweb_conformance.requirements import Registry
from dicomweb_conformance.target import Access, Target
from dicomweb_conformance.throttling import Patience
from dicomweb_conformance.turnstile import TURNSTILE, Turnstile

_STUDY = re.compile(r"/studies/([0-9.]+)")
"""A study that a URL names."""


@dataclass(frozen=True)
class Session:
    """One process of a run. ``run_id`` is the same in all of them; each has a ledger, or a part of it, of its own.

    ``budget`` is what each property may cost, and holds the seed of the run. ``waiting`` is open while the target is
    waited for.
    """

    target: Target
    registry: Registry
    profiles: frozenset[str]
    run_id: str
    uids: str
    folder: Path
    samples: Path | None
    ledger: LedgerWriter
    redactor: Redactor
    log: ScenarioLog
    budget: Budget
    tokens: RunTokens
    waiting: AbstractContextManager[object]

    @cached_property
    def http(self) -> httpx.Client:
        """The one HTTP client of this process for all that the target should answer."""
        return self._open(self.target.access, self._record)

    @property
    def auth(self) -> TargetAuth:
        """What sends the credentials, and knows how the target takes them."""
        auth = self.http.auth
        assert isinstance(auth, TargetAuth)
        return auth

    @cached_property
    def client(self) -> Client:
        """The user agent."""
        return self._client(self.http, self._is_shared)

    def stranger(self, credentials: Credentials) -> Client:
        """A user agent with these in place of the target's credentials, to be closed with the session.

        That it is refused says nothing of the target's credentials.
        """
        if credentials not in self._strangers:
            access = self.target.access.admitted_by(credentials)
            self._strangers[credentials] = self._open(access, partial(self._record, stranger=True))
        return self._client(self._strangers[credentials])

    def _client(self, http: httpx.Client, share: Callable[[str], bool] = lambda url: False) -> Client:
        target = self.target
        return Client(http, target.addresses, accepts=target.accepts, share=share, patience=self._patience)

    @cached_property
    def removal(self) -> Removal:
        """What takes away again what was stored."""
        return Removal(self.client, self.owns, self.ledger.removed)

    @cached_property
    def owns(self) -> Ownership:
        """Which UIDs are of this run."""
        return Ownership(frozenset({self.run_id}), tutorial=self.uids == "tutorial")

    @cached_property
    def claimed(self) -> set[str]:
        """StudyInstanceUIDs that this process may have stored."""
        return set()

    @cached_property
    def shared(self) -> set[str]:
        """StudyInstanceUIDs of studies that are stored once and never changed; what is retrieved of them is shared."""
        return set()

    def claim(self, StudyInstanceUID: str) -> None:
        """Note that something of the study may be stored from now on; to be called before that.

        Raises ValueError for a UID that is not of this run: what is stored under it could not be removed again.
        """
        if not self.owns.holds(StudyInstanceUID):
            raise ValueError(f"{StudyInstanceUID} is no UID of this run")
        if StudyInstanceUID not in self.claimed:
            self.claimed.add(StudyInstanceUID)
            self.ledger.stored(StudyInstanceUID)

    def has_claimed(self, StudyInstanceUID: str) -> bool:
        """Whether a process of this run, also one that has died, may have stored something of the study."""
        ledger = self.folder / LEDGER
        lines = (line for file in (ledger, *parts_beside(ledger)) for line in read_lines(file).objects)
        return any(line["type"] == "stored" and line.get("study") == StudyInstanceUID for line in lines)

    def release(self, StudyInstanceUID: str) -> None:
        """Remove the study from the target, if anything of it may have been stored."""
        # what was received before must not answer whether it is gone
        self.shared.discard(StudyInstanceUID)
        if StudyInstanceUID not in self.claimed:
            return
        certain = StudyInstanceUID not in self.doubtful
        if self.removal.remove(StudyInstanceUID, note=certain) and certain:
            self.claimed.discard(StudyInstanceUID)

    @cached_property
    def doubtful(self) -> dict[str, float]:
        """StudyInstanceUIDs of which a store may never have been answered, and when that was given up (seconds since
        the epoch): the target may still be busy with it."""
        return {}

    @property
    def requests(self) -> int:
        """How many requests were sent by this process so far."""
        return self._rehearsal.count

    @contextmanager
    def rehearsing(self) -> Iterator[Callable[[], None]]:
        """While it is open, nothing that is exchanged is evidence until it ends; the yielded function drops all so far.

        What was dropped is counted.
        """

        def drop() -> None:
            self.log.forget(self._rehearsal.drop())

        self._rehearsal.open()
        try:
            yield drop
        finally:
            dropped = self._rehearsal.close()
            if dropped:
                self.ledger.forgotten(self.log.id, dropped)

    def go_on_after(self, number: int) -> None:
        """Count further exchanges from behind this number: the ledger holds those of workers too."""
        self.__dict__["_numbers"] = count(number + 1)

    def waited(self, seconds: float, why: str = "settle", exchange: int | None = None) -> None:
        """Note that time was spent waiting: for the target to settle, or to repeat the request of an exchange."""
        self.ledger.waited(seconds, self.log.id, why, exchange)

    def notice(self, text: str) -> None:
        """Tell the reader of the report, once however often it is said."""
        self.ledger.noticed(text, self.log.id)

    def identifier(self, scenario: str) -> str:
        """A PatientID that no other scenario and no other run has; its last 16 characters serve as AccessionNumber."""
        digest = hashlib.sha256(f"{self.run_id}/{scenario}".encode()).hexdigest()
        return f"DWC-{digest[:16]}"

    def hang_up(self) -> None:
        """Close all connections. An exchange that was not read to its end is recorded now."""
        if "http" in self.__dict__:
            self.http.close()
        for http in self._strangers.values():
            http.close()

    def close(self) -> None:
        """Close connections and files."""
        self.hang_up()
        self.ledger.close()

    def _is_shared(self, url: str) -> bool:
        # What was received for an example that is forgotten would be no evidence for another one
        if self._rehearsal.is_open:
            return False
        return not self.shared.isdisjoint(_STUDY.findall(url))

    @cached_property
    def _patience(self) -> Patience:
        return Patience(self.target.pace, self.waited, self._wait)

    @cached_property
    def turnstile(self) -> Turnstile | None:
        """What the requests of all processes of the run pass one after the other; None where nothing limits them."""
        per_second = self.target.pace.max_requests_per_second
        return None if per_second is None else Turnstile(self.folder / TURNSTILE, per_second)

    @cached_property
    def _strangers(self) -> dict[Credentials, httpx.Client]:
        return {}

    @cached_property
    def _rehearsal(self) -> Rehearsal:
        return Rehearsal(self.ledger.exchange)

    @cached_property
    def _numbers(self) -> Iterator[int]:
        return count(1)

    def _open(self, access: Access, record: Callable[[Exchange], None]) -> httpx.Client:
        def wrap(inner: httpx.BaseTransport) -> httpx.BaseTransport:
            return RecordingTransport(
                inner,
                record,
                self.redactor,
                lambda: next(self._numbers),
                self.log.place,
                self.log.cite,
                turn=self._wait_for_turn,
            )

        return open_http(
            access, self.target.addresses.all, wrap, self.tokens.of(access.credentials.source), self.waiting
        )

    def _wait(self, seconds: float) -> None:
        with self.waiting:
            time.sleep(seconds)

    def _wait_for_turn(self) -> None:
        if self.turnstile is not None:
            with self.waiting:
                self.turnstile.wait()

    def _record(self, exchange: Exchange, stranger: bool = False) -> None:
        if self.target.only_reads:
            exchange = withheld(exchange, self.target.addresses.all)
        self._rehearsal.note(exchange)
        if exchange.request.method == "POST" and exchange.response is None:
            self.doubtful.update(dict.fromkeys(self.claimed, time.time()))
        self.log.exchanged(exchange, stranger)


SESSION: pytest.StashKey[Session] = pytest.StashKey()
