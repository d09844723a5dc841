"""DICOM files of a server: read, or refused by the one error."""

import struct
import zlib
from pathlib import Path

import pytest

from dicomweb_conformance import part10
from dicomweb_conformance.body import Body
from dicomweb_conformance.part10 import UnreadableFile, read_file, read_values
from dicomweb_conformance.samples.tutorial import tutorial_study
from tests.hostile.misbehaviours.dicom import element, parted, with_syntax

DEFLATED = "1.2.840.10008.1.2.1.99"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return Path(tutorial_study(tmp_path_factory.mktemp("study")).instances[0].path).read_bytes()


def deflated(file: bytes, dataset: bytes) -> bytes:
    compressor = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return with_syntax(file, DEFLATED) + compressor.compress(dataset) + compressor.flush()


def test_reads_files_deflated_ones_too(file: bytes) -> None:
    plain, _ = read_file(Body.of(file))
    inflated, _ = read_file(Body.of(deflated(file, parted(file)[1])))

    assert plain.SOPInstanceUID
    assert inflated == plain
    assert read_values(Body.of(file), ["SOPInstanceUID"]).SOPInstanceUID == plain.SOPInstanceUID


@pytest.mark.parametrize("most", [10**9, 100])
def test_reads_files_on_disk_whatever_their_size(file: bytes, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part10, "LARGEST_DOCUMENT", most)
    body = Body.collect([file], memory_limit=0)

    expected, _ = read_file(Body.of(file))
    found, complaints = read_file(body)
    assert (found, complaints) == (expected, ())
    assert read_values(body, ["SOPInstanceUID"]).SOPInstanceUID == expected.SOPInstanceUID


def test_a_deflated_dataset_is_inflated_to_its_bound_only(file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part10, "LARGEST_INFLATED", 10_000_000)
    body = Body.of(deflated(file, element(0x7FE0, 0x0010, "OB", bytes(10_000_000))))

    with pytest.raises(UnreadableFile, match="inflates to more than"):
        read_file(body)
    with pytest.raises(UnreadableFile, match="inflates to more than"):
        read_values(body, ["SOPInstanceUID"])


def test_sequences_without_bottom_are_refused(file: bytes) -> None:
    level = element(0x0008, 0x1140, "SQ", b"", 0xFFFFFFFF) + struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
    body = Body.of(parted(file)[0] + level * 10_000)

    with pytest.raises(UnreadableFile, match="nested too deeply"):
        read_file(body)
    with pytest.raises(UnreadableFile, match="nested too deeply"):
        read_values(body, ["SOPInstanceUID"])


@pytest.mark.parametrize("data", [b"", b"DICM", b"<html>" * 100])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_values(Body.of(data), ["SOPInstanceUID"])
    with pytest.raises(UnreadableFile):
        read_file(Body.of(data))
