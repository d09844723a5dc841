"""The server in the manner of Microsoft's DICOM service, where it is not what PS3.18 has."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import numpy as np
import pytest
from pydicom.uid import RLELossless, generate_uid

from dicomweb_conformance.reference.serve import running
from tests.reference.service import DICOM, JSON, Service, file_of, image, multipart, parts_of, path_of

JPEG_2000_LOSSLESS = "1.2.840.10008.1.2.4.90"
PIXELS = np.arange(4096).astype(np.uint8).reshape(64, 64)


@pytest.fixture(scope="module")
def microsoft(http: httpx.Client) -> Iterator[Service]:
    with running(flavour="microsoft") as base:
        yield Service(base, http)


def failures(response: httpx.Response) -> list[int]:
    return [item["00081197"]["Value"][0] for item in response.json()["00081198"]["Value"]]


def found(service: Service, query: str) -> int:
    response = service.get(query)
    assert response.status_code in (200, 204), response.text
    return len(response.json()) if response.content else 0


def test_the_version_is_part_of_the_path(microsoft: Service) -> None:
    assert microsoft.base.endswith("/v2")
    assert microsoft.get("/studies").headers["api-supported-versions"] == "2"
    assert microsoft.http.get(f"{microsoft.base.removesuffix('/v2')}/studies").status_code == 404


def test_it_says_how_it_is_and_what_it_has(microsoft: Service) -> None:
    health = microsoft.http.get(f"{microsoft.base.removesuffix('/v2')}/health/check")
    assert health.json()["overallStatus"] == "Healthy"
    assert microsoft.get("/api.yaml", "*/*").text.startswith("openapi: 3")


def test_an_instance_is_stored_once(microsoft: Service) -> None:
    ds = image()
    first = microsoft.store(ds, path=f"/studies/{ds.StudyInstanceUID}")
    assert first.json()["00081190"]["Value"] == [f"{microsoft.base}/studies/{ds.StudyInstanceUID}"]
    again = microsoft.store(ds)
    assert (again.status_code, failures(again)) == (409, [45070])


def test_an_instance_needs_its_identifiers_and_a_patient(microsoft: Service) -> None:
    no_patient, marked, empty_patient = image(), image(), image(PatientID="")
    del no_patient.PatientID
    dollar = file_of(marked).replace(str(marked.SeriesInstanceUID).encode()[:8], b"1.2.3.4$")
    for file in (file_of(no_patient), dollar):
        refused = microsoft.store(file)
        assert (refused.status_code, failures(refused)) == (409, [43264])
    microsoft.stored(empty_patient)


def test_identifiers_may_have_letters_and_hyphens(microsoft: Service) -> None:
    ds = image()
    study = str(ds.StudyInstanceUID)
    other = f"d09e8215-{study[9:]}"
    assert microsoft.store(file_of(ds).replace(study.encode(), other.encode())).status_code == 200
    assert microsoft.get(f"/studies/{other}", DICOM).status_code == 200
    assert microsoft.get("/studies/bad$uid", DICOM).status_code == 400


def test_what_is_wrong_with_an_attribute_is_a_warning(microsoft: Service) -> None:
    wrong = file_of(image(StudyDate="20240229")).replace(b"20240229", b"20241399", 1)
    response = microsoft.store(wrong)
    (item,) = response.json()["00081199"]["Value"]
    assert (response.status_code, item["00081196"]["Value"]) == (202, [1])
    assert "(0008,0020)" in item["00741048"]["Value"][0]["00000902"]["Value"][0]


def test_a_store_without_content_has_no_content(microsoft: Service) -> None:
    assert microsoft.post(b"").status_code == 204
    empty = microsoft.post(multipart())
    assert (empty.status_code, empty.content) == (204, b"")


def test_only_json_is_spoken(microsoft: Service) -> None:
    ds = image()
    assert microsoft.post(multipart(file_of(ds)), accept="application/dicom+xml").status_code == 406
    microsoft.stored(ds)
    assert microsoft.get(f"{path_of(ds)}/metadata", "application/dicom+xml").status_code == 406


def test_a_preamble_comes_back_blank(microsoft: Service) -> None:
    ds = image()
    sent = file_of(ds)
    assert microsoft.store(b"II*\0" + sent[4:]).status_code == 200
    (part,) = parts_of(microsoft.get(path_of(ds), f"{DICOM}; transfer-syntax=*"))
    assert part.content == bytes(128) + sent[128:]


def test_three_transfer_syntaxes_are_given(microsoft: Service) -> None:
    ds = image(PIXELS)
    file_of(ds)
    ds.compress(RLELossless, generate_instance_uid=False)
    assert microsoft.store(file_of(ds, RLELossless)).status_code == 200

    def given(accept: str) -> str:
        (part,) = parts_of(microsoft.get(path_of(ds, "study"), accept))
        return str(part.ds.file_meta.TransferSyntaxUID)

    assert given(DICOM) == "1.2.840.10008.1.2.1"
    assert given("*/*") == RLELossless
    assert given(f"{DICOM}; transfer-syntax={JPEG_2000_LOSSLESS}") == JPEG_2000_LOSSLESS
    refused = microsoft.get(path_of(ds, "study"), f"{DICOM}; transfer-syntax=1.2.840.10008.1.2.4.80")
    assert refused.status_code == 406


def test_metadata_has_no_binary_values_at_any_depth(microsoft: Service) -> None:
    ds = image(IconImageSequence=[image()])
    microsoft.stored(ds)
    (metadata,) = microsoft.get(f"{path_of(ds, 'study')}/metadata").json()
    assert "7FE00010" not in metadata
    assert "7FE00010" not in metadata["00880200"]["Value"][0]


def test_pictures_show_one_frame(microsoft: Service) -> None:
    many, none = image(np.stack([PIXELS, PIXELS + 1])), image()
    del none.PixelData
    microsoft.stored(many)
    microsoft.stored(none)
    picture = microsoft.http.get(f"{microsoft.base}{path_of(many)}/rendered", headers={"Accept": "image/png"})
    assert picture.content == microsoft.get(f"{path_of(many)}/frames/1/rendered", "image/png").content
    bare = httpx.Request("GET", f"{microsoft.base}{path_of(many)}/rendered")
    bare.headers.pop("accept", None)
    assert microsoft.http.send(bare).headers["content-type"] == "image/jpeg"
    assert microsoft.get(f"{path_of(none)}/rendered", "image/jpeg").status_code == 404
    assert microsoft.get(f"{path_of(many, 'study')}/rendered", "image/jpeg").status_code == 404


@pytest.mark.parametrize(
    "query", ["PixelSpacing=1", "PatientID=", "StudyDate=-", "limit=0", "limit=201", "SOPInstanceUID=1.2", "nonsense=1"]
)
def test_a_query_that_is_not_supported_is_refused(microsoft: Service, query: str) -> None:
    response = microsoft.get(f"/studies?{query}")
    assert (response.status_code, bool(response.text)) == (400, True)


def test_search_knows_no_case_and_in_names_no_accents(microsoft: Service) -> None:
    ds = image(PatientID=f"Abc{generate_uid()[-9:]}", PatientName="Müller^José", SpecificCharacterSet="ISO_IR 100")
    microsoft.stored(ds)
    study = f"/studies?StudyInstanceUID={ds.StudyInstanceUID}"
    assert found(microsoft, f"{study}&PatientID={ds.PatientID.upper()}") == 1
    assert found(microsoft, f"{study}&PatientName=MULLER^jose") == 1
    assert found(microsoft, f"{study}&PatientName=mul") == 0
    assert found(microsoft, f"{study}&PatientName=jos mul&fuzzymatching=true") == 1
    assert found(microsoft, f"{study}&PatientName=ller&fuzzymatching=true") == 0


def test_results_are_short_unless_more_is_asked_for(microsoft: Service) -> None:
    ds = image()
    microsoft.stored(ds)
    study = f"/studies?StudyInstanceUID={ds.StudyInstanceUID}"
    (short,) = microsoft.search(study)
    (counted,) = microsoft.search(f"{study}&includefield=NumberOfStudyRelatedInstances")
    (everything,) = microsoft.search(f"{study}&includefield=all")
    assert "00201208" not in short
    assert "00200010" not in short
    assert counted["00201208"]["Value"] == [1]
    assert everything["00200010"]["Value"] == ["S1"]


def test_the_newest_match_comes_first_and_what_is_left_has_no_content(microsoft: Service) -> None:
    first, second = image(AccessionNumber="newest"), image(AccessionNumber="newest")
    microsoft.stored(first)
    microsoft.stored(second)
    matches = microsoft.search("/studies?AccessionNumber=newest")
    assert [each["0020000D"]["Value"][0] for each in matches] == [second.StudyInstanceUID, first.StudyInstanceUID]
    past = microsoft.http.get(f"{microsoft.base}/studies?AccessionNumber=newest&offset=2", headers={"Accept": JSON})
    assert (past.status_code, past.content) == (204, b"")


def test_the_latest_instance_names_the_patient(microsoft: Service) -> None:
    first, second = image(PatientName="Old"), image(PatientName="New")
    second.StudyInstanceUID = first.StudyInstanceUID
    microsoft.stored(first)
    microsoft.stored(second)
    study = f"/studies?StudyInstanceUID={first.StudyInstanceUID}"
    assert (found(microsoft, f"{study}&PatientName=New"), found(microsoft, f"{study}&PatientName=Old")) == (1, 0)
