"""A dataset in the Native DICOM Model compared with the dataset that was stored, or with its DICOM JSON."""

import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydicom import Dataset

from dicomweb_conformance import value_representation
from dicomweb_conformance.comparison.differences import Difference, differences, pairs
from dicomweb_conformance.comparison.from_dataset import plain_dataset
from dicomweb_conformance.comparison.plain import (
    Element,
    Plain,
    PlainValue,
    Unsaid,
    decoded,
    keyed,
    text_value,
    trimmed,
    value_field,
)
from dicomweb_conformance.json_model.comparing import BulkValue, plain_item
from dicomweb_conformance.native_model.reading import Node
from dicomweb_conformance.native_model.values import NAME_COMPONENTS, NAME_GROUPS

_NOWHERE = "urn:uuid:"
_TEXTUAL = "urn:text"
"""In place of a uri: for a binary value that is given as text."""

_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document can hold (XML 1.0 2.2), such as the form feed of a text."""

_MOST_LEFT_OUT = 1000
"""Empty values that may be left out of a list, as the numbers of the others tell."""


def compare(stored: Dataset, received: Node) -> tuple[Difference, ...]:
    """Where the document does not say what the stored dataset says; see KINDS for what can differ.

    Values behind a BulkData reference are no differences, and neither are private creators that own no attribute: the
    model has no place for them. What becomes of a text with characters that XML cannot hold is not looked at. Line ends
    are an affair of ``line_ends``, the form one of ``judge``.
    """
    plain = plain_dataset(stored)
    sayable, document = _sayable(plain), plain_document(received, plain)
    # the line ends of a text that is given as octets, since its type is unknown, are those that were stored
    exactly = {difference.path for difference in differences(sayable, document)}
    loosely = differences(_with_plain_lines(sayable), _with_plain_lines(document))
    return _judged(difference for difference in loosely if difference.path in exactly)


def line_ends(stored: Dataset, received: Node) -> tuple[Difference, ...]:
    """Where texts of the document differ from the stored ones by their line ends alone (XML 1.0 2.11)."""
    plain = plain_dataset(stored)
    others = {difference.path for difference in compare(stored, received)}
    found = differences(plain, plain_document(received, plain))
    return tuple(difference for difference in found if difference.path not in others and difference.kind == "value")


def agree(json: Mapping[str, Any], received: Node) -> tuple[Difference, ...]:
    """Where the document does not say what the DICOM JSON says, or says more (PS3.18 F.3.1).

    The form in which bulk data are given, or left out, is not looked at, and neither are line ends.
    """
    one = plain_item(json)
    first, second = map(_with_plain_lines, _without_bulk(one, plain_document(received, one)))
    return _judged((*differences(first, second), *map(_turned, differences(second, first))))


def bulk_values(stored: Dataset, received: Node) -> tuple[BulkValue, ...]:
    """The stored values that stand behind a BulkData, one that has no uri under a name that cannot be retrieved."""
    plain = plain_dataset(stored)
    return tuple(
        BulkValue(path, expected.vr, actual.uri, value_field(expected))
        for path, expected, actual in pairs(plain, plain_document(received, plain))
        if actual is not None and actual.uri and actual.uri != _TEXTUAL
    )


def plain_document(dataset: Node, like: Plain) -> Plain:
    """A dataset of the model made plain; what is not in the form of the model has a ``problem``.

    ``like`` is the dataset that it is compared with: an attribute that states no value representation, as the model
    permits, has that of its counterpart there.
    """
    return keyed(_elements(dataset, like))


def _judged(found: Sequence[Difference] | Iterator[Difference]) -> tuple[Difference, ...]:
    return tuple(each for each in found if not value_representation.is_private_creator(_last_tag(each.path)))


def _last_tag(path: str) -> int:
    return int(path.rpartition(".")[2][:8], 16)


def _turned(difference: Difference) -> Difference:
    return Difference(difference.kind, difference.path, difference.received, difference.expected)


def _sayable(plain: Plain) -> Plain:
    return {
        key: replace(
            element,
            values=tuple(Unsaid.VALUE if _is_unsayable(value) else value for value in element.values),
            items=tuple(map(_sayable, element.items)),
        )
        for key, element in plain.items()
    }


def _is_unsayable(value: PlainValue) -> bool:
    return isinstance(value, str) and _NO_CHARACTER.search(value) is not None


def _with_plain_lines(plain: Plain) -> Plain:
    return {key: _with_plain_lines_in(element) for key, element in plain.items()}


def _with_plain_lines_in(element: Element) -> Element:
    values = tuple(re.sub("\r\n?", "\n", value) if isinstance(value, str) else value for value in element.values)
    return replace(element, values=values, items=tuple(map(_with_plain_lines, element.items)))


def _without_bulk(one: Plain, other: Plain) -> tuple[Plain, Plain]:
    """Both without the attributes that are bulk data in either; sequences are looked into."""
    bulk = {key for plain in (one, other) for key, element in plain.items() if _is_bulk(element)}
    first, second = dict(one), dict(other)
    for key in one.keys() | other.keys():
        if key in bulk:
            first.pop(key, None)
            second.pop(key, None)
        elif key in first and key in second and len(first[key].items) == len(second[key].items):
            items = [_without_bulk(*both) for both in zip(first[key].items, second[key].items, strict=True)]
            first[key] = _with_items(first[key], [item for item, _ in items])
            second[key] = _with_items(second[key], [item for _, item in items])
    return first, second


def _with_items(element: Element, items: Sequence[Plain]) -> Element:
    return replace(element, items=tuple(items))


def _is_bulk(element: Element) -> bool:
    return element.uri is not None or (element.vr in value_representation.BINARIES and not element.is_empty)


@dataclass
class _Blocks:
    """Blocks for private attributes, which the model writes without: the owner's own one where it is said."""

    said: dict[int, str] = field(default_factory=dict)
    given: dict[tuple[int, str], int] = field(default_factory=dict)

    def creator_tag(self, group: int, creator: str) -> int:
        if (group, creator) not in self.given:
            taken = {tag & 0xFF for tag in self.said if tag >> 16 == group}
            taken |= {tag & 0xFF for (owned, _), tag in self.given.items() if owned == group}
            block = next((number for number in range(0x10, 0x100) if number not in taken), 0xFF)
            self.given[group, creator] = (group << 16) | block
        return self.given[group, creator]


