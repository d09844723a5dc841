"""The attributes that every sample has, and pixel data for those that are images."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.uid import SecondaryCaptureImageStorage

from dicomweb_conformance.samples.uids import derived_uid

Frame = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.int16]


def new_instance(sample: str, SOPClassUID: str, Modality: str, series: int = 1, number: int = 1) -> Dataset:
    """Patient, General Study, General Series, General Equipment and SOP Common (PS3.3 C.7 and C.12.1).

    The UIDs are placeholders derived from the sample's name, the series and the number.
    """
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.SOPClassUID = SOPClassUID
    ds.SOPInstanceUID = placeholder(sample, f"series {series}", f"instance {number}")
    ds.StudyDate = "20240229"
    ds.ContentDate = "20240229"
    ds.StudyTime = "101500"
    ds.ContentTime = "101530"
    ds.AccessionNumber = "SAMPLE"
    ds.Modality = Modality
    ds.Manufacturer = "dicomweb-conformance"
    ds.ReferringPhysicianName = "Referrer^Rita"
    ds.StudyDescription = f"Sample {sample}"
    ds.SeriesDescription = f"Series {series} of {sample}"
    ds.PatientName = "Sample^Sam"
    ds.PatientID = "SAMPLE"
    ds.PatientBirthDate = "19800131"
    ds.PatientSex = "O"
    ds.StudyInstanceUID = placeholder(sample)
    ds.SeriesInstanceUID = placeholder(sample, f"series {series}")
    ds.StudyID = "S1"
    ds.SeriesNumber = series
    ds.InstanceNumber = number
    return ds


def placeholder(sample: str, *names: str) -> str:
    """The UID that something of this sample has until the sample is written."""
    return derived_uid("sample", sample, *names)


def secondary_capture(sample: str, series: int = 1, number: int = 1) -> Dataset:
    """A Secondary Capture Image without its pixel data (PS3.3 A.8.1)."""
    ds = new_instance(sample, SecondaryCaptureImageStorage, "OT", series, number)
    ds.ConversionType = "SYN"
    ds.PatientOrientation = ""
    ds.Laterality = ""
    return ds


def small_image(sample: str, series: int = 1, number: int = 1) -> Dataset:
    """A Secondary Capture Image with 4 x 4 pixels, 8 bit grayscale: what carries elements that are not about pixels."""
    ds = secondary_capture(sample, series, number)
    set_pixels(ds, pattern(1, 4, 4))
    return ds


def pattern(count: int, rows: int, columns: int, samples: int = 1, bits: int = 8) -> tuple[Frame, ...]:
    """``count`` frames of unsigned values below 2 ** bits, shape (rows, columns) or (rows, columns, samples).

    Any two frames differ, and by more than a constant; the first value of frame n is n.
    """
    row = np.arange(rows, dtype=np.int64)[:, None, None]
    column = np.arange(columns, dtype=np.int64)[None, :, None]
    sample = np.arange(samples, dtype=np.int64)[None, None, :]
    frames: list[Frame] = []
    for n in range(1, count + 1):
        values = n + 31 * row + 17 * column + (row + 1) * column * 7 * n + 53 * sample * n
        values %= 1 << bits
        shaped = values if samples > 1 else values[:, :, 0]
        frames.append(shaped.astype(np.uint8) if bits <= 8 else shaped.astype(np.uint16))
    return tuple(frames)


def set_pixels(ds: Dataset, frames: Sequence[Frame], bits_stored: int | None = None) -> None:
    """Image Pixel module (PS3.3 C.7.6.3) with native pixel data, little endian; NumberOfFrames for several frames."""
    describe_pixels(ds, frames[0], bits_stored)
    if len(frames) > 1:
        ds.NumberOfFrames = len(frames)
    values = b"".join(frame_bytes(frame) for frame in frames)
    ds.add_new("PixelData", "OB" if ds.BitsAllocated == 8 else "OW", values + b"\x00" * (len(values) % 2))


def describe_pixels(ds: Dataset, frame: Frame, bits_stored: int | None = None) -> None:
    """What the Image Pixel module says of frames like this one, without their values."""
    bits = frame.dtype.itemsize * 8
    ds.SamplesPerPixel = frame.shape[2] if frame.ndim == 3 else 1
    ds.PhotometricInterpretation = "RGB" if frame.ndim == 3 else "MONOCHROME2"
    if frame.ndim == 3:
        ds.PlanarConfiguration = 0
    ds.Rows, ds.Columns = frame.shape[:2]
    ds.BitsAllocated = bits
    ds.BitsStored = bits_stored or bits
    ds.HighBit = ds.BitsStored - 1
    ds.PixelRepresentation = 1 if frame.dtype.kind == "i" else 0


def frame_bytes(frame: Frame) -> bytes:
    """The values of one frame, little endian, by pixel."""
    return frame.astype(frame.dtype.newbyteorder("<")).tobytes()
