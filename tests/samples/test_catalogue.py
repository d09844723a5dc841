"""Every sample of the catalogue is written as it was meant, the same each time, and reads back without complaint."""

from collections import Counter
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread
from pydicom.uid import ImplicitVRLittleEndian

from dicomweb_conformance.samples import (
    charsets,
    compressed,
    elements,
    images,
    multiframe,
    nonfinite,
    objects,
    plenty,
    rare_elements,
    several,
)
from dicomweb_conformance.samples.catalogue import SAMPLES
from dicomweb_conformance.samples.copies import copy_study
from dicomweb_conformance.samples.sample import write_sample
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Study

MODULES = (images, multiframe, compressed, objects, elements, charsets, nonfinite, several, plenty, rare_elements)
each_sample = pytest.mark.parametrize("name", SAMPLES)


def fresh(uid: str) -> str:
    return derived_uid("a run", uid)


def written(name: str, folder: Path) -> Study:
    return write_sample(SAMPLES[name], fresh, folder, "P-1", "A-1")


def test_no_sample_hides_another() -> None:
    names = Counter(sample.name for module in MODULES for sample in module.SAMPLES)
    assert set(names) == set(SAMPLES)
    assert max(names.values()) == 1
    assert all(sample.name == name and sample.says for name, sample in SAMPLES.items())


@each_sample
def test_a_sample_reads_back_without_warnings_as_one_study(name: str, tmp_path: Path) -> None:
    study = written(name, tmp_path)
    assert len({instance.reference for instance in study.instances}) == len(study.instances)
    for instance in study.instances:
        ds = dcmread(instance.path)
        assert [element.value for element in ds.iterall()], "every value can be decoded"
        assert ds.StudyInstanceUID == study.reference.StudyInstanceUID
        assert ds.file_meta.TransferSyntaxUID == instance.transfer_syntax
        assert ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID == instance.reference.SOPInstanceUID
        assert ds.file_meta.MediaStorageSOPClassUID == ds.SOPClassUID == instance.SOPClassUID
        assert (ds.PatientID, ds.AccessionNumber) == ("P-1", "A-1")


@each_sample
def test_a_sample_is_the_same_bytes_each_time(name: str, tmp_path: Path) -> None:
    first, second = written(name, tmp_path / "first"), written(name, tmp_path / "second")
    assert [i.path.read_bytes() for i in first.instances] == [i.path.read_bytes() for i in second.instances]


@each_sample
def test_what_is_read_is_what_was_meant(name: str, tmp_path: Path) -> None:
    study = write_sample(SAMPLES[name], lambda uid: uid, tmp_path, "P-1", "A-1")
    for named in SAMPLES[name].build():
        # Implicit VR does not tell the VR of a private element.
        private = named.transfer_syntax != ImplicitVRLittleEndian
        assert facts(study.instance(named.name).ds, private) == facts(named.ds, private)


def facts(ds: Dataset, private: bool) -> list[tuple[int, str, str]]:
    """Tag, VR and value of each element, at every depth, without the two that are set when a sample is written.

    A reader strips the padding and outer spaces that PS3.5 6.2 calls insignificant, and may do so for a text's end.
    """
    return [
        (int(e.tag), e.VR, "" if e.VR == "SQ" or e.is_empty else str(e.value).rstrip(" "))
        for e in ds.iterall()
        if e.keyword not in {"PatientID", "AccessionNumber"} and (private or not e.tag.is_private)
    ]


@each_sample
def test_a_copy_of_a_copy_differs_in_uids_and_identifiers_only(name: str, tmp_path: Path) -> None:
    study = written(name, tmp_path / "first")
    copy = copy_study(study, lambda uid: derived_uid("another run", uid), tmp_path / "second", "P-2", "A-2")
    for ours, theirs in zip(copy.instances, study.instances, strict=True):
        assert ours.reference.study != theirs.reference.study
        assert (ours.name, ours.transfer_syntax, ours.number_of_frames) == (
            theirs.name,
            theirs.transfer_syntax,
            theirs.number_of_frames,
        )
        # As text: a number that is not one differs from itself.
        changed = {e.keyword for e in ours.ds if str(theirs.ds[e.tag]) != str(e) and e.VR not in {"UI", "SQ"}}
        assert changed == {"PatientID", "AccessionNumber"}
        assert [ours.frame(n) for n in range(1, ours.number_of_frames + 1)] == [
            theirs.frame(n) for n in range(1, theirs.number_of_frames + 1)
        ]
