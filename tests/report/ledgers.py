"""Small hand-made ledgers and registries: what the tests of reports start from."""

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dicomweb_conformance.evidence.ledger import chain, read_ledger
from dicomweb_conformance.report.builder import build_report
from dicomweb_conformance.report.model import Report
from dicomweb_conformance.requirements import Registry, Requirement

Record = dict[str, Any]

URL = "http://archive.example/dicom-web"
STUDY = "1.2.826.0.1.3680043.8.498.13230779778012324449356534479549187420"


def requirement(requirement_id: str, **changes: Any) -> Requirement:
    """A must of the tutorial, unless changed."""
    given: dict[str, Any] = {
        "text": f"Text of {requirement_id}.",
        "level": "must",
        "profile": "tutorial",
        "cites": "tutorial, Delete a specific series within a study",
        "transaction": "delete",
    }
    return Requirement(id=requirement_id, **(given | changes))


def registry(*requirements: Requirement) -> Registry:
    return Registry(MappingProxyType({r.id: r for r in requirements}), "a" * 64)


def write_ledger(path: Path, records: Iterable[Record]) -> None:
    """A ledger file of these records; a footer among them gets the seal that belongs to it."""
    lines: list[bytes] = []
    for record in records:
        sealed = {**record, "chain": chain(lines)} if record["type"] == "footer" else record
        lines.append(json.dumps(sealed).encode())
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def report_on(records: Iterable[Record], known: Registry, strict: bool | None = None) -> Report:
    """What the records amount to, read from a file like any ledger."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.jsonl"
        write_ledger(path, records)
        return build_report(read_ledger(path), known, strict)


def header(**run: Any) -> Record:
    return {
        "type": "header",
        "schema_version": "1",
        "suite": {"name": "dicomweb-conformance", "version": "0.1.0"},
        "registry": {"sha256": "a" * 64, "requirements": 2},
        "target": {
            "url": URL,
            "vendor": "Example",
            "product": "Archive",
            "version": "4.2",
            "capabilities": ["delete"],
            "deviations": [],
            "settle": 0.0,
        },
        "run": {
            "id": "run-1",
            "started": "2026-11-23T09:00:00.000Z",
            "workers": 1,
            "uids": "tutorial",
            "profiles": ["tutorial"],
            "selection": [],
            "python": "3.11.7",
            "platform": "Linux",
            **run,
        },
    }


def with_target(head: Record, **target: Any) -> Record:
    return {**head, "target": {**head["target"], **target}}


def footer(**changes: Any) -> Record:
    return {
        "type": "footer",
        "finished": "2026-11-23T09:00:03.200Z",
        "seconds": 3.2,
        "requests": 3,
        "outcome": "finished",
        "reason": None,
        "leftovers": [],
        "chain": "0" * 64,
        **changes,
    }


def body(head: str, **changes: Any) -> Record:
    return {
        "size": len(head.encode()),
        "sha256": "b" * 64,
        "head": head,
        "encoding": "utf-8",
        "complete": True,
        **changes,
    }


def exchange(number: int, **changes: Any) -> Record:
    """A search that answers two matches, unless changed; ``request`` and ``response`` are merged key by key."""
    request: Record = {
        "method": "GET",
        "url": f"{URL}/studies/{STUDY}/instances",
        "headers": [
            ["Host", "archive.example"],
            ["Accept-Encoding", "gzip, deflate"],
            ["Accept", "application/dicom+json"],
        ],
        "body": None,
    }
    response: Record | None = {
        "http_version": "HTTP/1.1",
        "status": 200,
        "reason": "OK",
        "headers": [["Content-Type", "application/dicom+json"]],
        "body": body("[{}, {}]"),
    }
    given_response = changes.pop("response", {})
    return {
        "type": "exchange",
        "number": number,
        "scenario": None,
        "step": None,
        "started": "2026-11-23T09:00:01.000Z",
        "seconds": 0.01,
        "first_byte": 0.005,
        "request": request | changes.pop("request", {}),
        "response": None if given_response is None else response | given_response,
        "error": None,
        **changes,
    }


def scenario(title: str, requirements: list[str], verdict: str = "conformant", **changes: Any) -> Record:
    """A scenario of three steps; a nonconformant one fails in its last."""
    outcomes = {
        "conformant": ("ok", "ok", "ok"),
        "nonconformant": ("ok", "ok", "failed"),
        "unsupported": ("ok", "not reached", "not reached"),
    }.get(verdict, ("failed", "not reached", "not reached"))
    texts = (
        ("Given", "the stored instances of the study are green-square and blue-circle"),
        ("When", "the series of green-square is deleted"),
        ("Then", "the study holds blue-circle"),
    )
    found: Mapping[str, Any] = {}
    if verdict == "nonconformant":
        found = {
            "step": "Then the study holds blue-circle",
            "expected": "search finds blue-circle",
            "received": "search finds blue-circle, green-square",
        }
    elif verdict != "conformant":
        found = {"reason": f"the reason why it is {verdict}"}
    return {
        "type": "scenario",
        "id": f"features/4_delete/2_delete_series.feature::{title}",
        "title": title,
        "feature": {
            "name": "Delete a specific series within a study",
            "path": "features/4_delete/2_delete_series.feature",
            "description": "Deleting a series takes away the series and its instances, and nothing beside it.",
        },
        "rule": None,
        "tags": ["tutorial"],
        "requirements": requirements,
        "verdict": verdict,
        "started": "2026-11-23T09:00:01.000Z",
        "seconds": 0.04,
        "steps": [
            {"keyword": keyword, "text": text, "outcome": outcome, "seconds": 0.01}
            for (keyword, text), outcome in zip(texts, outcomes, strict=True)
        ],
        "step": None,
        "expected": None,
        "received": None,
        "reason": None,
        "exchanges": [],
        **found,
        **changes,
    }


def deviation(requirement_id: str, **changes: Any) -> Record:
    return {
        "requirement": requirement_id,
        "reason": "Answers 404; fixed in 4.3",
        "issue": None,
        "expires": None,
        **changes,
    }
