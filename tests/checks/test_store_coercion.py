"""A value that comes back otherwise is found, unless the target told of the change in one of the two ways."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread, dcmwrite

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks import store_coercion as check
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.received import Response
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.study import Instance
from tests.checks.test_store_outcome import JSON, of

Change = Callable[[Dataset], None]
STORED = of(200, b"{}", JSON)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    study = small_study(tmp_path_factory.mktemp("study"), lambda uid: uid, PatientID="P", AccessionNumber="A")
    return study.instance("blue-circle")


def retrieved(sent: Instance, change: Change = lambda ds: None, preamble: bytes = bytes(128)) -> Response:
    ds = dcmread(sent.path)
    ds.preamble = preamble
    change(ds)
    file = BytesIO()
    dcmwrite(file, ds)
    part = Part((("Content-Type", "application/dicom"),), Body.of(file.getvalue()))
    headers = (("Content-Type", 'multipart/related; type="application/dicom"; boundary=x'),)
    return Response("GET", "http://127.0.0.1/x", 200, headers, Body.of(b""), (part,))


def renamed(ds: Dataset) -> None:
    ds.PatientName = "ANONY MOUS"


def emptied(ds: Dataset) -> None:
    ds.StudyID = ""


def told(ds: Dataset) -> None:
    original, item = Dataset(), Dataset()
    original.PatientName = ds.PatientName
    item.ModifiedAttributesSequence = [original]
    ds.OriginalAttributesSequence = [item]
    renamed(ds)


def warning(sent: Instance, code: int) -> Response:
    item = {
        "00081155": {"vr": "UI", "Value": [sent.reference.SOPInstanceUID]},
        "00081196": {"vr": "US", "Value": [code]},
    }
    return of(202, json.dumps({"00081199": {"vr": "SQ", "Value": [item]}}).encode(), JSON)


def test_what_was_sent_may_come_back_unchanged_or_with_more(sent: Instance) -> None:
    check.is_told(STORED, retrieved(sent), sent)
    check.is_told(STORED, retrieved(sent, lambda ds: setattr(ds, "InstitutionName", "Added")), sent)


@pytest.mark.parametrize("change", [renamed, emptied, lambda ds: delattr(ds, "StudyID")])
def test_a_change_in_silence_is_found(sent: Instance, change: Change) -> None:
    with pytest.raises(Nonconformity):
        check.is_told(STORED, retrieved(sent, change), sent)


def test_a_change_may_be_told_in_the_instance(sent: Instance) -> None:
    check.is_told(STORED, retrieved(sent, told), sent)
    with pytest.raises(Nonconformity):
        check.is_unchanged(retrieved(sent, told), sent)


def test_what_is_discarded_may_be_told_by_a_warning(sent: Instance) -> None:
    check.is_told(warning(sent, check.ELEMENTS_DISCARDED), retrieved(sent, emptied), sent)
    with pytest.raises(Nonconformity):
        check.is_told(warning(sent, 0xB000), retrieved(sent, emptied), sent)
    with pytest.raises(Nonconformity):
        check.is_told(warning(sent, check.ELEMENTS_DISCARDED), retrieved(sent, renamed), sent)


def test_one_of_two_contents_is_no_mixture(sent: Instance, tmp_path: Path) -> None:
    ds = dcmread(sent.path)
    renamed(ds)
    emptied(ds)
    path = tmp_path / "second.dcm"
    dcmwrite(path, ds)
    second = Instance(sent.name, path, sent.reference, sent.SOPClassUID, sent.transfer_syntax)
    check.is_one_of(retrieved(sent), sent, second)
    check.is_one_of(retrieved(second), sent, second)
    with pytest.raises(Nonconformity):
        check.is_one_of(retrieved(sent, renamed), sent, second)


def test_what_was_there_before_stays(sent: Instance) -> None:
    check.is_as_before(retrieved(sent, renamed), retrieved(sent, renamed), sent)
    with pytest.raises(Nonconformity):
        check.is_as_before(retrieved(sent), retrieved(sent, renamed), sent)
    with pytest.raises(Nonconformity):
        check.is_as_before(retrieved(sent), of(404, b"", None), sent)


def described(value: object) -> Response:
    return of(200, json.dumps([{"00100010": {"vr": "PN", "Value": [value]}}]).encode(), JSON)


def test_metadata_agree_with_what_is_retrieved(sent: Instance) -> None:
    check.agrees_with_retrieve(retrieved(sent), described({"Alphabetic": "Anony Mous"}), "PatientName", sent)
    check.agrees_with_retrieve(retrieved(sent), of(404, b"", None), "PatientName", sent)
    for wrong in (described({"Alphabetic": "Other"}), described("Other"), of(200, b"[]", JSON)):
        with pytest.raises(Nonconformity):
            check.agrees_with_retrieve(retrieved(sent), wrong, "PatientName", sent)


def test_a_preamble_is_blank_or_not(sent: Instance) -> None:
    check.preamble_is_blank(retrieved(sent), sent)
    with pytest.raises(Nonconformity):
        check.preamble_is_blank(retrieved(sent, preamble=b"II*\x00" + bytes(124)), sent)
