"""The requests of a tape, carried out again by the right server: what each part of it said, and what that changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.messages import Answer, Refused, Reply, Request, Resource
from dicomweb_conformance.selftest.memory import Change, MemoryArchive, State
from dicomweb_conformance.selftest.tape import Entry, Gist, digest_of, gist_of, sight_of

Bearers = tuple[str | None, str | None]
"""The tokens of a server: those that may do all, and read."""

FUNCTIONS = tuple(each.name for each in fields(Behaviour))
DECISIONS = ("negotiate", "parse_keys", "parse_rendering", "read_parts", "route", "store_module", "store_status")
"""Functions that conclude from their arguments alone, and change nothing."""
TRANSACTIONS = tuple(each.name for each in fields(Behaviour) if each.type == "Transaction")
_APART = 1_000_000


@dataclass(frozen=True)
class Acted:
    """What one function of the right server made of a request.

    ``used`` are the functions of the behaviour, by name, that had a part in it.
    """

    said: Answer | Refused
    used: frozenset[str]


@dataclass(frozen=True)
class Call:
    """What the right function of one of DECISIONS made of its arguments."""

    name: str
    arguments: tuple[object, ...]
    said: object


def outcome(function: Callable[..., object], arguments: tuple[object, ...]) -> object:
    """What the function returns, or the error that it raises."""
    try:
        return function(*arguments)
    except Exception as error:  # noqa: BLE001 - whatever a fault raises is what it says
        return error.with_traceback(None)


@dataclass(frozen=True)
class Scene:
    """An entry of a tape, and how the right server came to its reply.

    ``before`` is the state of the archive, ``changes`` is what was done to it. ``transaction`` names the transaction
    that was carried out on ``resource``, if any. ``writing`` and ``used`` are the functions of the behaviour, by name,
    that had a part in the bytes of the reply, and in all of it. ``steady`` says that the reply is the one on the tape.
    """

    entry: Entry
    before: State
    changes: tuple[Change, ...]
    transaction: str | None
    resource: Resource | None
    acted: Acted | None
    handled: Acted
    reply: Reply
    writing: frozenset[str]
    used: frozenset[str]
    calls: tuple[Call, ...]
    gist: Gist
    steady: bool

    def gist_of(self, reply: Reply) -> Gist:
        """What is read in short of a reply to this request."""
        return sight_of(reply) if self.entry.place is None else gist_of(reply)


def rehearse(tape: Sequence[Entry], right: Behaviour, folder: Path, bearers: Bearers) -> tuple[Scene, ...]:
    """Send the requests of the tape, in their order, to a new server of the same behaviour.

    What it stores stays in ``folder``, to which the scenes refer.
    """
    archive = MemoryArchive(folder, _APART)
    watch = _Watch(right)
    server = Server(archive, watch.behaviour, *bearers)
    return tuple(_scene(entry, server, watch) for entry in tape)


def _scene(entry: Entry, server: Server, watch: _Watch) -> Scene:
    archive = server.archive
    assert isinstance(archive, MemoryArchive)
    before, request = archive.state, entry.request
    archive.changes.clear()
    watch.begin()
    answer = server.behaviour.handle(server, request)
    handled = Acted(answer, frozenset(watch.used))
    if watch.acted is not None and isinstance(watch.acted.said, Refused):
        # it would keep all that the frames hold
        watch.acted.said.with_traceback(None)
    watch.used.clear()
    reply = server.behaviour.write(server, request, answer)
    scene = Scene(
        entry,
        before,
        tuple(archive.changes),
        watch.transaction,
        watch.resource,
        watch.acted,
        handled,
        reply,
        frozenset(watch.used),
        handled.used | watch.used,
        tuple(watch.calls),
        (),
        digest_of(reply) == entry.digest,
    )
    return replace(scene, gist=scene.gist_of(reply))


class _Watch:
    """Notes which functions of a behaviour are used, and what the first transaction says."""

    def __init__(self, right: Behaviour) -> None:
        self.used: set[str] = set()
        self.calls: list[Call] = []
        self.begin()
        functions = {name: self._noting(name, getattr(right, name)) for name in FUNCTIONS}
        functions |= {name: self._deciding(name, functions[name], getattr(right, name)) for name in DECISIONS}
        functions |= {name: self._acting(name, functions[name]) for name in TRANSACTIONS}
        self.behaviour = replace(right, **functions)

    def begin(self) -> None:
        """Forget what was noted."""
        self.used.clear()
        self.calls.clear()
        self.transaction: str | None = None
        self.resource: Resource | None = None
        self.acted: Acted | None = None

    def _noting(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any) -> Any:
            self.used.add(name)
            return function(*arguments)

        return noted

    def _deciding(self, name: str, noted: Callable[..., Any], right: Callable[..., Any]) -> Callable[..., Any]:
        def decided(*arguments: Any) -> Any:
            self.calls.append(Call(name, arguments, outcome(right, arguments)))
            return noted(*arguments)

        return decided

    def _acting(self, name: str, function: Callable[..., Answer]) -> Callable[..., Answer]:
        def acted(server: Server, request: Request, resource: Resource) -> Answer:
            if self.transaction is not None:
                return function(server, request, resource)
            self.transaction, self.resource = name, resource
            earlier = set(self.used)
            self.used.clear()
            said: Answer | Refused | None = None
            try:
                said = function(server, request, resource)
            except Refused as refused:
                said = refused
                raise
            finally:
                if said is not None:
                    self.acted = Acted(said, frozenset(self.used))
                self.used |= earlier
            return said

        return acted
