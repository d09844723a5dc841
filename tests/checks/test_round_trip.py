"""What a target may do with a valid instance and with its keys, and what it may not."""

from pathlib import Path
from typing import Any

import pytest
from pydicom import Dataset

from dicomweb_conformance.checks import metadata as metadata_check
from dicomweb_conformance.checks import round_trip as check
from dicomweb_conformance.checks import spellings
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.study import Instance
from tests.checks.retrieved import alone, described, in_parts, metadata, sample, shapes


def stored(status: int = 200, failed: str | None = None) -> Any:
    item = {"00081155": {"vr": "UI", "Value": [failed]}}
    listed = {"00081198": {"vr": "SQ", "Value": [item]}} if failed else {}
    return metadata(listed, status=status)


def test_a_refusal_is_the_targets_own_affair(tmp_path: Path) -> None:
    (sent, *_) = shapes(tmp_path).instances
    check.is_taken(stored(), sent)
    check.is_taken(stored(202), sent)
    for refusal in (stored(400), stored(415), stored(501), stored(202, sent.reference.SOPInstanceUID)):
        with pytest.raises(NotOffered):
            check.is_taken(refusal, sent)


def test_an_error_of_the_target_is_no_refusal(tmp_path: Path) -> None:
    with pytest.raises(Nonconformity, match="received status 500"):
        check.is_taken(stored(500), shapes(tmp_path).instances[0])


def test_each_required_key_of_each_level_is_asked_for(tmp_path: Path) -> None:
    asked = [(entity.level, key) for entity, (key, _) in check.queries(shapes(tmp_path))]
    assert {key for level, key in asked if level == "study"} >= {"PatientID", "PatientName", "StudyDate", "StudyTime"}
    assert [key for level, key in asked if level == "series"] == ["Modality", "Modality"]
    assert asked.count(("instance", "SOPInstanceUID")) == 3


def test_what_is_searched_for_is_among_the_matches(tmp_path: Path) -> None:
    entity, key = next(iter(check.queries(shapes(tmp_path))))
    match = {"0020000D": {"vr": "UI", "Value": [entity.uid]}}
    check.is_found(metadata([{}, match]), entity, key)
    for without in (metadata([]), metadata([{}]), alone(b"", None, 204)):
        with pytest.raises(Nonconformity, match=f"the study found by {key[0]}"):
            check.is_found(without, entity, key)


def test_every_aspect_of_the_metadata_counts(tmp_path: Path) -> None:
    study = sample("every-vr", tmp_path)

    def never(instance: Instance) -> Dataset | None:
        return None

    metadata_check.keeps_everything(metadata(described(study)), study, never)
    for tag, changed in (("00100010", None), ("00200013", {"vr": "IS", "Value": [7]})):
        document = described(study)
        document[0].pop(tag)
        if changed:
            document[0][tag] = changed
        with pytest.raises(Nonconformity):
            metadata_check.keeps_everything(metadata(document), study, never)


def test_what_the_target_changed_when_it_stored_is_no_affair_of_its_metadata(tmp_path: Path) -> None:
    study = sample("every-vr", tmp_path)
    document = described(study)
    document[0]["00100010"] = {"vr": "PN", "Value": [{"Alphabetic": "Coerced^Name"}]}
    changed = Dataset()
    changed.update(study.instances[0].ds)
    changed.PatientName = "Coerced^Name"
    metadata_check.keeps_everything(metadata(document), study, lambda instance: changed)


def test_two_answers_alike_may_differ_in_headers_and_form() -> None:
    one = metadata([{"00100020": {"vr": "LO", "Value": ["P"]}}])
    same = metadata([{"00100020": {"Value": ["P"], "vr": "LO"}}], "Application/DICOM+json; charset=utf-8")
    spellings.are_answered_alike(one, same)


@pytest.mark.parametrize(
    "other",
    [
        metadata([{"00100020": {"vr": "LO", "Value": ["Q"]}}]),
        metadata([], status=406),
        metadata([{"00100020": {"vr": "LO", "Value": ["P"]}}], "application/json"),
        in_parts([b"1"]),
    ],
)
def test_another_status_type_or_content_is_another_answer(other: Any) -> None:
    one = metadata([{"00100020": {"vr": "LO", "Value": ["P"]}}])
    with pytest.raises(Nonconformity):
        spellings.are_answered_alike(one, other)


def test_what_is_not_given_plainly_is_judged_elsewhere() -> None:
    with pytest.raises(NotOffered):
        spellings.is_given(metadata([], status=404))


def test_another_spelling_has_to_store_too(tmp_path: Path) -> None:
    (sent, *_) = shapes(tmp_path).instances
    spellings.is_stored_alike(stored(), sent)
    for refused in (stored(415), stored(202, sent.reference.SOPInstanceUID)):
        with pytest.raises(Nonconformity):
            spellings.is_stored_alike(refused, sent)


def test_only_who_gives_no_frame_at_all_may_refuse_frames() -> None:
    with pytest.raises(NotOffered):
        check.refuses_frames(alone(b"", None, 404), alone(b"", None, 404))
    with pytest.raises(Nonconformity, match="received status 404"):
        check.refuses_frames(alone(b"", None, 404), in_parts([b"1"]))
    with pytest.raises(Nonconformity, match="received status 500"):
        check.refuses_frames(alone(b"", None, 500), alone(b"", None, 500))
