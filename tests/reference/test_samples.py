"""The samples of the harness, stored and taken back: another implementation's view of the same instances."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pydicom
import pytest
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, generate_uid

from dicomweb_conformance.samples.catalogue import SAMPLES
from dicomweb_conformance.samples.sample import write_sample
from dicomweb_conformance.study import Study
from tests.reference.service import DICOM, OCTETS, Service, multipart, parts_of

_ENCODING = {0x00280004, 0x00280006, 0x7FE00001, 0x7FE00002, 0x7FE00010}
# pydicom's to_json fails on names whose first group is empty.
_NOT_FOR_TO_JSON = {"empty-and-multiple", "person-names"}


def _stored(service: Service, name: str, folder: Path) -> Study:
    # of the same length as those of a run: some samples have UIDs below them
    uids: defaultdict[str, str] = defaultdict(partial(generate_uid, None))
    study = write_sample(SAMPLES[name], uids.__getitem__, folder, "P", "A")
    response = service.post(multipart(*(instance.path.read_bytes() for instance in study.instances)))
    assert response.status_code == 200, response.text
    return study


@pytest.mark.parametrize("name", SAMPLES)
def test_instances_come_back_in_explicit_little_endian(service: Service, name: str, tmp_path: Path) -> None:
    for instance in _stored(service, name, tmp_path).instances:
        url = f"/{instance.reference.path}"
        (part,) = parts_of(service.get(url, f"{DICOM}; transfer-syntax={ExplicitVRLittleEndian}"))
        original, given = pydicom.dcmread(instance.path), part.ds
        assert given.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian
        for element in original:
            if element.tag not in _ENCODING:
                assert repr(given[element.tag].value) == repr(element.value), element.tag
        if instance.decoded:
            pixels = b"".join(instance.decoded)
            assert bytes(given.PixelData)[: len(pixels)] == pixels
            for number, frame in enumerate(instance.decoded, 1):
                assert parts_of(service.get(f"{url}/frames/{number}", OCTETS))[0].content == frame
        if instance.transfer_syntax not in {ImplicitVRLittleEndian, ExplicitVRBigEndian}:
            (stored,) = parts_of(service.get(url, f"{DICOM}; transfer-syntax=*"))
            assert stored.content == instance.path.read_bytes()


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - _NOT_FOR_TO_JSON))
def test_metadata_say_what_pydicom_reads(service: Service, name: str, tmp_path: Path) -> None:
    for instance in _stored(service, name, tmp_path).instances:
        (described,) = service.get(f"/{instance.reference.path}/metadata").json()
        _compare(service, json.loads(pydicom.dcmread(instance.path).to_json()), described)


def _compare(service: Service, expected: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    assert given.keys() == expected.keys()
    for tag, attribute in given.items():
        wanted = expected[tag]
        if "BulkDataURI" in attribute:
            assert parts_of(service.http.get(attribute["BulkDataURI"], headers={"Accept": OCTETS}))[0].content
        elif attribute["vr"] == "SQ":
            for mine, theirs in zip(attribute.get("Value", []), wanted.get("Value", []), strict=True):
                _compare(service, theirs, mine)
        elif attribute["vr"] in {"SV", "UV"}:
            assert [int(value) for value in attribute["Value"]] == wanted["Value"]
        elif attribute["vr"] == "CS" and "Value" in attribute:
            assert [value or "" for value in attribute["Value"]] == [value or "" for value in wanted["Value"]]
        elif _left_escaped(wanted):
            continue
        else:
            assert attribute == wanted, tag


def _left_escaped(attribute: Mapping[str, Any]) -> bool:
    """Whether pydicom left escape sequences in the text: it does not remove those of ISO 2022 IR 58."""
    return "\\u001b" in json.dumps(attribute)
