"""A server that does in a rare way what the standard allows is accused of nothing, and judged in everything.

``dicomweb-conformance faults --run --legal NAME`` shows one of them by itself.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import Any

import pytest

from dicomweb_conformance.reference.faults import ODDITIES
from tests.running import PROJECT, command

pytestmark = pytest.mark.faults
_PATIENCE = 3600.0


@cache
def proof() -> dict[str, Any]:
    """What ``faults --run --legal`` says; run once for all tests."""
    done = subprocess.run(
        command("faults", "--run", "--legal", "--format", "json"),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
        cwd=PROJECT,
    )
    if done.returncode not in (0, 1):
        pytest.fail(f"the self-test could not be run: {done.stderr}")
    return {oddity["name"]: oddity for oddity in json.loads(done.stdout)["faults"]}


@pytest.mark.parametrize("name", ODDITIES)
def test_nothing_is_said_against_what_is_legal(name: str) -> None:
    found = proof()[name]
    assert found["run"], "no scenario meets it"
    assert found["exact"], found["text"]
