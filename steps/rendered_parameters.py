"""The parameters of rendering."""

from pytest_bdd import then

from dicomweb_conformance.checks import rendered_parameters as check
from dicomweb_conformance.checks import rendered_thumbnails
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from steps.vocabulary import phrase


@then(phrase("{instance:Instance} fits into {width:Number} by {height:Number} without distortion"))
def fits(response: Response, study: Study, instance: str, width: int, height: int) -> None:
    check.fits(response, width, height, study.instance(instance))


@then(phrase("the image shows the region {region:Region} of {instance:Instance}"))
def shows_region(response: Response, study: Study, region: tuple[int, int, int, int], instance: str) -> None:
    check.shows_region(response, region, study.instance(instance))


@then(phrase("the gray levels of {instance:Instance} follow the window {window:Window}"))
def follows_window(response: Response, study: Study, instance: str, window: tuple[float, float, str]) -> None:
    check.follows_window(response, *window, study.instance(instance))


@then(phrase("the image is at most {width:Number} by {height:Number}"))
def is_at_most(response: Response, width: int, height: int) -> None:
    rendered_thumbnails.is_at_most(response, width, height)
