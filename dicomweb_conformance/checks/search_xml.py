"""Search results in the Native DICOM Model (PS3.18 10.6.4, 8.7.3.2; PS3.19 A.1)."""

from collections.abc import Iterator
from xml.etree import ElementTree

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.searched import Searched, finding
from dicomweb_conformance.matching.entities import UNIQUE_KEYS
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.nonconformity import Nonconformity

_TYPE = "application/dicom+xml"


def finds_in_xml(searched: Searched, expected: list[str]) -> None:
    """The parts are XML documents, one for each of the expected matches, and nothing else."""
    by_uid = {entity.uid: entity.name for entity in searched.corpus if entity.level == searched.level}
    found = [
        by_uid.get(uid, f"a foreign {searched.level} {uid}")
        for answer in searched.answers
        for part in documents.parts(answer.response)
        for uid in [_value(part, UNIQUE_KEYS[searched.level])]
    ]
    if sorted(found) != sorted(expected):
        raise Nonconformity(finding(expected), finding(found))


def _value(part: Part, keyword: str) -> str:
    essence = (part.header("content-type") or "none").split(";")[0].strip().lower()
    if essence != _TYPE:
        raise Nonconformity(f"parts of type {_TYPE}", f"a part of type {essence}")
    try:
        root = ElementTree.fromstring(part.body.read())
    except ElementTree.ParseError as error:
        raise Nonconformity("an XML document in each part", f"a part that is none ({error})") from error
    if _local(root.tag) != "NativeDicomModel":
        raise Nonconformity("NativeDicomModel as root element", _local(root.tag))
    values = [text for each in root if each.get("keyword") == keyword for text in _texts(each)]
    if len(values) != 1:
        raise Nonconformity(f"one {keyword} in each document", f"{len(values)}")
    return values[0]


def _texts(attribute: ElementTree.Element) -> Iterator[str]:
    for each in attribute:
        if _local(each.tag) == "Value":
            yield (each.text or "").strip()


def _local(name: str) -> str:
    return name.rpartition("}")[2]
