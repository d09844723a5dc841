"""Deletions and pictures that are right but for a near miss: UIDs that begin alike, palettes that begin elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PIL import Image

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import without_parameter
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.wado_uri_changes import asking_by_uri, with_parameter
from dicomweb_conformance.reference.images import picture
from dicomweb_conformance.reference.layout import Layout, layout
from dicomweb_conformance.reference.messages import Answer, Attributes, Refused, Request, Resource, Single
from dicomweb_conformance.reference.part10 import Element, File
from dicomweb_conformance.reference.rendering import Rendering, Shown, annotated, fitted

_Made = tuple[File, Attributes, int]
_DESCRIPTORS = (0x00281101, 0x00281102, 0x00281103)


def _made_of(right: Behaviour, change: Callable[[File, Attributes, int], _Made]) -> Behaviour:
    """Rendered pictures and thumbnails are made of another dataset, or of another frame."""

    def render(server: Server, shown: Shown, rendering: Rendering) -> Image.Image:
        attributes = server.archive.attributes(shown.instance)
        file, given, number = change(part10.read_file(shown.instance.path), attributes, shown.frame)
        image = picture(file, given, number, rendering.window)
        return annotated(fitted(image, rendering.viewport), attributes, rendering.annotations)

    return replace(right, render=render)


def _set(file: File, *elements: Element, without: Iterable[int] = ()) -> File:
    kept = {tag: element for tag, element in file.elements.items() if tag not in set(without)}
    return replace(file, elements={**kept, **{each.tag: each for each in elements}})


def _native(file: File) -> tuple[Layout, bytes] | None:
    shape = layout(file.elements)
    if shape is None or not isinstance(file.elements[shape.tag].value, memoryview):
        return None
    return shape, file.elements[shape.tag].data


@fault(breaks=("wado-uri-region-shown",))
def a_wado_region_is_a_corner_and_a_size(right: Behaviour) -> Behaviour:
    """WADO-URI reads region as left, top, width and height."""

    def change(request: Request) -> Request:
        try:
            left, top, width, height = map(float, (request.parameter("region") or "").split(","))
        except ValueError:
            return request
        if not (0 <= left < width <= 1 and 0 <= top < height <= 1):
            return request
        return with_parameter(request, "region", f"{left},{top},{min(1.0, left + width)},{min(1.0, top + height)}")

    return asking_by_uri(right, change)


@fault(breaks=("delete-instance-everywhere",))
def deleting_an_instance_deletes_longer_uids(right: Behaviour) -> Behaviour:
    """Deleting the instance 1.2.3.1 takes its siblings 1.2.3.10 and 1.2.3.11 with it."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        siblings = server.archive.select(resource.study, resource.series) if resource.level == "instance" else ()
        answer = right.delete(server, request, resource)
        alike = [
            each
            for each in siblings
            if each.instance != resource.instance and each.instance.startswith(resource.instance or "")
        ]
        server.archive.remove(alike)
        return answer

    return replace(right, delete=delete)


@fault(breaks=("rendered-palette-colours",))
def palettes_begin_at_0(right: Behaviour) -> Behaviour:
    """The first value mapped of a colour palette is ignored: colours are wrong when it is not 0."""

    def change(file: File, attributes: Attributes, number: int) -> _Made:
        for tag in _DESCRIPTORS:
            element = file.elements.get(tag)
            if element is not None and len(element.data) >= 6:
                data = element.data[:2] + b"\0\0" + element.data[4:]
                file = _set(file, replace(element, value=memoryview(data)))
        return file, attributes, number

    return _made_of(right, change)


@fault(breaks=("rendered-frames",))
def planes_of_all_frames_are_together(right: Behaviour) -> Behaviour:
    """Colour-by-plane images of several frames are read as if the planes of all frames came one after the other."""

    def change(file: File, attributes: Attributes, number: int) -> _Made:
        native = _native(file)
        if native is None or not native[0].planar or native[0].frames < 2 or native[0].samples != 3:
            return file, attributes, number
        shape, data = native
        length = shape.rows * shape.columns * shape.bits_allocated // 8
        starts = [(plane * shape.frames + number - 1) * length for plane in range(3)]
        pixels = b"".join(data[start : start + length] for start in starts)
        file = _set(file, Element(shape.tag, "OB", memoryview(pixels)), without=[0x00280008])
        return file, attributes, 1

    return _made_of(right, change)


@fault(
    breaks=(
        "delete-series-everywhere",
        "delete-study-everywhere",
    )
)
def ten_instances_are_deleted_at_a_time(right: Behaviour) -> Behaviour:
    """Deleting a study or series of more than ten instances deletes ten of them, and answers 204."""

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        instances = server.behaviour.select(server, resource)
        if resource.level == "instance" or len(instances) <= 10:
            return right.delete(server, request, resource)
        server.archive.remove(instances[:10])
        return Answer(204)

    return replace(right, delete=delete)


@fault(breaks=("rendered-window",))
def the_rescale_slope_is_an_integer(right: Behaviour) -> Behaviour:
    """The fraction of a Rescale Slope is cut off before the window is applied."""

    def change(file: File, attributes: Attributes, number: int) -> _Made:
        slopes = attributes.get("00281053", {}).get("Value", [])
        if slopes and isinstance(slopes[0], float):
            attributes = {**attributes, "00281053": {"vr": "DS", "Value": [int(slopes[0])]}}
        return file, attributes, number

    return _made_of(right, change)


@fault(breaks=("wado-uri-size",))
def wado_rows_need_columns(right: Behaviour) -> Behaviour:
    """WADO-URI ignores rows or columns when only one of them is given."""

    def change(request: Request) -> Request:
        both = request.parameter("rows") is not None and request.parameter("columns") is not None
        return request if both else without_parameter(without_parameter(request, "rows"), "columns")

    return asking_by_uri(right, change)


@fault(breaks=("wado-uri-deleted-object",))
def deleted_images_are_still_given_by_wado_uri(right: Behaviour) -> Behaviour:
    """An image that WADO-URI has rendered once is still given after its study was deleted."""
    known: dict[object, Answer] = {}

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        key = (request.query, request.header("accept"))
        try:
            answer = right.wado_uri(server, request, resource)
        except Refused as refused:
            if refused.answer.status == 404 and key in known:
                return known[key]
            raise
        if isinstance(answer.payload, Single) and answer.payload.type.startswith("image/"):
            known[key] = answer
        return answer

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("delete-metadata-deletes-nothing",))
def deleting_metadata_deletes_the_instance(right: Behaviour) -> Behaviour:
    """DELETE of the metadata of an instance deletes the instance."""

    def handle(server: Server, request: Request) -> Answer:
        metadata = len(request.segments) == 7 and request.segments[-1] == "metadata"
        if request.method == "DELETE" and metadata:
            request = replace(request, segments=request.segments[:-1])
        return right.handle(server, request)

    return replace(right, handle=handle)
