"""Search (PS3.18 10.6, PS3.4 C.2.2.2)."""

from __future__ import annotations

from typing import Any

import pytest
from pydicom import Dataset
from pydicom.uid import generate_uid

from tests.reference.service import Service, image, parts_of, path_of


def _requested(step: str, procedure: str) -> Dataset:
    item = Dataset()
    item.ScheduledProcedureStepID, item.RequestedProcedureID = step, procedure
    return item


@pytest.fixture(scope="module")
def patient(service: Service) -> str:
    """Three studies of one patient: CT with two series (two and one instances) and SR, a second and a third one."""
    patient_id = generate_uid()[-20:]
    first = image(
        PatientID=patient_id, PatientName="Müller^Jörg=M^J", StudyDate="20200101", StudyTime="050000",
        AccessionNumber="ABxCD", StudyID="one", Modality="CT", SeriesNumber=7, StudyDescription="Knee",
        SpecificCharacterSet="ISO_IR 192", RequestAttributesSequence=[_requested("S1", "R1"), _requested("S2", "R2")],
        SeriesDescription="first series", PerformedProcedureStepStartDate="20200102", ContentDate="20200103",
    )  # fmt: skip
    sibling, report = image(), image()
    for ds in (sibling, report):
        for keyword in ("PatientID", "PatientName", "StudyDate", "StudyTime", "StudyInstanceUID", "StudyID"):
            setattr(ds, keyword, getattr(first, keyword))
        ds.SpecificCharacterSet, ds.AccessionNumber = "ISO_IR 192", first.AccessionNumber
    sibling.SeriesInstanceUID, sibling.Modality, sibling.InstanceNumber = first.SeriesInstanceUID, "CT", 2
    report.Modality, report.SeriesNumber = "SR", 8
    second = image(PatientID=patient_id, StudyDate="20200102", StudyTime="120000.5", StudyID="two", Modality="MR")
    third = image(
        PatientID=patient_id, StudyDate="20200131", StudyTime="140000", AccessionNumber="ABCD", StudyID="three"
    )
    service.stored(first, sibling, report, second, third)
    return patient_id


def _ids(service: Service, patient: str, query: str) -> list[str]:
    found = service.search(f"/studies?PatientID={patient}&{query}&includefield=StudyID")
    return [match["00200010"]["Value"][0] for match in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "one two three"),
        ("StudyDate=20200101", "one"),
        ("00080020=20200101", "one"),
        ("StudyDate=20200102-20200130", "two"),
        ("StudyDate=20200101-20200131", "one two three"),
        ("StudyDate=-20200102", "one two"),
        ("StudyDate=20200102-", "two three"),
        ("StudyTime=1100-1300", "two"),
        ("StudyTime=12-13", "two"),
        ("StudyTime=-1200", "one two"),
        ("StudyTime=140000-", "three"),
        ("StudyTime=140000", "three"),
        ("StudyDate=20200101-20200102&StudyTime=0600-1800", "two"),
        ("AccessionNumber=AB*CD", "one three"),
        ("AccessionNumber=AB?CD", "one"),
        ("AccessionNumber=AB%3FCD", "one"),
        ("AccessionNumber=abcd", ""),
        ("AccessionNumber=AB", ""),
        ("AccessionNumber=*", "one two three"),
        ("AccessionNumber=", "one two three"),
        ("StudyID=t*", "two three"),
        ("ModalitiesInStudy=CT", "one"),
        ("ModalitiesInStudy=SR", "one"),
        ("ModalitiesInStudy=MR", "two"),
        ("ModalitiesInStudy=US", ""),
        ("PatientName=M%C3%BCller%5EJ%C3%B6rg", "one"),
        ("PatientName=m%C3%BCLLER%5EJ%C3%96RG%5E%5E", "one"),
        ("PatientName=M%C3%BCller*", "one"),
        ("PatientName=Test^Patient", "two three"),
        ("ReferringPhysicianName=doe^jane", "one two three"),
        ("NumberOfStudyRelatedInstances=3", "one"),
        ("StudyDescription=Knee", "one"),
        ("zzunknown=1", "one two three"),
        ("Modality=US", "one two three"),
        ("LIMIT=1", "one two three"),
        ("fuzzymatching=true", "one two three"),
        ("PatientName=Muller&fuzzymatching=true", "one"),
        ("PatientName=Pashent&fuzzymatching=true", ""),
        ("PatientName=Patiant^Tst&fuzzymatching=true", "two three"),
        ("PatientName=Patiant^Tst&fuzzymatching=false", ""),
        ("limit=2", "one two"),
        ("limit=2&offset=1", "two three"),
        ("offset=2", "three"),
        ("offset=1000", ""),
        ("limit=0", ""),
    ],
)
def test_studies_match_their_keys(service: Service, patient: str, query: str, expected: str) -> None:
    assert _ids(service, patient, query) == expected.split()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Modality=CT", [7]),
        ("SeriesNumber=8", [8]),
        ("PerformedProcedureStepStartDate=20200102", [7]),
        ("00400275.00400009=S1", [7]),
        ("RequestAttributesSequence.ScheduledProcedureStepID=S1", [7]),
        ("RequestAttributesSequence.ScheduledProcedureStepID=S3", []),
        ("00400275.00400009=S1&00400275.00401001=R1", [7]),
        ("00400275.00400009=S1&00400275.00401001=R2", []),
        ("SeriesDescription=first*", [7]),
        ("StudyID=one&Modality=SR", [8]),
    ],
)
def test_series_match_their_keys(service: Service, patient: str, query: str, expected: list[int]) -> None:
    (study,) = service.search(f"/studies?PatientID={patient}&StudyID=one")
    for path in (f"/studies/{study['0020000D']['Value'][0]}/series", "/series"):
        found = service.search(f"{path}?PatientID={patient}&StudyID=one&{query}")
        assert [match["00200011"]["Value"][0] for match in found] == expected


