"""An archive whose index is in memory, and whose changes can be made again in another one."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dicomweb_conformance.reference.archive import AlreadyStored, Archive, Instance, NewInstance, OtherSeries
from dicomweb_conformance.reference.messages import Attributes

State = tuple[bytes, ...]
"""A hash of each stored instance, in the order in which they were stored."""


@dataclass(frozen=True)
class Held:
    """A stored instance with its attributes; ``token`` is a hash of all that can be seen of it."""

    instance: Instance
    attributes: Attributes
    token: bytes


@dataclass(frozen=True)
class Change:
    """What was done at once: instances removed (by SOPInstanceUID), then one added."""

    removed: tuple[str, ...]
    added: Held | None = None


class MemoryArchive(Archive):
    """As an Archive, for one thread, and without an end: files of removed instances stay in the folder.

    ``changes`` lists what was done since it was last emptied. The numbers of new instances are ``apart`` from each
    other, so that there are others between them.
    """

    def __init__(self, folder: Path, apart: int = 1) -> None:
        self._folder = folder
        self._apart = apart
        for name in ("incoming", "instances", "derived"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._readers = 0
        self._unwanted: list[Path] = []
        self._held: dict[str, Held] = {}
        self._last = 0
        self._state: State = ()
        self.changes: list[Change] = []

    @property
    def state(self) -> State:
        """Archives of one state answer every request alike."""
        return self._state

    def make(self, changes: Iterable[Change]) -> None:
        """Do again what was done in an archive of the same state."""
        made = False
        for change in changes:
            made = True
            for instance in change.removed:
                self._held.pop(instance, None)
            if change.added is not None:
                self._held[change.added.instance.instance] = change.added
                self._last = max(self._last, change.added.instance.number)
            self.changes.append(change)
        if made:
            self._state = tuple(held.token for held in self._held.values())

    def close(self) -> None:
        """Nothing to close."""

    def select(
        self, study: str | None = None, series: str | None = None, instance: str | None = None
    ) -> tuple[Instance, ...]:
        """See Archive."""
        found: Iterable[Held | None] = self._held.values() if instance is None else (self._held.get(instance),)
        return tuple(
            held.instance
            for held in found
            if held is not None
            and (study is None or held.instance.study == study)
            and (series is None or held.instance.series == series)
        )

    def attributes(self, instance: Instance) -> Attributes:
        """See Archive."""
        held = self._held.get(instance.instance)
        return held.attributes if held is not None and held.instance.number == instance.number else {}

    def add(self, new: NewInstance, *, replacing: bool = True) -> Instance:
        """See Archive."""
        digest = hashlib.sha256(new.path.read_bytes()).hexdigest()
        earlier = self._held.get(new.instance)
        if earlier and (earlier.instance.study, earlier.instance.series) != (new.study, new.series):
            raise OtherSeries(new.instance)
        if earlier and not replacing:
            raise AlreadyStored(new.instance)
        if earlier and earlier.instance.digest == digest:
            new.path.unlink()
            return earlier.instance
        fields = (new.study, new.series, new.instance, new.sop_class, new.transfer_syntax)
        attributes = json.dumps(new.attributes)
        token = hashlib.blake2b(repr((*fields, digest, attributes)).encode(), digest_size=16).digest()
        path = new.path.replace(self._folder / "instances" / new.path.name)
        instance = Instance(self._last + self._apart, *fields, path, digest)
        self.make([Change((new.instance,) if earlier else (), Held(instance, json.loads(attributes), token))])
        return instance

    def remove(self, instances: Iterable[Instance]) -> None:
        """See Archive."""
        self.make([Change(tuple(each.instance for each in instances))])
