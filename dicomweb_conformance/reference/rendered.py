"""Retrieve rendered instances and thumbnails (PS3.18 10.4.1.1.3, 10.4.1.1.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image, ImageDraw

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.handling import found
from dicomweb_conformance.reference.images import picture
from dicomweb_conformance.reference.layout import layout
from dicomweb_conformance.reference.messages import (
    Answer,
    Attributes,
    Headers,
    Part,
    Parts,
    Refused,
    Request,
    Resource,
    Single,
)
from dicomweb_conformance.reference.negotiation import Offer
from dicomweb_conformance.reference.rendering import FORMATS, Rendering, Shown, Viewport, annotated, encoded, fitted
from dicomweb_conformance.reference.reports import TEXT_TYPES, is_report, report
from dicomweb_conformance.reference.retrieve import url

_SINGLE = tuple(Offer(type) for type in FORMATS)
_MULTIPART = tuple(Offer(type, multipart=True) for type in FORMATS)
_THUMBNAIL_SIZE = 128
_PRESENTATION_STATES = "1.2.840.10008.5.1.4.1.1.11."


def rendered(server: Server, request: Request, resource: Resource) -> Answer:
    """Pictures of the frames of a resource; reports and documents in a form for readers.

    A single-part image of a resource with several frames shows the first one.
    """
    instances = found(server, resource)
    rendering = server.behaviour.parse_rendering(request)
    if rendering.window is not None and instances[0].sop_class.startswith(_PRESENTATION_STATES):
        raise Refused(400, "A presentation state brings its own window.")
    shown = list(shown_frames(instances, resource.frames))
    if not shown:
        return _document(server, request, instances)
    offer = server.behaviour.negotiate(request, _offers(shown, resource))[0].offer
    headers: Headers = tuple(("Warning", f'299 dicomweb "{text}"') for text in rendering.warnings)
    render = server.behaviour.render
    if offer.multipart:
        parts = tuple(
            Part(
                encoded([render(server, each, rendering)], offer.type, rendering), offer.type, None, _url(request, each)
            )
            for each in shown
        )
        return Answer(200, Parts(parts, offer.type), headers)
    pictures = [render(server, each, rendering) for each in (shown if offer.type == "image/gif" else shown[:1])]
    location = ("Content-Location", f"{request.base}/{'/'.join(request.segments)}")
    return Answer(200, Single(encoded(pictures, offer.type, rendering), offer.type), (*headers, location))


def _offers(shown: Sequence[Shown], resource: Resource) -> Sequence[Offer]:
    if len(shown) == 1:
        return [*_SINGLE, *_MULTIPART]
    if resource.level == "instance" and not resource.frames:
        # An animated GIF is the only single image that shows all frames (PS3.18 Table 8.7.4-1).
        return [Offer("image/gif"), *_MULTIPART, *_SINGLE]
    return [*_MULTIPART, *_SINGLE]


def _url(request: Request, shown: Shown) -> str:
    return f"{url(request, shown.instance)}/frames/{shown.frame}/rendered"


def shown_frames(instances: Sequence[Instance], frames: Sequence[int] = ()) -> Iterator[Shown]:
    """The frames of the instances, or those of the list. Raises Refused with 404 for a frame that does not exist."""
    for instance in instances:
        shape = layout(part10.read_file(instance.path).elements)
        count = 0 if shape is None else shape.frames
        if frames and max(frames) > count:
            raise Refused(404, "The instance has no such frame.")
        yield from (Shown(instance, number) for number in frames or range(1, count + 1))


def render(server: Server, shown: Shown, rendering: Rendering) -> Image.Image:
    """One frame as a picture, windowed, cut, scaled and annotated."""
    attributes = server.archive.attributes(shown.instance)
    image = picture(part10.read_file(shown.instance.path), attributes, shown.frame, rendering.window)
    return annotated(fitted(image, rendering.viewport), attributes, rendering.annotations)


def _document(server: Server, request: Request, instances: Sequence[Instance]) -> Answer:
    """The first instance that has text or a document."""
    for instance in instances:
        attributes = server.archive.attributes(instance)
        if is_report(attributes):
            offer = server.behaviour.negotiate(request, [Offer(type) for type in TEXT_TYPES])[0].offer
            return Answer(200, Single(report(attributes, offer.type), f"{offer.type}; charset=utf-8"))
        pdf = part10.read_file(instance.path).elements.get(0x00420011)
        if pdf is not None and _mime_type(attributes) == "application/pdf":
            server.behaviour.negotiate(request, [Offer("application/pdf")])
            return Answer(200, Single(pdf.data, "application/pdf"))
    raise Refused(406, "There is nothing that could be rendered.")


def _mime_type(attributes: Attributes) -> str:
    return str(attributes.get("00420012", {}).get("Value", [""])[0])


def thumbnail(server: Server, request: Request, resource: Resource) -> Answer:
    """One small picture of the resource: of its first frame, or a plain card when it has none."""
    instances = found(server, resource)
    rendering = server.behaviour.parse_rendering(request)
    if (request.parameter("viewport") or "").count(",") > 1:
        raise Refused(400, "The viewport of a thumbnail is width,height.")
    offer = server.behaviour.negotiate(request, _SINGLE)[0].offer
    small = Rendering(rendering.viewport or Viewport(_THUMBNAIL_SIZE, _THUMBNAIL_SIZE), quality=rendering.quality)
    first = next(shown_frames(instances, resource.frames[:1]), None)
    image = _card(server, instances[0], small) if first is None else server.behaviour.render(server, first, small)
    return Answer(200, Single(encoded([image], offer.type, small), offer.type))


def _card(server: Server, instance: Instance, rendering: Rendering) -> Image.Image:
    modality = str(server.archive.attributes(instance).get("00080060", {}).get("Value", ["?"])[0])
    card = Image.new("L", (_THUMBNAIL_SIZE, _THUMBNAIL_SIZE), 64)
    text = modality.encode("ascii", "replace").decode()
    ImageDraw.Draw(card).text((_THUMBNAIL_SIZE // 2, _THUMBNAIL_SIZE // 2), text, fill=255, anchor="mm")
    return fitted(card, rendering.viewport)
