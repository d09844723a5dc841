"""Metadata in every legal form passes; what is missing or wrong is found, unless the target stored it so."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pydicom import Dataset

from dicomweb_conformance.checks import metadata as check
from dicomweb_conformance.checks import metadata_tags
from dicomweb_conformance.checks.aspects import ASPECTS, Aspect
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.study import Instance, Level, Study
from tests.checks.retrieved import HTML, alone, described, metadata, sample, shapes


def never(instance: Instance) -> Dataset | None:
    return None


def keeps(document: Any, study: Study, aspect: Aspect) -> None:
    check.keeps(metadata(document), aspect, study, never)


@pytest.mark.parametrize(
    "name", ["every-vr", "nested-sequences", "number-extremes", "dates-and-times", "private-blocks"]
)
def test_what_another_implementation_writes_is_complete(name: str, tmp_path: Path) -> None:
    study = sample(name, tmp_path)
    for aspect in ASPECTS:
        keeps(described(study), study, aspect)


def test_numbers_may_be_strings_and_added_attributes_are_no_difference(tmp_path: Path) -> None:
    study = shapes(tmp_path)
    document = described(study)
    document[0]["00200011"]["Value"] = [str(document[0]["00200011"]["Value"][0])]
    document[0]["00081190"] = {"vr": "UR", "Value": ["http://127.0.0.1/studies/1"]}
    del document[0]["7FE00010"]
    for aspect in ASPECTS:
        keeps(document, study, aspect)


@pytest.mark.parametrize(
    ("tag", "attribute", "aspect"),
    [
        ("00280010", None, "attributes"),
        ("00280010", {"vr": "US", "Value": [1]}, "numbers"),
        ("00280010", {"vr": "US"}, "numbers"),
        ("00280010", {"vr": "UL", "Value": [1]}, "value representations"),
        ("00100010", {"vr": "PN", "Value": [{"Alphabetic": "Somebody^Else"}]}, "person names"),
        ("00080020", {"vr": "DA", "Value": ["20200923"]}, "dates and times"),
        ("00200010", {"vr": "SH", "Value": ["2"]}, "texts"),
        ("00080023", {"vr": "DA", "Value": ["20200923"]}, "empty attributes"),
        ("00080023", None, "empty attributes"),
    ],
)
def test_a_difference_is_found_by_its_aspect(
    tag: str, attribute: dict[str, Any] | None, aspect: Aspect, tmp_path: Path
) -> None:
    study = shapes(tmp_path)
    document = described(study)
    document[0].pop(tag)
    if attribute is not None:
        document[0][tag] = attribute
    with pytest.raises(Nonconformity):
        keeps(document, study, aspect)


def test_what_the_target_changed_when_it_stored_is_no_fault_of_the_metadata(tmp_path: Path) -> None:
    study = shapes(tmp_path)
    document = described(study)
    document[0]["00100020"]["Value"] = ["COERCED"]

    def coerced(instance: Instance) -> Dataset:
        ds = deepcopy(instance.ds)
        ds.PatientID = "COERCED"
        return ds

    check.keeps(metadata(document), "texts", study, coerced)
    with pytest.raises(Nonconformity, match="PatientID"):
        check.keeps(metadata(document), "texts", study, never)


def test_a_single_dataset_may_stand_without_an_array(tmp_path: Path) -> None:
    study = shapes(tmp_path)
    one = study.instances[:1]
    check.describes(metadata(described(study)[0]), one, study)
    check.describes(metadata(described(study)[:1]), one, study)
    for wrong in (described(study)[:2], [], [described(study)[0]] * 2):
        with pytest.raises(Nonconformity):
            check.describes(metadata(wrong), one, study)


def test_levels_may_give_bulk_data_in_different_forms(tmp_path: Path) -> None:
    study = shapes(tmp_path)
    instance = study.instances[0]
    levels: tuple[Level, ...] = ("study", "series", "instance")
    documents = {level: described(study) for level in levels}
    documents["study"][0]["7FE00010"] = {"vr": "OB", "BulkDataURI": "http://127.0.0.1/bulk"}
    check.agree({level: metadata(document) for level, document in documents.items()}, instance, study)
    documents["series"][0]["00100010"]["Value"][0]["Phonetic"] = "other"
    with pytest.raises(Nonconformity, match="PatientName"):
        check.agree({level: metadata(document) for level, document in documents.items()}, instance, study)


def test_where_there_is_no_metadata_there_is_nothing_to_judge(tmp_path: Path) -> None:
    study = shapes(tmp_path)
    for status in (404, 405, 501):
        with pytest.raises(NotOffered):
            check.keeps(alone(b"no such route", "text/plain", status), "texts", study, never)
    with pytest.raises(Nonconformity):
        check.keeps(alone(b"", None, 500), "texts", study, never)


def test_a_page_is_no_metadata(tmp_path: Path) -> None:
    study = shapes(tmp_path)
    for aspect in ASPECTS:
        with pytest.raises(Nonconformity):
            check.keeps(HTML, aspect, study, never)
    for judge in (check.is_dicom_json, check.is_refused_or_truthful, check.is_plain_json_or_not_offered):
        with pytest.raises(Nonconformity):
            judge(HTML)
    with pytest.raises(Nonconformity):
        check.agree({"study": HTML}, study.instances[0], study)


@pytest.mark.parametrize("content_type", ["application/dicom+json", "Application/DICOM+JSON; charset=utf-8"])
def test_parameters_and_case_of_the_content_type_do_not_count(content_type: str, tmp_path: Path) -> None:
    check.is_dicom_json(metadata(described(shapes(tmp_path)), content_type))


@pytest.mark.parametrize("tag", ['"abc"', 'W/"abc"', '""'])
def test_entity_tags_are_weak_or_strong(tag: str) -> None:
    response = alone(b"[]", "application/dicom+json")
    tagged = type(response)("GET", response.url, 200, (("ETag", tag),), response.body)
    assert metadata_tags.entity_tag(tagged) == tag
    metadata_tags.is_same(tagged, tagged)
    with pytest.raises(Nonconformity):
        metadata_tags.has_changed(tagged, tagged)


def test_an_entity_tag_without_quotes_is_found_and_none_is_no_offer() -> None:
    response = alone(b"[]", "application/dicom+json")
    with pytest.raises(NotOffered):
        metadata_tags.entity_tag(response)
    with pytest.raises(Nonconformity):
        metadata_tags.must_have_entity_tag(response)
    bare = type(response)("GET", response.url, 200, (("ETag", "abc"),), response.body)
    with pytest.raises(Nonconformity):
        metadata_tags.entity_tag(bare)


def test_not_modified_is_304_without_content() -> None:
    metadata_tags.is_not_modified(alone(b"", None, 304))
    for wrong in (alone(b"[]", None, 304), alone(b"[]", "application/dicom+json"), HTML):
        with pytest.raises(Nonconformity):
            metadata_tags.is_not_modified(wrong)
