"""The store transaction in depth: what the response says, and what is stored afterwards."""

from pytest_bdd import then

from dicomweb_conformance.checks import holdings, store_coercion, store_outcome, store_response, store_xml
from dicomweb_conformance.checks import store as check
from dicomweb_conformance.checks.holdings import Standing
from dicomweb_conformance.client import Client
from dicomweb_conformance.provision import Provided
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.looking import Look
from fixtures.storing import Delivery, Storing
from steps.vocabulary import phrase

# -- what is stored


@then(phrase("the study holds nothing"))
def holds_nothing(look: Look, provided: Provided, study: Study) -> None:
    holdings.holds(look.at(study, ()), (), study, provided.standing)


@then(phrase("the study holds all its instances"))
def holds_all(look: Look, provided: Provided, study: Study) -> None:
    names = [instance.name for instance in study.instances]
    holdings.holds(look.at(study, names), study.instances, study, provided.standing)


@then(phrase("the other study holds nothing"))
def other_holds_nothing(look: Look, unproven: Standing, other_study: Study) -> None:
    holdings.holds(look.at(other_study, ()), (), other_study, unproven)


@then(phrase("the other study holds {instances:Instances}"))
def other_holds(look: Look, unproven: Standing, other_study: Study, instances: tuple[str, ...]) -> None:
    holdings.holds(look.at(other_study, instances), other_study.select(instances), other_study, unproven)


@then(phrase("search finds {instance:Instance} with the {keywords:Keywords} that were sent"))
def is_searchable(storing: Storing, study: Study, instance: str, keywords: tuple[str, ...]) -> None:
    sent = study.instance(instance)
    store_outcome.is_searchable(storing.searched(sent), sent, keywords)


# -- what became of each instance


@then(phrase("the response references all its instances as stored"))
def references_all(response: Response, study: Study) -> None:
    check.references(response, study.instances, study)


@then(phrase("the response accounts for each instance once"))
def accounts_for_each(delivery: Delivery) -> None:
    store_outcome.each_is_accounted_for(delivery.response, delivery.sent)


@then(phrase("status 200 means that everything is stored"))
def success_is_whole(storing: Storing, delivery: Delivery) -> None:
    store_outcome.success_is_whole(delivery.response, storing.look(delivery))


@then(phrase("a part that is stored is told from what is not"))
def partial_is_told(storing: Storing, delivery: Delivery) -> None:
    store_outcome.partial_is_told(delivery.response, storing.look(delivery))


@then(phrase("the status fits what is stored"))
def status_fits(storing: Storing, delivery: Delivery) -> None:
    store_outcome.status_fits(delivery.response, storing.look(delivery))


@then(phrase("what is reported as failed is not stored"))
def failed_are_absent(storing: Storing, delivery: Delivery) -> None:
    store_outcome.failed_are_absent(delivery.response, storing.look(delivery))


@then(phrase("the request is refused and nothing of it is stored"))
def is_refused(storing: Storing, delivery: Delivery) -> None:
    store_outcome.is_refused(delivery.response, storing.look(delivery))


@then(phrase("the response references nothing as stored"))
def references_nothing(response: Response) -> None:
    store_outcome.claims_nothing(response)


@then(phrase("the request is not answered as an error of the server"))
def is_no_server_error(response: Response) -> None:
    store_outcome.is_no_server_error(response)


@then(phrase("the part that failed is reported beside what is stored"))
def failure_is_listed(storing: Storing, delivery: Delivery) -> None:
    store_outcome.failure_is_listed(delivery.response, storing.look(delivery))


@then(phrase("the response accounts for a duplicate"))
def accounts_for_duplicate(delivery: Delivery) -> None:
    store_outcome.duplicate_is_told(delivery.response, delivery.sent)


@then(phrase("the refusal lists the instance as failed"))
def refusal_says_why(response: Response) -> None:
    store_outcome.refusal_says_why(response)


# -- the response dataset


@then(phrase("the response comes as DICOM JSON"))
def comes_as_json(response: Response) -> None:
    store_response.media_type_is(response, (store_response.JSON,))


@then(phrase("the response comes as JSON"))
def comes_as_any_json(response: Response) -> None:
    store_response.media_type_is_if_offered(response, (store_response.JSON, "application/json"))


@then(phrase("the response comes as DICOM XML"))
def comes_as_xml(delivery: Delivery) -> None:
    store_xml.references(delivery.response, delivery.sent)


@then(phrase("the response is a dataset that references what is stored"))
def is_module(response: Response) -> None:
    store_response.is_module(response)


@then(phrase("the response is one dataset in no array"))
def is_bare_object(response: Response) -> None:
    store_response.is_bare_object(response)


@then(phrase("the response follows the DICOM JSON model"))
def follows_json_model(response: Response) -> None:
    store_response.follows_json_model(response)


