"""Strategies that spoil what is right: bytes, JSON and XML with a few places changed."""

import copy
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]

NUMBERS = tuple(
    value.to_bytes(size, "little")
    for size in (1, 2, 4, 8)
    for value in (0, 1, 2 ** (8 * size) - 1, 2 ** (8 * size) - 2, 2 ** (8 * size - 1), 2 ** (8 * size - 1) - 1)
)
"""Lengths and counts at the edges of what a field holds."""

_ODD: tuple[Any, ...] = (
    None, True, 0, -1, 2**70, 1.5, "", " ", "\0", "x", "1.2.3", "\u202e", "\\", "=", "^" * 9, "a" * 200,
    [], [None], [[]], [{}], {}, {"vr": "SQ"}, {"vr": "UI", "Value": [{}]}, {"vr": "UI", "Value": [["1"]]},
    {"vr": "PN", "Value": ["x"]}, {"vr": "PN", "Value": [{"Alphabetic": {}}]}, {"Value": "x"}, {"BulkDataURI": 1},
    {"vr": "OW", "InlineBinary": "\u00e9"}, {"vr": ["UI"], "Value": [1]}, {"vr": "DS", "Value": ["1e999999"]},
)  # fmt: skip
_WORDS = (*"x Value Item PersonName BulkData DicomAttribute 0020000D SQ PN 0 1e99 \u202e".split(), "")


@st.composite
def spoiled(draw: Draw, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """One of the seeds with up to six places cut, doubled, overwritten or filled with tokens."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.one_of(st.integers(0, 8), st.integers(0, len(data))))
        match draw(st.sampled_from(["cut", "double", "token", "over", "byte", "end"])):
            case "cut":
                del data[at : at + length]
            case "double":
                data[at:at] = data[at : at + min(length, 2000)]
            case "token":
                data[at:at] = draw(st.sampled_from(tokens))
            case "over":
                token = draw(st.sampled_from(tokens))
                data[at : at + len(token)] = token
            case "byte":
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case "end":
                del data[at:]
    return bytes(data)


@st.composite
def spoiled_json(draw: Draw, seeds: Sequence[bytes]) -> bytes:
    """One of the seeds, which are JSON, with up to five values or names replaced by odd ones."""
    root = json.loads(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 5))):
        odd = copy.deepcopy(draw(st.sampled_from(_ODD)))
        places = list(_places(root))
        if not places:
            return json.dumps(odd).encode()
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        if isinstance(holder, dict) and draw(st.integers(0, 4)) == 0:
            holder[draw(st.sampled_from(_WORDS))] = holder.pop(key)
        else:
            holder[key] = odd
    return json.dumps(root).encode()


def _places(root: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    pending = [root]
    while pending:
        value = pending.pop()
        if isinstance(value, dict | list):
            keys = list(value) if isinstance(value, dict) else list(range(len(value)))
            found.extend((value, key) for key in keys)
            pending.extend(value[key] for key in keys)
    return found


@st.composite
def spoiled_xml(draw: Draw, seeds: Sequence[bytes]) -> bytes:
    """One of the seeds, which are XML, with up to five elements renamed, doubled, emptied or given other words."""
    root = ElementTree.fromstring(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 5))):
        elements = list(root.iter())
        element = elements[draw(st.integers(0, len(elements) - 1))]
        word = draw(st.sampled_from(_WORDS))
        match draw(st.sampled_from(["name", "text", "attribute", "drop", "double", "empty"])):
            case "name":
                namespace = element.tag.rpartition("}")[0]
                element.tag = f"{namespace}}}{word or 'x'}" if namespace else word or "x"
            case "text":
                element.text = word
            case "attribute":
                element.set(draw(st.sampled_from(["tag", "vr", "keyword", "number", "uri", "privateCreator"])), word)
            case "drop":
                element.attrib.clear()
            case "double" if len(elements) < 2000:
                element.append(copy.deepcopy(element))
            case "empty":
                element[:] = []
    return ElementTree.tostring(root)
