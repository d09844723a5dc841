"""Rendered images that show the wrong thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PIL import Image, ImageOps

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.grayscale import Window
from dicomweb_conformance.reference.layout import Layout, layout, native_frame
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Resource
from dicomweb_conformance.reference.part10 import Fragments
from dicomweb_conformance.reference.rendering import Rendering, Shown, Viewport
from dicomweb_conformance.reference.syntaxes import JPEG_BASELINE, NATIVE

Picture = Image.Image


def shape_of(shown: Shown) -> Layout:
    """The layout of what is shown, which is an image."""
    shape = layout(part10.read_file(shown.instance.path).elements)
    if shape is None:
        raise LookupError("only images are shown")
    return shape


def _repainted(right: Behaviour, paint: Callable[[Picture, Shown, Layout], Picture]) -> Behaviour:
    """Each rendered frame changed."""

    def render(server: Server, shown: Shown, rendering: Rendering) -> Picture:
        return paint(right.render(server, shown, rendering), shown, shape_of(shown))

    return replace(right, render=render)


def _otherwise(right: Behaviour, change: Callable[[Shown, Layout, Rendering], tuple[Shown, Rendering]]) -> Behaviour:
    """Another frame, or with other parameters."""

    def render(server: Server, shown: Shown, rendering: Rendering) -> Picture:
        return right.render(server, *change(shown, shape_of(shown), rendering))

    return replace(right, render=render)


@fault(breaks=("rendered-rgb-colours", "thumbnail-shows-its-colours", "rendered-viewport-region"))
def red_and_blue_are_exchanged(right: Behaviour) -> Behaviour:
    """RGB images are rendered with red and blue exchanged."""

    def paint(picture: Picture, shown: Shown, shape: Layout) -> Picture:
        return Image.merge("RGB", picture.split()[::-1]) if shape.photometric == "RGB" else picture

    return _repainted(right, paint)


@fault(breaks=("rendered-rgb-colours", "rendered-frames"))
def planes_are_rendered_as_pixels(right: Behaviour) -> Behaviour:
    """Pixels stored plane by plane are rendered as if they were stored pixel by pixel."""

    def paint(picture: Picture, shown: Shown, shape: Layout) -> Picture:
        if not shape.planar:
            return picture
        data = part10.read_file(shown.instance.path).elements[shape.tag].data
        samples = np.frombuffer(native_frame(memoryview(data), shape, 1), np.uint8)
        return Image.fromarray(samples.reshape(shape.rows, shape.columns, 3))

    return _repainted(right, paint)


@fault(breaks=("rendered-palette-colours",))
def palettes_are_rendered_gray(right: Behaviour) -> Behaviour:
    """PALETTE COLOR images are rendered without their palette."""

    def paint(picture: Picture, shown: Shown, shape: Layout) -> Picture:
        return picture.convert("L") if shape.photometric == "PALETTE COLOR" else picture

    return _repainted(right, paint)


@fault(breaks=("rendered-ybr-colours",))
def colour_differences_are_rendered_as_colours(right: Behaviour) -> Behaviour:
    """YBR images are rendered as if their samples were red, green and blue."""

    def paint(picture: Picture, shown: Shown, shape: Layout) -> Picture:
        if shown.instance.transfer_syntax != JPEG_BASELINE:
            return picture
        return Image.fromarray(np.asarray(picture.convert("YCbCr")))

    return _repainted(right, paint)


def _gray(shape: Layout) -> bool:
    return shape.photometric == "MONOCHROME2" and shape.frames == 1 and shape.bits_allocated == 8


@fault(breaks=("rendered-gray-stays-gray", "rendered-monochrome1-inverted"))
def grays_are_rendered_in_sepia(right: Behaviour) -> Behaviour:
    """Grayscale images are rendered with a tint."""

    def paint(picture: Picture, shown: Shown, shape: Layout) -> Picture:
        if not _gray(shape) or picture.mode != "L":
            return picture
        return ImageOps.colorize(picture, black=(0, 0, 0), white=(255, 240, 234))

    return _repainted(right, paint)


@fault(
    breaks=(
        "rendered-gray-stays-gray",
        "rendered-monochrome1-inverted",
        "rendered-viewport",
    )
)
def grays_are_rendered_inverted(right: Behaviour) -> Behaviour:
    """MONOCHROME2 images are rendered with low values as white."""

    def paint(picture: Picture, shown: Shown, shape: Layout) -> Picture:
        return ImageOps.invert(picture) if _gray(shape) else picture

    return _repainted(right, paint)


@fault(breaks=("rendered-monochrome1-inverted", "rendered-window"))
def monochrome1_is_rendered_as_monochrome2(right: Behaviour) -> Behaviour:
    """MONOCHROME1 images are rendered with low values as black."""

    def paint(picture: Picture, shown: Shown, shape: Layout) -> Picture:
        return ImageOps.invert(picture) if shape.photometric == "MONOCHROME1" else picture

    return _repainted(right, paint)


@fault(breaks=("rendered-size", "rendered-rgb-colours", "rendered-viewport-region"))
def images_are_padded_to_blocks(right: Behaviour) -> Behaviour:
    """Rendered RGB images have sizes that are multiples of eight."""

    def paint(picture: Picture, shown: Shown, shape: Layout) -> Picture:
        if shape.photometric != "RGB" or shape.frames > 1:
            return picture
        return ImageOps.expand(picture, (0, 0, -picture.width % 8, -picture.height % 8))

    return _repainted(right, paint)


_SEES_FRAMES = (
    "rendered-frames",
    "rendered-frame-list",
    "rendered-frames-in-any-order",
    "rendered-viewport",
    "rendered-window",
)


@fault(breaks=(*_SEES_FRAMES, "rendered-first-frame", "rendered-animation"))
def rendered_frames_are_counted_from_zero(right: Behaviour) -> Behaviour:
    """A frame of an uncompressed image is rendered as if its number were an index that starts at 0."""

    def change(shown: Shown, shape: Layout, rendering: Rendering) -> tuple[Shown, Rendering]:
        native = shown.instance.transfer_syntax in NATIVE
        return replace(shown, frame=min(shown.frame + 1, shape.frames)) if native else shown, rendering

    return _otherwise(right, change)


@fault(breaks=(*_SEES_FRAMES, "rendered-animation", "thumbnail-of-its-frame"))
def rendered_frames_are_always_the_first(right: Behaviour) -> Behaviour:
    """Every frame of an uncompressed image is rendered as the first one."""

    def change(shown: Shown, shape: Layout, rendering: Rendering) -> tuple[Shown, Rendering]:
        return replace(shown, frame=1) if shown.instance.transfer_syntax in NATIVE else shown, rendering

    return _otherwise(right, change)


@fault(breaks=("rendered-compressed",))
def compressed_frames_are_rendered_as_the_first(right: Behaviour) -> Behaviour:
    """Every frame of a compressed image is rendered as the first one."""

    def change(shown: Shown, shape: Layout, rendering: Rendering) -> tuple[Shown, Rendering]:
        value = part10.read_file(shown.instance.path).elements[shape.tag].value
        return replace(shown, frame=1) if isinstance(value, Fragments) else shown, rendering

    return _otherwise(right, change)


@fault(breaks=("rendered-viewport",))
def a_viewport_shows_the_first_frame(right: Behaviour) -> Behaviour:
    """With a viewport in the request every rendered frame is the first one."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        asked = request.parameter("viewport") is not None and resource.frames
        return right.rendered(server, request, replace(resource, frames=(1,)) if asked else resource)

    return replace(right, rendered=rendered)


