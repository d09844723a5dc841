"""The rules of the Native DICOM Model, each with a stable name."""

from collections.abc import Mapping
from types import MappingProxyType

from dicomweb_conformance.json_model.rules import Rule, Violation

__all__ = ["NAMESPACE", "RULES", "Rule", "Violation"]

NAMESPACE = "http://dicom.nema.org/PS3.19/models/NativeDICOM"

_MUST = (
    ("root", "The root element is NativeDicomModel.", "A.1.6"),
    ("elements", "Only the elements of the schema are there, each where it belongs.", "A.1.6"),
    ("character-data", "Character data stand only inside of values.", "A.1.6"),
    ("attribute-unique", "An attribute occurs once in a dataset.", "A.1.4"),
    ("group-length", "Group length attributes (gggg,0000) are not included.", "A.1.1"),
    ("tag", "Each attribute has a tag in eight upper-case hexadecimal digits.", "Table A.1.5-2"),
    ("keyword", "A keyword is the one of the data dictionary.", "Table A.1.5-2"),
    ("keyword-present", "An attribute that every origin server has to know has its keyword.", "Table A.1.5-2"),
    ("vr-known", "A value representation, where given, is one of PS3.5 in upper case.", "Table A.1.5-2"),
    ("vr-dictionary", "The value representation of a standard attribute is one of the dictionary.", "Table A.1.5-2"),
    ("private-tag", "The tag of a private attribute leaves out its block, as in gggg00ee.", "Table A.1.5-2"),
    ("private-creator", "A private attribute names its creator.", "Table A.1.5-2"),
    ("private-creator-standard", "A standard attribute names no creator.", "Table A.1.5-2"),
    ("one-value-form", "An attribute has values in one form only.", "A.1.6"),
    ("sequence-form", "A sequence consists of Item elements, and nothing else does.", "Table A.1.5-2"),
    ("name-form", "Person names are PersonName elements, and nothing else is.", "Table A.1.5-2"),
    ("number", "Values, items and names are numbered from 1 upward by 1.", "Table A.1.5-2"),
    ("name-groups", "A person name consists of component groups, each at most once.", "Table A.1.5-2"),
    ("name-components", "A component group consists of the five components, each at most once.", "Table A.1.5-2"),
    ("name-split", "A component holds no delimiter of components or groups.", "Table A.1.5-2"),
    ("attribute-tag", "AT values are eight upper-case hexadecimal digits.", "Table A.1.5-2"),
    ("number-form", "Values of numeric value representations are numbers.", "Table A.1.5-2"),
    ("values-split", "Each value of a multi-valued attribute is a Value of its own.", "Table A.1.5-2"),
    ("inline-binary", "InlineBinary is one element of base64, for binary value representations.", "Table A.1.5-2"),
    ("bulk-data-uri", "BulkData has a uri.", "Table A.1.5-2"),
)

_ADVISORY = (
    ("namespace", "The elements are in the namespace of the model.", "A.1.6"),
    ("space-preserved", 'The root element says xml:space="preserve".', "Table A.1.5-1"),
    ("empty-attribute", "An attribute without value has no Value, Item or PersonName.", "Table A.1.5-2"),
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        slug: Rule(slug, says, advisory, f"PS3.19 {clause}")
        for advisory, group in ((False, _MUST), (True, _ADVISORY))
        for slug, says, clause in group
    }
)
"""All rules by their slug."""
