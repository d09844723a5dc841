"""Thumbnails (PS3.18 10.4.1.1.4)."""

from collections.abc import Mapping

import numpy as np

from dicomweb_conformance.checks.rendered import picture
from dicomweb_conformance.checks.rendered_source import true_colours
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance

_TOLERANCE = 40
_VISIBLE = 8
_NOT_OFFERED = frozenset({404, 405, 501})


def all_are_images(thumbnails: Mapping[str, Response]) -> None:
    """Each thumbnail is an image, or none is offered. Raises NotOffered then."""
    missing = [level for level, response in thumbnails.items() if response.status in _NOT_OFFERED]
    if len(missing) == len(thumbnails):
        raise NotOffered("the target offers no thumbnails")
    if missing:
        raise Nonconformity("thumbnails of study, series, instance and frame", f"none of {', '.join(missing)}")
    for response in thumbnails.values():
        picture(response)


def has_colours_of(response: Response, instance: Instance) -> None:
    """The middle of the picture has the colour of the middle of the instance, and its mean is near; of any size."""
    shown, expected = picture(response), true_colours(instance)
    middle = shown.levels[shown.height // 2, shown.width // 2]
    right = expected[expected.shape[0] // 2, expected.shape[1] // 2]
    if int(np.abs(middle - right).max()) > 2 * _TOLERANCE:
        raise Nonconformity(f"red, green, blue {right.tolist()} in the middle", f"{middle.tolist()}")
    away = np.abs(shown.levels.mean(axis=(0, 1)) - expected.mean(axis=(0, 1)))
    if float(away.max()) > _TOLERANCE:
        raise Nonconformity(f"the colours of {instance.name}", f"a mean that is {away.max():.0f} levels away")


def differ(response: Response, other: Response) -> None:
    """The two pictures are not the same one."""
    one, two = picture(response), picture(other)
    if one.levels.shape == two.levels.shape and int(np.abs(one.levels - two.levels).max()) < _VISIBLE:
        raise Nonconformity("a picture of its own", "the same picture as the other")


def is_at_most(response: Response, width: int, height: int) -> None:
    """The picture is no larger than that."""
    shown = picture(response)
    if shown.width > width or shown.height > height:
        raise Nonconformity(f"at most {width} x {height} pixels", f"{shown.width} x {shown.height} pixels")
