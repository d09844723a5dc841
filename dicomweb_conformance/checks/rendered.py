"""Rendered instances and frames: type, size and colours (PS3.18 10.4.1.1.3, 8.7.4)."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.frames import essence, is_offered
from dicomweb_conformance.checks.images import Picture, Pixels, bits_of_png, decoded, is_baseline_jpeg
from dicomweb_conformance.checks.names import counted
from dicomweb_conformance.checks.rendered_source import gray_frame, true_colours
from dicomweb_conformance.media_type import MalformedMediaType
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance

EXACT, COARSE = 6.0, 30.0
"""Levels, on average: what rounding may cost, and what strong JPEG compression of a tiny image may cost."""
_REFUSALS = (400, 406, 415, 501)
_GRAY = 10
_ALIKE = 0.9
_FEW = 8
_FAR = 110


def picture(response: Response, types: Sequence[str] = ()) -> Picture:
    """The image that is the whole response, of one of these media types, or of any image type."""
    ok(response)
    type = essence(response)
    if types and type not in types:
        raise Nonconformity(f"Content-Type {' or '.join(types)}", response.header("content-type") or "none")
    return decoded(response.body, type, "the rendered image")


def pictures(response: Response) -> tuple[Picture, ...]:
    """The images of a response in parts, or the one that it is."""
    ok(response)
    if essence(response) != "multipart/related":
        return (picture(response),)
    parts = documents.parts(response)
    if not parts:
        raise Nonconformity("at least one rendered image", "a message without parts")
    found = []
    for number, part in enumerate(parts, 1):
        try:
            media_type = part.media_type
        except MalformedMediaType as error:
            raise Nonconformity(f"part {number} with a readable Content-Type", str(error)) from error
        found.append(decoded(part.body, media_type.essence if media_type else "", f"part {number}"))
    return tuple(found)


def is_image(response: Response, type: str | None = None) -> None:
    """The response is an image of that type, or of any."""
    picture(response, (type,) if type else ())


def is_baseline(response: Response) -> None:
    """The response is a JPEG image of the baseline process."""
    picture(response, ("image/jpeg",))
    is_baseline_jpeg(response.body, "the rendered image")


def has_eight_bits(response: Response) -> None:
    """The response is a PNG image of no more than 8 bits a channel."""
    picture(response, ("image/png",))
    bits = bits_of_png(response.body)
    if bits is None or bits > 8:
        raise Nonconformity("at most 8 bits a channel", f"{bits} bits")


def has_size_of(response: Response, instance: Instance) -> None:
    """The image is as wide as the instance has columns, and as high as it has rows."""
    shown = picture(response)
    columns, rows = int(instance.ds.Columns), int(instance.ds.Rows)
    if (shown.width, shown.height) != (columns, rows):
        raise Nonconformity(f"{columns} x {rows} pixels", f"{shown.width} x {shown.height} pixels")


def has_colours_of(response: Response, instance: Instance) -> None:
    """The image has the colours of the instance: exactly when it is coded without loss, else near enough."""
    shown = picture(response)
    expected = true_colours(instance)
    if shown.levels.shape != expected.shape:
        has_size_of(response, instance)
    limit = EXACT if shown.type in ("image/png", "image/gif") else COARSE
    away = float(np.abs(shown.levels - expected).mean())
    if away > limit:
        raise Nonconformity(f"the colours of {instance.name}", f"colours that differ by {away:.0f} levels on average")
    _areas_keep_their_colour(shown, expected)


def has_colours_if_rendered(response: Response, instance: Instance) -> None:
    """As ``has_colours_of``. Raises NotOffered for a refusal: not every photometric interpretation is rendered."""
    if response.status in _REFUSALS:
        raise NotOffered(f"the target does not render {instance.name}: status {response.status}")
    has_colours_of(response, instance)


def _areas_keep_their_colour(shown: Picture, expected: Pixels) -> None:
    """Inside an area of one colour the picture has about that colour, however strongly it is compressed."""
    known = np.unique(expected.reshape(-1, 3), axis=0)
    if len(known) > _FEW:
        return
    inside = np.ones(expected.shape[:2], dtype=bool)
    for down, right in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        inside &= (np.roll(expected, (down, right), axis=(0, 1)) == expected).all(axis=2)
    for colour in known:
        area = inside & (expected == colour).all(axis=2)
        if area.any():
            seen = shown.levels[area].mean(axis=0)
            if np.abs(seen - colour).max() > _FAR:
                raise Nonconformity(f"an area in red, green, blue {triple(colour)}", f"{triple(seen)} there")


def is_gray(response: Response) -> None:
    """No pixel of the image has a colour."""
    shown = picture(response)
    spread = int((shown.levels.max(axis=2) - shown.levels.min(axis=2)).max())
    if spread > _GRAY:
        raise Nonconformity("grays only", f"a colour: red, green and blue differ by {spread} levels")


def brightens(response: Response) -> None:
    """The image goes from black on the left to white on the right."""
    columns = picture(response).gray.mean(axis=0)
    steps = np.diff(columns)
    if columns[0] > 64 or columns[-1] < 192 or (steps < -_GRAY).any():
        raise Nonconformity(
            "grays from dark on the left to bright on the right",
            f"{columns[0]:.0f} on the left, {columns[-1]:.0f} right",
        )


def are_alike(response: Response, other: Response) -> None:
    """Both show the same picture."""
    one, two = picture(response), picture(other)
    if one.levels.shape != two.levels.shape:
        raise Nonconformity(f"{two.width} x {two.height} pixels", f"{one.width} x {one.height} pixels")
    away = float(np.abs(one.levels - two.levels).mean())
    if away > EXACT:
        raise Nonconformity("the same picture as the other", f"a difference of {away:.0f} levels on average")


def show_frames(response: Response, numbers: Sequence[int], instance: Instance) -> None:
    """There is one image for each of these frames, in that order, and it is more like that frame than any other."""
    shown = pictures(response)
    counted(len(shown), len(numbers), "image")
    stored = [gray_frame(instance, number).ravel() for number in range(1, instance.number_of_frames + 1)]
    for each, number in zip(shown, numbers, strict=True):
        if each.gray.size != stored[number - 1].size:
            raise Nonconformity(f"frame {number} of {instance.name}", f"{each.width} x {each.height} pixels")
        likeness = [correlation(each.gray.ravel(), frame) for frame in stored]
        best = int(np.argmax(likeness)) + 1
        if best != number or likeness[best - 1] < _ALIKE:
            what = f"frame {best}" if likeness[best - 1] >= _ALIKE else "a picture of no frame"
            raise Nonconformity(f"frame {number} of {instance.name}", what)


def correlation(one: NDArray[Any], two: NDArray[Any]) -> float:
    """How alike two rows of numbers are, whatever their scale: 1 at most; 0 when one of them does not vary."""
    if one.size < 3 or one.std() == 0 or two.std() == 0:
        return 0.0
    return float(np.corrcoef(one, two)[0, 1])


def are_images(response: Response) -> None:
    """There is at least one image."""
    pictures(response)


def is_no_file(response: Response) -> None:
    """Nothing, refused, or an image: never a DICOM file (PS3.18 10.4.1.1.3)."""
    if 400 <= response.status < 500:
        return
    picture(response)


def default_or_refused(response: Response, refusals: Sequence[int]) -> None:
    """The request is refused with one of these statuses, or answered with an image in the default type."""
    if response.status not in refusals:
        picture(response, ("image/jpeg",))


def names_no_transfer_syntax(response: Response) -> None:
    """The Content-Type of the image has no transfer-syntax parameter."""
    picture(response)
    media_type = response.media_type
    syntax = media_type.parameter("transfer-syntax") if media_type else None
    if syntax is not None:
        raise Nonconformity("a rendered media type without transfer-syntax", str(response.header("content-type")))


def is_text_of(response: Response, type: str, instance: Instance) -> None:
    """The response is text of that type that holds the values of the report's text items. Raises NotOffered."""
    is_offered(response)
    if essence(response) != type:
        raise Nonconformity(f"Content-Type {type}", response.header("content-type") or "none")
    text = response.body.read().decode("utf-8", "replace")
    for item in instance.ds.iterall():
        if item.keyword == "TextValue" and str(item.value).split("\r\n")[0] not in text:
            raise Nonconformity(f"the text {str(item.value)!r} of the report", f"{len(text)} characters without it")


