"""The samples of elements reach the limits that they are named for."""

from pathlib import Path

import pytest
from pydicom import Dataset
from pydicom.valuerep import VR

from dicomweb_conformance.samples.catalogue import SAMPLES
from dicomweb_conformance.samples.sample import write_sample

CREATOR = "DICOMWEB CONFORMANCE"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(name: str, folder: Path) -> Dataset:
    (instance,) = write_sample(SAMPLES[name], lambda uid: uid, folder, "P", "A").instances
    return instance.ds


def private(ds: Dataset, offset: int, group: int = 0x0099) -> object:
    return ds.private_block(group, CREATOR)[offset].value


def test_every_vr_has_one_private_element(folder: Path) -> None:
    ds = read("every-vr", folder)
    vrs = [element.VR for element in ds if element.tag.group == 0x0099 and not element.tag.is_private_creator]
    # The combined ones are of the data dictionary: no element in a file has them.
    assert sorted(vrs) == sorted(vr.value for vr in VR if " " not in vr.value)
    assert len(vrs) == 34
    assert all(not element.is_empty for element in ds if element.tag.group == 0x0099)


def test_private_blocks_share_a_group(folder: Path) -> None:
    ds = read("private-blocks", folder)
    assert ds.private_creators(0x0009) == [CREATOR, "ANOTHER CREATOR 2.0"]
    assert private(ds, 0x01, 0x0009) == "first"
    assert ds.private_block(0x0009, "ANOTHER CREATOR 2.0")[0x01].value == "second"
    assert private(ds, 0x01, 0x0011) == "third"
    outer = ds.private_block(0x0009, CREATOR)[0x02].value[0]
    inner = outer.private_block(0x0009, CREATOR)[0x02].value
    assert inner[0].private_block(0x0009, CREATOR)[0x03].value == [0.5, 0.25]
    assert len(inner[1]) == 0


def test_long_values_are_of_the_greatest_length(folder: Path) -> None:
    ds = read("long-values", folder)
    assert (len(ds.StudyDescription), len(ds.StudyID), len(str(ds.PatientName))) == (64, 16, 64)
    assert len(ds.ImageComments) == 10240
    lengths = {1: 16, 2: 16, 4: 10240, 6: 1024, 8: 64, 0x0A: 70_001}
    assert {offset: len(str(private(ds, offset))) for offset in lengths} == lengths
    assert [len(value) for value in ds.private_block(0x0099, CREATOR)[0x03].value] == [64, 62, 64]
    assert [len(value) for value in ds.private_block(0x0099, CREATOR)[0x05].value] == [16, 15]
    assert len(ds.private_block(0x0099, CREATOR)[0x0B].value) == 4000


def test_empty_elements_have_no_value_and_empty_values_keep_their_place(folder: Path) -> None:
    ds = read("empty-and-multiple", folder)
    assert all(ds[keyword].is_empty for keyword in ("PatientBirthDate", "PatientSex", "PatientComments"))
    assert [str(name) for name in ds.OtherPatientNames] == ["Alias^First", "", "Alias^Third"]
    assert list(ds.ImageType) == ["DERIVED", "SECONDARY", "", "OTHER"]
    assert "AcquisitionContextSequence" in ds
    assert len(ds.AcquisitionContextSequence) == 0
    assert list(ds.private_block(0x0099, CREATOR)[0x01].value) == ["", "second", ""]
    assert [str(v) for v in ds.private_block(0x0099, CREATOR)[0x21].value] == ["1.5", "", "3.5"]
    assert ds.ImageComments.startswith("  leading")


def test_outer_spaces_lie_in_the_file(folder: Path) -> None:
    (instance,) = write_sample(SAMPLES["empty-and-multiple"], lambda uid: uid, folder, "P", "A").instances
    assert b"  spaces before and behind  " in instance.path.read_bytes()


def test_numbers_reach_the_limits(folder: Path) -> None:
    ds = read("number-extremes", folder)
    text = [element.original_string for element in ds.private_block(0x0099, CREATOR)[0x01].value]
    assert {len(value) for value in text} >= {16}
    assert private(ds, 0x05) == [-(2**63), 2**63 - 1, 2**53 + 1, 0]
    assert private(ds, 0x06) == [2**64 - 1, 2**53 + 1, 0]
    assert ds.private_block(0x0099, CREATOR)[0x03].value[0] == 3.4028234663852886e38
    assert ds.private_block(0x0099, CREATOR)[0x04].value[:3] == [
        1.7976931348623157e308,
        -1.7976931348623157e308,
        5e-324,
    ]
    assert [int(value) for value in ds.private_block(0x0099, CREATOR)[0x02].value][:2] == [-(2**31), 2**31 - 1]


def test_names_have_up_to_three_component_groups(folder: Path) -> None:
    ds = read("person-names", folder)
    assert ds.PatientName.alphabetic == "Yamada^Tarou^^Dr.^Jr."
    assert ds.PatientName.ideographic == "山田^太郎"
    assert ds.PatientName.phonetic == "やまだ^たろう"
    assert (ds.ReferringPhysicianName.ideographic, ds.ReferringPhysicianName.phonetic) == ("", "홍^길동")
    assert (ds.PatientBirthName.alphabetic, ds.PatientBirthName.ideographic) == ("", "洪^吉洞")
    assert len(ds.OperatorsName) == 4


def depth(ds: Dataset) -> int:
    sequences = [element.value for element in ds if element.VR == "SQ"]
    return max((1 + depth(item) for sequence in sequences for item in sequence), default=0)


def test_sequences_are_nested_and_have_empty_items(folder: Path) -> None:
    ds = read("nested-sequences", folder)
    assert depth(ds) >= 4
    assert "AcquisitionContextSequence" in ds
    assert [len(item) for item in ds.RequestAttributesSequence][1] == 0
    assert [item.CodeValue for item in ds.PerformedProtocolCodeSequence] == ["3", "1", "2", "1"]
    assert ds["RequestAttributesSequence"].is_undefined_length
    assert not ds["PerformedProtocolCodeSequence"].is_undefined_length


def test_bulk_values_lie_at_every_depth(folder: Path) -> None:
    ds = read("bulk-values", folder)
    assert len(ds.ModalityLUTSequence[0].LUTData) == 4096
    assert len(ds.IconImageSequence[0].PixelData) == 4096
    assert ds.IconImageSequence[0].PixelData != ds.PixelData
    assert len(ds[0x60003000].value) == 4096
    item = ds.private_block(0x0099, CREATOR)[0x05].value[1]
    assert len(item.private_block(0x0099, CREATOR)[0x01].value) == 8000
