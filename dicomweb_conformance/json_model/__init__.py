"""The DICOM JSON model (PS3.18 Annex F): read, judged by rule, and compared with what was stored."""

from dicomweb_conformance.json_model.comparing import BulkValue, bulk_values, compare
from dicomweb_conformance.json_model.judging import Top, judge
from dicomweb_conformance.json_model.reading import (
    Document,
    Item,
    Json,
    MalformedJson,
    read_json,
    read_json_tolerantly,
)
from dicomweb_conformance.json_model.rules import RULES, Rule, Violation

__all__ = [
    "RULES",
    "BulkValue",
    "Document",
    "Item",
    "Json",
    "MalformedJson",
    "Rule",
    "Top",
    "Violation",
    "bulk_values",
    "compare",
    "judge",
    "read_json",
    "read_json_tolerantly",
]
