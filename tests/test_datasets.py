"""Datasets of the DICOM JSON model, read for what they say."""

from typing import Any

import pytest

from dicomweb_conformance.body import Body
from dicomweb_conformance.datasets import NoDatasets, dataset_in, datasets_in, items, value, values


def of(tag: str, *given: Any) -> dict[str, Any]:
    return {tag: {"vr": "UN", "Value": list(given)}}


@pytest.mark.parametrize("odd", [[], ["1.2"], {}, {"Alphabetic": "1.2"}, 1, True, 1.5])
def test_a_uid_is_a_string_or_nothing(odd: Any) -> None:
    assert value(of("00080018", odd), "SOPInstanceUID") is None
    assert values(of("00080018", odd, "1.2"), "SOPInstanceUID") == ("1.2",)


def test_names_and_items_are_objects() -> None:
    assert value(of("00100010", {"Alphabetic": "A"}), "PatientName") == {"Alphabetic": "A"}
    assert items(of("00081199", {}, [], None, "x", {"a": 1}), "ReferencedSOPSequence") == ({}, {"a": 1})
    assert value(of("00081190", []), "RetrieveURL") == []
    assert value(of("00201209", 2), "NumberOfSeriesRelatedInstances") == 2


@pytest.mark.parametrize("body", [b"", b"[", b"1", b'[{}, "x"]', b"[" * 5000, b"9" * 5000, b"\xff"])
def test_what_holds_no_datasets_says_why(body: bytes) -> None:
    with pytest.raises(NoDatasets):
        datasets_in(Body.of(body))


def test_one_dataset_may_stand_in_an_array() -> None:
    assert dataset_in(Body.of(b"[{}]")) == dataset_in(Body.of(b"{}")) == {}
    with pytest.raises(NoDatasets):
        dataset_in(Body.of(b"[{}, {}]"))
