"""Rendered instances, thumbnails and the URI service (PS3.18 10.4.1.1.3, 10.4.1.1.4, 9)."""

from __future__ import annotations

import io
from typing import Any

import httpx
import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom import Dataset
from pydicom.uid import ExplicitVRLittleEndian

from tests.reference.service import Service, image, parts_of, path_of

CORNERS = np.zeros((40, 60, 3), np.uint8)
CORNERS[:20, :30], CORNERS[:20, 30:], CORNERS[20:, :30], CORNERS[20:, 30:] = (
    (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0),
)  # fmt: skip


def _pixels(response: httpx.Response) -> NDArray[Any]:
    assert response.status_code == 200, response.text
    with Image.open(io.BytesIO(response.content)) as opened:
        return np.asarray(opened.convert("RGB"))


@pytest.fixture(scope="module")
def corners(service: Service) -> Dataset:
    """Red, green, blue and yellow quarters."""
    ds = image(CORNERS)
    service.stored(ds)
    return ds


@pytest.fixture(scope="module")
def gray(service: Service) -> Dataset:
    """Two frames of 16 bit: a ramp up to 1000, and a flat one."""
    ramp = np.linspace(0, 1000, 100, dtype="<u2").reshape(10, 10)
    ds = image(np.stack([ramp, np.full_like(ramp, 1000)]))
    service.stored(ds)
    return ds


def test_jpeg_is_the_default_and_is_baseline(service: Service, corners: Dataset) -> None:
    response = service.get(f"{path_of(corners)}/rendered", "*/*")
    assert response.headers["content-type"] == "image/jpeg"
    assert response.content.startswith(b"\xff\xd8")
    assert b"\xff\xc0" in response.content
    assert service.get(f"{path_of(corners)}/rendered", "image/*").headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize(("type", "signature"), [("image/png", b"\x89PNG"), ("image/gif", b"GIF8")])
def test_other_types_are_exact(service: Service, corners: Dataset, type: str, signature: bytes) -> None:
    response = service.get(f"{path_of(corners)}/rendered", type)
    assert response.headers["content-type"] == type
    assert response.content.startswith(signature)
    assert (_pixels(response) == CORNERS).all()
    by_parameter = service.get(f"{path_of(corners)}/rendered?accept={type}", "*/*")
    assert by_parameter.headers["content-type"] == type


def test_quality_makes_smaller_files(service: Service) -> None:
    ds = image(np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8))
    service.stored(ds)
    sizes = [len(service.get(f"{path_of(ds)}/rendered?quality={q}", "image/jpeg").content) for q in (10, 95)]
    assert sizes[0] < sizes[1]


def test_a_viewport_scales_without_distortion(service: Service, corners: Dataset) -> None:
    assert _pixels(service.get(f"{path_of(corners)}/rendered?viewport=30,30", "image/png")).shape == (20, 30, 3)


def test_a_viewport_shows_a_region(service: Service, corners: Dataset) -> None:
    path = f"{path_of(corners)}/rendered?viewport="
    shown = _pixels(service.get(f"{path}10,10,0,0,10,10", "image/png"))
    assert (shown == CORNERS[0, 0]).all()
    elided = _pixels(service.get(f"{path}60,40,,,60,40", "image/png"))
    assert (elided == CORNERS).all()
    mirrored = _pixels(service.get(f"{path}60,40,0,0,-60,40", "image/png"))
    assert (mirrored == CORNERS[:, ::-1]).all()


@pytest.mark.parametrize(
    "query",
    ["quality=0", "quality=101", "quality=abc", "quality=", "viewport=100", "viewport=a,b", "viewport=-5,5",
     "viewport=5,5,0,0,1,1,1", "window=40,400", "window=40,abc,linear", "window=40,400,nosuch", "window=nan,400,linear",
     "window=1,inf,sigmoid", "viewport=nan,5", "viewport=1e999,5", "iccprofile=maybe"],
)  # fmt: skip
def test_malformed_parameters_are_bad_requests(service: Service, corners: Dataset, query: str) -> None:
    assert service.get(f"{path_of(corners)}/rendered?{query}", "image/jpeg").status_code == 400


def test_an_icc_profile_is_embedded_on_request(service: Service, corners: Dataset) -> None:
    assert b"ICC_PROFILE" in service.get(f"{path_of(corners)}/rendered?iccprofile=yes", "image/jpeg").content
    assert b"ICC_PROFILE" not in service.get(f"{path_of(corners)}/rendered", "image/jpeg").content
    assert service.get(f"{path_of(corners)}/rendered?iccprofile=yes", "image/gif").status_code == 400


