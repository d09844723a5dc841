"""Retrieved instances, metadata and frames."""

from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO

from pydicom import Dataset, dcmread, dcmwrite

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.library_errors import said
from dicomweb_conformance.checks.names import counted, exactly
from dicomweb_conformance.datasets import value
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Study


def holds_number(response: Response, number: int, noun: str) -> None:
    """The multipart response has that many parts; ``noun`` says what they are."""
    counted(len(documents.parts(response)), number, noun)


def holds(response: Response, expected: Sequence[Instance], study: Study) -> None:
    """The parts are the expected instances, each once, and nothing else."""
    retrieved = documents.instances(response)
    exactly([documents.SOPInstanceUID(instance) for instance in retrieved], expected, study, "the response holds")


def is_single_part(response: Response, expected: Instance, study: Study) -> None:
    """The body is one DICOM file without multipart framing: the expected instance."""
    media_type = response.header("content-type") or "no Content-Type"
    if not media_type.lower().startswith("application/dicom") or "+" in media_type.split(";")[0]:
        raise Nonconformity("Content-Type application/dicom", media_type)
    exactly([documents.SOPInstanceUID(documents.single_instance(response))], [expected], study, "the response is")


def attributes_are_those_stored(response: Response, keywords: Sequence[str], study: Study) -> None:
    """Each retrieved instance bears the stored values of these attributes."""
    stored = {str(instance.reference.SOPInstanceUID): instance for instance in study.instances}
    retrieved = documents.instances(response)
    exactly(
        [documents.SOPInstanceUID(instance) for instance in retrieved], study.instances, study, "the response holds"
    )
    for instance in retrieved:
        sent = stored[str(instance.ds.SOPInstanceUID)]
        for keyword in keywords:
            if instance.ds.get(keyword) != sent.ds.get(keyword):
                raise Nonconformity(
                    f"{keyword} {str(sent.ds.get(keyword))!r} in {sent.name}", f"{str(instance.ds.get(keyword))!r}"
                )


def can_be_saved(response: Response) -> None:
    """Each retrieved instance can be written as a DICOM file that reads back the same (PS3.10 7)."""
    for instance in documents.instances(response):
        saved = BytesIO()
        try:
            dcmwrite(saved, instance.ds, enforce_file_format=True)
            saved.seek(0)
            again = dcmread(saved)
        except (ValueError, AttributeError, TypeError, KeyError, NotImplementedError) as error:
            uid = documents.SOPInstanceUID(instance)
            raise Nonconformity(
                "instances that can be saved as DICOM files", f"{uid} cannot be saved: {said(error)}"
            ) from error
        if again != instance.ds and again != _without_group_lengths(instance.ds):
            raise Nonconformity(
                "saved files that read back the same", f"{documents.SOPInstanceUID(instance)} reads differently"
            )


def _without_group_lengths(ds: Dataset) -> Dataset:
    """The dataset as pydicom saves it: group lengths are retired, but legal (PS3.5 7.2)."""
    kept = deepcopy(ds)
    kept.walk(lambda within, element: within.__delitem__(element.tag) if element.tag.element == 0 else None)
    return kept


def metadata_number(response: Response, number: int) -> None:
    """The metadata is an array of that many datasets."""
    counted(len(documents.datasets(response)), number, "instance")


def metadata_describes(response: Response, expected: Sequence[Instance], study: Study) -> None:
    """The datasets are those of the expected instances, each once, and all of the same study."""
    found = documents.datasets(response)
    exactly([value(ds, "SOPInstanceUID") for ds in found], expected, study, "the metadata describes")
    for ds in found:
        if value(ds, "StudyInstanceUID") != study.reference.StudyInstanceUID:
            raise Nonconformity(
                f"StudyInstanceUID {study.reference.StudyInstanceUID}", f"{value(ds, 'StudyInstanceUID')}"
            )


def holds_frame(response: Response, number: int, instance: Instance) -> None:
    """The only part is that frame of the instance, uncompressed, byte for byte, give or take a pad byte."""
    received = documents.parts(response)
    counted(len(received), 1, "frame")
    pixels_equal(received[0].body, instance.decoded_frame(number), f"frame {number} of {instance.name}")


def pixels_equal(body: Body, expected: bytes, what: str) -> None:
    """The bytes are the expected ones, give or take one pad byte at the end of an odd number (PS3.5 8.1.1)."""
    received = body.read()
    if received == expected or (len(expected) % 2 and received[:-1] == expected):
        return
    if len(received) not in (len(expected), len(expected) + len(expected) % 2):
        raise Nonconformity(f"{what}: {len(expected)} bytes", f"{len(received)} bytes")
    at = next(index for index, (a, b) in enumerate(zip(received, expected, strict=False)) if a != b)
    raise Nonconformity(
        f"the stored pixels of {what}",
        f"bytes that differ from number {at} on: {received[at : at + 8].hex(' ')}"
        f" where {expected[at : at + 8].hex(' ')} was stored",
    )
