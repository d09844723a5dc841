"""DICOM XML: metadata, search results and store responses in the Native DICOM Model."""

from collections.abc import Sequence

from pytest_bdd import then, when

from dicomweb_conformance.checks import xml_content, xml_documents, xml_form
from dicomweb_conformance.checks.aspects import Aspect
from dicomweb_conformance.checks.metadata import AsRetrieved
from dicomweb_conformance.checks.metadata_bulk import FoundValue
from dicomweb_conformance.client import Client, Resource
from dicomweb_conformance.entity import Entity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.xml import BothForms, FindXmlBulkValues, Xml
from steps.vocabulary import phrase


@when(phrase("the metadata of {entity:Entity} is retrieved as DICOM XML"), target_fixture="response")
def metadata_is_retrieved(xml: Xml, study: Study, entity: Entity) -> Response:
    return xml.metadata(entity.of(study))


@when(phrase("the metadata of {entity:Entity} is retrieved as DICOM JSON too"), target_fixture="json")
def json_is_retrieved(client: Client, study: Study, entity: Entity) -> Response:
    return client.retrieve_metadata(entity.of(study))


@when(phrase("{resource:Resource} of the study are searched for DICOM XML and for DICOM JSON"), target_fixture="both")
def are_searched(xml: Xml, study: Study, resource: Resource) -> BothForms:
    return xml.search(resource, study.reference)


@when(phrase("{instances:Instances} {are:Are} stored and DICOM XML is asked for"), target_fixture="response")
def are_stored(xml: Xml, study: Study, instances: tuple[str, ...]) -> Response:
    return xml.store(study.select(instances))


@when(phrase("each value that the documents leave to a reference is retrieved"), target_fixture="values")
def values_are_retrieved(
    find_xml_bulk_values: FindXmlBulkValues, response: Response, study: Study
) -> Sequence[FoundValue]:
    return find_xml_bulk_values(response, study)


@then(phrase("each part is a DICOM XML"))
def are_xml_parts(response: Response) -> None:
    xml_documents.are_xml_parts(response)


@then(phrase("the response states the media type of its documents"))
def state_their_type(response: Response) -> None:
    xml_documents.state_their_type(response)


@then(phrase("each document is well-formed XML"))
def are_well_formed(response: Response) -> None:
    xml_documents.are_well_formed(response)


@then(phrase("there is one document for each of {instances:Instances}"))
def is_one_for_each(response: Response, study: Study, instances: tuple[str, ...]) -> None:
    xml_documents.is_one_for_each(response, study.select(instances))


@then(phrase("the documents keep the rules for {rules:ModelRules}"))
def documents_keep(response: Response, rules: xml_form.Family) -> None:
    xml_form.documents_keep(response, rules)


@then(phrase("the documents found keep the rules of the Native DICOM Model"))
def results_keep(both: BothForms) -> None:
    xml_form.documents_keep_all(both.xml)


@then(phrase("the store response keeps the rules of the Native DICOM Model"))
def store_response_keeps(response: Response) -> None:
    xml_form.store_response_keeps_all(response)


@then(phrase("the documents hold the {aspect:Aspect} that were stored"))
def keeps(response: Response, study: Study, aspect: Aspect, as_retrieved: AsRetrieved) -> None:
    xml_content.keeps(response, aspect, study, as_retrieved)


@then(phrase("the documents keep the line ends of texts"))
def keeps_line_ends(response: Response, study: Study) -> None:
    xml_content.keeps_line_ends(response, study)


@then(phrase("the documents leave values to references"))
def refers_to_bulk_data(response: Response, study: Study) -> None:
    xml_content.refers_to_bulk_data(response, study)


@then(phrase("the documents say what the DICOM JSON says"))
def metadata_agrees(response: Response, json: Response, study: Study) -> None:
    xml_content.metadata_agrees(response, json, study)


@then(phrase("both searches say the same"))
def results_agree(both: BothForms) -> None:
    xml_content.results_agree(both.xml, both.json, both.resource)
