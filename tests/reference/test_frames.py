"""Retrieve frames (PS3.18 10.4.1.1.6)."""

from __future__ import annotations

import numpy as np
import pytest
from pydicom.uid import JPEG2000Lossless

from tests.reference.service import OCTETS, Service, image, parts_of, path_of


def test_frames_come_in_the_order_of_the_list(service: Service) -> None:
    pixels = np.arange(5 * 7 * 9, dtype=np.uint8).reshape(5, 7, 9)
    ds = image(pixels)
    service.stored(ds)
    parts = parts_of(service.get(f"{path_of(ds)}/frames/1,5,2,2", OCTETS))
    assert [part.content for part in parts] == [pixels[number].tobytes() for number in (0, 4, 1, 1)]
    assert [part.headers["content-location"][-9:] for part in parts] == ["/frames/1", "/frames/5", *["/frames/2"] * 2]
    assert parts_of(service.get(f"{path_of(ds)}/frames/1%2C3", OCTETS))[1].content == pixels[2].tobytes()


@pytest.mark.parametrize("syntax", ["", "; transfer-syntax=*", "; transfer-syntax=1.2.840.10008.1.2.1"])
def test_native_samples_are_the_same_in_every_spelling(service: Service, syntax: str) -> None:
    pixels = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(5, 7, 3)
    ds = image(pixels)
    service.stored(ds)
    (part,) = parts_of(service.get(f"{path_of(ds)}/frames/1", OCTETS + syntax))
    assert part.content == pixels.tobytes()


def test_single_bits_are_packed_anew(service: Service) -> None:
    rng = np.random.default_rng(1)
    bits = rng.integers(0, 2, (3, 5, 7), np.uint8)
    packed = np.packbits(bits.ravel(), bitorder="little").tobytes()
    ds = image(bits, BitsAllocated=1, BitsStored=1, HighBit=0, PixelData=packed)
    service.stored(ds)
    for number in (1, 2, 3):
        (part,) = parts_of(service.get(f"{path_of(ds)}/frames/{number}", OCTETS))
        assert part.content == np.packbits(bits[number - 1].ravel(), bitorder="little").tobytes()


def test_one_frame_comes_as_bare_octets(service: Service) -> None:
    ds = image(np.arange(16, dtype=np.uint8).reshape(4, 4))
    service.stored(ds)
    assert service.get(f"{path_of(ds)}/frames/1", "application/octet-stream").content == ds.PixelData


@pytest.mark.parametrize(
    ("frames", "status"),
    [("0", 400), ("abc", 400), ("-1", 400), ("1,,2", 400), ("1.5", 400), ("3", 404), ("1,3", 404), ("1,0", 400)],
)
def test_frames_that_do_not_exist_are_refused(service: Service, frames: str, status: int) -> None:
    ds = image(np.zeros((2, 4, 4), np.uint8))
    service.stored(ds)
    assert service.get(f"{path_of(ds)}/frames/{frames}", OCTETS).status_code == status


def test_frames_need_pixel_data(service: Service) -> None:
    ds = image()
    del ds.PixelData
    service.stored(ds)
    assert service.get(f"{path_of(ds)}/frames/1", OCTETS).status_code == 404
    assert service.get(f"{path_of(image())}/frames/1", OCTETS).status_code == 404


def test_a_syntax_that_cannot_be_produced_is_refused(service: Service) -> None:
    ds = image()
    service.stored(ds)
    assert service.get(f"{path_of(ds)}/frames/1", f"{OCTETS}; transfer-syntax={JPEG2000Lossless}").status_code == 406
    assert service.get(f"{path_of(ds)}/frames/1", 'multipart/related; type="image/jp2"').status_code == 406