@fault(breaks=("rendered-frames-in-any-order",))
def rendered_frames_ascend(right: Behaviour) -> Behaviour:
    """The rendered frames of a list come in ascending order."""

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        return right.rendered(server, request, replace(resource, frames=tuple(sorted(resource.frames))))

    return replace(right, rendered=rendered)


@fault(breaks=("rendered-size", "rendered-viewport"))
def a_picture_is_kept_for_all_parameters(right: Behaviour) -> Behaviour:
    """What was rendered once is given for later requests too, whatever viewport, window or quality they ask for."""
    kept: dict[object, tuple[object, Answer]] = {}

    def rendered(server: Server, request: Request, resource: Resource) -> Answer:
        right.parse_rendering(request)
        key = (resource, request.header("accept"), request.parameter("accept"))
        now = [each.digest for each in right.select(server, resource)]
        if not now or key not in kept or kept[key][0] != now:
            kept[key] = (now, right.rendered(server, request, resource))
        return kept[key][1]

    return replace(right, rendered=rendered)


def _windowed(right: Behaviour, change: Callable[[Window, Layout], Window]) -> Behaviour:
    def other(shown: Shown, shape: Layout, rendering: Rendering) -> tuple[Shown, Rendering]:
        window = rendering.window
        return shown, rendering if window is None else replace(rendering, window=change(window, shape))

    return _otherwise(right, other)


