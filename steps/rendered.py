"""Rendered resources and thumbnails."""

from collections.abc import Callable

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import rendered as check
from dicomweb_conformance.checks import rendered_parameters, rendered_thumbnails
from dicomweb_conformance.misplaced import with_unknown
from dicomweb_conformance.received import Response
from dicomweb_conformance.requirements import Requirement
from dicomweb_conformance.study import Instance, Study
from fixtures.rendered import Render
from steps.vocabulary import phrase
from steps.words.rendered import IMAGE_TYPES, Asked, Shown


@given(phrase("{shown:Shown} can be rendered"))
def can_be_rendered(render: Render, study: Study, shown: Shown) -> None:
    check.are_images(render(shown.of(study), shown.path, IMAGE_TYPES["JPEG"]))


@given(phrase("{parameters:RenderedParameters} changes {shown:Shown} as {type:ImageType}"))
def has_an_effect(
    render: Render, study: Study, parameters: tuple[tuple[str, str], ...], shown: Shown, type: str
) -> None:
    rendered_parameters.one_changes(parameters[0][0], render.each(shown.of(study), shown.path, type, parameters))


@when(phrase("{shown:Shown} is rendered as {asked:Asked}"), target_fixture="response")
def is_rendered(render: Render, study: Study, shown: Shown, asked: Asked) -> Response:
    return render(shown.of(study), shown.path, asked.accept, asked.parameters)


@when(phrase("beside it {shown:Shown} is rendered as {asked:Asked}"), target_fixture="beside")
def is_rendered_beside(render: Render, study: Study, shown: Shown, asked: Asked) -> Response:
    return render(shown.of(study), shown.path, asked.accept, asked.parameters)


@when(phrase("{shown:Shown} is rendered in one image or more"), target_fixture="response")
def is_rendered_somehow(render: Render, study: Study, shown: Shown) -> Response:
    return render.somehow(shown.of(study), shown.path)


@when(phrase("{shown:Shown} is rendered under an unknown {level:Unknown}"), target_fixture="response")
def is_rendered_under_unknown(render: Render, study: Study, shown: Shown, level: str) -> Response:
    return render(with_unknown(shown.of(study), level), shown.path, IMAGE_TYPES["JPEG"])


@when(phrase("the thumbnails of {instance:Instance} and all above it are rendered"), target_fixture="thumbnails")
def all_are_rendered(render: Render, study: Study, instance: str) -> dict[str, Response]:
    return render.thumbnails(study.instance(instance).reference)


@then(phrase("the response is an image in {type:ImageType}"))
def is_image_of_type(response: Response, type: str) -> None:
    check.is_image(response, type)


@then(phrase("the response is an image"))
def is_image(response: Response) -> None:
    check.is_image(response)


@then(phrase("what comes is one image or more"))
def are_images(response: Response) -> None:
    check.are_images(response)


@then(phrase("all of them are images"))
def all_are_images(thumbnails: dict[str, Response]) -> None:
    rendered_thumbnails.all_are_images(thumbnails)


@then(phrase("the image {fact:ImageFact}"))
def has_fact(response: Response, fact: Callable[[Response], None]) -> None:
    fact(response)


@then(phrase("the image has the {likeness:Likeness} of {instance:Instance}"))
def has_likeness(
    response: Response, study: Study, likeness: Callable[[Response, Instance], None], instance: str
) -> None:
    likeness(response, study.instance(instance))


@then(phrase("the image {comparison:Comparison} the other"))
def compares(response: Response, beside: Response, comparison: Callable[[Response, Response], None]) -> None:
    comparison(response, beside)


@then(phrase("the images show frames {numbers:FrameNumbers} of {instance:Instance}"))
def show_frames(response: Response, study: Study, numbers: tuple[int, ...], instance: str) -> None:
    check.show_frames(response, numbers, study.instance(instance))


@then(phrase("the image is animated with all frames of {instance:Instance}"))
def is_animated(response: Response, study: Study, instance: str) -> None:
    check.is_animated(response, study.instance(instance))


@then(phrase("the response is refused, or an image"))
def is_no_file(response: Response) -> None:
    check.is_no_file(response)


@then(phrase("the response is refused, or an image in the default type"))
def default_or_refused(response: Response, requirement: Requirement) -> None:
    check.default_or_refused(response, requirement.status)


@then(phrase("the response is the text of {instance:Instance} as {type:TextType}"))
def is_text_of(response: Response, study: Study, instance: str, type: str) -> None:
    check.is_text_of(response, type, study.instance(instance))


@then(phrase("the response is the document of {instance:Instance}"))
def is_document_of(response: Response, study: Study, instance: str) -> None:
    check.is_document_of(response, study.instance(instance))
