"""Removes from a target what an earlier run stored there and did not remove, by its ledger."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from dicomweb_conformance.client import Client
from dicomweb_conformance.evidence.ledger import LedgerWriter, UnreadableLedger, outstanding, read_ledger
from dicomweb_conformance.evidence.redaction import Redactor
from dicomweb_conformance.http import Paced, open_http
from dicomweb_conformance.network import network_trouble
from dicomweb_conformance.removal import Removal
from dicomweb_conformance.target_options import target_of
from dicomweb_conformance.throttling import Patience
from dicomweb_conformance.toml_table import UnusableTarget
from dicomweb_conformance.turnstile import TURNSTILE, Turnstile


class Unremovable(Exception):
    """The cleanup cannot begin; the message says why and what to do."""


def remove_leftovers(ledger: Path, options: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Remove what the run of ``ledger`` left. ``options`` are those of the target on the command line.

    Returns the StudyInstanceUIDs that were removed and those that are left; the removed ones are noted in the ledger.
    Raises Unremovable when the ledger or the target cannot be used.
    """
    try:
        found = read_ledger(ledger)
        left = outstanding(found)
        url = options.get("url") or found.header.target.get("url")
        target = target_of({**options, "url": None if options.get("target") else url}, os.environ)
    except (UnreadableLedger, UnusableTarget) as error:
        raise Unremovable(str(error)) from error
    if not left:
        return (), ()
    removed: list[str] = []
    per_second = target.pace.max_requests_per_second
    turnstile = Turnstile(ledger.parent / TURNSTILE, per_second) if per_second else None
    try:
        with (
            LedgerWriter(ledger, Redactor(target.access.secrets, headers=target.access.hidden)) as writer,
            open_http(target.access, target.addresses.all, lambda transport: Paced(transport, turnstile)) as http,
        ):
            client = Client(http, target.addresses, patience=Patience(target.pace))
            client.search("studies", [("StudyInstanceUID", left[0])])
            removal = Removal(client, writer.removed)
            removed.extend(StudyInstanceUID for StudyInstanceUID in left if removal.remove(StudyInstanceUID))
    except (httpx.HTTPError, UnusableTarget) as error:
        why = network_trouble(error) if isinstance(error, httpx.HTTPError) else str(error)
        raise Unremovable(f"{target.url} cannot be reached: {why}") from error
    finally:
        if turnstile:
            turnstile.remove()
    return tuple(removed), tuple(uid for uid in left if uid not in removed)
