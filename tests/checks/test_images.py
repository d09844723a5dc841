"""Received images, whole and damaged."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks.images import bits_of_png, decoded, has_icc_profile, is_baseline_jpeg
from dicomweb_conformance.nonconformity import Nonconformity

_TYPES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF"}


def _file(format: str, mode: str = "RGB", **options: Any) -> bytes:
    out = BytesIO()
    Image.new(mode, (24, 16), 99 if mode == "L" else (200, 100, 50)).save(out, format, **options)
    return out.getvalue()


@pytest.mark.parametrize("type", _TYPES)
def test_an_image_of_its_type_is_decoded(type: str) -> None:
    picture = decoded(Body.of(_file(_TYPES[type])), type, "it")
    assert (picture.width, picture.height, picture.frames) == (24, 16, 1)
    assert np.abs(picture.levels - [200, 100, 50]).max() <= 3


def test_gray_images_have_three_equal_levels() -> None:
    assert (decoded(Body.of(_file("PNG", "L")), "image/png", "it").levels == 99).all()


def test_an_image_under_another_name_is_wrong() -> None:
    with pytest.raises(Nonconformity, match="decodes as image/png"):
        decoded(Body.of(_file("JPEG")), "image/png", "it")


@pytest.mark.parametrize("type", ["", "text/html", "application/dicom", "image/x-none"])
def test_what_is_no_image_type_is_wrong(type: str) -> None:
    with pytest.raises(Nonconformity, match="as an image"):
        decoded(Body.of(_file("PNG")), type, "it")


@pytest.mark.parametrize("type", _TYPES)
@pytest.mark.parametrize("share", [0, 0.1, 0.3, 0.6])
def test_a_cut_off_image_is_wrong(type: str, share: float) -> None:
    whole = _file(_TYPES[type])
    with pytest.raises(Nonconformity):
        decoded(Body.of(whole[: int(share * len(whole))]), type, "it")


def test_a_page_is_no_image() -> None:
    with pytest.raises(Nonconformity, match="3c 68 74"):
        decoded(Body.of(b"<html></html>"), "image/jpeg", "it")


def test_the_same_damage_gives_the_same_evidence() -> None:
    said = set()
    for _ in range(2):
        with pytest.raises(Nonconformity) as raised:
            decoded(Body.of(b"<html></html>"), "image/jpeg", "it")
        said.add(str(raised.value))
    (evidence,) = said
    assert "cannot identify image file the data" in evidence


def test_an_image_of_absurd_size_is_not_decoded() -> None:
    header = bytearray(_file("PNG"))
    header[16:24] = (60000).to_bytes(4, "big") * 2
    with pytest.raises(Nonconformity):
        decoded(Body.of(bytes(header)), "image/png", "it")


def test_the_process_of_a_jpeg_image_is_read() -> None:
    is_baseline_jpeg(Body.of(_file("JPEG")), "it")
    for wrong in (_file("JPEG", progressive=True), _file("PNG"), b""):
        with pytest.raises(Nonconformity):
            is_baseline_jpeg(Body.of(wrong), "it")


def test_the_depth_of_a_png_image_is_read() -> None:
    deep = BytesIO()
    Image.fromarray(np.full((4, 4), 40000, np.uint16)).save(deep, "PNG")
    assert bits_of_png(Body.of(_file("PNG"))) == 8
    assert bits_of_png(Body.of(deep.getvalue())) == 16
    assert bits_of_png(Body.of(b"no PNG image at all, but long enough")) is None


def test_a_colour_profile_is_seen() -> None:
    assert has_icc_profile(Body.of(_file("JPEG", icc_profile=b"profile" * 20)))
    assert not has_icc_profile(Body.of(_file("JPEG")))
