"""Text in other character sets is stored as the bytes of the standard's examples, and means the Unicode that we say."""

from pathlib import Path

import pytest
from pydicom import dcmread

from dicomweb_conformance.samples.catalogue import SAMPLES
from dicomweb_conformance.samples.charsets import CHARACTER_SETS
from dicomweb_conformance.samples.sample import write_sample

each_set = pytest.mark.parametrize("name", CHARACTER_SETS)
REQUIRED = {
    ("ISO_IR 100",),
    ("ISO_IR 192",),
    ("", "ISO 2022 IR 87"),
    ("ISO_IR 13",),
    ("ISO 2022 IR 13", "ISO 2022 IR 87"),
    ("", "ISO 2022 IR 149"),
    ("GB18030",),
    ("GBK",),
    ("ISO_IR 144",),
    ("ISO_IR 126",),
}


def test_the_sets_that_matter_are_there() -> None:
    assert {character_set.SpecificCharacterSet for character_set in CHARACTER_SETS.values()} >= REQUIRED


@each_set
def test_the_name_and_the_text_decode_to_what_they_mean(name: str, tmp_path: Path) -> None:
    character_set = CHARACTER_SETS[name]
    (instance,) = write_sample(SAMPLES[name], lambda uid: uid, tmp_path, "P", "A").instances
    ds = dcmread(instance.path)
    assert str(ds.PatientName) == character_set.PatientName
    assert ds.ImageComments == character_set.ImageComments
    assert ds["SpecificCharacterSet"].value == (
        list(character_set.SpecificCharacterSet)
        if len(character_set.SpecificCharacterSet) > 1
        else character_set.SpecificCharacterSet[0]
    )


@each_set
def test_the_bytes_lie_in_the_file_as_they_are_given(name: str, tmp_path: Path) -> None:
    character_set = CHARACTER_SETS[name]
    (instance,) = write_sample(SAMPLES[name], lambda uid: uid, tmp_path, "P", "A").instances
    data = instance.path.read_bytes()
    assert character_set.name in data
    assert character_set.text in data


def test_the_name_is_not_the_same_bytes_in_utf8_except_for_utf8_itself() -> None:
    same = {n for n, s in CHARACTER_SETS.items() if s.name == s.PatientName.encode()}
    assert same == {"charset-utf8", "charset-combining"}


def test_a_byte_of_a_backslash_occurs_within_a_character() -> None:
    assert CHARACTER_SETS["charset-gbk"].text.endswith(b"\\")
    assert "\\" not in CHARACTER_SETS["charset-gbk"].ImageComments