def _elements(dataset: Node, like: Plain) -> Iterator[Element]:
    attributes = [(tag, child) for child in dataset.named("DicomAttribute") if (tag := _tag_of(child)) is not None]
    blocks = _Blocks()
    for tag, attribute in attributes:
        if value_representation.is_private_creator(tag) and not attribute.attributes.get("privateCreator"):
            owner = "".join(value.text for value in attribute.named("Value")).strip(" \0")
            blocks.said[tag] = owner
            blocks.given.setdefault((tag >> 16, owner), tag)
    for tag, attribute in attributes:
        creator = (attribute.attributes.get("privateCreator") or "").strip(" \0")
        if (tag >> 16) % 2 and creator:
            block = blocks.creator_tag(tag >> 16, creator)
            full = (tag & 0xFFFF0000) | (block & 0xFF) << 8 | (tag & 0xFF)
            yield _element(full, attribute, like.get((tag & 0xFFFF0000, creator, tag & 0xFF)))
        else:
            yield _element(tag, attribute, like.get((tag, "", 0)))
    for (_, creator), tag in blocks.given.items():
        if tag not in blocks.said:
            yield Element(tag, "LO", values=(creator,))


def _tag_of(attribute: Node) -> int | None:
    text = attribute.attributes.get("tag", "")
    try:
        return int(text, 16) if len(text) == 8 else None
    except ValueError:
        return None


def _element(tag: int, attribute: Node, like: Element | None) -> Element:
    vr = attribute.attributes.get("vr", "")
    if vr not in value_representation.ALL:
        vr = like.vr if like else min(value_representation.dictionary_alternatives(tag), default="UN")
    forms = {child.name for child in attribute.children}
    if "BulkData" in forms:
        bulk = {name.lower(): text for name, text in next(attribute.named("BulkData")).attributes.items()}
        return Element(tag, vr, uri=bulk.get("uri") or f"{_NOWHERE}{bulk.get('uuid', '')}")
    if "InlineBinary" in forms:
        return _inline(tag, vr, next(attribute.named("InlineBinary")).text)
    if "Item" in forms:
        return Element(tag, "SQ", items=tuple(_items(attribute, like.items if like else ())))
    if "PersonName" in forms:
        names = tuple(text_value("PN", _name(name)) for name in _ordered(attribute, "PersonName"))
        return Element(tag, "PN", values=trimmed(names))
    if "Value" not in forms or vr == "SQ":
        return Element(tag, vr, problem="values in a sequence" if "Value" in forms else None)
    if vr in value_representation.BINARIES and any(value.text for value in attribute.named("Value")):
        # PS3.19 A.1.5 does not forbid it, and does not say what it means.
        return Element(tag, vr, uri=_TEXTUAL)
    values: list[PlainValue] = [text_value(vr, value.text) for value in _ordered(attribute, "Value")]
    return Element(tag, vr, values=trimmed(tuple(values)))


def _items(attribute: Node, like: Sequence[Plain]) -> Iterator[Plain]:
    for index, item in enumerate(_ordered(attribute, "Item")):
        yield plain_document(item, like[index] if index < len(like) else {})


def _ordered(attribute: Node, name: str) -> Sequence[Node]:
    """The values in the order that their numbers say, in that of the document where those say nothing.

    Where numbers are left out, so are empty values.
    """
    found = list(attribute.named(name))
    numbers = [node.attributes.get("number", "").strip() for node in found]
    if not all(each.isascii() and each.isdigit() and len(each) < 9 for each in numbers):
        return found
    by_number = dict(zip(map(int, numbers), found, strict=True))
    if len(by_number) < len(found):
        return found
    last = max(by_number, default=0)
    if name == "Item" or 0 in by_number or last > len(found) + _MOST_LEFT_OUT:
        return [by_number[number] for number in sorted(by_number)]
    return [by_number.get(number, Node(name)) for number in range(1, last + 1)]


def _name(name: Node) -> str:
    groups = {group.name: group for group in name.children}
    return "=".join(_group(groups[group]) if group in groups else "" for group in NAME_GROUPS)


def _group(group: Node) -> str:
    components = {component.name: component.text for component in group.children}
    return "^".join(components.get(component, "") for component in NAME_COMPONENTS)


def _inline(tag: int, vr: str, text: str) -> Element:
    try:
        binary = binascii.a2b_base64("".join(text.split()), strict_mode=True)
    except ValueError as error:
        return Element(tag, vr, problem=f"an InlineBinary that is no base64: {error}")
    element = Element(tag, vr, binary=binary)
    return element if vr in value_representation.BINARIES else decoded(element, vr, ["utf-8"])
