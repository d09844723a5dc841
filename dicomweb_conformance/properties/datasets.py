"""Any valid dataset: elements of every value representation, standard and private, in sequences within sequences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydicom.datadict import tag_for_keyword
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    SecondaryCaptureImageStorage,
)

from dicomweb_conformance.properties.made import Made, write_file
from dicomweb_conformance.properties.repertoires import REPERTOIRES, Repertoire
from dicomweb_conformance.properties.values import ASCII, single_text, value_of

_SIZES = (0, 8, 12, 16)
DEEPEST = 4
"""Sequences within each other."""
_PATIENT_ID = 0x00100020
OWN_PATIENT_ID = 44
"""So many characters at most of a PatientID are the dataset's own."""
_ANY_VALUE: Mapping[str, int] = MappingProxyType(
    {
        vr: tag_for_keyword(f"Selector{vr}Value") or 0
        for vr in (
            "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "OB", "OD", "OF", "OL", "OV", "OW",
            "PN", "SH", "SL", "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US", "UT", "UV",
        )
    }
)  # fmt: skip
"""For each value representation an attribute of PS3.6 that may have any value of it."""
_VRS = (*_ANY_VALUE, "LO", "PN", "PN", "SH", "ST", "UT", "LT", "DS", "FD")
"""Texts in a character set and numbers as JSON writes them come more often: more can go wrong with them."""
_WELL_KNOWN: Mapping[str, str] = MappingProxyType(
    {
        "StudyDescription": "LO", "SeriesDescription": "LO", "ImageComments": "LT", "PatientComments": "LT",
        "InstitutionAddress": "ST", "StationName": "SH", "PatientWeight": "DS", "SeriesNumber": "IS",
        "InstanceNumber": "IS", "PatientBirthDate": "DA", "PatientBirthTime": "TM", "PatientAge": "AS",
        "AcquisitionDateTime": "DT", "PatientMotherBirthName": "PN", "InstitutionName": "LO",
    }
)  # fmt: skip
"""Attributes that servers index, or show: of one value."""
_SEQUENCES = tuple(
    tag_for_keyword(keyword) or 0
    for keyword in ("RequestAttributesSequence", "ProcedureCodeSequence", "AcquisitionContextSequence")
)
_CREATORS: Mapping[int, str] = MappingProxyType(
    {0x10: "DICOMWEB CONFORMANCE", 0x11: "ANOTHER CREATOR 2.0", 0x42: "C" * 64, 0xFF: "DICOMWEB CONFORMANCE 2"}
)
"""Private creators by their blocks; two elements that collide when the block is forgotten are likely."""
_GROUPS = (0x0009, 0x0011, 0x0099, 0x7FE1)
_OFFSETS = (0x01, 0x02, 0x10, 0xFF)


_SYNTAXES: dict[str, str] = {ImplicitVRLittleEndian: ", implicit VR", DeflatedExplicitVRLittleEndian: ", deflated"}


@dataclass(frozen=True)
class MadeDataset:
    """A dataset but for its UIDs and PatientID, which are given when it is written."""

    elements: tuple[Made, ...]
    repertoire: Repertoire
    transfer_syntax: str = ExplicitVRLittleEndian
    SOPClassUID: str = SecondaryCaptureImageStorage
    decoded: tuple[bytes, ...] = ()
    """The frames uncompressed, where they are encapsulated."""

    def __str__(self) -> str:
        said = "; ".join(map(str, sorted(self.elements, key=lambda made: made.tag))) or "no more than has to be there"
        return f"an instance in {self.repertoire}{_SYNTAXES.get(self.transfer_syntax, '')} with {said}"


@st.composite
def datasets(draw: st.DrawFn) -> MadeDataset:
    """Any valid dataset, with an image of no interest."""
    repertoire = draw(st.sampled_from(REPERTOIRES))
    # Not a least size of its own: a failing example has to become small
    found = draw(elements(repertoire, DEEPEST, least=draw(st.sampled_from(_SIZES)), most=_SIZES[-1] + 4))
    syntax = draw(
        st.sampled_from([ExplicitVRLittleEndian] * 4 + [ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian])
    )
    return MadeDataset(found, repertoire, syntax)


@cache
def elements(
    repertoire: Repertoire, deepest: int, *, least: int = 0, most: int = 3
) -> SearchStrategy[tuple[Made, ...]]:
    """Elements with different tags, and the private creators that they need."""
    one = element(repertoire, deepest)
    return st.lists(one, min_size=least, max_size=most, unique_by=lambda made: made.tag).map(_with_creators)


@cache
def element(repertoire: Repertoire, deepest: int) -> SearchStrategy[Made]:
    """One element; sequences go no deeper than ``deepest``."""
    any_value = st.sampled_from(_VRS).flatmap(lambda vr: _valued(_ANY_VALUE[vr], vr, repertoire))
    known = st.sampled_from(sorted(_WELL_KNOWN.items())).flatmap(lambda pair: _known(*pair, repertoire))
    private = st.tuples(_private_tags(), st.sampled_from(_VRS)).flatmap(lambda pair: _valued(*pair, repertoire))
    if deepest == 0:
        return st.one_of(any_value, private)
    tags = st.one_of(st.sampled_from(_SEQUENCES), _private_tags())
    return st.one_of(
        any_value, any_value, private, private, known, tags.flatmap(lambda tag: _sequence(tag, repertoire, deepest))
    )


