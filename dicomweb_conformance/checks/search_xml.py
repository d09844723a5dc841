"""Search results in the Native DICOM Model (PS3.18 10.6.4, 8.7.3.2; PS3.19 A.1)."""

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.searched import Searched, expected_of, finding
from dicomweb_conformance.matching.entities import UNIQUE_KEYS
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.native_model import MalformedXml, read_xml
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
    wanted = sorted(expected_of(searched, expected).names)
    if sorted(found) != wanted:
        raise Nonconformity(finding(wanted), finding(found))


def _value(part: Part, keyword: str) -> str:
    essence = (part.header("content-type") or "none").split(";")[0].strip().lower()
    if essence != _TYPE:
        raise Nonconformity(f"parts of type {_TYPE}", f"a part of type {essence}")
    try:
        root = read_xml(part.body.read())
    except MalformedXml as error:
        raise Nonconformity("an XML document in each part", f"a part that is none ({error})") from error
    if root.name != "NativeDicomModel":
        raise Nonconformity("NativeDicomModel as root element", root.name)
    attributes = (each for each in root.children if each.attributes.get("keyword") == keyword)
    values = [node.text.strip() for each in attributes for node in each.named("Value")]
    if len(values) != 1:
        raise Nonconformity(f"one {keyword} in each document", f"{len(values)}")
    return values[0]
