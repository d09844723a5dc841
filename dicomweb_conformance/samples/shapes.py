"""The three drawings: a shape on grey, in integer arithmetic so that the pixels are the same everywhere."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Shape = Literal["circle", "square", "triangle"]

BACKGROUND = (195, 195, 195)
COLOURS: Mapping[Shape, tuple[int, int, int]] = MappingProxyType(
    {"circle": (63, 72, 204), "square": (34, 177, 76), "triangle": (237, 28, 36)}
)


def draw(shape: Shape, rows: int, columns: int) -> NDArray[np.uint8]:
    """A blue circle, green square or red triangle in the middle of an RGB image, as an array (rows, columns, 3)."""
    image = np.empty((rows, columns, 3), dtype=np.uint8)
    image[:] = BACKGROUND
    image[mask(shape, rows, columns)] = COLOURS[shape]
    return image


def mask(shape: Shape, rows: int, columns: int) -> NDArray[np.bool_]:
    """Which pixels the shape covers, as an array (rows, columns)."""
    # Twice the distance from the centre: whole numbers for odd and even sizes alike.
    down: NDArray[np.int64] = 2 * np.arange(rows, dtype=np.int64)[:, None] + 1 - rows
    right: NDArray[np.int64] = np.abs(2 * np.arange(columns, dtype=np.int64)[None, :] + 1 - columns)
    side = min(rows, columns)
    if shape == "circle":
        covered = (100 * down) ** 2 + (100 * right) ** 2 <= (58 * side) ** 2
    elif shape == "square":
        covered = (100 * np.abs(down) <= 52 * side) & (100 * right <= 52 * side)
    else:
        covered = (100 * np.abs(down) <= 54 * side) & (200 * right <= 100 * down + 54 * side)
    return np.asarray(covered, dtype=np.bool_)
