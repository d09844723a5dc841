"""Delete: no transaction of PS3.18, but one of the tutorial."""

from __future__ import annotations

import pytest
from pydicom import Dataset
from pydicom.uid import generate_uid

from tests.reference.service import DICOM, Service, image, path_of


@pytest.fixture
def study(service: Service) -> list[Dataset]:
    """Two instances in one series, one in another."""
    datasets = [image(), image(), image()]
    for ds in datasets:
        ds.StudyInstanceUID = datasets[0].StudyInstanceUID
    datasets[1].SeriesInstanceUID = datasets[0].SeriesInstanceUID
    service.stored(*datasets)
    return datasets


def _held(service: Service, ds: Dataset) -> set[str]:
    """The instances of the study that search, metadata and retrieve agree upon."""
    path = path_of(ds, "study")
    found = {match["00080018"]["Value"][0] for match in service.search(f"{path}/instances")}
    described = service.get(f"{path}/metadata")
    assert described.status_code == (200 if found else 404)
    assert found == {each["00080018"]["Value"][0] for each in (described.json() if found else [])}
    return found


def test_an_instance_goes_alone(service: Service, study: list[Dataset]) -> None:
    response = service.http.delete(service.base + path_of(study[0]))
    assert (response.status_code, response.content, response.headers.get("content-type")) == (204, b"", None)
    assert _held(service, study[0]) == {study[1].SOPInstanceUID, study[2].SOPInstanceUID}
    assert service.get(path_of(study[0]), DICOM).status_code == 404


def test_a_series_goes_with_its_instances(service: Service, study: list[Dataset]) -> None:
    assert service.http.delete(service.base + path_of(study[0], "series")).status_code == 204
    assert _held(service, study[0]) == {study[2].SOPInstanceUID}
    (series,) = service.search(f"{path_of(study[0], 'study')}/series")
    assert series["0020000E"]["Value"] == [study[2].SeriesInstanceUID]


def test_a_series_goes_with_its_last_instance(service: Service, study: list[Dataset]) -> None:
    service.http.delete(service.base + path_of(study[2]))
    (series,) = service.search(f"{path_of(study[0], 'study')}/series")
    assert series["0020000E"]["Value"] == [study[0].SeriesInstanceUID]


def test_a_study_goes_as_a_whole_and_can_come_back(service: Service, study: list[Dataset]) -> None:
    path = service.base + path_of(study[0], "study")
    assert service.http.delete(path).status_code == 204
    assert _held(service, study[0]) == set()
    assert service.search(f"/studies?StudyInstanceUID={study[0].StudyInstanceUID}") == []
    assert service.http.delete(path).status_code == 404
    service.stored(*study)
    assert len(_held(service, study[0])) == 3


@pytest.mark.parametrize("level", ["study", "series", "instance"])
def test_the_unknown_is_not_found(service: Service, level: str) -> None:
    assert service.http.delete(service.base + path_of(image(), level)).status_code == 404


def test_an_instance_is_not_deleted_through_another_series(service: Service, study: list[Dataset]) -> None:
    wrong = f"{path_of(study[2], 'series')}/instances/{study[0].SOPInstanceUID}"
    assert service.http.delete(service.base + wrong).status_code == 404
    assert len(_held(service, study[0])) == 3


@pytest.mark.parametrize("accept", ["anything/at+all", None])
def test_headers_do_not_matter(service: Service, study: list[Dataset], accept: str | None) -> None:
    request = service.http.build_request("DELETE", service.base + path_of(study[0]))
    del request.headers["accept"]
    if accept is not None:
        request.headers["accept"] = accept
    assert service.http.send(request).status_code == 204


def test_a_collection_cannot_be_deleted(service: Service) -> None:
    response = service.http.delete(f"{service.base}/studies")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert service.http.delete(f"{service.base}/studies/{generate_uid()}/metadata").status_code == 405
