"""What a feature says of the rules of the DICOM JSON model."""

from dicomweb_conformance.checks.json_rules import FAMILIES
from steps.words.slots import one_of

TYPES = {"RuleFamily": one_of(FAMILIES)}
