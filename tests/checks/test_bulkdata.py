"""Bulk data: which references there are, and what they may give."""

import json
import pathlib
from typing import Any

import pytest

from dicomweb_conformance.checks import bulkdata as check
from dicomweb_conformance.checks.bulkdata import BulkReference, Followed
from dicomweb_conformance.checks.bulkdata_values import Path, stored_value
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance
from tests.checks.frames_made import MULTIPART, OCTETS, PAGE, alone, in_parts, octets, part, sample

URI = "http://server/bulk/1"
PIXELS = BulkReference(("7FE00010",), URI)


def _metadata(document: object) -> Response:
    return alone(json.dumps(document).encode(), "application/dicom+json")


def _followed(response: Response, reference: BulkReference = PIXELS) -> tuple[Followed, ...]:
    return (Followed(reference, response),)


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    return sample("bulk-values", tmp_path_factory.mktemp("bulk")).instance("image")


@pytest.fixture(scope="module")
def colours(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """Three frames of 105 bytes each."""
    return sample("multiframe-rgb8", tmp_path_factory.mktemp("rgb")).instance("image")


def test_references_are_found_at_any_depth() -> None:
    document = [
        {
            "7FE00010": {"vr": "OW", "BulkDataURI": "a"},
            "00283000": {"vr": "SQ", "Value": [{}, {"00283006": {"vr": "OW", "BulkDataURI": "b"}}]},
            "00100010": {"vr": "PN", "Value": [{"Alphabetic": "A"}]},
        }
    ]
    found = check.references(_metadata(document))
    assert [(str(each), each.kind, each.uri) for each in found] == [
        ("7FE00010", "pixel data", "a"),
        ("00283000/2/00283006", "item", "b"),
    ]


def test_strange_metadata_never_break_the_search_for_references() -> None:
    with pytest.raises(NotOffered):
        check.references(_metadata([{"00080005": None, "00080060": {"vr": "SQ", "Value": "no list"}, "x": 3}]))
    with pytest.raises(Nonconformity, match="BulkDataURI"):
        check.references(_metadata([{"7FE00010": {"vr": "OW", "BulkDataURI": ["a"]}}]))
    with pytest.raises(Nonconformity):
        check.references(PAGE)


@pytest.mark.parametrize(
    "path", [("00283000", 1, "00283006"), ("00990010",), ("60003000",), ("00880200", 1, "7FE00010")]
)
def test_stored_values_are_those_of_the_file(values: Instance, path: Path) -> None:
    ds: Any = values.ds
    for step in path[:-1]:
        ds = ds[int(step, 16)] if isinstance(step, str) else ds[step - 1]
    assert stored_value(values, path) == _bytes(ds[int(str(path[-1]), 16)].value)


def _bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)


@pytest.mark.parametrize("path", [("00283000", 2, "00283006"), ("00100010", 1, "00100010"), ("00181000",)])
def test_what_was_not_stored_has_no_value(values: Instance, path: Path) -> None:
    assert stored_value(values, path) is None


def test_a_value_may_come_in_parts_or_alone(colours: Instance) -> None:
    whole = colours.ds.PixelData[:315]
    for response in (octets([whole]), octets([whole + b"\x00"]), alone(whole, OCTETS)):
        check.values_are_stored(_followed(response), "pixel data", colours)


def test_pixel_data_may_come_by_frame(colours: Instance) -> None:
    frames = [colours.frame(number) for number in (1, 2, 3)]
    check.values_are_stored(_followed(octets(frames)), "pixel data", colours)
    with pytest.raises(Nonconformity, match="frame 2"):
        check.values_are_stored(_followed(octets([frames[0], frames[2], frames[1]])), "pixel data", colours)


