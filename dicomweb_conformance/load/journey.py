"""The tutorial as one user goes through it: store, search, retrieve, delete."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import httpx

from dicomweb_conformance.checks import documents, retrieve_equality, search, store
from dicomweb_conformance.client import Client
from dicomweb_conformance.datasets import value
from dicomweb_conformance.network import network_trouble
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study

Judge = Callable[[Response, Study], None]


@dataclass(frozen=True)
class Stage:
    """One request of the journey: the statuses that it may be answered with, and what the content must be."""

    name: str
    ask: Callable[[Client, Study], Response]
    statuses: tuple[int, ...]
    judge: Judge

    @property
    def is_last(self) -> bool:
        """Whether nothing of the study is left after it."""
        return self is DELETION


@dataclass(frozen=True)
class Reached:
    """A stage that was asked, how many seconds that took, the bytes that came, and what was wrong, if anything."""

    stage: Stage
    seconds: float
    size: int
    wrong: Nonconformity | httpx.HTTPError | None

    @property
    def why(self) -> str:
        """What was wrong, in one line."""
        if isinstance(self.wrong, httpx.HTTPError):
            return network_trouble(self.wrong)
        return "" if self.wrong is None else f"expected {self.wrong.expected}; received {self.wrong.received}"


def go(client: Client, study: Study, *, judged: bool) -> Iterator[Reached]:
    """Ask for each stage in turn; the content is looked at when this journey is ``judged``, the status always.

    What is wrong ends the journey, but for the deletion of the study.
    """
    for stage in STAGES:
        reached = _reach(client, study, stage, judged)
        yield reached
        if reached.wrong is not None:
            yield _reach(client, study, DELETION, judged=False)
            return


def _reach(client: Client, study: Study, stage: Stage, judged: bool) -> Reached:
    try:
        response = stage.ask(client, study)
    except httpx.HTTPError as error:
        return Reached(stage, 0.0, 0, error)
    size = response.body.size + sum(part.body.size for part in response.parts)
    try:
        _judge(response, study, stage, judged)
    except Nonconformity as error:
        return Reached(stage, response.seconds, size, error)
    return Reached(stage, response.seconds, size, None)


def _judge(response: Response, study: Study, stage: Stage, judged: bool) -> None:
    if response.status not in stage.statuses:
        raise Nonconformity(f"status {' or '.join(map(str, stage.statuses))}", f"status {response.status}")
    if judged:
        stage.judge(response, study)


def _all_stored(response: Response, study: Study) -> None:
    store.references(response, study.instances, study)


def _finds_study(response: Response, study: Study) -> None:
    search.finds(response, study.reference)


def _is_whole(response: Response, study: Study) -> None:
    _same("instances", (documents.SOPInstanceUID(instance) for instance in documents.instances(response)), study)
    retrieve_equality.keep_pixels(response, study)


def _describes_all(response: Response, study: Study) -> None:
    _same("metadata", (value(ds, "SOPInstanceUID") for ds in documents.datasets(response)), study)


def _same(what: str, found: Iterable[object], study: Study) -> None:
    uids = sorted(map(str, found))
    wanted = sorted(str(instance.reference.SOPInstanceUID) for instance in study.instances)
    if uids != wanted:
        foreign = len(set(uids) - set(wanted))
        raise Nonconformity(f"{what} of the study's {len(wanted)} instances", f"{len(uids)}, {foreign} of others")


def _nothing(response: Response, study: Study) -> None:
    """The status says it all."""


DELETION = Stage("delete the study", lambda client, study: client.delete(study.reference), (200, 204), _nothing)
STAGES = (
    Stage("store", lambda client, study: client.store(study.instances), (200,), _all_stored),
    Stage(
        "search for the study",
        lambda client, study: client.search("studies", [("StudyInstanceUID", study.reference.StudyInstanceUID)]),
        (200,),
        _finds_study,
    ),
    Stage("retrieve the study", lambda client, study: client.retrieve(study.reference), (200,), _is_whole),
    Stage(
        "retrieve the metadata",
        lambda client, study: client.retrieve_metadata(study.reference),
        (200,),
        _describes_all,
    ),
    Stage(
        "delete an instance",
        lambda client, study: client.delete(study.instances[0].reference),
        (200, 204),
        _nothing,
    ),
    Stage(
        "retrieve what was deleted",
        lambda client, study: client.retrieve(study.instances[0].reference),
        (404, 410),
        _nothing,
    ),
    DELETION,
)
"""The stages of the journey, in order."""
