"""What Microsoft's DICOM service promises beside PS3.18."""

from pytest_bdd import then, when

from dicomweb_conformance.checks import microsoft as check
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.microsoft import MicrosoftService
from steps.vocabulary import phrase


@when(phrase("the service is asked for studies without its version"), target_fixture="response")
def without_version(microsoft: MicrosoftService) -> Response:
    return microsoft.without_version()


@when(phrase("the OpenAPI document of the service is retrieved"), target_fixture="response")
def openapi_is_retrieved(microsoft: MicrosoftService) -> Response:
    return microsoft.openapi()


@when(phrase("the health of the service is retrieved"), target_fixture="response")
def health_is_retrieved(microsoft: MicrosoftService) -> Response:
    return microsoft.health()


@when(
    phrase("studies are searched by the StudyInstanceUID of the study with {oddity:SearchOddity}"),
    target_fixture="response",
)
def are_searched_with(microsoft: MicrosoftService, study: Study, oddity: tuple[str, str]) -> Response:
    return microsoft.search(study.reference, oddity)


@when(
    phrase("studies are searched by the StudyInstanceUID of the study and fuzzily by the name {part:PartOfName}"),
    target_fixture="response",
)
def are_searched_fuzzily(microsoft: MicrosoftService, study: Study, part: str) -> Response:
    return microsoft.search(study.reference, ("PatientName", part), ("fuzzymatching", "true"))


@when(phrase("studies are searched by the PatientID of {instance:Instance} in lower case"), target_fixture="response")
def are_searched_in_lower_case(microsoft: MicrosoftService, study: Study, instance: str) -> Response:
    return microsoft.in_lower_case(study.instance(instance), "PatientID")


@then(phrase("the response names the versions that are supported"))
def names_versions(response: Response) -> None:
    check.names_versions(response)


@then(phrase("the response is an OpenAPI document"))
def is_openapi(response: Response) -> None:
    check.is_openapi(response)


@then(phrase("the response says how the service is"))
def is_health(response: Response) -> None:
    check.is_health(response)


@then(phrase("the metadata has no binary attributes"))
def has_no_binary(response: Response, study: Study) -> None:
    check.has_no_binary(response, study)


@then(phrase("the search is refused and explained"))
def is_refused_and_explained(response: Response) -> None:
    check.is_refused_and_explained(response)


@then(phrase("the match says that there are {number:Number} instances"))
def counts(response: Response, number: int) -> None:
    check.counts(response, number)