@fault(breaks=("rendered-window", "rendered-window-functions"))
def windows_ignore_the_rescale_intercept(right: Behaviour) -> Behaviour:
    """A window is applied to stored values, not to rescaled ones."""
    # The CT sample's intercept is -24: moving the window as far the other way has the same effect
    return _windowed(right, lambda window, shape: replace(window, center=window.center - 24))


@fault(breaks=("rendered-window", "rendered-window-functions"))
def windows_are_too_wide(right: Behaviour) -> Behaviour:
    """A window is applied as from center - width to center + width."""
    return _windowed(right, lambda window, shape: replace(window, width=2 * window.width))


@fault(breaks=("rendered-window-functions",))
def a_sigmoid_window_is_linear(right: Behaviour) -> Behaviour:
    """The function of a window is ignored: all are linear."""
    return _windowed(right, lambda window, shape: replace(window, function="linear"))


@fault(breaks=("rendered-window-functions",))
def an_exact_window_is_not_exact(right: Behaviour) -> Behaviour:
    """The function linear-exact of a window is taken for linear."""

    def change(window: Window, shape: Layout) -> Window:
        return replace(window, function="linear") if window.function == "linear-exact" else window

    return _windowed(right, change)


@fault(breaks=("rendered-window",))
def windows_are_for_the_first_frame(right: Behaviour) -> Behaviour:
    """A window has no effect on other frames than the first."""

    def change(shown: Shown, shape: Layout, rendering: Rendering) -> tuple[Shown, Rendering]:
        return shown, replace(rendering, window=None) if shown.frame > 1 else rendering

    return _otherwise(right, change)


@fault(breaks=("rendered-window",))
def windows_turn_monochrome1_into_monochrome2(right: Behaviour) -> Behaviour:
    """Through a window MONOCHROME1 images are rendered with low values as black."""

    def render(server: Server, shown: Shown, rendering: Rendering) -> Picture:
        picture = right.render(server, shown, rendering)
        inverted = shape_of(shown).photometric == "MONOCHROME1"
        return ImageOps.invert(picture) if inverted and rendering.window is not None else picture

    return replace(right, render=render)


@fault(breaks=("rendered-window",))
def windows_below_zero_are_refused(right: Behaviour) -> Behaviour:
    """A window with a negative center is an error of the client."""

    def parse_rendering(request: Request) -> Rendering:
        rendering = right.parse_rendering(request)
        if rendering.window is not None and rendering.window.center < 0:
            raise Refused(400, "The center of a window must not be negative.")
        return rendering

    return replace(right, parse_rendering=parse_rendering)


