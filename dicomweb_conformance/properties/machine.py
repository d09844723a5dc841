"""Any sequence of stores and deletions over two studies, after each step of which all views agree with a model."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from dicomweb_conformance.checks.store_outcome import Claims, claims_if_any
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.properties.ground import Ground
from dicomweb_conformance.properties.looking import Disagreement, Names, disagreements
from dicomweb_conformance.properties.model import Holdings, parent_of, told
from dicomweb_conformance.properties.world import INSTANCES, KNOWN, World
from dicomweb_conformance.provision import Unprovided
from dicomweb_conformance.survey import poll

FIRST, SECOND = "first", "second"
_POOLS = (("a/1/1", "a/1/2"), ("a/1/1", "a/1/2", "a/2/1"), ("a/1/1", "a/2/1"), ("a/1/1", "a/2/1"), INSTANCES)
"""What a sequence may be about: few instances, of which each is met often; or all."""


class Sequences(RuleBasedStateMachine):
    """Stores and deletes, and looks from every side after each step.

    Views that are wrong when a single instance has been stored are the matter of requirements of their own: they are
    not looked at. ``steps`` says what was done.
    """

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._world = World(ground)
        self._holdings = Holdings()
        self._distrusted: frozenset[str] = frozenset()
        self._pool: tuple[str, ...] = INSTANCES
        self.steps: list[str] = []

    @initialize(pool=st.sampled_from(_POOLS))
    def store_one(self, pool: tuple[str, ...]) -> None:
        """The first instance, by which the views prove themselves; ``pool`` is what the sequence is about."""
        self._pool = pool
        name = pool[0]
        self._send([name], FIRST, to_study=False)
        if not self._holdings.versions:
            raise Unprovided("a small image could not be stored")
        wrong = self._look(name)
        self._distrusted = frozenset(each.view for each in wrong)

    @rule(data=st.data(), version=st.sampled_from([FIRST, FIRST, SECOND]), to_study=st.booleans())
    def store(self, data: st.DataObject, version: str, to_study: bool) -> None:
        """Some instances, stored already or not, in one request."""
        names = data.draw(st.lists(st.sampled_from(self._pool), min_size=1, max_size=2, unique=True))
        study = parent_of(names[0], "study")
        sent = [name for name in names if parent_of(name, "study") == study]
        self._send(sent, version, to_study)
        self._agree(study)

    @rule(times=st.integers(2, 3), data=st.data())
    @precondition(lambda self: self._holdings.versions)
    def store_again(self, times: int, data: st.DataObject) -> None:
        """An instance that is stored, once more and again."""
        name = data.draw(st.sampled_from(sorted(self._holdings.versions)))
        for _ in range(times - 1):
            self._send([name], FIRST, to_study=False)
        self._agree(parent_of(name, "study"))

    @rule(data=st.data())
    @precondition(lambda self: self._ground.deletes and self._holdings.versions)
    def delete_instance(self, data: st.DataObject) -> None:
        """An instance that is stored."""
        self._delete(data.draw(st.sampled_from(sorted(self._holdings.at("instance")))))

    @rule(data=st.data())
    @precondition(lambda self: self._ground.deletes and self._holdings.versions)
    def delete_series(self, data: st.DataObject) -> None:
        """A series of which something is stored."""
        self._delete(data.draw(st.sampled_from(sorted(self._holdings.at("series")))))

    @rule(data=st.data())
    @precondition(lambda self: self._ground.deletes and len(self._holdings.at("series")) > 1)
    def delete_study(self, data: st.DataObject) -> None:
        """A study of which something is stored."""
        self._delete(data.draw(st.sampled_from(sorted(self._holdings.at("study")))))

    def _delete(self, name: str) -> None:
        self.steps.append(f"delete {name}")
        response = self._ground.client.delete(self._world.reference(name))
        if not 200 <= response.status < 300:
            raise Nonconformity(f"{name}, of which something is stored, is deleted", f"status {response.status}")
        self._holdings.deleted(name)
        self._agree(parent_of(name, "study"))

    def _send(self, names: Sequence[str], version: str, to_study: bool) -> None:
        self.steps.append(f"store {told(names)}{'' if version == FIRST else ' changed'}")
        sent = [self._world.instance(name, version) for name in names]
        study = sent[0].reference.study if to_study else None
        response = self._ground.client.store(sent, study=study)
        if response.status >= 500:
            raise Unprovided(f"storing {told(names)} was answered with {response.status}")
        claims = claims_if_any(response) if response.status < 300 else Claims((), (), 0)
        for name, instance in zip(names, sent, strict=True):
            if instance.reference.SOPInstanceUID in claims.stored:
                self._holdings.stored(name, version)

    def _look(self, name: str) -> tuple[Disagreement, ...]:
        names = Names(self._world.prefix, self._world.reference, KNOWN)
        study = parent_of(name, "study")

        def seen() -> tuple[Holdings, tuple[Disagreement, ...]]:
            # What a view shows decides what the next ones must show; a view that lags behind decides nothing.
            holdings = self._holdings.copy()
            found = disagreements(self._ground.client, names, holdings, study)
            return holdings, tuple(each for each in found if each.view not in self._distrusted)

        self._holdings, found = poll(seen, lambda each: not each[1], self._ground.settle, self._ground.waited)
        return found

    def _agree(self, study: str) -> None:
        for wrong in self._look(study):
            raise Nonconformity(wrong.expected, wrong.received)
