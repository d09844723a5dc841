"""``results.json`` files as they were written, by this version of the suite or another."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dicomweb_conformance.report.model import LEVELS, VERDICTS
from dicomweb_conformance.report.results import SCHEMA_VERSION


class UnreadableResults(ValueError):
    """A file is no results.json of a known version; the message says what is wrong and what to give instead."""


@dataclass(frozen=True)
class Judged:
    """What a document says of one requirement."""

    id: str
    level: str
    profile: str
    text: str
    verdict: str


@dataclass(frozen=True)
class Results:
    """One document: whom it judged, when, and how. ``product`` is vendor and product without the version."""

    name: str
    product: str
    url: str
    suite_version: str
    started: str
    profiles: Mapping[str, str]
    requirements: Mapping[str, Judged]


_SURROGATES = re.compile(r"[\ud800-\udfff]")


def read_results(path: Path) -> Results:
    """Read a document; a folder stands for the ``results.json`` in it.

    Raises UnreadableResults, or OSError when the file cannot be read.
    """
    file = path / "results.json" if path.is_dir() else path
    try:
        document = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UnreadableResults(f"{file} is no results.json: {error}. Give the results.json of a report.") from error
    return results_of(document, str(file))


def results_of(document: object, where: str) -> Results:
    """A document that was read already. ``where`` is what messages call it. Raises UnreadableResults."""
    top = _object(document, where, "the document")
    if top.get("schema_version") != SCHEMA_VERSION:
        raise UnreadableResults(
            f"{where} has the schema version {top.get('schema_version')!r}; this program reads {SCHEMA_VERSION!r}. "
            "Make the report again from its ledger with this version."
        )
    target = _object(top.get("target"), where, "target")
    suite = _object(top.get("suite"), where, "suite")
    run = _object(top.get("run"), where, "run")
    profiles = _object(top.get("profiles"), where, "profiles")
    listed = top.get("requirements")
    if not isinstance(listed, list):
        raise UnreadableResults(f"{where}: requirements is no list. The file was changed; take it from the run again.")
    requirements = [_judged(_object(entry, where, "a requirement"), where) for entry in listed]
    url = _text(target.get("url"))
    names = [_text(target.get(key)) for key in ("vendor", "product", "version")]
    return Results(
        name=" ".join(filter(None, names)) or url,
        product=" ".join(filter(None, names[:2])),
        url=url,
        suite_version=_text(suite.get("version")),
        started=_text(run.get("started")),
        profiles={_text(k): _text(_object(v, where, "a profile").get("verdict")) for k, v in profiles.items()},
        requirements={judged.id: judged for judged in requirements},
    )


def _judged(entry: Mapping[str, object], where: str) -> Judged:
    judged = Judged(*(_text(entry.get(key)) for key in ("id", "level", "profile", "text", "verdict")))
    if judged.verdict not in VERDICTS or judged.level not in LEVELS:
        raise UnreadableResults(
            f"{where}: the level {judged.level!r} or the verdict {judged.verdict!r} of the requirement {judged.id!r} "
            "is unknown to this program. The file was changed; take it from the run again."
        )
    return judged


def _object(value: object, where: str, what: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise UnreadableResults(f"{where}: {what} is no JSON object. Give the results.json of a report.")
    return value


def _text(value: object) -> str:
    return "" if value is None else _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", str(value))
