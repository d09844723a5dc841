"""The rules of the Native DICOM Model, by what they are about (PS3.19 A.1)."""

from collections.abc import Iterable
from typing import Literal, get_args

from dicomweb_conformance.checks import xml_documents
from dicomweb_conformance.checks.aspects import named_path
from dicomweb_conformance.native_model import Node, judge
from dicomweb_conformance.native_model.rules import Violation
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.received import Response

Family = Literal[
    "elements",
    "the namespace",
    "white space",
    "tags",
    "keywords",
    "value representations",
    "private tags",
    "private creators",
    "the numbering of values",
    "person names",
    "single values",
    "value forms",
    "empty attributes",
    "inline binary values",
    "bulk data references",
]
"""Each rule belongs to one family."""

FAMILIES: tuple[Family, ...] = get_args(Family)

_FAMILY: dict[str, Family] = {
    "root": "elements",
    "elements": "elements",
    "character-data": "elements",
    "attribute-unique": "elements",
    "group-length": "elements",
    "namespace": "the namespace",
    "space-preserved": "white space",
    "tag": "tags",
    "keyword": "keywords",
    "keyword-present": "keywords",
    "vr-known": "value representations",
    "vr-dictionary": "value representations",
    "private-tag": "private tags",
    "private-creator": "private creators",
    "private-creator-standard": "private creators",
    "number": "the numbering of values",
    "name-form": "person names",
    "name-groups": "person names",
    "name-components": "person names",
    "name-split": "person names",
    "attribute-tag": "single values",
    "number-form": "single values",
    "values-split": "single values",
    "one-value-form": "value forms",
    "sequence-form": "value forms",
    "empty-attribute": "empty attributes",
    "inline-binary": "inline binary values",
    "bulk-data-uri": "bulk data references",
}
_ADVISORY = frozenset(("the namespace", "white space", "empty attributes"))


def documents_keep(response: Response, family: Family) -> None:
    """The documents in the parts of the response break no rule of the family."""
    _keep(xml_documents.roots(response), (family,))


def documents_keep_all(response: Response) -> None:
    """The documents in the parts of the response break no rule that must be kept."""
    _keep(xml_documents.roots(response), [family for family in FAMILIES if family not in _ADVISORY])


def store_response_keeps_all(response: Response) -> None:
    """The store response is one document that breaks no rule that must be kept."""
    _keep(xml_documents.stored_roots(response), [family for family in FAMILIES if family not in _ADVISORY])


def _keep(roots: Iterable[Node], families: Iterable[Family]) -> None:
    wanted = frozenset(families)
    found = [violation for root in roots for violation in judge(root) if _FAMILY[violation.rule] in wanted]
    if found:
        first = found[0]
        more = f" (and {len(found) - 1} more places)" if len(found) > 1 else ""
        raise Nonconformity(f"{_place(first)}{first.expected}", f"{first.received}{more}")


def _place(violation: Violation) -> str:
    return f"in {named_path(violation.path)}: " if violation.path else ""
