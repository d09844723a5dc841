"""Each family of rules is broken by its own mistake, and by nothing that is legal."""

import json
from pathlib import Path
from typing import Any

import pytest

from dicomweb_conformance.checks import json_rules as check
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.study import Study
from tests.checks.retrieved import HTML, alone, described, metadata, sample, shapes

JSON = "application/dicom+json"
_DOCUMENT = {"UTF-8", "well-formed JSON", "unique names"}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return shapes(tmp_path)


def broken(response: Any, study: Study) -> set[str]:
    """The families whose rules the metadata breaks."""
    found = set()
    for name, family in check.FAMILIES.items():
        try:
            check.metadata_keeps(response, family, study)
        except Nonconformity:
            found.add(name)
        except NotOffered:
            pass
    return found


def test_what_another_implementation_writes_breaks_no_rule(study: Study) -> None:
    assert broken(metadata(described(study)), study) == set()


@pytest.mark.parametrize(
    ("tag", "attribute", "family"),
    [
        ("0008103E", {"vr": "LO", "Value": []}, "empty attributes"),
        ("0008103E", {"vr": "LO", "Value": [""]}, "empty attributes"),
        ("0008103E", {"vr": "LO", "Value": [None]}, "empty attributes"),
        ("00080008", {"vr": "CS", "Value": ["DERIVED", ""]}, "empty values"),
        ("00080008", {"vr": "CS", "Value": ["DERIVED\\SECONDARY"]}, "multiple values"),
        ("00204000", {"vr": "LT", "Value": ["a", "b"]}, "multiple values"),
        ("00200010", {"vr": "SH", "Value": [1]}, "strings"),
        ("00280010", {"vr": "US", "Value": ["4"]}, "numbers"),
        ("00280010", {"vr": "US", "Value": [70000]}, "numbers"),
        ("00200013", {"vr": "IS", "Value": ["1.0"]}, "numeric strings"),
        ("00280009", {"vr": "AT", "Value": ["(0018,1063)"]}, "tags"),
        ("00100010", {"vr": "PN", "Value": ["Anony Mous"]}, "person names"),
        ("00100010", {"vr": "PN", "Value": [{"Alphabetic": "Anony", "Phonetic": ""}]}, "person names"),
        ("00400275", {"vr": "SQ", "Value": [None]}, "sequences"),
        ("00282000", {"vr": "OB", "Value": [1]}, "binary values"),
        ("00282000", {"vr": "OB", "InlineBinary": ["AAAA"]}, "inline binary values"),
        ("00282000", {"vr": "OB", "InlineBinary": "no base64"}, "inline binary values"),
        ("00282000", {"vr": "OB", "BulkDataURI": "two words"}, "bulk data references"),
        ("00080020", {"vr": "DA", "Value": ["2020-09-22"]}, "dates and times"),
        ("00080060", {"vr": "CS", "Value": ["ot"]}, "code strings"),
        ("0020000E", {"vr": "UI", "Value": ["1.2.x"]}, "unique identifiers"),
        ("00080060", {"vr": "LO", "Value": ["OT"]}, "value representations of the data dictionary"),
        ("00080060", {"Value": ["OT"]}, "value representations"),
        ("00080060", {"vr": "CS", "Value": "OT"}, "value forms"),
        ("00280000", {"vr": "UL", "Value": [8]}, "group lengths"),
        ("00020010", {"vr": "UI", "Value": ["1.2"]}, "file meta information"),
        ("00991001", {"vr": "LO", "Value": ["x"]}, "private attributes"),
        ("0008103e", {"vr": "LO"}, "attribute names"),
        ("00080060", {"vr": "CS", "Value": ["OT"], "name": "Modality"}, "members of attributes"),
        ("00080090", {"vr": "PN", "BulkDataURI": "bulk"}, "value representations of bulk data"),
        ("00200010", {"vr": "SH", "Value": ["x" * 17]}, "lengths of values"),
    ],
)
def test_a_mistake_breaks_the_rules_of_one_family(
    tag: str, attribute: dict[str, Any], family: str, study: Study
) -> None:
    document = [dict(sorted({**dataset, tag: attribute}.items())) for dataset in described(study)]
    assert broken(metadata(document), study) == {family}


def test_a_byte_order_mark_and_a_double_name_hide_no_other_rule(study: Study) -> None:
    body = json.dumps(described(study)).encode()
    assert broken(alone(b"\xef\xbb\xbf" + body, JSON), study) == {"UTF-8"}
    doubled = body.replace(b'"00080060":', b'"00080060": {"vr": "CS"}, "00080060":', 1)
    assert broken(alone(doubled, JSON), study) == {"unique names"}


def test_a_body_that_cannot_be_read_breaks_all_rules(study: Study) -> None:
    for response in (HTML, metadata([]), metadata([None]), alone(json.dumps(described(study)).encode()[:-9], JSON)):
        assert broken(response, study) == set(check.FAMILIES)


def test_a_failure_is_judged_elsewhere(study: Study) -> None:
    assert broken(alone(b"", None, 500), study) == set()


@pytest.mark.parametrize("form", ["1e+9999", "null", '"NaN"', '"Infinity"'])
def test_any_form_that_json_has_may_stand_for_what_is_not_finite(form: str, tmp_path: Path) -> None:
    study = sample("not-finite", tmp_path)
    check.survives_what_is_not_finite(alone(_with_non_finite(study, form), JSON), study)


@pytest.mark.parametrize("form", ["NaN", "-Infinity", "1.#INF"])
def test_what_json_has_no_form_for_is_found(form: str, tmp_path: Path) -> None:
    study = sample("not-finite", tmp_path)
    with pytest.raises(Nonconformity):
        check.survives_what_is_not_finite(alone(_with_non_finite(study, form), JSON), study)


def test_a_search_may_be_missing_but_not_wrong(study: Study) -> None:
    check.search_keeps(metadata(described(study)[:1]), study)
    with pytest.raises(NotOffered):
        check.search_keeps(alone(b"", None, 404), study)
    for wrong in (HTML, metadata([]), alone(b"", None, 500)):
        with pytest.raises(Nonconformity):
            check.search_keeps(wrong, study)


def _with_non_finite(study: Study, form: str) -> bytes:
    document = described(study)
    document[0]["00991001"]["Value"] = ["PLACE"] * 3
    document[0]["00991003"]["Value"] = ["PLACE"]
    document[0]["00991002"]["Value"] = [1.5, "PLACE", -0.25]
    return json.dumps(document).replace('"PLACE"', form).encode()
