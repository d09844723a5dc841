"""The Native DICOM Model of a dataset (PS3.19 A.1, PS3.18 F.3), made from its attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pydicom.datadict import keyword_for_tag

from dicomweb_conformance.reference.messages import Attribute, Attributes

_NAMESPACE = "http://dicom.nema.org/PS3.19/models/NativeDICOM"
_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")
_COMPONENTS = ("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(attributes: Attributes) -> bytes:
    """The dataset as an XML document in UTF-8. Characters that XML cannot carry become U+FFFD."""
    body = "".join(_attributes(attributes))
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<NativeDicomModel xmlns="{_NAMESPACE}" xml:space="preserve">{body}</NativeDicomModel>\n'
    )
    return text.encode()


def _attributes(attributes: Attributes) -> Iterator[str]:
    for tag, attribute in attributes.items():
        group, block, number = tag[:4], tag[4:6], tag[6:]
        if int(group, 16) % 2 == 0:
            yield _attribute(tag, attribute, {"keyword": keyword_for_tag(int(tag, 16))})
        elif block != "00":
            creator = attributes.get(f"{group}00{block}", {}).get("Value", [""])[0]
            yield _attribute(f"{group}00{number}", attribute, {"privateCreator": creator})
        # Private creators are said with each of their elements.


def _attribute(tag: str, attribute: Attribute, more: Mapping[str, str]) -> str:
    named = {"tag": tag, "vr": attribute["vr"], **{name: value for name, value in more.items() if value}}
    head = " ".join(f"{name}={quoteattr(_legal(value))}" for name, value in named.items())
    return f"<DicomAttribute {head}>{''.join(_content(attribute))}</DicomAttribute>"


def _content(attribute: Attribute) -> Iterator[str]:
    if "BulkDataURI" in attribute:
        yield f"<BulkData uri={quoteattr(attribute['BulkDataURI'])}/>"
    if "InlineBinary" in attribute:
        yield f"<InlineBinary>{attribute['InlineBinary']}</InlineBinary>"
    for number, value in enumerate(attribute.get("Value", []), 1):
        if attribute["vr"] == "SQ":
            yield f'<Item number="{number}">{"".join(_attributes(value))}</Item>'
        elif attribute["vr"] == "PN":
            yield f'<PersonName number="{number}">{"".join(_groups(value or {}))}</PersonName>'
        else:
            yield f'<Value number="{number}">{_text(value)}</Value>'


def _groups(name: Mapping[str, str]) -> Iterator[str]:
    for group in _GROUPS:
        if group in name:
            components = zip(_COMPONENTS, name[group].split("^"), strict=False)
            inside = "".join(f"<{component}>{_text(text)}</{component}>" for component, text in components if text)
            yield f"<{group}>{inside}</{group}>"


def _text(value: Any) -> str:
    return "" if value is None else escape(_legal(str(value)), {"\r": "&#13;"})


def _legal(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