def test_compressed_pixel_data_may_come_as_code_streams_or_decompressed(tmp_path: pathlib.Path) -> None:
    image = sample("jpeg2000-gray8", tmp_path).instance("image")
    streams = [image.frame(number) for number in (1, 2, 3)]
    decoded = b"".join(image.decoded_frame(number) for number in (1, 2, 3))
    label = "image/jp2; transfer-syntax=1.2.840.10008.1.2.4.90"
    for response in (in_parts(*(part(stream, label) for stream in streams)), octets([decoded])):
        check.values_are_stored(_followed(response), "pixel data", image)
    with pytest.raises(Nonconformity):
        check.values_are_stored(_followed(octets([b"".join(streams)])), "pixel data", image)


@pytest.mark.parametrize(
    "response",
    [
        PAGE,
        alone(b"", None, 404),
        alone(b"", OCTETS),
        in_parts(),
        octets([b"short"]),
        alone(b"\x00" * 315, None),
        alone(b"\x00" * 315, OCTETS),
    ],
)
def test_what_is_not_the_value_is_wrong(colours: Instance, response: Response) -> None:
    with pytest.raises(Nonconformity):
        check.values_are_stored(_followed(response), "pixel data", colours)


def test_values_of_another_kind_are_not_judged(colours: Instance) -> None:
    with pytest.raises(NotOffered):
        check.values_are_stored(_followed(PAGE), "item", colours)


def test_a_range_is_answered_truthfully(values: Instance) -> None:
    reference = BulkReference(("60003000",), URI)
    whole = stored_value(values, reference.path) or b""

    def answer(content: bytes, status: int, content_range: str | None) -> Followed:
        headers = (("Content-Type", OCTETS), *([("Content-Range", content_range)] if content_range else []))
        response = alone(content, OCTETS, status)
        return Followed(reference, Response("GET", URI, status, headers, response.body))

    check.range_is_honest(answer(whole, 200, None), values, 10, 19)
    check.range_is_honest(answer(whole[10:20], 206, f"bytes 10-19/{len(whole)}"), values, 10, 19)
    for wrong in (
        answer(whole, 206, f"bytes 10-19/{len(whole)}"),
        answer(whole[10:20], 206, None),
        answer(whole[10:20], 206, f"bytes 0-9/{len(whole)}"),
        answer(whole[10:20], 200, None),
        answer(b"", 500, None),
    ):
        with pytest.raises(Nonconformity):
            check.range_is_honest(wrong, values, 10, 19)
    with pytest.raises(NotOffered):
        check.range_is_honest(answer(b"", 406, None), values, 10, 19)


def test_each_part_names_its_address(colours: Instance) -> None:
    for right in (URI, "/bulk/1"):
        check.located(_followed(in_parts(part(b"value", location=right))))
    for wrong in (None, "/bulk/2"):
        with pytest.raises(Nonconformity):
            check.located(_followed(in_parts(part(b"value", location=wrong))))


def test_all_bulk_data_hold_every_value(colours: Instance) -> None:
    frames = [colours.frame(number) for number in (1, 2, 3)]
    for response in (octets([b"".join(frames), b"more"]), octets(frames)):
        check.hold_all(response, [(colours, [PIXELS])])
    with pytest.raises(Nonconformity, match="7FE00010"):
        check.hold_all(octets(frames[:2]), [(colours, [PIXELS])])
    with pytest.raises(Nonconformity):
        check.hold_all(PAGE, [(colours, [PIXELS])])
    with pytest.raises(NotOffered):
        check.hold_all(alone(b"", None, 404), [(colours, [PIXELS])])


def test_the_form_is_the_one_asked_for(colours: Instance) -> None:
    check.are_parts(_followed(in_parts(part(b"v"), content_type=MULTIPART)))
    check.are_single(_followed(alone(b"v", OCTETS)))
    for response in (PAGE, alone(b"v", "application/dicom")):
        with pytest.raises(Nonconformity):
            check.are_parts(_followed(response))
        with pytest.raises(Nonconformity):
            check.are_single(_followed(response))


def test_other_bytes_the_second_time_are_wrong() -> None:
    check.unchanged(_followed(octets([b"a"])), _followed(octets([b"a"])))
    with pytest.raises(Nonconformity):
        check.unchanged(_followed(octets([b"a"])), _followed(octets([b"b"])))
