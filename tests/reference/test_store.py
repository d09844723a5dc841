"""Store Instances (PS3.18 10.5)."""

from __future__ import annotations

import re

import pytest
from pydicom.uid import generate_uid

from tests.reference.service import DICOM, JSON, Service, file_of, image, multipart, parts_of, path_of


def test_the_response_lists_what_was_stored(service: Service) -> None:
    ds = image()
    response = service.store(ds)
    assert response.status_code == 200
    assert response.headers["content-type"] == JSON
    assert response.headers["location"] == service.base + path_of(ds, "study")
    assert response.json() == {
        "00081190": {"vr": "UR", "Value": [service.base + path_of(ds, "study")]},
        "00081199": {
            "vr": "SQ",
            "Value": [
                {
                    "00081150": {"vr": "UI", "Value": [ds.SOPClassUID]},
                    "00081155": {"vr": "UI", "Value": [ds.SOPInstanceUID]},
                    "00081190": {"vr": "UR", "Value": [service.base + path_of(ds)]},
                }
            ],
        },
    }


def test_instances_of_several_studies_travel_in_one_request(service: Service) -> None:
    first, second = image(), image()
    module = service.store(first, second).json()
    assert "Value" not in module["00081190"]
    stored = [item["00081155"]["Value"][0] for item in module["00081199"]["Value"]]
    assert stored == [first.SOPInstanceUID, second.SOPInstanceUID]


def test_an_instance_of_another_study_is_refused(service: Service) -> None:
    ds = image()
    response = service.store(ds, path=f"/studies/{generate_uid()}")
    assert response.status_code == 409
    (failed,) = response.json()["00081198"]["Value"]
    assert failed["00081155"]["Value"] == [ds.SOPInstanceUID]
    assert failed["00081197"] == {"vr": "US", "Value": [0xA901]}
    assert "00081199" not in response.json()
    assert service.get(path_of(ds), DICOM).status_code == 404


def test_good_instances_are_stored_beside_bad_ones(service: Service) -> None:
    good, other = image(), image()
    response = service.post(multipart(file_of(good), file_of(other), b"\0" * 300), path_of(good, "study"))
    assert response.status_code == 202
    module = response.json()
    assert [item["00081155"]["Value"] for item in module["00081199"]["Value"]] == [[good.SOPInstanceUID]]
    assert [item["00081155"]["Value"] for item in module["00081198"]["Value"]] == [[other.SOPInstanceUID]]
    assert module["0008119A"]["Value"] == [{"00081197": {"vr": "US", "Value": [0xC000]}}]
    assert service.get(path_of(other), DICOM).status_code == 404


@pytest.mark.parametrize("lost", [1, 9, 300])
def test_a_truncated_file_is_refused(service: Service, lost: int) -> None:
    ds = image()
    response = service.post(multipart(file_of(ds)[:-lost]))
    assert response.status_code == 409
    assert service.get(path_of(ds), DICOM).status_code == 404


def test_a_file_without_study_is_refused_by_name(service: Service) -> None:
    ds = image()
    del ds.StudyInstanceUID
    response = service.store(ds)
    assert response.status_code == 409
    (failed,) = response.json()["00081198"]["Value"]
    assert failed["00081155"]["Value"] == [ds.SOPInstanceUID]


def test_an_unknown_transfer_syntax_is_refused_with_its_reason(service: Service) -> None:
    ds = image()
    file = file_of(ds).replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.9.9\0")
    (failed,) = service.post(multipart(file)).json()["00081198"]["Value"]
    assert failed["00081197"]["Value"] == [0xC122]


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("text/plain", 415),
        ('multipart/related; type="text/plain"; boundary=boundary', 415),
        ("multipart/form-data; boundary=boundary", 415),
        ("nonsense", 415),
        (DICOM, 400),
        (f"{DICOM}; boundary=another", 400),
        (f'{DICOM}; boundary="{"b" * 71}"', 400),
    ],
)
def test_requests_that_make_no_sense_store_nothing(service: Service, content_type: str, status: int) -> None:
    ds = image()
    response = service.post(multipart(file_of(ds)), content_type=content_type)
    assert response.status_code == status
    assert response.text.strip()
    assert service.get(path_of(ds), DICOM).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--boundary--\r\n",
        b"no multipart at all",
        b"--boundary\r\nno colon\r\n\r\n\r\n--boundary--\r\n",
        b"--boundary\r\nContent-Type: application/dicom\r\n--boundary--\r\n",
    ],
)
def test_malformed_bodies_are_bad_requests(service: Service, body: bytes) -> None:
    assert service.post(body).status_code == 400


def test_a_truncated_request_stores_nothing(service: Service) -> None:
    first, second = image(), image()
    body = multipart(file_of(first), file_of(second))
    response = service.post(body[:-20])
    assert response.status_code == 400
    assert service.get(path_of(first), DICOM).status_code == 404


@pytest.mark.parametrize(
    "content_type",
    [
        'multipart/related; type="application/dicom"; boundary=abc',
        'multipart/related; type="application/dicom"; boundary="abc"',
        'multipart/related; boundary=abc; type="application/dicom"',
        'Multipart/Related;  Boundary=abc;  Type="Application/DICOM"',
        "multipart/related; type=application/dicom; boundary=abc",
        "multipart/related; boundary=abc",
    ],
)
def test_the_content_type_may_be_written_in_many_ways(service: Service, content_type: str) -> None:
    body = multipart(file_of(image()), boundary="abc")
    assert service.post(body, content_type=content_type).status_code == 200


