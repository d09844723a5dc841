"""What the reference server was asked in a run, and what it answered: in full, and what is read of it in short."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.messages import Answer, Reply, Request, size

Gist = tuple[object, ...]

AFTER = -1

_NEW_BOUNDARY = re.compile(r"[0-9a-f]{32}")
_STUDY_INSTANCE_UID, _SOP_INSTANCE_UID = "0020000D", "00080018"
_FAILED_SOP_SEQUENCE, _REFERENCED_SOP_INSTANCE_UID = "00081198", "00081155"
_ACCESS_REFUSED = frozenset({401, 403, 407})


@dataclass(frozen=True)
class Place:
    """The scenario that sent a request, and the index of the step.

    The step is None while fixtures are made before the first one, and AFTER when the scenario has its verdict.
    """

    scenario: str
    step: int | None


@dataclass(frozen=True)
class Entry:
    """A request, who sent it (None outside of scenarios), and a hash of the reply (see ``digest_of``)."""

    place: Place | None
    request: Request
    digest: bytes


def taping(right: Behaviour, place: Callable[[], Place | None], keep: Callable[[Entry], None]) -> Behaviour:
    """The same behaviour, which hands every request and what it was answered to ``keep``; for one request at a time."""

    def write(server: Server, request: Request, answer: Answer) -> Reply:
        reply = right.write(server, request, answer)
        keep(Entry(place(), replace(request, body=bytes(request.body[:])), digest_of(reply)))
        return reply

    return replace(right, write=write)


def digest_of(reply: Reply) -> bytes:
    """A hash of the whole reply, whatever the boundary between its parts and the time at which it was compressed.

    Only a boundary such as the right server makes, a new one each time, is like any other.
    """
    content_type = _header(reply, "content-type")
    boundary = content_type.rpartition("boundary=")[2].strip('"') if "boundary=" in content_type else ""
    head, body = repr((reply.status, reply.headers)), _body(reply)
    if _NEW_BOUNDARY.fullmatch(boundary):
        head, body = head.replace(boundary, "-"), body.replace(boundary.encode(), b"-")
    return blake2b(head.encode() + body, digest_size=16).digest()


def gist_of(reply: Reply) -> Gist:
    """What is read of a reply to bring something about, or to see whether it is there.

    The status, whether it can be read to its end, whether there are parts, and of JSON what is there or refused.
    """
    essence = _header(reply, "content-type").partition(";")[0].strip().lower()
    whole = _header(reply, "content-length") in ("", str(sum(map(size, reply.body))))
    return (reply.status, whole, essence.startswith("multipart/"), _listed(reply))


def sight_of(reply: Reply) -> Gist:
    """What a run reads of a reply before its first scenario: whether it is let in, and which studies are there."""
    if reply.status in _ACCESS_REFUSED:
        return (reply.status,)
    found = _document(reply) if reply.status == 200 else None
    return tuple(sorted({_uid(each, _STUDY_INSTANCE_UID) for each in found})) if isinstance(found, list) else ()


def _listed(reply: Reply) -> object:
    document = _document(reply)
    if isinstance(document, list) and len(document) == 1 and _uid(document[0], _SOP_INSTANCE_UID) == repr(None):
        # a response to a store is read alike within an array
        document = document[0]
    if isinstance(document, list):
        return sorted({repr((_uid(each, _SOP_INSTANCE_UID), _refused(each))) for each in document})
    return (_uid(document, _SOP_INSTANCE_UID), _refused(document))


def _document(reply: Reply) -> Any:
    try:
        return json.loads(_body(reply))
    except ValueError:
        return "no JSON"


def _uid(ds: Any, tag: str) -> str:
    return repr(ds.get(tag)) if isinstance(ds, dict) else repr(ds)


def _refused(ds: Any) -> object:
    """The instances that a response to a store lists as failed."""
    sequence = ds.get(_FAILED_SOP_SEQUENCE) if isinstance(ds, dict) else None
    if not isinstance(sequence, dict) or not isinstance(sequence.get("Value", []), list):
        return repr(sequence)
    return sorted({_uid(item, _REFERENCED_SOP_INSTANCE_UID) for item in sequence.get("Value", [])}) or repr(None)


def _body(reply: Reply) -> bytes:
    body = b"".join(piece if isinstance(piece, bytes) else piece.read_bytes() for piece in reply.body)
    if _header(reply, "content-encoding") != "gzip":
        return body
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return body


def _header(reply: Reply, wanted: str) -> str:
    return next((value for name, value in reply.headers if name.lower() == wanted), "")
