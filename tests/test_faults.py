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
from tests.running import PROJECT, command

pytestmark = pytest.mark.faults
_PATIENCE = 3600.0


@cache
def proof() -> dict[str, Any]:
    """What ``faults --run`` says of everything; run once for all tests."""
    done = subprocess.run(
        command("faults", "--run", "--format", "json"),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
        cwd=PROJECT,
    )
    if done.returncode not in (0, 1):
        pytest.fail(f"the self-test could not be run: {done.stderr}")
    return dict(json.loads(done.stdout))


def test_the_right_server_is_conformant_in_everything() -> None:
    right = proof()["right"]
    assert right["exact"], right["text"]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_exactly_what_it_breaks(name: str) -> None:
    found = next(fault for fault in proof()["faults"] if fault["name"] == name)
    assert found["exact"], found["text"]


def test_every_must_is_broken_by_a_fault() -> None:
    assert not proof()["unproven"]


def test_faults_break_only_what_the_registry_knows() -> None:
    assert not proof()["unknown"]
