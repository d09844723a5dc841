"""The reference server, driven by a client of other people: dicomweb-client stores, retrieves, searches, deletes."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from dicomweb_client import DICOMwebClient
from pydicom import Dataset

from dicomweb_conformance.reference.serve import running
from dicomweb_conformance.samples.tutorial import tutorial_study
from dicomweb_conformance.study import Instance, Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return tutorial_study(tmp_path_factory.mktemp("sample-study"))


@pytest.fixture
def empty() -> Iterator[DICOMwebClient]:
    """A client of a server that holds nothing."""
    with running() as base_url, requests.Session() as session:
        # A proxy of the environment must not come between.
        session.trust_env = False
        client = DICOMwebClient(base_url, session=session)
        client.set_http_retry_params(retry=False)
        yield client


@pytest.fixture
def client(empty: DICOMwebClient, study: Study) -> DICOMwebClient:
    """A client of a server that holds the sample study."""
    empty.store_instances([instance.ds for instance in study.instances])
    return empty


@pytest.fixture
def red(study: Study) -> Instance:
    return study.instance("red-triangle")


def path(instance: Instance) -> tuple[str, str, str]:
    return str(instance.ds.StudyInstanceUID), str(instance.ds.SeriesInstanceUID), str(instance.ds.SOPInstanceUID)


def by_uid(instances: tuple[Instance, ...]) -> dict[str, Dataset]:
    return {path(instance)[2]: instance.ds for instance in instances}


def values(matches: list[dict[str, dict[str, list[str]]]], tag: str) -> list[str]:
    return sorted(match[tag]["Value"][0] for match in matches)


@pytest.mark.parametrize("names_the_study", [False, True])
def test_several_instances_are_stored_by_one_request(
    empty: DICOMwebClient, study: Study, names_the_study: bool
) -> None:
    stored = empty.store_instances(
        [instance.ds for instance in study.instances],
        study_instance_uid=study.reference.StudyInstanceUID if names_the_study else None,
    )
    assert {item.ReferencedSOPInstanceUID for item in stored.ReferencedSOPSequence} == by_uid(study.instances).keys()
    assert not stored.get("FailedSOPSequence")


def test_a_study_comes_back_as_it_was_stored(client: DICOMwebClient, study: Study) -> None:
    retrieved = client.retrieve_study(study.reference.StudyInstanceUID)
    assert len(retrieved) == 3
    assert {str(ds.SOPInstanceUID): ds for ds in retrieved} == by_uid(study.instances)


def test_a_study_is_read_while_it_arrives(client: DICOMwebClient, study: Study) -> None:
    retrieved = client.iter_study(study.reference.StudyInstanceUID)
    assert sorted(str(ds.SOPInstanceUID) for ds in retrieved) == sorted(by_uid(study.instances))


def test_a_series_comes_back_without_the_rest_of_the_study(client: DICOMwebClient, study: Study, red: Instance) -> None:
    retrieved = client.retrieve_series(*path(red)[:2])
    assert {str(ds.SOPInstanceUID): ds for ds in retrieved} == by_uid(study.select(["red-triangle", "green-square"]))


@pytest.mark.parametrize("media_types", [None, (("application/dicom", "*"),)])
def test_an_instance_comes_back_as_it_was_stored(
    client: DICOMwebClient, red: Instance, media_types: tuple[tuple[str, str], ...] | None
) -> None:
    assert client.retrieve_instance(*path(red), media_types=media_types) == red.ds


def test_metadata_of_a_study_names_its_instances(client: DICOMwebClient, study: Study) -> None:
    metadata = client.retrieve_study_metadata(study.reference.StudyInstanceUID)
    assert values(metadata, "00080018") == sorted(by_uid(study.instances))


def test_metadata_of_a_series_names_its_instances(client: DICOMwebClient, study: Study, red: Instance) -> None:
    metadata = client.retrieve_series_metadata(*path(red)[:2])
    assert values(metadata, "00080018") == sorted(by_uid(study.select(["red-triangle", "green-square"])))


def test_metadata_of_an_instance_and_its_bulk_data_make_the_instance(client: DICOMwebClient, red: Instance) -> None:
    metadata = client.retrieve_instance_metadata(*path(red))
    uri = urlsplit(metadata.pop("7FE00010")["BulkDataURI"])
    # This client sends the Host header without the port, so the URLs of the answer cannot name it either.
    reachable = uri._replace(netloc=urlsplit(client.base_url).netloc).geturl()
    [pixels] = client.retrieve_bulkdata(reachable, media_types=("application/octet-stream",))
    assembled = Dataset.from_json(metadata)
    assembled.add_new("PixelData", red.ds["PixelData"].VR, bytes(pixels))
    assert assembled == red.ds


@pytest.mark.parametrize(
    "media_type", ["application/octet-stream", ("application/octet-stream", "*")], ids=["default syntax", "any syntax"]
)
def test_a_frame_is_the_pixels_without_padding(
    client: DICOMwebClient, red: Instance, media_type: str | tuple[str, str]
) -> None:
    frames = client.retrieve_instance_frames(*path(red), frame_numbers=[1], media_types=(media_type,))
    assert frames == [red.frame(1)]


def test_studies_are_found_by_uid(client: DICOMwebClient, study: Study) -> None:
    uid = study.reference.StudyInstanceUID
    assert values(client.search_for_studies(search_filters={"StudyInstanceUID": uid}), "0020000D") == [uid]


@pytest.mark.parametrize("within_study", [False, True])
def test_series_are_found_by_uid(client: DICOMwebClient, red: Instance, within_study: bool) -> None:
    study_uid, series_uid, _ = path(red)
    matches = client.search_for_series(
        study_instance_uid=study_uid if within_study else None, search_filters={"SeriesInstanceUID": series_uid}
    )
    assert values(matches, "0020000E") == [series_uid]


@pytest.mark.parametrize("levels", [0, 1, 2], ids=["over all", "within a study", "within a series"])
def test_instances_are_found_by_uid(client: DICOMwebClient, red: Instance, levels: int) -> None:
    study_uid, series_uid, uid = path(red)
    matches = client.search_for_instances(
        study_instance_uid=study_uid if levels >= 1 else None,
        series_instance_uid=series_uid if levels == 2 else None,
        search_filters={"SOPInstanceUID": uid},
    )
    assert values(matches, "00080018") == [uid]


def test_a_search_without_match_finds_nothing(client: DICOMwebClient) -> None:
    assert client.search_for_studies(search_filters={"StudyInstanceUID": "1.2.3"}) == []


def test_results_come_page_by_page(client: DICOMwebClient, study: Study) -> None:
    uid = study.reference.StudyInstanceUID
    pages = [client.search_for_instances(uid, limit=2, offset=offset) for offset in (0, 2)]
    assert [len(page) for page in pages] == [2, 1]
    assert values(pages[0] + pages[1], "00080018") == sorted(by_uid(study.instances))


def test_a_deleted_instance_leaves_its_siblings(client: DICOMwebClient, study: Study, red: Instance) -> None:
    client.delete_instance(*path(red))
    left = by_uid(study.select(["green-square", "blue-circle"]))
    assert values(client.search_for_instances(), "00080018") == sorted(left)
    assert sorted(str(ds.SOPInstanceUID) for ds in client.retrieve_study(path(red)[0])) == sorted(left)


def test_a_deleted_series_leaves_the_other(client: DICOMwebClient, study: Study, red: Instance) -> None:
    client.delete_series(*path(red)[:2])
    assert values(client.search_for_instances(), "00080018") == sorted(by_uid(study.select(["blue-circle"])))


def test_of_a_deleted_study_nothing_is_left(client: DICOMwebClient, study: Study) -> None:
    client.delete_study(study.reference.StudyInstanceUID)
    assert client.search_for_instances() == []
    with pytest.raises(requests.HTTPError, match=r"^404 "):
        client.retrieve_study(study.reference.StudyInstanceUID)
