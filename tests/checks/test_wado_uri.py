"""Answers of a URI service: the right ones, the legal oddities, and their illegal neighbours."""

import io
from collections.abc import Callable
from copy import deepcopy

import numpy as np
import pytest
from PIL import Image

from dicomweb_conformance.checks import wado_uri as check
from dicomweb_conformance.checks import wado_uri_images as images
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Instance
from tests.checks.wire import HTML, answer, parts

DICOM = "application/dicom"


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    folder = tmp_path_factory.mktemp("study")
    return small_study(folder, lambda uid: derived_uid("uri", uid), "P", "A").instance("green-square")


def drawn(instance: Instance) -> Image.Image:
    ds = instance.ds
    return Image.frombytes("RGB", (ds.Columns, ds.Rows), instance.decoded_frame(1)[: ds.Columns * ds.Rows * 3])


def encoded(image: Image.Image, format: str = "JPEG", media_type: str = "image/jpeg") -> Response:
    stream = io.BytesIO()
    image.save(stream, format)
    return answer(stream.getvalue(), media_type)


def plain(value: int, size: tuple[int, int] = (32, 16)) -> Response:
    return encoded(Image.fromarray(np.full((size[1], size[0]), value, np.uint8)))


def test_a_file_passes_and_everything_else_does_not(square: Instance) -> None:
    raw = square.path.read_bytes()

    check.is_file(answer(raw, DICOM), square)
    check.is_file(answer(raw, f"{DICOM}; transfer-syntax=1.2.840.10008.1.2.1"), square)
    check.keeps(answer(raw, DICOM), "attributes", square)
    check.is_in_default_syntax(answer(raw, DICOM), square)
    for wrong in (HTML, answer(raw, "application/octet-stream"), answer(b"DICM", DICOM), parts(raw, part_type=DICOM)):
        for judge in (check.is_file, check.is_in_default_syntax):
            with pytest.raises(Nonconformity):
                judge(wrong, square)
        with pytest.raises(Nonconformity):
            check.keeps(wrong, "attributes", square)


def test_a_transfer_syntax_may_be_refused_or_not_heeded(square: Instance) -> None:
    raw = answer(square.path.read_bytes(), DICOM)

    check.is_refused_or_default(answer(status=406), square)
    check.is_refused_or_default(raw, square)
    for response in (answer(status=406), raw):
        with pytest.raises(NotOffered):
            check.is_in_if_offered(response, "1.2.840.10008.1.2.5")
    for wrong in (answer(status=500), HTML):
        with pytest.raises(Nonconformity):
            check.is_refused_or_default(wrong, square)
        with pytest.raises(Nonconformity):
            check.is_in_if_offered(wrong, "1.2.840.10008.1.2.5")


def test_a_bad_value_is_refused_with_400_or_not_heeded(square: Instance) -> None:
    check.is_refused_or_ignored(answer(status=400))
    with pytest.raises(NotOffered):
        check.is_refused_or_ignored(answer(square.path.read_bytes(), DICOM))
    for wrong in (answer(status=500), answer(status=406), HTML):
        with pytest.raises(Nonconformity):
            check.is_refused_or_ignored(wrong)


def test_an_anonymized_file_has_another_uid_and_no_identifiers(square: Instance) -> None:
    def file(**changes: str) -> Response:
        ds = deepcopy(square.ds)
        for keyword, value in changes.items():
            setattr(ds, keyword, value)
        stream = io.BytesIO()
        ds.save_as(stream)
        return answer(stream.getvalue(), DICOM)

    nobody = {"PatientID": "", "PatientName": "ANONYMOUS", "AccessionNumber": ""}
    check.is_anonymized(file(SOPInstanceUID="2.25.1", **nobody), square)
    for response in (file(), answer(status=400), answer(status=501)):
        with pytest.raises(NotOffered):
            check.is_anonymized(response, square)
    for wrong in (file(SOPInstanceUID="2.25.1"), file(**nobody), HTML):
        with pytest.raises(Nonconformity):
            check.is_anonymized(wrong, square)


