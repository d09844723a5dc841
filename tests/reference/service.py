"""What the tests of the reference server need: small instances, and requests to it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any

import httpx
import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage, generate_uid

JSON = "application/dicom+json"
DICOM = 'multipart/related; type="application/dicom"'
OCTETS = 'multipart/related; type="application/octet-stream"'


def image(pixels: NDArray[Any] | None = None, **attributes: Any) -> Dataset:
    """A Secondary Capture image under new UIDs; ``pixels`` are rows x columns (x 3), or frames of 8 or 16 bit gray."""
    ds = Dataset()
    ds.SOPClassUID = SecondaryCaptureImageStorage
    ds.SOPInstanceUID, ds.StudyInstanceUID, ds.SeriesInstanceUID = (generate_uid() for _ in range(3))
    ds.StudyDate, ds.StudyTime, ds.AccessionNumber, ds.StudyID = "20240229", "101500", "A1", "S1"
    ds.Modality, ds.SeriesNumber, ds.InstanceNumber = "OT", 1, 1
    ds.PatientName, ds.PatientID, ds.ReferringPhysicianName = "Test^Patient", generate_uid()[-16:], "Doe^Jane"
    ds.PatientBirthDate, ds.PatientSex = "", ""
    samples = np.zeros((4, 4), np.uint8) if pixels is None else pixels
    colour = samples.ndim == 3 and samples.shape[-1] == 3
    ds.Rows, ds.Columns = samples.shape[-3:-1] if colour else samples.shape[-2:]
    ds.SamplesPerPixel, ds.PhotometricInterpretation = (3, "RGB") if colour else (1, "MONOCHROME2")
    if colour:
        ds.PlanarConfiguration = 0
    elif samples.ndim == 3:
        ds.NumberOfFrames = samples.shape[0]
    ds.BitsAllocated = ds.BitsStored = samples.dtype.itemsize * 8
    ds.HighBit, ds.PixelRepresentation = ds.BitsStored - 1, 0
    data = samples.tobytes()
    ds.add_new(0x7FE00010, "OW" if samples.dtype.itemsize > 1 else "OB", data + b"\0" * (len(data) % 2))
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    return ds


def file_of(ds: Dataset, transfer_syntax: str = ExplicitVRLittleEndian) -> bytes:
    """The dataset as a Part 10 file."""
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = pydicom.uid.UID(transfer_syntax)
    out = io.BytesIO()
    pydicom.dcmwrite(out, ds, enforce_file_format=True)
    return out.getvalue()


def path_of(ds: Dataset, level: str = "instance") -> str:
    """The path of the study, series or instance."""
    path = f"/studies/{ds.StudyInstanceUID}"
    if level != "study":
        path += f"/series/{ds.SeriesInstanceUID}"
    return f"{path}/instances/{ds.SOPInstanceUID}" if level == "instance" else path


@dataclass(frozen=True)
class Part:
    """One part of a multipart response."""

    headers: Mapping[str, str]
    content: bytes

    @property
    def ds(self) -> Dataset:
        """The DICOM file in it."""
        return pydicom.dcmread(io.BytesIO(self.content))


def parts_of(response: httpx.Response) -> list[Part]:
    """The parts of a multipart/related response."""
    assert response.status_code == 200, response.text
    header = Message()
    header["Content-Type"] = response.headers["content-type"]
    assert header.get_content_type() == "multipart/related"
    boundary = str(header.get_boundary())
    body = response.content
    assert body.endswith(f"\r\n--{boundary}--\r\n".encode())
    found = []
    for piece in re.split(rb"(?:\A|\r\n)--" + boundary.encode() + rb"(?:--)?\r\n", body)[1:-1]:
        head, _, content = piece.partition(b"\r\n\r\n")
        fields = (line.partition(": ") for line in head.decode().split("\r\n"))
        found.append(Part({name.lower(): value for name, _, value in fields}, content))
    return found


def multipart(*files: bytes, boundary: str = "boundary") -> bytes:
    """A multipart body of DICOM files."""
    parts = (f"--{boundary}\r\nContent-Type: application/dicom\r\n\r\n".encode() + file + b"\r\n" for file in files)
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


@dataclass(frozen=True)
class Service:
    """A running server, and a client for it."""

    base: str
    http: httpx.Client

    def post(
        self,
        body: bytes,
        path: str = "/studies",
        content_type: str = f"{DICOM}; boundary=boundary",
        accept: str = JSON,
    ) -> httpx.Response:
        """Store a body as it is."""
        return self.http.post(self.base + path, content=body, headers={"Content-Type": content_type, "Accept": accept})

    def store(self, *datasets: Dataset | bytes, path: str = "/studies") -> httpx.Response:
        """Store instances in one request."""
        files = [file_of(each) if isinstance(each, Dataset) else each for each in datasets]
        return self.post(multipart(*files), path)

    def stored(self, *datasets: Dataset) -> None:
        """Store instances, all of which must be taken without a remark."""
        response = self.store(*datasets)
        assert response.status_code == 200, response.text

    def get(self, path: str, accept: str = JSON, **headers: str) -> httpx.Response:
        """Retrieve or search."""
        return self.http.get(self.base + path, headers={"Accept": accept, **headers})

    def search(self, query: str) -> list[dict[str, Any]]:
        """The matches of a search that succeeds."""
        response = self.get(query)
        assert response.status_code == 200, response.text
        found: list[dict[str, Any]] = response.json()
        return found
