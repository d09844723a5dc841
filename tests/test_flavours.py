"""Which server is embedded, as the user of the command line sees it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.running import PROJECT, command

STANDARD_FAULT = "deleting-an-instance-answers-200"


def called(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, timeout=120, check=False, cwd=PROJECT)


def test_the_profile_microsoft_is_judged_on_a_server_that_offers_it(tmp_path: Path) -> None:
    done = called("run", "--profile", "microsoft", "--only", "microsoft-health", "--report", str(tmp_path / "report"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "reference server (microsoft)" in done.stdout


def test_a_fault_brings_the_server_that_it_makes_wrong(tmp_path: Path) -> None:
    done = called(
        *("run", "--fault", "supported-versions-are-not-named", "--only", "microsoft-versions-named"),
        *("--report", str(tmp_path / "report")),
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "api-supported-versions None" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--profile", "microsoft", "--profile", "core"], "does not offer core beside microsoft"),
        (["run", "--profile", "microsoft", "--fault", STANDARD_FAULT], f"not offer microsoft with {STANDARD_FAULT}"),
        (["run", "--fault", "pages-are-upside-down"], "unknown fault pages-are-upside-down"),
        (["serve", "--flavour", "microsoft", "--fault", STANDARD_FAULT], "fault of the flavour standard"),
    ],
)
def test_what_no_one_server_offers_is_a_usage_error(arguments: list[str], said: str) -> None:
    done = called(*arguments)
    assert done.returncode == 2
    assert said in done.stdout + done.stderr
