"""Structured reports and encapsulated documents as documents for readers (PS3.18 Table 8.7.4-1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from dicomweb_conformance.reference.messages import Attribute, Attributes

TEXT_TYPES = ("text/html", "text/plain", "text/xml")

_VALUES = ("0040A160", "0040A123", "0040A120", "0040A121", "0040A122", "0040A124")


@dataclass(frozen=True)
class Line:
    """One content item: its depth in the tree, the meaning of its concept, its value."""

    depth: int
    concept: str
    value: str


def is_report(attributes: Attributes) -> bool:
    """Whether the dataset has a content tree (PS3.3 C.17.3)."""
    return "0040A730" in attributes and "0040A040" in attributes


def report(attributes: Attributes, type: str) -> bytes:
    """The content tree in HTML, plain text or XML, in UTF-8."""
    patient = attributes.get("00100010", {}).get("Value", [{}])[0].get("Alphabetic", "")
    lines = list(_lines(attributes, 0))
    title = lines[0].concept if lines else "Report"
    if type == "text/plain":
        body = "".join(f"{'  ' * line.depth}{line.concept}: {line.value}\n" for line in lines)
        return f"{title}\nPatient: {patient}\n\n{body}".encode()
    if type == "text/xml":
        items = "".join(
            f'<item depth="{line.depth}" concept="{escape(line.concept)}">{escape(line.value)}</item>' for line in lines
        )
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<report patient="{escape(patient)}">{items}</report>\n'
        return text.encode()
    body = "".join(
        f'<p style="margin-left:{line.depth}em"><b>{escape(line.concept)}</b> {escape(line.value)}</p>\n'
        for line in lines
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>\n'
        f"<body><h1>{escape(title)}</h1>\n<p>Patient: {escape(patient)}</p>\n{body}</body></html>\n"
    ).encode()


def _lines(item: Attributes, depth: int) -> Iterator[Line]:
    concept = _first_item(item.get("0040A043", {}))
    yield Line(depth, _text(concept.get("00080104", {})), _value(item))
    for child in item.get("0040A730", {}).get("Value", []):
        yield from _lines(child, depth + 1)


def _value(item: Attributes) -> str:
    for tag in _VALUES:
        if tag in item:
            return _text(item[tag])
    if "0040A168" in item:
        return _text(_first_item(item["0040A168"]).get("00080104", {}))
    if "0040A300" in item:
        measured = _first_item(item["0040A300"])
        unit = _first_item(measured.get("004008EA", {}))
        return f"{_text(measured.get('0040A30A', {}))} {_text(unit.get('00080100', {}))}".strip()
    if "00081199" in item:
        return _text(_first_item(item["00081199"]).get("00081155", {}))
    return ""


def _first_item(attribute: Attribute) -> Attributes:
    items = attribute.get("Value", [])
    item: Attributes = items[0] if items else {}
    return item


def _text(attribute: Attribute) -> str:
    values = attribute.get("Value", [])
    return ", ".join(each.get("Alphabetic", "") if isinstance(each, dict) else str(each) for each in values)
