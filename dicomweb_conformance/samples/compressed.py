"""Images in compressed and in unusual transfer syntaxes, each with its original frames."""

from functools import partial

from pydicom import Dataset
from pydicom.encaps import encapsulate, encapsulate_extended
from pydicom.uid import (
    UID,
    CTImageStorage,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
)

from dicomweb_conformance.samples.encodings import ENCODINGS, encoded_frames
from dicomweb_conformance.samples.instances import (
    describe_pixels,
    frame_bytes,
    new_instance,
    pattern,
    placeholder,
    secondary_capture,
    set_pixels,
)
from dicomweb_conformance.samples.multiframe import multi_frame_image
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.samples.sample import Sample


def encapsulated(
    name: str,
    encoding: str,
    fragments: int = 1,
    offsets: bool = True,
    count: int | None = None,
    number: int = 1,
    instance: str = "image",
) -> NamedDataset:
    """The first ``count`` shipped frames of ``encoding`` (all by default) as one instance (PS3.5 A.4).

    ``fragments`` is the number of fragments of each frame, ``offsets`` whether the Basic Offset Table is filled.
    """
    source = ENCODINGS[encoding]
    frames, streams = source.frames[:count], encoded_frames(encoding)[:count]
    ds = multi_frame_image(name, frames, source.bits_stored, number=number)
    if encoding == "jpeg2000-rgb8":
        ds.PhotometricInterpretation = "YBR_RCT"
    value = encapsulate(list(streams), fragments_per_frame=fragments, has_bot=offsets)
    _set_encapsulated(ds, value)
    return NamedDataset(instance, ds, source.transfer_syntax, tuple(frame_bytes(frame) for frame in frames))


def _set_encapsulated(ds: Dataset, value: bytes) -> None:
    ds.add_new("PixelData", "OB", value)
    ds["PixelData"].is_undefined_length = True


def extended_offsets() -> list[NamedDataset]:
    """Offsets and lengths of the frames as 64 bit values outside the pixel data (PS3.3 C.7.6.3.1.8)."""
    source = ENCODINGS["jpeg2000-gray8"]
    ds = multi_frame_image("jpeg2000-extended-offsets", source.frames)
    value, table, lengths = encapsulate_extended(list(encoded_frames("jpeg2000-gray8")))
    _set_encapsulated(ds, value)
    ds.add_new("ExtendedOffsetTable", "OV", table)
    ds.add_new("ExtendedOffsetTableLengths", "OV", lengths)
    decoded = tuple(frame_bytes(frame) for frame in source.frames)
    return [NamedDataset("image", ds, source.transfer_syntax, decoded)]


def jpeg_baseline() -> list[NamedDataset]:
    """A blue circle, YBR_FULL_422, compressed with loss: its decoded frame depends on the decoder."""
    ds = secondary_capture("jpeg-baseline")
    frame = ENCODINGS["jpeg-circle"].frames[0]
    streams = encoded_frames("jpeg-circle")
    describe_pixels(ds, frame)
    ds.PhotometricInterpretation = "YBR_FULL_422"
    ds.LossyImageCompression = "01"
    ds.LossyImageCompressionRatio = f"{frame.nbytes / len(streams[0]):.2f}"
    ds.LossyImageCompressionMethod = "ISO_10918_1"
    _set_encapsulated(ds, encapsulate(list(streams), has_bot=False))
    return [NamedDataset("image", ds, JPEGBaseline8Bit)]


