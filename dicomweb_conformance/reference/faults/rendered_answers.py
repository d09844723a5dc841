"""Rendered resources in the wrong form or under the wrong name, or refused without need."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PIL import Image

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import with_parts
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.layout import layout
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Resource, Single


def _accept(request: Request) -> str:
    return request.header("accept") or ""


def _on_images(right: Behaviour, change: Callable[[Request, Resource, Answer, Single], Answer]) -> Behaviour:
    """Every single rendered image changed."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.rendered(server, request, resource)
        payload = answer.payload
        return change(request, resource, answer, payload) if isinstance(payload, Single) else answer

    return replace(right, rendered=rendered)


def _recoded(content: object, **options: object) -> bytes:
    if not isinstance(content, bytes):
        raise TypeError("rendered images are in memory")
    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as image:
        image.save(out, **options)  # type: ignore[arg-type]  # the names of Pillow's options depend on the format
    return out.getvalue()


_SEES_JPEG = (
    "rendered-jpeg",
    "rendered-baseline-jpeg",
    "rendered-default-is-jpeg",
    "rendered-gray-stays-gray",
    "rendered-has-no-transfer-syntax",
    "rendered-palette-colours",
    "rendered-quality",
    "rendered-rgb-colours",
    "rendered-size",
    "rendered-frames",
)


@fault(breaks=(*_SEES_JPEG, "rendered-any-image", "rendered-series", "rendered-study"))
def jpeg_images_are_cut_off(right: Behaviour) -> Behaviour:
    """The file of a rendered JPEG image ends in the middle of its header."""

    def change(request: Request, resource: Resource, answer: Answer, image: Single) -> Answer:
        if image.type != "image/jpeg" or not isinstance(image.content, bytes):
            return answer
        return replace(answer, payload=replace(image, content=image.content[:100]))

    return _on_images(right, change)


@fault(breaks=("rendered-default-is-jpeg",))
def the_default_image_has_the_wrong_name(right: Behaviour) -> Behaviour:
    """A client that accepts anything gets a PNG image that is labelled as JPEG."""

    def change(request: Request, resource: Resource, answer: Answer, image: Single) -> Answer:
        if _accept(request) != "*/*" or image.type != "image/jpeg":
            return answer
        return replace(answer, payload=replace(image, content=_recoded(image.content, format="PNG")))

    return _on_images(right, change)


@fault(breaks=("rendered-gif", "rendered-animation"))
def gif_images_are_png_images(right: Behaviour) -> Behaviour:
    """An image rendered as GIF is a PNG image that is labelled as GIF."""

    def change(request: Request, resource: Resource, answer: Answer, image: Single) -> Answer:
        if image.type != "image/gif":
            return answer
        return replace(answer, payload=replace(image, content=_recoded(image.content, format="PNG")))

    return _on_images(right, change)


@fault(breaks=("rendered-animation",))
def animations_stop_at_the_first_frame(right: Behaviour) -> Behaviour:
    """A GIF image of a multi-frame instance has one frame."""

    def change(request: Request, resource: Resource, answer: Answer, image: Single) -> Answer:
        if image.type != "image/gif":
            return answer
        return replace(answer, payload=replace(image, content=_recoded(image.content, format="GIF")))

    return _on_images(right, change)


@fault(breaks=("rendered-first-frame",))
def a_multi_frame_instance_shows_its_last_frame(right: Behaviour) -> Behaviour:
    """A multi-frame instance rendered as one image shows its last frame."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        instances = server.behaviour.select(server, resource)
        shape = layout(part10.read_file(instances[0].path).elements) if instances else None
        if resource.level != "instance" or resource.frames or shape is None or shape.frames == 1:
            return right.rendered(server, request, resource)
        if "gif" in _accept(request):
            return right.rendered(server, request, resource)
        return right.rendered(server, request, replace(resource, frames=(shape.frames,)))

    return replace(right, rendered=rendered)


@fault(breaks=("rendered-frame-list", "rendered-frames-in-any-order"))
def a_list_of_frames_is_rendered_as_its_first(right: Behaviour) -> Behaviour:
    """A list of frames is rendered to one image, that of the first."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.rendered(server, request, resource)
        return with_parts(lambda parts: parts[:1])(answer) if resource.frames else answer

    return replace(right, rendered=rendered)


@fault(breaks=("rendered-baseline-jpeg",))
def jpeg_images_are_progressive(right: Behaviour) -> Behaviour:
    """Rendered JPEG images are coded by the progressive process."""

    def change(request: Request, resource: Resource, answer: Answer, image: Single) -> Answer:
        if image.type != "image/jpeg" or request.query:
            return answer
        content = _recoded(image.content, format="JPEG", progressive=True, quality=90)
        return replace(answer, payload=replace(image, content=content))

    return _on_images(right, change)


