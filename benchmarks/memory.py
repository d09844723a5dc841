"""How much memory large studies take: one of 2 GB that is retrieved and judged, one instance of 1 GB that is stored."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from benchmarks.figure import Figure
from benchmarks.server import PROJECT, listening
from dicomweb_conformance.checks import documents, retrieve_equality
from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Instance, Reference, Study

_INSTANCES = 500
_SIDE = 2048
_LARGE = 1024**3
_MEGABYTE = 1024**2
_SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"


def measure() -> tuple[Figure, ...]:
    """The greatest resident memory of a process that does nothing else."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        study = _study(folder)
        with listening(folder, "benchmarks.memory:study_server", str(folder)) as url:
            retrieved = _peak("retrieve", url, folder)
            large = _large(folder, study)
            stored = _peak("store", url, large)
    of = f"of a study of {_INSTANCES} instances of {_SIDE * _SIDE // _MEGABYTE} MB, and judging its values and pixels"
    return (
        Figure("memory, retrieve", retrieved, "MB", f"at most resident: retrieval {of}", most=200),
        Figure("memory, store", stored, "MB", "at most resident: storing one instance of 1 GB", most=200),
    )


def _study(folder: Path) -> Study:
    """The instances, as files."""
    pixels = os.urandom(_SIDE * _SIDE)
    for number in range(_INSTANCES):
        meta = FileMetaDataset()
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        meta.MediaStorageSOPClassUID = UID(_SECONDARY_CAPTURE)
        meta.MediaStorageSOPInstanceUID = UID(derived_uid("memory", str(number)))
        ds = FileDataset("", Dataset(), file_meta=meta, preamble=b"\0" * 128)
        ds.SOPClassUID = _SECONDARY_CAPTURE
        ds.StudyInstanceUID = derived_uid("memory", "study")
        ds.SeriesInstanceUID = derived_uid("memory", "series")
        ds.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
        ds.Rows = ds.Columns = _SIDE
        ds.SamplesPerPixel = 1
        ds.BitsAllocated = ds.BitsStored = 8
        ds.HighBit, ds.PixelRepresentation, ds.PhotometricInterpretation = 7, 0, "MONOCHROME2"
        ds.PixelData = pixels[number:] + pixels[:number]
        ds.save_as(folder / f"{number:03}.dcm", enforce_file_format=True)
    return study_in(folder)


def study_in(folder: Path) -> Study:
    """The study whose instances lie in the folder."""
    return Study("large", tuple(map(_instance, sorted(folder.glob("*.dcm")))))


def _instance(path: Path) -> Instance:
    ds = dcmread(path, stop_before_pixels=True)
    reference = Reference(str(ds.StudyInstanceUID), str(ds.SeriesInstanceUID), str(ds.SOPInstanceUID))
    return Instance(path.stem, path, reference, _SECONDARY_CAPTURE, ExplicitVRLittleEndian)


def _large(folder: Path, study: Study) -> Path:
    """A file of 1 GB that begins as an instance; what follows is a hole."""
    large = folder / "large"
    large.write_bytes(study.instances[0].path.read_bytes())
    os.truncate(large, _LARGE)
    return large


def _peak(what: str, url: str, path: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.memory", what, url, str(path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def study_server(folder: str) -> Any:
    """An ASGI application that gives the files of a folder as a study, and takes whatever is stored."""
    files = sorted(Path(folder).glob("*.dcm"))

    async def app(scope: Any, receive: Any, send: Any) -> None:
        stored = scope["method"] == "POST"
        while stored and (await receive()).get("more_body"):
            pass
        type = b"application/dicom+json" if stored else b'multipart/related; type="application/dicom"; boundary=part'
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", type)]})
        for chunk in (b"{}",) if stored else _multipart(files):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    return app


def _multipart(files: Sequence[Path]) -> Iterator[bytes]:
    for file in files:
        yield b"--part\r\nContent-Type: application/dicom\r\n\r\n"
        yield file.read_bytes()
        yield b"\r\n"
    yield b"--part--\r\n"


def _retrieve(client: Client, folder: Path) -> None:
    study = study_in(folder)
    response = client.retrieve(study.reference)
    if len(documents.instances(response)) != _INSTANCES:
        raise RuntimeError("the study did not come whole")
    retrieve_equality.keep(response, "numbers", study)
    retrieve_equality.keep_pixels(response, study)


def _store(client: Client, file: Path) -> None:
    client.store([Instance("large", file, Reference("1.2"), _SECONDARY_CAPTURE, ExplicitVRLittleEndian)])


def main(what: str, url: str, path: Path) -> None:
    """Retrieve or store, and print the greatest resident memory in MB."""
    with httpx.Client(trust_env=False, timeout=60) as http:
        {"retrieve": _retrieve, "store": _store}[what](Client(http, Addresses.at(url)), path)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
