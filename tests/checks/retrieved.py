"""Hand-made answers to retrieve requests, and the small studies that they are about."""

import json
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from pydicom import Dataset, dcmread, dcmwrite

from dicomweb_conformance.body import Body
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.received import Response
from dicomweb_conformance.samples.catalogue import SAMPLES
from dicomweb_conformance.samples.sample import write_sample
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.study import Instance, Study

DICOM_PARTS = 'multipart/related; type="application/dicom"; boundary=b'
URL = "http://127.0.0.1:8080/studies/1.2.3"


def shapes(folder: Path) -> Study:
    """The sample study in small, uncompressed."""
    return small_study(folder, lambda uid: uid, PatientID="P", AccessionNumber="A")


def sample(name: str, folder: Path) -> Study:
    """A sample of the catalogue under its placeholder UIDs."""
    return write_sample(SAMPLES[name], lambda uid: uid, folder, "P", "A")


def in_parts(
    contents: Sequence[bytes],
    content_type: str = DICOM_PARTS,
    part_type: str | None = "application/dicom",
    status: int = 200,
) -> Response:
    """A multipart response with these parts."""
    headers = () if part_type is None else (("Content-Type", part_type),)
    parts = tuple(Part(headers, Body.of(content)) for content in contents)
    return Response("GET", URL, status, (("Content-Type", content_type),), Body.of(b""), parts)


def alone(content: bytes, content_type: str | None, status: int = 200) -> Response:
    """A response without multipart framing."""
    headers = () if content_type is None else (("Content-Type", content_type),)
    return Response("GET", URL, status, headers, Body.of(content))


def metadata(document: Any, content_type: str = "application/dicom+json", status: int = 200) -> Response:
    """A response whose body is JSON."""
    return alone(json.dumps(document).encode(), content_type, status)


HTML = alone(b"<html><body>200 OK</body></html>", "text/html")


def files(study: Study) -> list[bytes]:
    """The files of the study as they were sent."""
    return [instance.path.read_bytes() for instance in study.instances]


def described(study: Study) -> list[dict[str, Any]]:
    """The metadata of the study as pydicom writes it."""
    return [each.ds.to_json_dict(bulk_data_threshold=1 << 20) for each in study.instances]


def edited(instance: Instance, change: Callable[[Dataset], None]) -> bytes:
    """The file of the instance after a change of its dataset."""
    ds = dcmread(instance.path)
    change(ds)
    written = BytesIO()
    dcmwrite(written, ds)
    return written.getvalue()
