"""A DICOM JSON dataset against the stored one, through json_model.compare and bulk_values."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom import Dataset

from dicomweb_conformance.comparison.differences import KINDS
from dicomweb_conformance.json_model import bulk_values, compare, judge, read_json
from dicomweb_conformance.json_model.comparing import BulkValue


def stored() -> Dataset:
    """A dataset with one attribute of each form of value."""
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 100"
    ds.ImageType = ["DERIVED", "", "OTHER"]
    ds.SOPInstanceUID = "1.2.3"
    ds.StudyDate = "20200922"
    ds.AccessionNumber = ""
    ds.PatientName = "Buc^Jérôme=丁"
    ds.PatientID = "ID1"
    ds.PatientComments = "two\\lines"
    ds.SliceThickness = "1.50"
    ds.InstanceNumber = "7"
    ds.FrameIncrementPointer = 0x00181063
    ds.Rows = 1
    ds.add_new(0x00089459, "FL", 0.1)
    ds.add_new(0x00189073, "FD", 0.1)
    ds.ReferencedImageSequence = [Dataset(), Dataset()]
    ds.ReferencedImageSequence[0].ReferencedSOPInstanceUID = "1.2.4"
    ds.ProcedureCodeSequence = []
    block = ds.private_block(0x0009, "ACME", create=True)
    block.add_new(0x01, "LO", "private Ärger")
    block.add_new(0x03, "UN", b"\0\1")
    ds.add_new(0x7FE00010, "OW", b"\1\2\3\4")
    return ds


def received(**changes: Any) -> dict[str, Any]:
    """What a target makes of the stored dataset; a change of None takes an attribute away."""
    item: dict[str, Any] = {
        "00080005": {"vr": "CS", "Value": ["ISO_IR 192"]},
        "00080008": {"vr": "CS", "Value": ["DERIVED", None, "OTHER"]},
        "00080018": {"vr": "UI", "Value": ["1.2.3"]},
        "00080020": {"vr": "DA", "Value": ["20200922"]},
        "00080050": {"vr": "SH"},
        "00081032": {"vr": "SQ"},
        "00081140": {"vr": "SQ", "Value": [{"00081155": {"vr": "UI", "Value": ["1.2.4"]}}, {}]},
        "00089459": {"vr": "FL", "Value": [0.1]},
        "00090010": {"vr": "LO", "Value": ["ACME"]},
        "00091001": {"vr": "LO", "Value": ["private Ärger"]},
        "00091003": {"vr": "UN", "InlineBinary": "AAE="},
        "00100010": {"vr": "PN", "Value": [{"Alphabetic": "Buc^Jérôme", "Ideographic": "丁"}]},
        "00100020": {"vr": "LO", "Value": ["ID1"]},
        "00104000": {"vr": "LT", "Value": ["two\\lines"]},
        "00180050": {"vr": "DS", "Value": [1.5]},
        "00189073": {"vr": "FD", "Value": [0.1]},
        "00200013": {"vr": "IS", "Value": [7]},
        "00280009": {"vr": "AT", "Value": ["00181063"]},
        "00280010": {"vr": "US", "Value": [1]},
        "7FE00010": {"vr": "OW", "InlineBinary": "AQIDBA=="},
    }
    for name, change in changes.items():
        item[name.lstrip("_")] = change
    return {name: attribute for name, attribute in item.items() if attribute is not None}


def read(item: dict[str, Any]) -> dict[str, Any]:
    (read,) = read_json(json.dumps([item]).encode()).items
    return dict(read)


def kinds(item: dict[str, Any], ds: Dataset | None = None) -> list[tuple[str, str]]:
    return [(difference.kind, difference.path) for difference in compare(ds or stored(), read(item))]


def test_the_example_is_in_the_form_of_the_model() -> None:
    assert judge(read_json(json.dumps([received()]).encode())) == ()


FAIR: dict[str, dict[str, Any]] = {
    "the same": {},
    "padding": {"_00100020": {"vr": "LO", "Value": ["ID1 "]}, "_00080018": {"vr": "UI", "Value": ["1.2.3\0"]}},
    "decimal string as string": {"_00180050": {"vr": "DS", "Value": ["1.50 "]}},
    "integer string as string": {"_00200013": {"vr": "IS", "Value": ["007"]}},
    "integer with fraction": {"_00200013": {"vr": "IS", "Value": [7.0]}},
    "FL as a double": {"_00089459": {"vr": "FL", "Value": [0.10000000149011612]}},
    "FL with six digits": {"_00089459": {"vr": "FL", "Value": [0.1]}},
    "trailing components of a name": {
        "_00100010": {"vr": "PN", "Value": [{"Alphabetic": "Buc^Jérôme^^", "Ideographic": "丁^", "Phonetic": "^"}]}
    },
    "added attribute": {"_00080080": {"vr": "LO", "Value": ["here"]}},
    "no pixel data": {"_7FE00010": None},
    "pixel data by reference": {"_7FE00010": {"vr": "OW", "BulkDataURI": "bulk/1"}},
    "pixel data as OB": {"_7FE00010": {"vr": "OB", "InlineBinary": "AQIDBA=="}},
    "text by reference": {"_00104000": {"vr": "LT", "BulkDataURI": "bulk/2"}},
    "known text as UN": {"_00091001": {"vr": "UN", "InlineBinary": "cHJpdmF0ZSDEcmdlciA="}},
    "unknown bytes as OB": {"_00091003": {"vr": "OB", "InlineBinary": "AAEA"}},
    "number as inline binary": {"_00280010": {"vr": "US", "InlineBinary": "AQA="}},
    "moved private block": {
        "_00090010": None,
        "_00091001": None,
        "_00091003": None,
        "_00090011": {"vr": "LO", "Value": ["ACME"]},
        "_00091101": {"vr": "LO", "Value": ["private Ärger"]},
        "_00091103": {"vr": "UN", "InlineBinary": "AAE="},
    },
    # What follows breaks the form, which is the affair of the judge; the values are the same.
    "empty value as empty array": {"_00080050": {"vr": "SH", "Value": []}},
    "empty value as null": {"_00080050": {"vr": "SH", "Value": [None]}},
    "empty value as empty string": {"_00080008": {"vr": "CS", "Value": ["DERIVED", "", "OTHER"]}},
    "name as string": {"_00100010": {"vr": "PN", "Value": ["Buc^Jérôme=丁"]}},
    "number as string": {"_00280010": {"vr": "US", "Value": ["1"]}},
    "no vr": {"_00100020": {"Value": ["ID1"]}},
    "tag in lower case": {"_7FE00010": None, "_7fe00010": {"vr": "OW", "InlineBinary": "AQIDBA=="}},
}


@pytest.mark.parametrize("name", FAIR)
def test_leaves_the_target_its_freedom(name: str) -> None:
    assert kinds(received(**FAIR[name])) == []


UNFAIR: list[tuple[str, str, dict[str, Any]]] = [
    ("missing", "00100020", {"_00100020": None}),
    ("missing", "00091001", {"_00091001": None}),
    ("missing", "00081140", {"_00081140": None}),
    ("missing", "00081140[0].00081155", {"_00081140": {"vr": "SQ", "Value": [{}, {}]}}),
    ("empty-missing", "00080050", {"_00080050": None}),
    ("empty-missing", "00081032", {"_00081032": None}),
    ("emptied", "00100020", {"_00100020": {"vr": "LO"}}),
    ("emptied", "7FE00010", {"_7FE00010": {"vr": "OW"}}),
    ("empty-filled", "00080050", {"_00080050": {"vr": "SH", "Value": ["1"]}}),
    ("empty-filled", "00081032", {"_00081032": {"vr": "SQ", "Value": [{}]}}),
    ("vr", "00091001", {"_00091001": {"vr": "SH", "Value": ["private Ärger"]}}),
    ("count", "00080008", {"_00080008": {"vr": "CS", "Value": ["DERIVED", "OTHER"]}}),
    ("count", "00080008", {"_00080008": {"vr": "CS", "Value": ["DERIVED\\\\OTHER"]}}),
    ("items", "00081140", {"_00081140": {"vr": "SQ", "Value": [{"00081155": {"vr": "UI", "Value": ["1.2.4"]}}]}}),
    ("value", "00080008[2]", {"_00080008": {"vr": "CS", "Value": ["DERIVED", None, "PRIMARY"]}}),
    ("value", "00100010", {"_00100010": {"vr": "PN", "Value": [{"Alphabetic": "Buc^Jérôme"}]}}),
    ("value", "00100010", {"_00100010": {"vr": "PN", "Value": [{"Alphabetic": "Buc^JÃ©rÃ´me", "Ideographic": "丁"}]}}),
    ("value", "00100020", {"_00100020": {"vr": "LO", "Value": ["ID2"]}}),
    ("value", "00104000", {"_00104000": {"vr": "LT", "Value": ["two"]}}),
    ("value", "00180050", {"_00180050": {"vr": "DS", "Value": [1.4999]}}),
    ("value", "00180050", {"_00180050": {"vr": "DS", "Value": ["thick"]}}),
    ("value", "00200013", {"_00200013": {"vr": "IS", "Value": ["8"]}}),
    ("value", "00280010", {"_00280010": {"vr": "US", "Value": [2]}}),
    ("value", "00280010", {"_00280010": {"vr": "US", "InlineBinary": "AAE="}}),
    ("value", "00280009", {"_00280009": {"vr": "AT", "Value": ["00181064"]}}),
    ("value", "00089459", {"_00089459": {"vr": "FL", "Value": [0.11]}}),
    ("value", "00189073", {"_00189073": {"vr": "FD", "Value": [0.10000000149011612]}}),
    ("value", "7FE00010", {"_7FE00010": {"vr": "OW", "InlineBinary": "AQIDBQ=="}}),
    ("value", "00091001", {"_00091001": {"vr": "UN", "InlineBinary": "AAE="}}),
    ("unreadable", "00100020", {"_00100020": "ID1"}),
    ("unreadable", "00100020", {"_00100020": {"vr": "LO", "Value": "ID1"}}),
    ("unreadable", "00100020", {"_00100020": {"vr": "LO", "Value": [{"Alphabetic": "ID1"}]}}),
    ("unreadable", "00280010", {"_00280010": {"vr": "US", "Value": [True]}}),
    ("unreadable", "00081140", {"_00081140": {"vr": "SQ", "Value": [None, {}]}}),
    ("unreadable", "7FE00010", {"_7FE00010": {"vr": "OW", "Value": [1, 2]}}),
    ("unreadable", "7FE00010", {"_7FE00010": {"vr": "OW", "InlineBinary": "A"}}),
]


@pytest.mark.parametrize(("kind", "path", "changes"), UNFAIR)
def test_finds_each_kind_of_difference(kind: str, path: str, changes: dict[str, Any]) -> None:
    assert kinds(received(**changes)) == [(kind, path)]


def test_each_kind_of_difference_is_seen_but_left_out_bulk() -> None:
    assert {kind for kind, _, _ in UNFAIR} == KINDS.keys() - {"bulk-missing"}


def test_a_path_begins_with_that_of_the_dataset() -> None:
    (difference,) = compare(stored(), received(_00100020=None), "[3]")
    assert (difference.path, difference.keyword) == ("[3].00100020", "PatientID")


def test_reads_plain_json_numbers_too() -> None:
    assert compare(stored(), json.loads(json.dumps(received()))) == ()


def test_what_is_not_finite_is_not_compared() -> None:
    ds = Dataset()
    ds.add_new(0x00089459, "FL", [float("nan"), 1.0])
    for value in (None, "NaN", 3.4e38):
        assert kinds({"00089459": {"vr": "FL", "Value": [value, 1]}}, ds) == []
    assert kinds({"00089459": {"vr": "FL", "Value": [None, 2]}}, ds) == [("value", "00089459[1]")]
    ds.add_new(0x00089459, "FL", float("inf"))
    assert kinds({}, ds) == kinds({"00089459": {"vr": "FL"}}, ds) == []


def test_gives_the_bulk_values_to_be_resolved() -> None:
    ds = stored()
    ds.ReferencedImageSequence[1].add_new(0x00281201, "OW", b"\5\6")
    item = received(
        _7FE00010=None,
        _00104000={"vr": "LT", "BulkDataURI": "bulk/2"},
        _00280010={"vr": "US", "BulkDataURI": "bulk/3"},
        _00081140={"vr": "SQ", "Value": [{}, {"00281201": {"vr": "OW", "BulkDataURI": "bulk/1"}}]},
    )
    assert bulk_values(ds, read(item), "[0]") == (
        BulkValue("[0].00081140[1].00281201", "OW", "bulk/1", b"\5\6"),
        BulkValue("[0].00104000", "LT", "bulk/2", b"two\\lines"),
        BulkValue("[0].00280010", "US", "bulk/3", b"\1\0"),
        BulkValue("[0].7FE00010", "OW", None, b"\1\2\3\4"),
    )
    assert bulk_values(stored(), read(received())) == ()


def test_a_document_as_deep_as_can_be_read_is_compared() -> None:
    ds, inner = Dataset(), Dataset()
    ds.add_new(0x00400275, "SQ", [inner])
    raw = b'{"00400275":{"vr":"SQ","Value":[' * 85 + b"{}" + b"]}}" * 85
    (item,) = read_json(raw).items
    assert compare(ds, item) == ()


words = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x3000, exclude_characters="\\=^\x7f"), max_size=8)
numbers = st.integers(0, 65535)
dates = st.dates().map(lambda date: f"{date:%Y}".zfill(4) + f"{date:%m%d}")


@st.composite
def datasets(draw: Callable[..., Any], depth: int = 2) -> Dataset:
    """Datasets that pydicom can write as JSON without one of its known mistakes."""
    ds = Dataset()
    ds.PatientID = draw(words)
    ds.OtherPatientNames = draw(words)
    ds.StudyDate = draw(dates)
    ds.add_new(0x00091002, "UN", draw(st.binary(max_size=5)))
    ds.add_new(0x00091001, "LO", [f"x{word}" for word in draw(st.lists(words, max_size=3))])
    ds.add_new(0x00280010, "US", draw(numbers))
    ds.add_new(0x00089459, "FL", draw(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), max_size=3)))
    ds.add_new(0x00189073, "FD", draw(st.floats(allow_nan=False, allow_infinity=False)))
    ds.add_new(0x00180050, "DS", str(draw(st.integers(-(10**14), 10**14))))
    if depth:
        ds.ReferencedImageSequence = draw(st.lists(datasets(depth=depth - 1), max_size=2))
    return ds


@given(datasets())
def test_finds_nothing_in_what_pydicom_writes(ds: Dataset) -> None:
    assert kinds(ds.to_json_dict(), ds) == []


attributes = st.dictionaries(
    st.sampled_from(["vr", "Value", "InlineBinary", "BulkDataURI"]),
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.sampled_from(["SQ", "PN", "US", "FL", "AT", "UN", "DS", "OW", "9" * 500, "1e999", "AAE=", "\\", "ä"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["00081155", "Alphabetic"]), inner),
        max_leaves=5,
    ),
)


@given(st.dictionaries(st.sampled_from([*received(), "x", "-0000001", "0008 018", "0009_010"]), attributes))
def test_compares_any_json_without_an_exception(changes: dict[str, Any]) -> None:
    item = received() | changes
    assert all(difference.kind in KINDS for difference in compare(stored(), item))
    assert all(isinstance(value.content, bytes) for value in bulk_values(stored(), item))
