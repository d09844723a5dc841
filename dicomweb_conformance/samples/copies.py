"""The same study again under UIDs of its own, so that scenarios do not see each other's instances."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from pydicom import DataElement, Dataset, Sequence
from pydicom.datadict import dictionary_has_tag, dictionary_VR
from pydicom.dataelem import RawDataElement
from pydicom.multival import MultiValue
from pydicom.tag import BaseTag

from dicomweb_conformance.samples.part10 import NamedDataset, shallow_copy, write_study
from dicomweb_conformance.study import Study

# UIDs below this root are registered by DICOM: they name classes and syntaxes, not instances (PS3.5 9).
REGISTERED = "1.2.840.10008."
_PLACEHOLDER = re.compile(r"(?P<whole>2\.25\.[0-9]+)(?P<below>(?:\.[0-9]+)*)")


def copy_study(study: Study, uids: Callable[[str], str], folder: Path, PatientID: str, AccessionNumber: str) -> Study:
    """Write a copy of ``study`` into ``folder`` and return it.

    ``uids`` gives the new UID for an old one, see ``new_uid``. It is applied to every UID that is not registered by
    DICOM, also inside sequences, so that references within the study stay true; private elements keep their values.
    All instances get the given PatientID and AccessionNumber (at most 64 and 16 characters); the rest is unchanged.
    """
    datasets = (NamedDataset(i.name, i.ds, i.transfer_syntax, i.decoded) for i in study.instances)
    return write_copy(study.name, datasets, uids, folder, PatientID, AccessionNumber)


def write_copy(
    name: str,
    datasets: Iterable[NamedDataset],
    uids: Callable[[str], str],
    folder: Path,
    PatientID: str,
    AccessionNumber: str,
) -> Study:
    """As ``copy_study``, from datasets that were never written. The datasets given are left as they are."""
    return write_study(name, [copied(named, uids, PatientID, AccessionNumber) for named in datasets], folder)


def copied(named: NamedDataset, uids: Callable[[str], str], PatientID: str, AccessionNumber: str) -> NamedDataset:
    """One dataset as ``copy_study`` writes it."""
    ds = remapped(named.ds, uids)
    ds.add_new("PatientID", "LO", PatientID)
    ds.add_new("AccessionNumber", "SH", AccessionNumber)
    return NamedDataset(named.name, ds, named.transfer_syntax, named.decoded)


def remapped(ds: Dataset, uids: Callable[[str], str]) -> Dataset:
    """A copy of ``ds`` with each UID that is not registered by DICOM replaced by ``uids`` of it, also in sequences.

    Private elements, and values other than UIDs, are shared with ``ds``.
    """
    copy = shallow_copy(ds)
    for tag in ds.keys():  # noqa: SIM118 - iterating the dataset itself would decode every element
        if tag.is_private:
            continue
        vr = _vr(ds, tag)
        if vr == "UI":
            copy[tag] = DataElement(tag, "UI", _new_value(ds[tag].value, uids))
        elif vr == "SQ":
            copy[tag] = _with_items(ds[tag], [remapped(item, uids) for item in ds[tag].value])
    return copy


def _vr(ds: Dataset, tag: BaseTag) -> str:
    element = ds.get_item(tag)
    if isinstance(element, RawDataElement) and element.VR is None:
        return dictionary_VR(tag) if dictionary_has_tag(tag) else "UN"
    return str(element.VR) if element is not None else ""


def _with_items(element: DataElement, items: list[Dataset]) -> DataElement:
    copy = DataElement(element.tag, "SQ", Sequence(items))
    copy.is_undefined_length = element.is_undefined_length
    for item, original in zip(items, element.value, strict=True):
        item.is_undefined_length_sequence_item = original.is_undefined_length_sequence_item
    return copy


def _new_value(value: str | MultiValue[str] | None, uids: Callable[[str], str]) -> str | list[str] | None:
    if value is None:
        return None
    return new_uid(value, uids) if isinstance(value, str) else [new_uid(one, uids) for one in value]


def new_uid(uid: str, uids: Callable[[str], str]) -> str:
    """The UID in a copy: one below a placeholder stays below what ``uids`` gives for that, a registered one stays."""
    if not uid or uid.startswith(REGISTERED):
        return uid
    placeholder = _PLACEHOLDER.fullmatch(uid)
    return uids(uid) if placeholder is None else uids(placeholder["whole"]) + placeholder["below"]