def test_annotations_are_burned_in_and_unknown_ones_warned_of(service: Service, corners: Dataset) -> None:
    plain = _pixels(service.get(f"{path_of(corners)}/rendered", "image/png"))
    annotated = _pixels(service.get(f"{path_of(corners)}/rendered?annotation=patient", "image/png"))
    assert (plain != annotated).any()
    response = service.get(f"{path_of(corners)}/rendered?annotation=nosuch", "image/png")
    assert response.headers["warning"].startswith("299 ")
    assert (_pixels(response) == plain).all()


@pytest.mark.parametrize(("function", "low"), [("linear", 251.5), ("linear-exact", 250)])
def test_a_window_maps_gray_levels(service: Service, gray: Dataset, function: str, low: float) -> None:
    path = f"{path_of(gray)}/frames/1/rendered?window=500,500,{function}"
    shown = _pixels(service.get(path, "image/png"))[..., 0].astype(float).ravel()
    width = 499 if function == "linear" else 500
    stored = np.linspace(0, 1000, 100, dtype="<u2").astype(float)
    low = 500 - 0.5 - width / 2 if function == "linear" else low
    assert np.abs(shown - np.clip((stored - low) / width, 0, 1) * 255).max() <= 1


def test_frames_are_rendered_one_by_one(service: Service, gray: Dataset) -> None:
    first, second = (
        _pixels(service.get(f"{path_of(gray)}/frames/{number}/rendered?window=500,1000,linear", "image/png"))
        for number in (1, 2)
    )
    assert first.min() == 0
    assert second.min() == 255
    parts = parts_of(service.get(f"{path_of(gray)}/frames/1,2/rendered", 'multipart/related; type="image/jpeg"'))
    assert [part.headers["content-type"] for part in parts] == ["image/jpeg"] * 2
    assert service.get(f"{path_of(gray)}/frames/3/rendered", "*/*").status_code == 404
    assert service.get(f"{path_of(gray)}/frames/0/rendered", "*/*").status_code == 400


def test_many_frames_make_an_animation(service: Service, gray: Dataset) -> None:
    response = service.get(f"{path_of(gray)}/rendered", "image/gif")
    with Image.open(io.BytesIO(response.content)) as opened:
        assert getattr(opened, "n_frames", 1) == 2


@pytest.mark.parametrize("level", ["study", "series"])
def test_studies_and_series_are_rendered(service: Service, gray: Dataset, level: str) -> None:
    response = service.get(f"{path_of(gray, level)}/rendered", 'multipart/related; type="image/jpeg", image/jpeg')
    assert len(parts_of(response)) == 2
    assert _pixels(service.get(f"{path_of(gray, level)}/rendered", "image/jpeg")).shape == (10, 10, 3)


def test_both_monochromes_look_alike(service: Service) -> None:
    ramp = np.arange(64, dtype=np.uint8).reshape(8, 8) * 4
    plain, inverted = image(ramp), image(255 - ramp, PhotometricInterpretation="MONOCHROME1")
    service.stored(plain, inverted)
    first, second = (_pixels(service.get(f"{path_of(ds)}/rendered", "image/png")) for ds in (plain, inverted))
    assert (first == second).all()
    assert (first[..., 0] == ramp).all()


def test_colour_models_look_alike(service: Service) -> None:
    with Image.fromarray(CORNERS) as rgb:
        ybr = np.asarray(rgb.convert("YCbCr"))
        palette = rgb.quantize(4)
    full = image(ybr, PhotometricInterpretation="YBR_FULL")
    planes = image(CORNERS, PlanarConfiguration=1, PixelData=np.moveaxis(CORNERS, -1, 0).tobytes())
    half = np.concatenate([ybr[:, ::2, :1], ybr[:, 1::2, :1], ybr[:, ::2, 1:]], axis=2)
    subsampled = image(ybr, PhotometricInterpretation="YBR_FULL_422", PixelData=half.tobytes())
    indexed = image(np.asarray(palette), PhotometricInterpretation="PALETTE COLOR")
    table = np.array((palette.getpalette() or [])[:12], "<u2").reshape(4, 3) * 257
    for place, colour in enumerate(("Red", "Green", "Blue")):
        setattr(indexed, f"{colour}PaletteColorLookupTableDescriptor", [4, 0, 16])
        setattr(indexed, f"{colour}PaletteColorLookupTableData", np.ascontiguousarray(table[:, place]).tobytes())
    for ds in (full, planes, subsampled, indexed):
        service.stored(ds)
        shown = _pixels(service.get(f"{path_of(ds)}/rendered", "image/png")).astype(int)
        assert np.abs(shown - CORNERS).max() <= 3


