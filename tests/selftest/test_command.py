"""``faults``, as its user sees it."""

from __future__ import annotations

import json
import subprocess

from dicomweb_conformance.reference.faults import FAULTS, ODDITIES
from tests.running import PROJECT, command

ODDITY = "legal-json-is-indented"
NAME = "deleting-an-instance-answers-200"
OF_MICROSOFT = "strangers-are-forbidden"


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


def test_legal_oddities_are_listed_with_what_allows_them() -> None:
    listed = json.loads(called("--legal", "--format", "json").stdout)
    assert [oddity["name"] for oddity in listed] == list(ODDITIES)
    assert all(oddity["legal"] and not oddity["breaks"] for oddity in listed)
    text = called("--legal", ODDITY).stdout
    assert f"{ODDITY}\n  {ODDITIES[ODDITY].says}\n  is legal by RFC 8259 2" in text
    assert "1 oddity;" in text
    assert called("--legal", NAME).returncode == called(ODDITY).returncode == 2


def test_an_unknown_fault_is_a_usage_error() -> None:
    done = called("--run", "pages-are-upside-down")
    assert done.returncode == 2
    assert "unknown fault pages-are-upside-down" in done.stderr


def test_faults_are_run_and_what_caught_each_is_shown() -> None:
    done = called("--run", NAME, OF_MICROSOFT, "--jobs", "2")
    assert (done.returncode, done.stderr) == (0, "")
    for name in (NAME, OF_MICROSOFT):
        assert f"exact  {name}" in done.stdout
        for requirement in FAULTS[name].breaks:
            assert f"{requirement}, caught by '" in done.stdout
    assert "2 faults, 2 found exactly, 0 not" in done.stdout
