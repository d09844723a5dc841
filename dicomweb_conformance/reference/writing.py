"""Answers written as HTTP: DICOM JSON, multipart or a single representation."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.media_types import RELATED, format_media_type, parse_accept
from dicomweb_conformance.reference.messages import (
    Answer,
    Attribute,
    Attributes,
    Content,
    Datasets,
    Empty,
    Headers,
    Part,
    Parts,
    Reply,
    Request,
    Single,
    size,
)

_WORTH_COMPRESSING = 1024


def write(server: Server, request: Request, answer: Answer) -> Reply:
    """The header fields and the body of an answer (PS3.18 8.4.2, 8.6)."""
    content_headers, body = _body(server, answer)
    if content_headers and _compressible(request, answer, body):
        body = (gzip.compress(b"".join(piece for piece in body if isinstance(piece, bytes)), 1),)
        content_headers = (*content_headers, ("Content-Encoding", "gzip"))
    if isinstance(answer.payload, Datasets):
        content_headers = (*content_headers, ("Vary", "Accept, Accept-Encoding"))
    if content_headers:
        content_headers = (*content_headers, ("Content-Length", str(sum(map(size, body)))))
    return Reply(answer.status, (*answer.headers, *content_headers), body)


def _body(server: Server, answer: Answer) -> tuple[Headers, tuple[Content, ...]]:
    behaviour = server.behaviour
    match answer.payload:
        case Empty():
            return (), ()
        case Single(content, type, transfer_syntax):
            return (("Content-Type", _with_syntax(type, transfer_syntax)),), (content,)
        case Parts(parts, type):
            return _multipart(server, parts, type)
        case Datasets(datasets, "application/dicom+json" | "application/json" as type, single):
            document = behaviour.json_document([_json(server, each) for each in datasets], single)
            text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=True)
            return (("Content-Type", type),), (text.encode("utf-8", "replace"),)
        case Datasets(datasets, type, True, False):
            return (("Content-Type", type),), (behaviour.xml_document(datasets[0]),)
        case Datasets(datasets, type):
            parts = tuple(Part(behaviour.xml_document(each), type) for each in datasets)
            return _multipart(server, parts, type)


def _multipart(server: Server, parts: Sequence[Part], type: str) -> tuple[Headers, tuple[Content, ...]]:
    boundary = uuid4().hex
    content_type = format_media_type(RELATED, ("type", type), ("boundary", boundary))
    pieces = [(server.behaviour.part_headers(part), part.content) for part in parts]
    return (("Content-Type", content_type),), server.behaviour.write_multipart(pieces, boundary)


def part_headers(part: Part) -> Headers:
    """Content-Type with the transfer syntax, Content-Length, and Content-Location of a resource (Table 8.6.1-1)."""
    location = () if part.location is None else (("Content-Location", part.location),)
    content_type = _with_syntax(part.type, part.transfer_syntax)
    return (("Content-Type", content_type), ("Content-Length", str(size(part.content))), *location)


def _with_syntax(type: str, transfer_syntax: str | None) -> str:
    return type if transfer_syntax is None else format_media_type(type, ("transfer-syntax", transfer_syntax))


def _json(server: Server, attributes: Attributes) -> dict[str, Any]:
    return {tag: _json_attribute(server, tag, attribute) for tag, attribute in attributes.items()}


def _json_attribute(server: Server, tag: str, attribute: Attribute) -> Attribute:
    if attribute["vr"] == "SQ" and "Value" in attribute:
        attribute = {**attribute, "Value": [_json(server, item) for item in attribute["Value"]]}
    return server.behaviour.json_attribute(tag, attribute)


def json_attribute(tag: str, attribute: Attribute) -> Attribute:
    """Attributes are held as DICOM JSON has them; nothing is left to do."""
    return attribute


def json_document(datasets: Sequence[Attributes], single: bool) -> Any:
    """One object for a single dataset, an array for a list of any length (PS3.18 F.2.1)."""
    return datasets[0] if single else datasets


def _compressible(request: Request, answer: Answer, body: tuple[Content, ...]) -> bool:
    """Only JSON and XML, only when the client asks for gzip (RFC 9110 12.5.3)."""
    if not isinstance(answer.payload, Datasets) or sum(map(size, body)) < _WORTH_COMPRESSING:
        return False
    # Content codings have no slash; media ranges of that name borrow the parser for q.
    codings = ",".join(f"coding/{coding.strip()}" for coding in (request.header("accept-encoding") or "").split(","))
    return any(coding.essence == "coding/gzip" and coding.q > 0 for coding in parse_accept(codings))
