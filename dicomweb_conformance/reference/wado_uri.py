"""The URI service: one instance by query parameters (PS3.18 9)."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.examination import is_uid
from dicomweb_conformance.reference.grayscale import Window
from dicomweb_conformance.reference.handling import found
from dicomweb_conformance.reference.images import picture
from dicomweb_conformance.reference.layout import Layout, layout
from dicomweb_conformance.reference.media_types import parse_accept
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Resource, Single
from dicomweb_conformance.reference.negotiation import Offer
from dicomweb_conformance.reference.rendering import Rendering, Viewport, annotated, checked_window, encoded, fitted
from dicomweb_conformance.reference.reports import is_report, report
from dicomweb_conformance.reference.retrieve import syntax_for

_DICOM = "application/dicom"
_IMAGES = ("image/jpeg", "image/png", "image/gif")
_TEXTS = ("text/html", "text/plain", "text/xml")


def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
    """One instance as a DICOM file, as one image, or as text."""
    if request.parameter("requestType") != "WADO":
        raise Refused(400, "requestType must be WADO.")
    study, series, instance_uid = (request.parameter(name) or "" for name in ("studyUID", "seriesUID", "objectUID"))
    if not all(map(is_uid, (study, series, instance_uid))):
        raise Refused(400, "studyUID, seriesUID and objectUID must each be a UID.")
    instance = found(server, Resource("entity", study, series, instance_uid))[0]
    shape = layout(part10.read_file(instance.path).elements)
    type = _type(server, request, instance, shape)
    if type == _DICOM:
        return _file(server, request, instance)
    if type in _TEXTS:
        text = report(server.archive.attributes(instance), type)
        return Answer(200, Single(text, f"{type}; charset=utf-8"))
    return _image(server, request, instance, shape, type)


def _type(server: Server, request: Request, instance: Instance, shape: Layout | None) -> str:
    """The media type to answer with: the best of contentType, within what the Accept header permits."""
    text = is_report(server.archive.attributes(instance))
    types = (*_IMAGES, _DICOM) if shape is not None else (*_TEXTS, _DICOM) if text else (_DICOM,)
    offers = [Offer(type) for type in types]
    given = request.parameter("contentType")
    if given is not None:
        ranges = parse_accept(given)
        if not ranges or any({"transfer-syntax", "charset"} & dict(each.parameters).keys() for each in ranges):
            raise Refused(400, "contentType must be media types without transfer syntax and character set.")
        header = (("accept", given),)
        return server.behaviour.negotiate(Request("GET", request.base, headers=header), offers)[0].offer.type
    accept = (("accept", request.header("accept") or "*/*"),)
    return server.behaviour.negotiate(Request("GET", request.base, headers=accept), offers)[0].offer.type


def _file(server: Server, request: Request, instance: Instance) -> Answer:
    image_only = ("windowCenter", "windowWidth", "rows", "columns", "region", "frameNumber", "imageQuality")
    if any(request.parameter(name) is not None for name in image_only):
        raise Refused(400, "Parameters of rendering do not go with application/dicom.")
    wanted = request.parameter("transferSyntax")
    if wanted is not None and not is_uid(wanted):
        raise Refused(400, "transferSyntax must be a UID.")
    if request.parameter("anonymize") is not None:
        raise Refused(400, "Instances cannot be anonymized here.")
    syntax = syntax_for(instance, wanted)
    if syntax is None:
        raise Refused(406, "The instance cannot be given in that transfer syntax.")
    return Answer(200, Single(server.behaviour.transcode(server, instance, syntax), _DICOM, syntax))


def _image(server: Server, request: Request, instance: Instance, shape: Layout | None, type: str) -> Answer:
    if shape is None:
        raise Refused(406, "The instance has no image.")
    if request.parameter("presentationUID") is not None or request.parameter("presentationSeriesUID") is not None:
        raise Refused(400, "There is no such presentation state.")
    number = _number(request, "frameNumber", 1, shape.frames)
    quality = _number(request, "imageQuality", 1, 100)
    rendering = Rendering(window=_window(request), quality=quality or Rendering.quality)
    attributes = server.archive.attributes(instance)
    image = picture(part10.read_file(instance.path), attributes, number or 1, rendering.window)
    region = _region(request)
    if region is not None:
        image = region.cut(image)
    rows, columns = _number(request, "rows", 1, 16384), _number(request, "columns", 1, 16384)
    if rows is not None or columns is not None:
        image = fitted(image, Viewport(columns or 16384, rows or 16384))
    annotations = tuple(value for given in request.parameters("annotation") for value in given.split(","))
    image = annotated(image, attributes, annotations)
    return Answer(200, Single(encoded([image], type, rendering), type))


def _number(request: Request, name: str, least: int, most: int) -> int | None:
    given = request.parameter(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and least <= int(given) <= most):
        raise Refused(400, f"{name} must be a number from {least} to {most}.")
    return int(given)


def _window(request: Request) -> Window | None:
    center, width = request.parameter("windowCenter"), request.parameter("windowWidth")
    if center is None and width is None:
        return None
    return checked_window(center or "", width or "")


@dataclass(frozen=True)
class _Region:
    left: float
    top: float
    right: float
    bottom: float

    def cut(self, image: Image.Image) -> Image.Image:
        width, height = image.size
        box = (
            int(self.left * width),
            int(self.top * height),
            max(int(self.left * width) + 1, round(self.right * width)),
            max(int(self.top * height) + 1, round(self.bottom * height)),
        )
        return image.crop(box)


def _region(request: Request) -> _Region | None:
    given = request.parameter("region")
    if given is None:
        return None
    try:
        left, top, right, bottom = map(float, given.split(","))
    except ValueError as error:
        raise Refused(400, "region must be xmin,ymin,xmax,ymax.") from error
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise Refused(400, "region must lie between 0 and 1, its minimum below its maximum.")
    return _Region(left, top, right, bottom)
