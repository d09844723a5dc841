"""What every transaction has in common: media types, header fields, methods, URLs and errors."""

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import errors, http_content, http_header
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.http import Asking
from fixtures.http_places import PLACES
from fixtures.http_requests import MEDIA
from steps.vocabulary import phrase


@given(phrase("{place:Place} is offered"))
def offered(asking: Asking, study: Study, place: str) -> None:
    asking.must_be_offered(place, study)


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
def comes(response: Response, study: Study, place: str) -> None:
    http_content.comes(response, PLACES[place](study).content)


@then(phrase("{place:Place} comes as {media:HttpMedia}"))
def comes_as(response: Response, media: str) -> None:
    http_content.comes_as(response, MEDIA[media][1])


@then(phrase("{place:Place} comes, or the request is refused"))
def comes_or_is_refused(response: Response, study: Study, place: str) -> None:
    http_content.comes_or_is_refused(response, PLACES[place](study).content)


@then(phrase("{place:Place} comes whole"))
def comes_whole(response: Response, study: Study, place: str) -> None:
    http_header.length_is_right(response, PLACES[place](study).content)


@then(phrase("{place:Place} comes, and what codes it is declared"))
def comes_declared(response: Response, study: Study, place: str) -> None:
    http_header.coding_is_declared(response, PLACES[place](study).content)


@then(phrase("{place:Place} comes compressed"))
def comes_compressed(response: Response, study: Study, place: str) -> None:
    http_header.is_coded(response, PLACES[place](study).content)


@then(phrase("{place:Place} comes uncompressed"))
def comes_uncompressed(response: Response, study: Study, place: str) -> None:
    http_header.is_not_coded(response, PLACES[place](study).content)


@then(phrase("{place:Place} comes, and says that it varies with {field:HttpField}"))
def comes_varying(response: Response, study: Study, place: str, field: str) -> None:
    http_header.varies_with(response, PLACES[place](study).content, field)


@then(phrase("{place:Place} comes, and says where it is"))
def comes_located(response: Response, study: Study, place: str) -> None:
    http_header.location_is_own(response, PLACES[place](study).content)


@then(phrase("{place:Place} comes, or is said to be current"))
def comes_or_is_current(response: Response, study: Study, place: str) -> None:
    http_header.is_not_modified(response, PLACES[place](study).content)


@then(phrase("only the header of {place:Place} comes"))
def header_comes(response: Response, study: Study, place: str) -> None:
    http_header.is_head_of(response, PLACES[place](study).content)


@then(phrase("the response is what it says"))
def is_what_it_says(response: Response) -> None:
    http_content.is_named_truly(response)


@then(phrase("the response names its media type"))
def names_its_type(response: Response) -> None:
    http_content.is_named(response)


@then(phrase("no charset or transfer syntax is named twice"))
def named_once(response: Response) -> None:
    http_header.parameters_are_single(response)


@then(phrase("there is no media type without content"))
def no_type_without_content(response: Response) -> None:
    http_header.no_type_without_content(response)


@then(phrase("{method:HttpMethod} is named as allowed"))
def is_named_as_allowed(response: Response, method: str) -> None:
    http_header.options_name(response, method)


@then(phrase("a refusal of the method names {method:HttpMethod} as allowed"))
def refusal_names(response: Response, method: str) -> None:
    http_header.refusal_names_methods(response, method)


@then(phrase("the URLs that come are at {origin:HttpOrigin}"))
def urls_are_at(asking: Asking, response: Response, origin: str) -> None:
    http_header.urls_are_at(response, origin or asking.origin)


@then(phrase("the target answers without an error of its own"))
def no_server_error(response: Response) -> None:
    errors.is_no_server_error(response)


@then(phrase("a refusal explains itself"))
def is_explained(response: Response) -> None:
    errors.is_explained(response)


@then(phrase("a refusal shows nothing of the target's inside"))
def hides_inner_workings(response: Response) -> None:
    errors.hides_inner_workings(response)


@then(phrase("a refusal tells nothing of the patient"))
def tells_nothing(response: Response, study: Study) -> None:
    errors.tells_nothing_of(response, [str(study.instances[0].ds.PatientID), str(study.instances[0].ds.PatientName)])
