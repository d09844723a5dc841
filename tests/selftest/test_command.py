"""``faults``, as its user sees it."""

from __future__ import annotations

import json
import subprocess

from dicomweb_conformance.reference.faults import FAULTS
from tests.running import PROJECT, command

NAME = "deleting-an-instance-answers-200"


def called(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("faults", *arguments), capture_output=True, text=True, timeout=300, check=False, cwd=PROJECT
    )


def test_the_catalogue_is_listed_as_text_and_as_json() -> None:
    listed = json.loads(called("--format", "json").stdout)
    assert [fault["name"] for fault in listed] == list(FAULTS)
    assert all(set(fault) == {"name", "breaks", "says"} and fault["breaks"] and fault["says"] for fault in listed)
    text = called(NAME).stdout
    assert f"{NAME}\n  {FAULTS[NAME].says}\n  breaks {', '.join(FAULTS[NAME].breaks)}" in text
    assert "1 fault;" in text


def test_an_unknown_fault_is_a_usage_error() -> None:
    done = called("--run", "pages-are-upside-down")
    assert done.returncode == 2
    assert "unknown fault pages-are-upside-down" in done.stderr


def test_a_fault_is_run_and_what_caught_it_is_shown() -> None:
    done = called("--run", NAME, "--jobs", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"exact  {NAME}" in done.stdout
    for requirement in FAULTS[NAME].breaks:
        assert f"{requirement}, caught by '" in done.stdout
    assert "1 faults, 1 found exactly, 0 not" in done.stdout
