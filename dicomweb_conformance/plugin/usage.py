"""What a run cannot begin with, and where it writes. Each raises pytest.UsageError, which says what to do."""

import time
from pathlib import Path

import pytest

from dicomweb_conformance.evidence.ledger_file import LEDGER
from dicomweb_conformance.places import IN_CHECKOUT, SUITE
from dicomweb_conformance.plugin.session import Session
from dicomweb_conformance.requirements import ON_REQUEST
from dicomweb_conformance.samples.tutorial import UnusableSamples, original_study
from dicomweb_conformance.target import Target


def check_deviations(session: Session) -> None:
    """Every declared deviation is one of a requirement."""
    unknown = [d.requirement for d in session.target.deviations if d.requirement not in session.registry]
    if unknown:
        raise pytest.UsageError(
            f"the target file declares a deviation of {unknown[0]}, which is no requirement; "
            "'dicomweb-conformance requirements' lists them all"
        )


def uses_tutorial(session: Session) -> bool:
    """Whether the run may store the tutorial's study under its own UIDs. What is judged on request never does."""
    on_request = session.profiles <= frozenset(ON_REQUEST)
    return session.uids == "tutorial" and not session.target.only_reads and not on_request


def check_read_only(config: pytest.Config, target: Target) -> None:
    """Nothing that was asked for changes a target that is only read."""
    if target.only_reads and config.getoption("replace_existing"):
        raise pytest.UsageError("--replace-existing deletes, and the run is read-only; leave one of them out")
    if target.only_reads and target.reset is not None and target.reset.before:
        raise pytest.UsageError("a reset before the run changes the target, and the run is read-only; leave one out")
    if target.studies and not target.only_reads:
        raise pytest.UsageError("--study names what a read-only run looks at; add --read-only, or leave it out")


def check_concurrency(session: Session, workers: int) -> None:
    """No more workers than the target may be asked by at once."""
    most = session.target.pace.max_concurrency
    if most is not None and workers > most:
        # each worker sends one request after the other
        raise pytest.UsageError(
            f"-n {workers} sends {workers} requests at once; max_concurrency is {most}: use -n {most}"
        )


def check_samples(folder: Path) -> None:
    """The folder holds the tutorial's original files."""
    try:
        original_study(folder)
    except UnusableSamples as error:
        raise pytest.UsageError(str(error)) from error


def report_folder(config: pytest.Config, run_id: str) -> Path:
    """Where the report goes; never over the report of another run."""
    given = config.getoption("report")
    if given:
        folder = Path(given)
        if (folder / LEDGER).exists():
            raise pytest.UsageError(f"{folder} already holds the report of another run; name a new folder")
        return folder
    base = SUITE if IN_CHECKOUT else Path.cwd()
    name = "embedded" if not (config.getoption("url") or config.getoption("target")) else _target_name(config)
    return base / "reports" / "runs" / f"{time.strftime('%Y%m%dT%H%M%S')}-{name}-{run_id[:4]}"


def _target_name(config: pytest.Config) -> str:
    text = config.getoption("url") or Path(config.getoption("target")).stem
    name = "".join(character if character.isalnum() else "-" for character in text.split("://")[-1])
    return name.strip("-")[:60]
