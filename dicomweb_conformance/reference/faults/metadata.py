"""Metadata that is not complete, or not true."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import after
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.metadata_changes import (
    Attribute,
    Change,
    describing,
    describing_datasets,
    in_json,
    is_private,
    of,
    rewriting,
    with_values,
)
from dicomweb_conformance.reference.messages import Answer, Attributes, Datasets, Refused, Request, Resource
from dicomweb_conformance.reference.part10 import IMPLICIT_VR_LITTLE_ENDIAN
from dicomweb_conformance.reference.syntaxes import NATIVE

_ALPHABETIC = frozenset({"Alphabetic"})


@fault(
    breaks=("retrieve-study-metadata", "metadata-of-study", "metadata-entity-tag-changes", "delete-changes-entity-tag")
)
def study_metadata_describe_an_instance_twice(right: Behaviour) -> Behaviour:
    """The metadata of a study hold its first instance twice."""
    return replace(right, metadata=after(right.metadata, in_json(lambda found: (*found[:1], *found)), levels="study"))


@fault(breaks=("retrieve-series-metadata", "metadata-of-series"))
def series_metadata_describe_the_whole_study(right: Behaviour) -> Behaviour:
    """The metadata of a series hold all instances of its study."""

    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        as_json = request.header("accept") == "application/dicom+json"
        known = resource.level == "series" and as_json and server.behaviour.select(server, resource)
        return right.metadata(server, request, Resource("metadata", resource.study) if known else resource)

    return replace(right, metadata=metadata)


@fault(
    breaks=(
        "retrieve-instance-metadata",
        "metadata-of-instance",
        "metadata-levels-agree",
        "json-single-result",
        "json-no-group-lengths",
    )
)
def instance_metadata_lack_the_sop_instance_uid(right: Behaviour) -> Behaviour:
    """The metadata of an instance do not name it."""
    unnamed = in_json(lambda found: tuple(_less(dataset, "00080018") for dataset in found))
    return replace(right, metadata=after(right.metadata, unnamed, levels="instance"))


@fault(breaks=("metadata-levels-agree",))
def series_metadata_lack_the_birth_date(right: Behaviour) -> Behaviour:
    """The metadata of a series lack PatientBirthDate, those of the study and the instance have it."""
    return describing(right, _without("00100030"), levels="series")


@fault(breaks=("metadata-has-attributes", "xml-agrees-with-json"))
def only_indexed_attributes_are_described(right: Behaviour) -> Behaviour:
    """PatientMotherBirthName is missing in metadata."""
    return describing(right, _without("00101060"))


@fault(
    breaks=(
        "metadata-has-private-attributes",
        "metadata-has-binary-attributes",
        "metadata-of-other-objects",
        "xml-agrees-with-json",
        "metadata-has-sequence-items",
    )
)
def private_attributes_are_not_described(right: Behaviour) -> Behaviour:
    """Private attributes are missing in metadata."""
    return describing(right, lambda tag, attribute: None if is_private(tag) else attribute)


@fault(breaks=("metadata-has-empty-attributes", "xml-agrees-with-json", "metadata-has-sequence-items"))
def empty_attributes_are_not_described(right: Behaviour) -> Behaviour:
    """Standard attributes without value are missing in metadata."""
    return describing(right, lambda tag, attribute: attribute if len(attribute) > 1 or is_private(tag) else None)


@fault(
    breaks=(
        "metadata-has-sequence-items",
        "metadata-has-binary-attributes",
        "metadata-of-other-objects",
        "xml-agrees-with-json",
        "metadata-unicode",
    )
)
def items_are_described_in_reverse_order(right: Behaviour) -> Behaviour:
    """The items of each sequence are in reverse order in metadata."""
    return describing(right, _items(lambda items: list(reversed(items))))


@fault(breaks=("metadata-has-sequence-items", "xml-agrees-with-json"))
def empty_items_are_not_described(right: Behaviour) -> Behaviour:
    """Empty sequence items are missing in metadata."""
    return describing(right, _items(lambda items: [item for item in items if item]))


@fault(breaks=("metadata-has-sequence-items", "metadata-of-other-objects", "xml-agrees-with-json", "metadata-unicode"))
def code_values_within_items_are_not_described(right: Behaviour) -> Behaviour:
    """CodeValue is missing in sequence items of metadata."""
    return describing(right, _items(lambda items: [_less(item, "00080100") for item in items]))


@fault(breaks=("metadata-has-sequence-items",))
def sequences_are_described_to_the_tenth_item(right: Behaviour) -> Behaviour:
    """Sequences have at most ten items in metadata."""
    return describing(right, _items(lambda items: items[:10]))


@fault(breaks=("metadata-has-sequence-items",))
def empty_attributes_within_items_are_not_described(right: Behaviour) -> Behaviour:
    """Attributes without value are missing in sequence items of metadata."""
    return describing(
        right,
        _items(lambda items: [{tag: each for tag, each in item.items() if len(each) > 1} for item in items]),
    )


@fault(breaks=("metadata-has-sequence-items",))
def doubles_within_items_pass_through_a_32_bit_float(right: Behaviour) -> Behaviour:
    """FD values in sequence items have the precision of a 32 bit float in metadata."""

    def single(value: Any) -> Any:
        return struct.unpack("<f", struct.pack("<f", value))[0]

    narrowed = of("FD", single)

    def item_of(item: Attributes) -> dict[str, Any]:
        return {tag: narrowed(tag, dict(each)) for tag, each in item.items()}

    return describing(right, _items(lambda items: [item_of(item) for item in items]))


@fault(breaks=("metadata-levels-agree",))
def series_metadata_give_each_instance_the_first_number(right: Behaviour) -> Behaviour:
    """The metadata of a series give each instance the InstanceNumber of its first one."""

    def renumbered(datasets: list[Any]) -> Any:
        number = datasets[0].get("00200013") if datasets else None
        return [{**each, "00200013": number} if number and "00200013" in each else each for each in datasets]

    return rewriting(right, renumbered, levels="series")


@fault(breaks=("metadata-unicode",))
def items_are_read_in_the_character_set_of_the_dataset(right: Behaviour) -> Behaviour:
    """Text of an item with a SpecificCharacterSet of its own is read in that of the dataset."""

    def item_of(item: Attributes) -> dict[str, Any]:
        own = item.get("00080005", {}).get("Value", ())
        meaning = item.get("00080104")
        if list(own) != ["ISO_IR 100"] or meaning is None:
            return dict(item)
        return {**item, "00080104": with_values(dict(meaning), _as_utf8)}

    return describing(right, _items(lambda items: [item_of(item) for item in items]))


def _as_utf8(text: str) -> str:
    return text.encode("latin-1").decode("utf-8", "replace")


@fault(breaks=("metadata-has-binary-attributes", "xml-agrees-with-json"))
def binary_attributes_are_not_described(right: Behaviour) -> Behaviour:
    """Attributes of binary value representations are missing in metadata."""
    binary = ("OB", "OD", "OF", "OL", "OV", "OW", "UN")
    return describing(right, lambda tag, attribute: None if attribute["vr"] in binary else attribute)


@fault(breaks=("metadata-of-other-objects",))
def metadata_needs_pixels(right: Behaviour) -> Behaviour:
    """The metadata of a study with an instance without Rows are answered with 500."""

    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.metadata(server, request, resource)
        if not isinstance(answer.payload, Datasets) or answer.payload.type != "application/dicom+json":
            return answer
        if any("00280010" not in each for each in answer.payload.datasets):
            raise Refused(500, "The instance has no rows.")
        return answer

    return replace(right, metadata=metadata)


@fault(breaks=("metadata-of-compressed",))
def compressed_pixels_seem_to_be_empty(right: Behaviour) -> Behaviour:
    """PixelData is described without value when it is compressed."""

    def emptied(server: Server, resource: Resource, datasets: Sequence[Attributes]) -> tuple[Attributes, ...]:
        instances = right.select(server, resource)
        return tuple(
            each if instance.transfer_syntax in NATIVE or "7FE00010" not in each else {**each, "7FE00010": {"vr": "OB"}}
            for instance, each in zip(instances, datasets, strict=True)
        )

    return _by_instance(right, emptied)


@fault(breaks=("metadata-vr-as-stored", "xml-agrees-with-json"))
def private_short_strings_are_described_as_long(right: Behaviour) -> Behaviour:
    """Private attributes of VR SH are described with VR LO."""

    def changed(tag: str, attribute: Attribute) -> Attribute:
        return {**attribute, "vr": "LO"} if is_private(tag) and attribute["vr"] == "SH" else attribute

    return describing(right, changed)


@fault(breaks=("metadata-numbers", "xml-agrees-with-json", "metadata-has-sequence-items"))
def decimal_strings_pass_through_a_32_bit_float(right: Behaviour) -> Behaviour:
    """DS and FD values have the precision of a 32 bit float in metadata."""

    def rounded(value: Any) -> Any:
        number = float(value)
        return struct.unpack("<f", struct.pack("<f", number))[0] if 1e-30 < abs(number) < 1e30 else value

    return describing(right, of("DS FD", rounded))


@fault(breaks=("metadata-numbers", "xml-agrees-with-json", "metadata-of-implicit"))
def only_the_first_number_is_described(right: Behaviour) -> Behaviour:
    """Multi-valued DS attributes have their first value only in metadata."""

    def first(tag: str, attribute: Attribute) -> Attribute:
        many = attribute["vr"] == "DS" and len(attribute.get("Value", ())) > 1
        return {**attribute, "Value": attribute["Value"][:1]} if many else attribute

    return describing(right, first)


@fault(breaks=("metadata-numbers", "xml-agrees-with-json"))
def empty_numbers_are_skipped(right: Behaviour) -> Behaviour:
    """Empty values among numbers are left out of metadata, so that later ones move up."""

    def shifted(tag: str, attribute: Attribute) -> Attribute:
        if attribute["vr"] not in ("DS", "IS") or "Value" not in attribute:
            return attribute
        return {**attribute, "Value": [value for value in attribute["Value"] if value is not None]}

    return describing(right, shifted)


@fault(breaks=("metadata-texts",))
def long_texts_are_described_in_part(right: Behaviour) -> Behaviour:
    """Texts end after 1024 characters in metadata."""
    return describing(right, of("LT ST UT UC", lambda value: value[:1024]))


@fault(breaks=("metadata-person-names", "metadata-unicode", "xml-agrees-with-json"))
def only_alphabetic_names_are_described(right: Behaviour) -> Behaviour:
    """Ideographic and phonetic component groups are missing in metadata."""

    def alphabetic(tag: str, attribute: Attribute) -> Attribute:
        if attribute["vr"] != "PN" or "Value" not in attribute:
            return attribute
        return with_values(attribute, lambda name: {key: name[key] for key in _ALPHABETIC & name.keys()} or None)

    return describing(right, alphabetic)


@fault(breaks=("metadata-dates", "xml-agrees-with-json"))
def fractions_of_a_second_are_not_described(right: Behaviour) -> Behaviour:
    """TM values have no fractions in metadata."""
    return describing(right, of("TM", lambda value: value.split(".")[0]))


@fault(breaks=("metadata-binary-values", "metadata-of-other-objects"))
def inline_binary_values_are_turned_round(right: Behaviour) -> Behaviour:
    """The bytes of inline binary values come in reverse order."""

    def turned(tag: str, attribute: Attribute) -> Attribute:
        if "InlineBinary" not in attribute:
            return attribute
        content = base64.b64decode(attribute["InlineBinary"])[::-1]
        return {**attribute, "InlineBinary": base64.b64encode(content).decode()}

    return describing(right, turned)


@fault(breaks=("metadata-unicode",))
def stored_bytes_of_texts_are_taken_for_unicode(right: Behaviour) -> Behaviour:
    """Text in another character set than UTF-8 is garbled in metadata."""

    def garbled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: garbled(group) for key, group in value.items()}
        return value.encode("utf-8").decode("latin-1") if isinstance(value, str) else value

    def changed(dataset: dict[str, Any]) -> dict[str, Any]:
        if dataset.get("00080005", {}).get("Value") == ["ISO_IR 192"]:
            return dataset
        texts = ("LO", "LT", "PN", "SH", "ST", "UC", "UT")
        return {
            tag: with_values(attribute, garbled) if attribute["vr"] in texts else attribute
            for tag, attribute in dataset.items()
        }

    return describing_datasets(right, changed)


@fault(breaks=("metadata-of-implicit",))
def unusual_attributes_of_implicit_instances_are_unknown(right: Behaviour) -> Behaviour:
    """Overlays are missing in the metadata of what was stored in Implicit VR Little Endian."""

    def lessened(server: Server, resource: Resource, datasets: Sequence[Attributes]) -> tuple[Attributes, ...]:
        instances = right.select(server, resource)
        return tuple(
            {tag: attribute for tag, attribute in each.items() if not tag.startswith("6000")}
            if instance.transfer_syntax == IMPLICIT_VR_LITTLE_ENDIAN
            else each
            for instance, each in zip(instances, datasets, strict=True)
        )

    return _by_instance(right, lessened)


@fault(breaks=("metadata-not-finite",))
def what_is_no_number_is_written_as_such(right: Behaviour) -> Behaviour:
    """Floats that are not finite are NaN in metadata, which is no JSON."""

    def bare(tag: str, attribute: Attribute) -> Attribute:
        if attribute["vr"] not in ("FD", "FL") or "BulkDataURI" not in attribute:
            return attribute
        return {"vr": attribute["vr"], "Value": [float("nan")]}

    return describing(right, bare)


@fault(breaks=("metadata-without-file-meta",))
def metadata_name_the_transfer_syntax(right: Behaviour) -> Behaviour:
    """TransferSyntaxUID of group 0002 is part of metadata."""
    added = {"00020010": {"vr": "UI", "Value": ["1.2.840.10008.1.2.1"]}}
    return describing_datasets(right, lambda dataset: {**added, **dataset})


def _without(*tags: str) -> Change:
    return lambda tag, attribute: None if tag in tags else attribute


def _items(change: Callable[[list[Any]], list[Any]]) -> Change:
    def changed(tag: str, attribute: Attribute) -> Attribute:
        if attribute["vr"] != "SQ" or "Value" not in attribute:
            return attribute
        return {**attribute, "Value": change(attribute["Value"])}

    return changed


def _less(item: Attributes, tag: str) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != tag}


def _by_instance(
    right: Behaviour, change: Callable[[Server, Resource, Sequence[Attributes]], tuple[Attributes, ...]]
) -> Behaviour:
    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.metadata(server, request, resource)
        if not isinstance(answer.payload, Datasets) or answer.payload.type != "application/dicom+json":
            return answer
        datasets = change(server, resource, answer.payload.datasets)
        return replace(answer, payload=replace(answer.payload, datasets=datasets))

    return replace(right, metadata=metadata)
