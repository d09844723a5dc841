"""``results.json``: the report for machines. Its shape is fixed by ``schema/results.schema.json``."""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from dicomweb_conformance.report.curl import curl_of
from dicomweb_conformance.report.inert import cut
from dicomweb_conformance.report.model import (
    Deviation,
    ProfileResult,
    PropertyFacts,
    Report,
    RequirementResult,
    ScenarioResult,
)

SCHEMA_VERSION = "1"

LONGEST_TEXT = 10_000
"""Characters of a text from the target that results.json repeats; the ledger has the whole."""


def results_of(report: Report) -> dict[str, Any]:
    """The document, ready for ``json.dumps``."""
    return {
        "schema_version": SCHEMA_VERSION,
        "suite": {"name": report.suite, "version": report.suite_version},
        "registry": {"sha256": report.registry_sha256, "requirements": report.registry_size},
        "target": {
            "url": report.target.url,
            "vendor": report.target.vendor,
            "product": report.target.product,
            "version": report.target.version,
            "capabilities": None if report.target.capabilities is None else list(report.target.capabilities),
        },
        "run": _run(report),
        "profiles": {profile.name: _profile(profile) for profile in report.profiles},
        "requirements": [_requirement(result) for result in report.requirements],
        "not_judged": dict(report.not_judged),
        "remarks": list(report.remarks),
    }


def render_results(report: Report) -> str:
    """The document as text: ASCII only, so that nothing in it acts on a terminal."""
    return json.dumps(results_of(report), indent=1, ensure_ascii=True, allow_nan=False) + "\n"


def results_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``results.json``, as published in the package."""
    text = files("dicomweb_conformance.report").joinpath("schema/results.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _run(report: Report) -> dict[str, Any]:
    run = report.run
    return {
        "id": run.id,
        "started": run.started,
        "finished": run.finished,
        "seconds": run.seconds,
        "requests": run.requests,
        "workers": run.workers,
        "uids": run.uids,
        "leftovers": list(run.leftovers),
        "selection": list(run.selection),
        "strict": run.strict,
        "seed": run.seed,
        "outcome": run.outcome,
        "reason": run.outcome_reason,
        "waited": round(run.waited, 6),
        "waits": [
            {"why": why, "times": times, "seconds": round(seconds, 6)} for why, (times, seconds) in run.waits.items()
        ],
    }


def _profile(profile: ProfileResult) -> dict[str, Any]:
    levels = {level: dict(profile.counts[level]) for level in ("must", "should", "may")}
    return {"verdict": profile.verdict, "reason": profile.reason, **levels}


def _requirement(result: RequirementResult) -> dict[str, Any]:
    requirement = result.requirement
    return {
        "id": result.id,
        "level": requirement.level,
        "profile": requirement.profile,
        "transaction": requirement.transaction,
        "text": requirement.text,
        "cites": requirement.cites,
        "verdict": result.verdict,
        "reason": result.reason,
        "stale": result.stale,
        "deviation": _deviation(result.deviation),
        "scenarios": [_scenario(scenario) for scenario in result.scenarios],
    }


def _deviation(deviation: Deviation | None) -> dict[str, Any] | None:
    if deviation is None:
        return None
    return {"reason": deviation.reason, "issue": deviation.issue, "expires": deviation.expires}


def _property(told: PropertyFacts | None) -> dict[str, Any] | None:
    return None if told is None else {**asdict(told), "says": _bounded(told.says), "files": list(told.files)}


def _scenario(scenario: ScenarioResult) -> dict[str, Any]:
    decisive = scenario.decisive if scenario.verdict != "conformant" else None
    return {
        "id": scenario.id,
        "title": scenario.title,
        "verdict": scenario.verdict,
        "seconds": scenario.seconds,
        "step": _bounded(scenario.step),
        "expected": _bounded(scenario.expected),
        "received": _bounded(scenario.received),
        "reason": _bounded(scenario.reason),
        "exchanges": [exchange.number for exchange in scenario.exchanges],
        "curl": curl_of(decisive).command if decisive else None,
        "property": _property(scenario.tried),
    }


def _bounded(text: str | None) -> str | None:
    return None if text is None else cut(text, LONGEST_TEXT)
