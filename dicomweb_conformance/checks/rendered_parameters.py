"""The parameters of rendering: proven to have an effect first, then judged (PS3.18 8.3.5.1)."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dicomweb_conformance.checks.frames import is_offered
from dicomweb_conformance.checks.images import Picture, Pixels, has_icc_profile
from dicomweb_conformance.checks.rendered import EXACT, correlation, picture, triple
from dicomweb_conformance.checks.rendered_source import gray_frame, true_colours, windowed
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance

_VISIBLE = 8
_WINDOW_TOLERANCE = 4.0
_REGION_TOLERANCE = 16.0
_ALIKE = 0.95
_CLEARLY = 0.1


def changes(plain: Response, changed: Response, parameter: str) -> None:
    """The parameter changes the picture, or its size. Raises NotOffered when it does not, or is refused.

    8.3.5.1 lets an origin server do without some parameters, although Table 10.4.1-5 marks them mandatory.
    """
    is_offered(plain)
    is_offered(changed)
    before, after = picture(plain), picture(changed)
    if before.levels.shape != after.levels.shape:
        return
    if int(np.abs(before.levels - after.levels).max()) < _VISIBLE:
        raise NotOffered(f"the parameter {parameter} has no effect")


def one_changes(parameter: str, pairs: Iterable[tuple[Response, Response]]) -> None:
    """In one of the pairs at least the parameter changes the picture, as ``changes`` has it."""
    reasons = []
    for plain, changed in pairs:
        try:
            changes(plain, changed, parameter)
        except NotOffered as reason:
            reasons.append(reason)
        else:
            return
    raise reasons[0]


def is_scaled(response: Response, instance: Instance) -> None:
    """The viewport is heeded. Raises NotOffered when it is not: that is judged elsewhere."""
    is_offered(response)
    if picture(response).levels.shape[:2] == (int(instance.ds.Rows), int(instance.ds.Columns)):
        raise NotOffered("the parameter viewport has no effect")


def shows_frame_on_any_scale(response: Response, number: int, instance: Instance) -> None:
    """The picture is more like that frame than like any other, of any size in its proportions."""
    shown = picture(response)
    size = (int(instance.ds.Columns), int(instance.ds.Rows))
    levels = np.asarray(Image.fromarray(shown.gray.astype(np.uint8)).resize(size, Image.Resampling.BOX)).ravel()
    frames = range(1, instance.number_of_frames + 1)
    likeness = [correlation(levels, gray_frame(instance, each).ravel()) for each in frames]
    best = int(np.argmax(likeness)) + 1
    if best != number and likeness[best - 1] > likeness[number - 1] + _CLEARLY:
        raise Nonconformity(f"frame {number} of {instance.name}", f"what is more like frame {best}")


def fits(response: Response, width: int, height: int, instance: Instance) -> None:
    """The ramp of the instance, scaled into the box without distortion: by itself, or with a uniform margin."""
    shown = picture(response)
    columns, rows = int(instance.ds.Columns), int(instance.ds.Rows)
    scale = min(width / columns, height / rows)
    wanted = (round(columns * scale), round(rows * scale))
    if abs(shown.width - wanted[0]) <= 1 and abs(shown.height - wanted[1]) <= 1:
        content = (shown.width, shown.height)
    elif (shown.width, shown.height) == (width, height):
        content = _extent_of_ramp(shown)
    else:
        raise Nonconformity(
            f"{wanted[0]} x {wanted[1]} pixels, or {width} x {height} with a margin",
            f"{shown.width} x {shown.height} pixels",
        )
    if any(abs(seen - expected) > 2 for seen, expected in zip(content, wanted, strict=True)):
        raise Nonconformity(f"content of {wanted[0]} x {wanted[1]} pixels", f"{content[0]} x {content[1]} pixels")
    row = _ramp(shown)
    if correlation(row, np.arange(len(row))) < _ALIKE:
        raise Nonconformity("the whole picture, from dark on the left to bright on the right", "another picture")


def _ramp(shown: Picture) -> NDArray[np.float64]:
    """The grays of a row with content, without what follows its brightest pixel."""
    row: NDArray[np.float64] = _clearest_row(shown).astype(np.float64)
    return row[: int(row.argmax()) + 1]


def _extent_of_ramp(shown: Picture) -> tuple[int, int]:
    rows = int((np.ptp(shown.gray, axis=1) > 100).sum())
    varying = np.flatnonzero(np.abs(np.diff(_clearest_row(shown))) > 1)
    return (int(varying[-1] - varying[0]) + 2 if varying.size else 0, rows)


def _clearest_row(shown: Picture) -> Pixels:
    row: Pixels = shown.gray[int(np.ptp(shown.gray, axis=1).argmax())]
    return row


def shows_region(response: Response, region: tuple[int, int, int, int], instance: Instance) -> None:
    """The picture shows this region of a colour image only: left and top from 0, width and height; on any scale."""
    left, top, width, height = region
    shown = picture(response).levels
    source = true_colours(instance)[top : top + height, left : left + width]
    seen, expected = shown.mean(axis=(0, 1)), source.mean(axis=(0, 1))
    spread = int(np.ptp(shown, axis=(0, 1)).max())
    if (
        np.abs(seen - expected).max() > _REGION_TOLERANCE
        or spread > np.ptp(source, axis=(0, 1)).max() + _REGION_TOLERANCE
    ):
        raise Nonconformity(
            f"about red, green, blue {triple(expected)} all over",
            f"{triple(seen)} on average, differing by {spread} levels",
        )


def is_mirrored(response: Response, plain: Response) -> None:
    """The picture is that of the other response, left and right exchanged."""
    shown, other = picture(response), picture(plain)
    if shown.levels.shape != other.levels.shape or np.abs(shown.levels[:, ::-1] - other.levels).mean() > EXACT:
        raise Nonconformity("the mirror image", "another picture")


def follows_window(
    response: Response, center: float, width: float, function: str, instance: Instance, number: int = 1
) -> None:
    """Each gray level is what the formula of the window makes of the stored value, within 4 levels."""
    shown = picture(response)
    expected = windowed(instance, center, width, function, number)
    if shown.gray.shape != expected.shape:
        raise Nonconformity(
            f"{expected.shape[1]} x {expected.shape[0]} pixels", f"{shown.width} x {shown.height} pixels"
        )
    away = np.abs(shown.gray - expected)
    if away.max() > _WINDOW_TOLERANCE:
        row, column = np.unravel_index(int(away.argmax()), away.shape)
        raise Nonconformity(
            f"gray {expected[row, column]:.0f} at row {row + 1}, column {column + 1}",
            f"gray {shown.gray[row, column]}",
        )


def is_smaller(response: Response, other: Response) -> None:
    """The picture takes fewer bytes than that of the other response."""
    picture(response, ("image/jpeg",))
    picture(other, ("image/jpeg",))
    if response.body.size >= other.body.size:
        raise Nonconformity(f"fewer bytes than {other.body.size}", f"{response.body.size} bytes")


def is_ignored_or_refused(response: Response, plain: Response) -> None:
    """The request is refused with 400, or answered as without the parameter."""
    if response.status == 400:
        return
    shown, other = picture(response), picture(plain)
    if shown.levels.shape != other.levels.shape or np.abs(shown.levels - other.levels).mean() > EXACT:
        raise Nonconformity("the picture as without the parameter, or status 400", "another picture")


def has_profile(response: Response) -> None:
    """The picture carries an ICC profile. Raises NotOffered when the parameter is refused or has no effect."""
    is_offered(response)
    picture(response, ("image/jpeg",))
    if not has_icc_profile(response.body):
        raise NotOffered("the target embeds no ICC profile")
