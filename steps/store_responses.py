"""The store transaction in depth: what the response says, and what is stored afterwards."""

from collections.abc import Callable, Sequence

from pytest_bdd import then

from dicomweb_conformance.checks import holdings, store_coercion, store_outcome, store_response
from dicomweb_conformance.checks import store as check
from dicomweb_conformance.checks.holdings import Standing
from dicomweb_conformance.checks.store_outcome import Looked
from dicomweb_conformance.entity import Entity
from dicomweb_conformance.provision import Provided
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Study
from fixtures.looking import Look
from fixtures.storing import Delivery, Storing, names_in
from steps.vocabulary import phrase

# -- what is stored


@then(phrase("the study holds all its instances"))
def holds_all(look: Look, provided: Provided, study: Study) -> None:
    holdings.holds(look.at(study, names_in(study)), study.instances, study, provided.standing)


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


@then(phrase("{instance:Instance} comes back as before"))
def comes_back(storing: Storing, before: Response, study: Study, instance: str) -> None:
    sent = study.instance(instance)
    store_coercion.is_as_before(before, storing.look_at(sent), sent)


@then(phrase("{instance:Instance} comes back as the one or as the other"))
def is_one_of(storing: Storing, delivery: Delivery, study: Study, instance: str) -> None:
    sent = study.instance(instance)
    store_coercion.is_one_of(storing.look_at(sent), sent, delivery.sent[0])


@then(phrase("{instance:Instance} comes back with a blank preamble"))
def preamble_is_blank(storing: Storing, study: Study, instance: str) -> None:
    sent = study.instance(instance)
    store_coercion.preamble_is_blank(storing.look_at(sent), sent)


@then(phrase("the metadata of {instance:Instance} agree with it in {keyword:Keyword}"))
def metadata_agree(storing: Storing, study: Study, instance: str, keyword: str) -> None:
    sent = study.instance(instance)
    store_coercion.agrees_with_retrieve(storing.look_at(sent), storing.metadata_of(sent), keyword, sent)


# -- what the response says


@then(phrase("the response {is_right:StoreQuality}"))
def response_is_right(response: Response, is_right: Callable[[Response], None]) -> None:
    is_right(response)


@then(phrase("the response {accounts:StoreAccount}"))
def response_accounts(delivery: Delivery, accounts: Callable[[Response, Sequence[Instance]], None]) -> None:
    accounts(delivery.response, delivery.sent)


@then(phrase("the response is true: {is_true:StoreTruth}"))
def response_is_true(
    storing: Storing, delivery: Delivery, is_true: Callable[[Response, Sequence[Looked]], None]
) -> None:
    is_true(delivery.response, storing.look(delivery))


@then(phrase("the response references all its instances as stored"))
def references_all(response: Response, study: Study) -> None:
    check.references(response, study.instances, study)


@then(phrase("the response names {instances:Instances} among what failed"))
def names_each_failed(response: Response, study: Study, instances: tuple[str, ...]) -> None:
    store_response.names_each_failed(response, study.select(instances))


@then(phrase("the response names {instances:Instances} of another study among what failed"))
def names_other_failed(response: Response, other_study: Study, instances: tuple[str, ...]) -> None:
    store_response.names_each_failed(response, other_study.select(instances))


@then(phrase("the reason of a failure says {reason:StoreReason}"))
def failure_reason_is(response: Response, reason: tuple[range, str]) -> None:
    store_response.failure_reason_is(response, *reason)


@then(phrase("the RetrieveURL of {entity:Entity} leads to it"))
def retrieve_url_leads(storing: Storing, delivery: Delivery, study: Study, entity: Entity) -> None:
    url = store_response.retrieve_url(delivery.response, entity.of(study))
    store_response.leads_to(storing.follow(url, delivery, entity.of(study)), url, entity.of(study), delivery.sent)


@then(phrase("the RetrieveURL of {instance:Instance} of another study leads to it"))
def retrieve_url_leads_elsewhere(storing: Storing, delivery: Delivery, other_study: Study, instance: str) -> None:
    url = store_response.retrieve_url(delivery.response, other_study.instance(instance).reference)
    store_response.leads_to(
        storing.follow(url, delivery, other_study.instance(instance).reference),
        url,
        other_study.instance(instance).reference,
        delivery.sent,
    )


@then(phrase("the response says where the study is that was created"))
def location_leads(storing: Storing, delivery: Delivery, study: Study) -> None:
    url = store_response.location_of(delivery.response)
    store_response.leads_to(storing.follow(url, delivery, study.reference), url, study.reference, delivery.sent)
