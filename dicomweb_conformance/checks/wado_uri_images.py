"""Images of the URI service (PS3.18 9.5): what they are, and whether a parameter shows in them."""

import io
import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from dicomweb_conformance.checks.library_errors import said
from dicomweb_conformance.media_type import MalformedMediaType
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/jp2": "JPEG2000"}
_REFUSALS = (400, 406)
_TOLERANCE = 48
"""Steps of 255 that a flat area may be off after compression with loss."""

Pixels = NDArray[np.int64]


def is_image(response: Response, media_type: str) -> None:
    """The body is one image of that media type, under that name."""
    image(response, (media_type,))


def is_image_if_offered(response: Response, media_type: str) -> None:
    """The body is one image of that media type. Raises NotOffered when the target refuses it."""
    if response.status in _REFUSALS:
        raise NotOffered(f"the target answers {response.status} when {media_type} is asked for")
    image(response, (media_type,))


def is_one_image_or_refused(response: Response) -> None:
    """The response is one representation and no multipart, or 406: for several frames there may be no JPEG."""
    if response.status == 406:
        return
    found = essence(response) or ""
    if response.status != 200 or not found.startswith(("image/", "video/", "application/dicom")):
        raise Nonconformity("one representation in a single part, or status 406", summary(response))
    if found.startswith("image/"):
        pixels(response)


def is_one_image_if_offered(response: Response) -> None:
    """The response is one image and no multipart. Raises NotOffered when the frame number is refused."""
    if response.status in _REFUSALS:
        raise NotOffered(f"the target answers {response.status} to frameNumber")
    pixels(response)


def shows(response: Response, stored: Instance) -> None:
    """The image is the stored one: its size, and its colours wherever an area is flat.

    Raises NotOffered for 406: that images are given is a rule of its own.
    """
    if response.status == 406:
        raise NotOffered("the target gives no image by URI")
    shown = pixels(response)
    ds = stored.ds
    expected = np.frombuffer(stored.decoded_frame(1), np.uint8)[: ds.Rows * ds.Columns * 3]
    original = expected.reshape(ds.Rows, ds.Columns, 3).astype(np.int64)
    if shown.shape != original.shape:
        raise Nonconformity(f"an image of {ds.Columns} x {ds.Rows}", f"one of {shown.shape[1]} x {shown.shape[0]}")
    flat = _flat(original)
    for colour in np.unique(original[flat], axis=0):
        at = flat & (original == colour).all(axis=2)
        mean = shown[at].mean(axis=0)
        if np.abs(mean - colour).max() > _TOLERANCE:
            raise Nonconformity(
                f"areas of {stored.name} in red, green, blue {_colour(colour)}", f"the same areas in {_colour(mean)}"
            )


def shows_part(response: Response, plain: Response, left: int, top: int, width: int, height: int) -> None:
    """The image has the mean colour of that part of the whole image."""
    shown, part = pixels(response), pixels(plain)[top : top + height, left : left + width]
    seen, expected = shown.mean(axis=(0, 1)), part.mean(axis=(0, 1))
    if np.abs(seen - expected).max() > 2 * _TOLERANCE:
        raise Nonconformity(f"a part in red, green, blue {_colour(expected)}", f"one in {_colour(seen)}")


def has_effect(one: Response, other: Response, parameter: str) -> None:
    """The parameter shows in the image. Raises NotOffered when it does not, or when there is no image."""
    for response in (one, other):
        if response.status != 200:
            raise NotOffered(f"the target answers {response.status} to {parameter}")
    try:
        before, after = pixels(one), pixels(other)
    except Nonconformity as error:
        # That images are images is judged where nothing else is asked for.
        raise NotOffered(f"there is no image in which {parameter} could show: {error.received}") from error
    if before.shape == after.shape and (before == after).all():
        raise NotOffered(f"the target does not heed {parameter}")


