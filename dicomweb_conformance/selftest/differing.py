"""What a faulty server answers to the requests of a tape, where that is not what the right one answers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.messages import Answer, Refused, Reply, Request, Resource
from dicomweb_conformance.selftest.memory import MemoryArchive
from dicomweb_conformance.selftest.rehearsal import (
    DECISIONS,
    FUNCTIONS,
    TRANSACTIONS,
    Acted,
    Bearers,
    Call,
    Scene,
    outcome,
)
from dicomweb_conformance.selftest.tape import digest_of


@dataclass(frozen=True)
class Difference:
    """An entry of the tape (by its index) that is answered in another way; ``in_short`` says that its gist differs."""

    entry: int
    in_short: bool


def differences(
    scenes: Sequence[Scene],
    right: Behaviour,
    make_wrong: Callable[[Behaviour], Behaviour],
    bearers: Bearers = (None, None),
) -> Iterator[Difference]:
    """Send the requests of the tape, in their order, to a new server that is wrong; yields what is not the same.

    ``right`` is the behaviour of the scenes. A request with which no wrong function has to do, in a state of the
    archive in which the right server was asked, is answered as then and not sent; and of a request that is sent, what
    the right functions said then need not be found out again.
    """
    prompter = _Prompter(right)
    wrong = make_wrong(prompter.behaviour)
    prompter.changed = frozenset(
        name for name in FUNCTIONS if getattr(wrong, name) is not getattr(prompter.behaviour, name)
    )
    with tempfile.TemporaryDirectory() as folder:
        archive = MemoryArchive(Path(folder))
        decision = _Decision.of(wrong, prompter.changed)
        served = wrong if decision is None else decision.behaviour
        server = prompter.server = Server(archive, served, *bearers)
        for number, scene in enumerate(scenes):
            known = scene.steady and archive.state == scene.before
            if known and not scene.used & prompter.changed:
                archive.make(scene.changes)
                continue
            if known and decision is not None and decision.is_as(scene):
                archive.make(scene.changes)
                continue
            prompter.scene = scene if known else None
            reply = _reply(server, scene.entry.request)
            if not _same(reply, scene):
                yield Difference(number, scene.gist_of(reply) != scene.gist)


class _Prompter:
    """A right behaviour that, asked what it was asked in ``scene``, says and changes what it did then.

    It does so for ``server`` alone, not for one that a fault has made of it, and where none of the functions that had a
    part in it is among the ``changed`` ones.
    """

    def __init__(self, right: Behaviour) -> None:
        self.server: Server | None = None
        self.scene: Scene | None = None
        self.changed: frozenset[str] = frozenset()
        self._right = right
        transactions: dict[str, Any] = {name: self._transaction(name) for name in TRANSACTIONS}
        self.behaviour = replace(right, handle=self._handle, write=self._write, **transactions)

    def _handle(self, server: Server, request: Request) -> Answer:
        scene = self.scene
        if scene is None or not self._may_repeat(scene, server, request, scene.handled, "handle"):
            return self._right.handle(server, request)
        return _again(scene, scene.handled.said, server)

    def _transaction(self, name: str) -> Callable[[Server, Request, Resource], Answer]:
        function = getattr(self._right, name)

        def transaction(server: Server, request: Request, resource: Resource) -> Answer:
            scene = self.scene
            if (
                scene is None
                or scene.acted is None
                or (scene.transaction, scene.resource) != (name, resource)
                or not self._may_repeat(scene, server, request, scene.acted, name)
            ):
                answer: Answer = function(server, request, resource)
                return answer
            return _again(scene, scene.acted.said, server)

        return transaction

    def _may_repeat(self, scene: Scene, server: Server, request: Request, acted: Acted, name: str) -> bool:
        assert isinstance(server.archive, MemoryArchive)
        if server is not self.server or request is not scene.entry.request or server.archive.state != scene.before:
            return False
        return not (acted.used - {name}) & self.changed

    def _write(self, server: Server, request: Request, answer: Answer) -> Reply:
        scene = self.scene
        if (
            scene is None
            or server is not self.server
            or request is not scene.entry.request
            or answer != scene.handled.said
            or (scene.writing - {"write"}) & self.changed
        ):
            return self._right.write(server, request, answer)
        return scene.reply


class _Decision:
    """The one wrong function of a behaviour, where it is one of DECISIONS.

    It is asked what the right one was asked in a scene, and what it says then is not asked again: it may be wrong only
    the first time.
    """

    @classmethod
    def of(cls, wrong: Behaviour, changed: frozenset[str]) -> _Decision | None:
        """None where something else is wrong, too, or instead."""
        names = tuple(changed)
        return cls(wrong, names[0]) if len(names) == 1 and names[0] in DECISIONS else None

    def __init__(self, wrong: Behaviour, name: str) -> None:
        self._name = name
        self._function: Callable[..., object] = getattr(wrong, name)
        self._said: list[Call] = []
        functions: dict[str, Any] = {name: self._decide}
        self.behaviour = replace(wrong, **functions)

    def is_as(self, scene: Scene) -> bool:
        """Whether it says in the scene what the right one said."""
        asked = [call for call in scene.calls if call.name == self._name]
        self._said = [replace(call, said=outcome(self._function, call.arguments)) for call in asked]
        return all(_alike(call.said, said.said) for call, said in zip(asked, self._said, strict=True))

    def _decide(self, *arguments: object) -> object:
        for number, call in enumerate(self._said):
            if call.arguments == arguments:
                del self._said[number]
                if isinstance(call.said, Exception):
                    raise call.said
                return call.said
        return self._function(*arguments)


def _alike(one: object, other: object) -> bool:
    if isinstance(one, Refused) and isinstance(other, Refused):
        return one.answer == other.answer
    return one == other


def _again(scene: Scene, said: Answer | Refused, server: Server) -> Answer:
    assert isinstance(server.archive, MemoryArchive)
    server.archive.make(scene.changes)
    if isinstance(said, Refused):
        raise said
    return said


def _same(reply: Reply, scene: Scene) -> bool:
    if scene.steady and reply.body is scene.reply.body:
        return (reply.status, reply.headers) == (scene.reply.status, scene.reply.headers)
    return digest_of(reply) == scene.entry.digest


def _reply(server: Server, request: Request) -> Reply:
    behaviour = server.behaviour
    try:
        return behaviour.write(server, request, behaviour.handle(server, request))
    except Exception as error:  # noqa: BLE001 - whatever a fault raises, its server answers with 500
        return Reply(500, (), (repr(error).encode(),))
