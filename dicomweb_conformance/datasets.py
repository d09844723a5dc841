"""Datasets of the DICOM JSON model, read for what they say; the strict judgement of their form is in json_model."""

import json
from collections.abc import Mapping
from typing import Any

from pydicom.datadict import dictionary_VR, tag_for_keyword

from dicomweb_conformance.body import Body
from dicomweb_conformance.capacity import LARGEST_DOCUMENT, MOST_VALUES
from dicomweb_conformance.json_model.reading import values_in

JsonDataset = Mapping[str, Any]


class NoDatasets(ValueError):
    """A body is no array of DICOM JSON datasets; the message says why."""


def datasets_in(body: Body) -> tuple[JsonDataset, ...]:
    """The datasets in a body that is an array of them (PS3.18 F.2). Raises NoDatasets."""
    members = _parse(body)
    if not isinstance(members, list):
        raise NoDatasets(f"the document is {_kind(members)}, not an array")
    for index, member in enumerate(members):
        if not isinstance(member, dict):
            raise NoDatasets(f"member {index} of the array is {_kind(member)}, not an object")
    return tuple(members)


def dataset_in(body: Body) -> JsonDataset:
    """The dataset in a body that is one object, or an array of one. Raises NoDatasets."""
    document = _parse(body)
    if isinstance(document, list) and len(document) == 1:
        document = document[0]
    if not isinstance(document, dict):
        raise NoDatasets(f"the document is {_kind(document)}, not a dataset")
    return document


def values(ds: JsonDataset, keyword: str) -> tuple[Any, ...]:
    """The values of an attribute, by its keyword; empty when it is absent, empty or not in the form of the model.

    A UID that is no string is left out, so that UIDs can be looked up, whatever was sent. A whole number is an int,
    also when it was written with a fraction or an exponent (RFC 8259 6).
    """
    tag = tag_for_keyword(keyword)
    if tag is None:
        raise KeyError(keyword)
    element = ds.get(f"{tag:08X}")
    if not isinstance(element, dict) or not isinstance(element.get("Value"), list):
        return ()
    vr = dictionary_VR(tag)
    return tuple(_number(value) for value in element["Value"] if vr != "UI" or value is None or isinstance(value, str))


def value(ds: JsonDataset, keyword: str) -> Any:
    """The first value of an attribute, None where there is none."""
    return next(iter(values(ds, keyword)), None)


def items(ds: JsonDataset, keyword: str) -> tuple[JsonDataset, ...]:
    """The items of a sequence, by its keyword; what is no item is left out."""
    return tuple(item for item in values(ds, keyword) if isinstance(item, dict))


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _parse(body: Body) -> Any:
    if body.size == 0:
        raise NoDatasets("the body is empty")
    if body.size > LARGEST_DOCUMENT:
        raise NoDatasets(f"the body is longer than {LARGEST_DOCUMENT:,} bytes")
    raw = body.read()
    if values_in(raw) > MOST_VALUES:
        raise NoDatasets(f"the body holds more than {MOST_VALUES:,} values")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise NoDatasets(f"the body is not JSON: {error}; it begins with {_beginning(body)}") from error


def _beginning(body: Body) -> str:
    return repr(body.head(40).decode("utf-8", "replace"))


def _kind(document: Any) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(document), "a number")
