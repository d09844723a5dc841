"""Wrong images of the URI service."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import without_parameter
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.wado_uri_changes import (
    answering_by_uri,
    asking_by_uri,
    bytes_of,
    excusing_by_uri,
    with_parameter,
)
from dicomweb_conformance.reference.messages import Answer, Part, Parts, Request, Resource, Single

_JPEG = "image/jpeg"


@fault(breaks=("wado-uri-default-jpeg",))
def images_by_uri_are_png_by_default(right: Behaviour) -> Behaviour:
    """An image comes as PNG when nothing is said of its media type."""

    def change(request: Request) -> Request:
        return request if request.parameter("contentType") else with_parameter(request, "contentType", "image/png")

    return asking_by_uri(right, change)


@fault(breaks=("wado-uri-jpeg", "wado-uri-media-type-list", "wado-uri-default-jpeg", "wado-uri-image-shown"))
def jpeg_by_uri_says_png(right: Behaviour) -> Behaviour:
    """A JPEG says that it is PNG."""

    def change(_: Request, single: Single) -> Single:
        return replace(single, type="image/png") if single.type == _JPEG else single

    return answering_by_uri(right, change)


@fault(breaks=("wado-uri-png",))
def png_by_uri_is_a_jpeg(right: Behaviour) -> Behaviour:
    """What is requested as PNG comes as JPEG."""

    def change(request: Request) -> Request:
        is_png = request.parameter("contentType") == "image/png"
        return with_parameter(request, "contentType", _JPEG) if is_png else request

    return asking_by_uri(right, change)


@fault(breaks=("wado-uri-image-shown",))
def images_by_uri_have_red_and_blue_exchanged(right: Behaviour) -> Behaviour:
    """Red and blue are exchanged in the images."""

    def change(_: Request, single: Single) -> Single:
        if single.type != _JPEG:
            return single
        with Image.open(io.BytesIO(bytes_of(single))) as opened:
            red, green, blue = opened.convert("RGB").split()
        changed = io.BytesIO()
        Image.merge("RGB", (blue, green, red)).save(changed, "JPEG", quality=95, subsampling=0)
        return replace(single, content=changed.getvalue())

    return answering_by_uri(right, change)


@fault(breaks=("wado-uri-image-shown", "wado-uri-region-shown"))
def images_by_uri_are_thumbnails(right: Behaviour) -> Behaviour:
    """Images have half their size."""

    def change(request: Request) -> Request:
        asked = any(request.parameter(name) for name in ("rows", "columns", "region", "windowCenter", "frameNumber"))
        is_image = request.parameter("contentType") == _JPEG and not request.parameter("presentationUID")
        return with_parameter(request, "rows", "6") if is_image and not asked else request

    return asking_by_uri(right, change)


@fault(breaks=("wado-uri-window-is-whole",))
def half_a_window_by_uri_is_ignored(right: Behaviour) -> Behaviour:
    """One of windowCenter and windowWidth alone is not looked at."""

    def change(request: Request) -> Request:
        if (request.parameter("windowCenter") is None) == (request.parameter("windowWidth") is None):
            return request
        return without_parameter(without_parameter(request, "windowCenter"), "windowWidth")

    return asking_by_uri(right, change)


@fault(breaks=("wado-uri-window-without-image",))
def a_window_for_a_file_by_uri_is_ignored(right: Behaviour) -> Behaviour:
    """A window for a DICOM file is not looked at."""

    def change(request: Request) -> Request:
        if request.parameter("contentType") != "application/dicom":
            return request
        return without_parameter(without_parameter(request, "windowCenter"), "windowWidth")

    return asking_by_uri(right, change)


@fault(breaks=("wado-uri-window",))
def windows_by_uri_are_the_wrong_way_round(right: Behaviour) -> Behaviour:
    """What lies below the window is white, and what lies above is black."""

    def change(request: Request) -> Request:
        center = request.parameter("windowCenter")
        if center is None or request.parameter("windowWidth") is None:
            return request
        return with_parameter(request, "windowCenter", str(-float(center)))

    return asking_by_uri(right, change)


@fault(breaks=("wado-uri-size",))
def sizes_by_uri_distort(right: Behaviour) -> Behaviour:
    """An image is stretched to exactly the rows and columns that were asked for."""

    def change(request: Request, single: Single) -> Single:
        rows, columns = request.parameter("rows"), request.parameter("columns")
        if single.type != _JPEG or rows is None or columns is None:
            return single
        with Image.open(io.BytesIO(bytes_of(single))) as opened:
            stretched = opened.resize((int(columns), int(rows)))
        changed = io.BytesIO()
        stretched.save(changed, "JPEG")
        return replace(single, content=changed.getvalue())

    return answering_by_uri(right, change)


@fault(breaks=("wado-uri-image-shown",))
def a_frame_by_uri_is_the_one_before(right: Behaviour) -> Behaviour:
    """A frame number above 1 gives the frame before."""

    def change(request: Request) -> Request:
        number = request.parameter("frameNumber") or ""
        return (
            with_parameter(request, "frameNumber", str(int(number) - 1))
            if number in map(str, range(2, 999))
            else request
        )

    return asking_by_uri(right, change)


@fault(breaks=("wado-uri-region-shown",))
def regions_by_uri_are_counted_from_the_bottom(right: Behaviour) -> Behaviour:
    """Top and bottom of a region are counted from the bottom of the image."""

    def change(request: Request) -> Request:
        try:
            left, top, right, bottom = map(float, (request.parameter("region") or "").split(","))
        except ValueError:
            return request
        return with_parameter(request, "region", f"{left},{1 - bottom},{right},{1 - top}")

    return asking_by_uri(right, change)


@fault(breaks=("wado-uri-region",))
def bad_regions_by_uri_are_ignored(right: Behaviour) -> Behaviour:
    """A region that is ill-formed is not looked at."""
    return excusing_by_uri(right, "region")


@fault(breaks=("wado-uri-frame-number",))
def frames_by_uri_outside_of_the_image_are_the_first(right: Behaviour) -> Behaviour:
    """A frame number outside of the image gives the first frame."""
    return excusing_by_uri(right, "frameNumber")


@fault(breaks=("wado-uri-single-frame",))
def frame_1_by_uri_comes_in_parts(right: Behaviour) -> Behaviour:
    """The first frame of several comes in a multipart message."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.wado_uri(server, request, resource)
        if request.parameter("frameNumber") != "1" or not isinstance(answer.payload, Single):
            return answer
        return replace(answer, payload=Parts((Part(answer.payload.content, _JPEG),), _JPEG))

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("wado-uri-several-frames",))
def several_frames_by_uri_come_in_parts(right: Behaviour) -> Behaviour:
    """An instance of several frames comes in a multipart message when no frame is named."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.wado_uri(server, request, resource)
        if not isinstance(answer.payload, Single) or request.parameter("frameNumber") or answer.payload.type != _JPEG:
            return answer
        if _frames_of(server, request) == 1:
            return answer
        return replace(answer, payload=Parts((Part(answer.payload.content, _JPEG),) * 2, _JPEG))

    return replace(right, wado_uri=wado_uri)


@fault(breaks=("wado-uri-presentation-state",))
def unknown_presentation_states_by_uri_break_the_server(right: Behaviour) -> Behaviour:
    """A presentation state that does not exist is answered with 500."""

    def wado_uri(server: Server, request: Request, resource: Resource) -> Answer:
        if request.parameter("presentationUID") is not None:
            return Answer(500)
        return right.wado_uri(server, request, resource)

    return replace(right, wado_uri=wado_uri)


def _frames_of(server: Server, request: Request) -> int:
    names = ("studyUID", "seriesUID", "objectUID")
    instance = server.archive.select(*(request.parameter(name) for name in names))[0]
    return int(server.archive.attributes(instance).get("00280008", {}).get("Value", [1])[0])
