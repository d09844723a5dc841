"""The judge of the DICOM JSON model (PS3.18 Annex F): where a document breaks which rule."""

import binascii
import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from dicomweb_conformance import value_representation
from dicomweb_conformance.json_model.reading import Document, Item, Json
from dicomweb_conformance.json_model.rules import Violation
from dicomweb_conformance.json_model.texts import is_uri
from dicomweb_conformance.json_model.values import judge_values, shown

Top: TypeAlias = Literal["array", "object", "any"]
"""What stands at the top: results in an array, one dataset as an object, or either."""

_VALUE_FORMS = ("Value", "BulkDataURI", "InlineBinary")
_NAME = re.compile(r"[0-9A-F]{8}")
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{8}")
_BULK = value_representation.NUMBERS | value_representation.BINARIES | {"LT", "ST", "UC", "UT"}
# F.2.2 gives InlineBinary to the binary value representations, the example of F.2.7 to US too.
_INLINE = value_representation.BINARIES | value_representation.FLOATS | value_representation.INTEGERS.keys()


def judge(document: Document, top: Top = "any") -> tuple[Violation, ...]:
    """Every place where the document breaks a rule of RULES, advisory ones included, in the order of the document."""
    return tuple(_judge_document(document.root, top))


def _judge_document(root: Json, top: Top) -> Iterator[Violation]:
    if isinstance(root, dict):
        if top == "array":
            yield Violation("single-result-array", "", "an array of datasets", "one object")
        yield from _judge_item(root, "")
        return
    if not isinstance(root, list):
        yield Violation("datasets", "", "a dataset, or an array of datasets", shown(root))
        return
    if top == "object":
        yield Violation("single-dataset", "", "one object", f"an array of {len(root)}")
    for index, member in enumerate(root):
        if isinstance(member, dict):
            yield from _judge_item(member, f"[{index}]")
        else:
            yield Violation("datasets", f"[{index}]", "a dataset, which is an object", shown(member))


def _judge_item(item: Item, path: str) -> Iterator[Violation]:
    previous = ""
    for name, attribute in item.items():
        label = name if _NAME.fullmatch(name) else shown(name)
        here = f"{path}.{label}" if path else label
        if name < previous:
            yield Violation(
                "attribute-order", here, "attributes in ascending order", f"{label} after {shown(previous)}"
            )
        previous = max(previous, name)
        if not _NAME.fullmatch(name):
            yield Violation("attribute-name", here, "eight upper-case hexadecimal digits", shown(name))
        tag = int(name, 16) if _HEXADECIMAL.fullmatch(name) else None
        if tag is not None:
            yield from _judge_tag(item, tag, here)
        if isinstance(attribute, dict):
            yield from _judge_attribute(attribute, tag, here)
        else:
            yield Violation("attribute-object", here, "an object with vr", shown(attribute))


def _judge_tag(item: Item, tag: int, path: str) -> Iterator[Violation]:
    if value_representation.is_group_length(tag):
        yield Violation("group-length", path, "no group length attribute", path.rpartition(".")[2])
    elif tag >> 16 == 0x0002:
        yield Violation("file-meta", path, "no attribute of group 0002", path.rpartition(".")[2])
    creator = value_representation.private_creator_of(tag)
    if creator is None:
        return
    name = f"{creator:08X}"
    owner = item.get(name)
    if not isinstance(owner, dict):
        yield Violation("private-creator", path, f"the private creator {name} in the same dataset", "none")
    elif owner.get("vr") not in ("LO", "UN"):
        yield Violation("private-creator", path, f"a private creator {name} with vr LO", f"vr {shown(owner.get('vr'))}")


def _judge_attribute(attribute: Mapping[str, Json], tag: int | None, path: str) -> Iterator[Violation]:
    vr = attribute.get("vr")
    yield from _judge_vr(vr, "vr" in attribute, tag, path)
    forms = [form for form in _VALUE_FORMS if form in attribute]
    if len(forms) > 1:
        yield Violation("one-value-form", path, "one of Value, BulkDataURI and InlineBinary", " and ".join(forms))
    for name in sorted(attribute.keys() - {"vr", *_VALUE_FORMS}):
        yield Violation("attribute-members", path, "vr, and one of Value, BulkDataURI and InlineBinary", shown(name))
    known = vr if isinstance(vr, str) and vr in value_representation.ALL else None
    if "Value" in attribute:
        yield from _judge_value(attribute["Value"], known, path)
    if "InlineBinary" in attribute:
        yield from _judge_inline_binary(attribute["InlineBinary"], known, path)
    if "BulkDataURI" in attribute:
        yield from _judge_bulk_data(attribute["BulkDataURI"], known, path)


def _judge_vr(vr: Json, present: bool, tag: int | None, path: str) -> Iterator[Violation]:
    if not present:
        yield Violation("vr-present", path, "a vr", "none")
    elif not isinstance(vr, str) or vr not in value_representation.ALL:
        yield Violation("vr-known", path, "a value representation of PS3.5 in two upper-case letters", shown(vr))
    elif tag is not None and vr != "UN":
        alternatives = value_representation.dictionary_alternatives(tag)
        if alternatives and vr not in alternatives:
            yield Violation("vr-dictionary", path, f"vr {' or '.join(sorted(alternatives))}", f"vr {vr}")


def _judge_value(values: Json, vr: str | None, path: str) -> Iterator[Violation]:
    if not isinstance(values, list):
        yield Violation("value-array", path, "an array in Value", shown(values))
        return
    if vr is not None:
        for index, finding in judge_values(vr, values):
            yield Violation(
                finding.rule, path if index is None else f"{path}[{index}]", finding.expected, finding.received
            )
    if vr in ("SQ", None):
        for index, value in enumerate(values):
            if isinstance(value, dict) and (vr == "SQ" or _looks_like_item(value)):
                yield from _judge_item(value, f"{path}[{index}]")


def _looks_like_item(value: Mapping[str, Json]) -> bool:
    return any(_HEXADECIMAL.fullmatch(name) for name in value)


def _judge_inline_binary(encoded: Json, vr: str | None, path: str) -> Iterator[Violation]:
    if encoded == "":
        yield Violation("empty-attribute", path, "no InlineBinary, because the attribute is empty", "InlineBinary ''")
        return
    if vr is not None and vr not in _INLINE:
        yield Violation("inline-binary", path, f"no InlineBinary, because the vr is {vr}", shown(encoded))
        return
    if not isinstance(encoded, str):
        yield Violation("inline-binary", path, "one string of base64", shown(encoded))
        return
    try:
        data = binascii.a2b_base64(encoded, strict_mode=True)
    except ValueError as error:
        yield Violation("inline-binary", path, "base64 (RFC 4648 4)", f"{shown(encoded)}: {error}")
        return
    size = value_representation.WORD_SIZES.get(vr or "", 1)
    if len(data) % size:
        yield Violation(
            "inline-binary-size", path, f"whole words of {size} bytes, because the vr is {vr}", f"{len(data)} bytes"
        )


def _judge_bulk_data(uri: Json, vr: str | None, path: str) -> Iterator[Violation]:
    if not isinstance(uri, str) or not is_uri(uri):
        yield Violation("bulk-data-uri", path, "a URI (RFC 3986)", shown(uri))
    if vr is not None and vr not in _BULK:
        yield Violation("bulk-data-vr", path, f"no BulkDataURI, because the vr is {vr}", shown(uri))