@pytest.mark.parametrize(
    ("accept", "status"), [("application/dicom", 406), ("image/x-none", 406), ("application/dicom, image/jpeg", 400)]
)
def test_only_pictures_are_given(service: Service, corners: Dataset, accept: str, status: int) -> None:
    assert service.get(f"{path_of(corners)}/rendered", accept).status_code == status


@pytest.mark.parametrize("level", ["study", "series", "instance"])
@pytest.mark.parametrize("kind", ["rendered", "thumbnail"])
def test_the_unknown_is_not_found(service: Service, level: str, kind: str) -> None:
    assert service.get(f"{path_of(image(), level)}/{kind}", "*/*").status_code == 404


def test_thumbnails_exist_at_every_level(service: Service, gray: Dataset) -> None:
    paths = [path_of(gray, "study"), path_of(gray, "series"), path_of(gray), f"{path_of(gray)}/frames/1"]
    for path in paths:
        response = service.get(f"{path}/thumbnail?viewport=8,8", "*/*")
        assert response.headers["content-type"] == "image/jpeg"
        assert max(_pixels(response).shape) <= 8
    assert service.get(f"{paths[0]}/thumbnail?viewport=8,8,0,0,2,2", "*/*").status_code == 400


def test_an_instance_without_image_has_a_thumbnail_but_no_rendering(service: Service) -> None:
    ds = image()
    del ds.PixelData
    service.stored(ds)
    assert _pixels(service.get(f"{path_of(ds)}/thumbnail", "image/png")).size
    assert service.get(f"{path_of(ds)}/rendered", "*/*").status_code == 406


def _uri(ds: Dataset, **more: str) -> str:
    names = {"requestType": "WADO", "studyUID": ds.StudyInstanceUID, "seriesUID": ds.SeriesInstanceUID,
             "objectUID": ds.SOPInstanceUID, **more}  # fmt: skip
    return "/wado?" + "&".join(f"{name}={value}" for name, value in names.items() if value)


def test_the_uri_service_gives_files_and_images(service: Service, corners: Dataset) -> None:
    response = service.get(_uri(corners, contentType="application%2Fdicom"), "*/*")
    assert pydicom.dcmread(io.BytesIO(response.content)).file_meta.TransferSyntaxUID == ExplicitVRLittleEndian
    assert service.get(_uri(corners), "*/*").headers["content-type"] == "image/jpeg"
    small = service.get(_uri(corners, contentType="image%2Fpng", rows="10", columns="30"), "*/*")
    assert _pixels(small).shape == (10, 15, 3)
    region = service.get(_uri(corners, contentType="image%2Fpng", region="0,0,0.5,0.5"), "*/*")
    assert (_pixels(region) == CORNERS[:20, :30]).all()


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"requestType": ""}, 400),
        ({"requestType": "OTHER"}, 400),
        ({"studyUID": ""}, 400),
        ({"seriesUID": ""}, 400),
        ({"objectUID": ""}, 400),
        ({"objectUID": "1.2.3"}, 404),
        ({"contentType": "application%2Fdicom%3Btransfer-syntax%3D1.2.840.10008.1.2.1"}, 400),
        ({"contentType": "application%2Fdicom", "transferSyntax": "abc"}, 400),
        ({"contentType": "application%2Fdicom", "transferSyntax": "1.2.840.10008.1.2.4.91"}, 406),
        ({"windowCenter": "40"}, 400),
        ({"contentType": "application%2Fdicom", "windowCenter": "40", "windowWidth": "400"}, 400),
        ({"region": "0.5,0.5,0.2,0.2"}, 400),
        ({"region": "0,0,1"}, 400),
        ({"frameNumber": "2"}, 400),
        ({"presentationUID": "1.2", "presentationSeriesUID": "1.3"}, 400),
    ],
)
def test_the_uri_service_refuses_what_it_must(
    service: Service, corners: Dataset, more: dict[str, str], status: int
) -> None:
    assert service.get(_uri(corners, **more), "*/*").status_code == status
