"""The parameters of rendering, and pictures as files (PS3.18 8.3.5.1, 8.7.4)."""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageDraw, ImageOps

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.grayscale import FUNCTIONS, Window
from dicomweb_conformance.reference.messages import Attributes, Refused, Request

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF"}
_DEFAULT_QUALITY = 90
_FRAME_MILLISECONDS = 100


@dataclass(frozen=True)
class Shown:
    """A frame that can be shown."""

    instance: Instance
    frame: int


@dataclass(frozen=True)
class Viewport:
    """The size to fit into, and the region of the source to show; a negative extent mirrors it."""

    width: int
    height: int
    left: int | None = None
    top: int | None = None
    region_width: int | None = None
    region_height: int | None = None


@dataclass(frozen=True)
class Rendering:
    """How to render: every part is optional."""

    viewport: Viewport | None = None
    window: Window | None = None
    quality: int = _DEFAULT_QUALITY
    annotations: tuple[str, ...] = ()
    icc_profile: bool = False
    warnings: tuple[str, ...] = ()


def parse_rendering(request: Request) -> Rendering:
    """Read the rendering parameters of a request. Raises Refused with 400 for a malformed one."""
    asked = [value for given in request.parameters("annotation") for value in given.split(",")]
    profile = request.parameter("iccprofile")
    if profile not in {None, "no", "yes", "srgb"}:
        raise Refused(400, "iccprofile must be no, yes or srgb.")
    unknown = [value for value in asked if value not in {"patient", "technique"}]
    return Rendering(
        viewport=_viewport(request),
        window=_window(request),
        quality=_quality(request),
        annotations=tuple(value for value in asked if value not in unknown),
        icc_profile=profile in {"yes", "srgb"},
        warnings=("The annotation was ignored: only patient and technique are known.",) if unknown else (),
    )


def _viewport(request: Request) -> Viewport | None:
    given = request.parameter("viewport")
    if given is None:
        return None
    values = given.split(",")
    if not 2 <= len(values) <= 6 or not values[0] or not values[1]:
        raise Refused(400, "viewport must be width,height or width,height,left,top,width,height.")
    try:
        whole = [int(float(value)) if value else None for value in values]
    except (ValueError, OverflowError) as error:
        raise Refused(400, "viewport must be made of numbers.") from error
    width, height = whole[0] or 0, whole[1] or 0
    if not 0 < width <= 16384 or not 0 < height <= 16384:
        raise Refused(400, "The width and height of viewport must be positive.")
    region = [*whole[2:], None, None, None, None]
    if any(start is not None and start < 0 for start in region[:2]) or 0 in region[2:4]:
        raise Refused(400, "The source region of viewport is empty or starts outside the image.")
    return Viewport(width, height, *region[:4])


def _window(request: Request) -> Window | None:
    given = request.parameter("window")
    if given is None:
        return None
    try:
        center, width, function = given.split(",")
    except ValueError as error:
        raise Refused(400, "window must be center,width,function.") from error
    return checked_window(center, width, function)


def checked_window(center: str, width: str, function: str = "linear") -> Window:
    """A window from its texts; raises Refused with 400 (PS3.3 C.11.2.1.2 has the least widths)."""
    try:
        window = Window(float(center), float(width), function.lower())
    except ValueError as error:
        raise Refused(400, "The center and width of a window must be numbers.") from error
    least = 1.0 if window.function == "linear" else 1e-9
    if window.function not in FUNCTIONS or not math.isfinite(window.center) or not least <= window.width < math.inf:
        raise Refused(400, f"The function of a window must be one of {', '.join(FUNCTIONS)}, its width positive.")
    return window


def _quality(request: Request) -> int:
    given = request.parameter("quality")
    if given is None:
        return _DEFAULT_QUALITY
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 100):
        raise Refused(400, "quality must be a number from 1 to 100.")
    return int(given)


def fitted(image: Image.Image, viewport: Viewport | None) -> Image.Image:
    """The region of the image, scaled to fit into the viewport without distortion."""
    if viewport is None:
        return image
    left, top = viewport.left or 0, viewport.top or 0
    width = image.width - left if viewport.region_width is None else viewport.region_width
    height = image.height - top if viewport.region_height is None else viewport.region_height
    box = (left, top, min(left + abs(width), image.width), min(top + abs(height), image.height))
    if box[0] >= box[2] or box[1] >= box[3]:
        raise Refused(400, "The source region of viewport lies outside the image.")
    region = image.crop(box)
    region = ImageOps.mirror(region) if width < 0 else region
    region = ImageOps.flip(region) if height < 0 else region
    scale = min(viewport.width / region.width, viewport.height / region.height)
    size = (max(1, round(region.width * scale)), max(1, round(region.height * scale)))
    return region.resize(size, Image.Resampling.BILINEAR)


def annotated(image: Image.Image, attributes: Attributes, annotations: Sequence[str]) -> Image.Image:
    """The image with text about the patient or the technique burned in."""
    if not annotations:
        return image
    lines = []
    if "patient" in annotations:
        lines += [_text(attributes, tag) for tag in ("00100010", "00100020", "00100030")]
    if "technique" in annotations:
        lines += [_text(attributes, tag) for tag in ("00080060", "00080020", "0008103E")]
    drawn = image.copy()
    ImageDraw.Draw(drawn).multiline_text((2, 2), "\n".join(lines), fill="white", stroke_width=1, stroke_fill="black")
    return drawn


def _text(attributes: Attributes, tag: str) -> str:
    value = attributes.get(tag, {}).get("Value", [""])[0]
    shown = value.get("Alphabetic", "") if isinstance(value, dict) else str(value)
    return shown.encode("latin-1", "replace").decode("latin-1")


def encoded(images: Sequence[Image.Image], type: str, rendering: Rendering) -> bytes:
    """The image as a file of that media type; several images make an animated GIF."""
    profile = _srgb_profile() if rendering.icc_profile else None
    if profile is not None and type == "image/gif":
        raise Refused(400, "A GIF image carries no ICC profile.")
    out = io.BytesIO()
    match type:
        case "image/jpeg":
            images[0].save(out, "JPEG", quality=rendering.quality, icc_profile=profile)
        case "image/gif":
            more = {"save_all": True, "append_images": list(images[1:]), "duration": _FRAME_MILLISECONDS, "loop": 0}
            images[0].save(out, "GIF", **(more if len(images) > 1 else {}))
        case _:
            images[0].save(out, FORMATS[type], icc_profile=profile, compress_level=1)
    return out.getvalue()


def _srgb_profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # ICC.1 7.2.8: when the profile was made; one moment, so that a picture is the same each time
    return profile[:24] + struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + profile[36:]
