"""Proof that a report was made from its ledger and that nothing was altered since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dicomweb_conformance.evidence.ledger import UnreadableLedger, read_ledger
from dicomweb_conformance.evidence.ledger_file import ledger_in
from dicomweb_conformance.report.builder import build_report
from dicomweb_conformance.report.pdf import PDF, NoPdf
from dicomweb_conformance.report.signature import is_signed_by, signature_path
from dicomweb_conformance.report.write import FORMATS, files_of
from dicomweb_conformance.requirements import Registry

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FOLLOWS = "follows from the ledger"
DIFFERS = "is not what this version of the suite makes of the ledger: it was changed, or made by another version"
OTHER_REGISTRY = (
    "is not that of the run, so the files cannot be made again: use the version of the suite that made them"
)


@dataclass(frozen=True)
class Check:
    """One thing that was checked: a file and what was found. ``holds`` is None where nothing can be said."""

    name: str
    holds: bool | None
    says: str


@dataclass(frozen=True)
class Verification:
    """What was found in a report folder."""

    checks: tuple[Check, ...]

    @property
    def proven(self) -> bool:
        """Whether the ledger is sealed and intact, and every report file follows from it."""
        return all(check.holds for check in self.checks)


def verify(folder: Path, registry: Registry) -> Verification:
    """Check a report folder: the chain of its ledger, the registry, and each report file against what the ledger gives.

    Files of a name that no report has are not looked at. Proves nothing about who made the ledger: that takes a
    signature.
    """
    return Verification(tuple(_checks(folder, registry)))


def check_signature(folder: Path, key: Ed25519PublicKey) -> Check:
    """Check that the ledger of a report folder bears a signature of this key."""
    ledger = ledger_in(folder)
    path = signature_path(ledger)
    try:
        signed = is_signed_by(ledger, key)
    except (UnreadableLedger, OSError) as error:
        return Check(path.name, False, f"cannot be checked: {error}")
    return Check(path.name, signed, "is of this key" if signed else "is not of this key, or the ledger was changed")


def _checks(folder: Path, registry: Registry) -> Iterator[Check]:
    path = ledger_in(folder)
    try:
        ledger = read_ledger(path)
    except (UnreadableLedger, OSError) as error:
        yield Check(path.name, False, str(error))
        return
    if ledger.intact is None:
        yield Check(path.name, False, "has no footer: the run did not end, and its lines are not sealed")
    elif ledger.intact:
        yield Check(path.name, True, "its lines are those that its footer sealed")
    else:
        yield Check(path.name, False, "was changed after the run: its lines are not those that its footer sealed")
    if ledger.header.registry.get("sha256") != registry.sha256:
        made_by = ledger.header.suite.get("version")
        yield Check("registry", None, f"{OTHER_REGISTRY} (version {made_by})")
        return
    report = build_report(ledger, registry, _strict(folder))
    for form in FORMATS:
        if form == "pdf" and not (folder / PDF).is_file():
            continue
        try:
            made = files_of(report, [form])
        except NoPdf as error:
            yield Check(PDF, None, f"cannot be made again here: {error}")
            continue
        for name, content in made.items():
            if (folder / name).is_file():
                same = (folder / name).read_bytes() == content
                yield Check(name, same, FOLLOWS if same else DIFFERS)


def _strict(folder: Path) -> bool | None:
    """Whether the files were made with ``strict``, which they say themselves; a wrong answer shows as a difference."""
    try:
        document = json.loads((folder / "results.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    run = document.get("run") if isinstance(document, dict) else None
    strict = run.get("strict") if isinstance(run, dict) else None
    return strict if isinstance(strict, bool) else None
