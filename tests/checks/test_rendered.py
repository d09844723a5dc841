"""Rendered images: what may differ, and what may not."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps

from dicomweb_conformance.checks import rendered as check
from dicomweb_conformance.checks import rendered_parameters as parameters
from dicomweb_conformance.checks import rendered_thumbnails as thumbnails
from dicomweb_conformance.checks.rendered_source import samples, true_colours, windowed
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Study
from tests.checks.frames_made import PAGE, alone, in_parts, part, sample


def _encoded(levels: NDArray[np.uint8] | Image.Image, format: str = "PNG", quality: int = 90) -> bytes:
    out = BytesIO()
    image = levels if isinstance(levels, Image.Image) else Image.fromarray(levels)
    image.save(out, format, quality=quality)
    return out.getvalue()


def _png(levels: NDArray[np.uint8] | Image.Image) -> Response:
    return alone(_encoded(levels), "image/png")


def _jpeg(levels: NDArray[np.uint8] | Image.Image, quality: int = 90) -> Response:
    return alone(_encoded(levels, "JPEG", quality), "image/jpeg")


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return sample("shapes", tmp_path_factory.mktemp("shapes"))


@pytest.fixture(scope="module")
def ramps(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A ramp of 32 x 16 pixels as ``plain``, and ``inverted``."""
    return sample("monochrome1", tmp_path_factory.mktemp("ramps"))


@pytest.fixture(scope="module")
def ramp(ramps: Study) -> Image.Image:
    return Image.fromarray(samples(ramps.instance("plain")).astype(np.uint8))


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    return sample("multiframe-gray8", tmp_path_factory.mktemp("frames")).instance("image")


@pytest.mark.parametrize("name", ["blue-circle", "green-square", "red-triangle"])
@pytest.mark.parametrize("quality", [50, 75, 95])
def test_jpeg_may_blur_colours(shapes: Study, name: str, quality: int) -> None:
    instance = shapes.instance(name)
    check.has_colours_of(_jpeg(true_colours(instance).astype(np.uint8), quality), instance)


@pytest.mark.parametrize("name", ["blue-circle", "red-triangle"])
@pytest.mark.parametrize("encode", [_png, _jpeg])
def test_exchanged_colours_are_wrong(shapes: Study, name: str, encode: Callable[[NDArray[np.uint8]], Response]) -> None:
    instance = shapes.instance(name)
    exchanged = np.ascontiguousarray(true_colours(instance)[:, :, ::-1].astype(np.uint8))
    with pytest.raises(Nonconformity):
        check.has_colours_of(encode(exchanged), instance)


def test_another_shape_and_another_size_are_wrong(shapes: Study) -> None:
    circle = true_colours(shapes.instance("blue-circle")).astype(np.uint8)
    with pytest.raises(Nonconformity):
        check.has_colours_of(_png(circle), shapes.instance("green-square"))
    with pytest.raises(Nonconformity, match="12 x 11"):
        check.has_colours_of(_png(circle[:, :-1]), shapes.instance("blue-circle"))


def test_a_palette_is_looked_up(tmp_path: Path) -> None:
    image = sample("palette-color", tmp_path).instance("image")
    colours = true_colours(image)
    assert [colours[row, column].tolist() for row, column in ((0, 0), (0, 23), (15, 0), (15, 23))] == [
        [255, 0, 0],
        [0, 255, 0],
        [0, 0, 255],
        [255, 255, 0],
    ]
    check.has_colours_of(_jpeg(colours.astype(np.uint8)), image)
    with pytest.raises(Nonconformity):
        check.has_colours_of(_png(samples(image).astype(np.uint8)), image)


def test_grays_may_come_in_three_equal_channels(ramp: Image.Image) -> None:
    check.is_gray(_png(ramp))
    check.is_gray(_jpeg(ramp.convert("RGB")))
    with pytest.raises(Nonconformity):
        check.is_gray(_png(ImageOps.colorize(ramp, (0, 0, 0), (255, 240, 230))))


