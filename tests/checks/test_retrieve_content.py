"""Retrieved instances: what is the target's freedom passes, and each loss is found by the check that is about it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydicom import Dataset

from dicomweb_conformance.checks import retrieve_equality, retrieve_files
from dicomweb_conformance.checks.aspects import ASPECTS, Aspect
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from tests.checks.retrieved import HTML, edited, files, in_parts, sample, shapes

EXPLICIT, IMPLICIT = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2"


def _drop_private(ds: Dataset) -> None:
    ds.remove_private_tags()


def _reverse_items(ds: Dataset) -> None:
    ds.RequestAttributesSequence = list(reversed(ds.RequestAttributesSequence))


def _drop_empty(ds: Dataset) -> None:
    del ds.PatientComments


def _set(keyword: str, value: object) -> Callable[[Dataset], None]:
    return lambda ds: setattr(ds, keyword, value)


@pytest.mark.parametrize(
    ("name", "change", "aspect"),
    [
        ("private-blocks", _drop_private, "private attributes"),
        ("nested-sequences", _reverse_items, "sequence items"),
        ("empty-and-multiple", _drop_empty, "empty attributes"),
        ("empty-and-multiple", _set("AccessionNumber", "X"), "texts"),
        ("empty-and-multiple", _set("PatientSex", "O"), "empty attributes"),
        ("person-names", lambda ds: delattr(ds, "PatientMotherBirthName"), "attributes"),
        ("person-names", _set("PatientName", "Yamada^Tarou"), "person names"),
        ("dates-and-times", _set("StudyTime", "235959"), "dates and times"),
        ("long-values", lambda ds: setattr(ds, "ImageComments", ds.ImageComments[:1024]), "texts"),
        ("ct-signed16", _set("RescaleSlope", "2.5"), "numbers"),
        ("ct-signed16", lambda ds: setattr(ds, "PixelData", bytes(len(ds.PixelData))), "pixel data"),
    ],
)
def test_each_loss_belongs_to_one_aspect(
    name: str, change: Callable[[Dataset], None], aspect: Aspect, tmp_path: Path
) -> None:
    study = sample(name, tmp_path)
    response = in_parts([edited(study.instances[0], change)])
    found = []
    for each in ASPECTS:
        try:
            retrieve_equality.keep(response, each, study)
        except Nonconformity:
            found.append(each)
        except NotOffered:
            pass
    assert found == [aspect]


@pytest.mark.parametrize(
    "change",
    [
        _set("StationName", "ADDED"),
        _set("PatientName", "Yamada^Tarou^^Dr.^Jr.=山田^太郎^^^=やまだ^たろう"),
        lambda ds: ds.private_block(0x0011, "SOMEBODY ELSE", create=True).add_new(1, "LO", "added"),
        lambda ds: setattr(ds.file_meta, "ImplementationVersionName", "OTHER"),
    ],
    ids=["an attribute", "trailing components", "a private block", "group 0002"],
)
def test_what_is_added_is_no_loss(change: Callable[[Dataset], None], tmp_path: Path) -> None:
    study = sample("person-names", tmp_path)
    response = in_parts([edited(study.instances[0], change)])
    for aspect in ASPECTS:
        retrieve_equality.keep(response, aspect, study)


def test_what_is_left_out_is_judged_once(tmp_path: Path) -> None:
    study = sample("every-vr", tmp_path)
    response = in_parts([edited(study.instances[0], _drop_private)])
    with pytest.raises(NotOffered):
        retrieve_equality.keep(response, "binary values", study)


@pytest.mark.parametrize("name", ["rle-gray16", "jpegls-rgb", "jpeg2000-rgb", "jpeg2000-extended-offsets"])
def test_compressed_pixels_are_decoded_to_be_compared(name: str, tmp_path: Path) -> None:
    study = sample(name, tmp_path)
    retrieve_equality.keep_pixels(in_parts(files(study)), study)
    native = edited(study.instances[0], lambda ds: ds.decompress(as_rgb=False, generate_instance_uid=False))
    retrieve_equality.keep_pixels(in_parts([native]), study)


def test_a_wrong_pixel_is_found(tmp_path: Path) -> None:
    study = sample("rle-gray8", tmp_path)

    def blemish(ds: Dataset) -> None:
        ds.decompress(generate_instance_uid=False)
        ds.PixelData = b"\xff" + ds.PixelData[1:]

    with pytest.raises(Nonconformity, match="from byte 0 on"):
        retrieve_equality.keep_pixels(in_parts([edited(study.instances[0], blemish)]), study)


def test_an_offset_that_points_beside_an_item_is_found(tmp_path: Path) -> None:
    study = sample("jpeg2000-gray8", tmp_path)

    def shift(ds: Dataset) -> None:
        second = 12
        offset = int.from_bytes(ds.PixelData[second : second + 4], "little") + 2
        ds.PixelData = ds.PixelData[:second] + offset.to_bytes(4, "little") + ds.PixelData[second + 4 :]

    with pytest.raises(Nonconformity, match="can be decoded"):
        retrieve_equality.keep_pixels(in_parts([edited(study.instances[0], shift)]), study)


def test_the_file_meta_information_has_to_be_there_and_to_agree(tmp_path: Path) -> None:
    study = shapes(tmp_path)
    lacking = edited(study.instances[0], lambda ds: delattr(ds.file_meta, "MediaStorageSOPClassUID"))
    with pytest.raises(Nonconformity, match="MediaStorageSOPClassUID"):
        retrieve_files.are_whole_files(in_parts([lacking]))
    retrieve_files.agree_with_their_meta(in_parts([lacking]))
    other = edited(study.instances[0], lambda ds: setattr(ds.file_meta, "MediaStorageSOPInstanceUID", "1.2.3"))
    retrieve_files.are_whole_files(in_parts([other]))
    with pytest.raises(Nonconformity, match="MediaStorageSOPInstanceUID"):
        retrieve_files.agree_with_their_meta(in_parts([other]))


def test_a_dataset_in_another_encoding_than_stated_is_found(tmp_path: Path) -> None:
    study = sample("implicit", tmp_path)
    content = study.instances[0].path.read_bytes()
    stated = b"UI\x14\x00" + EXPLICIT.encode() + b"\0"
    mislabelled = content.replace(b"UI\x12\x00" + IMPLICIT.encode() + b"\0", stated, 1)
    # The group length grows with the UID, by the two bytes that it is longer.
    length = int.from_bytes(content[140:144], "little") + 2
    mislabelled = mislabelled[:140] + length.to_bytes(4, "little") + mislabelled[144:]
    with pytest.raises(Nonconformity):
        retrieve_files.agree_with_their_meta(in_parts([mislabelled]))


def test_banned_transfer_syntaxes_are_found(tmp_path: Path) -> None:
    with pytest.raises(Nonconformity):
        retrieve_files.are_in_legal_syntaxes(in_parts(files(sample("implicit", tmp_path))))
    retrieve_files.are_in_legal_syntaxes(in_parts(files(sample("deflated", tmp_path))))


@pytest.mark.parametrize("response", [HTML, in_parts([]), in_parts([b"no file"]), in_parts([b"\0" * 128 + b"DICM"])])
def test_a_page_or_rubbish_fails_every_check(response: Response, tmp_path: Path) -> None:
    study = shapes(tmp_path)
    for aspect in ASPECTS:
        with pytest.raises(Nonconformity):
            retrieve_equality.keep(response, aspect, study)
    for judge in (
        retrieve_files.are_whole_files,
        retrieve_files.agree_with_their_meta,
        retrieve_files.are_in_legal_syntaxes,
    ):
        with pytest.raises(Nonconformity):
            judge(response)
    with pytest.raises(Nonconformity):
        retrieve_equality.keep_pixels(response, study)