def native(name: str, transfer_syntax: UID) -> list[NamedDataset]:
    """A 16 bit multi-frame image with elements whose VR an implicit encoding does not tell."""
    frames = pattern(3, 5, 7, bits=12)
    ds = multi_frame_image(name, frames, bits_stored=12)
    ds.add_new("SmallestImagePixelValue", "US", 1)
    ds.add_new("LargestImagePixelValue", "US", 4095)
    _add_overlay(ds)
    item = Dataset()
    item.ReferencedSOPClassUID = ds.SOPClassUID
    item.ReferencedSOPInstanceUID = placeholder(name, "source")
    ds.SourceImageSequence = [item]
    block = ds.private_block(0x0009, "DICOMWEB CONFORMANCE", create=True)
    block.add_new(0x01, "LO", "private text")
    block.add_new(0x02, "UL", [1, 70000])
    decoded = tuple(frame_bytes(frame) for frame in frames)
    if transfer_syntax == ExplicitVRBigEndian:
        ds.PixelData = b"".join(frame.astype(">u2").tobytes() for frame in frames)
    return [NamedDataset("image", ds, transfer_syntax, decoded)]


def _add_overlay(ds: Dataset) -> None:
    """A 4 x 8 overlay plane (PS3.3 C.9.2), whose group is one of sixteen that share their definition."""
    ds.add_new(0x60000010, "US", 4)
    ds.add_new(0x60000011, "US", 8)
    ds.add_new(0x60000040, "CS", "G")
    ds.add_new(0x60000050, "SS", [1, 1])
    ds.add_new(0x60000100, "US", 1)
    ds.add_new(0x60000102, "US", 0)
    # Alike in both byte orders.
    ds.add_new(0x60003000, "OW", bytes.fromhex("A5A53C3C"))


def mixed_syntaxes() -> list[NamedDataset]:
    """One series with an instance in each of four transfer syntaxes."""
    name = "mixed-syntaxes"
    plain = multi_frame_image(name, ENCODINGS["rle-gray8"].frames[:1], number=4)
    return [
        encapsulated(name, "rle-gray8", count=1, number=1, instance="rle"),
        encapsulated(name, "jpegls-gray8", count=1, number=2, instance="jpegls"),
        encapsulated(name, "jpeg2000-gray8", count=1, number=3, instance="jpeg2000"),
        NamedDataset("native", plain),
    ]


def rgb_single() -> list[NamedDataset]:
    """A Secondary Capture Image proper, without NumberOfFrames, in RLE Lossless."""
    ds = secondary_capture("rle-rgb")
    frame = ENCODINGS["rle-rgb8"].frames[0]
    set_pixels(ds, [frame])
    _set_encapsulated(ds, encapsulate([encoded_frames("rle-rgb8")[0]], has_bot=False))
    return [NamedDataset("image", ds, ENCODINGS["rle-rgb8"].transfer_syntax, (frame_bytes(frame),))]


def rgb_planar() -> list[NamedDataset]:
    """As ``rgb_single``; how RLE Lossless orders samples does not depend on the planar configuration (PS3.5 G.2)."""
    (image,) = rgb_single()
    ds = image.ds
    name = "rle-planar"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = placeholder(name), placeholder(name, "series")
    ds.SOPInstanceUID, ds.PlanarConfiguration = placeholder(name, "instance"), 1
    return [image]


def signed() -> list[NamedDataset]:
    """12 bits of 16, negative values among them: the sign fills the bits above (PS3.5 8.1.1)."""
    source = ENCODINGS["rle-signed12"]
    ds = new_instance("rle-signed", CTImageStorage, "CT")
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.RescaleIntercept, ds.RescaleSlope = "0", "1"
    describe_pixels(ds, source.frames[0], bits_stored=12)
    _set_encapsulated(ds, encapsulate([encoded_frames("rle-signed12")[0]]))
    return [NamedDataset("image", ds, source.transfer_syntax, (frame_bytes(source.frames[0]),))]


def _one(name: str, encoding: str, fragments: int, offsets: bool, count: int | None) -> list[NamedDataset]:
    return [encapsulated(name, encoding, fragments, offsets, count)]


def _encapsulated_sample(
    name: str, says: str, encoding: str, fragments: int = 1, offsets: bool = True, count: int | None = None
) -> Sample:
    return Sample(name, says, "compressed", partial(_one, name, encoding, fragments, offsets, count), optional=True)


