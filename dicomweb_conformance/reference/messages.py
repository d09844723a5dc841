"""Requests and answers as plain data, between the HTTP layer and the transactions."""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Headers = tuple[tuple[str, str], ...]

Attribute = Mapping[str, Any]
"""An attribute as the DICOM JSON Model has it (PS3.18 F.2.2): ``vr`` and one of Value, InlineBinary, BulkDataURI."""

Attributes = Mapping[str, Attribute]
"""A dataset in the shape of the DICOM JSON Model, by tag (``"00100020"``), in ascending order."""

Content = bytes | Path
"""Bytes in memory, or the file that holds them."""


Received = bytes | mmap.mmap
"""The body of a request: in memory, or mapped from a file; both are read by slices."""


@dataclass(frozen=True)
class Request:
    """A request, decoded.

    ``base`` is the URL of the service as the client sees it, without trailing slash. ``segments`` are the decoded parts
    of the path below it. Header names are lower case.
    """

    method: str
    base: str
    segments: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    headers: Headers = ()
    body: Received = b""

    def header(self, name: str) -> str | None:
        """All fields of that name joined as RFC 9110 5.3 has it, or None."""
        values = [value for key, value in self.headers if key == name.lower()]
        return ", ".join(values) if values else None

    def parameters(self, name: str) -> tuple[str, ...]:
        """The values of a query parameter, in the order of the URL."""
        return tuple(value for key, value in self.query if key == name)

    def parameter(self, name: str) -> str | None:
        """The first value of a query parameter, or None."""
        return next(iter(self.parameters(name)), None)


@dataclass(frozen=True)
class Resource:
    """What a path means (PS3.18 10.1, 10.4.1).

    ``kind`` is one of service, studies, series, instances (the searchable collections), entity (a study, series or
    instance), metadata, bulkdata, rendered, thumbnail, frames, wado-uri, pixeldata, openapi.
    """

    kind: str
    study: str | None = None
    series: str | None = None
    instance: str | None = None
    frames: tuple[int, ...] = ()
    bulk: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """service, study, series or instance: the deepest entity that the path names."""
        if self.instance is not None:
            return "instance"
        if self.series is not None:
            return "series"
        return "study" if self.study is not None else "service"


@dataclass(frozen=True)
class Part:
    """One part of a multipart payload."""

    content: Content
    type: str
    transfer_syntax: str | None = None
    location: str | None = None


@dataclass(frozen=True)
class Empty:
    """No payload, and so no Content-Type (PS3.18 8.7.9)."""


@dataclass(frozen=True)
class Single:
    """A payload that is one representation, without multipart framing."""

    content: Content
    type: str
    transfer_syntax: str | None = None


@dataclass(frozen=True)
class Parts:
    """A multipart/related payload; ``type`` is the media type of its root part."""

    parts: tuple[Part, ...]
    type: str


@dataclass(frozen=True)
class Datasets:
    """Datasets to be written as DICOM JSON or as DICOM XML.

    A ``single`` dataset is a JSON object or one XML document; otherwise they form a JSON array, or a multipart with one
    document a dataset (PS3.18 F.2.1, 8.7.3.2).
    """

    datasets: tuple[Attributes, ...]
    type: str = "application/dicom+json"
    single: bool = False
    multipart: bool = True


Payload = Empty | Single | Parts | Datasets


@dataclass(frozen=True)
class Answer:
    """What a transaction has to say, before anything is written as bytes."""

    status: int
    payload: Payload = Empty()
    headers: Headers = ()


@dataclass(frozen=True)
class Reply:
    """The answer as it goes over the wire: all header fields, and the pieces of the body in order."""

    status: int
    headers: Headers
    body: tuple[Content, ...]


class Refused(Exception):
    """The request ends here, with this answer."""

    def __init__(self, status: int, reason: str, headers: Headers = ()) -> None:
        super().__init__(reason)
        self.answer = refusal(status, reason, headers)


def refusal(status: int, reason: str, headers: Headers = ()) -> Answer:
    """An error answer with a short text for a human reader (PS3.18 8.5)."""
    return Answer(status, Single((reason + "\n").encode(), "text/plain; charset=utf-8"), headers)


def size(content: Content) -> int:
    """Number of bytes."""
    return content.stat().st_size if isinstance(content, Path) else len(content)
