"""The store transaction."""

from pytest_bdd import then, when

from dicomweb_conformance.checks import holdings
from dicomweb_conformance.checks import store as check
from dicomweb_conformance.client import Client
from dicomweb_conformance.provision import Provided
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.looking import Look
from steps.vocabulary import phrase


@when(phrase("{instances:Instances} {are:Are} stored"), target_fixture="response")
def are_stored(client: Client, study: Study, instances: tuple[str, ...]) -> Response:
    return client.store(study.select(instances))


@when(phrase("{instances:Instances} {are:Are} stored for the study"), target_fixture="response")
def are_stored_for_the_study(client: Client, study: Study, instances: tuple[str, ...]) -> Response:
    return client.store(study.select(instances), study=study.reference)


@when(phrase("{instance:Instance} is stored as a single part"), target_fixture="response")
def is_stored_bare(client: Client, study: Study, instance: str) -> Response:
    return client.store_bare(study.instance(instance))


@when(phrase("{instances:Instances} is stored as multipart without a type"), target_fixture="response")
def is_stored_without_type(client: Client, study: Study, instances: tuple[str, ...]) -> Response:
    return client.store(study.select(instances), type_parameter=False)


@then(phrase("the response references {instances:Instances} as stored"))
def references(response: Response, study: Study, instances: tuple[str, ...]) -> None:
    check.references(response, study.select(instances), study)


@then(phrase("the response reports {instances:Instances} as failed"))
def reports_failed(response: Response, study: Study, instances: tuple[str, ...]) -> None:
    check.reports_failed(response, study.select(instances), study)


@then(phrase("the study holds {instances:Instances}"))
def holds(look: Look, provided: Provided, study: Study, instances: tuple[str, ...]) -> None:
    holdings.holds(look.at(study, instances), study.select(instances), study, provided.standing)
