"""The judge of the Native DICOM Model (PS3.19 A.1): where a document breaks which rule."""

import binascii
import re
from collections.abc import Iterator

from pydicom.datadict import dictionary_is_retired, keyword_for_tag

from dicomweb_conformance import value_representation
from dicomweb_conformance.json_model.texts import is_uri
from dicomweb_conformance.native_model.reading import Node
from dicomweb_conformance.native_model.rules import NAMESPACE, Violation
from dicomweb_conformance.native_model.values import judge_numbers, judge_values

_TAG = re.compile(r"[0-9A-F]{8}")
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{8}")
_FORMS = ("BulkData", "InlineBinary", "Item", "PersonName", "Value")
_INLINE = value_representation.BINARIES | value_representation.FLOATS | value_representation.INTEGERS.keys()

KNOWN_TO_ALL = frozenset(
    "00080016 00080018 00080020 00080030 00080050 00080060 00080061 00080090 00081190 00100010 00100020 00100030"
    " 00100040 0020000D 0020000E 00200010 00200011 00200013 00201206 00201208 00201209 00280010 00280011 00280100"
    " 00081150 00081155 00081198 00081199".split()
)
"""Tags of attributes that no origin server can call unknown: PS3.18 10.5.3 and 10.6 name them."""


def judge(root: Node) -> tuple[Violation, ...]:
    """Every place where the document breaks a rule of RULES, advisory ones included, in the order of the document."""
    return tuple(_judge_root(root))


def _judge_root(root: Node) -> Iterator[Violation]:
    if root.name != "NativeDicomModel":
        yield Violation("root", "", "the root element NativeDicomModel", f"the root element {root.name[:60]}")
        return
    if root.namespace != NAMESPACE:
        yield Violation("namespace", "", f"the namespace {NAMESPACE}", f"{root.namespace[:80] or 'no namespace'}")
    if root.attributes.get("xml:space") != "preserve":
        yield Violation("space-preserved", "", 'xml:space="preserve"', root.attributes.get("xml:space", "no xml:space"))
    yield from _judge_dataset(root, "")


def _judge_dataset(dataset: Node, path: str) -> Iterator[Violation]:
    yield from _judge_text(dataset, path)
    seen: set[tuple[str, str]] = set()
    for child in dataset.children:
        if child.name != "DicomAttribute":
            yield Violation("elements", path, "DicomAttribute elements only", f"the element {child.name[:60]}")
            continue
        tag = child.attributes.get("tag", "")
        label = tag if _HEXADECIMAL.fullmatch(tag) else repr(tag[:20])
        here = f"{path}.{label}" if path else label
        name = tag.upper(), child.attributes.get("privateCreator", "")
        # Without its creator a private attribute may be anyone's.
        nameless = name[0][3:4] in tuple("13579BDF") and not name[1]
        if name in seen and not nameless:
            yield Violation("attribute-unique", here, "an attribute once in a dataset", "the attribute again")
        seen.add(name)
        yield from _judge_attribute(child, here)


def _judge_attribute(attribute: Node, path: str) -> Iterator[Violation]:
    text = attribute.attributes.get("tag")
    if text is None or not _TAG.fullmatch(text):
        yield Violation("tag", path, "a tag of eight upper-case hexadecimal digits", _said(text))
    tag = int(text, 16) if text is not None and _HEXADECIMAL.fullmatch(text) else None
    vr = attribute.attributes.get("vr")
    if tag is not None:
        yield from _judge_tag(tag, attribute, path)
    if vr is not None and vr not in value_representation.ALL:
        yield Violation("vr-known", path, "a value representation of PS3.5 in two upper-case letters", _said(vr))
    elif vr is not None and vr != "UN" and tag is not None:
        alternatives = value_representation.dictionary_alternatives(tag)
        if alternatives and vr not in alternatives:
            yield Violation("vr-dictionary", path, f"vr {' or '.join(sorted(alternatives))}", f"vr {vr}")
    yield from _judge_text(attribute, path)
    yield from _judge_content(attribute, vr if vr in value_representation.ALL else None, path)


