"""Metadata, DICOM JSON and DICOM XML (PS3.18 10.4.1.1.2, F)."""

from __future__ import annotations

import struct
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from pydicom import Dataset

from tests.reference.service import JSON, OCTETS, Service, file_of, image, parts_of, path_of

XML = 'multipart/related; type="application/dicom+xml"'
NATIVE = "{http://dicom.nema.org/PS3.19/models/NativeDICOM}"


def _metadata(service: Service, ds: Dataset) -> dict[str, Any]:
    service.stored(ds)
    response = service.get(f"{path_of(ds)}/metadata")
    assert response.headers["content-type"] == JSON
    (described,) = response.json()
    return dict(described)


def _one(service: Service, tag: int, vr: str, raw: bytes, charset: str = "ISO_IR 192") -> dict[str, Any]:
    """The JSON of one element that is stored with these very bytes."""
    marker = b"@" * len(raw)
    ds = image(SpecificCharacterSet=charset)
    ds.add_new(tag, "OB" if vr in {"OB", "OW", "UN"} else "UT", marker)
    head = struct.pack("<HH", tag >> 16, tag & 0xFFFF)
    long_form = vr in {"OB", "OW", "UN", "UT", "UC", "UR", "SV", "UV", "OF"}
    length = struct.pack("<HI", 0, len(raw)) if long_form else struct.pack("<H", len(raw))
    stored_as = ds[tag].VR.encode() + struct.pack("<HI", 0, len(raw)) + marker
    file = file_of(ds).replace(head + stored_as, head + vr.encode() + length + raw)
    assert raw in file
    assert service.store(file).status_code in {200, 202}
    (described,) = service.get(f"{path_of(ds)}/metadata").json()
    return dict(described[f"{tag:08X}"])


def test_every_level_describes_its_instances_alike(service: Service) -> None:
    first, second = image(), image()
    second.StudyInstanceUID = first.StudyInstanceUID
    service.stored(first, second)
    study = service.get(f"{path_of(first, 'study')}/metadata").json()
    series = service.get(f"{path_of(first, 'series')}/metadata").json()
    instance = service.get(f"{path_of(first)}/metadata").json()
    assert [each["00080018"]["Value"][0] for each in study] == [first.SOPInstanceUID, second.SOPInstanceUID]
    assert study[:1] == series == instance


def test_keys_are_ascending_tags_without_group_2(service: Service) -> None:
    described = _metadata(service, image())
    assert list(described) == sorted(described)
    assert not any(tag.startswith("0002") or tag.endswith("0000") for tag in described)


@pytest.mark.parametrize(
    ("tag", "vr", "raw", "expected"),
    [
        (0x00080008, "CS", b"A\\\\B", {"vr": "CS", "Value": ["A", None, "B"]}),
        (0x00081030, "LO", b"", {"vr": "LO"}),
        (0x00081030, "LO", b"  ", {"vr": "LO"}),
        (0x00102160, "SH", b"\\ ", {"vr": "SH"}),
        (0x00204000, "LT", b"  one\\two ", {"vr": "LT", "Value": ["  one\\two"]}),
        (0x00101001, "PN", b"A^B\\\\=I^J=P ", {"vr": "PN", "Value": [
            {"Alphabetic": "A^B"}, None, {"Ideographic": "I^J", "Phonetic": "P"}]}),
        (0x00200013, "IS", b"+7", {"vr": "IS", "Value": [7]}),
        (0x00200013, "IS", b"4x", {"vr": "IS", "Value": ["4x"]}),
        (0x00280030, "DS", b"0.50\\1e2\\\\-3", {"vr": "DS", "Value": [0.5, 100, None, -3]}),
        (0x00181160, "DS", b"12345678901234567890.5", {"vr": "DS", "Value": ["12345678901234567890.5"]}),
        (0x00181160, "DS", b"1e400 ", {"vr": "DS", "Value": ["1e400"]}),
        (0x00280009, "AT", bytes.fromhex("1800631018006510"), {"vr": "AT", "Value": ["00181063", "00181065"]}),
        (0x00280106, "SS", struct.pack("<h", -5), {"vr": "SS", "Value": [-5]}),
        (0x00189073, "FD", struct.pack("<d", 0.1), {"vr": "FD", "Value": [0.1]}),
        (0x00282000, "OB", b"\x01\x02", {"vr": "OB", "InlineBinary": "AQI="}),
        (0x00091001, "UN", b"ab", {"vr": "UN", "InlineBinary": "YWI="}),
        (0x00280009, "AT", b"\x01\x02", {"vr": "UN", "InlineBinary": "AQI="}),
        (0x00720082, "SV", struct.pack("<q", 2**53), {"vr": "SV", "Value": [str(2**53)]}),
    ],
)  # fmt: skip
def test_values_have_their_form(service: Service, tag: int, vr: str, raw: bytes, expected: dict[str, Any]) -> None:
    assert _one(service, tag, vr, raw) == expected


