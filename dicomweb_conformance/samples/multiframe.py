"""Multi-frame images in native encoding, with frames that can be told apart."""

from collections.abc import Sequence

import numpy as np
from pydicom import Dataset
from pydicom.tag import Tag
from pydicom.uid import (
    MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
    MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
    MultiFrameSingleBitSecondaryCaptureImageStorage,
    MultiFrameTrueColorSecondaryCaptureImageStorage,
    ParametricMapStorage,
)

from dicomweb_conformance.samples.instances import (
    Frame,
    describe_pixels,
    new_instance,
    pattern,
    placeholder,
    set_pixels,
)
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.samples.sample import Sample


def multi_frame_image(
    name: str, frames: Sequence[Frame], bits_stored: int | None = None, series: int = 1, number: int = 1
) -> Dataset:
    """A multi-frame Secondary Capture image (PS3.3 A.8.3 to A.8.5), of the SOP Class that fits the frames."""
    if frames[0].ndim == 3:
        SOPClassUID = MultiFrameTrueColorSecondaryCaptureImageStorage
    elif frames[0].dtype.itemsize == 1:
        SOPClassUID = MultiFrameGrayscaleByteSecondaryCaptureImageStorage
    else:
        SOPClassUID = MultiFrameGrayscaleWordSecondaryCaptureImageStorage
    ds = new_instance(name, SOPClassUID, "OT", series, number)
    _secondary_capture_attributes(ds, len(frames))
    if frames[0].ndim == 2:
        ds.PresentationLUTShape = "IDENTITY"
        ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "0", "1", "US"
    set_pixels(ds, frames, bits_stored)
    return ds


def _secondary_capture_attributes(ds: Dataset, count: int) -> None:
    ds.ConversionType = "SYN"
    ds.PatientOrientation = ""
    ds.Laterality = ""
    ds.BurnedInAnnotation = "NO"
    ds.NumberOfFrames = count
    if count > 1:
        ds.FrameIncrementPointer = Tag("FrameTime")
        ds.FrameTime = "40"


def gray8() -> list[NamedDataset]:
    return [NamedDataset("image", multi_frame_image("multiframe-gray8", pattern(5, 7, 9)))]


def signed_count() -> list[NamedDataset]:
    """NumberOfFrames is an integer string, which may bear a plus sign (PS3.5 Table 6.2-1)."""
    ds = multi_frame_image("multiframe-signed-count", pattern(3, 4, 4))
    ds.NumberOfFrames = "+3"
    return [NamedDataset("image", ds)]


def gray16() -> list[NamedDataset]:
    frames = pattern(20, 6, 8, bits=12)
    return [NamedDataset("image", multi_frame_image("multiframe-gray16", frames, bits_stored=12))]


def rgb8() -> list[NamedDataset]:
    return [NamedDataset("image", multi_frame_image("multiframe-rgb8", pattern(3, 5, 7, samples=3)))]


def single_bit() -> list[NamedDataset]:
    """Bits packed from the least significant one on (PS3.5 8.1.1); 64 pixels a frame, so frames end with a byte."""
    ds = new_instance("multiframe-bit", MultiFrameSingleBitSecondaryCaptureImageStorage, "OT")
    frames = [(frame >> 3) & 1 for frame in pattern(3, 8, 8)]
    _secondary_capture_attributes(ds, len(frames))
    describe_pixels(ds, frames[0])
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 1, 1, 0
    ds.add_new("PixelData", "OB", np.packbits(np.concatenate(frames), bitorder="little").tobytes())
    return [NamedDataset("image", ds)]


def float_pixels() -> list[NamedDataset]:
    """A Parametric Map (PS3.3 A.75): frames lie in FloatPixelData, and there is no PixelData."""
    name = "float-pixels"
    ds = new_instance(name, ParametricMapStorage, "OT")
    frames = [frame.astype("<f4") / 8 - 4 for frame in pattern(2, 4, 6)]
    describe_pixels(ds, pattern(1, 4, 6)[0])
    for keyword in ("BitsStored", "HighBit", "PixelRepresentation"):
        del ds[keyword]
    ds.BitsAllocated = 32
    ds.NumberOfFrames = len(frames)
    ds.ImageType = ["DERIVED", "PRIMARY", "MEASUREMENT", "NONE"]
    ds.FrameOfReferenceUID = placeholder(name, "frame of reference")
    ds.PositionReferenceIndicator = ""
    ds.ContentQualification = "RESEARCH"
    ds.ContentLabel, ds.ContentDescription, ds.ContentCreatorName = "MAP", "", ""
    ds.BurnedInAnnotation, ds.RecognizableVisualFeatures, ds.LossyImageCompression = "NO", "NO", "00"
    ds.Laterality = ""
    ds.PresentationLUTShape = "IDENTITY"
    ds.AcquisitionContextSequence = []
    ds.ManufacturerModelName, ds.DeviceSerialNumber, ds.SoftwareVersions = "samples", "1", "1"
    organization = Dataset()
    organization.DimensionOrganizationUID = placeholder(name, "dimensions")
    ds.DimensionOrganizationSequence = [organization]
    ds.DimensionIndexSequence = [_dimension(organization.DimensionOrganizationUID)]
    ds.SharedFunctionalGroupsSequence = [_shared_groups()]
    ds.PerFrameFunctionalGroupsSequence = [_frame_groups(n) for n in range(1, len(frames) + 1)]
    ds.FloatPixelData = b"".join(frame.tobytes() for frame in frames)
    return [NamedDataset("image", ds)]


