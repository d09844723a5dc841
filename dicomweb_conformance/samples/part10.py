"""Datasets to files in the File Format of PS3.10, the same bytes every time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from pydicom import Dataset, dcmwrite
from pydicom.dataset import FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from dicomweb_conformance.study import Instance, Reference, Study

IMPLEMENTATION_CLASS_UID = "2.25.83453904830610609974354978034533844041"
# Without the version of the harness: a release must not change the bytes of the samples.
IMPLEMENTATION_VERSION_NAME = "DICOMWEB_CONF"


@dataclass(frozen=True)
class NamedDataset:
    """A dataset to be written, its name within the study, and how it is encoded.

    ``decoded`` holds the uncompressed frames when the pixel data is encapsulated.
    """

    name: str
    ds: Dataset
    transfer_syntax: str = ExplicitVRLittleEndian
    decoded: tuple[bytes, ...] = field(default=(), repr=False)


def write_study(name: str, datasets: Iterable[NamedDataset], folder: Path) -> Study:
    """Write each dataset to ``folder/<its name>.dcm`` (the folder is made) and return the study of these files."""
    folder.mkdir(parents=True, exist_ok=True)
    return Study(name, tuple(_write(named, folder / f"{named.name}.dcm") for named in datasets))


def instance_of(name: str, path: Path, ds: Dataset, transfer_syntax: str, decoded: tuple[bytes, ...] = ()) -> Instance:
    """The instance that ``ds`` is, lying in ``path``. Raises AttributeError when one of its UIDs is missing."""
    reference = Reference(str(ds.StudyInstanceUID), str(ds.SeriesInstanceUID), str(ds.SOPInstanceUID))
    return Instance(name, path, reference, str(ds.SOPClassUID), str(transfer_syntax), decoded)


def file_meta(ds: Dataset, transfer_syntax: str) -> FileMetaDataset:
    """The File Meta Information for ``ds`` (PS3.10 7.1), with the harness as the implementation."""
    meta = FileMetaDataset()
    meta.FileMetaInformationGroupLength = 0
    meta.FileMetaInformationVersion = b"\x00\x01"
    meta.MediaStorageSOPClassUID = ds.SOPClassUID
    meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    meta.TransferSyntaxUID = UID(transfer_syntax)
    meta.ImplementationClassUID = UID(IMPLEMENTATION_CLASS_UID)
    meta.ImplementationVersionName = IMPLEMENTATION_VERSION_NAME
    return meta


def shallow_copy(ds: Dataset) -> Dataset:
    """A dataset with the same elements, which can be added, replaced and removed without changing ``ds``.

    Elements still encoded as they were read stay so, and are written as they are.
    """
    copy = Dataset({tag: ds.get_item(tag) for tag in ds.keys()})  # noqa: SIM118 - iteration would decode the elements
    implicit, little = ds.original_encoding
    copy.set_original_encoding(implicit, little, ds.original_character_set)
    return copy


def encoded(named: NamedDataset) -> bytes:
    """The bytes of the dataset's file."""
    ds = shallow_copy(named.ds)
    ds.file_meta = file_meta(named.ds, named.transfer_syntax)
    file = BytesIO()
    dcmwrite(file, ds, enforce_file_format=True)
    return file.getvalue()


def _write(named: NamedDataset, path: Path) -> Instance:
    path.write_bytes(encoded(named))
    return instance_of(named.name, path, named.ds, named.transfer_syntax, named.decoded)