@cache
def _valued(tag: int, vr: str, repertoire: Repertoire) -> SearchStrategy[Made]:
    return value_of(vr, repertoire).map(lambda value: Made(tag, vr, value.field, says=value.says))


@cache
def _known(keyword: str, vr: str, repertoire: Repertoire) -> SearchStrategy[Made]:
    tag = tag_for_keyword(keyword) or 0
    if vr in ("LT", "ST"):
        return _valued(tag, vr, repertoire)
    return single_text(vr, repertoire).map(lambda text: Made(tag, vr, repertoire.encode(text), says=repr(text)))


@cache
def _sequence(tag: int, repertoire: Repertoire, deepest: int) -> SearchStrategy[Made]:
    item = elements(repertoire, deepest - 1)
    # Deeper ones would seldom be reached by chance
    deeper = st.deferred(lambda: _sequence(_SEQUENCES[0], repertoire, deepest - 1)) if deepest > 1 else None
    nested = item if deeper is None else st.one_of(item, item, deeper.map(lambda made: (made,)))
    return st.builds(
        lambda items, undefined: Made(tag, "SQ", items=tuple(items), undefined=undefined),
        st.lists(nested, max_size=3),
        st.booleans(),
    )


@cache
def _private_tags() -> SearchStrategy[int]:
    return st.builds(
        lambda group, block, offset: group << 16 | block << 8 | offset,
        st.sampled_from(_GROUPS),
        st.sampled_from(sorted(_CREATORS)),
        st.sampled_from(_OFFSETS),
    )


def _with_creators(found: list[Made]) -> tuple[Made, ...]:
    blocks = {made.tag >> 8 for made in found if (made.tag >> 16) % 2}
    return (*found, *(creator(block) for block in sorted(blocks)))


def creator(block: int) -> Made:
    """The private creator of a block, given as group and first byte of the element."""
    name = _CREATORS[block & 0xFF]
    tag = (block >> 8) << 16 | block & 0xFF
    return Made(tag, "LO", name.encode("ascii"), says=repr(name))


def text_element(keyword: str, vr: str, text: str, repertoire: Repertoire = ASCII) -> Made:
    """A standard attribute with one value."""
    return Made(tag_for_keyword(keyword) or 0, vr, repertoire.encode(text), says=repr(text))


def file_of(made: MadeDataset, uids: Mapping[str, str], PatientID: str, AccessionNumber: str) -> bytes:
    """The dataset as a DICOM file; ``uids`` are its StudyInstanceUID, SeriesInstanceUID and SOPInstanceUID.

    A PatientID of its own stands behind the given one, which alone tells it from those of other patients: of two
    datasets with one PatientID and two names a server may change one.
    """
    base = [
        text_element("SOPClassUID", "UI", made.SOPClassUID),
        *(text_element(keyword, "UI", uid) for keyword, uid in uids.items()),
        text_element("PatientID", "LO", PatientID),
        text_element("AccessionNumber", "SH", AccessionNumber),
        *(text_element(keyword, vr, text) for keyword, vr, text in _BASE),
        *_PIXELS,
    ]
    if made.repertoire.terms:
        base.append(text_element("SpecificCharacterSet", "CS", "\\".join(made.repertoire.terms)))
    own = [
        replace(element, value=PatientID.encode("ascii") + element.value) if element.tag == _PATIENT_ID else element
        for element in made.elements
    ]
    taken = {element.tag for element in made.elements}
    return write_file([*own, *(element for element in base if element.tag not in taken)], made.transfer_syntax)


_BASE = (
    ("StudyDate", "DA", "20240229"),
    ("StudyTime", "TM", "101500"),
    ("Modality", "CS", "OT"),
    ("ConversionType", "CS", "SYN"),
    ("Manufacturer", "LO", "dicomweb-conformance"),
    ("ReferringPhysicianName", "PN", ""),
    ("PatientName", "PN", "Property^Paula"),
    ("PatientBirthDate", "DA", "19800131"),
    ("PatientSex", "CS", "O"),
    ("StudyID", "SH", "S1"),
    ("SeriesNumber", "IS", "1"),
    ("InstanceNumber", "IS", "1"),
    ("PatientOrientation", "CS", ""),
    ("Laterality", "CS", ""),
    ("PhotometricInterpretation", "CS", "MONOCHROME2"),
)
_PIXELS = (
    *(
        Made(tag_for_keyword(keyword) or 0, "US", value.to_bytes(2, "little"), says=str(value))
        for keyword, value in (
            ("SamplesPerPixel", 1),
            ("Rows", 2),
            ("Columns", 2),
            ("BitsAllocated", 8),
            ("BitsStored", 8),
            ("HighBit", 7),
            ("PixelRepresentation", 0),
        )
    ),
    Made(0x7FE00010, "OB", bytes([1, 2, 3, 4]), says="4 pixels"),
)