def test_preamble_epilogue_and_padding_are_skipped(service: Service) -> None:
    ds = image()
    body = multipart(file_of(ds)).replace(b"--boundary\r\n", b"preamble\r\n--boundary \t\r\n", 1) + b"epilogue"
    assert service.post(body).status_code == 200
    assert service.get(path_of(ds), DICOM).status_code == 200


def test_bytes_like_a_delimiter_inside_a_file_are_content(service: Service) -> None:
    ds = image(ImageComments="before --boundary\r\nafter", TextValue="x\r\n--boundaryX\r\n")
    service.stored(ds)
    (part,) = parts_of(service.get(path_of(ds), DICOM))
    assert part.content == file_of(ds)


def test_a_part_without_content_type_is_of_the_type_of_the_whole(service: Service) -> None:
    body = b"--boundary\r\n\r\n" + file_of(image()) + b"\r\n--boundary--\r\n"
    assert service.post(body).status_code == 200


def test_a_part_of_another_type_is_no_instance(service: Service) -> None:
    body = multipart(file_of(image())).replace(b"Content-Type: application/dicom\r\n", b"Content-Type: image/jpeg\r\n")
    response = service.post(body)
    assert response.status_code == 409
    assert "0008119A" in response.json()


def test_a_bare_file_is_stored(service: Service) -> None:
    ds = image()
    assert service.post(file_of(ds), content_type="application/dicom").status_code == 200
    assert service.get(path_of(ds), DICOM).status_code == 200


def test_a_large_body_is_stored_as_it_is(service: Service) -> None:
    ds = image(ImageComments="large")
    ds.add_new(0x7FE00010, "OB", bytes(range(256)) * 24_000)
    service.stored(ds)
    (part,) = parts_of(service.get(path_of(ds), DICOM))
    assert part.content == file_of(ds)


def test_a_repeated_store_leaves_one_copy(service: Service) -> None:
    ds = image()
    assert [service.store(ds).status_code for _ in range(3)] == [200, 200, 200]
    assert len(service.search(f"{path_of(ds, 'study')}/instances")) == 1
    assert service.store(ds, ds).status_code == 200


def test_new_content_under_a_known_uid_replaces_the_old_one(service: Service) -> None:
    ds = image(PatientName="Old^Name")
    service.stored(ds)
    ds.PatientName = "New^Name"
    service.stored(ds)
    (part,) = parts_of(service.get(path_of(ds), DICOM))
    (found,) = service.search(f"{path_of(ds, 'study')}/instances?includefield=PatientName")
    (described,) = service.get(f"{path_of(ds)}/metadata").json()
    assert part.ds.PatientName == "New^Name"
    assert found["00100010"] == described["00100010"] == {"vr": "PN", "Value": [{"Alphabetic": "New^Name"}]}


def test_a_known_uid_in_another_series_is_refused(service: Service) -> None:
    ds = image()
    service.stored(ds)
    ds.SeriesInstanceUID = generate_uid()
    assert service.store(ds).status_code == 409
    assert service.get(path_of(ds), DICOM).status_code == 404


def test_a_preamble_may_hold_anything(service: Service) -> None:
    ds = image()
    file = b"II*\0" + b"\x07" * 124 + file_of(ds)[128:]
    assert service.store(file).status_code == 200
    (part,) = parts_of(service.get(path_of(ds), DICOM))
    assert part.content == file


def test_the_response_comes_as_xml_too(service: Service) -> None:
    ds = image()
    response = service.post(multipart(file_of(ds)), accept="application/dicom+xml")
    assert response.headers["content-type"] == "application/dicom+xml"
    assert f'<Value number="1">{ds.SOPInstanceUID}</Value>' in response.text
    again = service.post(multipart(file_of(ds)), accept='multipart/related; type="application/dicom+xml"')
    assert len(parts_of(again)) == 1


@pytest.mark.parametrize(("keyword", "value"), [("StudyDescription", "x" * 65), ("StudyDate", "2024-02-29")])
@pytest.mark.filterwarnings("ignore:.*(exceeds the maximum length|Invalid value for VR)")
def test_an_illegal_value_is_stored_with_a_warning(service: Service, keyword: str, value: str) -> None:
    ds = image()
    setattr(ds, keyword, value)
    response = service.store(ds)
    assert response.status_code == 202
    (stored,) = response.json()["00081199"]["Value"]
    assert stored["00081196"] == {"vr": "US", "Value": [0xB007]}
    assert parts_of(service.get(path_of(ds), DICOM))[0].content == file_of(ds)


def test_an_unacceptable_response_type_stores_nothing(service: Service) -> None:
    ds = image()
    response = service.post(multipart(file_of(ds)), accept="application/dicom")
    assert response.status_code == 406
    assert service.get(path_of(ds), DICOM).status_code == 404


def test_twenty_parts_are_twenty_instances(service: Service) -> None:
    datasets = [image() for _ in range(20)]
    for ds in datasets:
        ds.StudyInstanceUID, ds.SeriesInstanceUID = datasets[0].StudyInstanceUID, datasets[0].SeriesInstanceUID
    service.stored(*datasets)
    assert len(parts_of(service.get(path_of(datasets[0], "series"), DICOM))) == 20


def test_chunked_bodies_are_stored(service: Service) -> None:
    ds = image()
    body = multipart(file_of(ds))
    chunks = (piece for piece in re.findall(rb"(?s).{1,100}", body))
    headers = {"Content-Type": f"{DICOM}; boundary=boundary", "Accept": JSON}
    assert service.http.post(f"{service.base}/studies", content=chunks, headers=headers).status_code == 200
    (part,) = parts_of(service.get(path_of(ds), DICOM))
    assert part.content == file_of(ds)
