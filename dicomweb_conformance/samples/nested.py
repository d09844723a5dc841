"""Sequences, and bulk data at every depth."""

import numpy as np
from pydicom import DataElement, Dataset, Sequence

from dicomweb_conformance.samples.instances import describe_pixels, pattern, secondary_capture, set_pixels, small_image
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.samples.sample import Sample

CREATOR = "DICOMWEB CONFORMANCE"


def nested_sequences() -> list[NamedDataset]:
    """Four levels of items; an empty sequence, an empty item, an item order that means something; both length forms."""
    ds = small_image("nested-sequences")
    ds.AcquisitionContextSequence = []
    ds.RequestAttributesSequence = [
        _request("SPS1", "RP1", depth=3),
        Dataset(),
        _request("SPS2", "RP2", depth=0),
    ]
    # In this order: neither the codes nor the meanings are sorted.
    ds.PerformedProtocolCodeSequence = [_code(value) for value in ("3", "1", "2", "1")]
    block = ds.private_block(0x0099, CREATOR, create=True)
    block.add_new(0x01, "SQ", [_code("private"), Dataset(), _code("after empty")])
    _undefined_length(ds["RequestAttributesSequence"])
    return [NamedDataset("image", ds)]


def _request(step: str, procedure: str, depth: int) -> Dataset:
    item = Dataset()
    item.ScheduledProcedureStepDescription = f"Step {step}"
    item.ScheduledProcedureStepID, item.RequestedProcedureID = step, procedure
    item.ScheduledProtocolCodeSequence = [_protocol(depth)]
    return item


def _protocol(depth: int) -> Dataset:
    """A code with ``depth`` more levels of context below it."""
    item = _code(f"level {depth}")
    if depth:
        context = Dataset()
        context.ValueType = "TEXT"
        context.ConceptNameCodeSequence = [_code(f"concept {depth}")]
        context.TextValue = f"{depth} more below"
        context.ContentItemModifierSequence = [_modifier(depth - 1)]
        item.ProtocolContextSequence = [context]
    return item


def _modifier(depth: int) -> Dataset:
    item = Dataset()
    item.ValueType = "CODE"
    item.ConceptCodeSequence = [_code(f"modifier {depth}")]
    item.ConceptNameCodeSequence = [_code("deepest")]
    return item


def _code(value: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, "99DWC", f"Meaning of {value}"
    return item


def _undefined_length(element: DataElement) -> None:
    """Let this sequence, what it holds and all below end with delimiters, not with a length (PS3.5 7.5)."""
    element.is_undefined_length = True
    for item in element.value:
        item.is_undefined_length_sequence_item = True
        for inner in item:
            if inner.VR == "SQ":
                _undefined_length(inner)


def bulk_values() -> list[NamedDataset]:
    """Values that belong into bulk data: at the top, in sequence items, standard and private, 4 to 20 KiB each."""
    ds = secondary_capture("bulk-values")
    set_pixels(ds, pattern(1, 64, 64, bits=16))
    table = Dataset()
    table.add_new("LUTDescriptor", "US", [2048, 0, 16])
    table.LUTExplanation = "Squares"
    table.add_new("LUTData", "OW", (np.arange(2048, dtype=np.uint64) ** 2 // 64).astype("<u2").tobytes())
    table.ModalityLUTType = "US"
    ds.ModalityLUTSequence = [table]
    ds.IconImageSequence = [_icon()]
    overlay = {0x10: ("US", 64), 0x11: ("US", 512), 0x40: ("CS", "G"), 0x50: ("SS", [1, 1]), 0x100: ("US", 1),
               0x102: ("US", 0), 0x3000: ("OW", bytes(range(256)) * 16)}  # fmt: skip
    for element, (vr, value) in overlay.items():
        ds.add_new(0x60000000 + element, vr, value)
    block = ds.private_block(0x0099, CREATOR, create=True)
    block.add_new(0x01, "OB", bytes(range(251)) * 40)
    block.add_new(0x02, "UN", bytes(range(255, -1, -1)) * 20)
    block.add_new(0x03, "OF", np.linspace(-1, 1, 2000, dtype="<f4").tobytes())
    block.add_new(0x04, "OD", np.arange(2000, dtype="<f8").tobytes())
    item = Dataset()
    inner = item.private_block(0x0099, CREATOR, create=True)
    inner.add_new(0x01, "OB", b"deep" * 2000)
    block.add_new(0x05, "SQ", Sequence([Dataset(), item]))
    return [NamedDataset("image", ds)]


def _icon() -> Dataset:
    """An icon: PixelData inside an item, which is not that of the image."""
    icon = Dataset()
    image = pattern(2, 64, 64)[1]
    describe_pixels(icon, image)
    icon.add_new("PixelData", "OB", image.tobytes())
    return icon


SAMPLES = (
    Sample("nested-sequences", "Items four deep, an empty sequence, empty items, ordered items, both length forms",
           "elements", nested_sequences),
    Sample("bulk-values", "Tables, icon, overlay and private values of 4 to 20 KiB, also within items", "elements",
           bulk_values),
)  # fmt: skip
