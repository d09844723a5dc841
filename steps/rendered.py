"""Rendered resources."""

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import rendered as check
from dicomweb_conformance.checks import rendered_parameters
from dicomweb_conformance.misplaced import with_unknown
from dicomweb_conformance.received import Response
from dicomweb_conformance.requirements import Requirement
from dicomweb_conformance.study import Study
from fixtures.rendered import Render
from steps.vocabulary import phrase
from steps.words.rendered import IMAGE_TYPES, Shown


@given(phrase("{shown:Shown} can be rendered"))
def can_be_rendered(render: Render, study: Study, shown: Shown) -> None:
    check.are_images(render(shown.of(study), shown.path("rendered"), IMAGE_TYPES["JPEG"]))


@given(phrase("{parameter:RenderedParameter} changes {shown:Shown} as {type:ImageType}"))
def has_an_effect(render: Render, study: Study, parameter: tuple[str, str], shown: Shown, type: str) -> None:
    reference, path = shown.of(study), shown.path("rendered")
    rendered_parameters.changes(render(reference, path, type), render(reference, path, type, [parameter]), parameter[0])


@when(phrase("{shown:Shown} is rendered as {accept:RenderedAccept}"), target_fixture="response")
def is_rendered(render: Render, study: Study, shown: Shown, accept: str | None) -> Response:
    return render(shown.of(study), shown.path("rendered"), accept)


@when(
    phrase("{shown:Shown} is rendered as {accept:RenderedAccept} with {parameter:RenderedParameter}"),
    target_fixture="response",
)
def is_rendered_with(render: Render, study: Study, shown: Shown, accept: str, parameter: tuple[str, str]) -> Response:
    return render(shown.of(study), shown.path("rendered"), accept, [parameter])


@when(phrase("{shown:Shown} is rendered as {accept:RenderedAccept} beside it"), target_fixture="beside")
def is_rendered_beside(render: Render, study: Study, shown: Shown, accept: str) -> Response:
    return render(shown.of(study), shown.path("rendered"), accept)


@when(
    phrase("{shown:Shown} is rendered as {accept:RenderedAccept} with {parameter:RenderedParameter} beside it"),
    target_fixture="beside",
)
def is_rendered_with_beside(
    render: Render, study: Study, shown: Shown, accept: str, parameter: tuple[str, str]
) -> Response:
    return render(shown.of(study), shown.path("rendered"), accept, [parameter])


@when(phrase("{shown:Shown} is rendered in one image or more"), target_fixture="response")
def is_rendered_somehow(render: Render, study: Study, shown: Shown) -> Response:
    return render.somehow(shown.of(study), shown.path("rendered"))


@when(phrase("{shown:Shown} is rendered under an unknown {level:Unknown}"), target_fixture="response")
def is_rendered_under_unknown(render: Render, study: Study, shown: Shown, level: str) -> Response:
    return render(with_unknown(shown.of(study), level), shown.path("rendered"), IMAGE_TYPES["JPEG"])


@then(phrase("the response is an image in {type:ImageType}"))
def is_image_of_type(response: Response, type: str) -> None:
    check.is_image(response, type)


@then(phrase("the response is an image"))
def is_image(response: Response) -> None:
    check.is_image(response)


@then(phrase("what comes is one image or more"))
def are_images(response: Response) -> None:
    check.are_images(response)


@then(phrase("the image is coded by the baseline process"))
def is_baseline(response: Response) -> None:
    check.is_baseline(response)


@then(phrase("the image has 8 bits a channel"))
def has_eight_bits(response: Response) -> None:
    check.has_eight_bits(response)


@then(phrase("the image has the size of {instance:Instance}"))
def has_size_of(response: Response, study: Study, instance: str) -> None:
    check.has_size_of(response, study.instance(instance))


@then(phrase("the image has the colours of {instance:Instance}"))
def has_colours_of(response: Response, study: Study, instance: str) -> None:
    check.has_colours_of(response, study.instance(instance))


@then(phrase("the image is gray"))
def is_gray(response: Response) -> None:
    check.is_gray(response)


@then(phrase("the image brightens from left to right"))
def brightens(response: Response) -> None:
    check.brightens(response)


@then(phrase("both images are alike"))
def are_alike(response: Response, beside: Response) -> None:
    check.are_alike(response, beside)


@then(phrase("the images show frames {numbers:FrameNumbers} of {instance:Instance}"))
def show_frames(response: Response, study: Study, numbers: tuple[int, ...], instance: str) -> None:
    check.show_frames(response, numbers, study.instance(instance))


@then(phrase("the response is refused, or an image"))
def is_no_file(response: Response) -> None:
    check.is_no_file(response)


@then(phrase("the response is refused, or an image in the default type"))
def default_or_refused(response: Response, requirement: Requirement) -> None:
    check.default_or_refused(response, requirement.status)


@then(phrase("the image names no transfer syntax"))
def names_no_transfer_syntax(response: Response) -> None:
    check.names_no_transfer_syntax(response)


@then(phrase("the response is the text of {instance:Instance} as {type:TextType}"))
def is_text_of(response: Response, study: Study, instance: str, type: str) -> None:
    check.is_text_of(response, type, study.instance(instance))


@then(phrase("the response is the document of {instance:Instance}"))
def is_document_of(response: Response, study: Study, instance: str) -> None:
    check.is_document_of(response, study.instance(instance))


@then(phrase("the image is animated with all frames of {instance:Instance}"))
def is_animated(response: Response, study: Study, instance: str) -> None:
    check.is_animated(response, study.instance(instance))
