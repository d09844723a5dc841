"""What is cast from a mould is what pydicom writes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dicomweb_conformance.samples.catalogue import SAMPLES
from dicomweb_conformance.samples.copies import write_copy
from dicomweb_conformance.samples.moulds import mould_of, write_casts
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Study

IDENTIFIERS = ("DWC-0123456789abcdef", "0123456789abcdef")
SOURCES = ("sample study", *SAMPLES)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[NamedDataset]]:
    shapes = small_study(tmp_path_factory.mktemp("shapes"), lambda uid: derived_uid("shapes", uid), "P", "A")
    named = [NamedDataset(i.name, i.ds, i.transfer_syntax, i.decoded) for i in shapes.instances]
    return {"sample study": named, **{name: sample.build() for name, sample in SAMPLES.items()}}


def long_uid(uid: str) -> str:
    return f"{derived_uid('a run', uid)}123456"[:44]


def both(
    datasets: list[NamedDataset], folder: Path, uids: Callable[[str], str], identifiers: tuple[str, str] = IDENTIFIERS
) -> tuple[Study, Study]:
    """The copies that are cast and those that pydicom writes."""
    moulds = [mould_of(named, *map(len, identifiers)) for named in datasets]
    return (
        write_casts("copy", moulds, uids, folder / "cast", *identifiers),
        write_copy("copy", datasets, uids, folder / "written", *identifiers),
    )


def assert_same(cast: Study, written: Study) -> None:
    for ours, theirs in zip(cast.instances, written.instances, strict=True):
        assert ours.path.read_bytes() == theirs.path.read_bytes()
        assert (ours.name, ours.reference, ours.SOPClassUID) == (theirs.name, theirs.reference, theirs.SOPClassUID)
        assert (ours.transfer_syntax, ours.decoded) == (theirs.transfer_syntax, theirs.decoded)


@pytest.mark.parametrize("name", SOURCES)
def test_a_cast_has_the_bytes_that_pydicom_writes(
    tmp_path: Path, sources: dict[str, list[NamedDataset]], name: str
) -> None:
    assert_same(*both(sources[name], tmp_path, lambda uid: derived_uid("a run", uid)))


@pytest.mark.parametrize("length", range(36, 50))
def test_uids_of_any_length_are_written(tmp_path: Path, sources: dict[str, list[NamedDataset]], length: int) -> None:
    def uids(uid: str) -> str:
        return f"{derived_uid('a run', uid)}123456"[:length]

    assert_same(*both(sources["sample study"], tmp_path, uids))


@pytest.mark.parametrize("identifiers", [("P", "A"), ("", ""), ("1", "2" * 16), ("Ä" * 20, "a b"), ("a\\b", " a")])
def test_identifiers_of_any_kind_are_written(
    tmp_path: Path, sources: dict[str, list[NamedDataset]], identifiers: tuple[str, str]
) -> None:
    assert_same(*both(sources["charset-utf8"], tmp_path, lambda uid: derived_uid("a run", uid), identifiers))


def test_the_sample_study_is_cast(sources: dict[str, list[NamedDataset]]) -> None:
    moulds = [mould_of(named, *map(len, IDENTIFIERS)) for named in sources["sample study"]]

    casts = [mould.cast(long_uid, *IDENTIFIERS) for mould in moulds]

    assert all(casts)


def test_what_lies_in_deflated_data_is_not_cast(sources: dict[str, list[NamedDataset]]) -> None:
    (deflated, *_) = (
        named
        for datasets in sources.values()
        for named in datasets
        if named.transfer_syntax == "1.2.840.10008.1.2.1.99"
    )

    cast = mould_of(deflated, *map(len, IDENTIFIERS)).cast(long_uid, *IDENTIFIERS)

    assert cast is None
