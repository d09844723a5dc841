"""What a feature says of the rules of the Native DICOM Model."""

from dicomweb_conformance.checks.xml_form import FAMILIES
from steps.words.slots import one_of

TYPES = {"ModelRules": one_of(FAMILIES)}
