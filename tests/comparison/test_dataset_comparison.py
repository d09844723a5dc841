"""A retrieved dataset against the stored one, through dataset_comparison.compare."""

from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom import Dataset, dcmread, dcmwrite
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate, itemize_fragment
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, RLELossless

from dicomweb_conformance.comparison.differences import KINDS
from dicomweb_conformance.dataset_comparison import compare


def stored() -> Dataset:
    """A dataset with one attribute of nearly every value representation."""
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 100"
    ds.ImageType = ["DERIVED", "", "OTHER"]
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    ds.SOPInstanceUID = "1.2.3"
    ds.StudyDate = "20200922"
    ds.StudyTime = "120000"
    ds.AccessionNumber = ""
    ds.PatientName = "Buc^Jérôme"
    ds.PatientID = "ID1"
    ds.PatientAge = "042Y"
    ds.PatientComments = "two\\lines\r\n"
    ds.SliceThickness = "1.50"
    ds.ImagePositionPatient = ["1", "-2.5", "3e2"]
    ds.InstanceNumber = "7"
    ds.FrameIncrementPointer = 0x00181063
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.Rows, ds.Columns = 1, 3
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 0
    ds.SmallestImagePixelValue = 40000
    ds.add_new(0x00189073, "FD", 0.1)
    ds.add_new(0x00089459, "FL", 0.1)
    ds.add_new(0x00280009, "AT", 0x00181063)
    ds.add_new(0x00189219, "SS", -1)
    ds.add_new(0x0040A13A, "DT", "20200922120000.5+0100")
    ds.add_new(0x00081190, "UR", "http://a/b")
    item = Dataset()
    item.ReferencedSOPInstanceUID = "1.2.4"
    ds.ReferencedImageSequence = [item, Dataset()]
    ds.ProcedureCodeSequence = []
    block = ds.private_block(0x0009, "ACME", create=True)
    block.add_new(0x01, "LO", "private Ärger")
    block.add_new(0x02, "US", [1, 2])
    block.add_new(0x03, "UN", b"\0\1")
    ds.PixelData = b"\1\2\3\4\5\6"
    ds["PixelData"].VR = "OW"
    return ds


def written(ds: Dataset, transfer_syntax: str = ExplicitVRLittleEndian) -> Dataset:
    ds = deepcopy(ds)
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = UID(transfer_syntax)
    file = BytesIO()
    dcmwrite(file, ds, enforce_file_format=True, overwrite=True)
    return dcmread(BytesIO(file.getvalue()))


def changed(change: Callable[[Dataset], object]) -> Dataset:
    ds = deepcopy(stored())
    change(ds)
    return ds


def kinds(one: Dataset, other: Dataset) -> list[tuple[str, str]]:
    return [(difference.kind, difference.path) for difference in compare(one, other)]


def test_finds_nothing_in_the_same_dataset() -> None:
    assert compare(stored(), stored()) == ()


