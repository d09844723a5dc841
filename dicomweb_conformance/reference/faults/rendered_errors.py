"""Requests for rendered resources that must be refused, and are not, or in a wrong way."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

from PIL import Image

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Resource, Single


def _accept(request: Request) -> str:
    return request.header("accept") or ""


def _instead(right: Behaviour, status: int, other: Callable[[Server, Request, Resource], Answer]) -> Behaviour:
    """Another answer where rendering is refused with that status."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        try:
            return right.rendered(server, request, resource)
        except Refused as refused:
            if refused.answer.status != status:
                raise
            return other(server, request, resource)

    return replace(right, rendered=rendered)


def placeholder() -> Answer:
    """An image that shows nothing."""
    out = io.BytesIO()
    Image.new("L", (16, 16)).save(out, "JPEG")
    return Answer(200, Single(out.getvalue(), "image/jpeg"))


@fault(breaks=("rendered-unknown", "rendered-missing-frame"))
def what_is_unknown_is_rendered_black(right: Behaviour) -> Behaviour:
    """An instance or frame that does not exist is rendered as a black image."""
    return _instead(right, 404, lambda server, request, resource: placeholder())


@fault(breaks=("rendered-missing-frame",))
def rendering_a_missing_frame_is_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """Rendering a frame beyond the last ends with status 500."""

    def other(server: Server, request: Request, resource: Resource) -> Answer:
        return Answer(500 if resource.frames else 404)

    return _instead(right, 404, other)


@fault(breaks=("rendered-unacceptable-type", "rendered-unacceptable-is-406"))
def an_image_has_any_name_that_is_asked_for(right: Behaviour) -> Behaviour:
    """An image comes under the unknown image type that the client accepts."""

    def other(server: Server, request: Request, resource: Resource) -> Answer:
        if _accept(request) != "image/x-none":
            raise Refused(406, "Not acceptable.")
        jpeg = right.rendered(server, replace(request, headers=(("accept", "image/jpeg"),)), resource)
        payload = jpeg.payload
        return replace(jpeg, payload=replace(payload, type="image/x-none") if isinstance(payload, Single) else payload)

    return _instead(right, 406, other)


@fault(breaks=("rendered-unacceptable-is-406", "rendered-without-accept"))
def an_unacceptable_image_type_is_a_bad_request(right: Behaviour) -> Behaviour:
    """An unknown image type is refused with 400."""
    return _instead(right, 406, lambda server, request, resource: Answer(400))


def _careless(right: Behaviour, name: str, careless: Callable[[str], bool], status: int | None = None) -> Behaviour:
    """A parameter whose bad values are ignored, or end with a status of the server's."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        given = request.parameter(name)
        if given is None or not careless(given):
            return right.rendered(server, request, resource)
        if status is not None:
            raise Refused(status, "The value cannot be read.")
        return right.rendered(server, replace(request, query=()), resource)

    return replace(right, rendered=rendered)


@fault(breaks=("rendered-bad-quality",))
def a_quality_out_of_range_is_clamped(right: Behaviour) -> Behaviour:
    """A quality of 0 or 101 is taken for the nearest legal one."""
    return _careless(right, "quality", lambda value: value in {"0", "101"})


@fault(breaks=("rendered-bad-quality",))
def a_quality_in_letters_is_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """A quality that is no number ends with status 500."""
    return _careless(right, "quality", str.isalpha, 500)


@fault(breaks=("rendered-lower-quality-is-smaller",))
def quality_is_compression(right: Behaviour) -> Behaviour:
    """A higher quality compresses more."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        quality = request.parameter("quality") or ""
        if not quality.isdigit() or not 1 <= int(quality) <= 100:
            return right.rendered(server, request, resource)
        return right.rendered(server, replace(request, query=(("quality", str(101 - int(quality))),)), resource)

    return replace(right, rendered=rendered)


@fault(breaks=("rendered-bad-viewport",))
def an_ill_formed_viewport_is_ignored(right: Behaviour) -> Behaviour:
    """A viewport that cannot be read is ignored."""
    return _careless(right, "viewport", lambda value: value in {"100", "a,b"})


@fault(breaks=("rendered-bad-viewport",))
def a_negative_viewport_is_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """A viewport of negative width ends with status 500."""
    return _careless(right, "viewport", lambda value: value.startswith("-"), 500)


@fault(breaks=("rendered-bad-window",))
def an_ill_formed_window_is_ignored(right: Behaviour) -> Behaviour:
    """A window whose values cannot be read, or whose function is unknown, is ignored."""
    return _careless(right, "window", lambda value: "abc" in value or "nosuch" in value)


@fault(breaks=("rendered-short-window",))
def a_window_needs_no_function(right: Behaviour) -> Behaviour:
    """A window without a function is taken for a linear one."""
    return _careless(right, "window", lambda value: value.count(",") == 1)


@fault(breaks=("rendered-window-of-a-presentation-state",))
def a_presentation_state_takes_a_window(right: Behaviour) -> Behaviour:
    """A window together with a presentation state is ignored, and a black image comes."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        instances = server.behaviour.select(server, resource)
        if instances and instances[0].sop_class.startswith("1.2.840.10008.5.1.4.1.1.11."):
            return placeholder()
        return right.rendered(server, request, resource)

    return replace(right, rendered=rendered)


@fault(breaks=("rendered-colour-profile",))
def a_colour_profile_changes_the_type(right: Behaviour) -> Behaviour:
    """With a colour profile the image comes as PNG, whatever the client accepts."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        if request.parameter("iccprofile") is None:
            return right.rendered(server, request, resource)
        return right.rendered(server, replace(request, headers=(("accept", "image/png"),)), resource)

    return replace(right, rendered=rendered)