def _judge_tag(tag: int, attribute: Node, path: str) -> Iterator[Violation]:
    keyword, creator = attribute.attributes.get("keyword"), attribute.attributes.get("privateCreator")
    if value_representation.is_group_length(tag):
        yield Violation("group-length", path, "no group length attribute", f"{tag:08X}")
    if (tag >> 16) % 2:
        if tag & 0xFF00:
            yield Violation("private-tag", path, f"a tag that leaves out the block, {tag & 0xFFFF00FF:08X}", _tag(tag))
        # What could be a private creator itself may stand without one.
        elif not creator and not value_representation.is_private_creator(tag):
            yield Violation("private-creator", path, "a privateCreator", "none")
        if tag & 0xFF00 and not creator:
            yield Violation("private-creator", path, "a privateCreator", "none")
        return
    if creator is not None:
        yield Violation("private-creator-standard", path, "no privateCreator, for it is a standard attribute", creator)
    right = _keyword(tag)
    if not right:
        return
    if keyword is None:
        if f"{tag:08X}" in KNOWN_TO_ALL:
            yield Violation("keyword-present", path, f"keyword {right}", "no keyword")
    elif keyword.strip() != right:
        yield Violation("keyword", path, f"keyword {right}", f"keyword {keyword[:80]!r}")


def _keyword(tag: int) -> str:
    """The keyword of the dictionary; none for attributes that are retired, because theirs has changed with that."""
    try:
        return "" if dictionary_is_retired(tag) else keyword_for_tag(tag)
    except KeyError:
        return ""


def _judge_content(attribute: Node, vr: str | None, path: str) -> Iterator[Violation]:
    names = [child.name for child in attribute.children]
    for foreign in sorted(set(names) - set(_FORMS)):
        yield Violation("elements", path, f"one of {', '.join(_FORMS)}", f"the element {foreign[:60]}")
    forms = sorted(set(names) & set(_FORMS))
    if len(forms) > 1:
        yield Violation("one-value-form", path, "values in one form", " and ".join(forms))
    yield from _judge_form(forms, vr, path)
    for form in ("Item", "PersonName", "Value"):
        yield from judge_numbers(tuple(attribute.named(form)), path)
    for index, item in enumerate(attribute.named("Item")):
        yield from _judge_dataset(item, f"{path}[{index}]")
    yield from judge_values(attribute, vr, path)
    for inline in attribute.named("InlineBinary"):
        yield from _judge_inline(inline, vr, path)
    if names.count("InlineBinary") > 1:
        yield Violation("inline-binary", path, "one InlineBinary", f"{names.count('InlineBinary')}")
    for bulk in attribute.named("BulkData"):
        uri = bulk.attributes.get("uri")
        if uri is None or not is_uri(uri):
            yield Violation("bulk-data-uri", path, "a uri (RFC 3986)", _said(uri))


def _judge_form(forms: list[str], vr: str | None, path: str) -> Iterator[Violation]:
    for rule, form, right in (("sequence-form", "Item", "SQ"), ("name-form", "PersonName", "PN")):
        if vr is not None and form in forms and vr != right:
            yield Violation(rule, path, f"no {form}, because the vr is {vr}", form)
        elif vr == right and forms and form not in forms and "BulkData" not in forms:
            yield Violation(rule, path, f"{form}, because the vr is {vr}", " and ".join(forms))


def _judge_inline(inline: Node, vr: str | None, path: str) -> Iterator[Violation]:
    if vr is not None and vr not in _INLINE:
        yield Violation("inline-binary", path, f"no InlineBinary, because the vr is {vr}", "InlineBinary")
        return
    try:
        binascii.a2b_base64("".join(inline.text.split()), strict_mode=True)
    except ValueError as error:
        yield Violation("inline-binary", path, "base64 (RFC 4648 4)", f"{inline.text[:40]!r}: {error}")


def _judge_text(node: Node, path: str) -> Iterator[Violation]:
    if node.text.strip():
        yield Violation("character-data", path, "no character data beside elements", repr(node.text.strip()[:40]))


def _said(text: str | None) -> str:
    return "none" if text is None else repr(text[:40])


def _tag(tag: int) -> str:
    return f"{tag:08X}"
