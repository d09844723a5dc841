"""Searches over the search corpus: what was asked, what came, and which of the run's own entities are in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dicomweb_conformance.checks import search
from dicomweb_conformance.checks.names import listed
from dicomweb_conformance.datasets import JsonDataset, value
from dicomweb_conformance.matching import Verdict, from_json, judge
from dicomweb_conformance.matching.entities import UNIQUE_KEYS, StoredEntity
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Level, Reference

Query = tuple[tuple[str, str], ...]
SUCCESS = (200, 204)


@dataclass(frozen=True)
class Scope:
    """The entities that a search looks for, within a study or series of the corpus or in all (``within`` None)."""

    level: Level
    within: str | None = None


@dataclass(frozen=True)
class Answer:
    """One search and its response; the values of the query are as they were meant, not as they were encoded."""

    query: Query
    response: Response


@dataclass(frozen=True)
class Searched:
    """One search or several of one kind. ``corpus`` are all entities of the run, ``within`` where it looked.

    ``refused`` says what of the corpus the target did not take, None where it took all.
    """

    level: Level
    within: Reference | None
    corpus: tuple[StoredEntity, ...]
    answers: tuple[Answer, ...]
    refused: str | None = None

    @property
    def own(self) -> tuple[StoredEntity, ...]:
        """The entities of the run that a search in this place could find."""
        return tuple(
            entity
            for entity in self.corpus
            if entity.level == self.level and (self.within is None or entity.reference in self.within)
        )

    def verdicts(self, answer: Answer) -> Mapping[str, Verdict]:
        """What the oracle says of each of them, by name."""
        return {entity.name: judge(answer.query, entity.attributes) for entity in self.own}


@dataclass(frozen=True)
class Match:
    """A match that is one of the run's own entities, and what was returned of it."""

    entity: StoredEntity
    ds: JsonDataset


def matches(searched: Searched, answer: Answer) -> tuple[Match, ...]:
    """The run's own entities in an answer, in its order.

    Raises Nonconformity for an answer that is no success or cannot be read, a match without its UID or twice, one from
    elsewhere than was asked, and a foreign one that its own attributes exclude.
    """
    response = answer.response
    if response.status == 404 and any(each.response.status == 200 for each in searched.answers):
        # The resource is there: the target says so that nothing matches, which is the matter of another requirement.
        return ()
    if response.status not in SUCCESS:
        raise Nonconformity("status 200 or 204", f"status {response.status}")
    keyword = UNIQUE_KEYS[searched.level]
    by_uid = {entity.uid: entity for entity in searched.corpus if entity.level == searched.level}
    found: list[Match] = []
    seen: set[str] = set()
    for ds in search.matches(response):
        uid = value(ds, keyword)
        if not isinstance(uid, str):
            raise Nonconformity(f"a {keyword} in each match", "a match without one")
        entity = by_uid.get(uid)
        if uid in seen:
            raise Nonconformity("each match once", f"{entity.name if entity else uid} more than once")
        seen.add(uid)
        if entity is None:
            _may_be_there(searched, answer, ds, uid)
        elif searched.within is not None and entity.reference not in searched.within:
            raise Nonconformity(f"only matches within the {searched.within.level} that was named", entity.name)
        else:
            found.append(Match(entity, ds))
    return tuple(found)


def all_matches(searched: Searched) -> tuple[Match, ...]:
    """The run's own entities in all answers together."""
    return tuple(match for answer in searched.answers for match in matches(searched, answer))


def names_in(searched: Searched) -> tuple[str, ...]:
    """The names of the run's own entities in all answers together."""
    return tuple(match.entity.name for match in all_matches(searched))


@dataclass(frozen=True)
class Expected:
    """The names that a search must find, and those that it may find beside, because the text leaves it open."""

    names: frozenset[str]
    open: frozenset[str]


def expected_of(searched: Searched, names: Iterable[str]) -> Expected:
    """What is expected of a search that a feature expects to find these.

    Where the target refused a part of the corpus, the oracle says what the rest has to show. Raises NotOffered when
    nothing of what was expected is left, ValueError when the oracle disagrees with the feature about a whole corpus.
    """
    wanted = frozenset(names)
    best: dict[str, Verdict] = {}
    for answer in searched.answers:
        for name, verdict in searched.verdicts(answer).items():
            best[name] = max(verdict, best.get(name, Verdict.MISMATCH))
    opened = frozenset(name for name, verdict in best.items() if verdict is Verdict.OPEN)
    if searched.refused is not None:
        left = frozenset(name for name, verdict in best.items() if verdict is Verdict.MATCH) | wanted & opened
        if wanted and not left:
            raise NotOffered(f"nothing is stored that this search could find: {searched.refused}")
        return Expected(left, opened - wanted)
    unknown = wanted - best.keys()
    if unknown:
        raise ValueError(f"the corpus has no {listed(unknown)} where this search looks")
    wrong = [name for name, verdict in best.items() if verdict == (0 if name in wanted else 2)]
    if wrong:
        raise ValueError(f"feature and oracle disagree about {listed(wrong)}")
    return Expected(wanted, opened - wanted)


def is_stored(searched: Searched, *names: str) -> None:
    """Raises NotOffered when the target refused what these are made of."""
    missing = frozenset(names) - {entity.name for entity in searched.corpus}
    if searched.refused is not None and missing:
        raise NotOffered(f"{listed(missing)} is not stored: {searched.refused}")


def could_find(searched: Searched, number: int) -> None:
    """Raises NotOffered when the target refused so much that fewer than ``number`` entities match the searches."""
    if searched.refused is None:
        return
    match = {n for answer in searched.answers for n, v in searched.verdicts(answer).items() if v is Verdict.MATCH}
    if len(match) < number:
        raise NotOffered(f"too little is stored that this search could find: {searched.refused}")


def finding(names: Sequence[str]) -> str:
    """``the search finds ...``"""
    return f"the search finds {listed(names)}"


def _may_be_there(searched: Searched, answer: Answer, ds: JsonDataset, uid: str) -> None:
    if judge(answer.query, from_json(ds)) is Verdict.MISMATCH:
        raise Nonconformity("only matches that have the values of the keys", f"{uid}, which has others")
    if searched.within is not None:
        raise Nonconformity(f"only matches within the {searched.within.level} that was named", f"{uid}, which is not")
