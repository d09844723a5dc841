"""The URI service: one instance by query parameters."""

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import wado_uri as check
from dicomweb_conformance.checks import wado_uri_images as images
from dicomweb_conformance.checks.aspects import Aspect
from dicomweb_conformance.received import Response
from dicomweb_conformance.requirements import Requirement
from dicomweb_conformance.study import Study
from fixtures.wado_uri import UriRequest, UriService
from steps.vocabulary import phrase


@given(phrase("the URI service supports {feature:UriFeature} of {instance:Instance}"))
def supports(uri_service: UriService, study: Study, feature: tuple[UriRequest, UriRequest], instance: str) -> None:
    images.has_effect(*uri_service.both(study.instance(instance), feature), feature[1].said)


@given(phrase("{instance:Instance} was given by URI {request:UriRequest}"))
def was_given(uri_service: UriService, study: Study, instance: str, request: UriRequest) -> None:
    check.was_given(uri_service.get(study.instance(instance), request))


@when(phrase("{instance:Instance} is requested by URI {request:UriRequest}"), target_fixture="response")
def is_requested(uri_service: UriService, study: Study, instance: str, request: UriRequest) -> Response:
    return uri_service.get(study.instance(instance), request)


@then(phrase("the response is the DICOM file of {instance:Instance}"))
def is_file(response: Response, study: Study, instance: str) -> None:
    check.is_file(response, study.instance(instance))


@then(phrase("the DICOM file holds the {aspect:Aspect} of {instance:Instance}"))
def keeps(response: Response, study: Study, aspect: Aspect, instance: str) -> None:
    check.keeps(response, aspect, study.instance(instance))


@then(phrase("the DICOM file of {instance:Instance} is in the default transfer syntax"))
def is_in_default_syntax(response: Response, study: Study, instance: str) -> None:
    check.is_in_default_syntax(response, study.instance(instance))


@then(phrase("the DICOM file, where the transfer syntax is offered, is in {syntax:TransferSyntax}"))
def is_in_if_offered(response: Response, syntax: str) -> None:
    check.is_in_if_offered(response, syntax)


@then(phrase("the transfer syntax is refused, or {instance:Instance} comes in the default one"))
def is_refused_or_default(response: Response, study: Study, instance: str) -> None:
    check.is_refused_or_default(response, study.instance(instance))


@then(phrase("the value, where the parameter is heeded, is refused"))
def is_refused_or_ignored(response: Response) -> None:
    check.is_refused_or_ignored(response)


@then(phrase("the media type is refused, or the response says truly what it is"))
def is_refused_or_truthful(response: Response) -> None:
    check.is_refused_or_truthful(response)


@then(phrase("the DICOM file, where that is offered, does not tell whose {instance:Instance} is"))
def is_anonymized(response: Response, study: Study, instance: str) -> None:
    check.is_anonymized(response, study.instance(instance))


@then(phrase("the report, where it is rendered, is {text:URIText}"))
def is_text(response: Response, text: str) -> None:
    check.is_text(response, text)


@then(phrase("the response is {image:URIImage}"))
def is_image(response: Response, image: str) -> None:
    images.is_image(response, image)


@then(phrase("the response, where the format is offered, is {image:URIImage}"))
def is_image_if_offered(response: Response, image: str) -> None:
    images.is_image_if_offered(response, image)


@then(phrase("the image shows {instance:Instance}"))
def shows(response: Response, study: Study, instance: str) -> None:
    images.shows(response, study.instance(instance))


@then(phrase("the image shows the part {part:Region} of {instance:Instance} by URI"))
def shows_part(
    response: Response, uri_service: UriService, study: Study, part: tuple[int, int, int, int], instance: str
) -> None:
    images.shows_part(response, uri_service.plain(study.instance(instance)), *part)


@then(phrase("the response, where frame numbers are heeded, is one image"))
def is_one_image_if_offered(response: Response) -> None:
    images.is_one_image_if_offered(response)


@then(phrase("the response is one image, or several frames are not acceptable"))
def is_one_image_or_refused(response: Response) -> None:
    images.is_one_image_or_refused(response)


@then(phrase("the image of {instance:Instance} fits into {rows:Number} rows and {columns:Number} columns"))
def fits(response: Response, study: Study, instance: str, rows: int, columns: int) -> None:
    images.fits(response, study.instance(instance), rows, columns)


@then(phrase("the image is black"))
def is_dark(response: Response) -> None:
    images.is_dark(response)


@then(phrase("the image is white"))
def is_bright(response: Response) -> None:
    images.is_bright(response)


@then(phrase("the parameter, where it is heeded, is refused for {instance:Instance}"))
def is_refused_or_same(
    response: Response, uri_service: UriService, study: Study, instance: str, requirement: Requirement
) -> None:
    images.is_refused_or_same(response, uri_service.plain(study.instance(instance)), requirement.status)
