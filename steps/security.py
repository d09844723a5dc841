"""What a target that asks for credentials answers to those who have none."""

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import security as check
from dicomweb_conformance.checks import status
from dicomweb_conformance.client import Client
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from dicomweb_conformance.target import Target
from fixtures.security import Strangers, Who
from steps.vocabulary import phrase


@given(phrase("the target asks for credentials"))
def asks_for_credentials(target: Target) -> None:
    check.credentials_were_given(target.access.credentials, "of its own")


@given(phrase("{who:Who} is known"))
def is_known(strangers: Strangers, who: Who) -> None:
    strangers.client(who)


@when(phrase("{who:Who} requests {place:Place}"), target_fixture="response")
def requests(strangers: Strangers, study: Study, who: Who, place: str) -> Response:
    return strangers.ask(who, place, study)


@when(phrase("{who:Who} requests {place:Place} as well"), target_fixture="unknown")
def requests_as_well(strangers: Strangers, study: Study, who: Who, place: str) -> Response:
    return strangers.ask(who, place, study)


@when(phrase("{who:Who} stores the study"), target_fixture="response")
def stores(strangers: Strangers, study: Study, who: Who) -> Response:
    return strangers.store(who, study)


@when(phrase("{who:Who} deletes the study"), target_fixture="response")
def deletes(strangers: Strangers, target: Target, study: Study, who: Who) -> Response:
    response = strangers.delete(who, study)
    status.method_is_offered(response, target.offers("delete"))
    return response


@then(phrase("the request is refused for want of credentials"))
def is_refused(response: Response) -> None:
    check.is_refused(response)


@then(phrase("a refusal says which credentials are asked for"))
def is_challenged(response: Response) -> None:
    check.is_challenged(response)


@then(phrase("the refusal tells nothing of the patient or the study"))
def tells_nothing(response: Response, study: Study) -> None:
    ds = study.instances[0].ds
    check.tells_nothing(response, [str(ds.PatientName), str(ds.PatientID), str(ds.AccessionNumber)])


@then(phrase("both are refused alike"))
def are_refused_alike(response: Response, unknown: Response) -> None:
    check.is_alike(response, unknown)


@then(phrase("nothing of the study was stored"))
def nothing_was_stored(client: Client, study: Study) -> None:
    check.stored_nothing(client.search("studies", [("StudyInstanceUID", study.reference.StudyInstanceUID)]))
