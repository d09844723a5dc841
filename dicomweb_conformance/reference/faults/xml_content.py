"""DICOM XML that does not say what is stored."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import after, with_dataset_list
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.xml import describing_in_xml, substituting
from dicomweb_conformance.reference.messages import Answer, Attributes, Datasets

_XML = "application/dicom+xml"


@fault(breaks=("xml-document-for-each-instance",))
def a_study_in_xml_lacks_its_last_document(right: Behaviour) -> Behaviour:
    """The last instance is missing when the metadata of a study come as DICOM XML."""

    def shortened(answer: Answer) -> Answer:
        is_xml = isinstance(answer.payload, Datasets) and answer.payload.type == _XML
        return with_dataset_list(lambda datasets: datasets[: max(1, len(datasets) - 1)])(answer) if is_xml else answer

    return replace(right, metadata=after(right.metadata, shortened, levels="study"))


@fault(breaks=("xml-has-attributes", "xml-agrees-with-json"))
def xml_lacks_the_photometric_interpretation(right: Behaviour) -> Behaviour:
    """PhotometricInterpretation is missing in DICOM XML."""
    return _without(right, "00280004")


@fault(breaks=("xml-has-private-attributes", "xml-agrees-with-json"))
def xml_lacks_private_attributes(right: Behaviour) -> Behaviour:
    """Private attributes are missing in DICOM XML, at the top of the dataset."""

    def xml_document(attributes: Attributes) -> bytes:
        return right.xml_document({tag: value for tag, value in attributes.items() if int(tag[3], 16) % 2 == 0})

    return replace(right, xml_document=xml_document)


@fault(breaks=("xml-has-empty-attributes", "xml-agrees-with-json"))
def xml_lacks_empty_attributes(right: Behaviour) -> Behaviour:
    """Attributes without value are missing in the DICOM XML of metadata."""
    return substituting(right, "<DicomAttribute [^>]*></DicomAttribute>", "")


@fault(breaks=("xml-sequence-items", "xml-agrees-with-json"))
def xml_loses_empty_items(right: Behaviour) -> Behaviour:
    """Empty sequence items are missing in DICOM XML, and the others are numbered anew."""

    def kept(attributes: Attributes) -> Attributes:
        found = {}
        for tag, attribute in attributes.items():
            if attribute["vr"] == "SQ" and "Value" in attribute:
                attribute = {**attribute, "Value": [kept(item) for item in attribute["Value"] if item]}
            found[tag] = attribute
        return found

    return replace(right, xml_document=lambda attributes: right.xml_document(kept(attributes)))


@fault(breaks=("xml-numbers",))
def xml_rounds_decimals(right: Behaviour) -> Behaviour:
    """Values of FD have six digits in DICOM XML."""
    pattern = '(vr="FD"[^>]*>)((?:<Value number="[0-9]+">[^<]*</Value>)+)'

    def rounded(found: re.Match[str]) -> str:
        return found[1] + re.sub(">([^<]+)<(?=/V)", lambda value: f">{float(value[1]):.6g}<", found[2])

    return substituting(right, pattern, rounded)


@fault(breaks=("xml-texts", "xml-character-sets", "xml-agrees-with-json"))
def xml_joins_lines(right: Behaviour) -> Behaviour:
    """Line ends in texts become spaces in DICOM XML."""
    return substituting(right, "&#13;\n", " ")


@fault(breaks=("xml-line-ends",))
def xml_has_raw_carriage_returns(right: Behaviour) -> Behaviour:
    """Carriage returns are not escaped, so that a reader of XML loses them."""
    return substituting(right, "&#13;", "\r")


@fault(breaks=("xml-person-names", "xml-character-sets", "xml-agrees-with-json"))
def xml_has_one_group_of_names(right: Behaviour) -> Behaviour:
    """The ideographic and phonetic groups of names are missing in DICOM XML."""
    return substituting(right, r"<(Ideographic|Phonetic)>.*?</\1>", "")


@fault(breaks=("xml-person-names", "xml-agrees-with-json"))
def xml_names_lack_prefix_and_suffix(right: Behaviour) -> Behaviour:
    """Prefix and suffix of names are missing in DICOM XML."""
    return substituting(right, r"<(NamePrefix|NameSuffix)>.*?</\1>", "")


@fault(breaks=("xml-dates", "xml-agrees-with-json"))
def xml_dates_have_hyphens(right: Behaviour) -> Behaviour:
    """Dates are written as 2024-02-29 in DICOM XML."""
    pattern = '(vr="DA"[^>]*><Value number="1">)([0-9]{4})([0-9]{2})([0-9]{2})<'
    return substituting(right, pattern, r"\1\2-\3-\4<")


@fault(breaks=("xml-binary-values",))
def xml_binary_values_are_big_endian(right: Behaviour) -> Behaviour:
    """Inline values of OW are in big endian order."""

    def swapped(found: re.Match[str]) -> str:
        data = bytearray(base64.b64decode(found[2]))
        data[::2], data[1::2] = data[1::2], data[::2]
        return f"{found[1]}<InlineBinary>{base64.b64encode(data).decode()}<"

    return substituting(right, '(vr="OW"[^>]*>)<InlineBinary>([^<]*)<', swapped)


@fault(breaks=("xml-character-sets", "xml-person-names", "xml-agrees-with-json"))
def xml_declares_latin_1(right: Behaviour) -> Behaviour:
    """A document in UTF-8 declares ISO-8859-1."""
    return describing_in_xml(right, lambda document: document.replace('"UTF-8"', '"ISO-8859-1"', 1))


@fault(breaks=("xml-search-results-agree",))
def xml_search_results_lack_counts(right: Behaviour) -> Behaviour:
    """The numbers of related instances are missing when a search is answered in DICOM XML."""
    return _without(right, "00201208", "00201209", metadata=False)


@fault(breaks=("xml-search-results-form",))
def xml_search_results_are_not_numbered(right: Behaviour) -> Behaviour:
    """Values have no number when a search is answered in DICOM XML."""

    def xml_document(attributes: Attributes) -> bytes:
        document = right.xml_document(attributes)
        return document if {"7FE00010", "00081199"} & attributes.keys() else re.sub(rb' number="[0-9]+"', b"", document)

    return replace(right, xml_document=xml_document)


@fault(breaks=("xml-store-response-form",))
def xml_store_responses_have_no_keywords(right: Behaviour) -> Behaviour:
    """Attributes have no keyword in a store response in DICOM XML."""

    def xml_document(attributes: Attributes) -> bytes:
        document = right.xml_document(attributes)
        return re.sub(rb' keyword="[^"]*"', b"", document) if "00081199" in attributes else document

    return replace(right, xml_document=xml_document)


def _without(right: Behaviour, *tags: str, metadata: bool = True) -> Behaviour:
    def xml_document(attributes: Attributes) -> bytes:
        if ("7FE00010" in attributes) != metadata:
            return right.xml_document(attributes)
        return right.xml_document({tag: value for tag, value in attributes.items() if tag not in tags})

    return replace(right, xml_document=xml_document)
