"""The fault catalogue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dicomweb_conformance.reference.faults import FAULTS, ODDITIES, by_name
from dicomweb_conformance.reference.flavours import FLAVOURS
from dicomweb_conformance.reference.serve import running
from tests.reference.service import DICOM, OCTETS, Service, image, parts_of, path_of


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_says_what_it_is_and_changes_something(name: str) -> None:
    fault = FAULTS[name]
    assert fault.name == name
    assert fault.says.endswith(".")
    assert fault.breaks
    assert fault.apply(FLAVOURS[fault.flavour].behaviour) != FLAVOURS[fault.flavour].behaviour


@pytest.mark.parametrize("name", ODDITIES)
def test_every_oddity_cites_what_allows_it_and_changes_something(name: str) -> None:
    oddity = ODDITIES[name]
    assert oddity.name == name
    assert name.startswith("legal-")
    assert oddity.legal
    assert not oddity.breaks
    assert oddity.apply(FLAVOURS[oddity.flavour].behaviour) != FLAVOURS[oddity.flavour].behaviour


def test_two_faults_of_one_name_are_refused() -> None:
    first, *_ = FAULTS.values()
    with pytest.raises(ValueError, match=f"Two faults are named {first.name}"):
        by_name([first, replace(first, says="Something else.")])


def test_an_unknown_fault_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="no-such-fault"), running(fault="no-such-fault"):
        pass


def test_a_fault_is_wrong_in_its_point_and_right_elsewhere(service: Service) -> None:
    first, second = image(), image()
    second.StudyInstanceUID, second.SeriesInstanceUID = first.StudyInstanceUID, first.SeriesInstanceUID
    with running(fault="deleting-a-series-leaves-one-instance") as base:
        wrong = Service(base, service.http)
        wrong.stored(first, second)
        assert wrong.http.delete(base + path_of(first, "series")).status_code == 204
        (part,) = parts_of(wrong.get(path_of(first, "study"), DICOM))
        assert part.ds.SOPInstanceUID == first.SOPInstanceUID
        assert wrong.http.delete(base + path_of(first, "study")).status_code == 204
        assert wrong.get(path_of(first, "study"), DICOM).status_code == 404


def test_faults_of_one_server_do_not_reach_another(service: Service) -> None:
    ds = image()
    with running(fault="frames-come-with-their-bytes-reversed"):
        service.stored(ds)
        (part,) = parts_of(service.get(f"{path_of(ds)}/frames/1", OCTETS))
    assert part.content == ds.PixelData
