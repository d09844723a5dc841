"""Every rule of the Native DICOM Model is seen to fail, and no legal oddity fails."""

import pytest

from dicomweb_conformance.native_model import RULES, judge, read_xml
from dicomweb_conformance.native_model.rules import NAMESPACE
from tests.native_model.documents import attribute, document, values

PATIENT = attribute("00100020", "LO", values("ID1"), keyword="PatientID")
NAME = '<PersonName number="1"><Alphabetic><FamilyName>A</FamilyName></Alphabetic></PersonName>'

LEGAL = {
    "nothing": "",
    "an attribute": PATIENT,
    "white space between elements": f"\n  {PATIENT}\n",
    "no vr": attribute("00100020", "", values("ID1"), keyword="PatientID"),
    "UN": attribute("00100020", "UN", "<InlineBinary>SUQx</InlineBinary>", keyword="PatientID"),
    "an attribute that the host may not know": attribute("0018115E", "DS", values("1.5")),
    "an empty value among others": attribute("00080008", "CS", values("A", "", "B")),
    "an empty attribute": attribute("00080050", "SH", keyword="AccessionNumber"),
    "a private attribute": attribute("00090001", "LO", values("x"), privateCreator="ACME"),
    "a private creator": attribute("00090010", "LO", values("ACME")),
    "a private attribute in the place of a creator": attribute("00090010", "LO", values("x"), privateCreator="ACME"),
    "the same element of two creators": attribute("00090001", "LO", values("x"), privateCreator="A")
    + attribute("00090001", "LO", values("x"), privateCreator="B"),
    "a name": attribute("00100010", "PN", NAME, keyword="PatientName"),
    "an empty name": attribute("00081070", "PN", '<PersonName number="1"/>'),
    "an empty item": attribute("00081140", "SQ", '<Item number="1"/>'),
    "base64 in lines": attribute("00090001", "OB", "<InlineBinary>AAEC\n  AwQF</InlineBinary>", privateCreator="A"),
    "bulk data": attribute("7FE00010", "OW", '<BulkData uri="https://example.org/b/1"/>'),
    "bulk data with a relative uri": attribute("7FE00010", "OW", '<BulkData uri="b/1"/>'),
    "bulk data in place of a sequence": attribute("54000100", "SQ", '<BulkData uri="b/1"/>'),
    "a backslash in a text of one value": attribute("00104000", "LT", values("a\\b")),
    "a float that is not finite": attribute("00090001", "FD", values("NaN"), privateCreator="A"),
    "a retired attribute by any keyword": attribute("00080010", "SH", values("x"), keyword="RetiredRecognitionCode"),
}


@pytest.mark.parametrize("body", LEGAL.values(), ids=LEGAL)
def test_legal_oddities_break_no_rule(body: str) -> None:
    assert judge(document(body)) == ()