@then(phrase("the response names each instance and its SOP Class"))
def names_each(delivery: Delivery) -> None:
    store_response.names_each(delivery.response, delivery.sent)


@then(phrase("the response names each instance and its SOP Class, where all are stored"))
def names_each_if_stored(delivery: Delivery) -> None:
    store_response.names_each_if_stored(delivery.response, delivery.sent)


@then(phrase("the response names {instances:Instances} among what failed"))
def names_each_failed(response: Response, study: Study, instances: tuple[str, ...]) -> None:
    store_response.names_each_failed(response, study.select(instances))


@then(phrase("the response names {instances:Instances} of another study among what failed"))
def names_other_failed(response: Response, other_study: Study, instances: tuple[str, ...]) -> None:
    store_response.names_each_failed(response, other_study.select(instances))


@then(phrase("each failure has a reason"))
def each_failure_has_reason(response: Response) -> None:
    store_response.each_failure_has_reason(response)


@then(phrase("the reason of a failure says {reason:Reason}"))
def failure_reason_is(response: Response, reason: tuple[range, str]) -> None:
    store_response.failure_reason_is(response, *reason)


@then(phrase("each warning has a code"))
def warnings_have_codes(response: Response) -> None:
    store_response.warnings_have_codes(response)


@then(phrase("there is a warning, each with a code"))
def warns(response: Response) -> None:
    store_response.warns(response)


@then(phrase("a warning comes with status 200 or 202"))
def warning_status(response: Response) -> None:
    store_response.warning_is_success(response)


@then(phrase("no list of the response is empty"))
def lists_have_items(response: Response) -> None:
    store_response.lists_have_items(response)


@then(phrase("the response holds no element of commands or file meta information"))
def has_no_command_elements(response: Response) -> None:
    store_response.has_no_command_elements(response)


# -- URLs


@then(phrase("the study and each instance have a RetrieveURL"))
def retrieve_urls_are_present(response: Response) -> None:
    store_response.retrieve_urls_are_present(response)


@then(phrase("each RetrieveURL is absolute"))
def retrieve_urls_are_absolute(response: Response) -> None:
    store_response.retrieve_urls_are_absolute(response)


@then(phrase("each RetrieveURL has the value representation UR"))
def retrieve_urls_are_ur(response: Response) -> None:
    store_response.retrieve_urls_are_ur(response)


@then(phrase("the RetrieveURL of the study leads to all that was sent"))
def study_url_leads(storing: Storing, delivery: Delivery, study: Study) -> None:
    url = store_response.retrieve_url_of_study(delivery.response)
    store_response.leads_to(storing.follow(url, delivery.response), url, study.reference, delivery.sent)


@then(phrase("the RetrieveURL of {instance:Instance} leads to it"))
def instance_url_leads(storing: Storing, response: Response, study: Study, instance: str) -> None:
    sent = study.instance(instance)
    url = store_response.retrieve_url_of_instance(response, sent)
    store_response.leads_to(storing.follow(url, response), url, sent.reference, [sent])


@then(phrase("the response says where the study is that was created"))
def location_leads(storing: Storing, delivery: Delivery, study: Study) -> None:
    url = store_response.location_of(delivery.response)
    store_response.leads_to(storing.follow(url, delivery.response), url, study.reference, delivery.sent)


# -- content


@then(phrase("every change of a value is told"))
def coercion_is_told(storing: Storing, delivery: Delivery) -> None:
    store_coercion.each_is_told(delivery.response, storing.look(delivery))


@then(phrase("what was sent comes back unchanged"))
def is_unchanged(storing: Storing, delivery: Delivery) -> None:
    store_coercion.each_is_unchanged(delivery.response, storing.look(delivery))


@then(phrase("{instance:Instance} comes back as before"))
def comes_back(storing: Storing, before: Response, study: Study, instance: str) -> None:
    sent = study.instance(instance)
    store_coercion.is_as_before(before, storing.look_at(sent), sent)


@then(phrase("{instance:Instance} comes back as the one or as the other"))
def is_one_of(storing: Storing, delivery: Delivery, study: Study, instance: str) -> None:
    sent = study.instance(instance)
    store_coercion.is_one_of(storing.look_at(sent), sent, delivery.sent[0])


@then(phrase("the metadata of {instance:Instance} agree with it in {keyword:Keyword}"))
def metadata_agree(client: Client, storing: Storing, study: Study, instance: str, keyword: str) -> None:
    sent = study.instance(instance)
    store_coercion.agrees_with_retrieve(storing.look_at(sent), client.retrieve_metadata(sent.reference), keyword, sent)


@then(phrase("{instance:Instance} comes back with a blank preamble"))
def preamble_is_blank(storing: Storing, study: Study, instance: str) -> None:
    sent = study.instance(instance)
    store_coercion.preamble_is_blank(storing.look_at(sent), sent)
