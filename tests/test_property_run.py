"""A run of properties: what it leaves in the report and on the target, and that its seed makes it again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydicom import dcmread

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.evidence.ledger import outstanding, read_ledger
from dicomweb_conformance.reference.serve import running
from dicomweb_conformance.samples.tutorial import tutorial_study
from tests.running import Ran, run

PIXELS, FRAMES = "property-pixels-are-equal", "property-frames-are-equal"
FEW = ("--profile", "properties", "--examples", "30", "--seed", "5")


def scenario_of(ran: Ran, requirement: str) -> dict[str, Any]:
    (found,) = (entry for entry in ran.results["requirements"] if entry["id"] == requirement)
    scenario: dict[str, Any] = found["scenarios"][0]
    return scenario


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A run whose images come back wrong when they have many frames."""
    folder = tmp_path_factory.mktemp("failed") / "report"
    return run(folder, *FEW, "--only", FRAMES, "--fault", "the-17th-frame-is-the-16th")


def test_the_finding_is_told_of_a_small_example(failed: Ran) -> None:
    assert failed.code == 1
    assert "expected  part 17, frame 17 of the instance, to be that frame, for 17 frames of 1 x " in failed.out
    assert scenario_of(failed, FRAMES)["property"]["examples"] <= 30


def test_the_smallest_example_lies_in_the_report(failed: Ran) -> None:
    (name,) = scenario_of(failed, FRAMES)["property"]["files"]
    ds = dcmread(failed.folder / name)
    assert int(ds.NumberOfFrames) == 17
    assert ds.Rows * ds.Columns <= 2
    assert f"file=@{name};type=application/dicom" in failed.out
    assert name in (failed.folder / "report.html").read_text(encoding="utf-8")


def test_exchanges_are_evidence_of_the_last_example_alone(failed: Ran) -> None:
    ledger = read_ledger(failed.folder / "ledger.jsonl")
    scenario = scenario_of(failed, FRAMES)
    assert 2 <= len(scenario["exchanges"]) <= 5
    assert set(scenario["exchanges"]) <= ledger.exchanges.keys()
    assert ledger.requests == failed.results["run"]["requests"] > 3 * len(ledger.exchanges)
    assert scenario["curl"].startswith("curl ")


def test_nothing_of_any_example_is_left(failed: Ran) -> None:
    ledger = read_ledger(failed.folder / "ledger.jsonl")
    assert len(ledger.stored) > 10
    assert outstanding(ledger) == ()


def test_the_same_seed_finds_the_same(failed: Ran, tmp_path: Path) -> None:
    assert failed.results["run"]["seed"] == 5
    assert "--examples=30 --fault=the-17th-frame-is-the-16th --profile properties --seed 5" in failed.out
    again = run(tmp_path / "report", *FEW, "--only", FRAMES, "--fault", "the-17th-frame-is-the-16th")
    for key in ("expected", "received"):
        assert scenario_of(again, FRAMES)[key] == scenario_of(failed, FRAMES)[key]
    assert scenario_of(again, FRAMES)["property"]["examples"] == scenario_of(failed, FRAMES)["property"]["examples"]


def test_where_nothing_can_be_deleted_there_are_few_examples(tmp_path: Path) -> None:
    from dicomweb_conformance.reference.serve import running

    with running() as url:
        ran = run(tmp_path / "report", *FEW, "--only", PIXELS, "--url", url)
    told = scenario_of(ran, PIXELS)["property"]
    assert told["says"] == "the target does not declare delete: 12 examples instead of 30"
    assert told["examples"] <= 12


def test_properties_are_judged_only_when_they_are_asked_for(tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--dry-run")
    assert "property-" not in ran.out
    assert PIXELS in run(tmp_path / "other", "--dry-run", "--profile", "properties").out


def test_no_seed_is_told_where_no_property_is_judged(tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--only", "store-single-instance", "--seed", "5")
    assert json.loads((ran.folder / "results.json").read_text(encoding="utf-8"))["run"]["seed"] is None


def test_the_tutorials_study_may_be_there_already(tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    study = tutorial_study(tmp_path / "samples")
    with running() as url, httpx.Client() as http:
        Client(http, Addresses.at(url)).store(study.instances)
        few = ("--profile", "properties", "--examples", "2", "--seed", "5", "--only", FRAMES)
        ran = run(tmp_path / "report", "--url", url, *few)
        left = Client(http, Addresses.at(url)).retrieve_metadata(study.reference)

    assert ran.verdicts()[FRAMES] == "conformant", ran.out + ran.err
    assert left.status == 200
