"""The wheel carries the whole suite and runs in a folder whose own pytest configuration is hostile."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.running import PROJECT

_HOSTILE_INI = "[pytest]\naddopts = --no-such-option\npython_files = nothing\n"
_HOSTILE_CONFTEST = "raise RuntimeError('the conftest.py of the folder was read')\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment with the built wheel and two plugins that clash with ours."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(PROJECT)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "environment", with_pip=True)
    programs = folder / "environment" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run(
        [str(programs / "python"), "-m", "pip", "install", "-q", str(wheel), "pytest-base-url", "allure-pytest-bdd"],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return programs


def test_an_installed_wheel_runs_in_a_hostile_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(_HOSTILE_INI, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(_HOSTILE_CONFTEST, encoding="utf-8")
    (tmp_path / "steps.py").write_text(_HOSTILE_CONFTEST, encoding="utf-8")

    done = subprocess.run(
        [str(installed / "dicomweb-conformance"), "run", "--profile", "tutorial"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    (report,) = (tmp_path / "reports" / "runs").glob("*-embedded-*")
    assert (report / "report.html").is_file()


def test_an_installed_wheel_runs_on_two_workers(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(_HOSTILE_INI, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(_HOSTILE_CONFTEST, encoding="utf-8")

    done = subprocess.run(
        [str(installed / "dicomweb-conformance"), "run", "--profile", "tutorial", "-n", "2", "--report", "report"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
