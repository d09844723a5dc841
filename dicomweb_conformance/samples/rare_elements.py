"""Elements in places where few files have any."""

from pydicom import Dataset
from pydicom.uid import ImplicitVRLittleEndian

from dicomweb_conformance.samples.images import gray16_signed
from dicomweb_conformance.samples.instances import placeholder, small_image
from dicomweb_conformance.samples.objects import report
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.samples.sample import Sample

CREATOR = "DICOMWEB CONFORMANCE"


def late_groups() -> list[NamedDataset]:
    """Overlays in groups 6002 and 601E (PS3.5 7.6), and private elements behind the pixel data."""
    ds = small_image("late-groups")
    for group, rows in ((0x6002, 4), (0x601E, 8)):
        ds.add_new((group, 0x0010), "US", rows)
        ds.add_new((group, 0x0011), "US", 8)
        ds.add_new((group, 0x0040), "CS", "G")
        ds.add_new((group, 0x0050), "SS", [1, -2])
        ds.add_new((group, 0x0100), "US", 1)
        ds.add_new((group, 0x0102), "US", 0)
        ds.add_new((group, 0x3000), "OW", bytes(range(rows)))
    block = ds.private_block(0x7FE1, CREATOR, create=True)
    block.add_new(0x01, "LO", "behind the pixel data")
    block.add_new(0x02, "US", 7)
    return [NamedDataset("image", ds)]


def creators_in_items() -> list[NamedDataset]:
    """The same private block is of one creator in the dataset, and of another in an item (PS3.5 7.8.1)."""
    ds = small_image("creators-in-items")
    ds.private_block(0x0029, CREATOR, create=True).add_new(0x01, "LO", "of the dataset")
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "1", "99DWC", "One"
    item.private_block(0x0029, f"{CREATOR} OF ITEMS", create=True).add_new(0x01, "LO", "of the item")
    ds.PerformedProtocolCodeSequence = [item]
    return [NamedDataset("image", ds)]


def implicit_signed() -> list[NamedDataset]:
    """Attributes of VR US or SS, which Pixel Representation makes SS, in Implicit VR Little Endian."""
    name = "implicit-signed"
    (image,) = gray16_signed()
    ds = image.ds
    ds.StudyInstanceUID, ds.SeriesInstanceUID = placeholder(name), placeholder(name, "series")
    ds.SOPInstanceUID = placeholder(name, "instance")
    ds.add_new("PixelPaddingValue", "SS", -2000)
    ds.add_new("SmallestImagePixelValue", "SS", -2048)
    ds.add_new("LargestImagePixelValue", "SS", 2047)
    return [NamedDataset("image", ds, ImplicitVRLittleEndian)]


def implicit_report() -> list[NamedDataset]:
    """What has no pixels, in Implicit VR Little Endian."""
    image, text = report("implicit-report")
    return [image, NamedDataset(text.name, text.ds, ImplicitVRLittleEndian)]


SAMPLES = (
    Sample("late-groups", "Overlays in groups 6002 and 601E, private elements behind the pixel data", "elements",
           late_groups),
    Sample("creators-in-items", "A private block of one creator in the dataset, of another in an item", "elements",
           creators_in_items),
    Sample("implicit-signed", "Implicit VR Little Endian: numbers that are signed as the pixels are", "compressed",
           implicit_signed, optional=True),
    Sample("implicit-report", "An image, and a report on it in Implicit VR Little Endian", "compressed",
           implicit_report, optional=True),
)  # fmt: skip
