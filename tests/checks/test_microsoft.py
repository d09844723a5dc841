"""What Microsoft's service promises: answers as it gives them, and their neighbours."""

import json
from typing import Any

import pytest

from dicomweb_conformance.checks import microsoft as check
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.received import Response
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Study
from tests.checks.wire import HTML, answer

JSON = "application/dicom+json"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return small_study(tmp_path_factory.mktemp("study"), lambda uid: derived_uid("microsoft", uid), "P", "A")


def health(status: int, **members: Any) -> Response:
    return answer(json.dumps(members).encode(), "application/json", status)


def test_versions_are_named_in_a_header() -> None:
    check.names_versions(answer(b"[]", JSON, api_supported_versions="1, 2"))
    for wrong in (HTML, answer(b"[]", JSON), answer(status=404, api_supported_versions="1")):
        with pytest.raises(Nonconformity):
            check.names_versions(wrong)


@pytest.mark.parametrize("text", [b"openapi: 3.0.1\ninfo: {}", b"# made\nopenapi: '3.0.1'", b'swagger: "2.0"'])
def test_an_openapi_document_names_its_version(text: bytes) -> None:
    check.is_openapi(answer(text, "application/yaml"))
    for wrong in (HTML, answer(b"info: {}", "application/yaml"), answer(text, status=404)):
        with pytest.raises(Nonconformity):
            check.is_openapi(wrong)


def test_the_health_is_that_of_the_status() -> None:
    part = {"name": "Sql", "status": "Healthy", "description": "ok"}

    check.is_health(health(200, overallStatus="Healthy", details=[part]))
    check.is_health(health(503, overallStatus="Unhealthy", details=[]))
    for wrong in (
        HTML,
        answer(b"Healthy", "text/plain"),
        answer(b"[]", "application/json"),
        health(200, overallStatus="Unhealthy", details=[]),
        health(503, overallStatus="Healthy", details=[]),
        health(200, overallStatus="Healthy"),
        health(200, overallStatus="Healthy", details=["Sql"]),
    ):
        with pytest.raises(Nonconformity):
            check.is_health(wrong)


def test_metadata_has_no_binary_attribute_at_any_depth(study: Study) -> None:
    uid = {"00080018": {"vr": "UI", "Value": [study.instances[0].reference.SOPInstanceUID]}}
    pixels = {"7FE00010": {"vr": "OW", "BulkDataURI": "b"}}

    def metadata(more: dict[str, Any]) -> Response:
        return answer(json.dumps([{**uid, **more}]).encode(), JSON)

    check.has_no_binary(metadata({"00080060": {"vr": "CS", "Value": ["OT"]}}), study)
    nested = {"00880200": {"vr": "SQ", "Value": [pixels]}}
    for wrong in (metadata(pixels), metadata(nested), HTML, answer(b"[]", JSON)):
        with pytest.raises(Nonconformity):
            check.has_no_binary(wrong, study)


def test_a_refusal_explains_itself() -> None:
    check.is_refused_and_explained(answer(b"no such attribute", "text/plain", 400))
    for wrong in (HTML, answer(status=400), answer(b"x", status=404)):
        with pytest.raises(Nonconformity):
            check.is_refused_and_explained(wrong)


@pytest.mark.parametrize("number", [3, "3"])
def test_the_match_counts_its_instances(number: int | str) -> None:
    def found(value: int | str) -> Response:
        return answer(json.dumps([{"00201208": {"vr": "IS", "Value": [value]}}]).encode(), JSON)

    check.counts(found(number), 3)
    for wrong in (HTML, answer(status=204), found(4), answer(b"[{}]", JSON)):
        with pytest.raises(Nonconformity):
            check.counts(wrong, 3)


def stored(**elements: Any) -> Response:
    return answer(json.dumps(elements).encode(), JSON)


def referenced(**elements: Any) -> dict[str, Any]:
    return {"00081199": {"vr": "SQ", "Value": [elements]}}


URL = {"00081190": {"vr": "UR", "Value": ["http://h/studies/1"]}}
NO_URL = {"00081190": {"vr": "UR"}}


def test_urls_are_given() -> None:
    check.gives_study_url(stored(**URL))
    check.gives_instance_urls(stored(**referenced(**URL)))
    for none in (stored(), stored(**NO_URL), stored(**referenced(**URL)), answer(status=409), HTML):
        with pytest.raises(Nonconformity):
            check.gives_study_url(none)
    for none in (stored(), stored(**URL), stored(**referenced(**NO_URL)), stored(**referenced()), HTML):
        with pytest.raises(Nonconformity):
            check.gives_instance_urls(none)


def test_a_warning_is_seen() -> None:
    check.warns_of_nothing(stored(**referenced(**URL)))
    for warned in (stored(**referenced(**{"00081196": {"vr": "US", "Value": [1]}})), HTML):
        with pytest.raises(Nonconformity):
            check.warns_of_nothing(warned)
