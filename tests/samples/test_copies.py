"""A copied study is the same study under other UIDs."""

from pathlib import Path

from pydicom import Dataset, dcmread
from pydicom.uid import SecondaryCaptureImageStorage

from dicomweb_conformance.samples.copies import copy_study, remapped
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid


def fresh(uid: str) -> str:
    return derived_uid("a run", uid)


def test_a_copy_has_the_structure_of_the_study_under_other_uids(tmp_path: Path) -> None:
    study = small_study(tmp_path / "first", lambda uid: uid, "ID1", "")
    copy = copy_study(study, fresh, tmp_path / "second", "P-1", "A-1")
    assert [i.name for i in copy.instances] == [i.name for i in study.instances]
    assert len(copy.series) == 2
    for ours, theirs in zip(copy.instances, study.instances, strict=True):
        assert ours.reference.SOPInstanceUID == fresh(str(theirs.reference.SOPInstanceUID))
        assert ours.reference.SeriesInstanceUID == fresh(str(theirs.reference.SeriesInstanceUID))
        assert ours.reference.StudyInstanceUID == fresh(theirs.reference.StudyInstanceUID)
        read = dcmread(ours.path)
        assert read.file_meta.MediaStorageSOPInstanceUID == read.SOPInstanceUID == ours.reference.SOPInstanceUID
        assert (read.PatientID, read.AccessionNumber) == ("P-1", "A-1")
        assert read.PixelData == theirs.ds.PixelData


def test_the_copied_study_is_left_as_it_was(tmp_path: Path) -> None:
    study = small_study(tmp_path / "first", lambda uid: uid, "ID1", "")
    before = [(i.path.read_bytes(), i.ds.PatientID, i.ds.SOPInstanceUID) for i in study.instances]
    copy_study(study, fresh, tmp_path / "second", "P-1", "A-1")
    assert [(i.path.read_bytes(), i.ds.PatientID, i.ds.SOPInstanceUID) for i in study.instances] == before


def test_the_same_uids_give_the_same_bytes(tmp_path: Path) -> None:
    first = small_study(tmp_path / "first", fresh, "P-1", "A-1")
    second = small_study(tmp_path / "second", fresh, "P-1", "A-1")
    assert [i.path.read_bytes() for i in first.instances] == [i.path.read_bytes() for i in second.instances]


def test_uids_in_sequences_are_remapped_and_registered_ones_are_not() -> None:
    ds, outer, inner = Dataset(), Dataset(), Dataset()
    inner.ReferencedSOPClassUID = SecondaryCaptureImageStorage
    inner.ReferencedSOPInstanceUID = "1.2.3"
    outer.SeriesInstanceUID = "1.2.4"
    outer.ReferencedSOPSequence = [inner]
    ds.StudyInstanceUID = ""
    ds.RelatedGeneralSOPClassUID = [SecondaryCaptureImageStorage, "1.2.5"]
    ds.ReferencedSeriesSequence = [outer]
    copy = remapped(ds, fresh)
    copied_outer = copy.ReferencedSeriesSequence[0]
    copied_inner = copied_outer.ReferencedSOPSequence[0]
    assert copied_inner.ReferencedSOPClassUID == SecondaryCaptureImageStorage
    assert copied_inner.ReferencedSOPInstanceUID == fresh("1.2.3")
    assert copied_outer.SeriesInstanceUID == fresh("1.2.4")
    assert copy.StudyInstanceUID == ""
    assert list(copy.RelatedGeneralSOPClassUID) == [SecondaryCaptureImageStorage, fresh("1.2.5")]
    assert inner.ReferencedSOPInstanceUID == "1.2.3"
    assert outer.SeriesInstanceUID == "1.2.4"


def test_private_elements_keep_their_values() -> None:
    ds = Dataset()
    ds.private_block(0x0011, "A VENDOR", create=True).add_new(0x01, "UI", "1.2.3")
    assert remapped(ds, fresh) == ds
