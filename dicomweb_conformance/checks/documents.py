"""Bodies read as datasets, parts or files; what cannot be read so is a nonconformity."""

from dataclasses import dataclass

from pydicom import Dataset

from dicomweb_conformance.body import Body
from dicomweb_conformance.datasets import JsonDataset, NoDatasets, dataset_in, datasets_in
from dicomweb_conformance.media_type import MalformedMediaType
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.part10 import UnreadableFile, read_file
from dicomweb_conformance.received import Response
from dicomweb_conformance.rereading import Rereading


@dataclass(frozen=True)
class RetrievedInstance:
    """A DICOM file as it came, and what it reads as."""

    body: Body
    rereading: Rereading
    complaints: tuple[str, ...] = ()
    """What pydicom warned of when it read the file."""

    @property
    def ds(self) -> Dataset:
        """The dataset: hold it while it is looked at, since a large one is read again otherwise."""
        return self.rereading()


def datasets(response: Response) -> tuple[JsonDataset, ...]:
    """The array of DICOM JSON datasets that the response is (PS3.18 F.2)."""
    try:
        return datasets_in(response.body)
    except NoDatasets as error:
        raise Nonconformity("an array of DICOM JSON datasets", _unreadable(response, str(error))) from error


def dataset(response: Response) -> JsonDataset:
    """The one DICOM JSON dataset that the response is, bare or in an array of one."""
    try:
        return dataset_in(response.body)
    except NoDatasets as error:
        raise Nonconformity("a DICOM JSON dataset", _unreadable(response, str(error))) from error


def parts(response: Response) -> tuple[Part, ...]:
    """The parts of a whole and well-formed multipart/related response (RFC 2387)."""
    try:
        media_type = response.media_type
    except MalformedMediaType as error:
        raise Nonconformity("a multipart/related response", f"an unreadable Content-Type ({error})") from error
    if media_type is None or media_type.essence != "multipart/related":
        raise Nonconformity(
            "a multipart/related response", f"Content-Type {response.header('content-type') or 'missing'}"
        )
    if media_type.parameter("boundary") is None:
        raise Nonconformity(
            "a multipart/related response with a boundary", f"Content-Type {response.header('content-type')}"
        )
    if response.multipart_error is not None:
        raise Nonconformity("a whole and well-formed multipart body", str(response.multipart_error))
    return response.parts


def instances(response: Response) -> tuple[RetrievedInstance, ...]:
    """The DICOM files in the parts of a multipart/related response, read without force (PS3.10 7)."""
    return tuple(_file(part.body, f"part {number}") for number, part in enumerate(parts(response), 1))


def single_instance(response: Response) -> RetrievedInstance:
    """The DICOM file that is the whole body."""
    return _file(response.body, "the body")


def SOPInstanceUID(instance: RetrievedInstance) -> str | None:
    """The SOPInstanceUID of a retrieved file, None when it has none."""
    return str(instance.ds.get("SOPInstanceUID") or "") or None


def transfer_syntax(instance: RetrievedInstance) -> str | None:
    """The TransferSyntaxUID in the File Meta Information of a retrieved file, None when it has none."""
    return str(instance.ds.file_meta.get("TransferSyntaxUID") or "") or None


def _file(body: Body, where: str) -> RetrievedInstance:
    try:
        # What pydicom only warns of is judged by comparing values, where it matters.
        ds, complaints = read_file(body)
    except UnreadableFile as error:
        beginning = body.head(16)
        raise Nonconformity(
            f"{where} is a DICOM file",
            f"{body.size} bytes that cannot be read as one ({error}); they begin with {beginning!r}",
        ) from error
    return RetrievedInstance(body, Rereading(lambda: read_file(body)[0], body.size, ds), complaints)


def _unreadable(response: Response, why: str) -> str:
    media_type = response.header("content-type") or "no Content-Type"
    return f"status {response.status}, {media_type}: {why}"
