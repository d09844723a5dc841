"""The parameters of rendering."""

from pytest_bdd import given, then

from dicomweb_conformance.checks import rendered_parameters as check
from dicomweb_conformance.checks import rendered_thumbnails
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.rendered import Render
from steps.vocabulary import phrase
from steps.words.rendered import Asked, Shown


@given(phrase("{shown:Shown} is scaled when it is rendered as {asked:Asked}"))
def is_scaled(render: Render, study: Study, shown: Shown, asked: Asked) -> None:
    response = render(shown.of(study), shown.path, asked.accept, asked.parameters)
    check.is_scaled(response, study.instance(str(shown.name)))


@then(phrase("{instance:Instance} fits into {width:Number} by {height:Number} without distortion"))
def fits(response: Response, study: Study, instance: str, width: int, height: int) -> None:
    check.fits(response, width, height, study.instance(instance))


@then(phrase("the image shows the region {region:Region} of {instance:Instance}"))
def shows_region(response: Response, study: Study, region: tuple[int, int, int, int], instance: str) -> None:
    check.shows_region(response, region, study.instance(instance))


@then(phrase("the gray levels of {instance:Instance} follow the window {window:Window}"))
def follows_window(response: Response, study: Study, instance: str, window: tuple[float, float, str]) -> None:
    check.follows_window(response, *window, study.instance(instance))


@then(phrase("the gray levels of frame {number:Number} of {instance:Instance} follow the window {window:Window}"))
def frame_follows_window(
    response: Response, study: Study, number: int, instance: str, window: tuple[float, float, str]
) -> None:
    check.follows_window(response, *window, study.instance(instance), number)


@then(phrase("the image shows frame {number:Number} of {instance:Instance} on any scale"))
def shows_frame(response: Response, study: Study, number: int, instance: str) -> None:
    check.shows_frame_on_any_scale(response, number, study.instance(instance))


@then(phrase("the image is at most {width:Number} by {height:Number}"))
def is_at_most(response: Response, width: int, height: int) -> None:
    rendered_thumbnails.is_at_most(response, width, height)
