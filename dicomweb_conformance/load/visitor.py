"""What one process of the load shares: the target, its ledger, and the studies that its users bring along."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from math import ceil
from pathlib import Path

from dicomweb_conformance.client import Client
from dicomweb_conformance.evidence.ledger import LedgerWriter, part_path
from dicomweb_conformance.evidence.redaction import Redactor
from dicomweb_conformance.http import Paced, open_http, open_tokens
from dicomweb_conformance.load.journey import Reached, go
from dicomweb_conformance.load.plan import Plan
from dicomweb_conformance.ownership import Ownership
from dicomweb_conformance.removal import Removal
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.target_options import target_of
from dicomweb_conformance.throttling import Patience


@dataclass
class Visitors:
    """The users of one process, each with connections of its own. To be closed at the end."""

    plan: Plan
    _stack: ExitStack = field(default_factory=ExitStack, init=False)
    _number: Iterator[int] = field(default_factory=count, init=False)

    def __post_init__(self) -> None:
        self._target = target_of(self.plan.options, os.environ, self.plan.embedded)
        access = self._target.access
        redactor = Redactor(access.secrets, headers=access.hidden)
        self.ledger = self._stack.enter_context(LedgerWriter(part_path(self.plan.ledger, f"gw{os.getpid()}"), redactor))
        self._learn = redactor.learn

    def close(self) -> None:
        """Close connections and the ledger."""
        self._stack.close()

    def client(self) -> Client:
        """A user agent with connections of its own."""
        target = self._target
        source, addresses = target.access.credentials.source, target.addresses.all
        tokens = None if source is None else open_tokens(source, target.access, addresses, self._learn)
        http = self._stack.enter_context(
            open_http(target.access, addresses, lambda inner: Paced(inner, None), tokens),
        )
        return Client(http, target.addresses, accepts=target.accepts, patience=Patience(target.pace))

    def journey(self, client: Client, tell: Callable[[Reached], None]) -> None:
        """Go through the tutorial once, with a study that nobody else has; ``tell`` gets each stage.

        What is left of the study is removed, also when the journey is broken off.
        """
        number = next(self._number)
        name = f"load-{os.getpid()}-{number}"
        with tempfile.TemporaryDirectory(prefix="dicomweb-load-") as folder:
            study = small_study(
                Path(folder),
                lambda uid: derived_uid(self.plan.run_id, name, uid),
                PatientID=f"DWC-{self.plan.run_id[:8]}-{number}",
                AccessionNumber=f"{self.plan.run_id[:8]}{number}"[-16:],
            )
            StudyInstanceUID = study.reference.StudyInstanceUID
            self.ledger.stored(StudyInstanceUID)
            gone = False
            try:
                for reached in go(client, study, judged=is_judged(number, self.plan.judged)):
                    tell(reached)
                    gone = reached.stage.is_last and reached.wrong is None
            finally:
                if gone:
                    self.ledger.removed(StudyInstanceUID)
                else:
                    owns = Ownership(frozenset({self.plan.run_id}), tutorial=False)
                    Removal(client, owns, self.ledger.removed).remove(StudyInstanceUID)


def is_judged(number: int, part: float) -> bool:
    """Whether the content of a journey is looked at; spreads the judged journeys evenly, the first one among them."""
    return ceil(number * part) < ceil((number + 1) * part)
