"""Datasets whose elements are at the edges of what PS3.5 permits, carried by small images."""

import struct

from pydicom import Dataset

from dicomweb_conformance.samples.instances import small_image
from dicomweb_conformance.samples.nested import SAMPLES as NESTED
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.samples.sample import Sample

CREATOR = "DICOMWEB CONFORMANCE"
FL_MAX, FL_TINY = (struct.unpack("<f", bytes.fromhex(value))[0] for value in ("FFFF7F7F", "01000000"))
FD_MAX, FD_TINY = (struct.unpack("<d", bytes.fromhex(value))[0] for value in ("FFFFFFFFFFFFEF7F", "0100000000000000"))


def every_vr() -> list[NamedDataset]:
    """A private block with one element of each VR of PS3.5 table 6.2-1, in alphabetic order."""
    ds = small_image("every-vr")
    item = Dataset()
    item.private_block(0x0099, CREATOR, create=True).add_new(0x01, "LO", "inside")
    item.CodeMeaning = "A standard element in a private item"
    values: dict[str, object] = {
        "AE": "ARCHIVE_1", "AS": "012W", "AT": [0x00100010, 0x7FE00010], "CS": ["ONE", "TWO 2"],
        "DA": "20240229", "DS": ["1.5", "-2.25E+3"], "DT": "20240229101530.123456+0200", "FD": [0.1, -1e300],
        "FL": [1.5, -0.25], "IS": ["12", "-7"], "LO": "Long String", "LT": "Long Text\r\nwith a \\ in it",
        "OB": bytes(range(7)) + b"\x00", "OD": struct.pack("<2d", 0.1, -1e300), "OF": struct.pack("<2f", 1.5, -0.25),
        "OL": struct.pack("<2L", 1, 0xFFFFFFFF), "OV": struct.pack("<2Q", 1, 0xFFFFFFFFFFFFFFFF),
        "OW": struct.pack("<3H", 1, 2, 0xFFFF), "PN": "Family^Given^Middle^Prefix^Suffix", "SH": "Short String",
        "SL": [-(2**31), 2**31 - 1], "SQ": [item], "SS": [-(2**15), 2**15 - 1], "ST": "Short Text \\ one value",
        "SV": [-(2**63), 2**63 - 1], "TM": "101530.123456", "UC": ["Unlimited", "Characters"],
        "UI": "1.2.826.0.1.3680043.8.498.1", "UL": [0, 2**32 - 1], "UN": b"\x00\x01unknown\xff",
        "UR": "https://example.org/a?b=c%20d&e=f#g", "US": [0, 2**16 - 1], "UT": "Unlimited Text \\ one value",
        "UV": [0, 2**64 - 1],
    }  # fmt: skip
    block = ds.private_block(0x0099, CREATOR, create=True)
    for offset, (vr, value) in enumerate(values.items(), start=1):
        block.add_new(offset, vr, value)
    return [NamedDataset("image", ds)]


def private_blocks() -> list[NamedDataset]:
    """Two creators in one group, one of them again in another, and a private sequence within a private sequence."""
    ds = small_image("private-blocks")
    first = ds.private_block(0x0009, CREATOR, create=True)
    second = ds.private_block(0x0009, "ANOTHER CREATOR 2.0", create=True)
    third = ds.private_block(0x0011, CREATOR, create=True)
    first.add_new(0x01, "LO", "first")
    second.add_new(0x01, "LO", "second")
    third.add_new(0x01, "LO", "third")
    inner, outer = Dataset(), Dataset()
    inner.private_block(0x0009, CREATOR, create=True).add_new(0x03, "FD", [0.5, 0.25])
    outer_block = outer.private_block(0x0009, CREATOR, create=True)
    outer_block.add_new(0x02, "SQ", [inner, Dataset()])
    first.add_new(0x02, "SQ", [outer])
    second.add_new(0xFF, "UN", b"\x01\x02\x03\x04")
    return [NamedDataset("image", ds)]


def long_values() -> list[NamedDataset]:
    """Values as long as PS3.5 table 6.2-1 permits, and those without limit longer than 64 KiB."""
    ds = small_image("long-values")
    ds.StudyDescription = _characters(64)
    ds.StudyID = _characters(16)
    ds.PatientName = "^".join([_characters(31), _characters(32)])
    ds.ImageComments = _characters(10240)
    ds.AdditionalPatientHistory = "\r\n".join(_characters(80) for _ in range(100))
    block = ds.private_block(0x0099, CREATOR, create=True)
    block.add_new(0x01, "AE", _characters(16))
    block.add_new(0x02, "CS", "ABCDEFGH_1234567")
    block.add_new(0x03, "LO", [_characters(64), _characters(62), _characters(64)])
    block.add_new(0x04, "LT", _characters(10240))
    block.add_new(0x05, "SH", [_characters(16), _characters(15)])
    block.add_new(0x06, "ST", _characters(1024))
    block.add_new(0x07, "UC", [_characters(70_001), "short"])
    block.add_new(0x08, "UI", "1.2.826.0.1.3680043.8.498." + "1234567890" * 3 + "12345678")
    block.add_new(0x09, "UR", "https://example.org/" + "path/" * 500)
    block.add_new(0x0A, "UT", _characters(70_001))
    block.add_new(0x0B, "DS", ["0"] * 4000)
    return [NamedDataset("image", ds)]


def _characters(count: int) -> str:
    """``count`` characters that show where a value was cut, without a space at either end."""
    return "".join(f"{number:07d}." for number in range(8, count + 8, 8))[:count]


