"""Native DICOM Model documents as responses carry them (PS3.18 8.7.3.2, PS3.19 A.1)."""

from collections import Counter
from collections.abc import Sequence

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.names import listed
from dicomweb_conformance.media_type import MalformedMediaType, MediaType, parse_media_type
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.native_model import MalformedXml, Node, read_xml
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Study

DICOM_XML = "application/dicom+xml"


def are_xml_parts(response: Response) -> None:
    """The response is a multipart/related of at least one part, each of which says that it is application/dicom+xml."""
    for number, part in enumerate(_parts(response), 1):
        essence = _type_of(part)
        if essence != DICOM_XML:
            raise Nonconformity(f"part {number} is {DICOM_XML}", f"part {number} is {essence}")


def state_their_type(response: Response) -> None:
    """``type`` of the multipart names the media type of its parts (PS3.18 8.7.1, RFC 2387 3.1)."""
    parts = _parts(response)
    media_type = _media_type(response)
    stated = media_type.parameter("type") if media_type else None
    if stated is None or _essence(stated) != _type_of(parts[0]):
        raise Nonconformity(f'type="{_type_of(parts[0])}"', f"type {stated or 'missing'}")


def are_well_formed(response: Response) -> None:
    """Each part is a well-formed XML document without entity declarations."""
    roots(response)


def is_one_for_each(response: Response, expected: Sequence[Instance]) -> None:
    """There is one document for each of these instances, and no other."""
    names = {instance.reference.SOPInstanceUID: instance.name for instance in expected}
    found = [names.get(uid, f"the instance {uid or 'without SOPInstanceUID'}") for uid in _uids(response)]
    if Counter(found) != Counter(names.values()):
        raise Nonconformity(f"one document for each of {listed(names.values())}", listed(found) or "none")


def roots(response: Response) -> tuple[Node, ...]:
    """The root elements of the documents in the parts of the response, at least one."""
    return tuple(_read(part.body.read(), f"part {number}") for number, part in enumerate(_parts(response), 1))


def stored_roots(response: Response) -> tuple[Node, ...]:
    """The root element of a store response: one document, alone or as the only part."""
    if response.status not in (200, 202):
        raise Nonconformity("status 200 or 202", _summary(response))
    media_type = _media_type(response)
    if media_type is not None and media_type.essence == DICOM_XML:
        return (_read(response.body.read(), "the body"),)
    parts = documents.parts(response)
    if len(parts) != 1:
        raise Nonconformity("one part", f"{len(parts)} parts")
    return (_read(parts[0].body.read(), "the part"),)


def described(response: Response, study: Study) -> Sequence[tuple[Instance, Node]]:
    """The instances of the study that the documents describe. Raises Nonconformity if none."""
    by_uid = {instance.reference.SOPInstanceUID: instance for instance in study.instances}
    found = [(by_uid[uid], root) for root in roots(response) if (uid := value(root, "00080018")) in by_uid]
    if not found:
        raise Nonconformity("documents for the instances of the study", "documents for none of its instances")
    return found


def value(dataset: Node, tag: str) -> str | None:
    """The first value of an attribute at the top of a dataset, None where there is none."""
    for attribute in dataset.named("DicomAttribute"):
        if attribute.attributes.get("tag", "").upper() == tag:
            return next((node.text.strip(" \0") for node in attribute.named("Value")), None)
    return None


def _uids(response: Response) -> list[str | None]:
    return [value(root, "00080018") for root in roots(response)]


def _parts(response: Response) -> tuple[Part, ...]:
    if response.status != 200:
        raise Nonconformity("status 200", _summary(response))
    parts = documents.parts(response)
    if not parts:
        raise Nonconformity("at least one part", "a multipart without parts")
    return parts


def _read(raw: bytes, where: str) -> Node:
    try:
        root = read_xml(raw)
    except MalformedXml as error:
        raise Nonconformity(f"a well-formed XML document in {where}", error.message) from error
    if root.name != "NativeDicomModel":
        raise Nonconformity(f"NativeDicomModel as root element of {where}", root.name[:100])
    return root


def _type_of(part: Part) -> str:
    media_type = _media_type(part)
    return "without Content-Type" if media_type is None else media_type.essence


def _media_type(message: Response | Part) -> MediaType | None:
    try:
        return message.media_type
    except MalformedMediaType as error:
        raise Nonconformity("a Content-Type that can be read", str(error)) from error


def _essence(stated: str) -> str:
    try:
        return parse_media_type(stated).essence
    except MalformedMediaType:
        return stated


def _summary(response: Response) -> str:
    return f"status {response.status}, {response.header('content-type') or 'no Content-Type'}"
