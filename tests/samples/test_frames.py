"""Frames can be told apart, and compressed ones decode to those that went in."""

from pathlib import Path

import numpy as np
import pytest
from pydicom.encaps import generate_fragments, parse_basic_offsets
from pydicom.pixels.utils import pixel_array
from pydicom.uid import UID

from dicomweb_conformance.samples.catalogue import SAMPLES
from dicomweb_conformance.samples.images import SAMPLES as IMAGES
from dicomweb_conformance.samples.sample import write_sample
from dicomweb_conformance.study import Instance

IMAGE_NAMES = [name for name, sample in SAMPLES.items() if sample.group in {"frames", "compressed"}]
LOSSLESS = [name for name in IMAGE_NAMES if name not in {"float-pixels", "jpeg-baseline"}]
FRAMES = {"multiframe-gray8": 5, "multiframe-gray16": 20, "multiframe-rgb8": 3, "multiframe-bit": 3, "float-pixels": 2}


def instances(name: str, folder: Path) -> tuple[Instance, ...]:
    return write_sample(SAMPLES[name], lambda uid: uid, folder, "P", "A").instances


def only(name: str, folder: Path) -> Instance:
    (instance,) = instances(name, folder)
    return instance


@pytest.mark.parametrize("name", LOSSLESS)
def test_each_frame_is_what_an_independent_decoder_gives(name: str, tmp_path: Path) -> None:
    for instance in instances(name, tmp_path):
        for number in range(1, instance.number_of_frames + 1):
            decoded = pixel_array(instance.ds, index=number - 1, raw=True)
            if instance.ds.get("PlanarConfiguration") == 1 and not instance.decoded:
                decoded = decoded.transpose(2, 0, 1)
            if instance.ds.BitsAllocated == 1:
                expected = np.packbits(decoded, bitorder="little").tobytes()
            else:
                expected = decoded.astype(decoded.dtype.newbyteorder("<")).tobytes()
            assert instance.decoded_frame(number) == expected


@pytest.mark.parametrize(("name", "count"), FRAMES.items())
def test_a_native_multi_frame_image_has_its_frames_one_after_the_other(name: str, count: int, tmp_path: Path) -> None:
    instance = only(name, tmp_path)
    frames = [instance.frame(number) for number in range(1, count + 1)]
    assert instance.number_of_frames == count == instance.ds.NumberOfFrames
    assert len({len(frame) for frame in frames}) == 1
    pixels = instance.ds.get("PixelData") or instance.ds.FloatPixelData
    assert b"".join(frames) == pixels[: len(frames[0]) * count]
    assert pixels[len(frames[0]) * count :] in {b"", b"\x00"}


@pytest.mark.parametrize("name", IMAGE_NAMES)
def test_no_two_frames_differ_by_a_constant_only(name: str, tmp_path: Path) -> None:
    for instance in instances(name, tmp_path):
        if instance.number_of_frames == 1:
            continue
        frames = [
            np.frombuffer(instance.decoded_frame(number), dtype=np.uint8).astype(int)
            for number in range(1, instance.number_of_frames + 1)
        ]
        for index, frame in enumerate(frames):
            assert all(len(np.unique(frame - other)) > 1 for other in frames[index + 1 :])


def test_some_frames_have_an_odd_length(tmp_path: Path) -> None:
    assert len(only("multiframe-gray8", tmp_path / "gray").frame(1)) == 63
    assert len(only("multiframe-rgb8", tmp_path / "rgb").frame(1)) == 105
    assert len(only("multiframe-gray8", tmp_path / "gray").ds.PixelData) == 5 * 63 + 1


@pytest.mark.parametrize(
    ("name", "fragments", "offsets"),
    [
        ("rle-rgb", 1, 0),
        ("rle-gray8", 3, 3),
        ("rle-gray16", 2, 0),
        ("jpegls-gray8", 3, 0),
        ("jpegls-gray16", 2, 2),
        ("jpegls-rgb", 2, 2),
        ("jpegls-fragments", 9, 3),
        ("jpeg2000-gray8", 3, 3),
        ("jpeg2000-gray16", 2, 0),
        ("jpeg2000-rgb", 2, 2),
        ("jpeg2000-fragments", 6, 3),
        ("jpeg2000-one-frame-fragments", 4, 0),
        ("jpeg2000-extended-offsets", 3, 0),
        ("jpeg-baseline", 1, 0),
    ],
)
def test_encapsulation_is_as_the_sample_says(name: str, fragments: int, offsets: int, tmp_path: Path) -> None:
    instance = only(name, tmp_path)
    assert UID(instance.transfer_syntax).is_encapsulated
    pixels = instance.ds.PixelData
    table = parse_basic_offsets(pixels)
    assert len(table) == offsets
    after_table = pixels[8 + 4 * offsets :]
    assert len(list(generate_fragments(after_table))) == fragments
    assert instance.ds["PixelData"].is_undefined_length
    assert ("ExtendedOffsetTable" in instance.ds) == (name == "jpeg2000-extended-offsets")


def test_a_lossy_image_has_no_exact_frame_but_the_right_colours(tmp_path: Path) -> None:
    instance = only("jpeg-baseline", tmp_path)
    with pytest.raises(LookupError, match="not known"):
        instance.decoded_frame(1)
    assert instance.ds.LossyImageCompression == "01"
    image = pixel_array(instance.ds).astype(int)
    assert image.shape == (32, 48, 3)
    assert np.abs(image[16, 24] - (63, 72, 204)).max() <= 12
    assert np.abs(image[0, 0] - 195).max() <= 12


def test_the_syntaxes_of_one_series_are_mixed_and_the_frame_is_one(tmp_path: Path) -> None:
    mixed = instances("mixed-syntaxes", tmp_path)
    assert len({instance.transfer_syntax for instance in mixed}) == 4
    assert len({instance.reference.series for instance in mixed}) == 1
    assert len({instance.decoded_frame(1) for instance in mixed}) == 1


def test_monochrome1_is_the_inversion_of_monochrome2(tmp_path: Path) -> None:
    inverted, plain = instances("monochrome1", tmp_path)
    assert (inverted.ds.PhotometricInterpretation, plain.ds.PhotometricInterpretation) == ("MONOCHROME1", "MONOCHROME2")
    assert bytes(255 - value for value in inverted.frame(1)) == plain.frame(1)


def test_the_ct_image_has_the_extreme_values_of_12_bits(tmp_path: Path) -> None:
    image = pixel_array(only("ct-signed16", tmp_path).ds)
    assert (image.min(), image.max(), image.dtype.kind) == (-2048, 2047, "i")


def test_planes_and_pixels_of_rgb_are_told_apart(tmp_path: Path) -> None:
    instance = only("planar-rgb", tmp_path)
    planes = np.frombuffer(instance.frame(1), dtype=np.uint8).reshape(3, 5, 7)
    assert np.array_equal(pixel_array(instance.ds, raw=True), planes.transpose(1, 2, 0))
    assert not np.array_equal(planes[0], planes[1])


def test_every_single_frame_image_can_be_decoded(tmp_path: Path) -> None:
    for sample in IMAGES:
        for instance in instances(sample.name, tmp_path / sample.name):
            assert pixel_array(instance.ds).shape[:2] == (instance.ds.Rows, instance.ds.Columns)
