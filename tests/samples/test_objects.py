"""The objects that are not images are what they say, and their references resolve within the sample."""

import re
from pathlib import Path

import pytest
from pydicom import Dataset

from dicomweb_conformance.samples.catalogue import SAMPLES
from dicomweb_conformance.samples.pdf import one_page_pdf
from dicomweb_conformance.samples.sample import write_sample
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Study


def written(name: str, folder: Path) -> Study:
    return write_sample(SAMPLES[name], lambda uid: derived_uid("a run", uid), folder, "P", "A")


@pytest.mark.parametrize("text", ["A page in DICOM", "A page in DICOM.", ""])
def test_the_pdf_has_a_true_cross_reference_table_and_an_odd_length(text: str) -> None:
    document = one_page_pdf(text)
    assert document.startswith(b"%PDF-1.4\n")
    assert document.rstrip().endswith(b"%%EOF")
    assert len(document) % 2 == 1
    start = int(re.findall(rb"startxref\n(\d+)\n", document)[0])
    assert document[start:].startswith(b"xref\n0 6\n")
    offsets = [int(offset) for offset in re.findall(rb"(\d{10}) 00000 n ", document)]
    assert [document[offset : offset + 7] for offset in offsets] == [b"%d 0 obj" % n for n in range(1, 6)]
    (length, stream) = re.findall(rb"/Length (\d+) >>\nstream\n(.*)\nendstream", document, re.DOTALL)[0]
    assert int(length) == len(stream)


def test_the_encapsulated_document_is_the_pdf_and_says_its_length(tmp_path: Path) -> None:
    ds = written("encapsulated-pdf", tmp_path).instance("document").ds
    assert ds.EncapsulatedDocument[: ds.EncapsulatedDocumentLength] == one_page_pdf("A page in DICOM")
    assert len(ds.EncapsulatedDocument) == ds.EncapsulatedDocumentLength + 1
    assert ds.MIMETypeOfEncapsulatedDocument == "application/pdf"


@pytest.mark.parametrize(
    ("name", "instance"),
    [("basic-text-sr", "report"), ("key-object-selection", "selection"), ("presentation-state", "state")],
)
def test_references_name_the_image_of_the_same_study(name: str, instance: str, tmp_path: Path) -> None:
    study = written(name, tmp_path)
    image = study.instance("image").reference
    ds = study.instance(instance).ds
    assert {e.value for e in ds.iterall() if e.keyword == "ReferencedSOPInstanceUID"} == {image.SOPInstanceUID}
    assert image.SeriesInstanceUID in {e.value for e in ds.iterall() if e.keyword == "SeriesInstanceUID"}
    assert len(study.series) == 2


def test_the_report_is_nested_three_deep(tmp_path: Path) -> None:
    def depth(ds: Dataset) -> int:
        return 1 + max((depth(item) for item in ds.get("ContentSequence", [])), default=0)

    assert depth(written("basic-text-sr", tmp_path).instance("report").ds) == 4


def test_the_waveform_has_the_samples_that_it_counts(tmp_path: Path) -> None:
    (group,) = written("ecg-waveform", tmp_path).instance("waveform").ds.WaveformSequence
    assert len(group.WaveformData) == 2 * group.NumberOfWaveformChannels * group.NumberOfWaveformSamples
    assert len(group.ChannelDefinitionSequence) == group.NumberOfWaveformChannels


def test_objects_without_pixels_have_no_frames(tmp_path: Path) -> None:
    for name in ("encapsulated-pdf", "ecg-waveform", "raw-data"):
        (instance,) = written(name, tmp_path / name).instances
        assert instance.number_of_frames == 0
        with pytest.raises(IndexError, match="0 frames"):
            instance.frame(1)