def empty_and_multiple() -> list[NamedDataset]:
    """Elements without value, empty values between others, and values with spaces at their ends."""
    ds = small_image("empty-and-multiple")
    ds.AccessionNumber = ""
    ds.PatientBirthDate = ""
    ds.PatientSex = None
    ds.OtherPatientNames = ["Alias^First", "", "Alias^Third"]
    ds.ImageType = ["DERIVED", "SECONDARY", "", "OTHER"]
    ds.PerformedProcedureStepDescription = "  spaces before and behind  "
    ds.ImageComments = "  leading spaces of a text count\r\n  on each line"
    ds.PatientComments = ""
    ds.AcquisitionContextSequence = []
    block = ds.private_block(0x0099, CREATOR, create=True)
    block.add_new(0x01, "LO", ["", "second", ""])
    block.add_new(0x02, "LO", "")
    for offset, vr in enumerate(("AT", "DA", "FD", "OB", "OW", "PN", "SQ", "UI", "UN", "US", "UT"), start=3):
        block.add_new(offset, vr, [] if vr == "SQ" else b"" if vr in {"OB", "OW", "UN"} else None)
    block.add_new(0x20, "SH", ["A", "B", "C", "A"])
    block.add_new(0x21, "DS", ["1.5", "", "3.5"])
    block.add_new(0x22, "IS", ["1", "", "3", ""])
    return [NamedDataset("image", ds)]


def numbers() -> list[NamedDataset]:
    """Numbers at the limits of their VRs. Not a number and infinity are left out: DICOM JSON cannot say them."""
    ds = small_image("number-extremes")
    ds.add_new("SmallestImagePixelValue", "US", 0)
    ds.add_new("LargestImagePixelValue", "US", 65535)
    block = ds.private_block(0x0099, CREATOR, create=True)
    block.add_new(0x01, "DS", ["-1.2345678901E+5", "1234567890123456", "0.1", "+.5", "0.10", " 7 ", "1E-300"])
    block.add_new(0x02, "IS", ["-2147483648", "2147483647", "+1", "007", " 5 ", "0"])
    block.add_new(0x03, "FL", [FL_MAX, -FL_MAX, FL_TINY, -0.0, 0.10000000149011612])
    block.add_new(0x04, "FD", [FD_MAX, -FD_MAX, FD_TINY, -0.0, 0.1, 1 / 3])
    block.add_new(0x05, "SV", [-(2**63), 2**63 - 1, 2**53 + 1, 0])
    block.add_new(0x06, "UV", [2**64 - 1, 2**53 + 1, 0])
    block.add_new(0x07, "SL", [-(2**31), 2**31 - 1])
    block.add_new(0x08, "UL", [2**32 - 1, 0])
    block.add_new(0x09, "SS", [-(2**15), 2**15 - 1])
    block.add_new(0x0A, "US", [2**16 - 1, 0])
    block.add_new(0x0B, "AT", [0x00100010, 0x7FE00010, 0xFFFEE000, 0x00091001])
    return [NamedDataset("image", ds)]


def dates() -> list[NamedDataset]:
    """Dates and times in every precision that PS3.5 6.2 permits, a leap day and a leap second among them."""
    ds = small_image("dates-and-times")
    ds.PatientBirthDate = "19000101"
    ds.StudyDate, ds.StudyTime = "20240229", "235959.999999"
    ds.AcquisitionDateTime = "20240229235959.999999-1200"
    block = ds.private_block(0x0099, CREATOR, create=True)
    block.add_new(0x01, "DA", ["19000101", "20240229", "99991231"])
    block.add_new(0x02, "TM", ["00", "2359", "101530", "101530.1", "235959.999999", "235960", "000000.000000"])
    block.add_new(0x03, "DT", ["2024", "202402", "20240229", "2024022910", "20240229101530.123456+1400", "2024-0500"])
    block.add_new(0x04, "AS", ["000D", "012W", "999M", "120Y"])
    return [NamedDataset("image", ds)]


def names() -> list[NamedDataset]:
    """Person names in one, two and three component groups, with all five components (PS3.5 6.2.1)."""
    ds = small_image("person-names")
    ds.PatientName = "Yamada^Tarou^^Dr.^Jr.=山田^太郎=やまだ^たろう"
    ds.ReferringPhysicianName = "Hong^Gildong==홍^길동"
    ds.PatientBirthName = "=洪^吉洞"
    ds.PatientMotherBirthName = "SingleComponent"
    ds.OperatorsName = ["Adams^John Robert Quincy^^Rev.^B.A. M.Div.", "", "Müller^Jörg=ミュラー", "^Given only"]
    ds.NameOfPhysiciansReadingStudy = ["van der Berg^Anna-María", "O'Neil^D'Arcy"]
    ds.RequestingPhysician = ""
    return [NamedDataset("image", ds)]


SAMPLES = (
    Sample("every-vr", "A private block with one element of each of the 34 VRs", "elements", every_vr),
    Sample("private-blocks", "Two private creators in one group, private sequences", "elements", private_blocks),
    Sample("long-values", "Values of the greatest length, and of more than 64 KiB", "elements", long_values),
    Sample("empty-and-multiple", "Empty elements, empty values between others, outer spaces", "elements",
           empty_and_multiple),
    Sample("number-extremes", "The limits of DS, IS, FL, FD, SV, UV, SL, UL, SS, US and AT", "elements", numbers),
    Sample("dates-and-times", "DA, TM, DT and AS in every precision", "elements", dates),
    Sample("person-names", "Names in three component groups, single groups, prefixes and suffixes", "elements", names),
    *NESTED,
)  # fmt: skip