@pytest.mark.parametrize("transfer_syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian])
def test_finds_nothing_in_another_native_transfer_syntax(transfer_syntax: str) -> None:
    ds = stored()
    if transfer_syntax == ExplicitVRBigEndian:
        ds.PixelData = b"\2\1\4\3\6\5"
    assert compare(stored(), written(ds, transfer_syntax)) == ()
    assert compare(written(ds, transfer_syntax), stored()) == ()


def test_finds_nothing_in_another_character_set() -> None:
    transcoded = changed(lambda ds: setattr(ds, "SpecificCharacterSet", "ISO_IR 192"))
    assert compare(written(stored()), written(transcoded)) == ()


FAIR: dict[str, Callable[[Dataset], object]] = {
    "added attribute": lambda ds: setattr(ds, "InstitutionName", "here"),
    "added private block": lambda ds: ds.private_block(0x0011, "SERVER", create=True).add_new(1, "LO", "x"),
    "group length": lambda ds: ds.add_new(0x00080000, "UL", 4),
    "padding": lambda ds: setattr(ds, "PatientID", "ID1 "),
    "leading padding": lambda ds: setattr(ds, "PatientID", " ID1"),
    "form of a decimal string": lambda ds: setattr(ds, "SliceThickness", "1.5"),
    "exponent of a decimal string": lambda ds: setattr(ds, "ImagePositionPatient", ["1.0", "-25e-1", "300"]),
    "form of an integer string": lambda ds: setattr(ds, "InstanceNumber", "+07"),
    "trailing components of a name": lambda ds: setattr(ds, "PatientName", "Buc^Jérôme^^"),
    "trailing groups of a name": lambda ds: setattr(ds, "PatientName", "Buc^Jérôme=="),
    "precision of FL": lambda ds: ds.add_new(0x00089459, "FL", 0.1000000015),
    "trailing padding": lambda ds: ds.add_new(0xFFFCFFFC, "OB", b"\0\0"),
    "pad byte": lambda ds: setattr(ds, "PixelData", b"\1\2\3\4\5\6\0"),
    "known text as UN": lambda ds: ds.add_new(0x00091001, "UN", "private Ärger ".encode("latin-1")),
    "known numbers as UN": lambda ds: ds.add_new(0x00091002, "UN", b"\1\0\2\0"),
    "unknown as OB": lambda ds: ds.add_new(0x00091003, "OB", b"\0\1"),
    "pixel data as OB": lambda ds: ds.add_new(0x7FE00010, "OB", b"\1\2\3\4\5\6"),
}


@pytest.mark.parametrize("name", FAIR)
def test_leaves_the_target_its_freedom(name: str) -> None:
    assert kinds(stored(), changed(FAIR[name])) == []


UNFAIR: list[tuple[str, str, Callable[[Dataset], object]]] = [
    ("missing", "00100020", lambda ds: delattr(ds, "PatientID")),
    ("missing", "00091001", lambda ds: ds.__delitem__(0x00091001)),
    ("missing", "00081140", lambda ds: delattr(ds, "ReferencedImageSequence")),
    ("missing", "00081140[0].00081155", lambda ds: ds.ReferencedImageSequence[0].clear()),
    ("empty-missing", "00080050", lambda ds: delattr(ds, "AccessionNumber")),
    ("empty-missing", "00081032", lambda ds: delattr(ds, "ProcedureCodeSequence")),
    ("bulk-missing", "7FE00010", lambda ds: delattr(ds, "PixelData")),
    ("emptied", "00100020", lambda ds: setattr(ds, "PatientID", "")),
    ("emptied", "7FE00010", lambda ds: setattr(ds, "PixelData", b"")),
    ("empty-filled", "00080050", lambda ds: setattr(ds, "AccessionNumber", "1")),
    ("empty-filled", "00081032", lambda ds: setattr(ds, "ProcedureCodeSequence", [Dataset()])),
    ("vr", "00091001", lambda ds: ds.add_new(0x00091001, "SH", "private Ärger")),
    ("vr", "00091002", lambda ds: ds.add_new(0x00091002, "SQ", [Dataset()])),
    ("count", "00080008", lambda ds: setattr(ds, "ImageType", ["DERIVED", "OTHER"])),
    ("count", "00091002", lambda ds: ds.add_new(0x00091002, "US", [1])),
    ("items", "00081140", lambda ds: ds.ReferencedImageSequence.pop()),
    ("value", "00080008[1]", lambda ds: setattr(ds, "ImageType", ["DERIVED", "SECONDARY", "OTHER"])),
    ("value", "00100010", lambda ds: setattr(ds, "PatientName", "Buc^Jerome")),
    ("value", "00100010", lambda ds: setattr(ds, "PatientName", "buc^jérôme")),
    ("value", "00100020", lambda ds: setattr(ds, "PatientID", "id1")),
    ("value", "00080020", lambda ds: setattr(ds, "StudyDate", "20200921")),
    ("value", "00080030", lambda ds: setattr(ds, "StudyTime", "120000.000000")),
    ("value", "00104000", lambda ds: setattr(ds, "PatientComments", "two\\lines")),
    ("value", "00180050", lambda ds: setattr(ds, "SliceThickness", "1.49")),
    ("value", "00200013", lambda ds: setattr(ds, "InstanceNumber", "8")),
    ("value", "00200032[2]", lambda ds: setattr(ds, "ImagePositionPatient", ["1", "-2.5", "3e3"])),
    ("value", "00280106", lambda ds: setattr(ds, "SmallestImagePixelValue", 40001)),
    ("value", "00089459", lambda ds: ds.add_new(0x00089459, "FL", 0.1001)),
    ("value", "00189073", lambda ds: ds.add_new(0x00189073, "FD", 0.10000000149011612)),
    ("value", "00280009", lambda ds: setattr(ds, "FrameIncrementPointer", 0x00181065)),
    ("value", "00091001", lambda ds: ds.add_new(0x00091001, "UN", b"private")),
    ("value", "00091003", lambda ds: ds.add_new(0x00091003, "UN", b"\0\2")),
    ("unreadable", "00091002", lambda ds: ds.add_new(0x00091002, "UN", b"\1\0\2")),
    (
        "value",
        "00081140[0].00081155",
        lambda ds: setattr(ds.ReferencedImageSequence[0], "ReferencedSOPInstanceUID", "1"),
    ),
    ("value", "7FE00010", lambda ds: setattr(ds, "PixelData", b"\1\2\3\4\5\7")),
    ("value", "7FE00010", lambda ds: setattr(ds, "PixelData", b"\2\1\4\3\6\5")),
    ("value", "7FE00010", lambda ds: setattr(ds, "PixelData", b"\1\2\3\4\5\6\7")),
]


@pytest.mark.parametrize(("kind", "path", "change"), UNFAIR)
def test_finds_each_kind_of_difference(kind: str, path: str, change: Callable[[Dataset], object]) -> None:
    assert kinds(stored(), changed(change)) == [(kind, path)]


def test_each_kind_of_difference_is_seen() -> None:
    assert {kind for kind, _, _ in UNFAIR} == KINDS.keys()


def test_finds_swapped_items() -> None:
    swapped = changed(lambda ds: ds.ReferencedImageSequence.reverse())
    assert kinds(stored(), swapped) == [("missing", "00081140[0].00081155")]


def test_says_what_was_expected_and_received() -> None:
    (difference,) = compare(stored(), changed(lambda ds: setattr(ds, "PatientID", "ID2")))
    assert (difference.keyword, difference.expected, difference.received) == ("PatientID", "'ID1'", "'ID2'")


def test_shows_a_float_as_it_was_written() -> None:
    (difference,) = compare(stored(), changed(lambda ds: ds.add_new(0x00189073, "FD", 0.2)))
    assert (difference.expected, difference.received) == ("0.1", "0.2")


def test_a_private_block_may_move() -> None:
    def move(ds: Dataset) -> None:
        for element in (0x0010, 0x1001, 0x1002, 0x1003):
            old = ds[0x0009, element]
            moved = element + 1 if element == 0x0010 else element + 0x100
            ds.add_new((0x0009, moved), old.VR, old.value)
            del ds[0x0009, element]

    assert kinds(stored(), changed(move)) == []
    assert kinds(stored(), changed(lambda ds: ds.add_new(0x00090010, "LO", "OTHER"))) == [
        ("missing", "00090010"),
        ("missing", "00091001"),
        ("missing", "00091002"),
        ("bulk-missing", "00091003"),
    ]


def encapsulated(pixel_data: bytes) -> Dataset:
    ds = stored()
    ds.NumberOfFrames = 2
    ds.PixelData = pixel_data
    ds["PixelData"].VR = "OB"
    ds["PixelData"].is_undefined_length = True
    return written(ds, RLELossless)


def test_compares_encapsulated_pixel_data_by_frame() -> None:
    without_table = b"\xfe\xff\x00\xe0\0\0\0\0" + itemize_fragment(b"ab") + itemize_fragment(b"cd")
    assert kinds(encapsulated(encapsulate([b"ab", b"cd"])), encapsulated(without_table)) == []
    other = encapsulated(encapsulate([b"ab", b"ce"]))
    assert kinds(encapsulated(encapsulate([b"ab", b"cd"])), other) == [("value", "7FE00010")]


def test_floats_that_are_not_finite_are_values_too() -> None:
    def with_floats(*values: float) -> Dataset:
        ds = Dataset()
        ds.add_new(0x00089459, "FL", list(values))
        return ds

    nan, infinity = float("nan"), float("inf")
    assert kinds(with_floats(nan, infinity), with_floats(nan, infinity)) == []
    assert kinds(with_floats(nan, infinity), with_floats(0, -infinity)) == [
        ("value", "00089459[0]"),
        ("value", "00089459[1]"),
    ]


@pytest.mark.parametrize(
    ("character_set", "name"),
    [
        ("ISO_IR 192", "王^小東"),
        ("ISO_IR 144", "Люкceмбypг"),
        ("ISO_IR 126", "Διονυσιος"),
        (["", "ISO 2022 IR 87"], "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        (["", "ISO 2022 IR 149"], "Hong^Gildong=洪^吉洞=홍^길동"),
        ("GB18030", "Wang^XiaoDong=王^小东="),
    ],
)
def test_compares_texts_in_every_character_set(character_set: Any, name: str) -> None:
    def named(character_set: Any) -> Dataset:
        ds = Dataset()
        ds.SOPClassUID, ds.SOPInstanceUID = "1.2", "1.3"
        ds.SpecificCharacterSet = character_set
        ds.PatientName = name
        return written(ds)

    assert kinds(named(character_set), named("ISO_IR 192")) == []


@given(st.data())
def test_reads_any_retrieved_dataset_without_an_exception(data: st.DataObject) -> None:
    file = BytesIO()
    dcmwrite(file, written(stored()), enforce_file_format=True)
    raw = bytearray(file.getvalue())
    start = raw.index(b"\x08\x00\x08\x00CS")
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(start + 8, len(raw) - 1))] = data.draw(
            st.sampled_from([0, 1, 0x5C, 0x41, 0xFE, 0xFF])
        )
    try:
        retrieved = dcmread(BytesIO(bytes(raw)))
    except Exception:  # noqa: BLE001 - that pydicom cannot read a file is not what is tested
        return
    assert all(difference.kind in KINDS for difference in compare(stored(), retrieved))