@fault(breaks=("rendered-eight-bits",))
def png_images_have_sixteen_bits(right: Behaviour) -> Behaviour:
    """Rendered PNG images of 16 bit instances have 16 bits a channel."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.rendered(server, request, resource)
        image = answer.payload
        shape = layout(part10.read_file(server.behaviour.select(server, resource)[0].path).elements)
        deep = shape is not None and shape.bits_stored > 8 and shape.frames == 1
        if not isinstance(image, Single) or image.type != "image/png" or not deep or request.query:
            return answer
        with Image.open(io.BytesIO(image.content if isinstance(image.content, bytes) else b"")) as shown:
            levels = np.asarray(shown).astype(np.uint16) * 257
        out = io.BytesIO()
        Image.fromarray(levels).save(out, "PNG")
        return replace(answer, payload=replace(image, content=out.getvalue()))

    return replace(right, rendered=rendered)


@fault(breaks=("rendered-has-no-transfer-syntax",))
def rendered_images_name_a_transfer_syntax(right: Behaviour) -> Behaviour:
    """The media type of a rendered image has a transfer syntax."""

    def change(request: Request, resource: Resource, answer: Answer, image: Single) -> Answer:
        return replace(answer, payload=replace(image, transfer_syntax="1.2.840.10008.1.2.4.50"))

    return _on_images(right, change)


@fault(breaks=("rendered-report",))
def reports_are_rendered_without_their_text(right: Behaviour) -> Behaviour:
    """A structured report is rendered as a page that says nothing."""

    def change(request: Request, resource: Resource, answer: Answer, image: Single) -> Answer:
        if not image.type.startswith("text/"):
            return answer
        return replace(answer, payload=replace(image, content=b"<html>A report</html>"))

    return _on_images(right, change)


@fault(breaks=("rendered-document",))
def documents_are_rendered_in_half(right: Behaviour) -> Behaviour:
    """Only the first half of an encapsulated document comes."""

    def change(request: Request, resource: Resource, answer: Answer, image: Single) -> Answer:
        content = bytes(image.content) if not hasattr(image.content, "open") else b""
        if image.type != "application/pdf":
            return answer
        return replace(answer, payload=replace(image, content=content[: len(content) // 2]))

    return _on_images(right, change)


def _refusing(
    right: Behaviour, refused: Callable[[Request, Resource], bool], status: int, reason: str = "Refused."
) -> Behaviour:
    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        if refused(request, resource):
            raise Refused(status, reason)
        return right.rendered(server, request, resource)

    return replace(right, rendered=rendered)


@fault(breaks=("rendered-png", "rendered-known-type-in-a-list", "rendered-rgb-colours", "rendered-unknown-annotation"))
def png_images_need_no_query(right: Behaviour) -> Behaviour:
    """RGB instances are not rendered as PNG unless a parameter is given."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.rendered(server, request, resource)
        payload = answer.payload
        shape = layout(part10.read_file(server.behaviour.select(server, resource)[0].path).elements)
        colours = shape is not None and shape.photometric == "RGB" and shape.frames == 1
        if colours and not request.query and isinstance(payload, Single) and payload.type == "image/png":
            raise Refused(406, "Not acceptable.")
        return answer

    return replace(right, rendered=rendered)


@fault(breaks=("rendered-known-type-in-a-list",))
def an_unknown_image_type_spoils_the_list(right: Behaviour) -> Behaviour:
    """A list of media types with an unknown one is refused, although another one fits."""
    return _refusing(right, lambda request, _: _accept(request).startswith("image/x-none,"), 406)


@fault(breaks=("rendered-series", "capabilities-methods-exist"))
def series_are_not_rendered(right: Behaviour) -> Behaviour:
    """There is no rendered resource of a series."""
    return _refusing(right, lambda request, resource: resource.level == "series", 404)


@fault(breaks=("rendered-study",))
def rendering_a_study_is_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """Rendering a study ends with status 500."""
    return _refusing(right, lambda request, resource: resource.level == "study", 500)


@fault(breaks=("rendered-quality",))
def quality_is_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """A quality ends with status 500."""
    return _refusing(right, lambda request, _: request.parameter("quality") in {"10", "95"}, 500)


@fault(breaks=("rendered-annotation",))
def annotations_are_refused(right: Behaviour) -> Behaviour:
    """The parameter annotation is refused."""
    return _refusing(right, lambda request, _: request.parameter("annotation") == "patient", 400)


@fault(breaks=("rendered-without-accept",))
def without_a_type_comes_a_page(right: Behaviour) -> Behaviour:
    """Without an Accept header comes a page in HTML."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        if request.header("accept") is None:
            return Answer(200, Single(b"<html></html>", "text/html"))
        return right.rendered(server, request, resource)

    return replace(right, rendered=rendered)


@fault(breaks=("rendered-is-no-file",))
def rendering_gives_a_file(right: Behaviour) -> Behaviour:
    """A client that accepts a DICOM file gets one from a rendered resource."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        if _accept(request) == "application/dicom":
            return server.behaviour.retrieve(server, request, replace(resource, kind="entity"))
        return right.rendered(server, request, resource)

    return replace(right, rendered=rendered)
