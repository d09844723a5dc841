"""A server that remembers every request, holds data of others, and may lie."""

import json
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from dicomweb_conformance.client import ANY_SYNTAX_SINGLE_PART, Addresses, Client
from dicomweb_conformance.http import open_http
from dicomweb_conformance.plugin.preflight import TUTORIAL_STUDY
from dicomweb_conformance.reference.app import create_app
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Reference, Study
from dicomweb_conformance.target import Access
from tests.running import served

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass(frozen=True)
class Reply:
    """A whole response."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Request:
    """What was asked for; ``path`` as it came, without query."""

    method: str
    path: str
    query: str = ""

    @property
    def uids(self) -> frozenset[str]:
        """The segments of the path: whatever it names is among them."""
        return frozenset(self.path.split("/"))


Before = Callable[[Request], "Request | Reply"]
After = Callable[[Request, Reply], Reply]


def _truly(request: Request) -> Request | Reply:
    return request


def _as_it_is(request: Request, reply: Reply) -> Reply:
    return reply


@dataclass(frozen=True)
class Lie:
    """How a server deceives: ``before`` answers a request by itself or turns it into another; ``after`` changes what
    is answered."""

    before: Before = _truly
    after: After = _as_it_is


class Watched:
    """The reference server behind one that remembers what it was asked."""

    def __init__(self, folder: Path, lie: Lie) -> None:
        self._app = create_app(folder)
        self._lie = lie
        self._came = threading.Condition()
        self.requests: list[Request] = []

    def wait_for(self, count: int, seconds: float) -> bool:
        """Wait until so many requests have come, at most so long; whether they have."""
        with self._came:
            return self._came.wait_for(lambda: len(self.requests) >= count, seconds)

    @property
    def deletions(self) -> list[Request]:
        """What the server was asked to delete."""
        return [request for request in tuple(self.requests) if request.method == "DELETE"]

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope["method"], scope["path"], scope["query_string"].decode())
        with self._came:
            self.requests.append(request)
            self._came.notify_all()
        asked = self._lie.before(request)
        if isinstance(asked, Reply):
            await _send(asked, send)
            return
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        scope = {**scope, "path": asked.path, "raw_path": asked.path.encode(), "query_string": asked.query.encode()}
        await self._app(scope, receive, keep)
        headers = {name.decode(): value.decode("latin-1") for name, value in answer[0]["headers"]}
        body = b"".join(message.get("body", b"") for message in answer[1:])
        await _send(self._lie.after(request, Reply(answer[0]["status"], headers, body)), send)


async def _send(reply: Reply, send: Send) -> None:
    headers = [(name.encode(), value.encode("latin-1")) for name, value in reply.headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})


@dataclass(frozen=True)
class Site:
    """A watched server: where it is, what it was asked, and the data of others that it holds."""

    url: str
    watched: Watched
    foreign: tuple[Study, ...]
    files: Mapping[Reference, bytes]
    client: Client

    @property
    def foreign_uids(self) -> frozenset[str]:
        """Every UID of the data of others."""
        return frozenset(
            str(uid)
            for reference in self.files
            for uid in (reference.StudyInstanceUID, reference.SeriesInstanceUID, reference.SOPInstanceUID)
        )

    def instances(self) -> list[str]:
        """The SOPInstanceUIDs of all that is stored."""
        found = httpx.get(f"{self.url}/instances", trust_env=False)
        return [ds["00080018"]["Value"][0] for ds in (found.json() if found.status_code == 200 else [])]

    def left_behind(self) -> list[str]:
        """The SOPInstanceUIDs of what others did not store."""
        return [uid for uid in self.instances() if uid not in self.foreign_uids]

    def assert_foreign_untouched(self) -> None:
        """Nothing that was deleted bears a UID of others, and all of theirs is there, byte for byte."""
        assert [deleted for deleted in self.watched.deletions if deleted.uids & self.foreign_uids] == []
        assert {reference: file_of(self.client, reference) for reference in self.files} == self.files


def file_of(client: Client, reference: Reference) -> bytes:
    """An instance as the server gives it."""
    response = client.retrieve(reference, accept=ANY_SYNTAX_SINGLE_PART)
    assert response.status == 200, reference
    return response.body.read()


def foreign_studies(folder: Path) -> tuple[Study, ...]:
    """Studies of others: of another run, and under UIDs that look like those of the tutorial."""
    alike = (f"{TUTORIAL_STUDY[:-1]}1", TUTORIAL_STUDY[:-1], f"{TUTORIAL_STUDY[:-2]}.9")
    others = [_renamed(folder / str(number), uid) for number, uid in enumerate(alike)]
    of_another_run = small_study(folder / "run", lambda uid: derived_uid("another run", uid), "OTHER", "OTHER")
    return (*others, of_another_run)


def _renamed(folder: Path, StudyInstanceUID: str) -> Study:
    def uids(uid: str) -> str:
        return StudyInstanceUID if uid == TUTORIAL_STUDY else derived_uid("somebody else", StudyInstanceUID, uid)

    return small_study(folder, uids, "OTHER", "OTHER")


@contextmanager
def site(
    folder: Path,
    foreign: tuple[Study, ...],
    lie: Callable[[tuple[Study, ...]], Lie] = lambda studies: Lie(),
) -> Iterator[Site]:
    """A server on which others have stored before; ``lie`` says from their studies how it deceives from then on."""
    store = folder / "store"
    store.mkdir(parents=True)
    with served(create_app(store)) as honest, opened(honest) as client:
        for study in foreign:
            assert client.store(study.instances).status == 200
        references = [instance.reference for study in foreign for instance in study.instances]
        files = {reference: file_of(client, reference) for reference in references}
        watched = Watched(store, lie(foreign))
        with served(watched) as url:
            yield Site(url, watched, foreign, files, client)


@contextmanager
def opened(url: str) -> Iterator[Client]:
    """A client of the server at a URL."""
    addresses = Addresses.at(url)
    with open_http(Access(), addresses.all, lambda transport: transport) as http:
        yield Client(http, addresses)


def rewritten(reply: Reply, change: Callable[[Any], Any]) -> Reply:
    """A response with its DICOM JSON changed; others stay as they are."""
    if "json" not in reply.headers.get("content-type", "") or not reply.body:
        return reply
    body = json.dumps(change(json.loads(reply.body))).encode()
    return Reply(reply.status, {**reply.headers, "content-length": str(len(body))}, body)
