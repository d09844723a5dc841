"""Response datasets as servers write them pass; each neighbour that breaks a rule is found by that rule's check."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks import store_response as check
from dicomweb_conformance.checks import store_xml
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from tests.checks.test_store_outcome import HTML, JSON, ONE, SOP_CLASS, TWO, absent, of, present

BASE = "http://127.0.0.1:8080/dicom-web"
UID_ONE, UID_TWO = str(ONE.reference.SOPInstanceUID), str(TWO.reference.SOPInstanceUID)
CONFLICT = range(0xA900, 0xAA00)

Module = dict[str, Any]
Check = Callable[[Response], None]


def stored_item(uid: str = UID_ONE, sop_class: str = SOP_CLASS) -> Module:
    url = f"{BASE}/studies/1.2.3/series/1.2.3.4/instances/{uid}"
    return {
        "00081150": {"vr": "UI", "Value": [sop_class]},
        "00081155": {"vr": "UI", "Value": [uid]},
        "00081190": {"vr": "UR", "Value": [url]},
    }


def failed_item(uid: str = UID_TWO, reason: object = 43265) -> Module:
    return {
        "00081150": {"vr": "UI", "Value": [SOP_CLASS]},
        "00081155": {"vr": "UI", "Value": [uid]},
        "00081197": {"vr": "US", "Value": [reason]},
    }


def module(*items: Module, **more: Any) -> Module:
    url = {"vr": "UR", "Value": [f"{BASE}/studies/1.2.3"]}
    return {"00081190": url, "00081199": {"vr": "SQ", "Value": list(items or (stored_item(),))}} | more


def response(document: object, status: int = 200, media_type: str = JSON) -> Response:
    return of(status, json.dumps(document).encode(), media_type)


def without(tag: str) -> Module:
    return {name: value for name, value in stored_item().items() if name != tag}


def failing(*items: Module, status: int = 202) -> Response:
    return response({"00081198": {"vr": "SQ", "Value": list(items)}, **module()}, status)


CHECKS: tuple[Check, ...] = (
    lambda r: check.media_type_is(r, [JSON]),
    check.is_module,
    check.is_bare_object,
    check.follows_json_model,
    check.retrieve_urls_are_ur,
    check.retrieve_urls_are_present,
    check.retrieve_urls_are_absolute,
    check.lists_have_items,
    check.has_no_command_elements,
    lambda r: check.names_each(r, [ONE]),
)


@pytest.mark.parametrize("demand", CHECKS)
def test_a_right_response_passes(demand: Check) -> None:
    demand(response(module()))
    demand(response(module(), media_type=f"{JSON}; charset=utf-8"))


@pytest.mark.parametrize("demand", CHECKS)
@pytest.mark.parametrize(
    "wrong",
    [
        of(200, HTML, "text/html"),
        of(200, b"", None),
        of(200, b"null", JSON),
        of(200, b'{"00081199": 3}', JSON),
        of(404, b"", None),
        response(module(), 201),
    ],
)
def test_what_is_no_response_dataset_passes_no_check(demand: Check, wrong: Response) -> None:
    with pytest.raises(Nonconformity):
        demand(wrong)


FOUND: Mapping[str, tuple[Check, object]] = {
    "an array": (check.is_bare_object, [module()]),
    "UT": (check.retrieve_urls_are_ur, module(stored_item() | {"00081190": {"vr": "UT", "Value": ["x"]}})),
    "no RetrieveURL": (check.retrieve_urls_are_present, module(without("00081190"))),
    "a relative URL": (
        check.retrieve_urls_are_absolute,
        module(stored_item() | {"00081190": {"vr": "UR", "Value": ["/studies/1"]}}),
    ),
    "a number as URL": (
        check.retrieve_urls_are_absolute,
        module(stored_item() | {"00081190": {"vr": "UR", "Value": [7]}}),
    ),
    "an empty list": (check.lists_have_items, module(**{"00081198": {"vr": "SQ"}})),
    "a list of nothing": (check.lists_have_items, module(**{"00081198": {"vr": "SQ", "Value": []}})),
    "a command element": (check.has_no_command_elements, module(**{"00000900": {"vr": "US", "Value": [0]}})),
    "no class": (lambda r: check.names_each(r, [ONE]), module(without("00081150"))),
    "another class": (lambda r: check.names_each(r, [ONE]), module(stored_item(sop_class="1.2"))),
    "another instance": (lambda r: check.names_each(r, [ONE]), module(stored_item("1.2.9"))),
    "twice": (lambda r: check.names_each(r, [ONE]), module(stored_item(), stored_item())),
    "lower case": (check.follows_json_model, module(stored_item() | {"00081150": {"vr": "ui", "Value": [SOP_CLASS]}})),
    "vr LO": (check.follows_json_model, module(stored_item() | {"00081155": {"vr": "LO", "Value": [UID_ONE]}})),
    "a bare value": (check.follows_json_model, module(stored_item() | {"00081155": {"vr": "UI", "Value": UID_ONE}})),
}


@pytest.mark.parametrize("case", FOUND)
def test_a_mistake_is_found_by_its_own_check(case: str) -> None:
    demand, document = FOUND[case]
    with pytest.raises(Nonconformity):
        demand(response(document))


@pytest.mark.parametrize(
    "document",
    [
        [module()],
        module(stored_item() | {"00081190": {"vr": "UT", "Value": ["http://h/x"]}}),
        module(without("00081190")),
        module(**{"00081198": {"vr": "SQ"}}),
        module(**{"00081190": {"vr": "UR"}}),
        module(**{"00080005": {"vr": "CS", "Value": ["ISO_IR 192"]}}),
    ],
)
def test_what_is_judged_elsewhere_follows_the_model(document: object) -> None:
    check.follows_json_model(response(document))


def test_a_name_that_stands_twice_is_found() -> None:
    text = json.dumps(module())
    with pytest.raises(Nonconformity):
        check.follows_json_model(of(200, f"{text[:-1]}, {text[1:]}".encode(), JSON))


def test_failures_are_named_and_have_reasons() -> None:
    check.names_each_failed(failing(failed_item()), [TWO])
    check.each_failure_has_reason(failing(failed_item(), failed_item(reason=1)))
    check.each_failure_has_reason(failing(failed_item(), status=409))


@pytest.mark.parametrize("reason", ["43265", "A900", 0, 65536, -1, 1.5, True, None])
def test_a_reason_that_is_no_number_of_us_is_found(reason: object) -> None:
    with pytest.raises(Nonconformity):
        check.each_failure_has_reason(failing(failed_item(reason=reason)))


def test_a_missing_reason_and_a_foreign_failure_are_found() -> None:
    nameless = {tag: value for tag, value in failed_item().items() if tag == "00081155"}
    with pytest.raises(Nonconformity):
        check.each_failure_has_reason(failing(nameless))
    with pytest.raises(Nonconformity):
        check.names_each_failed(failing(nameless), [TWO])
    with pytest.raises(Nonconformity):
        check.names_each_failed(failing(failed_item("1.2.9")), [TWO])


@pytest.mark.parametrize("demand", [check.each_failure_has_reason, lambda r: check.names_each_failed(r, [TWO])])
def test_a_refusal_need_not_list_anything_but_a_success_must(demand: Check) -> None:
    for refusal in (of(409, b"", None), of(400, HTML, "text/html"), response({}, 409)):
        with pytest.raises(NotOffered):
            demand(refusal)
    for wrong in (response(module(), 202), response(module()), of(500, b"", None), of(200, HTML, "text/html")):
        with pytest.raises(Nonconformity):
            demand(wrong)


def test_a_reason_is_judged_where_there_is_one() -> None:
    check.failure_reason_is(failing(failed_item(), status=409), CONFLICT, "")
    with pytest.raises(Nonconformity, match="0x0110"):
        check.failure_reason_is(failing(failed_item(reason=272), status=409), CONFLICT, "")
    for silent in (of(409, b"", None), response(module())):
        with pytest.raises(NotOffered):
            check.failure_reason_is(silent, CONFLICT, "")


def warned(code: object, status: int = 202) -> Response:
    return response(module(stored_item() | {"00081196": {"vr": "US", "Value": [code]}}), status)


def test_warnings_have_codes() -> None:
    check.warnings_have_codes(warned(0xB006))
    check.warning_is_success(warned(1, 200))
    for wrong in ("B006", 0, 70000):
        with pytest.raises(Nonconformity):
            check.warnings_have_codes(warned(wrong))
    with pytest.raises(Nonconformity):
        check.warning_is_success(warned(1, 409))
    for demand in (check.warnings_have_codes, check.warning_is_success):
        with pytest.raises(NotOffered):
            demand(response(module()))
    with pytest.raises(Nonconformity):
        check.warns(response(module()))


def test_a_retrieve_url_leads_to_what_it_names() -> None:
    found = present(ONE).response
    url = check.retrieve_url(response(module()), ONE.reference)
    check.leads_to(found, url, ONE.reference, [ONE])
    check.leads_to(None, url, ONE.reference, [ONE])
    assert check.retrieve_url(response(module()), ONE.reference.study) == f"{BASE}/studies/1.2.3"
    for wrong, reference in ((absent(ONE).response, ONE), (present(TWO, UID_TWO).response, ONE), (None, TWO)):
        with pytest.raises(Nonconformity):
            check.leads_to(wrong, url, reference.reference, [reference])


@pytest.mark.parametrize("url", ["http://[x", "studies/1.2.3", "javascript:alert(1)", "http://h/"])
def test_a_url_that_leads_elsewhere_has_the_path_of_the_study(url: str) -> None:
    with pytest.raises(Nonconformity):
        check.leads_to(None, url, ONE.reference.study, [ONE])


def test_an_absent_url_is_not_judged_and_a_strange_one_is_found() -> None:
    for empty in ({"vr": "UR"}, {"vr": "UR", "Value": [""]}):
        with pytest.raises(NotOffered):
            check.retrieve_url(response(module(**{"00081190": empty})), ONE.reference.study)
    with pytest.raises(Nonconformity):
        check.retrieve_url(response(module(**{"00081190": {"vr": "UR", "Value": [{}]}})), ONE.reference.study)
    with pytest.raises(Nonconformity):
        check.retrieve_url(response(module()), TWO.reference)


def test_plain_json_is_judged_where_it_is_offered() -> None:
    check.media_type_is_if_offered(response(module(), media_type="application/json"), ["application/json"])
    with pytest.raises(NotOffered):
        check.media_type_is_if_offered(of(406, b"", None), ["application/json"])
    with pytest.raises(Nonconformity):
        check.media_type_is_if_offered(of(200, HTML, "text/html"), ["application/json"])


NATIVE = (
    '<NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">'
    '<DicomAttribute tag="00081199" vr="SQ"><Item number="1"><DicomAttribute tag="00081155" vr="UI">'
    f'<Value number="1">{UID_ONE}</Value></DicomAttribute></Item></DicomAttribute></NativeDicomModel>'
).encode()


def in_parts(*parts: Part) -> Response:
    headers = (("Content-Type", 'multipart/related; type="application/dicom+xml"; boundary=x'),)
    return Response("POST", f"{BASE}/studies", 200, headers, Body.of(b""), parts)


def test_the_response_in_xml_comes_alone_or_in_one_part() -> None:
    part = Part((("Content-Type", store_xml.XML),), Body.of(NATIVE))
    store_xml.references(of(200, NATIVE, store_xml.XML), [ONE])
    store_xml.references(in_parts(part), [ONE])


@pytest.mark.parametrize(
    "wrong",
    [
        of(200, NATIVE, JSON),
        of(200, NATIVE[:-5], store_xml.XML),
        of(200, b"<html/>", store_xml.XML),
        of(200, NATIVE.replace(UID_ONE.encode(), b"1.9"), store_xml.XML),
        of(406, b"", None),
        in_parts(),
        in_parts(Part((), Body.of(NATIVE))),
    ],
)
def test_no_response_in_xml_is_found(wrong: Response) -> None:
    with pytest.raises(Nonconformity):
        store_xml.references(wrong, [ONE])
