"""DICOM JSON that breaks a rule of its model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import after, with_datasets
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.metadata_changes import (
    Attribute,
    describing,
    describing_datasets,
    rewriting,
    rewriting_bytes,
)
from dicomweb_conformance.reference.messages import Answer, Datasets

_GROUP_LENGTH = {"00080000": {"vr": "UL", "Value": [128]}}


@fault(breaks=("json-utf-8",))
def metadata_begins_with_a_byte_order_mark(right: Behaviour) -> Behaviour:
    """A byte order mark stands before metadata that have more than ASCII characters."""
    return rewriting_bytes(right, lambda body: body if body.isascii() else b"\xef\xbb\xbf" + body)


@fault(
    breaks=(
        "json-utf-8",
        "json-empty-values",
        "json-person-names",
        "metadata-has-attributes",
        "metadata-person-names",
        "metadata-code-points",
        "metadata-unicode",
        "xml-agrees-with-json",
    )
)
def metadata_is_written_in_latin_1(right: Behaviour) -> Behaviour:
    """Metadata comes in ISO 8859-1; what that does not have is a question mark."""
    return rewriting_bytes(right, lambda body: body.decode("utf-8").encode("latin-1", "replace"))


@fault(
    breaks=(
        "json-well-formed",
        "json-lengths",
        "json-multiple-values",
        "json-strings",
        "metadata-texts",
        "metadata-person-names",
        "metadata-bulkdata-vr",
        "metadata-of-study",
    )
)
def metadata_ends_after_64_kib(right: Behaviour) -> Behaviour:
    """Metadata of more than 64 KiB is cut."""
    return rewriting_bytes(right, lambda body: body[:65536])


@fault(breaks=("json-unique-names",))
def an_attribute_occurs_twice(right: Behaviour) -> Behaviour:
    """SOPClassUID occurs twice in each dataset of metadata."""

    def doubled(body: bytes) -> bytes:
        name = b'"00080016":'
        first, *others = body.split(name)
        twice = [name + other.split(b"}")[0] + b"}," + name + other for other in others]
        return first + b"".join(twice)

    return rewriting_bytes(right, doubled, levels="study")


@fault(breaks=("json-array",))
def the_array_ends_with_null(right: Behaviour) -> Behaviour:
    """After several results, of which one is MONOCHROME1, the array of study metadata holds a null."""

    def with_null(datasets: list[Any]) -> list[Any]:
        has_one = any("MONOCHROME1" in str(dataset.get("00280004")) for dataset in datasets)
        return [*datasets, None] if has_one else datasets

    return rewriting(right, with_null, levels="study")


@fault(
    breaks=("json-single-result", "retrieve-instance-metadata", "delete-leaves-no-content", "store-replacement-whole")
)
def a_single_result_stands_alone(right: Behaviour) -> Behaviour:
    """The metadata of an instance is an object instead of an array of one."""
    return rewriting(right, lambda datasets: datasets[0], levels="instance")


@fault(breaks=("json-attribute-names",))
def names_within_items_are_in_lower_case(right: Behaviour) -> Behaviour:
    """The names of attributes within sequence items have hexadecimal digits in lower case."""

    def lowered(tag: str, attribute: Attribute) -> Attribute:
        if attribute["vr"] != "SQ" or "Value" not in attribute:
            return attribute
        items = [{name.lower(): value for name, value in item.items()} for item in attribute["Value"]]
        return {**attribute, "Value": items}

    return describing(right, lowered)


@fault(breaks=("json-attribute-order",))
def attributes_come_in_another_order(right: Behaviour) -> Behaviour:
    """The last attribute comes first in metadata."""
    return describing_datasets(right, lambda dataset: dict([*list(dataset.items())[-1:], *dataset.items()]))


@fault(breaks=("json-no-group-lengths",))
def metadata_has_group_lengths(right: Behaviour) -> Behaviour:
    """The length of group 0008 is part of metadata."""
    return describing_datasets(right, lambda dataset: {**_GROUP_LENGTH, **dataset})


@fault(
    breaks=(
        "json-private-creators",
        "metadata-has-private-attributes",
        "metadata-has-binary-attributes",
        "metadata-of-other-objects",
        "xml-agrees-with-json",
        "metadata-has-sequence-items",
    )
)
def private_creators_are_left_out(right: Behaviour) -> Behaviour:
    """Private attributes come without their private creator in metadata."""

    def left_out(tag: str, attribute: Attribute) -> Attribute | None:
        return None if tag[3] in "13579BDF" and tag[4:6] == "00" and attribute["vr"] == "LO" else attribute

    return describing(right, left_out)


@fault(breaks=("json-vr",))
def an_attribute_does_not_state_its_vr(right: Behaviour) -> Behaviour:
    """Modality comes without vr in metadata."""

    def silent(dataset: dict[str, Any]) -> dict[str, Any]:
        modality = dataset["00080060"]
        return {**dataset, "00080060": {name: value for name, value in modality.items() if name != "vr"}}

    return describing_datasets(right, silent)


@fault(breaks=("json-vr-of-dictionary", "metadata-vr-as-stored", "xml-agrees-with-json"))
def a_standard_attribute_has_another_vr(right: Behaviour) -> Behaviour:
    """Modality comes with vr LO in metadata."""
    return describing_datasets(right, lambda dataset: {**dataset, "00080060": {**dataset["00080060"], "vr": "LO"}})


@fault(breaks=("json-value-forms",))
def references_come_beside_a_value(right: Behaviour) -> Behaviour:
    """An attribute with a BulkDataURI has InlineBinary too."""

    def both(tag: str, attribute: Attribute) -> Attribute:
        return {**attribute, "InlineBinary": "AAAAAAAAAAA="} if "BulkDataURI" in attribute else attribute

    return describing(right, both)


@fault(breaks=("json-other-members",))
def attributes_state_their_keyword(right: Behaviour) -> Behaviour:
    """SOPClassUID has a member keyword in metadata."""
    return describing_datasets(
        right, lambda dataset: {**dataset, "00080016": {**dataset["00080016"], "keyword": "SOPClassUID"}}
    )


@fault(breaks=("search-results-keep-the-json-model",))
def search_results_have_group_lengths(right: Behaviour) -> Behaviour:
    """The length of group 0008 is part of search results."""
    return replace(right, search=after(right.search, _with_group_lengths))


@fault(breaks=("store-response-model",))
def store_responses_have_group_lengths(right: Behaviour) -> Behaviour:
    """The length of group 0008 is part of store responses."""
    return replace(right, store=after(right.store, _with_group_lengths))


def _with_group_lengths(answer: Answer) -> Answer:
    if not isinstance(answer.payload, Datasets) or answer.payload.type != "application/dicom+json":
        return answer
    return with_datasets(lambda dataset: {**_GROUP_LENGTH, **dataset})(answer)
