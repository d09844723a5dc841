"""Statuses, lists and stored instances that fit each other pass; each neighbour that does not is found."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pydicom import Dataset, dcmwrite

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks import store_outcome as check
from dicomweb_conformance.checks.store_outcome import Looked
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.samples.part10 import file_meta
from dicomweb_conformance.study import Instance, Reference

SOP_CLASS = "1.2.840.10008.5.1.4.1.1.7"
EXPLICIT = "1.2.840.10008.1.2.1"
JSON = "application/dicom+json"
HTML = b"<html>Welcome</html>"


def instance(number: int) -> Instance:
    reference = Reference("1.2.3", "1.2.3.4", f"1.2.3.4.{number}")
    return Instance(f"image-{number}", Path("unused"), reference, SOP_CLASS, EXPLICIT)


ONE, TWO = instance(1), instance(2)


def items(instances: Sequence[Instance], **more: Any) -> dict[str, Any]:
    return {
        "vr": "SQ",
        "Value": [
            {
                "00081150": {"vr": "UI", "Value": [each.SOPClassUID]},
                "00081155": {"vr": "UI", "Value": [each.reference.SOPInstanceUID]},
                **more,
            }
            for each in instances
        ],
    }


def answer(status: int, stored: Sequence[Instance] = (), failed: Sequence[Instance] = (), others: int = 0) -> Response:
    module: dict[str, Any] = {}
    if failed:
        module["00081198"] = items(failed, **{"00081197": {"vr": "US", "Value": [43265]}})
    if stored:
        module["00081199"] = items(stored)
    if others:
        module["0008119A"] = {"vr": "SQ", "Value": [{"00081197": {"vr": "US", "Value": [49152]}}] * others}
    return of(status, json.dumps(module).encode(), JSON)


def of(status: int, body: bytes, media_type: str | None) -> Response:
    headers = () if media_type is None else (("Content-Type", media_type),)
    return Response("POST", "http://127.0.0.1/studies", status, headers, Body.of(body))


def present(each: Instance, uid: str | None = None) -> Looked:
    ds = Dataset()
    ds.SOPClassUID = each.SOPClassUID
    ds.SOPInstanceUID = uid or str(each.reference.SOPInstanceUID)
    ds.file_meta = file_meta(ds, EXPLICIT)
    file = BytesIO()
    dcmwrite(file, ds, enforce_file_format=True)
    part = Part((("Content-Type", "application/dicom"),), Body.of(file.getvalue()))
    headers = (("Content-Type", 'multipart/related; type="application/dicom"; boundary=x'),)
    return Looked(each, Response("GET", "http://127.0.0.1/x", 200, headers, Body.of(b""), (part,)))


def absent(each: Instance, status: int = 404) -> Looked:
    return Looked(each, Response("GET", "http://127.0.0.1/x", status, (), Body.of(b"")))


def test_stored_or_not_is_read_from_the_retrieved_instance() -> None:
    assert check.is_stored(present(ONE))
    assert not check.is_stored(absent(ONE))
    assert not check.is_stored(absent(ONE, 410))


@pytest.mark.parametrize("looked", [absent(ONE, 500), absent(ONE, 200), present(ONE, "1.2.9")])
def test_neither_stored_nor_not_is_found(looked: Looked) -> None:
    with pytest.raises(Nonconformity):
        check.is_stored(looked)


LEGAL: Mapping[str, tuple[Response, tuple[Looked, ...]]] = {
    "both lists with 202": (answer(202, [ONE], [TWO]), (present(ONE), absent(TWO))),
    "refused with 409 and a list": (answer(409, (), [ONE, TWO]), (absent(ONE), absent(TWO))),
    "refused with 400 and a page": (of(400, HTML, "text/html"), (absent(ONE), absent(TWO))),
    "refused without a body": (of(409, b"", None), (absent(ONE), absent(TWO))),
}


@pytest.mark.parametrize("case", LEGAL)
def test_a_partial_store_may_be_told_so(case: str) -> None:
    check.partial_is_told(*LEGAL[case])
    check.success_is_whole(*LEGAL[case])


WRONG: Mapping[str, tuple[Response, tuple[Looked, ...]]] = {
    "409 though one is stored": (answer(409, [ONE], [TWO]), (present(ONE), absent(TWO))),
    "200 though one failed": (answer(200, [ONE], [TWO]), (present(ONE), absent(TWO))),
    "206 of a partial store": (answer(206, [ONE], [TWO]), (present(ONE), absent(TWO))),
    "202 without the failure": (answer(202, [ONE]), (present(ONE), absent(TWO))),
    "202 with the lists exchanged": (answer(202, [TWO], [ONE]), (present(ONE), absent(TWO))),
    "202 though nothing is stored": (answer(202, [ONE], [TWO]), (absent(ONE), absent(TWO))),
    "200 with a page": (of(200, HTML, "text/html"), (present(ONE), absent(TWO))),
    "500": (of(500, b"", None), (absent(ONE), absent(TWO))),
    "301 without a way": (of(301, b"", None), (absent(ONE), absent(TWO))),
    "the other study stored too": (answer(202, [ONE, TWO]), (present(ONE), present(TWO))),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_partial_store_told_wrongly_is_found(case: str) -> None:
    with pytest.raises(Nonconformity):
        check.partial_is_told(*WRONG[case])


@pytest.mark.parametrize(
    ("response", "looked"),
    [
        (answer(200, [ONE], [TWO]), (present(ONE), absent(TWO))),
        (answer(200, [ONE, TWO]), (present(ONE), absent(TWO))),
        (answer(200, [ONE]), (present(ONE), present(TWO))),
        (answer(200, [ONE], others=1), (present(ONE),)),
        (of(200, HTML, "text/html"), (present(ONE),)),
        (of(204, b"", None), (present(ONE),)),
        (of(503, b"", None), (absent(ONE),)),
    ],
)
def test_200_without_all_stored_is_found(response: Response, looked: tuple[Looked, ...]) -> None:
    with pytest.raises(Nonconformity):
        check.success_is_whole(response, looked)


def test_each_instance_is_listed_once() -> None:
    check.each_is_accounted_for(answer(200, [ONE, TWO]), [ONE, TWO])
    check.each_is_accounted_for(answer(202, [TWO], [ONE]), [ONE, TWO])


@pytest.mark.parametrize(
    "response",
    [
        answer(200, [ONE]),
        answer(200, [ONE, TWO, TWO]),
        answer(202, [ONE, TWO], [TWO]),
        answer(200, [ONE, TWO, instance(3)]),
        of(200, b"[]", JSON),
        of(200, HTML, "text/html"),
        of(500, b"", None),
    ],
)
def test_an_instance_listed_not_once_is_found(response: Response) -> None:
    with pytest.raises(Nonconformity):
        check.each_is_accounted_for(response, [ONE, TWO])


def test_a_refusal_as_a_whole_accounts_for_nothing() -> None:
    with pytest.raises(NotOffered):
        check.each_is_accounted_for(of(409, b"", None), [ONE, TWO])


def test_the_status_fits_what_is_stored() -> None:
    check.status_fits(answer(200, [ONE]), [present(ONE)])
    check.status_fits(answer(202, [ONE], others=1), [present(ONE)])
    check.status_fits(of(415, HTML, "text/html"), [absent(ONE)])
    check.status_fits(of(501, b"", None), [absent(ONE)])


@pytest.mark.parametrize(
    ("response", "looked"),
    [
        (answer(200, [ONE]), absent(ONE)),
        (answer(200), present(ONE)),
        (answer(200), absent(ONE)),
        (of(204, b"", None), absent(ONE)),
        (answer(400), present(ONE)),
        (answer(409, (), [ONE]), present(ONE)),
        (of(500, b"", None), absent(ONE)),
        (of(200, HTML, "text/html"), absent(ONE)),
    ],
)
def test_a_status_that_does_not_fit_is_found(response: Response, looked: Looked) -> None:
    with pytest.raises(Nonconformity):
        check.status_fits(response, [looked])


def test_what_is_listed_as_failed_is_absent() -> None:
    check.failed_are_absent(answer(202, [ONE], [TWO]), [present(ONE), absent(TWO)])
    with pytest.raises(Nonconformity):
        check.failed_are_absent(answer(202, [ONE], [TWO]), [present(ONE), present(TWO)])
    with pytest.raises(NotOffered):
        check.failed_are_absent(of(409, b"", None), [absent(ONE), absent(TWO)])
    with pytest.raises(Nonconformity):
        check.failed_are_absent(of(200, HTML, "text/html"), [absent(ONE), absent(TWO)])


def test_a_refusal_is_a_client_error_that_stores_nothing() -> None:
    check.is_refused(of(400, b"", None), [absent(ONE)])
    check.is_refused(answer(409, (), [ONE]), [absent(ONE)])
    check.is_refused(of(501, b"", None))


@pytest.mark.parametrize(
    ("response", "looked"),
    [
        (of(200, b"", None), absent(ONE)),
        (of(204, b"", None), absent(ONE)),
        (of(500, b"", None), absent(ONE)),
        (answer(409, [ONE]), absent(ONE)),
        (of(400, b"", None), present(ONE)),
    ],
)
def test_no_refusal_is_found(response: Response, looked: Looked) -> None:
    with pytest.raises(Nonconformity):
        check.is_refused(response, [looked])


@pytest.mark.parametrize(
    "response",
    [answer(200, [ONE]), answer(202, [ONE]), answer(202, (), [ONE]), answer(409, (), [ONE]), of(409, b"", None)],
)
def test_a_duplicate_may_be_stored_or_refused(response: Response) -> None:
    check.duplicate_is_told(response, [ONE])


@pytest.mark.parametrize(
    "response",
    [
        answer(200, (), [ONE]),
        answer(200, [ONE, ONE]),
        answer(202, [ONE], [ONE]),
        answer(409, [ONE]),
        answer(200),
        of(200, HTML, "text/html"),
        of(400, b"", None),
        of(500, b"", None),
    ],
)
def test_a_duplicate_told_wrongly_is_found(response: Response) -> None:
    with pytest.raises(Nonconformity):
        check.duplicate_is_told(response, [ONE])


def test_an_unreadable_part_is_listed_somewhere() -> None:
    check.failure_is_listed(answer(202, [ONE], others=1), [present(ONE)])
    check.failure_is_listed(answer(202, [ONE], [TWO]), [present(ONE)])
    check.failure_is_listed(of(400, b"", None), [absent(ONE)])


@pytest.mark.parametrize(
    ("response", "looked"),
    [
        (answer(202, [ONE]), present(ONE)),
        (answer(200, [ONE]), present(ONE)),
        (answer(202, (), [ONE], others=1), present(ONE)),
        (of(400, b"", None), present(ONE)),
    ],
)
def test_an_unlisted_failure_is_found(response: Response, looked: Looked) -> None:
    with pytest.raises(Nonconformity):
        check.failure_is_listed(response, [looked])


Refusal = Callable[[Response], None]


@pytest.mark.parametrize("demand", [check.claims_nothing, check.is_no_server_error])
def test_a_server_error_is_never_right(demand: Refusal) -> None:
    demand(of(400, HTML, "text/html"))
    with pytest.raises(Nonconformity):
        demand(of(500, b"", None))


def test_a_claim_is_found_whatever_the_status() -> None:
    with pytest.raises(Nonconformity):
        check.claims_nothing(answer(400, [ONE]))


def test_a_refusal_lists_its_failures() -> None:
    check.refusal_says_why(answer(409, (), [ONE]))
    for response in (answer(409), of(409, HTML, "text/html"), answer(202, [ONE], [TWO])):
        with pytest.raises(Nonconformity):
            check.refusal_says_why(response)
