"""The generated sample study is the tutorial's in all but the drawing."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset, dcmread
from pydicom.dataelem import RawDataElement

from dicomweb_conformance.samples.tutorial import UnusableSamples, original_study, small_study, tutorial_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Study

ORIGINALS = Path(__file__).parents[3] / "shared" / "samples"
NAMES = ["green-square", "red-triangle", "blue-circle"]
COLOURS = {"green-square": (34, 177, 76), "red-triangle": (237, 28, 36), "blue-circle": (63, 72, 204)}
# Group length, implementation class and version: they say who wrote the file.
WRITER = {0x00020000, 0x00020012, 0x00020013}
PIXEL_DATA = 0x7FE00010
SPECIFIC_CHARACTER_SET = 0x00080005
needs_originals = pytest.mark.skipif(not ORIGINALS.is_dir(), reason=f"the original samples are not in {ORIGINALS}")


def encoded(ds: Dataset) -> Iterator[tuple[int, str, bytes | str]]:
    """Tag, VR and value field of each element as they lie in the file; SpecificCharacterSet as pydicom decodes it."""
    for tag in sorted(ds.keys()):
        element = ds.get_item(tag)
        assert isinstance(element, RawDataElement) or tag == SPECIFIC_CHARACTER_SET
        assert element is not None
        yield int(tag), str(element.VR), element.value or b""


@needs_originals
@pytest.mark.parametrize("name", NAMES)
def test_every_element_but_the_drawing_is_that_of_the_original(name: str, tmp_path: Path) -> None:
    original = list(encoded(dcmread(ORIGINALS / f"{name}.dcm")))
    generated = list(encoded(dcmread(tutorial_study(tmp_path).instance(name).path)))
    assert [e for e in generated if e[0] != PIXEL_DATA] == [e for e in original if e[0] != PIXEL_DATA]
    assert [(tag, vr, len(value)) for tag, vr, value in generated[-1:]] == [(PIXEL_DATA, "OB", 979 * 985 * 3 + 1)]
    assert [(tag, vr, len(value)) for tag, vr, value in original[-1:]] == [(PIXEL_DATA, "OB", 979 * 985 * 3 + 1)]


@needs_originals
@pytest.mark.parametrize("name", NAMES)
def test_the_file_meta_information_is_that_of_the_original_but_for_its_writer(name: str, tmp_path: Path) -> None:
    original = dcmread(ORIGINALS / f"{name}.dcm")
    generated = dcmread(tutorial_study(tmp_path).instance(name).path)
    assert generated.preamble == original.preamble
    assert set(generated.file_meta.keys()) == set(original.file_meta.keys())
    for tag in set(original.file_meta.keys()) - WRITER:
        assert generated.file_meta[tag] == original.file_meta[tag]


def test_the_generated_files_never_change(tmp_path: Path) -> None:
    study = tutorial_study(tmp_path)
    assert {i.name: hashlib.sha256(i.path.read_bytes()).hexdigest() for i in study.instances} == {
        "green-square": "8d73b0cce05e514b80d99c7731fa6bee0f8b599bc8e60b1f842d225eff31f4c2",
        "red-triangle": "91a6918f8bc32d2d281a71fbb26972f5c634e4279ffaa602ae562b9ee18d029b",
        "blue-circle": "31680c6e41ad568eec65a9f3ace5ab64fbed2aa15b7d2388ca57fb829c38066f",
    }


def test_each_shape_has_its_colour_in_the_middle_and_grey_in_the_corners(tmp_path: Path) -> None:
    for study, rows, columns in ((tutorial_study(tmp_path / "full"), 979, 985), (small(tmp_path / "small"), 11, 13)):
        for instance in study.instances:
            image = np.frombuffer(instance.frame(1), dtype=np.uint8).reshape(rows, columns, 3)
            assert tuple(image[rows // 2, columns // 2]) == COLOURS[instance.name]
            assert {tuple(image[row, column]) for row in (0, -1) for column in (0, -1)} == {(195, 195, 195)}


def test_the_three_drawings_differ_in_shape_also_when_small(tmp_path: Path) -> None:
    shapes = set()
    for instance in small(tmp_path).instances:
        image = np.frombuffer(instance.frame(1), dtype=np.uint8).reshape(11, 13, 3)
        shapes.add((image != 195).any(axis=2).tobytes())
    assert len(shapes) == 3


def test_a_small_study_differs_from_the_full_one_in_identity_and_matrix_only(tmp_path: Path) -> None:
    full, copy = tutorial_study(tmp_path / "full"), small(tmp_path / "small")
    changed = {"StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "PatientID", "AccessionNumber"}
    for instance in full.instances:
        ds, small_ds = instance.ds, copy.instance(instance.name).ds
        different = {element.keyword for element in ds if small_ds[element.tag] != element}
        assert different == {*changed, "Rows", "Columns", "PixelData"}
        assert set(small_ds.keys()) == set(ds.keys())
    assert (small_ds.PatientID, small_ds.AccessionNumber) == ("P", "A")


@needs_originals
def test_the_original_files_are_taken_as_they_are(tmp_path: Path) -> None:
    originals, generated = original_study(ORIGINALS), tutorial_study(tmp_path)
    assert [i.path for i in originals.instances] == [ORIGINALS / f"{name}.dcm" for name in NAMES]
    assert [i.reference for i in originals.instances] == [i.reference for i in generated.instances]
    assert [i.transfer_syntax for i in originals.instances] == [i.transfer_syntax for i in generated.instances]


def test_generated_files_serve_as_originals(tmp_path: Path) -> None:
    generated = tutorial_study(tmp_path)
    assert original_study(tmp_path) == generated


def test_a_folder_without_the_files_is_refused_by_their_names(tmp_path: Path) -> None:
    with pytest.raises(UnusableSamples, match=r"holds no green-square\.dcm, red-triangle\.dcm, blue-circle\.dcm"):
        original_study(tmp_path)
    tutorial_study(tmp_path)
    (tmp_path / "blue-circle.dcm").unlink()
    with pytest.raises(UnusableSamples, match=r"holds no blue-circle\.dcm\. Name the folder"):
        original_study(tmp_path)


def test_a_file_that_is_no_dicom_is_refused(tmp_path: Path) -> None:
    tutorial_study(tmp_path)
    (tmp_path / "red-triangle.dcm").write_bytes(b"not DICOM")
    with pytest.raises(UnusableSamples, match=r"red-triangle\.dcm cannot be read as a DICOM image"):
        original_study(tmp_path)


@pytest.mark.filterwarnings("default:.*")
def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    path = tutorial_study(tmp_path).instance("red-triangle").path
    path.write_bytes(path.read_bytes()[:-5000])
    with pytest.raises(UnusableSamples, match=r"red-triangle\.dcm"):
        original_study(tmp_path)


def test_files_under_each_others_names_are_refused(tmp_path: Path) -> None:
    tutorial_study(tmp_path)
    shutil.copy(tmp_path / "red-triangle.dcm", tmp_path / "green-square.dcm")
    with pytest.raises(UnusableSamples, match=r"green-square\.dcm is studies/1\.2.* is needed"):
        original_study(tmp_path)


def test_an_image_of_another_size_is_refused(tmp_path: Path) -> None:
    small_study(tmp_path, lambda uid: uid, "ID1", "")
    with pytest.raises(UnusableSamples, match="979 rows and 985 columns"):
        original_study(tmp_path)


def small(folder: Path) -> Study:
    return small_study(folder, lambda uid: derived_uid("a run", uid), "P", "A")
