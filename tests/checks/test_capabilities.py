"""Descriptions of services: the right ones, and their illegal neighbours."""

from collections.abc import Callable

import pytest

from dicomweb_conformance.checks import capabilities as check
from dicomweb_conformance.checks.capabilities import JSON, WADL, Method
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Instance
from tests.checks.wire import HTML, answer

BASE = "http://127.0.0.1:8080"
NESTED = (
    '<resource path="studies"><method name="GET"/><method name="post"/>'
    '<resource path="{study}"><method name="GET"/><resource path="series/{uid}"><method name="GET"/></resource>'
    "</resource></resource>"
)


def wadl(resources: str = NESTED, base: str = BASE, more: str = "") -> Response:
    text = f'<application xmlns="http://wadl.dev.java.net/2009/02"><resources base="{base}">{resources}</resources>'
    return answer(f"{text}{more}</application>".encode(), WADL)


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    folder = tmp_path_factory.mktemp("study")
    return small_study(folder, lambda uid: derived_uid("wadl", uid), "P", "A").instance("green-square")


CHECKS: list[Callable[[Response], None]] = [
    check.is_description,
    check.is_what_it_says,
    lambda response: check.is_as_asked(response, WADL, (406,)),
    lambda response: check.has_base(response, BASE),
    lambda response: check.lists(response, "POST"),
]


@pytest.mark.parametrize("judge", CHECKS)
def test_a_description_passes_and_everything_else_does_not(judge: Callable[[Response], None]) -> None:
    judge(wadl())
    for wrong in (HTML, answer(status=204), answer(b"{}", "application/xml"), answer(status=404)):
        with pytest.raises(Nonconformity):
            judge(wrong)


def test_the_body_is_read_as_what_it_says() -> None:
    check.is_what_it_says(answer(b"{}", f"{JSON}; charset=utf-8"))
    for wrong in (answer(b"<a/>", JSON), answer(b"{}", WADL), answer(b"<resources/>", WADL)):
        with pytest.raises(Nonconformity):
            check.is_what_it_says(wrong)


def test_the_other_format_may_be_unacceptable() -> None:
    check.is_as_asked(answer(status=406), WADL, (406,))
    with pytest.raises(Nonconformity):
        check.is_as_asked(answer(b"{}", JSON), WADL, (406,))


@pytest.mark.parametrize("base", [f"{BASE}/", BASE.upper().replace("HTTP", "HTTP"), "/"])
def test_a_base_may_be_relative_and_end_with_a_slash(base: str) -> None:
    check.has_base(wadl(base=base), BASE)


@pytest.mark.parametrize("wrong", [wadl(base="http://inner:8080"), wadl(more=f'<resources base="{BASE}"/>')])
def test_another_base_or_a_second_one_is_found(wrong: Response) -> None:
    with pytest.raises(Nonconformity):
        check.has_base(wrong, BASE)


def test_without_wadl_there_is_nothing_to_judge() -> None:
    for response in (answer(b"{}", JSON), answer(status=406)):
        with pytest.raises(NotOffered):
            check.methods(response)


def test_nested_resources_are_listed_with_their_paths() -> None:
    assert check.methods(wadl()) == (
        Method("GET", "studies"),
        Method("POST", "studies"),
        Method("GET", "studies/{study}"),
        Method("GET", "studies/{study}/series/{uid}"),
    )


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("/studies/", "studies"),
        ("studies/{a}/instances", "studies/{0}/instances"),
        ("studies/{a}/series/{b}/instances/{c}/frames/{d}", "studies/{0}/series/{1}/instances/{2}/frames/1"),
        ("studies/{a}/{unknown}", None),
        ("studies{?query}", None),
        ("workitems/{uid}", None),
        ("", None),
    ],
)
def test_placeholders_stand_for_an_instance(template: str, expected: str | None, square: Instance) -> None:
    reference = square.reference
    uids = (reference.StudyInstanceUID, reference.SeriesInstanceUID, reference.SOPInstanceUID)

    assert check.path_of(template, square) == (None if expected is None else expected.format(*uids))


def test_what_is_listed_is_there() -> None:
    method = Method("GET", "studies")

    check.none_is_missing({method: answer(status=400)})
    with pytest.raises(NotOffered):
        check.none_is_missing({})
    for status in (404, 405, 501):
        with pytest.raises(Nonconformity):
            check.none_is_missing({method: answer(status=status)})
