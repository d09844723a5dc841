"""Single-frame images whose pixels must be understood, not only carried."""

import numpy as np
from pydicom import Dataset
from pydicom.uid import CTImageStorage

from dicomweb_conformance.samples.instances import new_instance, pattern, placeholder, secondary_capture, set_pixels
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.samples.sample import Sample


def gray16_signed() -> list[NamedDataset]:
    """A CT image: 12 bits stored of 16, negative values among them, rescaled to Hounsfield units."""
    name = "ct-signed16"
    ds = new_instance(name, CTImageStorage, "CT")
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.FrameOfReferenceUID = placeholder(name, "frame of reference")
    ds.PositionReferenceIndicator = ""
    ds.Laterality = ""
    ds.AcquisitionNumber = 1
    ds.SliceThickness = "1.5"
    ds.KVP = "120"
    ds.ImagePositionPatient = ["-1.5", "2.25", "-300.125"]
    ds.ImageOrientationPatient = ["1", "0", "0", "0", "1", "0"]
    ds.PixelSpacing = ["0.5", "0.25"]
    ds.PatientPosition = "HFS"
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "-24", "1", "HU"
    ds.WindowCenter, ds.WindowWidth = ["40", "-600"], ["400", "1600"]
    values = pattern(1, 7, 9, bits=12)[0].astype(np.int16) - 2048
    values[0, 0], values[-1, -1] = -2048, 2047
    set_pixels(ds, [values], bits_stored=12)
    return [NamedDataset("image", ds)]


def half_steps() -> list[NamedDataset]:
    """As ``gray16_signed``, but each step of a stored value is half a unit (PS3.3 C.11.1.1.2)."""
    name = "ct-half-steps"
    (image,) = gray16_signed()
    ds = image.ds
    ds.StudyInstanceUID, ds.SeriesInstanceUID = placeholder(name), placeholder(name, "series")
    ds.SOPInstanceUID, ds.RescaleSlope = placeholder(name, "instance"), "0.5"
    return [image]


def monochrome1() -> list[NamedDataset]:
    """The lowest value is white; the pixels are those of ``monochrome2`` inverted."""
    return [
        NamedDataset("inverted", _ramp("monochrome1", "MONOCHROME1")),
        NamedDataset("plain", _ramp("monochrome1", "MONOCHROME2", number=2)),
    ]


def _ramp(name: str, interpretation: str, number: int = 1) -> Dataset:
    ds = secondary_capture(name, number=number)
    ramp = np.tile(np.arange(0, 256, 8, dtype=np.uint8), (16, 1))
    set_pixels(ds, [ramp if interpretation == "MONOCHROME2" else 255 - ramp])
    ds.PhotometricInterpretation = interpretation
    ds.PresentationLUTShape = "IDENTITY" if interpretation == "MONOCHROME2" else "INVERSE"
    return ds


def palette_color() -> list[NamedDataset]:
    """Four quarters in red, green, blue and yellow, through a palette of four entries of 16 bits.

    The palette of the second image begins with the stored value 100; its first entry stands for all values below too.
    """
    return [
        NamedDataset("image", _quarters(1, first=0)),
        NamedDataset("shifted", _quarters(2, first=100)),
    ]


def _quarters(number: int, first: int) -> Dataset:
    ds = secondary_capture("palette-color", number=number)
    quarters = np.full((16, 24), max(0, first - 1), dtype=np.uint8)
    quarters[:8, 12:], quarters[8:, :12], quarters[8:, 12:] = first + 1, first + 2, first + 3
    set_pixels(ds, [quarters])
    ds.PhotometricInterpretation = "PALETTE COLOR"
    table = {"Red": [0xFFFF, 0, 0, 0xFFFF], "Green": [0, 0xFFFF, 0, 0xFFFF], "Blue": [0, 0, 0xFFFF, 0]}
    for colour, entries in table.items():
        ds.add_new(f"{colour}PaletteColorLookupTableDescriptor", "US", [4, first, 16])
        ds.add_new(f"{colour}PaletteColorLookupTableData", "OW", np.array(entries, dtype="<u2").tobytes())
    return ds


def planar_rgb() -> list[NamedDataset]:
    """RGB by plane: all red values first, then green, then blue (PS3.3 C.7.6.3.1.3)."""
    ds = secondary_capture("planar-rgb")
    image = pattern(1, 5, 7, samples=3)[0]
    set_pixels(ds, [image])
    ds.PlanarConfiguration = 1
    ds.PixelData = np.ascontiguousarray(image.transpose(2, 0, 1)).tobytes() + b"\x00"
    return [NamedDataset("image", ds)]


SAMPLES = (
    Sample(
        "ct-signed16",
        "A CT image of 7 x 9 pixels, 12 bits stored of 16, signed, with rescale and two windows",
        "images",
        gray16_signed,
        optional=True,
    ),
    Sample("monochrome1", "The same ramp of grays as MONOCHROME1 and as MONOCHROME2", "images", monochrome1),
    Sample(
        "palette-color", "Quarters in red, green, blue and yellow through a colour palette", "images", palette_color
    ),
    Sample("ct-half-steps", "A CT image whose rescale slope is 0.5", "images", half_steps, optional=True),
    Sample("planar-rgb", "RGB by plane, 5 x 7 pixels, odd length", "images", planar_rgb),
)
