"""Wrong forms of DICOM XML: the message and the Native DICOM Model."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import replying
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Attributes, Headers, Part, Reply, Request

_XML = "application/dicom+xml"


def describing_in_xml(right: Behaviour, change: Callable[[str], str]) -> Behaviour:
    """Each XML document of metadata changed; those of search results and store responses are right."""

    def xml_document(attributes: Attributes) -> bytes:
        document = right.xml_document(attributes)
        return change(document.decode()).encode() if "7FE00010" in attributes else document

    return replace(right, xml_document=xml_document)


def substituting(right: Behaviour, pattern: str, new: str | Callable[[re.Match[str]], str]) -> Behaviour:
    """Each match of a pattern in an XML document of metadata replaced."""
    return describing_in_xml(right, lambda document: re.sub(pattern, new, document))


@fault(breaks=("xml-parts", "xml-multipart-type", "search-results-as-dicom-xml"))
def xml_parts_are_plain_xml(right: Behaviour) -> Behaviour:
    """The parts of a message of DICOM XML say application/xml."""

    def part_headers(part: Part) -> Headers:
        return right.part_headers(replace(part, type="application/xml") if part.type == _XML else part)

    return replace(right, part_headers=part_headers)


@fault(breaks=("xml-multipart-type",))
def xml_messages_state_another_type(right: Behaviour) -> Behaviour:
    """The type of a message of DICOM XML is application/xml."""

    def change(_: Request, reply: Reply) -> Reply:
        headers = tuple(
            (name, value.replace(_XML, "application/xml") if value.startswith("multipart/") else value)
            for name, value in reply.headers
        )
        return replace(reply, headers=headers)

    return replying(right, change)


@fault(breaks=("xml-well-formed", "xml-character-sets", "xml-agrees-with-json"))
def xml_documents_declare_entities(right: Behaviour) -> Behaviour:
    """A document writes ö as an entity that it declares itself."""

    def change(document: str) -> str:
        head, end, body = document.partition("?>\n")
        declared = '<!DOCTYPE NativeDicomModel [<!ENTITY ouml "&#246;">]>\n'
        return f"{head}{end}{declared}{body.replace('ö', '&ouml;')}" if "Größe" in body else document

    return describing_in_xml(right, change)


@fault(breaks=("xml-well-formed", "xml-texts", "xml-line-ends", "xml-person-names"))
def long_xml_documents_are_cut(right: Behaviour) -> Behaviour:
    """A document of more than 64 KiB ends there."""
    return describing_in_xml(right, lambda document: document[: 2**16])


@fault(breaks=("xml-elements",))
def xml_has_group_lengths(right: Behaviour) -> Behaviour:
    """A document begins with a group length."""
    group_length = '<DicomAttribute tag="00080000" vr="UL"><Value number="1">64</Value></DicomAttribute>'
    return substituting(right, "(<NativeDicomModel[^>]*>)", rf"\1{group_length}")


@fault(breaks=("xml-elements",))
def xml_attributes_hold_a_description(right: Behaviour) -> Behaviour:
    """Attributes of PatientID hold an element that the model does not know."""
    return substituting(right, '(<DicomAttribute tag="00100020"[^>]*>)', r"\1<Description>Patient ID</Description>")


@fault(breaks=("xml-namespace",))
def xml_has_no_namespace(right: Behaviour) -> Behaviour:
    """The elements are in no namespace."""
    return substituting(right, ' xmlns="[^"]*"', "")


@fault(breaks=("xml-space-preserved",))
def xml_does_not_preserve_space(right: Behaviour) -> Behaviour:
    """The root element does not say that white space counts."""
    return substituting(right, ' xml:space="preserve"', "")


@fault(breaks=("xml-tags",))
def xml_tags_are_in_lower_case(right: Behaviour) -> Behaviour:
    """Tags have lower-case digits."""
    return substituting(right, ' tag="([^"]*)"', lambda found: f' tag="{found[1].lower()}"')


@fault(breaks=("xml-tags",))
def xml_tags_have_commas(right: Behaviour) -> Behaviour:
    """The tag of Rows is written with a comma, beside the right one."""
    rows = '<DicomAttribute tag="0028,0010" vr="US" keyword="Rows"><Value number="1">1</Value></DicomAttribute>'
    return substituting(right, "(</NativeDicomModel>)", rf"{rows}\1")


@fault(breaks=("xml-keywords",))
def xml_has_no_keywords(right: Behaviour) -> Behaviour:
    """Attributes have no keyword."""
    return substituting(right, ' keyword="[^"]*"', "")


@fault(breaks=("xml-keywords",))
def xml_keywords_are_names(right: Behaviour) -> Behaviour:
    """Keywords are names in words, as Patient ID."""
    return substituting(
        right, ' keyword="([^"]*)"', lambda found: f' keyword="{re.sub("(?<=[a-z])(?=[A-Z])", " ", found[1])}"'
    )


@fault(breaks=("xml-known-value-representations",))
def xml_value_representations_are_in_lower_case(right: Behaviour) -> Behaviour:
    """Value representations are in lower case."""
    return substituting(right, ' vr="(..)"', lambda found: f' vr="{found[1].lower()}"')


@fault(breaks=("xml-known-value-representations", "xml-value-representations", "xml-agrees-with-json"))
def xml_calls_all_codes_text(right: Behaviour) -> Behaviour:
    """Each CS is called LO."""
    return substituting(right, ' vr="CS"', ' vr="LO"')


@fault(breaks=("xml-private-tags",))
def xml_private_tags_keep_their_block(right: Behaviour) -> Behaviour:
    """Private tags have the number of their block."""
    return substituting(right, r' tag="(....)00(..)"( vr=".." privateCreator=)', r' tag="\g<1>10\g<2>"\3')


@fault(breaks=("xml-private-creators", "xml-has-private-attributes", "xml-agrees-with-json", "xml-sequence-items"))
def xml_names_no_private_creators(right: Behaviour) -> Behaviour:
    """Private attributes do not say whose they are."""
    return substituting(right, ' privateCreator="[^"]*"', "")


@fault(breaks=("xml-private-creators",))
def xml_standard_attributes_name_a_creator(right: Behaviour) -> Behaviour:
    """Standard attributes name DICOM as their private creator."""
    return substituting(right, ' keyword="', ' privateCreator="DICOM" keyword="')


@fault(breaks=("xml-numbering",))
def xml_numbers_from_zero(right: Behaviour) -> Behaviour:
    """Values, items and names are numbered from 0."""
    return substituting(right, ' number="([0-9]+)"', lambda found: f' number="{int(found[1]) - 1}"')


@fault(breaks=("xml-numbering",))
def xml_items_have_no_number(right: Behaviour) -> Behaviour:
    """Sequence items have no number."""
    return substituting(right, '<Item number="[0-9]+"', "<Item")


@fault(breaks=("xml-person-names-split",))
def xml_names_are_values(right: Behaviour) -> Behaviour:
    """A person name is a Value with the delimiters of PS3.5."""

    def value(found: re.Match[str]) -> str:
        groups = [_whole(found[2], group) for group in ("Alphabetic", "Ideographic", "Phonetic")]
        return f'<Value number="{found[1]}">{"=".join(groups).rstrip("=")}</Value>'

    return substituting(right, r'<PersonName number="([0-9]+)">(.*?)</PersonName>', value)


@fault(breaks=("xml-person-names-split",))
def xml_names_are_family_names(right: Behaviour) -> Behaviour:
    """Each component group is one FamilyName, delimiters and all."""

    def group(found: re.Match[str]) -> str:
        return f"<{found[1]}><FamilyName>{_whole(found[0], found[1])}</FamilyName></{found[1]}>"

    return substituting(right, r"<(Alphabetic|Ideographic|Phonetic)>.*?</\1>", group)


@fault(breaks=("xml-value-forms",))
def xml_sequences_say_their_length(right: Behaviour) -> Behaviour:
    """A sequence has a Value beside its items."""
    return substituting(right, '(<Item number="1">)', r'<Value number="1"></Value>\1')


@fault(breaks=("xml-single-values", "xml-texts", "xml-agrees-with-json"))
def xml_values_are_joined(right: Behaviour) -> Behaviour:
    """Two values of CS stand in one Value, with a backslash between."""
    joint = '(vr="CS"[^>]*><Value number="1">[^<]*)</Value><Value number="2">(?=[^<]*</Value></DicomAttribute>)'
    return substituting(right, joint, r"\1\\")


@fault(breaks=("xml-single-values", "xml-numbers", "xml-agrees-with-json"))
def xml_tag_values_have_commas(right: Behaviour) -> Behaviour:
    """AT values are written as (0010,0010)."""
    pattern = '(vr="AT"[^>]*>)((?:<Value number="[0-9]+">[^<]*</Value>)+)'

    def value(found: re.Match[str]) -> str:
        return found[1] + re.sub(">(....)(....)<", r">(\1,\2)<", found[2])

    return substituting(right, pattern, value)


@fault(breaks=("xml-inline-binary", "xml-binary-values"))
def xml_binary_values_are_hexadecimal(right: Behaviour) -> Behaviour:
    """Inline binary values are pairs of hexadecimal digits with colons."""

    def hexadecimal(found: re.Match[str]) -> str:
        return f"<InlineBinary>{':'.join(f'{byte:02x}' for byte in found[1].encode())}</InlineBinary>"

    return substituting(right, "<InlineBinary>([^<]*)</InlineBinary>", hexadecimal)


@fault(breaks=("xml-empty-values",))
def xml_empty_attributes_have_an_empty_value(right: Behaviour) -> Behaviour:
    """An attribute without value has one empty Value."""
    return substituting(
        right, r'(<DicomAttribute [^>]*vr="(?!SQ|PN|O.|UN).."[^>]*>)(</DicomAttribute>)', r'\1<Value number="1"/>\2'
    )


@fault(breaks=("xml-bulk-data-uri",))
def xml_bulk_data_have_a_uuid(right: Behaviour) -> Behaviour:
    """References to bulk data are UUIDs, as hosted applications have them."""
    return substituting(right, '<BulkData uri="[^"]*"', '<BulkData uuid="f81d4fae-7dec-11d0-a765-00a0c91e6bf6"')


@fault(breaks=("xml-bulk-data-found",))
def xml_bulk_data_are_not_there(right: Behaviour) -> Behaviour:
    """References to bulk data lead nowhere."""
    return substituting(right, '(<BulkData uri="[^"]*/bulkdata/)', r"\g<1>99999999/")


@fault(breaks=("xml-bulk-data-value",))
def xml_bulk_data_of_items_are_those_of_the_image(right: Behaviour) -> Behaviour:
    """The icon refers to the pixels of the image."""
    return substituting(right, '(<BulkData uri="[^"]*/bulkdata/)00880200/1/7FE00010"', r'\g<1>7FE00010"')


def _whole(text: str, group: str) -> str:
    inside = re.search(f"<{group}>(.*?)</{group}>", text)
    components = dict(re.findall(r"<(\w+)>([^<]*)</\1>", inside[1])) if inside else {}
    names = ("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix")
    return "^".join(components.get(name, "") for name in names).rstrip("^")