SAMPLES = (
    Sample("rle-rgb", "RLE Lossless, one RGB frame, empty offset table", "compressed", rgb_single, optional=True),
    Sample(
        "rle-planar", "RLE Lossless, one RGB frame, Planar Configuration 1", "compressed", rgb_planar, optional=True
    ),
    Sample("rle-signed", "RLE Lossless, a CT image of 12 bits in 16, signed", "compressed", signed, optional=True),
    _encapsulated_sample("rle-odd", "RLE Lossless, one frame of an odd number of pixels", "rle-gray8", count=1),
    _encapsulated_sample("rle-gray8", "RLE Lossless, 3 frames of 8 bit, offset table", "rle-gray8"),
    _encapsulated_sample(
        "rle-gray16", "RLE Lossless, 2 frames of 12 bits in 16, empty offset table", "rle-gray12", offsets=False
    ),
    _encapsulated_sample(
        "jpegls-gray8",
        "JPEG-LS Lossless, 3 frames of 8 bit, one fragment each, empty offset table",
        "jpegls-gray8",
        offsets=False,
    ),
    _encapsulated_sample("jpegls-gray16", "JPEG-LS Lossless, 2 frames of 12 bits in 16, offset table", "jpegls-gray12"),
    _encapsulated_sample("jpegls-rgb", "JPEG-LS Lossless, 2 RGB frames, offset table", "jpegls-rgb8"),
    _encapsulated_sample(
        "jpegls-fragments", "JPEG-LS Lossless, 3 frames in 3 fragments each, offset table", "jpegls-gray8", fragments=3
    ),
    _encapsulated_sample(
        "jpeg2000-gray8", "JPEG 2000 Lossless, 3 frames of 8 bit, one fragment each, offset table", "jpeg2000-gray8"
    ),
    _encapsulated_sample(
        "jpeg2000-gray16",
        "JPEG 2000 Lossless, 2 frames of 12 bits in 16, empty offset table",
        "jpeg2000-gray12",
        offsets=False,
    ),
    _encapsulated_sample("jpeg2000-rgb", "JPEG 2000 Lossless, 2 frames in YBR_RCT, offset table", "jpeg2000-rgb8"),
    _encapsulated_sample(
        "jpeg2000-fragments",
        "JPEG 2000 Lossless, 3 frames in 2 fragments each, offset table",
        "jpeg2000-gray8",
        fragments=2,
    ),
    _encapsulated_sample(
        "jpeg2000-one-frame-fragments",
        "JPEG 2000 Lossless, one frame in 4 fragments, empty offset table",
        "jpeg2000-gray8",
        fragments=4,
        offsets=False,
        count=1,
    ),
    Sample(
        "jpeg2000-extended-offsets",
        "JPEG 2000 Lossless, 3 frames, Extended Offset Table",
        "compressed",
        extended_offsets,
        optional=True,
    ),
    Sample(
        "jpeg-baseline",
        "JPEG Baseline, a blue circle of 32 x 48 pixels in YBR_FULL_422, with loss",
        "compressed",
        jpeg_baseline,
        optional=True,
    ),
    Sample(
        "deflated",
        "Deflated Explicit VR Little Endian: 16 bit multi-frame, overlay, private block",
        "compressed",
        partial(native, "deflated", DeflatedExplicitVRLittleEndian),
        optional=True,
    ),
    Sample(
        "implicit",
        "Implicit VR Little Endian: 16 bit multi-frame, overlay, private block",
        "compressed",
        partial(native, "implicit", ImplicitVRLittleEndian),
        optional=True,
    ),
    Sample(
        "big-endian",
        "Explicit VR Big Endian: 16 bit multi-frame, overlay, private block",
        "compressed",
        partial(native, "big-endian", ExplicitVRBigEndian),
        optional=True,
    ),
    Sample(
        "mixed-syntaxes",
        "One series: the same frame in RLE, JPEG-LS, JPEG 2000 and uncompressed",
        "compressed",
        mixed_syntaxes,
        optional=True,
    ),
)
