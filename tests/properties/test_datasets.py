"""Datasets are what they are said to be: pydicom reads them as they were meant."""

from __future__ import annotations

import warnings
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom import Dataset, dcmread
from pydicom.tag import Tag

from dicomweb_conformance.properties.datasets import DEEPEST, MadeDataset, datasets, file_of
from dicomweb_conformance.properties.made import Made
from dicomweb_conformance.properties.repertoires import REPERTOIRES, Repertoire
from dicomweb_conformance.properties.values import person_name, single_text, value_of

UIDS = {"StudyInstanceUID": "1.2.3", "SeriesInstanceUID": "1.2.3.4", "SOPInstanceUID": "1.2.3.4.5"}
FEW = settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))


def read(made: MadeDataset) -> Dataset:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # It counts the pad byte as a character
        warnings.filterwarnings("ignore", message=r"The value length \((17|65)\)")
        ds = dcmread(BytesIO(file_of(made, UIDS, "P", "A")))
        list(ds.iterall())
    return ds


@FEW
@given(datasets())
def test_a_dataset_is_read_with_each_of_its_elements(made: MadeDataset) -> None:
    with warnings.catch_warnings():
        # Of private values in implicit encoding it does not know what they are
        warnings.simplefilter("ignore")
        ds = dcmread(BytesIO(file_of(made, UIDS, "P", "A")))
        list(ds.iterall())
    assert ds.file_meta.TransferSyntaxUID == made.transfer_syntax
    assert {key: ds[key].value for key in UIDS} == UIDS
    for element in made.elements:
        assert Tag(element.tag) in ds, str(element)
        if element.vr == "SQ" and ds[element.tag].VR == "SQ":
            assert len(ds[element.tag].value) == len(element.items)


@pytest.mark.parametrize("repertoire", REPERTOIRES, ids=str)
@pytest.mark.parametrize("vr", ["LO", "LT", "PN"])
def test_texts_are_encoded_as_pydicom_reads_them(repertoire: Repertoire, vr: str) -> None:
    texts = {
        "LO": single_text("LO", repertoire),
        "PN": person_name(repertoire),
        "LT": st.text(repertoire.characters, min_size=1, max_size=40).map(lambda text: f"a{text}\r\n{text}b"),
    }[vr]
    tag = {"LO": 0x00720066, "PN": 0x0072006A, "LT": 0x00720068}[vr]

    @FEW
    @given(texts)
    def same(text: str) -> None:
        ds = read(MadeDataset((Made(tag, vr, repertoire.encode(text)),), repertoire))
        assert str(ds[tag].value).rstrip("= ") == text.rstrip("= ")

    same()


@pytest.mark.parametrize("vr", ["AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "SH", "ST", "TM", "UI", "UR", "UT"])
def test_values_are_valid(vr: str) -> None:
    @FEW
    @given(value_of(vr))
    def valid(value: object) -> None:
        tag = 0x00091001
        field = getattr(value, "field", b"")
        elements = (Made(0x00090010, "LO", b"CREATOR"), Made(tag, vr, field))
        assert vr == read(MadeDataset(elements, REPERTOIRES[0]))[tag].VR

    valid()


def deepest(elements: tuple[Made, ...]) -> int:
    return max((1 + max(map(deepest, made.items), default=0) for made in elements if made.vr == "SQ"), default=0)


def test_sequences_go_as_deep_as_they_are_said_to() -> None:
    depths: set[int] = set()

    @FEW
    @given(datasets())
    def noted(made: MadeDataset) -> None:
        depths.add(deepest(made.elements))

    noted()
    assert depths >= {0, 1, DEEPEST}
