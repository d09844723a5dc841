"""Frames: what is a legal oddity, and what is a nonconformity beside it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dicomweb_conformance.checks import frames as check
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance
from tests.checks.frames_made import MULTIPART, OCTETS, PAGE, alone, in_parts, octets, part, sample

J2K = "1.2.840.10008.1.2.4.90"
JPEG = "1.2.840.10008.1.2.4.50"


@pytest.fixture(scope="module")
def gray(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """Five frames of 63 bytes each."""
    return sample("multiframe-gray8", tmp_path_factory.mktemp("gray")).instance("image")


@pytest.fixture(scope="module")
def j2k(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """Three frames in JPEG 2000 Lossless."""
    return sample("jpeg2000-gray8", tmp_path_factory.mktemp("j2k")).instance("image")


@pytest.fixture(scope="module")
def rle(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """The frames of ``j2k`` in RLE Lossless."""
    return sample("rle-gray8", tmp_path_factory.mktemp("rle")).instance("image")


def test_frames_in_the_order_of_the_list_are_right(gray: Instance) -> None:
    check.frames_are(octets([gray.frame(1), gray.frame(3)]), (1, 3), gray)


def test_an_odd_frame_may_have_a_pad_byte(gray: Instance) -> None:
    check.frames_are(octets([gray.frame(2) + b"\x00"]), (2,), gray)
    with pytest.raises(Nonconformity, match="65 bytes"):
        check.frames_are(octets([gray.frame(2) + b"\x00\x00"]), (2,), gray)


def test_an_even_frame_has_no_pad_byte(tmp_path: Path) -> None:
    image = sample("multiframe-gray16", tmp_path).instance("image")
    with pytest.raises(Nonconformity, match="97 bytes"):
        check.frames_are(octets([image.frame(1) + b"\x00"]), (1,), image)


def test_another_frame_is_named(gray: Instance) -> None:
    with pytest.raises(Nonconformity, match="received frame 4"):
        check.frames_are(octets([gray.frame(4)]), (3,), gray)


def test_one_wrong_byte_is_found(gray: Instance) -> None:
    wrong = bytearray(gray.frame(1))
    wrong[40] ^= 1
    with pytest.raises(Nonconformity, match="from byte 40 on"):
        check.frames_are(octets([bytes(wrong)]), (1,), gray)


def test_too_few_parts_are_counted(gray: Instance) -> None:
    with pytest.raises(Nonconformity, match="expected 2 parts; received 1 part"):
        check.frames_are(octets([gray.frame(1)]), (1, 2), gray)


def test_a_part_without_content_type_counts_as_octets_but_is_named(gray: Instance) -> None:
    response = in_parts(part(gray.frame(1), None))
    check.frames_are(response, (1,), gray)
    with pytest.raises(Nonconformity, match="no Content-Type"):
        check.parts_are_typed(response, (OCTETS,))


def test_a_foreign_type_of_a_part_is_wrong(gray: Instance) -> None:
    with pytest.raises(Nonconformity, match="application/dicom"):
        check.frames_are(in_parts(part(gray.frame(1), "application/dicom")), (1,), gray)


@pytest.mark.parametrize(
    "label",
    [f"image/jp2; transfer-syntax={J2K}", "image/jp2", f'{OCTETS}; transfer-syntax="{J2K}"', "IMAGE/JP2"],
)
def test_a_stored_code_stream_may_come_under_each_of_its_labels(j2k: Instance, label: str) -> None:
    check.frames_are(in_parts(part(j2k.frame(2), label)), (2,), j2k)


def test_the_pad_byte_of_a_code_stream_may_come_or_go(j2k: Instance) -> None:
    label = f"image/jp2; transfer-syntax={J2K}"
    for stream in (j2k.frame(1).rstrip(b"\x00"), j2k.frame(1).rstrip(b"\x00") + b"\x00"):
        check.frames_are(in_parts(part(stream, label)), (1,), j2k)


def test_a_frame_compressed_anew_is_decoded(j2k: Instance, rle: Instance) -> None:
    check.frames_are(in_parts(part(j2k.frame(3), f"image/jp2; transfer-syntax={J2K}")), (3,), rle)
    with pytest.raises(Nonconformity, match="received frame 3"):
        check.frames_are(in_parts(part(j2k.frame(3), f"image/jp2; transfer-syntax={J2K}")), (1,), rle)


def test_a_code_stream_labelled_as_octets_is_wrong(j2k: Instance) -> None:
    with pytest.raises(Nonconformity, match="1287 bytes"):
        check.frames_are(octets([j2k.frame(1)]), (1,), j2k)


def test_octets_labelled_as_a_code_stream_are_wrong(gray: Instance) -> None:
    with pytest.raises(Nonconformity, match="uncompressed samples"):
        check.frames_are(in_parts(part(gray.frame(1), f"{OCTETS}; transfer-syntax={J2K}")), (1,), gray)


def test_an_item_header_is_no_code_stream(j2k: Instance) -> None:
    item = bytes.fromhex("FEFF00E0") + len(j2k.frame(1)).to_bytes(4, "little") + j2k.frame(1)
    with pytest.raises(Nonconformity, match="item tag"):
        check.frames_are(in_parts(part(item, f"image/jp2; transfer-syntax={J2K}")), (1,), j2k)


def test_garbage_is_no_code_stream(j2k: Instance) -> None:
    with pytest.raises(Nonconformity, match="no header of an image"):
        check.frames_are(in_parts(part(b"garbage", f"image/jp2; transfer-syntax={J2K}")), (1,), j2k)


def test_a_code_stream_that_claims_another_size_is_not_decoded(j2k: Instance) -> None:
    stream = bytearray(j2k.frame(1))
    stream[8:16] = (60000).to_bytes(4, "big") * 2
    with pytest.raises(Nonconformity, match="60000 rows, 60000 columns"):
        check.frames_are(in_parts(part(bytes(stream), f"image/jp2; transfer-syntax={J2K}")), (1,), j2k)


def test_a_damaged_code_stream_is_wrong(rle: Instance) -> None:
    label = "image/dicom-rle; transfer-syntax=1.2.840.10008.1.2.5"
    with pytest.raises(Nonconformity):
        check.frames_are(in_parts(part(rle.frame(1)[:90], label)), (1,), rle)


def test_a_cut_off_jpeg_ls_frame_is_wrong(tmp_path: Path) -> None:
    image = sample("jpegls-gray8", tmp_path).instance("image")
    label = "image/jls; transfer-syntax=1.2.840.10008.1.2.4.80"
    check.frames_are(in_parts(part(image.frame(1), label)), (1,), image)
    with pytest.raises(Nonconformity, match="breaks off"):
        check.frames_are(in_parts(part(image.frame(1)[:100], label)), (1,), image)


def test_a_wildcard_is_no_label(j2k: Instance) -> None:
    with pytest.raises(Nonconformity, match="UID of a transfer syntax"):
        check.frames_are(in_parts(part(j2k.frame(1), "image/jp2; transfer-syntax=*")), (1,), j2k)


def test_a_syntax_that_the_harness_cannot_decode_is_not_judged(gray: Instance) -> None:
    with pytest.raises(NotOffered, match="cannot decode"):
        check.frames_are(in_parts(part(b"\xff\xd8\xff\xc3", "image/jpeg")), (1,), gray)


def test_uncompressed_means_uncompressed(j2k: Instance) -> None:
    check.uncompressed_frames_are(octets([j2k.decoded_frame(1)]), (1,), j2k)
    with pytest.raises(Nonconformity, match="uncompressed"):
        check.uncompressed_frames_are(in_parts(part(j2k.frame(1), "image/jp2")), (1,), j2k)


def test_a_jpeg_frame_needs_the_syntax_that_it_has(tmp_path: Path) -> None:
    image = sample("jpeg-baseline", tmp_path).instance("image")
    check.code_streams(in_parts(part(image.frame(1), f"image/jpeg; transfer-syntax={JPEG}")))
    # Without the parameter image/jpeg means lossless, which these bytes are not
    with pytest.raises(Nonconformity, match=r"1\.2\.840\.10008\.1\.2\.4\.70"):
        check.code_streams(in_parts(part(image.frame(1), "image/jpeg")))
    with pytest.raises(Nonconformity, match="transfer syntax of that type"):
        check.code_streams(in_parts(part(image.frame(1), f"image/jp2; transfer-syntax={JPEG}")))


@pytest.mark.parametrize(
    "content_type",
    [
        MULTIPART,
        f"multipart/related; type={OCTETS}; boundary=b",
        # As Orthanc sends it: parameters of the parts within the quotes
        f'multipart/related; type="{OCTETS}; transfer-syntax=1.2.840.10008.1.2.1"; boundary=b',
        f'Multipart/Related; boundary="b"; TYPE="{OCTETS.title()}"',
    ],
)
def test_the_type_of_the_message_is_read_as_a_media_type(gray: Instance, content_type: str) -> None:
    check.says_what_it_is(in_parts(part(gray.frame(1)), content_type=content_type))


@pytest.mark.parametrize(
    "content_type",
    ['multipart/related; type="application/dicom"; boundary=b', "multipart/related; boundary=b", "multipart/related"],
)
def test_a_message_must_say_what_it_holds(gray: Instance, content_type: str) -> None:
    with pytest.raises(Nonconformity):
        check.says_what_it_is(in_parts(part(gray.frame(1)), content_type=content_type))


def test_a_single_part_is_a_frame_and_no_file(gray: Instance) -> None:
    check.is_single_part(alone(gray.frame(1), OCTETS), 1, gray)
    for content_type in ("application/dicom", None, "text/html"):
        with pytest.raises(Nonconformity):
            check.is_single_part(alone(gray.frame(1), content_type), 1, gray)


@pytest.mark.parametrize("status", [400, 404, 406, 415, 501])
def test_a_clean_refusal_is_no_finding_about_an_offer(status: int) -> None:
    with pytest.raises(NotOffered):
        check.is_offered(alone(b"", None, status))


def test_an_error_of_the_server_is_no_refusal() -> None:
    with pytest.raises(Nonconformity, match="status 500"):
        check.is_offered(alone(b"", None, 500))


def test_a_default_is_as_good_as_a_refusal_when_it_is_true(gray: Instance) -> None:
    check.default_or_refused(alone(b"", None, 406), (1,), gray, (406,))
    check.default_or_refused(octets([gray.frame(1)]), (1,), gray, (406,))
    check.default_or_refused(alone(gray.frame(1), OCTETS), (1,), gray, (406,))
    for response in (alone(b"", None, 400), alone(b"", None, 500), PAGE):
        with pytest.raises(Nonconformity):
            check.default_or_refused(response, (1,), gray, (406,))


def test_a_location_must_give_the_part(gray: Instance) -> None:
    parts = in_parts(part(gray.frame(1), location="/frames/1"), part(gray.frame(2), location="/frames/2"))
    found = (octets([gray.frame(1)]), alone(gray.frame(2), OCTETS))
    assert check.located_at(parts) == ("/frames/1", "/frames/2")
    check.same_bytes(parts, found)
    for wrong in ((found[0], octets([gray.frame(1)])), (found[0], alone(b"", None, 404))):
        with pytest.raises(Nonconformity):
            check.same_bytes(parts, wrong)


def test_a_location_is_optional(gray: Instance) -> None:
    with pytest.raises(NotOffered):
        check.located_at(octets([gray.frame(1)]))


_JUDGES: tuple[Callable[[Response, Instance], object], ...] = (
    lambda response, image: check.frames_are(response, (1,), image),
    lambda response, image: check.uncompressed_frames_are(response, (1,), image),
    lambda response, image: check.says_what_it_is(response),
    lambda response, image: check.parts_are_typed(response, (OCTETS,)),
    lambda response, image: check.code_streams(response),
)


@pytest.mark.parametrize("response", [PAGE, in_parts()])
@pytest.mark.parametrize("judge", _JUDGES)
def test_a_page_or_nothing_for_everything_is_never_right(
    gray: Instance, judge: Callable[[Response, Instance], object], response: Response
) -> None:
    with pytest.raises(Nonconformity):
        judge(response, gray)