def test_a_ramp_may_be_stretched_but_not_turned(ramp: Image.Image) -> None:
    check.brightens(_png(ramp))
    check.brightens(_png(ImageOps.autocontrast(ramp)))
    for wrong in (ImageOps.invert(ramp), ImageOps.mirror(ramp), ramp.point(lambda level: level // 2)):
        with pytest.raises(Nonconformity):
            check.brightens(_png(wrong))


def test_twins_look_alike(ramp: Image.Image) -> None:
    check.are_alike(_png(ramp), _png(ramp.convert("RGB")))
    with pytest.raises(Nonconformity):
        check.are_alike(_png(ImageOps.invert(ramp)), _png(ramp))


def test_a_frame_is_known_by_its_likeness(frames: Instance) -> None:
    shown = samples(frames, 2).astype(np.uint8)
    dimmed = (shown // 2 + 40).astype(np.uint8)
    for response in (_png(shown), _jpeg(shown), _png(dimmed)):
        check.show_frames(response, (2,), frames)
    with pytest.raises(Nonconformity, match="received frame 2"):
        check.show_frames(_png(shown), (3,), frames)
    with pytest.raises(Nonconformity, match="no frame"):
        check.show_frames(_png(np.ascontiguousarray(shown[::-1, ::-1])), (2,), frames)


def test_a_list_of_frames_is_one_image_for_each(frames: Instance) -> None:
    parts = [part(_encoded(samples(frames, number).astype(np.uint8)), "image/png") for number in (1, 4)]
    check.show_frames(in_parts(*parts), (1, 4), frames)
    for wrong in (
        in_parts(parts[0]),
        in_parts(*reversed(parts)),
        in_parts(),
        _png(samples(frames, 1).astype(np.uint8)),
    ):
        with pytest.raises(Nonconformity):
            check.show_frames(wrong, (1, 4), frames)


def test_a_viewport_may_be_filled_or_padded(ramps: Study, ramp: Image.Image) -> None:
    plain = ramps.instance("plain")
    scaled = ramp.resize((20, 10))
    for right in (
        scaled,
        ramp.resize((20, 11)),
        *(_padded(scaled, top, level) for top in (0, 5) for level in (0, 255)),
    ):
        parameters.fits(_png(right), 20, 20, plain)
    for wrong in (ramp.resize((20, 20)), ramp.crop((0, 0, 20, 16)), ramp, ImageOps.mirror(scaled), scaled.rotate(90)):
        with pytest.raises(Nonconformity):
            parameters.fits(_png(wrong), 20, 20, plain)


def _padded(picture: Image.Image, top: int, level: int) -> Image.Image:
    canvas = Image.new("L", (20, 20), level)
    canvas.paste(picture, (0, top))
    return canvas


def test_a_region_shows_its_colours_on_any_scale(shapes: Study) -> None:
    square = shapes.instance("green-square")
    whole = Image.fromarray(true_colours(square).astype(np.uint8))
    region = whole.crop((5, 4, 8, 7))
    for right in (region, region.resize((6, 6))):
        parameters.shows_region(_png(right), (5, 4, 3, 3), square)
    for wrong in (whole.crop((0, 0, 3, 3)), whole, whole.resize((6, 6)), whole.crop((0, 0, 8, 7))):
        with pytest.raises(Nonconformity):
            parameters.shows_region(_png(wrong), (5, 4, 3, 3), square)


def test_a_parameter_without_effect_is_not_judged(ramp: Image.Image) -> None:
    parameters.changes(_png(ramp), _png(ramp.resize((8, 4))), "viewport")
    parameters.changes(_png(ramp), _png(ImageOps.invert(ramp)), "window")
    for changed in (_png(ramp), _png(ramp.point(lambda level: level + 2)), alone(b"", None, 400)):
        with pytest.raises(NotOffered):
            parameters.changes(_png(ramp), changed, "viewport")


def test_a_window_follows_its_formula(tmp_path: Path) -> None:
    image = sample("ct-signed16", tmp_path).instance("image")
    right = np.round(windowed(image, -1700, 800, "linear")).astype(np.uint8)
    assert right.min() < 10
    assert right.max() == 255
    parameters.follows_window(_png(right), -1700, 800, "linear", image)
    parameters.follows_window(_png(np.maximum(right, 3) - 3), -1700, 800, "linear", image)
    for center, width, function in ((-1724, 800, "linear"), (-1700, 700, "linear"), (-1700, 800, "sigmoid")):
        wrong = np.round(windowed(image, center, width, function)).astype(np.uint8)
        with pytest.raises(Nonconformity):
            parameters.follows_window(_png(wrong), -1700, 800, "linear", image)


def test_an_ignored_parameter_changes_nothing(ramp: Image.Image) -> None:
    for right in (alone(b"", None, 400), _png(ramp)):
        parameters.is_ignored_or_refused(right, _png(ramp))
    for wrong in (alone(b"", None, 500), _png(ImageOps.invert(ramp)), PAGE):
        with pytest.raises(Nonconformity):
            parameters.is_ignored_or_refused(wrong, _png(ramp))


def test_a_transfer_syntax_of_an_image_is_wrong(ramp: Image.Image) -> None:
    check.names_no_transfer_syntax(_png(ramp))
    with pytest.raises(Nonconformity):
        check.names_no_transfer_syntax(alone(_encoded(ramp), "image/png; transfer-syntax=1.2.840.10008.1.2.1"))


def test_a_refusal_or_the_default_type_will_do(ramp: Image.Image) -> None:
    for right in (alone(b"", None, 406), _jpeg(ramp)):
        check.default_or_refused(right, (406,))
    for wrong in (alone(b"", None, 400), _png(ramp), PAGE, alone(b"", None, 500)):
        with pytest.raises(Nonconformity):
            check.default_or_refused(wrong, (406,))


def test_a_rendered_resource_is_no_file(ramp: Image.Image) -> None:
    for right in (alone(b"", None, 406), alone(b"", None, 400), _png(ramp)):
        check.is_no_file(right)
    for wrong in (alone(b"DICM", "application/dicom"), PAGE, alone(b"", None, 500), alone(b"", None, 204)):
        with pytest.raises(Nonconformity):
            check.is_no_file(wrong)


def test_a_report_is_text_that_says_what_it_says(tmp_path: Path) -> None:
    report = sample("basic-text-sr", tmp_path).instance("report")
    text = b"<p>A small square pattern, without clinical meaning.</p><p>A second finding.</p>"
    check.is_text_of(alone(text, "text/html; charset=utf-8"), "text/html", report)
    for wrong in (PAGE, alone(text, "text/plain"), alone(text, None)):
        with pytest.raises(Nonconformity):
            check.is_text_of(wrong, "text/html", report)
    with pytest.raises(NotOffered):
        check.is_text_of(alone(b"", None, 406), "text/html", report)


def test_thumbnails_may_have_any_size_but_not_any_colour(shapes: Study) -> None:
    circle = Image.fromarray(true_colours(shapes.instance("blue-circle")).astype(np.uint8))
    for right in (circle, circle.resize((130, 110)), circle.resize((6, 5))):
        thumbnails.has_colours_of(_jpeg(right), shapes.instance("blue-circle"))
    for wrong in (circle.convert("L"), Image.new("RGB", (8, 8))):
        with pytest.raises(Nonconformity):
            thumbnails.has_colours_of(_jpeg(wrong), shapes.instance("blue-circle"))


def test_a_missing_level_of_thumbnails_is_named(ramp: Image.Image) -> None:
    thumbnails.all_are_images({"study": _png(ramp), "frame": _jpeg(ramp)})
    with pytest.raises(NotOffered):
        thumbnails.all_are_images({"study": alone(b"", None, 404), "frame": alone(b"", None, 501)})
    with pytest.raises(Nonconformity, match="none of frame"):
        thumbnails.all_are_images({"study": _png(ramp), "frame": alone(b"", None, 404)})
    with pytest.raises(Nonconformity):
        thumbnails.all_are_images({"study": _png(ramp), "frame": PAGE})


@pytest.mark.parametrize(
    "judge",
    [
        check.is_image,
        check.are_images,
        check.is_baseline,
        check.has_eight_bits,
        check.is_gray,
        check.brightens,
        check.names_no_transfer_syntax,
        parameters.has_profile,
    ],
)
def test_a_page_for_everything_is_never_an_image(judge: Callable[[Response], object]) -> None:
    with pytest.raises(Nonconformity):
        judge(PAGE)