def test_instances_match_their_keys(service: Service, patient: str) -> None:
    found = service.search(f"/instances?PatientID={patient}&Modality=CT&InstanceNumber=2")
    assert [match["00200013"]["Value"] for match in found] == [[2]]
    assert service.search(f"/instances?PatientID={patient}&SOPClassUID=1.2.3") == []
    assert len(service.search(f"/instances?PatientID={patient}&ContentDate=20200101-20200105")) == 1


def test_uid_lists_match_any_of_them(service: Service, patient: str) -> None:
    uids = [match["0020000D"]["Value"][0] for match in service.search(f"/studies?PatientID={patient}")]
    assert len(service.search(f"/studies?StudyInstanceUID={uids[0]},{uids[2]}")) == 2
    assert len(service.search(f"/studies?StudyInstanceUID={uids[0]}%5C{uids[2]}")) == 2


def test_a_study_has_its_required_attributes(service: Service, patient: str) -> None:
    (found,) = service.search(f"/studies?PatientID={patient}&StudyID=one")
    uid = found["0020000D"]["Value"][0]
    values: dict[str, Any] = {tag: attribute.get("Value") for tag, attribute in found.items()}
    assert values == {
        "00080005": ["ISO_IR 192"], "00080020": ["20200101"], "00080030": ["050000"], "00080050": ["ABxCD"],
        "00080056": ["ONLINE"], "00080061": ["CT", "SR"], "00080090": [{"Alphabetic": "Doe^Jane"}],
        "00081190": [f"{service.base}/studies/{uid}"],
        "00100010": [{"Alphabetic": "Müller^Jörg", "Ideographic": "M^J"}],
        "00100020": [patient], "00100030": None, "00100040": None, "0020000D": [uid], "00200010": ["one"],
        "00201206": [2], "00201208": [3],
    }  # fmt: skip
    assert list(found) == sorted(found)


def test_lower_levels_bring_the_attributes_that_their_path_leaves_open(service: Service, patient: str) -> None:
    study = service.search(f"/studies?PatientID={patient}&StudyID=one")[0]["0020000D"]["Value"][0]
    of_study = service.search(f"/studies/{study}/series?Modality=CT")[0]
    of_all = service.search(f"/series?PatientID={patient}&Modality=CT")[0]
    series = of_study["0020000E"]["Value"][0]
    assert {"00080060", "0020000E", "00200011", "00201209", "0008103E", "00400244", "00400275"} <= of_study.keys()
    assert of_study["00201209"]["Value"] == [2]
    assert "00100010" not in of_study
    assert {"00100010", "00080061", "00201208"} <= of_all.keys()
    instance = service.search(f"/studies/{study}/series/{series}/instances?InstanceNumber=2")[0]
    assert {"00080016", "00080018", "00200013", "00280010", "00280011", "00280100"} <= instance.keys()
    assert "00080060" not in instance
    assert "00080060" in service.search(f"/studies/{study}/instances?InstanceNumber=2")[0]
    assert {"00080060", "00100010"} <= service.search(f"/instances?PatientID={patient}&InstanceNumber=2")[0].keys()
    url = f"{service.base}/studies/{study}/series/{series}/instances/{instance['00080018']['Value'][0]}"
    assert instance["00081190"]["Value"] == [url]


