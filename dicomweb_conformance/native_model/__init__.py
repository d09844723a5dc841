"""The Native DICOM Model (PS3.19 A.1): read safely, judged by rule, and compared with what was stored."""

from dicomweb_conformance.native_model.comparing import agree, bulk_values, compare, line_ends
from dicomweb_conformance.native_model.judging import judge
from dicomweb_conformance.native_model.reading import MalformedXml, Node, read_xml
from dicomweb_conformance.native_model.rules import RULES

__all__ = [
    "RULES",
    "MalformedXml",
    "Node",
    "agree",
    "bulk_values",
    "compare",
    "judge",
    "line_ends",
    "read_xml",
]