def is_document_of(response: Response, instance: Instance) -> None:
    """The response is the PDF document that the instance holds. Raises NotOffered when it is refused."""
    is_offered(response)
    if essence(response) != "application/pdf":
        raise Nonconformity("Content-Type application/pdf", response.header("content-type") or "none")
    if _unpadded(response.body) != bytes(instance.ds.EncapsulatedDocument).rstrip(b"\x00"):
        raise Nonconformity("the stored document", f"{response.body.size} other bytes")


def _unpadded(body: Body) -> bytes:
    return body.read().rstrip(b"\x00")


def is_animated(response: Response, instance: Instance) -> None:
    """The response is a GIF image with all frames of the instance. Raises NotOffered when it is refused, or a video."""
    is_offered(response)
    if essence(response).startswith("video/"):
        raise NotOffered("the target gives a video, which this harness cannot decode")
    shown = picture(response, ("image/gif",))
    counted(shown.frames, instance.number_of_frames, "frame")


def ok(response: Response) -> None:
    """The status is 200."""
    if response.status != 200:
        raise Nonconformity("status 200", f"status {response.status} ({response.header('content-type') or 'no type'})")


def triple(colour: NDArray[Any]) -> str:
    """Three levels as text."""
    return ", ".join(str(int(level)) for level in colour)
