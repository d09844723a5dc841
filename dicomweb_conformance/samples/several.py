"""Several of a kind: series in a study, instances in a series, items in a sequence, and what only shows there."""

from pydicom import Dataset

from dicomweb_conformance.samples.instances import placeholder, small_image
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.samples.sample import Sample

CREATOR = "DICOMWEB CONFORMANCE"


def three_series() -> list[NamedDataset]:
    """Three images in one series, one in each of two others; no two have the same InstanceNumber."""
    series = {"first-image": 1, "second-image": 1, "third-image": 1, "fourth-image": 2, "fifth-image": 3}
    return [
        NamedDataset(name, small_image("three-series", series=number, number=index))
        for index, (name, number) in enumerate(series.items(), 1)
    ]


def uids_that_begin_alike() -> list[NamedDataset]:
    """As ``three_series``, but the UID of the first image begins those of others, that of its series other series'."""
    datasets = three_series()
    first = datasets[0].ds
    series, instance = first.SeriesInstanceUID, first.SOPInstanceUID
    ends = ((".1", ".1"), (".1", ".10"), (".1", ".11"), (".10", ".100"), (".11", ".12"))
    for (below_series, below_instance), named in zip(ends, datasets, strict=True):
        named.ds.StudyInstanceUID = placeholder("uids-that-begin-alike")
        named.ds.SeriesInstanceUID, named.ds.SOPInstanceUID = series + below_series, instance + below_instance
    return datasets


def twelve_images() -> list[NamedDataset]:
    """More images in a study and in a series than a page or a batch of ten holds."""
    return [
        NamedDataset(f"image-{number}", small_image("twelve-images", series=1 + number // 12, number=number))
        for number in range(1, 13)
    ]


def item_values() -> list[NamedDataset]:
    """Seventy items; items with attributes without value, and with a number that single precision cannot hold."""
    ds = small_image("item-values")
    ds.PerformedProtocolCodeSequence = [_code(f"code {number}", f"Meaning {number}") for number in range(1, 71)]
    request = Dataset()
    request.RequestedProcedureDescription = ""
    request.ScheduledProcedureStepID = "SPS1"
    request.ScheduledProtocolCodeSequence = []
    request.RequestedProcedureID = "RP1"
    ds.RequestAttributesSequence = [request]
    mapping = Dataset()
    mapping.LUTExplanation = "Tenths"
    mapping.MeasurementUnitsCodeSequence = [_code("1", "no units")]
    mapping.LUTLabel = "TENTHS"
    mapping.add_new("RealWorldValueLastValueMapped", "US", 255)
    mapping.add_new("RealWorldValueFirstValueMapped", "US", 0)
    mapping.RealWorldValueIntercept = 1 / 3
    mapping.RealWorldValueSlope = 0.1
    ds.RealWorldValueMappingSequence = [mapping]
    return [NamedDataset("image", ds)]


def character_set_in_items() -> list[NamedDataset]:
    """Items in Latin-1 in a dataset in UTF-8 (PS3.5 7.5.3), before one that has the character set of the dataset."""
    ds = small_image("charset-in-items")
    own = _code("1", "Größe 5 µm")
    own.SpecificCharacterSet = "ISO_IR 100"
    ds.PerformedProtocolCodeSequence = [own, _code("2", "Länge 10 µm")]
    return [NamedDataset("image", ds)]


def binary_lengths() -> list[NamedDataset]:
    """Binary values of 200 bytes, which are more than a line of base64, and of more than 64 KiB."""
    ds = small_image("binary-lengths")
    block = ds.private_block(0x0099, CREATOR, create=True)
    block.add_new(0x01, "OB", bytes(range(200)))
    block.add_new(0x02, "OB", bytes(range(251)) * 280)
    return [NamedDataset("image", ds)]


def line_end_at_the_end() -> list[NamedDataset]:
    """The last two bytes of the file are CR and LF: pixels like any other."""
    ds = small_image("line-end-at-the-end")
    ds.PixelData = ds.PixelData[:-2] + b"\r\n"
    ds["PixelData"].VR = "OB"
    return [NamedDataset("image", ds)]


def _code(value: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, "99DWC", meaning
    return item


SAMPLES = (
    Sample("three-series", "Five images in three series, three of them in one", "images", three_series),
    Sample("uids-that-begin-alike", "UIDs that are the beginning of other UIDs", "images", uids_that_begin_alike),
    Sample("twelve-images", "Eleven images in a series, and one in another", "images", twelve_images),
    Sample("item-values", "Seventy items, and empty attributes and floats within items", "elements", item_values),
    Sample("charset-in-items", "An item in another character set than the dataset", "character sets",
           character_set_in_items, optional=True),
    Sample("binary-lengths", "Binary values of 200 bytes and of 69 KiB", "elements", binary_lengths),
    Sample("line-end-at-the-end", "A file that ends in CR and LF", "elements", line_end_at_the_end),
)  # fmt: skip
