"""The reference server as an ASGI application."""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.types import ASGIApp, Receive, Scope, Send

from dicomweb_conformance.reference.addresses import base_url, query_of, segments_of
from dicomweb_conformance.reference.archive import Archive
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.faults import VARIANTS, with_fault
from dicomweb_conformance.reference.flavours import FLAVOURS, Flavour
from dicomweb_conformance.reference.messages import Content, Received, Reply, Request

_KEPT_IN_MEMORY = 4 * 2**20
_CHUNK = 2**20


def create_app(
    folder: Path,
    fault: str | None = None,
    bearer: str | None = None,
    read_only_bearer: str | None = None,
    flavour: str = "standard",
) -> ASGIApp:
    """A DICOMweb origin server of a flavour that keeps its instances in a folder.

    ``fault`` makes it wrong in one named way, and brings the flavour that it belongs to; an unknown name, also of a
    flavour, raises KeyError. With ``bearer`` every request needs that token; one with ``read_only_bearer`` may read.
    """
    right = flavour_served(flavour, fault).behaviour
    behaviour = right if fault is None else with_fault(right, fault)
    return app_of(Server(Archive(folder), behaviour, bearer, read_only_bearer), folder)


def app_of(server: Server, folder: Path) -> ASGIApp:
    """A server of any behaviour; ``folder`` is where it puts what it receives, and its archive is closed with it."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        server.archive.close()

    application = Starlette(lifespan=lifespan)
    application.mount("/", _Endpoint(server, folder))
    return application


def flavour_served(flavour: str, fault: str | None) -> Flavour:
    """The flavour that a fault belongs to, else the named one. Raises KeyError for an unknown name."""
    return FLAVOURS[flavour if fault is None else VARIANTS[fault].flavour]


class _Endpoint:
    def __init__(self, server: Server, folder: Path) -> None:
        self._server = server
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        http = HttpRequest(scope, receive)
        try:
            body = await _received(http, self._folder)
        except ClientDisconnect:
            return
        request = Request(
            method=http.method,
            base=base_url(http),
            segments=segments_of(http),
            query=query_of(http),
            headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]),
            body=body,
        )
        with self._server.archive.reading():
            reply = await run_in_threadpool(self._reply, request)
            await _send(reply, send, with_body=http.method != "HEAD")

    def _reply(self, request: Request) -> Reply:
        behaviour = self._server.behaviour
        return behaviour.write(self._server, request, behaviour.handle(self._server, request))


async def _received(http: HttpRequest, folder: Path) -> Received:
    """The body: in memory when small, else mapped from a nameless file."""
    with tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY, dir=str(folder / "incoming")) as spool:
        async for chunk in http.stream():
            spool.write(chunk)
        if spool.tell() <= _KEPT_IN_MEMORY:
            spool.seek(0)
            return bytes(spool.read())
        spool.flush()
        return mmap.mmap(spool.fileno(), 0, access=mmap.ACCESS_READ)


async def _send(reply: Reply, send: Send, *, with_body: bool) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in reply.headers]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    if with_body:
        for content in reply.body:
            await _send_content(content, send)
    await send({"type": "http.response.body", "body": b""})


async def _send_content(content: Content, send: Callable[[dict[str, object]], Awaitable[None]]) -> None:
    if isinstance(content, bytes):
        await send({"type": "http.response.body", "body": content, "more_body": True})
        return
    with content.open("rb") as file:
        while chunk := file.read(_CHUNK):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
