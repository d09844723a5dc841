"""Many clients at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.reference.service import DICOM, JSON, Service, file_of, image, multipart, parts_of, path_of


def _store(base: str, body: bytes) -> int:
    headers = {"Content-Type": f"{DICOM}; boundary=boundary", "Accept": JSON}
    with httpx.Client(trust_env=False) as client:
        return client.post(f"{base}/studies", content=body, headers=headers).status_code


def test_parallel_stores_lose_nothing(service: Service) -> None:
    datasets = [image(InstanceNumber=number) for number in range(40)]
    for ds in datasets:
        ds.StudyInstanceUID = datasets[0].StudyInstanceUID
    with ThreadPoolExecutor(8) as pool:
        bodies = [multipart(file_of(ds)) for ds in datasets]
        statuses = list(pool.map(_store, [service.base] * len(bodies), bodies))
    assert statuses == [200] * 40
    assert len(parts_of(service.get(path_of(datasets[0], "study"), DICOM))) == 40


def test_the_same_instance_stored_at_once_is_there_once(service: Service) -> None:
    variants = [image(PatientName=f"Variant^{number}") for number in range(12)]
    for ds in variants:
        for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"):
            setattr(ds, keyword, getattr(variants[0], keyword))
    with ThreadPoolExecutor(6) as pool:
        bodies = [multipart(file_of(ds)) for ds in variants]
        assert set(pool.map(_store, [service.base] * len(bodies), bodies)) == {200}
    (part,) = parts_of(service.get(path_of(variants[0], "study"), DICOM))
    (described,) = service.get(f"{path_of(variants[0])}/metadata").json()
    assert part.content in [file_of(ds) for ds in variants]
    assert described["00100010"]["Value"] == [{"Alphabetic": str(part.ds.PatientName)}]


def test_reading_goes_on_while_instances_come_and_go(service: Service) -> None:
    ds = image()
    ds.add_new(0x7FE00010, "OB", bytes(3_000_000))
    file = file_of(ds)
    body = multipart(file)

    def read(_: int) -> bool:
        with httpx.Client(trust_env=False) as client:
            response = client.get(service.base + path_of(ds), headers={"Accept": "application/dicom"})
        return response.status_code == 404 or response.content == file

    def change(number: int) -> bool:
        if number % 2 == 0:
            return _store(service.base, body) == 200
        with httpx.Client(trust_env=False) as client:
            return client.delete(service.base + path_of(ds)).status_code in {204, 404}

    with ThreadPoolExecutor(6) as pool:
        assert all([*pool.map(read, range(20)), *pool.map(change, range(20))])
        reads, changes = pool.map(read, range(20)), pool.map(change, range(20))
        assert all([*reads, *changes])
