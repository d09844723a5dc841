"""Wrong ways to render where Microsoft's service has rules of its own."""

from __future__ import annotations

from dataclasses import replace

from dicomweb_conformance.reference import rendered as standard
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import without_parameter
from dicomweb_conformance.reference.faults.fault import microsoft
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Resource
from dicomweb_conformance.reference.rendering import Rendering


def _refusing(right: Behaviour, status: int, *, without_pixels: bool) -> Behaviour:
    """Rendering of what has no pixel data, or of frames, is refused with another status."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        instances = right.select(server, resource)
        empty = bool(instances) and next(standard.shown_frames(instances), None) is None
        if empty if without_pixels else resource.frames:
            raise Refused(status, "There is nothing that could be rendered.")
        return right.rendered(server, request, resource)

    return replace(right, rendered=rendered)


@microsoft(breaks=("rendered-microsoft-types",))
def frames_are_not_rendered(right: Behaviour) -> Behaviour:
    """A frame is not rendered: the resource is answered with 404."""
    return _refusing(right, 404, without_pixels=False)


@microsoft(breaks=("rendered-microsoft-types",))
def pictures_need_an_accept_header(right: Behaviour) -> Behaviour:
    """Rendering without an Accept header is refused with 406."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        if request.header("accept") is None:
            raise Refused(406, "The request has no Accept header.")
        return right.rendered(server, request, resource)

    return replace(right, rendered=rendered)


@microsoft(breaks=("rendered-microsoft-types",))
def pictures_are_png_by_default(right: Behaviour) -> Behaviour:
    """Without an Accept header a picture comes as PNG."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        if request.header("accept") is None:
            request = replace(request, headers=(*request.headers, ("accept", "image/png")))
        return right.rendered(server, request, resource)

    return replace(right, rendered=rendered)


@microsoft(breaks=("rendered-microsoft-first-frame",))
def the_last_frame_is_rendered(right: Behaviour) -> Behaviour:
    """Rendering an instance shows its last frame."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        shown = list(standard.shown_frames(right.select(server, resource), resource.frames))
        if shown and not resource.frames:
            resource = replace(resource, frames=(shown[-1].frame,))
        return right.rendered(server, request, resource)

    return replace(right, rendered=rendered)


def _quality(right: Behaviour, change: dict[str, str] | None) -> Behaviour:
    """The quality ignored, or given as another one."""

    def parse_rendering(request: Request) -> Rendering:
        given = request.parameter("quality") or ""
        if change is None:
            right.parse_rendering(request)
            return right.parse_rendering(without_parameter(request, "quality"))
        query = tuple((name, change.get(given, value) if name == "quality" else value) for name, value in request.query)
        return right.parse_rendering(replace(request, query=query))

    return replace(right, parse_rendering=parse_rendering)


@microsoft(breaks=("rendered-microsoft-quality",))
def the_quality_of_a_jpeg_is_always_the_same(right: Behaviour) -> Behaviour:
    """The parameter quality has no effect on a JPEG."""
    return _quality(right, None)


@microsoft(breaks=("rendered-microsoft-quality",))
def a_quality_beyond_100_is_100(right: Behaviour) -> Behaviour:
    """A quality of 101 is taken for 100."""
    return _quality(right, {"101": "100"})


@microsoft(breaks=("rendered-microsoft-quality",))
def a_quality_of_0_is_1(right: Behaviour) -> Behaviour:
    """A quality of 0 is taken for 1."""
    return _quality(right, {"0": "1"})


@microsoft(breaks=("rendered-microsoft-no-pixels",))
def what_has_no_pixel_data_is_not_acceptable(right: Behaviour) -> Behaviour:
    """Rendering an instance without pixel data is answered with 406."""
    return _refusing(right, 406, without_pixels=True)


@microsoft(breaks=("rendered-microsoft-no-pixels",))
def what_has_no_pixel_data_crashes_the_server(right: Behaviour) -> Behaviour:
    """Rendering an instance without pixel data is answered with 500."""
    return _refusing(right, 500, without_pixels=True)
