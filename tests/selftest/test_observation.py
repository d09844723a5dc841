"""What is read from the ledger of a run."""

from __future__ import annotations

import json
from pathlib import Path

from dicomweb_conformance.selftest.observation import Observation, found_in

SCENARIO = {
    "type": "scenario",
    "id": "a.feature::Pages are readable",
    "title": "Pages are readable",
    "requirements": ["legible"],
    "verdict": "nonconformant",
    "step": "Then it holds",
    "expected": "up",
    "received": "down\nand out",
    "reason": None,
}


def written(folder: Path, *lines: object, end: str = "\n") -> Path:
    ledger = folder / "ledger.jsonl"
    texts = [json.dumps(line, separators=(",", ":")) for line in lines]
    ledger.write_text("\n".join(texts) + end, encoding="utf-8")
    return ledger


def test_the_scenarios_of_a_ledger_are_found(tmp_path: Path) -> None:
    (found,) = found_in(written(tmp_path, {"type": "header"}, SCENARIO, {"type": "footer"}))
    assert (found.id, found.requirements, found.verdict) == (SCENARIO["id"], ("legible",), "nonconformant")
    assert found.why == "expected up; received down and out"


def test_an_incomplete_last_line_is_left_out(tmp_path: Path) -> None:
    assert len(list(found_in(written(tmp_path, SCENARIO, SCENARIO, end="")))) == 1


def test_a_run_without_a_ledger_has_no_scenarios(tmp_path: Path) -> None:
    assert list(found_in(tmp_path / "ledger.jsonl")) == []


def test_a_requirement_has_the_verdict_that_a_report_would_give(tmp_path: Path) -> None:
    held = {**SCENARIO, "verdict": "conformant", "expected": None, "received": None}
    elsewhere = {**held, "requirements": ["legible", "numbered"]}
    run = Observation(None, tuple(found_in(written(tmp_path, SCENARIO, held, elsewhere))), 3, 1.0)
    assert run.verdicts == {"legible": "nonconformant", "numbered": "conformant"}
    assert run.with_verdict("nonconformant") == ("legible",)
