"""Objects that are not images: documents, reports, references, waveforms and raw data."""

import struct

import numpy as np
from pydicom import Dataset
from pydicom.uid import (
    BasicTextSRStorage,
    EncapsulatedPDFStorage,
    EncapsulatedSTLStorage,
    GeneralECGWaveformStorage,
    GrayscaleSoftcopyPresentationStateStorage,
    KeyObjectSelectionDocumentStorage,
    RawDataStorage,
)

from dicomweb_conformance.samples.instances import new_instance, placeholder, small_image
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.samples.pdf import one_page_pdf
from dicomweb_conformance.samples.sample import Sample
from dicomweb_conformance.samples.structured import basic_text_report, key_object_selection


def encapsulated_pdf() -> list[NamedDataset]:
    """A one-page PDF of odd length (PS3.3 A.45.1): its length is said, since the value has a pad byte."""
    ds = new_instance("encapsulated-pdf", EncapsulatedPDFStorage, "DOC")
    document = one_page_pdf("A page in DICOM")
    ds.AcquisitionDateTime = ""
    ds.ConversionType = "WSD"
    ds.BurnedInAnnotation = "NO"
    ds.RecognizableVisualFeatures = "NO"
    ds.DocumentTitle = "A page in DICOM"
    ds.ConceptNameCodeSequence = []
    ds.MIMETypeOfEncapsulatedDocument = "application/pdf"
    ds.EncapsulatedDocumentLength = len(document)
    ds.EncapsulatedDocument = document + b"\x00" * (len(document) % 2)
    return [NamedDataset("document", ds)]


def encapsulated_stl() -> list[NamedDataset]:
    """A model of a hundred triangles (PS3.3 A.85.1); its last bytes are zero, and belong to it."""
    ds = new_instance("encapsulated-stl", EncapsulatedSTLStorage, "M3D")
    model = b"Triangles".ljust(80) + struct.pack("<I", 100)
    model += b"".join(struct.pack("<12fH", 0, 0, 1, n, 0, 0, n + 1, 0, 0, n, 1, 0, 0) for n in range(100))
    ds.AcquisitionDateTime = ""
    ds.BurnedInAnnotation = "NO"
    ds.DocumentTitle = "Triangles"
    ds.ConceptNameCodeSequence = []
    ds.MIMETypeOfEncapsulatedDocument = "model/stl"
    ds.EncapsulatedDocumentLength = len(model)
    ds.EncapsulatedDocument = model
    return [NamedDataset("document", ds)]


def report(name: str = "basic-text-sr") -> list[NamedDataset]:
    image = small_image(name)
    ds = new_instance(name, BasicTextSRStorage, "SR", series=2)
    basic_text_report(ds, image)
    return [NamedDataset("image", image), NamedDataset("report", ds)]


def key_objects() -> list[NamedDataset]:
    image = small_image("key-object-selection")
    ds = new_instance("key-object-selection", KeyObjectSelectionDocumentStorage, "KO", series=2)
    key_object_selection(ds, image)
    return [NamedDataset("image", image), NamedDataset("selection", ds)]


def waveform() -> list[NamedDataset]:
    """Two channels of 50 samples at 500 Hz (PS3.3 A.34.4): bulk data inside a sequence item."""
    ds = new_instance("ecg-waveform", GeneralECGWaveformStorage, "ECG")
    ds.AcquisitionDateTime = "20240229101500"
    ds.AcquisitionContextSequence = []
    ds.SynchronizationFrameOfReferenceUID = placeholder("ecg-waveform", "clock")
    ds.SynchronizationTrigger, ds.AcquisitionTimeSynchronized = "NO TRIGGER", "N"
    group = Dataset()
    group.WaveformOriginality = "ORIGINAL"
    group.NumberOfWaveformChannels, group.NumberOfWaveformSamples = 2, 50
    group.SamplingFrequency = "500"
    group.ChannelDefinitionSequence = [_channel("2:1", "Lead I"), _channel("2:2", "Lead II")]
    group.WaveformBitsAllocated, group.WaveformSampleInterpretation = 16, "SS"
    times = np.arange(50)
    values = np.stack([(times * 37) % 401 - 200, (times * times) % 301 - 150], axis=1)
    group.add_new("WaveformData", "OW", values.astype("<i2").tobytes())
    ds.WaveformSequence = [group]
    return [NamedDataset("waveform", ds)]


def _channel(code: str, meaning: str) -> Dataset:
    source, channel = Dataset(), Dataset()
    source.CodeValue, source.CodingSchemeDesignator, source.CodeMeaning = code, "MDC", meaning
    channel.ChannelSourceSequence = [source]
    channel.ChannelSampleSkew = "0"
    channel.WaveformBitsStored = 16
    return channel


def raw_data() -> list[NamedDataset]:
    """Raw Data (PS3.3 A.37): what it is about lies in private elements."""
    ds = new_instance("raw-data", RawDataStorage, "OT")
    ds.AcquisitionContextSequence = []
    ds.Laterality = ""
    ds.CreatorVersionUID = placeholder("raw-data", "creator version")
    block = ds.private_block(0x0071, "DICOMWEB CONFORMANCE", create=True)
    block.add_new(0x01, "OB", bytes(range(256)) * 20)
    block.add_new(0x02, "LO", "raw")
    return [NamedDataset("raw", ds)]


def presentation_state() -> list[NamedDataset]:
    """A Grayscale Softcopy Presentation State (PS3.3 A.33.1) that shows the whole image with a window."""
    image = small_image("presentation-state")
    ds = new_instance("presentation-state", GrayscaleSoftcopyPresentationStateStorage, "PR", series=2)
    ds.Laterality = ""
    ds.ContentLabel, ds.ContentDescription, ds.ContentCreatorName = "WHOLE", "", "Sample^Sam"
    ds.PresentationCreationDate, ds.PresentationCreationTime = "20240229", "101530"
    referenced, series, area, window = Dataset(), Dataset(), Dataset(), Dataset()
    referenced.ReferencedSOPClassUID = image.SOPClassUID
    referenced.ReferencedSOPInstanceUID = image.SOPInstanceUID
    series.SeriesInstanceUID = image.SeriesInstanceUID
    series.ReferencedImageSequence = [referenced]
    ds.ReferencedSeriesSequence = [series]
    area.DisplayedAreaTopLeftHandCorner, area.DisplayedAreaBottomRightHandCorner = [1, 1], [4, 4]
    area.PresentationSizeMode, area.PresentationPixelAspectRatio = "SCALE TO FIT", [1, 1]
    ds.DisplayedAreaSelectionSequence = [area]
    window.WindowCenter, window.WindowWidth = "128", "256"
    ds.SoftcopyVOILUTSequence = [window]
    ds.PresentationLUTShape = "IDENTITY"
    return [NamedDataset("image", image), NamedDataset("state", ds)]


SAMPLES = (
    Sample("encapsulated-pdf", "A one-page PDF of odd length", "objects", encapsulated_pdf, optional=True),
    Sample("encapsulated-stl", "A model that ends with zero bytes", "objects", encapsulated_stl, optional=True),
    Sample(
        "basic-text-sr", "An image, and a report on it with content nested three deep", "objects", report, optional=True
    ),
    Sample(
        "key-object-selection", "An image, and a selection that references it", "objects", key_objects, optional=True
    ),
    Sample("ecg-waveform", "Two channels of 50 samples", "objects", waveform, optional=True),
    Sample("raw-data", "5120 bytes in a private element", "objects", raw_data, optional=True),
    Sample(
        "presentation-state",
        "An image, and a presentation state that references it",
        "objects",
        presentation_state,
        optional=True,
    ),
)
