"""Searches over tiny corpora, judged against servers that answer them in every right way, and in some wrong ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.matching import Verdict, judge
from dicomweb_conformance.matching.entities import StoredEntity, entities_of, uid_of
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.properties.ground import Ground
from dicomweb_conformance.properties.search_ask import Ask, SearchCase, named
from dicomweb_conformance.properties.search_corpus import TinyCorpus, TinySeries, TinyStudy
from dicomweb_conformance.properties.search_judge import judge_case
from dicomweb_conformance.properties.search_query import Reading, cases
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Study

UNIQUE = {"studies": "0020000D", "series": "0020000E", "instances": "00080018"}
LEVELS = {"studies": "study", "series": "series", "instances": "instance"}
Query = Sequence[tuple[str, str]]


def _plain(query: Query, entity: StoredEntity) -> bool:
    return judge(query, entity.attributes) is Verdict.MATCH


@dataclass
class Server:
    """A server that answers searches from what was claimed; ``matches`` and ``most`` say how."""

    matches: Callable[[Query, StoredEntity], bool] = _plain
    most: int = 1000
    store_status: int = 200
    limits: bool = True
    entities: list[StoredEntity] = field(default_factory=list)

    def claim(self, study: Study) -> None:
        self.entities += entities_of({str(len(self.entities)): study})

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return httpx.Response(self.store_status, json={})
        *place, resource = request.url.path.split("/studies/", 1)[-1].strip("/").split("/")
        asked = dict(request.url.params.multi_items())
        paging = {name: int(asked.pop(name, "0")) for name in ("limit", "offset")}
        uids = {part for part in place if part != "series" and part != "instances"}
        found = [
            entity
            for entity in self.entities
            if entity.level == LEVELS[resource]
            and uids <= {entity.reference.StudyInstanceUID, entity.reference.SeriesInstanceUID}
            and self.matches(tuple(asked.items()), entity)
        ]
        rest = found[paging["offset"] :]
        page = rest[: min(self.most, (paging["limit"] if self.limits else 0) or self.most)]
        warning = {"Warning": '299 x "more"'} if len(page) < len(rest) else {}
        body = [{UNIQUE[resource]: {"vr": "UI", "Value": [uid_of(entity.reference)]}} for entity in page]
        return httpx.Response(200, content=json.dumps(body), headers=warning)


def ground_of(server: Server, folder: Path) -> Ground:
    http = httpx.Client(transport=httpx.MockTransport(server.answer))
    return Ground(
        client=Client(http, Addresses.at("http://test")),
        claim=server.claim,
        uid=lambda name: derived_uid("test", name),
        identifier=lambda: "test",
        folder=lambda: folder,
        settle=0.0,
        waited=lambda seconds: None,
        deletes=True,
    )


def series(number: int = 1, modality: str = "CT", instances: tuple[int, ...] = (1,)) -> TinySeries:
    return TinySeries(modality, number, "20200101", "120000", (("A", "B"),), instances)


def study(PatientID: str, AccessionNumber: str = "A", parts: tuple[TinySeries, ...] = (series(),)) -> TinyStudy:
    return TinyStudy("Adam^Ann", PatientID, "20200101", "120000", AccessionNumber, "S", "Eda", "ISO_IR 192", parts)


CORPUS: TinyCorpus = (study("A"), study("AB"), study("ABC", "a"), study("B", parts=(series(1), series(2))))
OWN = ("PatientID", "{P}*")


def asking(*keys: tuple[str, str], pages: tuple[int, ...] = (), corpus: TinyCorpus = CORPUS) -> SearchCase:
    return SearchCase(corpus, (Ask("study", None, (OWN, *keys), (), pages),))


def judged(case: SearchCase, server: Server, folder: Path, reading: Reading = "demanded") -> None:
    judge_case(ground_of(server, folder), reading, case)


@pytest.mark.parametrize("pages", [(), (1,), (3, 1), (4,)])
def test_a_right_server_passes_whole_and_in_pages(tmp_path: Path, pages: tuple[int, ...]) -> None:
    judged(asking(pages=pages), Server(), tmp_path)


@pytest.mark.parametrize("pages", [(), (3,)])
def test_a_server_with_a_maximum_of_its_own_passes_when_it_says_so(tmp_path: Path, pages: tuple[int, ...]) -> None:
    judged(asking(pages=pages), Server(most=2), tmp_path)


def test_a_server_that_does_not_limit_is_found(tmp_path: Path) -> None:
    with pytest.raises(Nonconformity, match=r"at most 2 matches, .* received 4"):
        judged(asking(pages=(2,)), Server(limits=False), tmp_path)


def test_a_match_that_is_left_out_is_found(tmp_path: Path) -> None:
    def forgetful(query: Query, entity: StoredEntity) -> bool:
        return _plain(query, entity) and entity.name != "0"

    with pytest.raises(Nonconformity, match="finds a"):
        judged(asking(), Server(forgetful), tmp_path)


def test_what_does_not_match_is_found(tmp_path: Path) -> None:
    with pytest.raises(Nonconformity, match="does not find c"):
        judged(asking(("AccessionNumber", "A"), corpus=(study("A"), study("B"), study("C", "Z"))),
               Server(lambda query, entity: True), tmp_path)  # fmt: skip


def _any_case(query: Query, entity: StoredEntity) -> bool:
    lower: Mapping[str, tuple[str, ...]] = {
        tag: tuple(str(value).lower() for value in values) for tag, values in entity.attributes.items()
    }
    return judge([(name, value.lower()) for name, value in query], lower) is Verdict.MATCH


def test_the_case_of_values_is_only_advised(tmp_path: Path) -> None:
    case = asking(("AccessionNumber", "A"))
    judged(case, Server(_any_case), tmp_path / "1")
    with pytest.raises(Nonconformity, match="does not find c"):
        judged(case, Server(_any_case), tmp_path / "2", "advised")


def test_a_refused_corpus_is_no_finding(tmp_path: Path) -> None:
    with pytest.raises(NotOffered):
        judged(asking(), Server(store_status=409), tmp_path)


@settings(max_examples=30, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases("advised"))
def test_every_search_names_what_is_in_its_corpus_and_keeps_others_out(case: SearchCase) -> None:
    names = named(case.corpus)
    known = {*names.study, *names.series, *names.instance, "unknown"}
    for ask in case.asks:
        assert ask.within is None or ask.within in known
        told = [name for _, value in ask.keys for name in value.split("{")[1:]]
        assert all(name.split("}")[0] in known or name[0].isupper() for name in told)
        assert ask.within is not None or told
