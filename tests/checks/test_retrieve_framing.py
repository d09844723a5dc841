"""Framing that is legal passes however odd it is; each neighbour that is not is found."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dicomweb_conformance.checks import retrieve_framing as check
from dicomweb_conformance.multipart import MalformedMultipart
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Reference, Study
from tests.checks.retrieved import HTML, alone, files, in_parts, shapes

EXPLICIT = "1.2.840.10008.1.2.1"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return shapes(tmp_path)


@pytest.mark.parametrize(
    "content_type",
    [
        'multipart/related; type="application/dicom"; boundary=b',
        "multipart/related; type=application/dicom; boundary=b",
        'Multipart/Related;TYPE="Application/DICOM";Boundary="b"',
        'multipart/related; boundary=b; type="application/dicom; transfer-syntax=1.2.840.10008.1.2.1"',
    ],
)
def test_the_type_is_read_as_a_media_type(study: Study, content_type: str) -> None:
    check.states_type(in_parts(files(study), content_type))


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/related; boundary=b",
        'multipart/related; type="application/octet-stream"; boundary=b',
        'multipart/related; type="dicom"; boundary=b',
    ],
)
def test_a_missing_or_wrong_type_is_found(study: Study, content_type: str) -> None:
    with pytest.raises(Nonconformity):
        check.states_type(in_parts(files(study), content_type))


def test_parts_without_content_type_are_found_by_their_own_check(study: Study) -> None:
    silent = in_parts(files(study), part_type=None)
    check.states_type(silent)
    check.is_multipart(silent)
    with pytest.raises(Nonconformity, match="part 1"):
        check.parts_are_dicom(silent)


def test_a_part_may_state_its_transfer_syntax_or_not(study: Study) -> None:
    for part_type in ("application/dicom", f"application/dicom;transfer-syntax={EXPLICIT}"):
        response = in_parts(files(study), part_type=part_type)
        check.parts_are_dicom(response)
        check.names_syntaxes_truly(response)
        check.names_other_syntaxes(response, EXPLICIT)


@pytest.mark.parametrize("stated", ["*", "1.2.840.10008.1.2.4.90"])
def test_a_wrong_transfer_syntax_is_found(study: Study, stated: str) -> None:
    with pytest.raises(Nonconformity):
        check.names_syntaxes_truly(in_parts(files(study), part_type=f"application/dicom; transfer-syntax={stated}"))


def test_a_truncated_multipart_is_found(study: Study) -> None:
    truncated = replace(in_parts(files(study)), multipart_error=MalformedMultipart("no-closing-delimiter", "truncated"))
    with pytest.raises(Nonconformity, match="truncated"):
        check.is_multipart(truncated)


def test_a_refusal_is_right_and_so_is_a_truthful_default(study: Study) -> None:
    one = files(study)[0]
    for response in (
        alone(b"", None, 406),
        alone(b"no", "text/plain", 400),
        in_parts([one]),
        alone(one, "application/dicom"),
    ):
        check.is_refused_or_truthful(response)


@pytest.mark.parametrize("status", [200, 204, 500])
def test_what_was_asked_for_is_not_claimed(study: Study, status: int) -> None:
    with pytest.raises(Nonconformity):
        check.is_refused_or_truthful(alone(files(study)[0], "audio/basic", status))


def test_a_single_part_is_optional(study: Study) -> None:
    expected = study.instances[0]
    one = files(study)[0]
    check.is_file_or_not_offered(alone(one, "application/dicom; transfer-syntax=1.2.840.10008.1.2.1"), expected)
    for refusal in (alone(b"", None, 406), alone(b"", None, 400), in_parts([one])):
        with pytest.raises(NotOffered):
            check.is_file_or_not_offered(refusal, expected)
    for wrong in (alone(one[200:], "application/dicom"), alone(files(study)[1], "application/dicom")):
        with pytest.raises(Nonconformity):
            check.is_file_or_not_offered(wrong, expected)


@pytest.mark.parametrize(
    "judge",
    [
        check.is_multipart,
        check.states_type,
        check.parts_are_dicom,
        check.lengths_are_true,
        check.names_syntaxes_truly,
        check.is_refused_or_truthful,
        check.syntax_is_refused_or_truthful,
        check.is_no_single_part,
    ],
)
@pytest.mark.parametrize(
    "response", [HTML, in_parts([]), alone(b"", "multipart/related"), alone(b"", "///"), alone(b"", None)]
)
def test_a_page_or_nothing_at_all_fails_every_check(judge: Callable[[Response], None], response: Response) -> None:
    with pytest.raises(Nonconformity):
        judge(response)


@pytest.mark.parametrize(
    "content_type",
    [
        'multipart/related; type="application/dicom"; boundary="=_b"',
        "multipart/related; type=dicom; boundary=b",
        'multipart/related;boundary="a;b=c";type="application/dicom"',
    ],
)
def test_quotes_stand_where_they_are_needed(study: Study, content_type: str) -> None:
    check.parameters_are_quoted(in_parts(files(study), content_type))


@pytest.mark.parametrize(
    "content_type",
    [
        'multipart/related; type="application/dicom"; boundary==_b',
        "multipart/related; type=application/dicom; boundary=b",
        'multipart/related; boundary=a:b; type="application/dicom"',
    ],
)
def test_a_parameter_without_the_quotes_that_it_needs_is_found(study: Study, content_type: str) -> None:
    with pytest.raises(Nonconformity, match="in quotes"):
        check.parameters_are_quoted(in_parts(files(study), content_type))


def _located(study: Study, locate: Callable[[Reference], str | None]) -> Response:
    response = in_parts(files(study))
    parts = tuple(
        part if location is None else replace(part, headers=(*part.headers, ("Content-Location", location)))
        for part, instance in zip(response.parts, study.instances, strict=True)
        for location in [locate(instance.reference)]
    )
    return replace(response, parts=parts)


def test_the_location_of_a_part_is_its_own_in_any_form(study: Study) -> None:
    check.locations_are_own(_located(study, lambda own: own.path), study)
    check.locations_are_own(_located(study, lambda own: f"https://archive.example.org/dicom-web/{own.path}"), study)
    check.locations_are_own(_located(study, lambda own: f"/wado?objectUID={own.SOPInstanceUID}"), study)
    check.locations_are_own(_located(study, lambda own: "/files/17"), study)
    with pytest.raises(NotOffered):
        check.locations_are_own(_located(study, lambda own: None), study)


def test_the_location_of_another_instance_or_series_is_found(study: Study) -> None:
    first = study.instances[0].reference
    elsewhere = next(each.reference for each in study.instances if each.reference.series != first.series)
    with pytest.raises(Nonconformity, match="Content-Location"):
        check.locations_are_own(_located(study, lambda own: first.path), study)
    with pytest.raises(Nonconformity, match="Content-Location"):
        moved = Reference(first.StudyInstanceUID, elsewhere.SeriesInstanceUID, first.SOPInstanceUID)
        check.locations_are_own(_located(study, lambda own: moved.path if own == first else own.path), study)
