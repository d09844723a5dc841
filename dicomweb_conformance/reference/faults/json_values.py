"""Values in DICOM JSON that have not the form of their value representation."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.metadata_changes import (
    Attribute,
    Change,
    describing,
    describing_datasets,
    of,
    with_values,
)

_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")


@fault(breaks=("json-empty-attributes",))
def an_empty_attribute_has_an_empty_array(right: Behaviour) -> Behaviour:
    """Attributes without value have an empty array in Value."""
    return describing(right, lambda tag, attribute: attribute if len(attribute) > 1 else {**attribute, "Value": []})


@fault(breaks=("json-empty-attributes",))
def an_empty_attribute_has_null(right: Behaviour) -> Behaviour:
    """Attributes without value, except sequences, have null in Value."""

    def null(tag: str, attribute: Attribute) -> Attribute:
        return attribute if len(attribute) > 1 or attribute["vr"] == "SQ" else {**attribute, "Value": [None]}

    return describing(right, null)


@fault(breaks=("json-empty-values",))
def an_empty_value_is_an_empty_string(right: Behaviour) -> Behaviour:
    """An empty value among others is an empty string."""

    def filled(tag: str, attribute: Attribute) -> Attribute:
        if "Value" not in attribute or attribute["vr"] == "PN":
            return attribute
        return {**attribute, "Value": ["" if value is None else value for value in attribute["Value"]]}

    return describing(right, filled)


@fault(breaks=("json-multiple-values", "metadata-texts", "xml-agrees-with-json"))
def values_are_joined_by_backslashes(right: Behaviour) -> Behaviour:
    """The values of ImageType are one string with backslashes."""

    def joined(tag: str, attribute: Attribute) -> Attribute:
        values = attribute.get("Value", ())
        if tag != "00080008" or len(values) < 2:
            return attribute
        return {**attribute, "Value": ["\\".join(value or "" for value in values)]}

    return describing(right, joined)


@fault(breaks=("json-strings", "xml-agrees-with-json"))
def digits_become_numbers(right: Behaviour) -> Behaviour:
    """A StudyID of digits is a number in metadata."""

    def number(tag: str, attribute: Attribute) -> Attribute:
        if tag != "00200010":
            return attribute
        return with_values(attribute, lambda value: int(value) if value.isdigit() else value)

    return describing(right, number)


@fault(
    breaks=(
        "json-unique-identifiers",
        "metadata-texts",
        "metadata-of-implicit",
        "metadata-unicode",
        "xml-agrees-with-json",
    )
)
def a_uid_is_written_as_a_urn(right: Behaviour) -> Behaviour:
    """SOPClassUID begins with urn:oid: in metadata."""
    return describing(right, _only("00080016", lambda value: f"urn:oid:{value}"))


@fault(breaks=("json-dates", "metadata-dates", "xml-agrees-with-json"))
def dates_have_hyphens(right: Behaviour) -> Behaviour:
    """Dates come as 2024-02-29 in metadata."""
    return describing(right, of("DA", lambda value: f"{value[:4]}-{value[4:6]}-{value[6:]}"))


@fault(
    breaks=("json-code-strings", "metadata-texts", "metadata-of-implicit", "metadata-unicode", "xml-agrees-with-json")
)
def codes_are_in_lower_case(right: Behaviour) -> Behaviour:
    """Modality is in lower case in metadata."""
    return describing(right, _only("00080060", str.lower))


@fault(breaks=("json-lengths",))
def values_are_padded_in_front(right: Behaviour) -> Behaviour:
    """SH values are padded with spaces in front to more than they may hold."""
    return describing(right, _only("00200010", lambda value: value.rjust(17)))


@fault(breaks=("json-numbers",))
def binary_integers_are_strings(right: Behaviour) -> Behaviour:
    """US and UL values are strings."""
    return describing(right, of("US UL", str))


@fault(breaks=("json-numeric-strings",))
def integer_strings_have_a_fraction(right: Behaviour) -> Behaviour:
    """IS values are strings with a fraction of zero."""
    return describing(right, of("IS", lambda value: f"{value}.0"))


@fault(breaks=("json-tags",))
def tags_are_in_lower_case(right: Behaviour) -> Behaviour:
    """AT values are in lower case."""
    return describing(right, of("AT", str.lower))


@fault(breaks=("json-person-names",))
def person_names_are_strings(right: Behaviour) -> Behaviour:
    """Person names are strings, with their component groups joined."""
    return describing(right, of("PN", lambda name: "=".join(name.get(group, "") for group in _GROUPS).rstrip("=")))


@fault(breaks=("json-person-names",))
def empty_groups_of_names_are_empty_strings(right: Behaviour) -> Behaviour:
    """Person names have all component groups, empty ones too."""
    return describing(right, of("PN", lambda name: {group: name.get(group, "") for group in _GROUPS}))


@fault(breaks=("json-sequences", "metadata-has-sequence-items", "xml-agrees-with-json"))
def an_empty_item_is_null(right: Behaviour) -> Behaviour:
    """Empty sequence items are null."""

    def null(tag: str, attribute: Attribute) -> Attribute:
        if attribute["vr"] != "SQ" or "Value" not in attribute:
            return attribute
        return {**attribute, "Value": [item or None for item in attribute["Value"]]}

    return describing(right, null)


@fault(breaks=("json-binary-values", "metadata-binary-values", "metadata-of-other-objects"))
def words_are_spelled_out_as_numbers(right: Behaviour) -> Behaviour:
    """Inline OW values are arrays of numbers in Value."""

    def spelled(tag: str, attribute: Attribute) -> Attribute:
        if attribute["vr"] != "OW" or "InlineBinary" not in attribute:
            return attribute
        return {"vr": "OW", "Value": list(base64.b64decode(attribute["InlineBinary"]))}

    return describing(right, spelled)


@fault(breaks=("json-inline-binary",))
def base64_has_line_ends(right: Behaviour) -> Behaviour:
    """InlineBinary is broken into lines, as in mail."""

    def broken(tag: str, attribute: Attribute) -> Attribute:
        encoded = attribute.get("InlineBinary")
        return {**attribute, "InlineBinary": f"{encoded[:4]}\r\n{encoded[4:]}"} if encoded else attribute

    return describing(right, broken)


@fault(breaks=("json-inline-binary",))
def long_base64_comes_in_lines(right: Behaviour) -> Behaviour:
    """InlineBinary of more than 76 characters comes in lines, as encoders for mail write it."""

    def in_lines(tag: str, attribute: Attribute) -> Attribute:
        encoded = attribute.get("InlineBinary")
        if not encoded:
            return attribute
        lines = [encoded[start : start + 76] for start in range(0, len(encoded), 76)]
        return {**attribute, "InlineBinary": "\r\n".join(lines)}

    return describing(right, in_lines)


@fault(breaks=("json-bulk-data-uri", "bulkdata-location"))
def references_are_no_uris(right: Behaviour) -> Behaviour:
    """A BulkDataURI ends with characters that no URI has."""

    def spaced(tag: str, attribute: Attribute) -> Attribute:
        uri = attribute.get("BulkDataURI")
        return {**attribute, "BulkDataURI": f"{uri}#bulk data"} if uri else attribute

    return describing(right, spaced)


@fault(breaks=("metadata-bulkdata-vr",))
def long_names_are_left_to_a_uri(right: Behaviour) -> Behaviour:
    """Person names of more than 60 characters are left to a BulkDataURI."""

    def referred(dataset: dict[str, Any]) -> dict[str, Any]:
        name = dataset.get("00100010", {})
        if len(str((name.get("Value") or [""])[0])) <= 60:
            return dataset
        return {**dataset, "00100010": {"vr": "PN", "BulkDataURI": "bulkdata/00100010"}}

    return describing_datasets(right, referred)


def _only(wanted: str, change: Callable[[Any], Any]) -> Change:
    return lambda tag, attribute: with_values(attribute, change) if tag == wanted else attribute