@fault(breaks=("rendered-own-window",))
def the_window_of_an_instance_is_ignored(right: Behaviour) -> Behaviour:
    """Without a window in the request the whole range of values is shown, whatever the instance says."""

    def change(shown: Shown, shape: Layout, rendering: Rendering) -> tuple[Shown, Rendering]:
        if rendering.window is not None or not shape.signed:
            return shown, rendering
        return shown, replace(rendering, window=Window(-24, 4096))

    return _otherwise(right, change)


@fault(breaks=("rendered-viewport",))
def a_viewport_distorts(right: Behaviour) -> Behaviour:
    """The picture is stretched to the width and height of the viewport."""

    def render(server: Server, shown: Shown, rendering: Rendering) -> Picture:
        picture = right.render(server, shown, rendering)
        viewport = rendering.viewport
        if viewport is None or viewport.region_width is not None:
            return picture
        return picture.resize((viewport.width, viewport.height))

    return replace(right, render=render)


@fault(breaks=("rendered-viewport",))
def a_viewport_cuts(right: Behaviour) -> Behaviour:
    """The picture is cut to the viewport, not scaled."""

    def render(server: Server, shown: Shown, rendering: Rendering) -> Picture:
        viewport = rendering.viewport
        if viewport is None or viewport.region_width is not None:
            return right.render(server, shown, rendering)
        whole = right.render(server, shown, replace(rendering, viewport=None))
        return whole.crop((0, 0, min(whole.width, viewport.width), min(whole.height, viewport.height)))

    return replace(right, render=render)


def _viewed(right: Behaviour, change: Callable[[Viewport], Viewport]) -> Behaviour:
    def other(shown: Shown, shape: Layout, rendering: Rendering) -> tuple[Shown, Rendering]:
        viewport = rendering.viewport
        return shown, rendering if viewport is None else replace(rendering, viewport=change(viewport))

    return _otherwise(right, other)


@fault(breaks=("rendered-viewport-region",))
def a_region_starts_at_the_corner(right: Behaviour) -> Behaviour:
    """The place of a region is ignored: it starts at the corner."""

    def change(viewport: Viewport) -> Viewport:
        return replace(viewport, left=0, top=0)

    return _viewed(right, change)


@fault(breaks=("rendered-viewport-elided",))
def an_elided_corner_is_the_middle(right: Behaviour) -> Behaviour:
    """A region without a place starts in the middle of the image."""

    def change(viewport: Viewport) -> Viewport:
        elided = viewport.left is None and viewport.region_width is not None
        return replace(viewport, left=5, top=4) if elided else viewport

    return _viewed(right, change)


@fault(breaks=("rendered-viewport-mirror",))
def a_negative_width_does_not_mirror(right: Behaviour) -> Behaviour:
    """The sign of the width and height of a region is ignored."""

    def change(viewport: Viewport) -> Viewport:
        width, height = viewport.region_width, viewport.region_height
        return replace(viewport, region_width=width and abs(width), region_height=height and abs(height))

    return _viewed(right, change)


@fault(breaks=("rendered-viewport-mirror",))
def a_negative_width_turns_upside_down(right: Behaviour) -> Behaviour:
    """A negative width of a region mirrors top and bottom, and halves the brightness."""

    def render(server: Server, shown: Shown, rendering: Rendering) -> Picture:
        viewport = rendering.viewport
        if viewport is None or (viewport.region_width or 0) >= 0:
            return right.render(server, shown, rendering)
        upright = replace(viewport, region_width=abs(viewport.region_width or 0))
        picture = right.render(server, shown, replace(rendering, viewport=upright))
        return ImageOps.flip(picture).point(lambda level: level // 2)

    return replace(right, render=render)


@fault(breaks=("rendered-unknown-annotation",))
def every_annotation_is_burned_in(right: Behaviour) -> Behaviour:
    """An unknown annotation darkens the picture."""

    def render(server: Server, shown: Shown, rendering: Rendering) -> Picture:
        picture = right.render(server, shown, rendering)
        return picture.point(lambda level: level // 2) if rendering.warnings else picture

    return replace(right, render=render)
