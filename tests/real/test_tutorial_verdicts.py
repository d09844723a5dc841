"""The tutorial on two real servers, with the tutorial's own files: exact verdicts, none of them a false accusation."""

from pathlib import Path

import pytest

from tests.real.orthanc import orthanc_available, running_orthanc
from tests.real.tiny_pacs import running_tiny_pacs, tiny_pacs_available
from tests.running import ORIGINALS, Ran, run

# Neither server offers DELETE; both answer 405.
DELETES = {
    "delete-instance",
    "delete-series-cascades",
    "delete-study-cascades",
    "delete-of-the-unknown",
    "delete-with-any-accept",
    "delete-empties-series",
    "delete-frees-identifiers",
}

# Orthanc answers 400 to a single part of application/dicom (optional in PS3.18 10.4.4 since 2022: a should).
ORTHANC_NONCONFORMANT = {"retrieve-instance-single-part"}

# tiny_pacs answers 404 to all of these resources, which the tutorial uses (PS3.18 10.4.1.1.2, 10.4.1.1.6, 10.6.1).
TINY_PACS_NONCONFORMANT = {
    "retrieve-study-metadata",
    "retrieve-series-metadata",
    "retrieve-instance-metadata",
    "retrieve-frame",
    "retrieve-frame-transfer-syntaxes",
    "search-series-by-uid",
    "search-instances-by-uid",
    "search-instances-of-study-by-uid",
}


def _judged(url: str, folder: Path) -> Ran:
    samples = ("--samples", str(ORIGINALS)) if ORIGINALS.is_dir() else ()
    return run(folder, "--url", url, "--profile", "tutorial", *samples)


def _assert_verdicts(ran: Ran, nonconformant: set[str]) -> None:
    by_verdict: dict[str, set[str]] = {}
    for requirement, verdict in ran.verdicts().items():
        by_verdict.setdefault(verdict, set()).add(requirement)
    assert by_verdict.pop("conformant")
    assert by_verdict == {"unsupported": DELETES, "nonconformant": nonconformant}, ran.out


def test_orthanc_does_what_the_tutorial_demands_but_for_deletion(tmp_path: Path) -> None:
    missing = orthanc_available()
    if missing:
        pytest.skip(missing)
    with running_orthanc(tmp_path) as url:
        ran = _judged(url, tmp_path / "report")

    _assert_verdicts(ran, ORTHANC_NONCONFORMANT)
    assert ran.code == 3
    assert ran.results["profiles"]["tutorial"]["verdict"] == "partial"
    assert len(ran.results["run"]["leftovers"]) > 0


def test_tiny_pacs_lacks_metadata_frames_and_three_searches(tmp_path: Path) -> None:
    missing = tiny_pacs_available()
    if missing:
        pytest.skip(missing)
    with running_tiny_pacs(tmp_path) as url:
        ran = _judged(url, tmp_path / "report")

    _assert_verdicts(ran, TINY_PACS_NONCONFORMANT)
    assert ran.code == 1
    assert ran.results["profiles"]["tutorial"]["verdict"] == "fail"
