"""Retrieve instances (PS3.18 10.4.1.1.1)."""

from __future__ import annotations

import numpy as np
import pytest
from pydicom import Dataset
from pydicom.pixels.utils import pixel_array
from pydicom.uid import (
    JPEG2000,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
    generate_uid,
)

from dicomweb_conformance.reference.syntaxes import FRAME_TYPES
from tests.reference.service import DICOM, Service, file_of, image, parts_of, path_of


@pytest.fixture
def study(service: Service) -> list[Dataset]:
    """Two instances in one series, one in another."""
    datasets = [image(), image(), image()]
    for ds in datasets:
        ds.StudyInstanceUID = datasets[0].StudyInstanceUID
    datasets[1].SeriesInstanceUID = datasets[0].SeriesInstanceUID
    service.stored(*datasets)
    return datasets


@pytest.mark.parametrize(("level", "members"), [("study", [0, 1, 2]), ("series", [0, 1]), ("instance", [0])])
def test_each_level_has_its_instances(service: Service, study: list[Dataset], level: str, members: list[int]) -> None:
    parts = parts_of(service.get(path_of(study[0], level), DICOM))
    assert [part.content for part in parts] == [file_of(study[member]) for member in members]
    for part, member in zip(parts, members, strict=True):
        assert part.headers["content-type"] == f"application/dicom; transfer-syntax={ExplicitVRLittleEndian}"
        assert part.headers["content-location"] == service.base + path_of(study[member])
        assert int(part.headers["content-length"]) == len(part.content)


def test_the_multipart_names_the_type_of_its_parts(service: Service, study: list[Dataset]) -> None:
    content_type = service.get(path_of(study[0]), DICOM).headers["content-type"]
    assert content_type.startswith('multipart/related; type="application/dicom"; boundary=')


@pytest.mark.parametrize(
    "accept",
    [
        "multipart/related; type=application/dicom",
        'Multipart/Related; Type="application/dicom"',
        f"{DICOM};transfer-syntax=*",
        f"{DICOM}; transfer-syntax={ExplicitVRLittleEndian}",
        f'{DICOM}; transfer-syntax="{ExplicitVRLittleEndian}"',
        f"application/x-nonsense, {DICOM};q=0.2",
        f"{DICOM}; transfer-syntax={JPEG2000}, {DICOM}; q=0.1",
        "multipart/related",
        "multipart/*",
        "*/*",
    ],
)
def test_the_accept_header_may_be_written_in_many_ways(service: Service, study: list[Dataset], accept: str) -> None:
    (part,) = parts_of(service.get(path_of(study[0]), accept))
    assert part.content == file_of(study[0])


def test_one_instance_comes_as_a_bare_file(service: Service, study: list[Dataset]) -> None:
    response = service.get(path_of(study[0]), "application/dicom")
    assert response.headers["content-type"].startswith("application/dicom;")
    assert response.content == file_of(study[0])
    assert int(response.headers["content-length"]) == len(response.content)
    assert service.get(path_of(study[0], "series"), "application/dicom").status_code == 406


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("image/jpeg", 406),
        ("application/dicom+json", 406),
        (f"{DICOM}; transfer-syntax={JPEG2000}", 406),
        (f"{DICOM}; transfer-syntax={ImplicitVRLittleEndian}", 406),
        (f"{DICOM}; q=0, */*", 406),
        ("nonsense", 406),
        ("", 406),
        (f"{DICOM}, image/jpeg", 400),
    ],
)
def test_what_cannot_be_given_is_refused(service: Service, study: list[Dataset], accept: str, status: int) -> None:
    response = service.get(path_of(study[0]), accept)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/plain")


def test_without_accept_header_nothing_is_acceptable(service: Service, study: list[Dataset]) -> None:
    request = service.http.build_request("GET", service.base + path_of(study[0]))
    del request.headers["accept"]
    assert service.http.send(request).status_code == 406


