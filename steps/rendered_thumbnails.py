"""Thumbnails."""

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import rendered as check
from dicomweb_conformance.checks import rendered_parameters, rendered_thumbnails
from dicomweb_conformance.misplaced import with_unknown
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.rendered import Render
from steps.vocabulary import phrase
from steps.words.rendered import IMAGE_TYPES, RENDERED_ACCEPTS, Shown

_RESOURCE = "thumbnail"
_JPEG = IMAGE_TYPES["JPEG"]


@given(phrase("the thumbnail of {shown:Shown} can be retrieved"))
def can_be_retrieved(render: Render, study: Study, shown: Shown) -> None:
    check.is_image(render(shown.of(study), shown.path(_RESOURCE), _JPEG))


@given(phrase("{parameter:RenderedParameter} changes the thumbnail of {shown:Shown}"))
def has_an_effect(render: Render, study: Study, parameter: tuple[str, str], shown: Shown) -> None:
    reference, path = shown.of(study), shown.path(_RESOURCE)
    rendered_parameters.changes(
        render(reference, path, _JPEG), render(reference, path, _JPEG, [parameter]), parameter[0]
    )


@when(phrase("the thumbnail of {shown:Shown} is retrieved as {accept:RenderedAccept}"), target_fixture="response")
def is_retrieved(render: Render, study: Study, shown: Shown, accept: str | None) -> Response:
    return render(shown.of(study), shown.path(_RESOURCE), accept)


@when(
    phrase("the thumbnail of {shown:Shown} is retrieved with {parameter:RenderedParameter}"), target_fixture="response"
)
def is_retrieved_with(render: Render, study: Study, shown: Shown, parameter: tuple[str, str]) -> Response:
    return render(shown.of(study), shown.path(_RESOURCE), _JPEG, [parameter])


@when(phrase("the thumbnail of {shown:Shown} is retrieved under an unknown {level:Unknown}"), target_fixture="response")
def is_retrieved_under_unknown(render: Render, study: Study, shown: Shown, level: str) -> Response:
    return render(with_unknown(shown.of(study), level), shown.path(_RESOURCE), _JPEG)


@when(phrase("the thumbnails of {instance:Instance} and all above it are retrieved"), target_fixture="thumbnails")
def all_are_retrieved(render: Render, study: Study, instance: str) -> dict[str, Response]:
    return render.thumbnails(study.instance(instance).reference, str(RENDERED_ACCEPTS["any image"]))


@then(phrase("all of them are images"))
def all_are_images(thumbnails: dict[str, Response]) -> None:
    rendered_thumbnails.all_are_images(thumbnails)


@then(phrase("the thumbnail has the colours of {instance:Instance}"))
def has_colours_of(response: Response, study: Study, instance: str) -> None:
    rendered_thumbnails.has_colours_of(response, study.instance(instance))


@then(phrase("the image is at most {width:Number} by {height:Number}"))
def is_at_most(response: Response, width: int, height: int) -> None:
    rendered_thumbnails.is_at_most(response, width, height)
