"""The form of retrieved files: each check passes what is right, and finds what is wrong next to it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydicom import Dataset

from dicomweb_conformance.checks import retrieve_files as check
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from tests.checks.retrieved import alone, edited, files, in_parts, sample, shapes

REFUSAL = alone(b"no", "text/plain", 406)
META_LENGTH = slice(140, 144)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return shapes(tmp_path)


def test_the_length_of_the_file_meta_information_is_its_own(study: Study) -> None:
    check.state_their_meta_length(in_parts(files(study)))
    content = files(study)[0]
    shorter = int.from_bytes(content[META_LENGTH], "little") - 2
    wrong = content[:140] + shorter.to_bytes(4, "little") + content[144:]
    with pytest.raises(Nonconformity, match="length"):
        check.state_their_meta_length(in_parts([wrong]))


def test_uids_of_the_file_meta_information_end_with_nul(study: Study) -> None:
    check.pad_their_meta_uids(in_parts(files(study)))
    padded = next(content for content in files(study) if b"1.2.840.10008.1.2.1\0" in content)
    with pytest.raises(Nonconformity, match="padded with NUL"):
        check.pad_their_meta_uids(in_parts([padded.replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.1 ", 1)]))


def test_pixel_data_that_comes_uncompressed_is_even(tmp_path: Path) -> None:
    image = sample("planar-rgb", tmp_path)
    check.have_even_pixel_data(in_parts(files(image)))
    with pytest.raises(Nonconformity, match="105 bytes"):
        check.have_even_pixel_data(in_parts([files(image)[0][:-1].replace(_length(106), _length(105))]))


def _length(size: int) -> bytes:
    return b"\xe0\x7f\x10\x00OB\x00\x00" + size.to_bytes(4, "little")


def test_a_table_of_offsets_goes_with_compression(tmp_path: Path, study: Study) -> None:
    def with_table(ds: Dataset) -> None:
        ds.add_new("ExtendedOffsetTable", "OV", bytes(8))

    check.have_no_offsets(in_parts(files(study)))
    with pytest.raises(Nonconformity, match="ExtendedOffsetTable"):
        check.have_no_offsets(in_parts([edited(study.instances[0], with_table)]))
    with pytest.raises(NotOffered, match="compressed"):
        check.have_no_offsets(in_parts(files(sample("jpeg2000-extended-offsets", tmp_path / "compressed"))))


def test_loss_is_said(tmp_path: Path) -> None:
    image = sample("jpeg-baseline", tmp_path)

    def forgetting(ds: Dataset) -> None:
        ds.LossyImageCompression = "00"

    check.say_that_they_lost(in_parts(files(image)))
    with pytest.raises(Nonconformity, match="LossyImageCompression 01"):
        check.say_that_they_lost(in_parts([edited(image.instances[0], forgetting)]))


@pytest.mark.parametrize("judge", [check.have_even_pixel_data, check.have_no_offsets, check.say_that_they_lost])
def test_a_refusal_is_the_matter_of_other_checks(judge: Callable[[Response], None]) -> None:
    with pytest.raises(NotOffered, match="406"):
        judge(REFUSAL)
