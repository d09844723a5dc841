"""tiny_pacs with tiny_pacs_dicomweb, from PyPI, in a virtual environment of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.real.process import running_process

PACKAGES = ("tiny_pacs[http]==0.4.1", "tiny_pacs_dicomweb==0.1.0")
FOLDER_VARIABLE = "TINY_PACS_ENVIRONMENT"
PROJECT = Path(__file__).parents[2]
INSTALL_SECONDS = 300.0


def environments_folder() -> Path:
    """Return where the virtual environment is kept: $TINY_PACS_ENVIRONMENT, or .venv-tiny-pacs in the project."""
    return Path(os.environ.get(FOLDER_VARIABLE) or PROJECT / ".venv-tiny-pacs")


def tiny_pacs_available() -> str | None:
    """Return None when tiny_pacs can be started, or else the reason. Installs it when it is not there yet."""
    try:
        tiny_pacs_python()
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failure:
        output = failure.output or b""
        last = output.decode(errors="replace").strip().splitlines()[-1:]
        return f"tiny_pacs could not be installed from PyPI: {' '.join(last) or failure}"
    return None


def tiny_pacs_python() -> Path:
    """Return the interpreter that has PACKAGES, after making its environment when there is none.

    Raises CalledProcessError or TimeoutExpired of the step that failed.
    """
    parent = environments_folder()
    name = "-".join(re.sub(r"[^a-z0-9.]+", "_", package) for package in PACKAGES)
    home = parent / f"{name}-{sys.implementation.cache_tag}"
    if not home.exists():
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=parent) as scratch:
            made = _make_environment(Path(scratch) / "env")
            try:
                # Several processes may get here at once: the rename lets one win, and shows no half-made environment.
                made.rename(home)
            except OSError:
                if not home.exists():
                    raise
    return _interpreter(home)


def _make_environment(home: Path) -> Path:
    for command in (
        [sys.executable, "-m", "venv", str(home)],
        [str(_interpreter(home)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES],
    ):
        subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=INSTALL_SECONDS)
    return home


def _interpreter(home: Path) -> Path:
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@contextmanager
def running_tiny_pacs(folder: Path) -> Iterator[str]:
    """Run an empty tiny_pacs inside `folder`; yield the base URL of its DICOMweb services, without a final slash.

    Its configuration, database and log lie in a folder of its own inside `folder`, which is removed at exit.
    Raises ServerDidNotStartError with the log, and what `tiny_pacs_python` raises.
    """
    home = folder / "tiny-pacs"
    home.mkdir(parents=True)
    try:
        configuration = home / "tiny-pacs.yaml"
        # YAML contains JSON.
        configuration.write_text(json.dumps(_configuration(home), indent=1))
        log = home / "tiny-pacs.log"
        with running_process(
            # Not the script `tiny-pacs`: its first line names the place where the environment was made.
            [str(tiny_pacs_python()), "-m", "tiny_pacs", "run", "-c", str(configuration)],
            log,
            lambda: _base_url(log),
            _environment(),
        ) as base_url:
            yield base_url
    finally:
        shutil.rmtree(home)


def _environment() -> dict[str, str]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    # Its mere presence keeps the HTTP port shut.
    environment.pop("TINY_PACS_HEADLESS", None)
    return environment


def _base_url(log: Path) -> str | None:
    listening = re.search(r"listening on (http://127\.0\.0\.1:\d+) .*DICOMWeb on (/\S+?)[,)]", log.read_text())
    return listening[1] + listening[2] if listening else None


def _configuration(home: Path) -> dict[str, object]:
    return {
        # Port 0: the system chooses, and the log says which.
        "ae": {"port": 0, "dump_ds": False},
        "log": {
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"console": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}},
            "root": {"level": "INFO", "handlers": ["console"]},
        },
        "components": {
            "Database": {"on": True, "db_name": str(home / "index.sqlite"), "mode": "rwc"},
            "Devices": {"on": True},
            "PACS": {"on": True},
            # On unless told otherwise; two storages at once store nothing that can be retrieved.
            "InMemoryStorage": {"on": False},
            "FileStorage": {"on": True, "storage_dir": str(home / "storage")},
            "HttpServer": {"on": True, "host": "127.0.0.1", "port": 0},
            "DICOMWeb": {"on": True, "prefix": "/dicomweb"},
        },
    }
