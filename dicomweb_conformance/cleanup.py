"""Removes from a target what an earlier run stored there and did not remove, by its ledger."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from dicomweb_conformance.client import Client
from dicomweb_conformance.evidence.ledger import (
    Ledger,
    LedgerWriter,
    UnreadableLedger,
    outstanding,
    parts_beside,
    read_ledger,
)
from dicomweb_conformance.evidence.ledger_file import PACKED
from dicomweb_conformance.evidence.redaction import Redactor
from dicomweb_conformance.http import Paced, open_http, open_tokens
from dicomweb_conformance.network import network_trouble
from dicomweb_conformance.ownership import Ownership
from dicomweb_conformance.removal import Removal, linger
from dicomweb_conformance.reset import carry_out
from dicomweb_conformance.target import Target
from dicomweb_conformance.target_options import target_of
from dicomweb_conformance.throttling import Patience
from dicomweb_conformance.toml_table import UnusableTarget
from dicomweb_conformance.turnstile import TURNSTILE, Turnstile


class Unremovable(Exception):
    """The cleanup cannot begin; the message says why and what to do."""


class Unreachable(Unremovable):
    """The target cannot be asked, or what answers is no DICOMweb server that lets us in."""


@dataclass(frozen=True)
class Cleaned:
    """The StudyInstanceUIDs that were removed, and those that are left, each with the reason."""

    removed: tuple[str, ...]
    left: Mapping[str, str]


def remove_leftovers(path: Path, options: Mapping[str, Any]) -> Cleaned:
    """Remove what the run of the ledger at ``path`` left. ``options`` are those of the target on the command line.

    Removed studies are noted in the ledger. Only UIDs that the run of the ledger derived are deleted, whatever else the
    ledger names; the tutorial's study only when the ledger was not changed after its run.
    Raises Unremovable when the ledger or the target cannot be used.
    """
    try:
        ledger = read_ledger(path)
        url = options.get("url") or ledger.header.target.get("url")
        target = target_of({**options, "url": None if options.get("target") else url}, os.environ)
    except (UnreadableLedger, UnusableTarget) as error:
        raise Unremovable(str(error)) from error
    if not outstanding(ledger):
        return Cleaned((), {})
    if target.only_reads:
        raise Unremovable(f"{target.url} is declared as read-only, and removing studies would change it")
    if path.suffix == PACKED:
        raise Unremovable(f"{path} is packed, and what is removed is noted in the ledger: unpack it first (gunzip)")
    try:
        return _remove(ledger, target)
    except UnusableTarget as error:
        raise Unremovable(str(error)) from error
    except OSError as error:
        raise Unremovable(f"{path} cannot be written: {error.strerror}. What is removed is noted there.") from error


def owned_by(ledger: Ledger) -> Ownership:
    """What the run of the ledger, or the runs of a joined one, may have stored.

    A ledger that was changed after its run proves nothing about the tutorial's study, whose UIDs are everybody's.
    """
    campaign = ledger.header.run.get("campaign")
    runs = [ledger.header.run, *(campaign if isinstance(campaign, list) else ())]
    ids = frozenset(id_ for run in runs if isinstance(run, Mapping) and isinstance(id_ := run.get("id"), str))
    fresh = ledger.header.run.get("uids") == "fresh" and campaign is None
    return Ownership(ids, tutorial=ledger.intact is not False and not fresh)


def _remove(ledger: Ledger, target: Target) -> Cleaned:
    removed: list[str] = []
    per_second = target.pace.max_requests_per_second
    turnstile = Turnstile(ledger.path.parent / TURNSTILE, per_second) if per_second else None
    try:
        redactor = Redactor(target.access.secrets, headers=target.access.hidden)
        source, addresses = target.access.credentials.source, target.addresses.all
        tokens = None if source is None else open_tokens(source, target.access, addresses, redactor.learn)
        with (
            LedgerWriter(ledger.path, redactor) as writer,
            open_http(target.access, addresses, lambda transport: Paced(transport, turnstile), tokens) as http,
        ):
            client = Client(http, target.addresses, accepts=target.accepts, patience=Patience(target.pace))
            _check_access(client, target.url)
            removal = Removal(client, owned_by(ledger), writer.removed)
            if not ledger.complete:
                linger(max(file.stat().st_mtime for file in (ledger.path, *parts_beside(ledger.path))))
            tried: set[str] = set()
            # the workers of a run that was killed may go on for a moment
            while left := tuple(study for study in outstanding(read_ledger(ledger.path)) if study not in tried):
                tried.update(left)
                removed.extend(study for study in left if removal.remove(study))
            removed.extend(_reset(target, removal, redactor))
    finally:
        if turnstile:
            turnstile.remove()
    return Cleaned(tuple(removed), dict(removal.kept))


def _reset(target: Target, removal: Removal, redactor: Redactor) -> tuple[str, ...]:
    """Call the user's reset command for what is left of the run's own; what is gone then."""
    own = [study for study in removal.kept if study in removal.alone]
    if target.reset is None or not own:
        return ()
    said = redactor.text(carry_out(target.reset, own).says)
    gone = tuple(study for study in own if removal.look(study))
    for study in set(own) - set(gone):
        removal.kept[study] += f"; the reset command {said}"
    return gone


def _check_access(client: Client, url: str) -> None:
    """Where a search is not answered, a study that is not found proves nothing. Raises Unreachable."""
    try:
        status = client.search("studies", [("limit", "1")]).status
    except httpx.HTTPError as error:
        raise Unreachable(f"{url} cannot be reached: {network_trouble(error)}. Nothing was removed.") from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Unremovable(f"{url} is no usable address: {error}") from error
    if status not in (200, 204):
        raise Unreachable(
            f"{url} answers a search for studies with {status}. Nothing was removed. "
            "Check the address (--url) and give the credentials again (--token-env, --basic-env, --header)."
        )
