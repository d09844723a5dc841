"""Wrong thumbnails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PIL import Image

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.rendered_errors import placeholder
from dicomweb_conformance.reference.messages import Answer, Part, Parts, Refused, Request, Resource, Single
from dicomweb_conformance.reference.rendered import shown_frames
from dicomweb_conformance.reference.rendering import Rendering, Shown


def _refusing(right: Behaviour, refused: Callable[[Server, Request, Resource], bool], status: int) -> Behaviour:
    def thumbnail(server: Server, request: Request, resource: Resource) -> Answer:
        if refused(server, request, resource):
            raise Refused(status, "Refused.")
        return right.thumbnail(server, request, resource)

    return replace(right, thumbnail=thumbnail)


@fault(breaks=("thumbnail-at-all-levels", "thumbnail-is-one-image", "capabilities-methods-exist"))
def frames_have_no_thumbnails(right: Behaviour) -> Behaviour:
    """There is no thumbnail of a frame."""
    return _refusing(right, lambda server, request, resource: bool(resource.frames), 404)


@fault(breaks=("thumbnail-at-all-levels", "thumbnail-is-one-image"))
def the_thumbnail_of_a_study_is_multipart(right: Behaviour) -> Behaviour:
    """The thumbnail of a study comes in a multipart message."""

    def thumbnail(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.thumbnail(server, request, resource)
        image = answer.payload
        if resource.level != "study" or not isinstance(image, Single):
            return answer
        return replace(answer, payload=Parts((Part(image.content, image.type),), image.type))

    return replace(right, thumbnail=thumbnail)


@fault(breaks=("thumbnail-default-is-jpeg",))
def a_thumbnail_is_png_by_default(right: Behaviour) -> Behaviour:
    """A client that accepts anything gets a thumbnail as PNG."""

    def thumbnail(server: Server, request: Request, resource: Resource) -> Answer:
        anything = request.header("accept") == "*/*"
        asked = replace(request, headers=(("accept", "image/png"),)) if anything else request
        return right.thumbnail(server, asked, resource)

    return replace(right, thumbnail=thumbnail)


@fault(breaks=("thumbnail-shows-its-colours",))
def thumbnails_are_gray(right: Behaviour) -> Behaviour:
    """A thumbnail has no colours."""

    def thumbnail(server: Server, request: Request, resource: Resource) -> Answer:
        def render(server: Server, shown: Shown, rendering: Rendering) -> Image.Image:
            return right.render(server, shown, rendering).convert("L")

        gray = replace(server, behaviour=replace(server.behaviour, render=render))
        return right.thumbnail(gray, request, resource)

    return replace(right, thumbnail=thumbnail)


@fault(breaks=("thumbnail-of-its-frame",))
def the_thumbnail_of_a_frame_is_that_of_the_first(right: Behaviour) -> Behaviour:
    """The thumbnail of any frame shows the first one."""

    def thumbnail(server: Server, request: Request, resource: Resource) -> Answer:
        return right.thumbnail(server, request, replace(resource, frames=(1,)) if resource.frames else resource)

    return replace(right, thumbnail=thumbnail)


@fault(breaks=("thumbnail-viewport",))
def a_thumbnail_is_twice_as_large(right: Behaviour) -> Behaviour:
    """A thumbnail is twice as large as its viewport."""

    def thumbnail(server: Server, request: Request, resource: Resource) -> Answer:
        if request.parameter("viewport") == "8,8":
            request = replace(request, query=(("viewport", "16,16"),))
        return right.thumbnail(server, request, resource)

    return replace(right, thumbnail=thumbnail)


@fault(breaks=("thumbnail-bad-viewport",))
def the_region_of_a_thumbnail_is_ignored(right: Behaviour) -> Behaviour:
    """A viewport with a region is taken for one without."""

    def thumbnail(server: Server, request: Request, resource: Resource) -> Answer:
        if (request.parameter("viewport") or "").count(",") > 1:
            request = replace(request, query=(("viewport", "8,8"),))
        return right.thumbnail(server, request, resource)

    return replace(right, thumbnail=thumbnail)


@fault(breaks=("thumbnail-unknown",))
def the_thumbnail_of_what_is_unknown_is_black(right: Behaviour) -> Behaviour:
    """The thumbnail of what does not exist is a black image."""

    def thumbnail(server: Server, request: Request, resource: Resource) -> Answer:
        if not server.behaviour.select(server, resource):
            return placeholder()
        return right.thumbnail(server, request, resource)

    return replace(right, thumbnail=thumbnail)


@fault(breaks=("thumbnail-of-a-report",))
def the_thumbnail_of_a_report_is_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """The thumbnail of what is no image ends with status 500."""

    def refused(server: Server, request: Request, resource: Resource) -> bool:
        instances = server.behaviour.select(server, resource)
        return bool(instances) and next(shown_frames(instances), None) is None

    return _refusing(right, refused, 500)


@fault(breaks=("thumbnail-unacceptable-type",))
def an_unacceptable_thumbnail_is_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """A thumbnail in a type that cannot be given ends with status 500."""
    return _refusing(right, lambda server, request, resource: request.header("accept") == "text/plain", 500)
