"""Every rule of the DICOM JSON model is seen to fail, and no legal oddity fails."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicomweb_conformance.json_model import RULES, Document, Json, Top, Violation, judge, read_json


def judged(root: Any, top: Top = "any") -> tuple[Violation, ...]:
    return judge(read_json(json.dumps(root).encode()), top)


def attribute(vr: str, *values: Any, tag: str = "00091001") -> dict[str, Any]:
    """A dataset with one private attribute, which any vr becomes, and its creator."""
    return {"00090010": {"vr": "LO", "Value": ["ACME"]}, tag: {"vr": vr, "Value": list(values)}}


def element(**members: Any) -> dict[str, Any]:
    return {"00090010": {"vr": "LO", "Value": ["ACME"]}, "00091001": members}


PATIENT_ID = {"vr": "LO", "Value": ["ID1"]}

LEGAL: dict[str, Any] = {
    "nothing found": [],
    "an empty dataset": [{}],
    "one dataset": {"00100020": PATIENT_ID},
    "two datasets": [{"00100020": PATIENT_ID}, {"00100020": PATIENT_ID}],
    "an empty attribute": {"00080050": {"vr": "SH"}},
    "an empty sequence": {"00081140": {"vr": "SQ"}},
    "an empty binary attribute": {"7FE00010": {"vr": "OW"}},
    "members in any order": {"00100020": {"Value": ["ID1"], "vr": "LO"}},
    "nested items, one empty": {"00400275": {"vr": "SQ", "Value": [{}, {"00400007": {"vr": "LO"}}]}},
    "one empty item": {"00400275": {"vr": "SQ", "Value": [{}]}},
    "an item that holds only an empty object": {"00400275": {"vr": "SQ", "Value": [{"00400007": {"vr": "LO"}}]}},
    "an empty value among others": {"00080008": {"vr": "CS", "Value": ["A", None, "B"]}},
    "only empty values": {"00080008": {"vr": "CS", "Value": [None, None]}},
    "padding": attribute("CS", "A ", "B\0"),
    "nothing but padding": attribute("DA", " "),
    "text with a backslash": attribute("LT", "a\\b"),
    "text with lines": attribute("ST", "a\r\nb\t\f"),
    "text in other scripts": attribute("LO", "日本語", "Ünïcödé", "🩻"),
    "UN for a standard attribute": {"00100020": {"vr": "UN", "InlineBinary": "SUQx"}},
    "pixel data as OB": {"7FE00010": {"vr": "OB", "BulkDataURI": "http://a/b?c=d&e=%20"}},
    "pixel data as OW": {"7FE00010": {"vr": "OW", "InlineBinary": "AAEC/w=="}},
    "US or SS as SS": {"00280120": {"vr": "SS", "Value": [-1]}},
    "a lookup table as OW": {"00283006": {"vr": "OW", "InlineBinary": "AAE="}},
    "overlay": {"60020010": {"vr": "US", "Value": [1]}},
    "an unknown standard attribute": {"00180001": {"vr": "LO", "Value": ["x"]}},
    "a relative bulk data URI": element(vr="OB", BulkDataURI="../bulkdata/1"),
    "a long number as bulk data": element(vr="FD", BulkDataURI="http://a/b"),
    "inline numbers": element(vr="US", InlineBinary="AAE="),
    "a person name": attribute("PN", {"Alphabetic": "Yamada^Tarou", "Ideographic": "山田^太郎", "Phonetic": "やまだ"}),
    "a person name without alphabetic group": attribute("PN", {"Ideographic": "山田^太郎"}),
    "an empty name among others": attribute("PN", {"Alphabetic": "A"}, None),
    "decimal strings as numbers": attribute("DS", 1, -2.5, 1e-3, None),
    "decimal strings as strings": attribute("DS", "1", " -2.50 ", "+1.E+3", ".5", "007"),
    "integer strings": attribute("IS", 1, "-2", " +03 ", 2147483647, 4.0),
    "long integers": attribute("UV", 18446744073709551615, "18446744073709551615"),
    "signed long integers": attribute("SV", -9223372036854775808, "-1"),
    "least and greatest": attribute("SS", -32768, 32767),
    "a whole number with fraction": attribute("US", 1.0, 65535),
    "floats": attribute("FL", 0.1, 3.4028234663852886e38, -3.4028235e38, 1e-50),
    "floats that are not finite": attribute("FD", "NaN", "Infinity", "-Infinity", "-inf", None),
    "tags": attribute("AT", "00181063", "FFFEE00D"),
    "dates": attribute("DA", "20200229", "00000229", "19000101"),
    "times": attribute("TM", "10", "1030", "235960", "103000.1", "103000.123456"),
    "date times": attribute("DT", "2020", "202012", "20201231", "2020123123", "20201231235959.5+0100", "2020-0500"),
    "ages": attribute("AS", "000D", "104Y"),
    "UIDs": attribute("UI", "1.2.840.0.10008", "2.25.0", "1." + "2" * 62),
    "codes": attribute("CS", "OT", "A_B 1"),
    "a URI": attribute("UR", "http://a/b;c=d?e#f"),
    "a private element below the blocks": {"00090001": {"vr": "LO", "Value": ["x"]}},
    "a private creator with vr UN": {"00090010": {"vr": "UN"}, "00091001": {"vr": "UN"}},
}


@pytest.mark.parametrize("name", LEGAL)
def test_finds_nothing_in_legal_documents(name: str) -> None:
    assert judged(LEGAL[name]) == ()


def test_finds_nothing_at_the_expected_top() -> None:
    assert judged([], "array") == judged({}, "object") == ()


ILLEGAL: list[tuple[str, str, Any]] = [
    ("datasets", "", "text"),
    ("datasets", "", None),
    ("datasets", "[1]", [{}, []]),
    ("attribute-name", "'PatientID'", {"PatientID": PATIENT_ID}),
    ("attribute-name", "'0020000d'", {"0020000d": {"vr": "UI"}}),
    ("attribute-name", "'(0010,0020)'", {"(0010,0020)": PATIENT_ID}),
    ("attribute-name", "'00100020\\n'", {"00100020\n": PATIENT_ID}),
    ("attribute-object", "00100020", {"00100020": "ID1"}),
    ("attribute-object", "00100020", {"00100020": ["ID1"]}),
    ("group-length", "00080000", {"00080000": {"vr": "UL", "Value": [1]}}),
    ("group-length", "00400275[0].00400000", {"00400275": {"vr": "SQ", "Value": [{"00400000": {"vr": "UL"}}]}}),
    ("vr-present", "00100020", {"00100020": {"Value": ["ID1"]}}),
    ("vr-present", "00400275[0].00400007", {"00400275": {"vr": "SQ", "Value": [{"00400007": {}}]}}),
    ("vr-known", "00100020", {"00100020": {"vr": "lo", "Value": ["ID1"]}}),
    ("vr-known", "00100020", {"00100020": {"vr": "XX"}}),
    ("vr-known", "00100020", {"00100020": {"vr": None}}),
    ("vr-known", "7FE00010", {"7FE00010": {"vr": "OB or OW"}}),
    ("vr-dictionary", "00100020", {"00100020": {"vr": "SH", "Value": ["ID1"]}}),
    ("vr-dictionary", "00280120", {"00280120": {"vr": "UL", "Value": [1]}}),
    ("one-value-form", "7FE00010", {"7FE00010": {"vr": "OB", "InlineBinary": "AA==", "BulkDataURI": "a"}}),
    ("value-array", "00100020", {"00100020": {"vr": "LO", "Value": "ID1"}}),
    ("value-array", "00100020", {"00100020": {"vr": "LO", "Value": None}}),
    ("empty-attribute", "00091001", attribute("LO")),
    ("empty-attribute", "00091001", attribute("LO", None)),
    ("empty-attribute", "00091001", attribute("LO", "")),
    ("empty-attribute", "00091001", attribute("PN", {})),
    ("empty-attribute", "00091001", attribute("PN", {"Alphabetic": ""})),
    ("empty-attribute", "00091001", attribute("SQ")),
    ("empty-attribute", "00091001", attribute("US")),
    ("empty-attribute", "00091001", element(vr="OB", InlineBinary="")),
    ("empty-value", "00091001[1]", attribute("LO", "a", "")),
    ("empty-value", "00091001[0]", attribute("PN", {}, {"Alphabetic": "a"})),
    ("empty-value", "00091001[0]", attribute("DS", "", 1)),
    ("values-split", "00091001[0]", attribute("CS", "A\\B")),
    ("values-split", "00091001[0]", attribute("DS", "1\\2")),
    ("values-split", "00091001[0]", attribute("IS", "1\\2")),
    ("values-split", "00091001[0]", attribute("PN", {"Alphabetic": "a\\b"})),
    ("text-whole", "00091001", attribute("LT", "a", "b")),
    ("string-type", "00091001[0]", attribute("LO", 1)),
    ("string-type", "00091001[0]", attribute("DA", 20200101)),
    ("string-type", "00091001[0]", attribute("UI", {"a": 1})),
    ("string-type", "00091001[0]", attribute("CS", True)),
    ("number-type", "00091001[0]", attribute("US", "1")),
    ("number-type", "00091001[0]", attribute("FL", "1.5")),
    ("number-type", "00091001[0]", attribute("UL", False)),
    ("number-type", "00091001[1]", attribute("SS", 1, None)),
    ("number-range", "00091001[0]", attribute("US", 65536)),
    ("number-range", "00091001[0]", attribute("US", -1)),
    ("number-range", "00091001[0]", attribute("SL", 1.5)),
    ("number-range", "00091001[0]", attribute("SL", 1e300)),
    ("number-range", "00091001[0]", attribute("IS", 2147483648)),
    ("number-range", "00091001[0]", attribute("IS", "2147483648")),
    ("number-range", "00091001[0]", attribute("UV", "9" * 40)),
    ("number-range", "00091001[0]", attribute("FL", 3.5e38)),
    ("number-string", "00091001[0]", attribute("DS", "1,5")),
    ("number-string", "00091001[0]", attribute("DS", "NaN")),
    ("number-string", "00091001[0]", attribute("DS", True)),
    ("number-string", "00091001[0]", attribute("IS", "1.0")),
    ("number-string", "00091001[0]", attribute("IS", [1])),
    ("number-string", "00091001[0]", attribute("SV", "0x1")),
    ("attribute-tag", "00091001[0]", attribute("AT", "0018,1063")),
    ("attribute-tag", "00091001[0]", attribute("AT", "0020000d")),
    ("attribute-tag", "00091001[0]", attribute("AT", 1576035)),
    ("attribute-tag", "00091001[1]", attribute("AT", "00181063", None)),
    ("person-name-object", "00091001[0]", attribute("PN", "Anony^Mous")),
    ("person-name-object", "00091001[0]", attribute("PN", {"Alphabetic": ["a"]})),
    ("person-name-object", "00091001[0]", attribute("PN", {"alphabetic": "a"})),
    ("person-name-groups", "00091001[0]", attribute("PN", {"Alphabetic": "a", "Phonetic": ""})),
    ("person-name-groups", "00091001[0]", attribute("PN", {"Alphabetic": "a", "Phonetic": None})),
    ("person-name-groups", "00091001[0]", attribute("PN", {"Alphabetic": "a=b"})),
    ("sequence-items", "00091001[0]", attribute("SQ", None)),
    ("sequence-items", "00091001[1]", attribute("SQ", {}, "a")),
    ("binary-form", "00091001", attribute("OB", "AAE=")),
    ("binary-form", "00091001", attribute("UN", 1)),
    ("inline-binary", "00091001", element(vr="OB", InlineBinary="AA")),
    ("inline-binary", "00091001", element(vr="OB", InlineBinary="A-_A")),
    ("inline-binary", "00091001", element(vr="OB", InlineBinary="AAEC\nAAEC")),
    ("inline-binary", "00091001", element(vr="OB", InlineBinary="äöüß")),
    ("inline-binary", "00091001", element(vr="OB", InlineBinary=["AAEC"])),
    ("inline-binary", "00091001", element(vr="LO", InlineBinary="AAEC")),
    ("inline-binary-size", "00091001", element(vr="OW", InlineBinary="AAEC")),
    ("bulk-data-uri", "00091001", element(vr="OB", BulkDataURI="")),
    ("bulk-data-uri", "00091001", element(vr="OB", BulkDataURI="a b")),
    ("bulk-data-uri", "00091001", element(vr="OB", BulkDataURI="%zz")),
    ("bulk-data-uri", "00091001", element(vr="OB", BulkDataURI=None)),
    ("uid", "00091001[0]", attribute("UI", "1.02")),
    ("uid", "00091001[0]", attribute("UI", "1." + "2" * 63)),
    ("uid", "00091001[0]", attribute("UI", "1.2.")),
    ("uri", "00091001[0]", attribute("UR", "http://a b")),
    ("date", "00091001[0]", attribute("DA", "2020-09-22")),
    ("date", "00091001[0]", attribute("DA", "20210229")),
    ("date", "00091001[0]", attribute("DA", "20200922-20200923")),
    ("time", "00091001[0]", attribute("TM", "12:00:00")),
    ("time", "00091001[0]", attribute("TM", "240000")),
    ("time", "00091001[0]", attribute("TM", "120000.1234567")),
    ("date-time", "00091001[0]", attribute("DT", "2020-09-22T12:00:00Z")),
    ("date-time", "00091001[0]", attribute("DT", "20200931")),
    ("date-time", "00091001[0]", attribute("DT", "20209")),
    ("age", "00091001[0]", attribute("AS", "42Y")),
    ("code-string", "00091001[0]", attribute("CS", "ot")),
    ("control-character", "00091001[0]", attribute("LO", "a\nb")),
    ("control-character", "00091001[0]", attribute("LT", "a\0b")),
    ("control-character", "00091001[0]", attribute("PN", {"Alphabetic": "a\x1bb"})),
    ("private-creator", "00091001", {"00091001": {"vr": "LO", "Value": ["x"]}}),
    ("private-creator", "00091101", {"00090010": {"vr": "LO", "Value": ["x"]}, "00091101": {"vr": "LO"}}),
    ("private-creator", "00091001", {"00090010": {"vr": "SH", "Value": ["x"]}, "00091001": {"vr": "LO"}}),
    ("attribute-order", "00080020", {"00100020": PATIENT_ID, "00080020": {"vr": "DA"}}),
    ("attribute-members", "00100020", {"00100020": {"vr": "LO", "Value": ["ID1"], "keyword": "PatientID"}}),
    ("file-meta", "00020010", {"00020010": {"vr": "UI", "Value": ["1.2"]}}),
    ("bulk-data-vr", "00091001", element(vr="LO", BulkDataURI="a")),
    ("value-length", "00091001[0]", attribute("SH", "12345678901234567")),
    ("value-length", "00091001[0]", attribute("IS", "0" * 5000)),
    ("value-length", "00091001[0]", attribute("DS", "1.234567890123456")),
]


@pytest.mark.parametrize(("rule", "path", "root"), ILLEGAL)
def test_finds_exactly_the_broken_rule(rule: str, path: str, root: Any) -> None:
    assert [(violation.rule, violation.path) for violation in judged(root)] == [(rule, path)]


@pytest.mark.parametrize(
    ("rule", "top", "root"), [("single-result-array", "array", {}), ("single-dataset", "object", [{}])]
)
def test_finds_the_wrong_top(rule: str, top: Top, root: Any) -> None:
    assert [violation.rule for violation in judged(root, top)] == [rule]


def test_each_rule_is_seen_to_fail() -> None:
    assert {rule for rule, _, _ in ILLEGAL} | {"single-result-array", "single-dataset"} == RULES.keys()


def test_each_violation_says_what_was_expected_and_received() -> None:
    for _, _, root in ILLEGAL:
        assert all(violation.expected and violation.received for violation in judged(root))


def test_a_path_leads_through_arrays_and_items() -> None:
    inner = {"00080050": {"vr": "SH", "Value": [1]}}
    root = [{"00400275": {"vr": "SQ", "Value": [{}, inner]}}]
    (violation,) = judged(root)
    assert violation.path == "[0].00400275[1].00080050[0]"
    assert (violation.expected, violation.received) == ("a string, because the vr is SH", "1")


def test_items_of_a_sequence_without_vr_are_judged_too() -> None:
    root = {"00400275": {"Value": [{"00400007": {"vr": "LO", "Value": []}}]}}
    assert [violation.rule for violation in judged(root)] == ["vr-present", "empty-attribute"]


def test_a_document_as_deep_as_can_be_read_is_judged() -> None:
    raw = b'{"00400275":{"vr":"SQ","Value":[' * 85 + b'{"x":1}' + b"]}}" * 85
    assert {violation.rule for violation in judge(read_json(raw))} == {"attribute-name", "attribute-object"}


names = st.sampled_from(
    ["00100020", "00091001", "00090010", "00400275", "0020000d", "vr", "Value", "InlineBinary", "x"]
)
scalars: st.SearchStrategy[Json] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.sampled_from(["DS", "IS", "PN", "SQ", "OW", "DA", "DT", "FL", "UV", "9" * 500, "\\", "AAE="]),
    st.text(max_size=5),
)
anything: st.SearchStrategy[Json] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(names, inner, max_size=3)
        | st.fixed_dictionaries(
            {"vr": st.sampled_from(["DS", "IS", "PN", "SQ", "OW", "DA", "DT", "FL", "UV", "AT", "LT"])},
            optional={"Value": st.lists(inner, max_size=3), "InlineBinary": inner, "BulkDataURI": inner},
        )
    ),
    max_leaves=20,
)


@given(anything)
def test_judges_any_json_without_an_exception(root: Json) -> None:
    assert all(violation.rule in RULES for violation in judge(Document(root)))


@given(st.dictionaries(names, anything, max_size=4))
def test_judges_any_dataset_without_an_exception(root: dict[str, Json]) -> None:
    assert all(violation.rule in RULES for violation in judge(Document(root), "array"))