def _dimension(organization: str) -> Dataset:
    item = Dataset()
    item.DimensionOrganizationUID = organization
    item.DimensionIndexPointer = Tag("ImagePositionPatient")
    item.FunctionalGroupPointer = Tag("PlanePositionSequence")
    return item


def _shared_groups() -> Dataset:
    measures, orientation, frame_type, groups = Dataset(), Dataset(), Dataset(), Dataset()
    measures.SliceThickness, measures.PixelSpacing = "2", ["1", "1"]
    orientation.ImageOrientationPatient = ["1", "0", "0", "0", "1", "0"]
    frame_type.FrameType = ["DERIVED", "PRIMARY", "MEASUREMENT", "NONE"]
    groups.PixelMeasuresSequence = [measures]
    groups.PlaneOrientationSequence = [orientation]
    groups.ParametricMapFrameTypeSequence = [frame_type]
    transformation, mapping, unit = Dataset(), Dataset(), Dataset()
    transformation.RescaleIntercept, transformation.RescaleSlope, transformation.RescaleType = "0", "1", "US"
    groups.PixelValueTransformationSequence = [transformation]
    unit.CodeValue, unit.CodingSchemeDesignator, unit.CodeMeaning = "1", "UCUM", "no units"
    mapping.DoubleFloatRealWorldValueFirstValueMapped, mapping.DoubleFloatRealWorldValueLastValueMapped = -4.0, 28.0
    mapping.RealWorldValueIntercept, mapping.RealWorldValueSlope = 0.0, 1.0
    mapping.LUTExplanation, mapping.LUTLabel = "The values themselves", "SAME"
    mapping.MeasurementUnitsCodeSequence = [unit]
    groups.RealWorldValueMappingSequence = [mapping]
    return groups


def _frame_groups(number: int) -> Dataset:
    content, position, groups = Dataset(), Dataset(), Dataset()
    content.DimensionIndexValues = number
    position.ImagePositionPatient = ["0", "0", str(2 * number)]
    groups.FrameContentSequence = [content]
    groups.PlanePositionSequence = [position]
    return groups


def planar_frames() -> list[NamedDataset]:
    """RGB by plane in two frames: the planes of the first frame come before those of the second (PS3.3 C.7.6.3.1.3)."""
    frames = pattern(2, 6, 8, samples=3)
    ds = multi_frame_image("planar-frames", frames)
    ds.PlanarConfiguration = 1
    ds.PixelData = b"".join(np.ascontiguousarray(frame.transpose(2, 0, 1)).tobytes() for frame in frames)
    return [NamedDataset("image", ds)]


SAMPLES = (
    Sample("planar-frames", "RGB by plane, two frames", "frames", planar_frames, optional=True),
    Sample(
        "multiframe-gray8",
        "5 frames of 7 x 9 pixels, 8 bit grayscale: 63 bytes a frame, 315 in all",
        "frames",
        gray8,
        optional=True,
    ),
    Sample("multiframe-gray16", "20 frames of 6 x 8 pixels, 12 bits stored of 16", "frames", gray16, optional=True),
    Sample(
        "multiframe-rgb8", "3 frames of 5 x 7 pixels, RGB: 105 bytes a frame, 315 in all", "frames", rgb8, optional=True
    ),
    Sample("multiframe-signed-count", "3 frames, in NumberOfFrames +3", "frames", signed_count, optional=True),
    Sample("multiframe-bit", "3 frames of 8 x 8 pixels of one bit, packed", "frames", single_bit, optional=True),
    Sample(
        "float-pixels", "A parametric map: 2 frames of 4 x 6 in FloatPixelData", "frames", float_pixels, optional=True
    ),
)
