"""DICOM XML as servers write it passes; its illegal neighbours are found."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest

from dicomweb_conformance.checks import xml_content, xml_documents, xml_form
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.reference import dicom_json, dicom_xml, part10
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Instance, Study
from tests.checks.wire import HTML, answer, parts

XML = "application/dicom+xml"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return small_study(tmp_path_factory.mktemp("study"), lambda uid: derived_uid("xml", uid), "P", "A")


def written(path: Path) -> bytes:
    return dicom_xml.document(dicom_json.encode(part10.read_file(path).elements))


def of(study: Study) -> Response:
    return parts(*(written(instance.path) for instance in study.instances), part_type=XML)


def nothing_else(instance: Instance) -> None:
    return None


def checks(study: Study) -> dict[str, Callable[[Response], None]]:
    json_metadata = answer(
        json.dumps([dicom_json.encode(part10.read_file(each.path).elements) for each in study.instances]).encode(),
        "application/dicom+json",
    )
    return {
        "parts": xml_documents.are_xml_parts,
        "type": xml_documents.state_their_type,
        "well-formed": xml_documents.are_well_formed,
        "each": lambda response: xml_documents.is_one_for_each(response, study.instances),
        "form": xml_form.documents_keep_all,
        "content": lambda response: xml_content.keeps(response, "attributes", study, nothing_else),
        "lines": lambda response: xml_content.keeps_line_ends(response, study),
        "json": lambda response: xml_content.metadata_agrees(response, json_metadata, study),
    }


@pytest.mark.parametrize("name", ["parts", "type", "well-formed", "each", "form", "content", "lines", "json"])
def test_right_documents_pass_and_a_web_page_does_not(study: Study, name: str) -> None:
    check = checks(study)[name]

    check(of(study))
    for wrong in (HTML, answer(b"[]", "application/dicom+json"), answer(status=500), parts(part_type=XML)):
        with pytest.raises(Nonconformity):
            check(wrong)


@pytest.mark.parametrize("name", ["well-formed", "each", "form", "content", "lines", "json"])
def test_parts_that_are_no_documents_are_found(study: Study, name: str) -> None:
    with pytest.raises(Nonconformity):
        checks(study)[name](parts(b"<html/>", part_type=XML))


def test_the_type_may_have_parameters_and_any_case() -> None:
    xml_documents.state_their_type(parts(b"", part_type=XML, stated="Application/DICOM+XML; charset=utf-8"))
    with pytest.raises(Nonconformity, match="text/xml"):
        xml_documents.state_their_type(parts(b"", part_type=XML, stated="text/xml"))


def test_a_document_too_few_and_one_twice_are_found(study: Study) -> None:
    first, *_, last = (written(instance.path) for instance in study.instances)

    for wrong in (parts(first, part_type=XML), parts(first, first, last, part_type=XML)):
        with pytest.raises(Nonconformity, match="one document for each"):
            xml_documents.is_one_for_each(wrong, study.instances)


def test_a_store_response_may_stand_alone_or_in_a_message() -> None:
    document = dicom_xml.document({"00081190": {"vr": "UR", "Value": ["http://x/studies/1"]}})

    xml_form.store_response_keeps_all(answer(document, XML))
    xml_form.store_response_keeps_all(parts(document, part_type=XML, status=202))
    for wrong in (HTML, answer(document.replace(b' number="1"', b""), XML), answer(document, XML, status=409)):
        with pytest.raises(Nonconformity):
            xml_form.store_response_keeps_all(wrong)


def test_what_the_target_coerced_is_no_affair_of_the_documents(study: Study) -> None:
    instance = study.instances[0]
    elements = dicom_json.encode(part10.read_file(instance.path).elements)
    coerced = {**elements, "00080060": {"vr": "CS", "Value": ["CT"]}}
    response = parts(dicom_xml.document(coerced), part_type=XML)
    ds = deepcopy(instance.ds)
    ds.Modality = "CT"

    xml_content.keeps(response, "texts", study, lambda _: ds)
    with pytest.raises(Nonconformity, match="Modality"):
        xml_content.keeps(response, "texts", study, nothing_else)


def test_without_references_there_is_nothing_to_follow(study: Study) -> None:
    attributes = dicom_json.encode(part10.read_file(study.instances[0].path).elements)
    inline = {**attributes, "7FE00010": {"vr": "OB", "InlineBinary": "AAEC"}}

    xml_content.refers_to_bulk_data(of(study), study)
    with pytest.raises(NotOffered):
        xml_content.refers_to_bulk_data(parts(dicom_xml.document(inline), part_type=XML), study)


def test_search_results_are_paired_by_their_unique_key() -> None:
    one, two = ({"0020000D": {"vr": "UI", "Value": [uid]}} for uid in ("1.2.1", "1.2.2"))
    both = parts(dicom_xml.document(two), dicom_xml.document(one), part_type=XML)

    xml_content.results_agree(both, [one, two], "studies")
    with pytest.raises(Nonconformity):
        xml_content.results_agree(both, [one], "studies")
    with pytest.raises(Nonconformity):
        xml_content.results_agree(both, [one, {**two, "00100020": {"vr": "LO", "Value": ["P"]}}], "studies")
