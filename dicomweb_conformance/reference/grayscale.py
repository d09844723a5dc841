"""From stored samples to gray levels (PS3.3 C.11.1, C.11.2, PS3.4 N.2)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dicomweb_conformance.reference.layout import Layout
from dicomweb_conformance.reference.messages import Attributes
from dicomweb_conformance.reference.part10 import Elements

FUNCTIONS = ("linear", "linear-exact", "sigmoid")


@dataclass(frozen=True)
class Window:
    """A VOI window; ``function`` is one of FUNCTIONS."""

    center: float
    width: float
    function: str = "linear"


def gray_levels(
    samples: NDArray[Any], shape: Layout, attributes: Attributes, elements: Elements, window: Window | None
) -> NDArray[np.uint8]:
    """Gray levels from 0 to 255, black to white, of the samples of a monochrome frame.

    Without ``window`` the dataset's first VOI window or VOI LUT applies; without either the whole range of values.
    """
    values = _modality(samples, attributes, elements)
    window = window or _stored_window(attributes)
    table = _table(elements, 0x00283010) if window is None else None
    if window is not None:
        levels = _windowed(values, window)
    elif table is not None:
        levels = _looked_up(values, table)
    else:
        levels = _stretched(values, shape)
    inverted = shape.photometric == "MONOCHROME1"
    return np.round((1 - levels if inverted else levels) * 255).astype(np.uint8)


def _modality(samples: NDArray[Any], attributes: Attributes, elements: Elements) -> NDArray[np.float64]:
    table = _table(elements, 0x00283000)
    values = samples.astype(np.float64)
    if table is not None:
        first, entries = table
        position = np.clip(values - first, 0, len(entries) - 1).astype(np.int64)
        return entries[position].astype(np.float64)
    slope, intercept = _number(attributes, "00281053"), _number(attributes, "00281052")
    return values * (1 if slope is None else slope) + (intercept or 0)


def _number(attributes: Attributes, tag: str) -> float | None:
    values = attributes.get(tag, {}).get("Value", [None])
    return float(values[0]) if isinstance(values[0], int | float) else None


def _stored_window(attributes: Attributes) -> Window | None:
    center, width = _number(attributes, "00281050"), _number(attributes, "00281051")
    if center is None or width is None or width <= 0:
        return None
    function = str(attributes.get("00281056", {}).get("Value", ["LINEAR"])[0]).lower().replace("_", "-")
    return Window(center, width, function if function in FUNCTIONS else "linear")


def _table(elements: Elements, sequence: int) -> tuple[int, NDArray[Any]] | None:
    """The first stored value and the entries of the first item of a LUT sequence."""
    element = elements.get(sequence)
    items = element.value if element is not None and isinstance(element.value, tuple) else ()
    if not items or 0x00283002 not in items[0] or 0x00283006 not in items[0]:
        return None
    descriptor = items[0][0x00283002]
    count, first, bits = struct.unpack("<HhH" if descriptor.vr == "SS" else "<HHH", descriptor.data[:6])
    entries = np.frombuffer(items[0][0x00283006].data, "<u2" if bits > 8 else np.uint8)[: count or 65536]
    return (first, entries) if len(entries) else None


def _windowed(values: NDArray[np.float64], window: Window) -> NDArray[np.float64]:
    """PS3.3 C.11.2.1.2 and C.11.2.1.3."""
    center, width = window.center, window.width
    if window.function == "sigmoid":
        levels: NDArray[np.float64] = 1 / (1 + np.exp(np.clip(-4 * (values - center) / width, -700, 700)))
        return levels
    if window.function == "linear-exact":
        return np.clip((values - center) / width + 0.5, 0, 1)
    return np.clip((values - (center - 0.5)) / max(width - 1, 1e-9) + 0.5, 0, 1)


def _looked_up(values: NDArray[np.float64], table: tuple[int, NDArray[Any]]) -> NDArray[np.float64]:
    first, entries = table
    position = np.clip(values - first, 0, len(entries) - 1).astype(np.int64)
    return entries[position] / max(int(entries.max()), 1)


def _stretched(values: NDArray[np.float64], shape: Layout) -> NDArray[np.float64]:
    if shape.bits_stored <= 8 and not shape.signed:
        low, high = 0.0, float(2**shape.bits_stored - 1)
    else:
        low, high = float(values.min()), float(values.max())
    return np.clip((values - low) / (high - low), 0, 1) if high > low else np.zeros_like(values)