def test_what_cannot_be_given_is_refused_or_named_truly(square: Instance) -> None:
    for right in (answer(status=406), encoded(drawn(square)), answer(square.path.read_bytes(), DICOM)):
        check.is_refused_or_truthful(right)
    for wrong in (HTML, answer(status=500), encoded(drawn(square), media_type="audio/basic")):
        with pytest.raises(Nonconformity):
            check.is_refused_or_truthful(wrong)


def test_a_report_is_the_text_that_was_asked_for() -> None:
    check.is_text(HTML, "text/html")
    check.is_text(answer(b"Report", "text/plain; charset=utf-8"), "text/plain")
    with pytest.raises(NotOffered):
        check.is_text(answer(status=406), "text/html")
    for wrong in (HTML, answer(b"<html></html>", "text/plain"), answer(b"", "text/plain"), answer(status=500)):
        with pytest.raises(Nonconformity):
            check.is_text(wrong, "text/plain")


def test_an_image_is_what_it_says(square: Instance) -> None:
    images.is_image(encoded(drawn(square)), "image/jpeg")
    images.is_image_if_offered(encoded(drawn(square), "PNG", "image/png"), "image/png")
    with pytest.raises(NotOffered):
        images.is_image_if_offered(answer(status=406), "image/png")
    mislabelled = encoded(drawn(square), "JPEG", "image/png")
    for wrong in (HTML, mislabelled, answer(b"\xff\xd8", "image/png"), parts(b"", part_type="image/png")):
        with pytest.raises(Nonconformity):
            images.is_image_if_offered(wrong, "image/png")


def test_an_image_shows_the_colours_and_the_size_of_the_instance(square: Instance) -> None:
    image = drawn(square)
    red, green, blue = image.split()

    images.shows(encoded(image), square)
    images.shows(encoded(image, "JPEG", "image/png"), square)
    exchanged = Image.merge("RGB", (red, blue, green))
    for wrong in (HTML, encoded(exchanged), encoded(image.resize((26, 22))), plain(195, image.size)):
        with pytest.raises(Nonconformity):
            images.shows(wrong, square)


def test_one_frame_of_several_is_a_single_part(square: Instance) -> None:
    image = encoded(drawn(square))

    images.is_one_image_if_offered(image)
    images.is_one_image_or_refused(image)
    images.is_one_image_or_refused(answer(status=406))
    images.is_one_image_or_refused(answer(b"x", "video/mp4"))
    with pytest.raises(NotOffered):
        images.is_one_image_if_offered(answer(status=400))
    for wrong in (HTML, parts(b"x", part_type="image/jpeg"), answer(status=500)):
        for judge in (images.is_one_image_if_offered, images.is_one_image_or_refused):
            with pytest.raises(Nonconformity):
                judge(wrong)


@pytest.mark.parametrize("other", [plain(9), answer(status=400), HTML, parts(b"x", part_type="image/jpeg")])
def test_without_an_effect_there_is_nothing_to_judge(other: Response) -> None:
    images.has_effect(plain(9), plain(200), "window")
    with pytest.raises(NotOffered):
        images.has_effect(plain(9), other, "window")


def test_an_image_fits_with_its_aspect_ratio(square: Instance) -> None:
    images.fits(plain(1, (7, 6)), square, 6, 30)
    images.fits(plain(1, (6, 5)), square, 30, 6)
    for wrong in (plain(1, (30, 6)), plain(1, (13, 11)), HTML):
        with pytest.raises(Nonconformity):
            images.fits(wrong, square, 6, 30)


@pytest.mark.parametrize(("judge", "right", "wrong"), [(images.is_dark, 3, 200), (images.is_bright, 250, 60)])
def test_a_window_shows(judge: Callable[[Response], None], right: int, wrong: int) -> None:
    judge(plain(right))
    for response in (plain(wrong), HTML):
        with pytest.raises(Nonconformity):
            judge(response)


def test_what_does_not_exist_is_refused_or_not_heeded() -> None:
    images.is_refused_or_same(answer(status=404), plain(9), (400, 404))
    with pytest.raises(NotOffered):
        images.is_refused_or_same(plain(9), plain(9), (400, 404))
    for wrong in (plain(200), HTML, answer(status=500)):
        with pytest.raises(Nonconformity):
            images.is_refused_or_same(wrong, plain(9), (400, 404))
