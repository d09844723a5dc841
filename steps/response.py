"""What every response has: a status and a body."""

from pytest_bdd import then

from dicomweb_conformance.checks import status as check
from dicomweb_conformance.received import Response
from dicomweb_conformance.requirements import Requirement
from steps.vocabulary import phrase


@then(phrase("the response status is {status:Number}"))
def status_is(response: Response, status: int) -> None:
    check.status_is(response, status)


@then(phrase("the response status is permitted"))
def status_is_permitted(response: Response, requirement: Requirement) -> None:
    check.status_is_permitted(response, requirement.status)


@then(phrase("the response is empty"))
def is_empty(response: Response) -> None:
    check.is_empty(response)