BROKEN = {
    "elements in an attribute": ("elements", attribute("00100020", "LO", "<Values/>", keyword="PatientID")),
    "elements in a dataset": ("elements", "<Attribute/>"),
    "elements in a value": ("elements", attribute("00104000", "LT", '<Value number="1">x<b/></Value>')),
    "text in a dataset": ("character-data", "text"),
    "text in an attribute": ("character-data", attribute("00104000", "LT", "text")),
    "an attribute twice": ("attribute-unique", PATIENT + PATIENT),
    "a group length": ("group-length", attribute("00080000", "UL", values("4"))),
    "a tag in lower case": ("tag", attribute("0020000d", "UI", values("1.2"), keyword="StudyInstanceUID")),
    "a tag with a comma": ("tag", attribute("0010,0020", "LO", values("x"))),
    "no tag": ("tag", attribute("", "LO", values("x"))),
    "a name for a keyword": ("keyword", attribute("00100020", "LO", values("x"), keyword="Patient ID")),
    "no keyword": ("keyword-present", attribute("00100020", "LO", values("x"))),
    "a vr in lower case": ("vr-known", attribute("00104000", "lt", values("x"))),
    "a vr of three letters": ("vr-known", attribute("00104000", "LTX", values("x"))),
    "a vr of another attribute": ("vr-dictionary", attribute("00104000", "LO", values("x"))),
    "a block in a tag": ("private-tag", attribute("00091001", "LO", values("x"), privateCreator="ACME")),
    "nobody's attribute": ("private-creator", attribute("00090001", "LO", values("x"))),
    "a standard creator": ("private-creator-standard", attribute("00104000", "LT", values("x"), privateCreator="D")),
    "two forms": ("one-value-form", attribute("00104000", "LT", values("x") + '<BulkData uri="b"/>')),
    "a sequence of values": ("sequence-form", attribute("00081140", "SQ", values("x"))),
    "a text of items": ("sequence-form", attribute("00104000", "LT", '<Item number="1"/>')),
    "a name as a value": ("name-form", attribute("00081070", "PN", values("A^B"))),
    "a text as a name": ("name-form", attribute("00104000", "LT", NAME)),
    "numbers from zero": ("number", attribute("00080008", "CS", '<Value number="0">A</Value>')),
    "no number": ("number", attribute("00081140", "SQ", "<Item/>")),
    "a gap": ("number", attribute("00080008", "CS", '<Value number="1">A</Value><Value number="3">B</Value>')),
    "text in a name": ("name-groups", attribute("00081070", "PN", '<PersonName number="1">A</PersonName>')),
    "an unknown group": ("name-groups", attribute("00081070", "PN", '<PersonName number="1"><Latin/></PersonName>')),
    "text in a group": ("name-components", attribute("00081070", "PN", NAME.replace("FamilyName", "Family"))),
    "a name in one component": ("name-split", attribute("00081070", "PN", NAME.replace(">A<", ">A^B<"))),
    "a tag value with a comma": ("attribute-tag", attribute("00280009", "AT", values("(0018,1063)"))),
    "a number in words": ("number-form", attribute("00280010", "US", values("one"), keyword="Rows")),
    "a fraction of an integer": ("number-form", attribute("00280010", "US", values("1.5"), keyword="Rows")),
    "joined values": ("values-split", attribute("00080008", "CS", values("A\\B"))),
    "hexadecimal": ("inline-binary", attribute("7FE00010", "OB", "<InlineBinary>0:1</InlineBinary>")),
    "a binary text": ("inline-binary", attribute("00104000", "LT", "<InlineBinary>AAEC</InlineBinary>")),
    "binary twice": ("inline-binary", attribute("7FE00010", "OB", "<InlineBinary>AAEC</InlineBinary>" * 2)),
    "a uuid": ("bulk-data-uri", attribute("7FE00010", "OB", '<BulkData uuid="f81d4fae"/>')),
    "a URI in upper case": ("bulk-data-uri", attribute("7FE00010", "OB", '<BulkData URI="b/1"/>')),
    "a uri with a space": ("bulk-data-uri", attribute("7FE00010", "OB", '<BulkData uri="b 1"/>')),
    "an empty value": ("empty-attribute", attribute("00104000", "LT", values(""))),
}


@pytest.mark.parametrize(("rule", "body"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_found_at_every_depth(rule: str, body: str) -> None:
    nested = attribute("00081140", "SQ", f'<Item number="1">{body}</Item>')

    assert {violation.rule for violation in judge(document(body))} == {rule}
    assert {violation.rule for violation in judge(document(nested))} == {rule}


@pytest.mark.parametrize(
    ("rule", "raw"),
    [
        ("root", f'<Dataset xmlns="{NAMESPACE}" xml:space="preserve"/>'),
        ("namespace", '<NativeDicomModel xml:space="preserve"/>'),
        ("space-preserved", f'<NativeDicomModel xmlns="{NAMESPACE}"/>'),
    ],
)
def test_the_root_element_is_judged(rule: str, raw: str) -> None:
    assert [violation.rule for violation in judge(read_xml(raw.encode()))] == [rule]


def test_every_rule_is_broken_once() -> None:
    assert {rule for rule, _ in BROKEN.values()} | {"root", "namespace", "space-preserved"} == set(RULES)
