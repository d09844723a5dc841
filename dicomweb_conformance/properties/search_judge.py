"""Whether the answers to searches over a tiny corpus are what the oracle says (PS3.18 8.3.4.1, PS3.4 C.2.2.2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

import pydicom.uid

from dicomweb_conformance.checks import search
from dicomweb_conformance.checks.names import listed
from dicomweb_conformance.checks.searched import Answer, Match, Query, Searched, finding, matches
from dicomweb_conformance.client import Resource
from dicomweb_conformance.matching import Attributes, Value, Verdict, judge
from dicomweb_conformance.matching.entities import StoredEntity, entities_of
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.properties.ground import Ground
from dicomweb_conformance.properties.search_ask import Ask, SearchCase
from dicomweb_conformance.properties.search_corpus import write_corpus
from dicomweb_conformance.properties.search_query import Reading
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Level, Reference
from dicomweb_conformance.survey import poll

_RESOURCES: Mapping[Level, Resource] = {"study": "studies", "series": "series", "instance": "instances"}
_NOT_THERE = (404, 405, 501)
_NOBODY = "unknown"


def judge_case(ground: Ground, reading: Reading, case: SearchCase) -> None:
    """Store the corpus, make each search, and compare.

    Raises Nonconformity, NotOffered when the target refuses the corpus, Unprovided when it cannot be stored.
    """
    prefix = ground.prefix
    studies = write_corpus(case.corpus, prefix, ground.uid, ground.folder())
    ground.store(studies.values())
    stored = Stored(ground, prefix, entities_of(studies), reading)
    stored.settled()
    for ask in case.asks:
        try:
            stored.judge(ask)
        except Nonconformity as error:
            raise Nonconformity(f"{error.expected}, searching for {ask}", error.received) from error


@dataclass(frozen=True)
class Stored:
    """A stored corpus that is searched."""

    ground: Ground
    prefix: str
    entities: tuple[StoredEntity, ...]
    reading: Reading

    def settled(self) -> None:
        """Wait, for as long as the target may take, until a search for instances sees all that was stored."""
        instances = [entity for entity in self.entities if entity.level == "instance"]
        studies = dict.fromkeys(entity.reference.study for entity in instances)

        def seen() -> int:
            found = [self.ground.client.search("instances", within=study) for study in studies]
            return sum(response.body.read().count(b'"00080018"') for response in found if response.status == 200)

        if self.ground.settle:
            poll(seen, lambda number: number >= len(instances), self.ground.settle, self.ground.waited)

    def judge(self, ask: Ask) -> None:
        """One search, as a whole or in pages until one is empty. Raises Nonconformity."""
        found: list[Match] = []
        seen = 0
        sizes = cycle(ask.pages or (None,))
        for size in islice(sizes, len(self.entities) + 3):
            answer = self._ask(ask, size, seen)
            if answer.response.status in _NOT_THERE and self._is_excused(ask):
                break
            total = len(search.matches(answer.response)) if answer.response.status == 200 else 0
            if size is not None and total > size:
                raise Nonconformity(f"at most {size} matches", f"{total}")
            page = matches(self._searched(ask, answer), answer)
            twice = {match.entity.name for match in page} & {match.entity.name for match in found}
            if twice:
                raise Nonconformity("each match on one page only", f"{listed(twice)} on several")
            found += page
            seen += total
            # A server may have a maximum of its own, and then says that more remain (PS3.18 8.3.4.4.1).
            if not total or (size is None and not _warns(answer.response)):
                break
        self._compare(ask, [match.entity.name for match in found])

    def _ask(self, ask: Ask, size: int | None, offset: int) -> Answer:
        query = tuple((name, self._filled(value)) for name, value in (*ask.keys, *ask.parameters))
        limit = () if size is None else (("limit", str(size)),)
        skip = (("offset", str(offset)),) if offset else ()
        response = self.ground.client.search(_RESOURCES[ask.level], (*query, *limit, *skip), within=self._within(ask))
        return Answer(query, response)

    def _is_excused(self, ask: Ask) -> bool:
        """Whether a refusal says that nothing matches, or that there is no such resource: both are judged elsewhere."""
        if Verdict.MATCH not in self._verdicts(ask).values():
            return True
        plain = Ask(ask.level, ask.within, () if ask.within else (("StudyInstanceUID", "{a}"),))
        return self._ask(plain, None, 0).response.status in _NOT_THERE

    def _compare(self, ask: Ask, found: Sequence[str]) -> None:
        verdicts = self._verdicts(ask)
        wrong = [name for name in found if verdicts[name] is Verdict.MISMATCH]
        missing = [name for name, verdict in verdicts.items() if verdict is Verdict.MATCH and name not in found]
        if not wrong and not missing:
            return
        said = [f"the search does not find {listed(wrong)}"] if wrong else []
        said += [f"it finds {listed(missing)}" if wrong else f"the search finds {listed(missing)}"] if missing else []
        raise Nonconformity(" and ".join(said), finding(found))

    def _verdicts(self, ask: Ask) -> Mapping[str, Verdict]:
        query = tuple((name, self._filled(value)) for name, value in ask.keys)
        within = self._within(ask)
        return {
            entity.name: self._verdict(query, entity.attributes)
            for entity in self.entities
            if entity.level == ask.level and (within is None or entity.reference in within)
        }

    def _verdict(self, query: Query, attributes: Attributes) -> Verdict:
        plain = judge(query, attributes)
        if self.reading == "advised" or plain is not Verdict.MISMATCH:
            return plain
        # Databases often compare without regard to case or accents; that is judged as advice.
        folded = judge(tuple((name, _folded(value)) for name, value in query), _all_folded(attributes))
        return plain if folded is Verdict.MISMATCH else Verdict.OPEN

    def _searched(self, ask: Ask, answer: Answer) -> Searched:
        return Searched(ask.level, self._within(ask), self.entities, (answer,))

    def _within(self, ask: Ask) -> Reference | None:
        return None if ask.within is None else self._entity(ask.within).reference

    def _filled(self, value: str) -> str:
        return re.sub(r"\{([^}]+)\}", lambda found: self._filling(found[1]), value)

    def _filling(self, name: str) -> str:
        if name == "P":
            return self.prefix
        if name[0].isupper():
            return str(getattr(pydicom.uid, name))
        return self.ground.uid(name) if name == _NOBODY else self._entity(name).uid

    def _entity(self, name: str) -> StoredEntity:
        return next(entity for entity in self.entities if entity.name == name)


def _warns(response: Response) -> bool:
    return any(text.lstrip().startswith("299") for text in response.all("warning"))


def _all_folded(attributes: Attributes) -> Attributes:
    return {tag: tuple(map(_folded_value, values)) for tag, values in attributes.items()}


def _folded_value(value: Value) -> Value:
    return _folded(value) if isinstance(value, str) else _all_folded(value)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