@pytest.mark.parametrize("include", ["includefield=00080020&includefield=PatientID", "includefield=StudyDate,00100020"])
def test_includefield_adds_attributes(service: Service, patient: str, include: str) -> None:
    study = service.search(f"/studies?PatientID={patient}&StudyID=one")[0]["0020000D"]["Value"][0]
    for match in service.search(f"/studies/{study}/series?{include}"):
        assert match["00080020"]["Value"] == ["20200101"]
        assert match["00100020"]["Value"] == [patient]


def test_keys_are_returned_and_lower_levels_are_not(service: Service, patient: str) -> None:
    query = f"/studies?PatientID={patient}&StudyDescription=Knee&includefield=00080018&includefield=SeriesNumber"
    (found,) = service.search(query)
    assert found["00081030"]["Value"] == ["Knee"]
    assert not {"00080018", "00200011"} & found.keys()


def test_includefield_all_adds_everything_of_the_level(service: Service, patient: str) -> None:
    (few,) = service.search(f"/studies?PatientID={patient}&StudyID=one")
    (all_,) = service.search(f"/studies?PatientID={patient}&StudyID=one&includefield=all")
    assert few.keys() < all_.keys()
    assert all_["00081030"]["Value"] == ["Knee"]
    assert not {"00080018", "00200011", "7FE00010"} & all_.keys()


def test_private_attributes_come_with_their_creator(service: Service) -> None:
    ds = image()
    ds.private_block(0x0009, "ACME", create=True).add_new(0x01, "LO", "x")
    service.stored(ds)
    path = f"{path_of(ds, 'series')}/instances"
    (found,) = service.search(f"{path}?00090010=ACME&includefield=00091001")
    assert found["00090010"]["Value"] == ["ACME"]
    assert found["00091001"]["Value"] == ["x"]
    assert service.search(f"{path}?00090010=OTHER") == []
    (alone,) = service.search(f"{path}?includefield=00091001")
    assert alone["00090010"]["Value"] == ["ACME"]


@pytest.mark.parametrize(
    "query",
    ["limit=abc", "limit=-1", "offset=x", "offset=-1", "fuzzymatching=maybe", "StudyDate=notadate", "StudyTime=99:00",
     "StudyInstanceUID=abc", "NumberOfStudyRelatedInstances=x", "StudyDate=-"],
)  # fmt: skip
def test_bad_values_are_bad_requests(service: Service, query: str) -> None:
    assert service.get(f"/studies?{query}").status_code == 400


def test_percent_encoding_is_undone_and_plus_is_plus(service: Service) -> None:
    ds = image(PatientID="A 1&B#2+é", SpecificCharacterSet="ISO_IR 192")
    service.stored(ds)
    assert len(service.search("/studies?PatientID=A%201%26B%232+%C3%A9")) == 1
    assert len(service.search("/studies?Patient%49D=%41%201%26B%232%2B%C3%A9")) == 1


def test_what_remains_is_warned_of(service: Service, patient: str) -> None:
    response = service.get(f"/studies?PatientID={patient}&limit=1")
    assert response.headers["warning"].startswith("299 ")
    assert "2 additional results" in response.headers["warning"]
    assert "warning" not in service.get(f"/studies?PatientID={patient}&limit=3").headers
    warned = service.get(f"/studies?PatientID={patient}&emptyvaluematching=true")
    assert "emptyvaluematching" in warned.headers["warning"]


def test_results_come_as_xml_one_part_a_match(service: Service, patient: str) -> None:
    response = service.get(f"/studies?PatientID={patient}", 'multipart/related; type="application/dicom+xml"')
    assert len(parts_of(response)) == 3


def test_nothing_is_found_under_the_unknown(service: Service, patient: str) -> None:
    study = service.search(f"/studies?PatientID={patient}")[0]["0020000D"]["Value"][0]
    other = service.search(f"/series?PatientID={patient}&Modality=MR")[0]["0020000E"]["Value"][0]
    assert service.search(f"/studies/{generate_uid()}/series") == []
    assert service.search(f"/studies/{study}/series/{other}/instances") == []
    assert service.search(f"/studies/{study}/series?SeriesInstanceUID={other}") == []


def test_counts_follow_stores_and_deletes(service: Service) -> None:
    first, second = image(), image()
    second.StudyInstanceUID = first.StudyInstanceUID

    def counts() -> tuple[int, int]:
        (found,) = service.search(f"/studies?StudyInstanceUID={first.StudyInstanceUID}")
        return found["00201206"]["Value"][0], found["00201208"]["Value"][0]

    service.stored(first)
    assert counts() == (1, 1)
    service.stored(second)
    assert counts() == (2, 2)
    service.http.delete(service.base + path_of(first))
    assert counts() == (1, 1)
