"""The retrieve capabilities transaction."""

from collections.abc import Mapping

from pytest_bdd import then, when

from dicomweb_conformance.checks import capabilities as check
from dicomweb_conformance.received import Response
from dicomweb_conformance.requirements import Requirement
from dicomweb_conformance.study import Study
from fixtures.capabilities import Capabilities
from steps.vocabulary import phrase


@when(phrase("the capabilities are retrieved"), target_fixture="response")
def are_retrieved(capabilities: Capabilities) -> Response:
    return capabilities.retrieve()


@when(phrase("the capabilities are retrieved as {media_type:Description}"), target_fixture="response")
def are_retrieved_as(capabilities: Capabilities, media_type: str) -> Response:
    return capabilities.retrieve(media_type)


@when(phrase("each GET and POST of the description is tried on {instance:Instance}"), target_fixture="tried")
def are_tried(
    capabilities: Capabilities, response: Response, study: Study, instance: str
) -> Mapping[check.Method, Response]:
    return capabilities.tried(response, study.instance(instance))


@then(phrase("the response is a description"))
def is_description(response: Response) -> None:
    check.is_description(response)


@then(phrase("the description is what it says it is"))
def is_what_it_says(response: Response) -> None:
    check.is_what_it_says(response)


@then(phrase("the description is {media_type:Description}, or that is not acceptable"))
def is_as_asked(response: Response, media_type: str, requirement: Requirement) -> None:
    check.is_as_asked(response, media_type, requirement.status)


@then(phrase("the base of the resources is the service"))
def has_base(capabilities: Capabilities, response: Response) -> None:
    check.has_base(response, capabilities.base)


@then(phrase("none of them is missing"))
def none_is_missing(tried: Mapping[check.Method, Response]) -> None:
    check.none_is_missing(tried)


@then(phrase("the description lists {method:ListedMethod} for studies"))
def lists(response: Response, method: str) -> None:
    check.lists(response, method)
