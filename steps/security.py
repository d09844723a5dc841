"""What a target that asks for credentials answers to those who have none."""

from pytest_bdd import then, when

from dicomweb_conformance.checks import security as check
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.security import Strangers, Who
from steps.vocabulary import phrase


@when(phrase("{who:Who} requests {place:Place}"), target_fixture="response")
def requests(strangers: Strangers, study: Study, who: Who, place: str) -> Response:
    return strangers.ask(who, place, study)


@when(phrase("{who:Who} requests {place:Place} as well"), target_fixture="other_response")
def requests_as_well(strangers: Strangers, study: Study, who: Who, place: str) -> Response:
    return strangers.ask(who, place, study)


@when(phrase("{who:Who} stores the study"), target_fixture="response")
def stores(strangers: Strangers, study: Study, who: Who) -> Response:
    return strangers.store(who, study)


@when(phrase("{who:Who} deletes the study"), target_fixture="response")
def deletes(strangers: Strangers, study: Study, who: Who) -> Response:
    return strangers.delete(who, study)


@then(phrase("both are refused alike"))
def are_refused_alike(response: Response, other_response: Response) -> None:
    check.is_alike(response, other_response)
