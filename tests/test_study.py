"""References, and the study that is stored."""

from pathlib import Path

import pytest

from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.study import Reference, Study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return small_study(tmp_path, lambda uid: uid, "P", "A")


@pytest.mark.parametrize(
    ("reference", "level", "path"),
    [
        (Reference("1.2"), "study", "studies/1.2"),
        (Reference("1.2", "1.3"), "series", "studies/1.2/series/1.3"),
        (Reference("1.2", "1.3", "1.4"), "instance", "studies/1.2/series/1.3/instances/1.4"),
    ],
)
def test_a_reference_knows_its_level_and_path(reference: Reference, level: str, path: str) -> None:
    assert (reference.level, reference.path, str(reference)) == (level, path, path)


def test_a_reference_knows_what_it_lies_in() -> None:
    instance = Reference("1.2", "1.3", "1.4")
    assert instance.study == Reference("1.2")
    assert instance.series == Reference("1.2", "1.3")
    assert instance in instance.series
    assert instance in instance.study
    assert instance.study not in instance.series
    assert Reference("1.2", "1.9", "1.4") not in instance.series


def test_an_instance_without_its_series_is_refused() -> None:
    with pytest.raises(ValueError, match="SeriesInstanceUID"):
        Reference("1.2", None, "1.4")


def test_a_study_lies_in_no_series() -> None:
    with pytest.raises(ValueError, match="no series"):
        _ = Reference("1.2").series


def test_a_study_finds_its_instances(study: Study) -> None:
    assert [instance.name for instance in study.instances] == ["green-square", "red-triangle", "blue-circle"]
    assert study.instance("red-triangle").ds.ImageComments == "Fake DICOM - Red Triangle"
    assert [i.name for i in study.select(["blue-circle", "green-square"])] == ["blue-circle", "green-square"]
    assert study.reference == study.instance("blue-circle").reference.study
    with pytest.raises(KeyError, match="blue-circle"):
        study.instance("blue-square")


def test_a_study_finds_its_series(study: Study) -> None:
    assert len(study.series) == 2
    assert study.series_of("green-square") == study.series_of("red-triangle") != study.series_of("blue-circle")
    assert [i.name for i in study.in_series(study.series_of("green-square"))] == ["green-square", "red-triangle"]
    assert study.in_series(Reference("1.2", "1.3")) == ()


def test_an_instance_gives_its_frame_without_the_pad_byte(study: Study) -> None:
    instance = study.instance("blue-circle")
    assert instance.number_of_frames == 1
    assert len(instance.frame(1)) == 11 * 13 * 3
    assert len(instance.ds.PixelData) == 11 * 13 * 3 + 1
    assert instance.decoded_frame(1) == instance.frame(1)
    for number in (0, 2):
        with pytest.raises(IndexError, match=f"no frame {number}"):
            instance.frame(number)


def test_an_instance_knows_its_file(study: Study) -> None:
    instance = study.instance("blue-circle")
    assert instance.size == len(instance.path.read_bytes())
    assert instance.SOPClassUID == "1.2.840.10008.5.1.4.1.1.7"
    assert instance.transfer_syntax == "1.2.840.10008.1.2.1"
