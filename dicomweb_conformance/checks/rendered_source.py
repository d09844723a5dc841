"""What a rendered image must look like, computed from the stored pixels."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dicomweb_conformance.checks.images import Pixels
from dicomweb_conformance.study import Instance

JPEG_BASELINE = "1.2.840.10008.1.2.4.50"


def samples(instance: Instance, number: int = 1) -> NDArray[np.int64]:
    """The samples of a frame by pixel, rows x columns, or rows x columns x 3 for colours."""
    ds = instance.ds
    kind = f"<{'i' if ds.PixelRepresentation else 'u'}{ds.BitsAllocated // 8}"
    values = np.frombuffer(instance.decoded_frame(number), kind).astype(np.int64)
    if ds.SamplesPerPixel == 1:
        return values.reshape(ds.Rows, ds.Columns)
    if ds.get("PlanarConfiguration"):
        return np.moveaxis(values.reshape(ds.SamplesPerPixel, ds.Rows, ds.Columns), 0, -1)
    return values.reshape(ds.Rows, ds.Columns, ds.SamplesPerPixel)


def true_colours(instance: Instance) -> Pixels:
    """The levels of red, green and blue of a colour image of 8 bits, through its palette when it has one."""
    if instance.transfer_syntax == JPEG_BASELINE:
        with Image.open(BytesIO(instance.frame(1))) as image:
            return np.asarray(image.convert("RGB")).astype(np.int16)
    if instance.ds.PhotometricInterpretation == "PALETTE COLOR":
        return _through_palette(instance)
    return samples(instance).astype(np.int16)


def _through_palette(instance: Instance) -> Pixels:
    indices = samples(instance)
    planes = []
    for colour in ("Red", "Green", "Blue"):
        _, first, bits = instance.ds[f"{colour}PaletteColorLookupTableDescriptor"].value
        entries = np.frombuffer(instance.ds[f"{colour}PaletteColorLookupTableData"].value, "<u2")
        planes.append(entries[np.clip(indices - first, 0, len(entries) - 1)] >> (bits - 8))
    return np.stack(planes, axis=-1).astype(np.int16)


def gray_frame(instance: Instance, number: int) -> NDArray[np.float64]:
    """The frame in grays, on any scale: for the likeness of pictures only."""
    values = samples(instance, number).astype(np.float64)
    return values.mean(axis=2) if values.ndim == 3 else values


def modality_values(instance: Instance, number: int = 1) -> NDArray[np.float64]:
    """The samples after rescaling (PS3.3 C.11.1)."""
    ds = instance.ds
    values = samples(instance, number).astype(np.float64)
    return values * float(ds.get("RescaleSlope", 1)) + float(ds.get("RescaleIntercept", 0))


def windowed(instance: Instance, center: float, width: float, function: str, number: int = 1) -> NDArray[np.float64]:
    """Gray levels from 0 to 255 of a frame through a VOI window (PS3.3 C.11.2.1.2, C.11.2.1.3).

    White is the lowest level of a MONOCHROME1 image, after the window (PS3.3 C.7.6.3.1.2).
    """
    values = modality_values(instance, number)
    if function == "sigmoid":
        levels = 1 / (1 + np.exp(-4 * (values - center) / width))
    elif function == "linear-exact":
        levels = np.clip((values - center) / width + 0.5, 0, 1)
    else:
        levels = np.clip((values - (center - 0.5)) / (width - 1) + 0.5, 0, 1)
    return 255 * (1 - levels if instance.ds.PhotometricInterpretation == "MONOCHROME1" else levels)
