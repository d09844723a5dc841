"""DICOM JSON (PS3.18 Annex F) in metadata, search results and store responses, judged rule by rule."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from dicomweb_conformance import value_representation
from dicomweb_conformance.checks.aspects import same
from dicomweb_conformance.checks.metadata import came, described
from dicomweb_conformance.datasets import value
from dicomweb_conformance.json_model import (
    RULES,
    Document,
    Item,
    Json,
    MalformedJson,
    Top,
    compare,
    judge,
    read_json,
    read_json_tolerantly,
)
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study

Attribute = Mapping[str, Json]
Subject = Callable[[str, Attribute], bool]


@dataclass(frozen=True)
class Family:
    """Rules that are judged together, and which attributes they are about; None for all."""

    rules: frozenset[str]
    subject: Subject | None = None
    defects: frozenset[str] = frozenset()
    """Rules of MalformedJson; all others are judged over such defects."""


def _of(*rules: str, vrs: frozenset[str] | None = None, subject: Subject | None = None) -> Family:
    if vrs is not None:
        return Family(frozenset(rules), lambda name, attribute: attribute.get("vr") in vrs)
    return Family(frozenset(rules), subject)


_UTF_8 = frozenset({"not-utf-8", "byte-order-mark"})
_WELL_FORMED = frozenset({"not-json", "not-a-number", "not-unicode", "too-deep", "number-too-long", "too-many-values"})
_NAMES = frozenset({"duplicate-name"})
_DATES = frozenset({"AS", "DA", "DT", "TM"})

FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "UTF-8": Family(frozenset(), defects=_UTF_8),
        "well-formed JSON": Family(frozenset(), defects=_WELL_FORMED),
        "unique names": Family(frozenset(), defects=_NAMES),
        "the form of the document": _of("datasets"),
        "attribute names": _of("attribute-name"),
        "group lengths": _of("group-length"),
        "value representations": _of("vr-present", "vr-known"),
        "value representations of the data dictionary": _of("vr-dictionary"),
        "value forms": _of("attribute-object", "one-value-form", "value-array"),
        "empty attributes": _of("empty-attribute"),
        "empty values": _of("empty-value"),
        "multiple values": _of("values-split", "text-whole"),
        "strings": _of("string-type", "control-character", vrs=value_representation.TEXTS),
        "numbers": _of("number-type", "number-range", vrs=value_representation.NUMBERS),
        "numeric strings": _of("number-string", vrs=frozenset({"DS", "IS", "SV", "UV"})),
        "tags": _of("attribute-tag", vrs=frozenset({"AT"})),
        "person names": _of("person-name-object", "person-name-groups", vrs=frozenset({"PN"})),
        "sequences": _of("sequence-items", vrs=frozenset({"SQ"})),
        "binary values": _of("binary-form", vrs=value_representation.BINARIES),
        "inline binary values": _of(
            "inline-binary", "inline-binary-size", subject=lambda name, attribute: "InlineBinary" in attribute
        ),
        "bulk data references": _of("bulk-data-uri", subject=lambda name, attribute: "BulkDataURI" in attribute),
        "value representations of bulk data": _of(
            "bulk-data-vr", subject=lambda name, attribute: "BulkDataURI" in attribute
        ),
        "unique identifiers": _of("uid", "uri", vrs=frozenset({"UI", "UR"})),
        "dates and times": _of("date", "time", "date-time", "age", vrs=_DATES),
        "code strings": _of("code-string", vrs=frozenset({"CS"})),
        "private attributes": _of("private-creator", subject=lambda name, attribute: name[3:4] in "13579BDF"),
        "the order of attributes": _of("attribute-order"),
        "members of attributes": _of("attribute-members"),
        "single results": _of("single-result-array"),
        "file meta information": _of("file-meta"),
        "lengths of values": _of("value-length"),
    }
)
"""The words of the features for families of rules."""


def metadata_keeps(response: Response, family: Family, study: Study) -> None:
    """Metadata keeps the rules of the family.

    Raises NotOffered when there is no metadata, or nothing in it that the rules are about.
    """
    _came(response)
    if family.defects:
        _has_none_of(family.defects, response)
    described(response, study)
    document = _tolerantly(response)
    _keeps(document, family.rules, "array" if "single-result-array" in family.rules else "any")
    if family.subject is not None and not any(family.subject(*pair) for pair in _attributes(document.items)):
        raise NotOffered("the metadata leaves out every attribute that the rule is about")


def survives_what_is_not_finite(response: Response, study: Study) -> None:
    """The body is JSON (RFC 8259) although values are not finite, and the finite numbers are those that are stored."""
    came(response)
    try:
        members = json.loads(response.body.read().decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Nonconformity("JSON (RFC 8259)", f"status 200, {error}") from error
    items = [item for item in (members if isinstance(members, list) else [members]) if isinstance(item, dict)]
    by_uid = {instance.reference.SOPInstanceUID: instance for instance in study.instances}
    found = [(by_uid[uid], item) for item in items if (uid := value(item, "SOPInstanceUID")) in by_uid]
    if not found:
        raise Nonconformity("metadata of the study", "metadata of none of its instances")
    for instance, item in found:
        same("numbers", instance.name, instance.ds, compare(instance.ds, item))


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def search_keeps(response: Response, study: Study) -> None:
    """A search result keeps every rule that is not advisory. Raises NotOffered when the target has no such search."""
    if response.status in (404, 501):
        raise NotOffered(f"the target answers {response.status} to this search")
    document = _strictly_all(response)
    found = [_uid(item) for item in document.items]
    if response.status != 200 or study.reference.StudyInstanceUID not in found:
        raise Nonconformity("matches of the study", f"status {response.status}, no match of the study")
    _keeps(document, _MUST, "array" if len(document.items) > 1 else "any")


def _came(response: Response) -> None:
    # A failure is an affair of the requirements for metadata; the rules of the model are about what comes.
    if response.status != 200:
        raise NotOffered(f"the target answers {response.status} to the request for metadata of what is stored")


_MUST = frozenset(slug for slug, rule in RULES.items() if not rule.advisory)


def _keeps(document: Document, rules: frozenset[str], top: Top) -> None:
    broken = [violation for violation in judge(document, top) if violation.rule in rules]
    if broken:
        first = broken[0]
        more = f" (and at {len(broken) - 1} more places)" if len(broken) > 1 else ""
        where = f"{first.path}: " if first.path else ""
        raise Nonconformity(f"{where}{first.expected}", f"{first.received}{more}")


def _tolerantly(response: Response) -> Document:
    try:
        return read_json_tolerantly(response.body.read())
    except MalformedJson as error:
        raise Nonconformity("DICOM JSON", f"status {response.status}, {error.message}") from error


def _strictly_all(response: Response) -> Document:
    try:
        return read_json(response.body.read())
    except MalformedJson as error:
        raise Nonconformity("DICOM JSON", f"status {response.status}, {error.message}") from error


def _has_none_of(rules: frozenset[str], response: Response) -> None:
    try:
        defects: Sequence[MalformedJson] = read_json_tolerantly(response.body.read()).defects
    except MalformedJson as error:
        defects = [error]
    for defect in defects:
        if defect.rule in rules:
            raise Nonconformity("UTF-8 JSON (RFC 8259)", defect.message)


def _attributes(items: Sequence[Item], depth: int = 0) -> Iterator[tuple[str, Attribute]]:
    for item in items:
        for name, attribute in item.items():
            if isinstance(attribute, dict):
                yield name, attribute
                values = attribute.get("Value")
                if attribute.get("vr") == "SQ" and isinstance(values, list) and depth < 100:
                    yield from _attributes([each for each in values if isinstance(each, dict)], depth + 1)


def _uid(item: Item) -> Json:
    attribute = item.get("0020000D")
    values = attribute.get("Value") if isinstance(attribute, dict) else None
    return values[0] if isinstance(values, list) and values else None