@pytest.mark.parametrize("raw", [struct.pack("<d", float("nan")), struct.pack("<2d", 1, float("inf")), b"\x01\x02"])
def test_numbers_without_json_form_are_bulk_data(service: Service, raw: bytes) -> None:
    described = _one(service, 0x00189073, "FD", raw)
    assert described.keys() == {"vr", "BulkDataURI"}
    assert service.http.get(described["BulkDataURI"], headers={"Accept": "application/octet-stream"}).content == raw


@pytest.mark.parametrize(
    ("charset", "raw", "groups"),
    [
        ("ISO_IR 100", "Müller^J".encode("latin-1"), {"Alphabetic": "Müller^J"}),
        ("ISO_IR 144", "Люкceмбypг".encode("iso8859_5"), {"Alphabetic": "Люкceмбypг"}),
        ("GB18030", "王^小东".encode("gb18030"), {"Alphabetic": "王^小东"}),
        ("GBK", "王^小东".encode("gbk"), {"Alphabetic": "王^小东"}),
        (
            "\\ISO 2022 IR 87",
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
            {"Alphabetic": "Yamada^Tarou", "Ideographic": "山田^太郎", "Phonetic": "やまだ^たろう"},
        ),
        (
            "ISO 2022 IR 13\\ISO 2022 IR 87",
            b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J",
            {"Alphabetic": "ﾔﾏﾀﾞ^ﾀﾛｳ", "Ideographic": "山田^太郎"},
        ),
        (
            "\\ISO 2022 IR 149",
            b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
            {"Alphabetic": "Hong^Gildong", "Ideographic": "洪^吉洞", "Phonetic": "홍^길동"},
        ),
    ],
)
def test_text_is_unicode_whatever_its_character_set(
    service: Service, charset: str, raw: bytes, groups: dict[str, str]
) -> None:
    raw += b" " * (len(raw) % 2)
    terms = charset.split("\\")
    ds = image(SpecificCharacterSet="")
    ds.PatientName = "@" * len(raw)
    ds.add_new(0x00080005, "CS", terms)
    file = file_of(ds).replace(b"@" * len(raw), raw)
    assert service.store(file).status_code == 200
    (described,) = service.get(f"{path_of(ds)}/metadata").json()
    assert described["00100010"]["Value"] == [groups]


def test_sequences_nest_and_their_bulk_data_can_be_had(service: Service) -> None:
    item, inner = Dataset(), Dataset()
    inner.add_new(0x00091002, "OB", bytes(range(256)) * 8)
    inner.add_new(0x00090010, "LO", "TEST")
    item.ReferencedSeriesSequence = [Dataset(), inner]
    described = _metadata(service, image(ReferencedStudySequence=[item], RequestAttributesSequence=[]))
    assert described["00400275"] == {"vr": "SQ"}
    (outer,) = described["00081110"]["Value"]
    empty, filled = outer["00081115"]["Value"]
    assert empty == {}
    (part,) = parts_of(service.http.get(filled["00091002"]["BulkDataURI"], headers={"Accept": OCTETS}))
    assert part.content == bytes(range(256)) * 8


