"""Hand-made answers of retrieve transactions, and the samples that they are about."""

from collections.abc import Sequence
from pathlib import Path

from dicomweb_conformance.body import Body
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.received import Response
from dicomweb_conformance.samples.catalogue import SAMPLES
from dicomweb_conformance.samples.sample import write_sample
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Study

OCTETS = "application/octet-stream"
MULTIPART = f'multipart/related; type="{OCTETS}"; boundary=b'
URL = "http://server/studies/1"


def sample(name: str, folder: Path) -> Study:
    """A named sample, written into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if name == "shapes":
        return small_study(folder, lambda uid: derived_uid("made", uid), "P", "A")
    return write_sample(SAMPLES[name], lambda uid: derived_uid("made", uid), folder, "P", "A")


def part(content: bytes, content_type: str | None = OCTETS, location: str | None = None) -> Part:
    """A part with that Content-Type, or with none."""
    headers = [("Content-Type", content_type), ("Content-Location", location)]
    return Part(tuple((name, value) for name, value in headers if value is not None), Body.of(content))


def in_parts(*parts: Part, content_type: str = MULTIPART, status: int = 200) -> Response:
    """A multipart answer."""
    return Response("GET", URL, status, (("Content-Type", content_type),), Body.of(b""), tuple(parts))


def alone(content: bytes, content_type: str | None, status: int = 200, url: str = URL) -> Response:
    """An answer without multipart framing."""
    headers = () if content_type is None else (("Content-Type", content_type),)
    return Response("GET", url, status, headers, Body.of(content))


PAGE = alone(b"<html>Welcome</html>", "text/html")
"""What a server answers whose every route leads to one page."""


def octets(contents: Sequence[bytes]) -> Response:
    """A multipart answer with parts of octets."""
    return in_parts(*map(part, contents))
