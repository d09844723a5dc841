"""Every fault that breaks a property is found by it, with the default budget, within a minute.

``dicomweb-conformance faults --run --properties NAME`` shows one of them by itself.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import Any

import pytest

from dicomweb_conformance.places import REGISTRY
from dicomweb_conformance.reference.faults import FAULTS
from dicomweb_conformance.requirements import load_registry
from dicomweb_conformance.selftest.judging import breaks_of
from tests.running import PROJECT, command

pytestmark = pytest.mark.faults
_PATIENCE = 3600.0
_WITHIN = 60.0
"""Seconds on two processors, beside another run."""
_REGISTRY = load_registry(REGISTRY)
_BREAKING = [name for name, fault in FAULTS.items() if breaks_of(fault, _REGISTRY, properties=True)]


@cache
def proof() -> dict[str, Any]:
    """What ``faults --run --properties`` says; run once for all tests."""
    done = subprocess.run(
        command("faults", "--run", "--properties", "--format", "json"),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
        cwd=PROJECT,
    )
    if done.returncode not in (0, 1):
        pytest.fail(f"the self-test could not be run: {done.stderr}")
    return {fault["name"]: fault for fault in json.loads(done.stdout)["faults"]}


@pytest.mark.parametrize("name", _BREAKING)
def test_a_fault_is_found_by_the_properties_that_it_breaks(name: str) -> None:
    found = proof()[name]
    assert found["exact"], found["text"]
    assert found["seconds"] < _WITHIN
