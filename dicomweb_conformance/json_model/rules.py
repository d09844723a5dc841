"""The rules of the DICOM JSON model, each with a stable name, and what breaking one looks like."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Rule:
    """One rule. Sources do not agree on an advisory rule, or it does no harm: it never makes a target nonconformant."""

    slug: str
    says: str
    advisory: bool
    cites: str


@dataclass(frozen=True)
class Violation:
    """One place where a document breaks a rule.

    ``path`` leads there from the top of the document, as ``[0].00400275[1].00080050``; numbers count from 0.
    """

    rule: str
    path: str
    expected: str
    received: str


_MUST = (
    ("datasets", "The document is a dataset, or an array of datasets.", "F.2.1"),
    ("single-dataset", "What is one dataset by nature, as a store response, is an object and no array.", "F.2.1"),
    ("attribute-name", "The name of an attribute is its tag in eight upper-case hexadecimal digits.", "F.2.2"),
    ("attribute-object", "An attribute is an object.", "F.2.2"),
    ("group-length", "Group length attributes (gggg,0000) are not included.", "F.2.2"),
    ("vr-present", "Each attribute states its value representation.", "F.2.2"),
    ("vr-known", "A value representation is one of PS3.5, in two upper-case letters.", "F.2.3"),
    (
        "vr-dictionary",
        "The value representation of a standard attribute is one of the data dictionary, or UN.",
        "F.2.3",
    ),
    ("one-value-form", "An attribute has at most one of Value, BulkDataURI and InlineBinary.", "F.2.2"),
    ("value-array", "Value is an array.", "F.2.2"),
    ("empty-attribute", "An attribute without value has none of Value, BulkDataURI and InlineBinary.", "F.2.5"),
    ("empty-value", "An empty value among others is null.", "F.2.5"),
    ("values-split", "Each value of a multi-valued attribute is an array element of its own.", "F.2.4"),
    ("text-whole", "A value representation that allows one value only is not split.", "F.2.4"),
    ("string-type", "Values of the string value representations are JSON strings.", "F.2.3"),
    ("number-type", "Values of FL, FD, SL, SS, UL and US are JSON numbers.", "F.2.3"),
    ("number-range", "A number fits its value representation.", "F.2.3"),
    ("number-string", "DS, IS, SV and UV values are numbers, or strings in the form of PS3.5.", "F.2.3"),
    ("attribute-tag", "AT values are eight upper-case hexadecimal digits.", "F.2.3"),
    ("person-name-object", "A person name is an object of strings, named Alphabetic, Ideographic, Phonetic.", "F.2.2"),
    ("person-name-groups", "Only the component groups that are not empty are there.", "F.2.2"),
    ("sequence-items", "A sequence is an array of dataset objects, empty ones for empty items.", "F.2.2"),
    ("binary-form", "OB, OD, OF, OL, OV, OW and UN are not put into Value.", "F.2.2"),
    ("inline-binary", "InlineBinary is one string of base64, for binary value representations.", "F.2.7"),
    ("inline-binary-size", "InlineBinary holds whole words of its value representation.", "F.2.7"),
    ("bulk-data-uri", "BulkDataURI is a string that is a URI.", "F.2.6"),
    ("uid", "UI values are UIDs.", "F.2.3"),
    ("uri", "UR values are URIs.", "F.2.3"),
    ("date", "DA values are dates, YYYYMMDD.", "F.2.3"),
    ("time", "TM values are times, HHMMSS.FFFFFF with the later parts optional.", "F.2.3"),
    ("date-time", "DT values are date times, YYYYMMDDHHMMSS.FFFFFF&ZZXX with the later parts optional.", "F.2.3"),
    ("age", "AS values are ages: three digits and D, W, M or Y.", "F.2.3"),
    ("code-string", "CS values consist of upper-case letters, digits, spaces and underscores.", "F.2.3"),
    ("control-character", "Texts hold no control characters but those that PS3.5 allows.", "F.2.3"),
    ("private-creator", "Private attributes come with their private creator.", "F.2.2, note 1; PS3.5 7.8.1"),
)

_ADVISORY = (
    ("single-result-array", "A single result, too, stands in an array.", "F.2.1"),
    ("attribute-order", "Attributes stand in ascending order of their names.", "F.2.2"),
    ("attribute-members", "An attribute has no other members than vr, Value, BulkDataURI and InlineBinary.", "F.2.2"),
    ("file-meta", "File meta information (group 0002) is not included.", "10.4.1.1.2"),
    ("bulk-data-vr", "BulkDataURI stands in for value representations that can be long.", "F.2.2"),
    ("value-length", "A text is no longer than its value representation allows.", "F.2.3"),
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        slug: Rule(slug, says, advisory, f"PS3.18 {clause}")
        for advisory, group in ((False, _MUST), (True, _ADVISORY))
        for slug, says, clause in group
    }
)
"""All rules by their slug."""
