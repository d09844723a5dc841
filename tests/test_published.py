"""Published reports are as the harness made them."""

import json
import tomllib

import jsonschema
import pytest

from dicomweb_conformance.places import REGISTRY
from dicomweb_conformance.report.integrity import verify
from dicomweb_conformance.report.results import results_schema
from dicomweb_conformance.requirements import load_registry
from reports.publish import SERVERS, at
from tests.running import PROJECT

PUBLISHED = PROJECT / "reports" / "published"


def test_a_server_is_judged_by_its_target_file_at_its_own_address() -> None:
    for target, _, _ in SERVERS.values():
        text = (PROJECT / "targets" / f"{target}.toml").read_text(encoding="utf-8")
        moved = tomllib.loads(at("http://127.0.0.1:5/base", text))
        assert moved["url"] == "http://127.0.0.1:5/base"
        for url in moved.get("urls", {}).values():
            assert url.startswith("http://127.0.0.1:5/")


@pytest.mark.parametrize("name", SERVERS)
def test_a_published_report_was_not_altered(name: str) -> None:
    folder = PUBLISHED / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not published")
    # what another version of the suite made cannot be proven, but the seal of its ledger can
    assert [check for check in verify(folder, load_registry(REGISTRY)).checks if check.holds is False] == []
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    jsonschema.validate(results, results_schema())
    assert results["run"]["selection"] == []
    assert results["run"]["outcome"] == "finished"


def test_the_matrix_shows_every_published_server() -> None:
    if not (PUBLISHED / "matrix.html").is_file():
        pytest.skip("no matrix is published")
    page = (PUBLISHED / "matrix.html").read_text(encoding="utf-8")
    for name in SERVERS:
        target = json.loads((PUBLISHED / name / "results.json").read_text(encoding="utf-8"))["target"]
        assert target["url"] in page
