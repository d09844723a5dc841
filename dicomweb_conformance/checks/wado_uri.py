"""DICOM files, reports and refusals of the URI service (PS3.18 9)."""

from collections.abc import Collection

from pydicom.uid import UID, ExplicitVRLittleEndian

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.aspects import Aspect, same
from dicomweb_conformance.checks.documents import RetrievedInstance
from dicomweb_conformance.checks.wado_uri_images import essence, image, summary
from dicomweb_conformance.dataset_comparison import compare
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance

DICOM = "application/dicom"
_REFUSALS = (400, 406)
_LOSSY_UNTIL_DECODED = frozenset({"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"})


def was_given(response: Response) -> None:
    """Raises NotOffered when the target does not give it, so that nothing can be seen of how long it does."""
    if response.status != 200:
        raise NotOffered(f"the target answers {response.status}")


def is_file(response: Response, expected: Instance) -> None:
    """The body is a DICOM file, without multipart framing and under its media type: that instance."""
    file = _file(response)
    uid = documents.SOPInstanceUID(file)
    if uid != expected.reference.SOPInstanceUID:
        raise Nonconformity(f"the instance {expected.name}", f"the instance {uid}")


def keeps(response: Response, aspect: Aspect, expected: Instance) -> None:
    """The file says what was stored, in one aspect. Raises NotOffered when that is left out altogether."""
    same(aspect, expected.name, expected.ds, compare(expected.ds, _file(response).ds))


def is_in_default_syntax(response: Response, stored: Instance) -> None:
    """The file is in Explicit VR Little Endian, or as it was stored if that was compressed with loss."""
    permitted = {str(ExplicitVRLittleEndian)}
    if stored.transfer_syntax in _LOSSY_UNTIL_DECODED:
        permitted.add(stored.transfer_syntax)
    _is_in(_file(response), permitted)


def is_in_if_offered(response: Response, syntax: str) -> None:
    """The file is in the transfer syntax asked for. Raises NotOffered when that is refused or not heeded."""
    if response.status in _REFUSALS:
        raise NotOffered(f"the target answers {response.status} to transferSyntax={syntax}")
    file = _file(response)
    if documents.transfer_syntax(file) == ExplicitVRLittleEndian != syntax:
        raise NotOffered("the target gives the default transfer syntax")
    _is_in(file, {syntax})


def is_refused_or_default(response: Response, stored: Instance) -> None:
    """A transfer syntax that cannot be given is refused, or not heeded (PS3.18 9.4.2.4)."""
    if response.status not in _REFUSALS:
        is_in_default_syntax(response, stored)


def is_refused_or_ignored(response: Response) -> None:
    """A value that cannot be right is a bad request. Raises NotOffered when the parameter is not heeded."""
    if response.status == 200:
        _file(response)
        raise NotOffered("the target does not heed the parameter")
    if response.status != 400:
        raise Nonconformity("status 400", summary(response))


def is_refused_or_truthful(response: Response) -> None:
    """Nothing acceptable can be given: a client error, or what can be given under its right name (PS3.18 8.7.8.1)."""
    if 400 <= response.status < 500:
        return
    if response.status == 200 and essence(response) == DICOM:
        _file(response)
        return
    image(response, ("image/jpeg", "image/png", "image/gif"))


def is_anonymized(response: Response, stored: Instance) -> None:
    """The file is another instance, of nobody. Raises NotOffered when that is refused or not heeded."""
    if 400 <= response.status < 500 or response.status == 501:
        raise NotOffered(f"the target answers {response.status} to anonymize=yes")
    file = _file(response)
    is_same = documents.SOPInstanceUID(file) == stored.reference.SOPInstanceUID
    if is_same and str(file.ds.get("PatientID")) == str(stored.ds.get("PatientID")):
        raise NotOffered("the target does not heed anonymize")
    if is_same:
        raise Nonconformity("another SOPInstanceUID", "the one that is stored")
    for keyword in ("PatientName", "PatientID", "AccessionNumber"):
        value = str(file.ds.get(keyword) or "")
        if value and value == str(stored.ds.get(keyword)):
            raise Nonconformity(f"no {keyword}, or another one", f"the {keyword} that is stored")


def is_text(response: Response, media_type: str) -> None:
    """The body is text of that media type. Raises NotOffered when the target refuses to render the report."""
    if response.status in (*_REFUSALS, 404, 415, 501):
        raise NotOffered(f"the target answers {response.status} when a report is asked for as {media_type}")
    if response.status != 200 or essence(response) != media_type:
        raise Nonconformity(f"status 200 with {media_type}", summary(response))
    text = response.body.read().decode("utf-8", "replace")
    is_html = "<html" in text.lower()
    if not text.strip() or is_html != (media_type == "text/html"):
        raise Nonconformity(f"text that is {media_type}", f"{text[:40]!r}")


def _is_in(file: RetrievedInstance, permitted: Collection[str]) -> None:
    syntax = documents.transfer_syntax(file)
    if syntax not in permitted:
        wanted = " or ".join(UID(each).name for each in sorted(permitted))
        raise Nonconformity(f"a file in {wanted}", f"one in {UID(syntax or '').name or 'none that is named'}")


def _file(response: Response) -> RetrievedInstance:
    if response.status != 200 or essence(response) != DICOM:
        raise Nonconformity(f"status 200 with {DICOM}", summary(response))
    return documents.single_instance(response)
