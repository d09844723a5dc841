"""The store response as a Native DICOM Model document (PS3.19 A.1, PS3.18 Table 10.5.4-1)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.names import listed
from dicomweb_conformance.media_type import MalformedMediaType, MediaType
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance

XML = "application/dicom+xml"
_NAMESPACE = "{http://dicom.nema.org/PS3.19/models/NativeDICOM}"


def references(response: Response, sent: Sequence[Instance]) -> None:
    """The response is one Native DICOM Model document, alone or as the only part, that references what was sent."""
    if response.status not in (200, 202):
        raise Nonconformity("status 200 or 202", f"status {response.status}")
    root = _root(_document(response))
    found = Counter(_referenced(root))
    wanted = Counter(str(instance.reference.SOPInstanceUID) for instance in sent)
    if found != wanted:
        raise Nonconformity(
            f"{listed(instance.name for instance in sent)} in ReferencedSOPSequence", f"{listed(found) or 'nothing'}"
        )


def _document(response: Response) -> bytes:
    media_type = _media_type(response)
    if media_type is not None and media_type.essence == XML:
        return response.body.read()
    if media_type is not None and media_type.essence == "multipart/related":
        parts = documents.parts(response)
        if len(parts) != 1:
            raise Nonconformity("one part", f"{len(parts)} parts")
        inner = _media_type(parts[0])
        if inner is None or inner.essence != XML:
            raise Nonconformity(f"a part of type {XML}", parts[0].header("content-type") or "a part without type")
        return parts[0].body.read()
    raise Nonconformity(f"{XML}, alone or in multipart/related", response.header("content-type") or "no Content-Type")


def _media_type(message: Response | Part) -> MediaType | None:
    try:
        return message.media_type
    except MalformedMediaType as error:
        raise Nonconformity(f"Content-Type {XML}", f"one that cannot be read: {error}") from error


def _root(document: bytes) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(document)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Nonconformity("well-formed XML", f"{error}; it begins with {document[:40]!r}") from error
    if root.tag.removeprefix(_NAMESPACE) != "NativeDicomModel":
        raise Nonconformity("a NativeDicomModel", f"the element {root.tag[:100]}")
    return root


def _referenced(root: ElementTree.Element) -> Iterator[str]:
    for sequence in _attributes(root, "00081199"):
        for item in _children(sequence, "Item"):
            for attribute in _attributes(item, "00081155"):
                yield from ((value.text or "").strip() for value in _children(attribute, "Value"))


def _attributes(parent: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    return (child for child in _children(parent, "DicomAttribute") if child.get("tag") == tag)


def _children(parent: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (child for child in parent if child.tag.removeprefix(_NAMESPACE) == name)