def fits(response: Response, stored: Instance, rows: int, columns: int) -> None:
    """The image is no larger than asked for, and has the aspect ratio of the stored one, to a pixel."""
    height, width = pixels(response).shape[:2]
    ratio = stored.ds.Columns / stored.ds.Rows
    keeps_ratio = abs(width - height * ratio) <= 1 + ratio / 2 or abs(height - width / ratio) <= 1 + 1 / ratio / 2
    if height > rows or width > columns or not keeps_ratio:
        raise Nonconformity(
            f"at most {columns} x {rows}, in the ratio of {stored.ds.Columns} x {stored.ds.Rows}",
            f"{width} x {height}",
        )


def is_dark(response: Response) -> None:
    """The image is black, or nearly so."""
    brightness = pixels(response).mean()
    if brightness > _TOLERANCE:
        raise Nonconformity("black, for all values lie below the window", f"a mean brightness of {brightness:.0f}")


def is_bright(response: Response) -> None:
    """The image is white, or nearly so."""
    brightness = pixels(response).mean()
    if brightness < 255 - _TOLERANCE:
        raise Nonconformity("white, for all values lie above the window", f"a mean brightness of {brightness:.0f}")


def is_refused_or_same(response: Response, plain: Response, statuses: Sequence[int]) -> None:
    """What does not exist is refused. Raises NotOffered when the parameter is not heeded."""
    if plain.status == 406:
        raise NotOffered("the target gives no image by URI")
    if response.status in statuses:
        return
    if response.status == 200:
        before, after = pixels(plain), pixels(response)
        if before.shape == after.shape and (before == after).all():
            raise NotOffered("the target does not heed the parameter")
    raise Nonconformity(f"status {' or '.join(map(str, statuses))}", summary(response))


def image(response: Response, media_types: Sequence[str]) -> None:
    """The body is an image of one of the media types; its name and its bytes have to agree."""
    found = essence(response)
    if response.status != 200 or found is None or found not in media_types:
        raise Nonconformity(f"status 200 with {' or '.join(media_types)}", summary(response))
    _, format = _decoded(response)
    if format != _FORMATS[found]:
        raise Nonconformity(f"an image that is {found}, as Content-Type says", f"an image in the format {format}")


def pixels(response: Response) -> Pixels:
    """The pixels of the image that the body is, as (rows, columns, 3), whatever its media type says."""
    if response.status != 200:
        raise Nonconformity("status 200 with an image", summary(response))
    return _decoded(response)[0]


def essence(response: Response) -> str | None:
    """The media type of the response without parameters, None when there is none that can be read."""
    try:
        media_type = response.media_type
    except MalformedMediaType:
        return None
    return None if media_type is None else media_type.essence


def summary(response: Response) -> str:
    """Status and media type of a response."""
    return f"status {response.status}, {response.header('content-type') or 'no Content-Type'}"


def _decoded(response: Response) -> tuple[Pixels, str | None]:
    raw = response.body.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(raw)) as opened:
                return np.asarray(opened.convert("RGB")).astype(np.int64), opened.format
    except (UnidentifiedImageError, Image.DecompressionBombWarning, OSError, SyntaxError, ValueError) as error:
        received = f"{summary(response)}, {len(raw)} bytes that are none: {said(error)}"
        raise Nonconformity("an image in a single part", received) from error


def _flat(original: Pixels) -> NDArray[np.bool_]:
    """Where all neighbours have the same colour, so that compression with loss changes little."""
    padded = np.pad(original, ((1, 1), (1, 1), (0, 0)), mode="edge")
    rows, columns = original.shape[:2]
    same = np.ones((rows, columns), dtype=np.bool_)
    for down in range(3):
        for right in range(3):
            same &= (padded[down : down + rows, right : right + columns] == original).all(axis=2)
    return same


def _colour(values: NDArray[np.generic]) -> str:
    return ", ".join(f"{float(value):.0f}" for value in values)
