"""The shell lines of the CI pieces, run as those systems run them; what installs the suite is left to its own test."""

import os
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from dicomweb_conformance.reference.serve import running
from tests.running import PROJECT
from tests.test_docs import program

FAULT = "a-series-repeats-its-first-instance"
REPORT = "dicomweb-conformance-report"


@pytest.fixture(scope="module")
def right() -> Iterator[str]:
    with running() as url:
        yield url


@pytest.fixture(scope="module")
def wrong() -> Iterator[str]:
    with running(fault=FAULT) as url:
        yield url


@pytest.fixture
def programs(tmp_path: Path) -> str:
    return program(tmp_path / "bin", PROJECT)


def loaded(name: str) -> Any:
    return yaml.safe_load((PROJECT / name).read_text(encoding="utf-8"))


def bash(script: str, folder: Path, programs: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """As GitHub runs ``shell: bash``."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **variables, "PATH": f"{programs}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def act(folder: Path, programs: str, **inputs: str) -> int:
    """The steps of action.yml after the installation; returns the exit code of the one that judges."""
    action = loaded("action.yml")
    defaults = {name: given["default"] for name, given in action["inputs"].items()}
    assert inputs.keys() <= defaults.keys()
    given = {f"${{{{ inputs.{name} }}}}": value for name, value in (defaults | inputs).items()}
    codes = {}
    for step in action["runs"]["steps"]:
        if step.get("name") in ("Judge", "Summary"):
            variables = {name: given[value] for name, value in step["env"].items()}
            variables["GITHUB_STEP_SUMMARY"] = str(folder / "page.md")
            done = bash(step["run"], folder, programs, variables)
            codes[step["name"]] = done.returncode
    assert codes["Summary"] == 0
    return codes["Judge"]


def test_the_action_judges_and_shows_its_summary(tmp_path: Path, programs: str, right: str) -> None:
    arguments = "--only retrieve-* --only delete-*"
    assert act(tmp_path, programs, url=right, profiles="tutorial delete", arguments=arguments) == 0
    assert "tutorial" in (tmp_path / "page.md").read_text(encoding="utf-8")
    assert (tmp_path / REPORT / "results.json").is_file()


def test_the_action_fails_and_still_shows_its_summary(tmp_path: Path, programs: str, wrong: str) -> None:
    assert act(tmp_path, programs, url=wrong, profiles="tutorial", arguments="--only retrieve-series-*") == 1
    assert "retrieve-series-instances" in (tmp_path / "page.md").read_text(encoding="utf-8")


def test_the_action_obeys_its_gate(tmp_path: Path, programs: str, wrong: str) -> None:
    narrowed = {"url": wrong, "profiles": "tutorial", "arguments": "--only retrieve-series-*"}
    assert act(tmp_path, programs, report="before", **narrowed) == 1
    gated = {"fail-on": "regression", "baseline": "before/results.json"}
    assert act(tmp_path, programs, report="after", **narrowed, **gated) == 0


def test_an_input_of_the_action_is_no_code(tmp_path: Path, programs: str) -> None:
    assert act(tmp_path, programs, url='"; touch planted; "') == 2
    assert not (tmp_path / "planted").exists()


def test_the_template_for_github_uses_inputs_that_the_action_has() -> None:
    action = loaded("action.yml")
    (step,) = (step for step in loaded("docs/ci/github.yml")["jobs"]["dicomweb"]["steps"] if "id" in step)
    assert step["with"].keys() <= action["inputs"].keys()
    assert action["outputs"].keys() == {"report"}


def test_the_template_for_gitlab_runs(tmp_path: Path, programs: str, right: str, wrong: str) -> None:
    job = loaded("docs/ci/gitlab-ci.yml")["dicomweb-conformance"]
    install, judge = job["script"]
    assert install.startswith("python -m pip install")
    assert bash(judge, tmp_path, programs, {"DICOMWEB_URL": right}).returncode == 0
    assert (tmp_path / job["artifacts"]["reports"]["junit"]).is_file()
    (tmp_path / "again").mkdir()
    assert bash(judge, tmp_path / "again", programs, {"DICOMWEB_URL": wrong}).returncode == 1


def test_the_template_for_azure_runs(tmp_path: Path, programs: str, right: str) -> None:
    steps = loaded("docs/ci/azure-pipelines.yml")["steps"]
    install, judge, summary = (step["script"] for step in steps if "script" in step)
    assert install.startswith("python -m pip install")
    assert bash(judge, tmp_path, programs, {"DICOMWEB_URL": right}).returncode == 0
    shown = bash(summary, tmp_path, programs, {}).stdout.strip().removeprefix("##vso[task.uploadsummary]")
    assert Path(shown).is_file()
    assert (
        tmp_path / next(step["inputs"]["testResultsFiles"] for step in steps if "testResultsFiles" in str(step))
    ).is_file()


def test_the_container_starts_a_program_that_is_installed() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (PROJECT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    (program_name,) = (line.split('"')[1] for line in lines if line.startswith("ENTRYPOINT"))
    assert program_name in project["scripts"]
    (installs,) = (line for line in lines if "pip install" in line)
    extras = installs.partition("[")[2].partition("]")[0].split(",")
    assert set(extras) <= project["optional-dependencies"].keys()
