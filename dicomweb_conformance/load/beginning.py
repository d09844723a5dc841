"""How a load begins: the target is described, and the ledger that all processes write to has its first line."""

import os
import tempfile
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from dicomweb_conformance import __version__
from dicomweb_conformance.evidence.exchange import timestamp
from dicomweb_conformance.evidence.ledger import Header, LedgerWriter
from dicomweb_conformance.evidence.redaction import Redactor
from dicomweb_conformance.load.plan import Plan
from dicomweb_conformance.reference.serve import running
from dicomweb_conformance.target_options import EMBEDDED_BEARER, EMBEDDED_READ_ONLY_BEARER, target_of


def begin(options: Mapping[str, Any], judged: float, report: Path | None, stack: ExitStack) -> Plan:
    """The plan of a load. The embedded server, when it is the target, runs until ``stack`` is closed.

    Raises UnusableTarget, and FileExistsError when the folder holds another run.
    """
    embedded = None
    if not options.get("url") and not options.get("target"):
        embedded = stack.enter_context(running(bearer=EMBEDDED_BEARER, read_only_bearer=EMBEDDED_READ_ONLY_BEARER))
    target = target_of(options, os.environ, embedded)
    folder = report or Path(tempfile.mkdtemp(prefix="dicomweb-load-"))
    folder.mkdir(parents=True, exist_ok=True)
    plan = Plan(dict(options), embedded, uuid.uuid4().hex, str(folder), judged)
    redactor = Redactor(target.access.secrets, headers=target.access.hidden)
    with LedgerWriter(plan.ledger, redactor) as ledger:
        ledger.header(
            Header(
                suite={"name": "dicomweb-conformance", "version": __version__},
                registry={"sha256": "", "requirements": 0},
                target={"url": redactor.text(target.url), "capabilities": None, "deviations": []},
                run={"id": plan.run_id, "started": timestamp(), "workers": 1, "uids": "fresh", "selection": ["load"]},
            )
        )
    return plan
