"""Every fault is found by exactly the requirements that it breaks, and the right server by none.

``dicomweb-conformance faults --run NAME`` shows one of them by itself.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import Any

import pytest

from dicomweb_conformance.reference.faults import FAULTS
from dicomweb_conformance.reference.flavours import FLAVOURS
from tests.running import PROJECT, command

pytestmark = pytest.mark.faults
_PATIENCE = 3600.0


_SAMPLE = list(FAULTS)[:: max(1, len(FAULTS) // 6)]
_FOUND = ("caught", "missed", "accused", "hindered")


@cache
def proof(*names: str) -> dict[str, Any]:
    """What ``faults --run`` says of the named faults, or of everything; run once for all tests."""
    done = subprocess.run(
        command("faults", "--run", "--format", "json", *names),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
        cwd=PROJECT,
    )
    if done.returncode not in (0, 1):
        pytest.fail(f"the self-test could not be run: {done.stderr}")
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_right_server_is_conformant_in_everything(flavour: str) -> None:
    (right,) = (each for each in proof()["right"] if each["flavour"] == flavour)
    assert right["exact"], right["text"]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_exactly_what_it_breaks(name: str) -> None:
    found = next(fault for fault in proof()["faults"] if fault["name"] == name)
    assert found["exact"], found["text"]


def test_every_must_is_broken_by_a_fault() -> None:
    assert not proof()["unproven"]


def test_faults_break_only_what_the_registry_knows() -> None:
    assert not proof()["unknown"]


@pytest.mark.parametrize("name", _SAMPLE)
def test_scenarios_that_were_left_out_would_have_found_nothing(name: str) -> None:
    """Faults that are named are run against all scenarios, without asking what each can touch."""
    (whole,) = (fault for fault in proof(*_SAMPLE)["faults"] if fault["name"] == name)
    (screened,) = (fault for fault in proof()["faults"] if fault["name"] == name)
    assert screened["run"] <= whole["run"]
    assert [screened[key] for key in _FOUND] == [whole[key] for key in _FOUND]
