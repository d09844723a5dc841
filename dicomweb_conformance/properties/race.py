"""Two stores into one study at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

from hypothesis import strategies as st

from dicomweb_conformance.checks.store_outcome import claims_if_any
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.properties.ground import Ground
from dicomweb_conformance.properties.looking import Disagreement, Names, disagreements
from dicomweb_conformance.properties.model import Holdings, told
from dicomweb_conformance.properties.world import INSTANCES, KNOWN, World
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance
from dicomweb_conformance.survey import poll

_PATIENCE = 60.0
_VERSION = "first"
_ALONE = "b/1/1"
"""What is stored first and by itself: views that are wrong for it are the matter of other requirements."""
_OF_STUDY = tuple(name for name in INSTANCES if name.startswith("a/"))


@dataclass(frozen=True)
class Race:
    """What was stored before, and what the two requests hold; ``to_study``: they name the study."""

    before: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]
    to_study: bool

    def __str__(self) -> str:
        before = f" where {told(self.before)} is stored" if self.before else ""
        return f"a store of {told(self.first)} and one of {told(self.second)}{before}"


@st.composite
def races(draw: st.DrawFn) -> Race:
    """The instances of a study, split between what is there and the two requests."""
    names = draw(st.permutations(_OF_STUDY))
    begin = draw(st.integers(0, 1))
    end = draw(st.integers(begin + 1, len(names) - 1))
    return Race(tuple(names[:begin]), tuple(names[begin:end]), tuple(names[end:]), draw(st.booleans()))


def judge_race(ground: Ground, race: Race) -> None:
    """Let them race, and look from every side.

    Raises Nonconformity, and NotOffered when a request was answered as one that cannot be served now.
    """
    world = World(ground)
    holdings = Holdings()
    _note(holdings, world, [_ALONE], _store(ground, world, [_ALONE], to_study=False))
    distrusted = {each.view for each in _look(ground, world, holdings, "b")}
    if race.before:
        _note(holdings, world, race.before, _store(ground, world, race.before, race.to_study))
    # The files are written before the race, and claimed.
    for name in (*race.first, *race.second):
        world.instance(name, _VERSION)
    barrier = Barrier(2, timeout=_PATIENCE)

    def run(names: Sequence[str]) -> Response:
        barrier.wait()
        return _store(ground, world, names, race.to_study)

    with ThreadPoolExecutor(2) as pool:
        responses = list(pool.map(run, (race.first, race.second)))
    for names, response in zip((race.first, race.second), responses, strict=True):
        _note(holdings, world, names, response)
    for wrong in _look(ground, world, holdings, "a"):
        if wrong.view not in distrusted:
            raise Nonconformity(wrong.expected, wrong.received)


def _look(ground: Ground, world: World, holdings: Holdings, study: str) -> tuple[Disagreement, ...]:
    names = Names(world.prefix, world.reference, KNOWN)
    return poll(
        lambda: tuple(disagreements(ground.client, names, holdings.copy(), study)),
        lambda wrong: not wrong,
        ground.settle,
        ground.waited,
    )


def _store(ground: Ground, world: World, names: Sequence[str], to_study: bool) -> Response:
    sent: list[Instance] = [world.instance(name, _VERSION) for name in names]
    return ground.client.store(sent, study=sent[0].reference.study if to_study else None)


def _note(holdings: Holdings, world: World, names: Sequence[str], response: Response) -> None:
    if response.status >= 500:
        raise NotOffered(f"one of two stores at the same time was answered with {response.status}")
    stored = claims_if_any(response).stored if response.status < 300 else ()
    for name in names:
        if world.reference(name).SOPInstanceUID in stored:
            holdings.stored(name, _VERSION)
