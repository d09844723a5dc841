"""A document says what was stored, or where it does not."""

import base64

import pytest
from pydicom import Dataset

from dicomweb_conformance.native_model import Node, agree, bulk_values, compare, line_ends
from tests.native_model.documents import attribute, document, values


def stored() -> Dataset:
    """A dataset with a private block, a sequence, a name, numbers and binary values."""
    ds = Dataset()
    ds.PatientName = "Family^Given=漢字^名"
    ds.ImageType = ["DERIVED", "", "OTHER"]
    ds.ImageComments = "two\r\nlines"
    item = Dataset()
    item.CodeValue = "1"
    ds.ProcedureCodeSequence = [item, Dataset()]
    ds.WindowCenter = "1.50"
    block = ds.private_block(0x0009, "ACME", create=True)
    block.add_new(0x01, "US", [1, 2])
    block.add_new(0x02, "OW", b"\x01\x00\x02\x00")
    return ds


NAME = (
    '<PersonName number="1"><Alphabetic><FamilyName>Family</FamilyName><GivenName>Given</GivenName></Alphabetic>'
    "<Ideographic><FamilyName>漢字</FamilyName><GivenName>名</GivenName></Ideographic></PersonName>"
)
PARTS = {
    "ImageType": attribute("00080008", "CS", values("DERIVED", "", "OTHER")),
    "first": attribute("00090001", "US", values("1", "2"), privateCreator="ACME"),
    "second": attribute("00090002", "OW", "<InlineBinary>AQACAA==</InlineBinary>", privateCreator="ACME"),
    "PatientName": attribute("00100010", "PN", NAME),
    "codes": attribute(
        "00081032",
        "SQ",
        f'<Item number="1">{attribute("00080100", "SH", values("1"))}</Item><Item number="2"/>',
    ),
    "ImageComments": attribute("00204000", "LT", values("two&#13;\nlines")),
    "WindowCenter": attribute("00281050", "DS", values("1.5")),
}


def received(**changes: str) -> Node:
    return document("".join({**PARTS, **changes}.values()))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"first": attribute("00090001", "", values("1", "2"), privateCreator="ACME")},
        {"first": attribute("00090010", "LO", values("ACME")) + PARTS["first"]},
        {"ImageType": attribute("00080008", "", values("DERIVED", "", "OTHER"))},
        {"ImageType": attribute("00080008", "CS", '<Value number="3">OTHER</Value><Value number="1">DERIVED</Value>')},
        {"second": attribute("00090002", "OW", '<BulkData uri="b/1"/>', privateCreator="ACME")},
        {"second": attribute("00090002", "OW", values("1"), privateCreator="ACME")},
        {"WindowCenter": attribute("00281050", "DS", values("1.50"))},
        {"more": attribute("00100020", "LO", values("added"))},
        {"ImageComments": attribute("00204000", "LT", values("two\nlines"))},
    ],
    ids=[
        "itself",
        "no vr",
        "a creator",
        "no vr of a standard one",
        "numbers",
        "reference",
        "text",
        "form",
        "more",
        "line",
    ],
)
def test_a_legal_form_is_no_difference(changes: dict[str, str]) -> None:
    assert compare(stored(), received(**changes)) == ()


@pytest.mark.parametrize(
    ("changes", "kind", "path"),
    [
        ({"WindowCenter": ""}, "missing", "00281050"),
        ({"WindowCenter": attribute("00281050", "DS", values("1.51"))}, "value", "00281050"),
        ({"ImageType": attribute("00080008", "CS", values("DERIVED", "OTHER"))}, "count", "00080008"),
        ({"ImageType": attribute("00080008", "CS")}, "emptied", "00080008"),
        ({"codes": attribute("00081032", "SQ", '<Item number="1"/>')}, "items", "00081032"),
        ({"PatientName": PARTS["PatientName"].replace("Given<", "Gave<")}, "value", "00100010"),
        ({"first": PARTS["first"].replace("ACME", "OTHER")}, "missing", "00091001"),
        ({"first": PARTS["first"].replace("US", "SS")}, "vr", "00091001"),
        ({"second": PARTS["second"].replace("AQACAA==", "AQADAA==")}, "value", "00091002"),
        ({"second": PARTS["second"].replace("AQACAA==", "?")}, "unreadable", "00091002"),
        ({"ImageComments": attribute("00204000", "LT", values("two lines"))}, "value", "00204000"),
    ],
)
def test_a_difference_has_a_kind_and_a_place(changes: dict[str, str], kind: str, path: str) -> None:
    found = {(difference.kind, difference.path) for difference in compare(stored(), received(**changes))}

    assert (kind, path) in found


def test_line_ends_are_told_from_other_differences() -> None:
    lost = received(ImageComments=attribute("00204000", "LT", values("two\nlines")))
    other = received(ImageComments=attribute("00204000", "LT", values("three\nlines")))

    assert [difference.path for difference in line_ends(stored(), lost)] == ["00204000"]
    assert line_ends(stored(), received()) == ()
    assert line_ends(stored(), other) == ()


def test_references_come_with_what_is_stored_behind_them() -> None:
    root = received(second=attribute("00090002", "OW", '<BulkData uri="b/1"/>', privateCreator="ACME"))

    (value,) = bulk_values(stored(), root)

    assert (value.uri, value.content, value.vr) == ("b/1", b"\x01\x00\x02\x00", "OW")


def test_json_and_xml_agree_in_both_directions() -> None:
    json = {"00100020": {"vr": "LO", "Value": ["ID1"]}, "7FE00010": {"vr": "OW", "BulkDataURI": "b"}}
    patient = attribute("00100020", "LO", values("ID1"))

    assert agree(json, document(patient)) == ()
    assert [each.kind for each in agree(json, document(""))] == ["missing"]
    assert [each.kind for each in agree(json, document(patient + attribute("00104000", "LT", values("x"))))] == [
        "missing"
    ]


def test_bulk_data_may_be_given_in_another_form() -> None:
    encoded = base64.b64encode(b"\x01\x02").decode()
    item = {"00090010": {"vr": "LO", "Value": ["A"]}, "00091001": {"vr": "OB", "InlineBinary": encoded}}
    json = {"00081140": {"vr": "SQ", "Value": [item]}}
    body = attribute("00090001", "OB", '<BulkData uri="b"/>', privateCreator="A")

    assert agree(json, document(attribute("00081140", "SQ", f'<Item number="1">{body}</Item>'))) == ()


@pytest.mark.parametrize("number", ["999999999999", "99999999", "-1", "x", "٣"])
def test_a_hostile_number_costs_nothing(number: str) -> None:
    root = document(attribute("00080008", "CS", f'<Value number="{number}">DERIVED</Value>'))

    assert any(difference.path == "00080008" for difference in compare(stored(), root))


def test_what_xml_has_no_way_to_say_is_not_looked_at() -> None:
    """XML 1.0 2.2 has no form feed, which PS3.5 6.1.3 permits in texts."""
    ds = stored()
    ds.ImageComments = "one page\fanother"
    said = document(
        "".join({**PARTS, "ImageComments": attribute("00204000", "LT", values("one page another"))}.values())
    )
    assert not compare(ds, said)