def test_pixel_data_are_bulk_data_of_their_exact_bytes(service: Service) -> None:
    ds = image(np.arange(16, dtype="<u2").reshape(4, 4))
    uri = _metadata(service, ds)["7FE00010"]["BulkDataURI"]
    (part,) = parts_of(service.http.get(uri, headers={"Accept": OCTETS}))
    assert part.content == ds.PixelData
    assert part.headers["content-location"] == uri
    single = service.http.get(uri, headers={"Accept": "application/octet-stream"})
    assert single.content == ds.PixelData


@pytest.mark.parametrize("path", ["7FE00011", "xyz", "00081110/1", "00081110/9/00080016", "7FE00010/1/7FE00010"])
def test_bulk_data_that_do_not_exist_are_not_found(service: Service, path: str) -> None:
    ds = image(ReferencedStudySequence=[Dataset()])
    service.stored(ds)
    assert service.get(f"{path_of(ds)}/bulkdata/{path}", OCTETS).status_code == 404


def test_all_bulk_data_of_a_study_are_listed_by_their_uri(service: Service) -> None:
    ds = image(RedPaletteColorLookupTableData=b"\1\2" * 1000)
    uris = {each["BulkDataURI"] for each in _metadata(service, ds).values() if "BulkDataURI" in each}
    parts = parts_of(service.get(f"{path_of(ds, 'study')}/bulkdata", OCTETS))
    assert len(uris) == 2
    assert {part.headers["content-location"] for part in parts} == uris


def test_metadata_say_the_same_in_xml(service: Service) -> None:
    ds = image(PatientName="Yamada^Tarou=山田^太郎", SpecificCharacterSet="ISO_IR 192", ImageComments="a\r\n<b>&\x0b")
    ds.private_block(0x0009, "TEST", create=True).add_new(0x01, "LO", "private")
    ds.ReferencedStudySequence = [Dataset()]
    service.stored(ds)
    (part,) = parts_of(service.get(f"{path_of(ds)}/metadata", XML))
    assert part.headers["content-type"] == "application/dicom+xml"
    root = ElementTree.fromstring(part.content)
    assert root.tag == f"{NATIVE}NativeDicomModel"
    found = {each.get("tag"): each for each in root}
    name = found["00100010"]
    assert name.get("keyword") == "PatientName"
    assert [(part.tag.removeprefix(NATIVE), part.text) for part in name.iter() if part.text] == [
        ("FamilyName", "Yamada"), ("GivenName", "Tarou"), ("FamilyName", "山田"), ("GivenName", "太郎"),
    ]  # fmt: skip
    assert found["00204000"][0].text == "a\r\n<b>&\N{REPLACEMENT CHARACTER}"
    assert found["00090001"].get("privateCreator") == "TEST"
    assert [each.tag for each in found["00081110"]] == [f"{NATIVE}Item"]
    assert (found["7FE00010"][0].get("uri") or "").endswith("/bulkdata/7FE00010")


def test_quality_values_choose_between_json_and_xml(service: Service) -> None:
    ds = image()
    service.stored(ds)
    path = f"{path_of(ds)}/metadata"
    assert service.get(path, f"{JSON};q=0.1, {XML};q=0.9").headers["content-type"].startswith("multipart/related")
    assert service.get(path, f"{JSON};q=0.9, {XML};q=0.1").headers["content-type"] == JSON
    assert service.get(path, f"{JSON};q=0, */*").status_code == 406
    assert service.get(path, "application/json").headers["content-type"] == "application/json"
    assert service.get(path, "application/dicom").status_code == 406
    assert service.get(path, "Application/DICOM+JSON").headers["content-type"] == JSON


def test_unchanged_metadata_are_not_sent_again(service: Service) -> None:
    ds = image()
    service.stored(ds)
    first = service.get(f"{path_of(ds)}/metadata")
    again = service.get(f"{path_of(ds)}/metadata", **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    ds.PatientName = "Changed"
    service.stored(ds)
    assert service.get(f"{path_of(ds)}/metadata", **{"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize("level", ["study", "series", "instance"])
def test_metadata_of_the_unknown_are_not_found(service: Service, level: str) -> None:
    assert service.get(f"{path_of(image(), level)}/metadata").status_code == 404
