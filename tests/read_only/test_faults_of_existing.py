"""What is wrong with a target shows on studies that it holds already, by the requirement that it breaks."""

from pathlib import Path

import pytest

from tests.read_only.foreign import foreign
from tests.running import run


@pytest.mark.parametrize(
    ("fault", "requirement"),
    [
        ("no-match-is-404", "search-no-match-is-empty"),
        ("pages-overlap", "search-pages"),
        ("series-metadata-describe-the-whole-study", "metadata-of-series"),
        ("person-names-are-strings", "json-person-names"),
        ("only-indexed-attributes-are-described", "metadata-has-attributes"),
        ("the-multipart-does-not-state-its-type", "retrieve-multipart-type"),
        ("parts-state-a-wrong-length", "retrieve-part-length"),
        ("the-metadata-of-an-unknown-instance-is-said-to-be-gone", "metadata-of-unknown-instance"),
        ("unacceptable-instances-are-a-bad-request", "retrieve-unacceptable-status"),
    ],
)
def test_a_fault_is_found(tmp_path: Path, fault: str, requirement: str) -> None:
    with foreign(tmp_path, fault=fault) as held:
        ran = run(tmp_path / "report", "--url", held.url, "--read-only", "--only", requirement)

    found = {id_ for id_, verdict in ran.verdicts().items() if verdict == "nonconformant"}
    assert found == {requirement}, ran.out
