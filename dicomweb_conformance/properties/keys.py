"""Any values of the attributes that a search has to match (PS3.18 Table 10.6.1-5)."""

from __future__ import annotations

from hypothesis import strategies as st

from dicomweb_conformance.properties.datasets import OWN_PATIENT_ID, MadeDataset, text_element
from dicomweb_conformance.properties.repertoires import REPERTOIRES, Repertoire
from dicomweb_conformance.properties.values import person_name, single_text

_MODALITIES = ("CT", "MR", "OT", "US", "XA")


def _plain(text: str) -> str:
    """Without what has a meaning of its own in the value of a key, or may have: lists and empty values."""
    return text.replace(",", "").replace('"', "").strip(" ")


@st.composite
def keyed_datasets(draw: st.DrawFn) -> MadeDataset:
    """A dataset with any values of the keys of a study, its series and itself."""
    repertoire = draw(st.sampled_from(REPERTOIRES))

    def text(vr: str) -> str:
        return draw(single_text(vr, repertoire).map(_plain).filter(bool))

    found = [
        text_element("PatientName", "PN", _name(draw, repertoire), repertoire),
        text_element("ReferringPhysicianName", "PN", _name(draw, repertoire), repertoire),
        text_element("AccessionNumber", "SH", text("SH"), repertoire),
        text_element("StudyID", "SH", text("SH"), repertoire),
        text_element("PatientID", "LO", text("LO")[:OWN_PATIENT_ID], repertoire),
        text_element("StudyDate", "DA", draw(single_text("DA"))),
        text_element("StudyTime", "TM", draw(single_text("TM"))),
        text_element("Modality", "CS", draw(st.sampled_from(_MODALITIES))),
        text_element("InstanceNumber", "IS", draw(single_text("IS"))),
    ]
    return MadeDataset(tuple(found), repertoire)


def _name(draw: st.DrawFn, repertoire: Repertoire) -> str:
    # How one component group of several matches is the server's own affair
    name = person_name(repertoire, groups=1).map(_plain)
    return draw(name.filter(lambda text: bool(text.strip("^= "))))