def test_the_accept_parameter_wins_over_the_header(service: Service, study: list[Dataset]) -> None:
    response = service.get(f"{path_of(study[0])}?accept=application%2Fdicom", "*/*")
    assert response.headers["content-type"].startswith("application/dicom;")


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian])
def test_other_encodings_are_given_as_explicit_little_endian(service: Service, syntax: str) -> None:
    ds = image(OtherPatientIDs=["A", "B"], ReferencedStudySequence=[Dataset()])
    assert service.store(file_of(ds, syntax)).status_code == 200
    (part,) = parts_of(service.get(path_of(ds), DICOM))
    assert part.ds.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian
    assert {each.tag: each.value for each in part.ds} == {each.tag: each.value for each in ds}


@pytest.mark.parametrize("syntax", ["", "; transfer-syntax=*"])
def test_implicit_encoding_is_never_given(service: Service, syntax: str) -> None:
    ds = image()
    assert service.store(file_of(ds, ImplicitVRLittleEndian)).status_code == 200
    (part,) = parts_of(service.get(path_of(ds), DICOM + syntax))
    assert part.ds.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian


@pytest.mark.parametrize("syntax", [RLELossless, JPEGLSLossless, JPEG2000Lossless])
@pytest.mark.parametrize("kind", ["gray8", "gray16", "rgb", "frames"])
def test_uncompressed_instances_can_be_had_compressed_without_loss(service: Service, syntax: str, kind: str) -> None:
    rng = np.random.default_rng(7)
    rows = np.repeat(rng.integers(0, 255, (40, 12), np.uint8), 4, axis=1)
    pixels = {
        "gray8": rows,
        "gray16": rows.astype("<u2") * 257,
        "rgb": np.stack([rows, rows.T.reshape(rows.shape), 255 - rows], axis=-1),
        "frames": np.stack([rows, 255 - rows]),
    }[kind]
    ds = image(pixels)
    service.stored(ds)
    (part,) = parts_of(service.get(path_of(ds), f"{DICOM}; transfer-syntax={syntax}"))
    assert part.ds.file_meta.TransferSyntaxUID == syntax
    assert (pixel_array(part.ds, raw=True) == pixels).all()
    accept = f'multipart/related; type="{FRAME_TYPES[syntax]}"'
    (frame,) = parts_of(service.get(f"{path_of(ds)}/frames/1", accept))
    assert frame.headers["content-type"] == f"{FRAME_TYPES[syntax]}; transfer-syntax={syntax}"


@pytest.mark.parametrize("level", ["study", "series", "instance"])
def test_the_unknown_is_not_found(service: Service, level: str) -> None:
    assert service.get(path_of(image(), level), DICOM).status_code == 404


def test_an_instance_is_found_under_its_own_parents_only(service: Service, study: list[Dataset]) -> None:
    uid = study[0].SOPInstanceUID
    assert service.get(f"{path_of(study[2], 'series')}/instances/{uid}", DICOM).status_code == 404
    other = f"/studies/{generate_uid()}/series/{study[0].SeriesInstanceUID}/instances/{uid}"
    assert service.get(other, DICOM).status_code == 404


@pytest.mark.parametrize("uid", ["not-a-uid", "1." * 33 + "1", "1..2", "%20"])
def test_a_malformed_uid_is_a_bad_request(service: Service, uid: str) -> None:
    assert service.get(f"/studies/{uid}", DICOM).status_code == 400


def test_unchanged_instances_are_not_sent_again(service: Service, study: list[Dataset]) -> None:
    etag = service.get(path_of(study[0]), DICOM).headers["etag"]
    again = service.get(path_of(study[0]), DICOM, **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert service.get(path_of(study[1]), DICOM, **{"If-None-Match": etag}).status_code == 200


def test_octets_of_an_instance_are_its_bulk_data(service: Service, study: list[Dataset]) -> None:
    (part,) = parts_of(service.get(path_of(study[0]), 'multipart/related; type="application/octet-stream"'))
    assert part.content == study[0].PixelData
    assert part.headers["content-location"] == f"{service.base}{path_of(study[0])}/bulkdata/7FE00010"
