"""What the reference server was asked in a run and what it answered; and what it answers with a fault instead."""

from __future__ import annotations

import gzip
import json
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from dicomweb_conformance.reference.archive import Archive
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.messages import Answer, Reply, Request

Gist = tuple[object, ...]
"""What a *Given* reads of a reply: the status, the media type, and of JSON what is listed as there or as refused."""

_NEW_BOUNDARY = re.compile(r"[0-9a-f]{32}")
_FUNCTIONS = tuple(each.name for each in fields(Behaviour))
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_SOP_INSTANCE_UID, _FAILED_SOP_SEQUENCE = "00080018", "00081198"


AFTER = -1


@dataclass(frozen=True)
class Place:
    """The scenario that sent a request, and the index of the step.

    The step is None while fixtures are made before the first one, and AFTER when the scenario has its verdict.
    """

    scenario: str
    step: int | None


@dataclass(frozen=True)
class Entry:
    """A request, who sent it (None outside of scenarios), and what the reply was in full and in short.

    ``used`` are the functions of the behaviour, by name, that had a part in the reply. ``history`` is that of the
    archive after it.
    """

    place: Place | None
    request: Request
    digest: bytes
    gist: Gist
    used: frozenset[str]
    history: bytes


@dataclass(frozen=True)
class Difference:
    """An entry of the tape (by its index) that is answered in another way; ``in_short`` says that its gist differs."""

    entry: int
    in_short: bool


def taping(right: Behaviour, place: Callable[[], Place | None], keep: Callable[[Entry], None]) -> Behaviour:
    """The same behaviour, which hands every request and what it was answered to ``keep``; for one request at a time."""
    used: set[str] = set()

    def noting(name: str) -> Callable[..., Any]:
        function = getattr(right, name)

        def noted(*arguments: Any) -> Any:
            used.add(name)
            return function(*arguments)

        return noted

    noted = replace(right, **{name: noting(name) for name in _FUNCTIONS})

    def handle(server: Server, request: Request) -> Answer:
        used.clear()
        return noted.handle(server, request)

    def write(server: Server, request: Request, answer: Answer) -> Reply:
        reply = noted.write(server, request, answer)
        sent = replace(request, body=bytes(request.body[:]))
        keep(Entry(place(), sent, digest_of(reply), gist_of(reply), frozenset(used), server.archive.history))
        return reply

    return replace(noted, handle=handle, write=write)


def differences(
    tape: Sequence[Entry], right: Behaviour, wrong: Behaviour, bearers: tuple[str | None, str | None] = (None, None)
) -> Iterator[Difference]:
    """Send the requests of the tape, in their order, to a new server that is ``wrong``; yields what is not the same.

    ``right`` is the behaviour on the tape, ``bearers`` are the tokens of its server: those that may do all, and read.
    What only reads, and is answered from the same instances by the same functions, none of which is wrong, is not sent.
    """
    changed = frozenset(name for name in _FUNCTIONS if getattr(wrong, name) is not getattr(right, name))
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Archive(Path(folder)), wrong, *bearers)
        for number, entry in enumerate(tape):
            is_read = entry.request.method in _READING
            if is_read and not entry.used & changed and server.archive.history == entry.history:
                continue
            with server.archive.reading():
                reply = _reply(server, entry.request)
                if digest_of(reply) != entry.digest:
                    yield Difference(number, gist_of(reply) != entry.gist)
        server.archive.close()


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
    """What a *Given* reads of the reply."""
    essence = _header(reply, "content-type").partition(";")[0].strip().lower()
    return (reply.status, essence, _listed(_body(reply)) if essence.endswith("json") else None)


def _listed(body: bytes) -> object:
    try:
        document = json.loads(body)
    except ValueError:
        return "no JSON"
    datasets = document if isinstance(document, list) else [document]
    return [
        (each.get(_SOP_INSTANCE_UID), each.get(_FAILED_SOP_SEQUENCE)) if isinstance(each, dict) else each
        for each in datasets
    ]


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


def _reply(server: Server, request: Request) -> Reply:
    behaviour = server.behaviour
    try:
        return behaviour.write(server, request, behaviour.handle(server, request))
    except Exception as error:  # noqa: BLE001 - whatever a fault raises, its server answers with 500
        return Reply(500, (), (repr(error).encode(),))
