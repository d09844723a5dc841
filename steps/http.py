"""What every transaction has in common: media types, header fields, methods, URLs and errors."""

from collections.abc import Callable

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import errors, http_content, http_header
from dicomweb_conformance.checks.http_content import Content
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.http import Asking
from fixtures.http_requests import MEDIA
from steps.vocabulary import phrase


@given(phrase("{place:Place} is offered as {media:HttpMedia}"))
def offered_as(asking: Asking, study: Study, place: str, media: str) -> None:
    asking.must_be_offered_as(place, study, media)


@when(phrase("{place:Place} is requested"), target_fixture="response")
def is_requested(asking: Asking, study: Study, place: str) -> Response:
    return asking.of(place, study)


@when(phrase("{place:Place} is requested accepting {accept:HttpAccept}"), target_fixture="response")
def is_requested_accepting(asking: Asking, study: Study, place: str, accept: str | None) -> Response:
    return asking.of(place, study, accept)


@when(phrase("{place:Place} is requested with {variation:HttpVariation}"), target_fixture="response")
def is_requested_with(asking: Asking, study: Study, place: str, variation: str) -> Response:
    return asking.varied(place, study, variation)


@when(
    phrase("{place:Place} is requested accepting {accept:HttpAccept} and, by parameter, {other:HttpAccept}"),
    target_fixture="response",
)
def is_requested_by_parameter(asking: Asking, study: Study, place: str, accept: str, other: str) -> Response:
    return asking.by_parameter(place, study, accept, other)


@when(phrase("{place:Place} is requested again by its entity tag"), target_fixture="response")
def is_requested_again(asking: Asking, study: Study, place: str) -> Response:
    return asking.again(place, study)


@when(phrase("{method:HttpMethod} is tried on {place:Place}"), target_fixture="response")
def is_tried(asking: Asking, study: Study, method: str, place: str) -> Response:
    return asking.by(method, place, study)


@when(phrase("{oddity:HttpOddity} is sent to the service"), target_fixture="response")
def oddity_is_sent(asking: Asking, oddity: str) -> Response:
    return asking.oddly(oddity)


@when(phrase("studies are searched by the name PatientID encoded in part"), target_fixture="response")
def are_searched_by_encoded_name(asking: Asking, study: Study) -> Response:
    return asking.studies_by_encoded_name(study.instances[0].ds.PatientID)


@then(phrase("{place:Place} comes"))
def comes(asking: Asking, response: Response, study: Study, place: str) -> None:
    http_content.comes(response, asking.content(place, study))


@then(phrase("{place:Place} comes as {media:HttpMedia}"))
def comes_as(response: Response, media: str) -> None:
    http_content.comes_as(response, MEDIA[media][1])


@then(phrase("{place:Place} comes {manner:HttpManner}"))
def comes_so(
    asking: Asking, response: Response, study: Study, place: str, manner: Callable[[Response, Content], None]
) -> None:
    manner(response, asking.content(place, study))


@then(phrase("the response {quality:HttpQuality}"))
def has_quality(response: Response, quality: Callable[[Response], None]) -> None:
    quality(response)


@then(phrase("a refusal tells nothing of the patient"))
def tells_nothing(response: Response, study: Study) -> None:
    errors.tells_nothing_of_patient(response, study)


@then(phrase("the URLs that come are at {origin:HttpOrigin}"))
def urls_are_at(asking: Asking, response: Response, origin: str) -> None:
    http_header.urls_are_at(response, asking.origin(origin))
