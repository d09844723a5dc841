"""Oracle and reference server, written apart from each other, agree on many queries over the search corpus."""

from collections.abc import Iterator, Sequence

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.datadict import tag_for_keyword

from dicomweb_conformance.client import Addresses, Client, Query, Resource
from dicomweb_conformance.datasets import datasets_in, value
from dicomweb_conformance.matching import Verdict, from_json, judge
from dicomweb_conformance.matching.entities import UNIQUE_KEYS, StoredEntity, entities_of
from dicomweb_conformance.reference.serve import running
from dicomweb_conformance.samples.corpus import write_corpus
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Level

P = "ORACLE"
RESOURCES: dict[Level, Resource] = {"study": "studies", "series": "series", "instance": "instances"}

Archive = tuple[Client, Sequence[StoredEntity]]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    studies = write_corpus(P, lambda uid: derived_uid("oracle", uid), tmp_path_factory.mktemp("corpus"))
    with running() as url, httpx.Client(trust_env=False) as http:
        client = Client(http, Addresses.at(url))
        assert client.store([instance for study in studies.values() for instance in study.instances]).status == 200
        yield client, entities_of(studies)


def texts(*words: str) -> st.SearchStrategy[str]:
    """Words of the corpus, sometimes with letters replaced by wild cards or cut short."""
    word = st.sampled_from(words)
    return st.one_of(
        word.map(lambda text: P + text),
        st.builds(lambda text, at: f"{P}{text[:at]}*{text[at + 1 :]}", word, st.integers(0, 6)),
        st.builds(lambda text, at: f"{P}{text[:at]}?{text[at + 1 :]}", word, st.integers(0, 6)),
        st.sampled_from([f"{P}*", f"*{P}*", "*", "", f"{P}?", f"X{P}ID1"]),
    )


def ranges(*ends: str) -> st.SearchStrategy[str]:
    end = st.sampled_from(ends)
    return st.one_of(end, st.builds("{}-{}".format, end, end), end.map("-{}".format), end.map("{}-".format))


DATES = ranges("20191231", "20200101", "20200102", "20200103", "20200115", "20200131", "20200201")
TIMES = ranges("00", "05", "0500", "080000", "1000", "104500", "1800", "190000", "235959.999999")
OF_STUDY: dict[str, st.SearchStrategy[str]] = {
    "PatientID": texts("ID", "ID1", "ID10", "100%", "A_B", "AxB", "a+b c&d=e/f#g", "A*B", "id1"),
    "PatientName": texts("Adams^John", "Adams^Jo", "ADAMS^JOHN", "Müller^Jörg", "O'Neil^D'Arcy^^Dr.", "Plato"),
    "AccessionNumber": texts("AB1CD", "ABCD", "A_C", "AxC", "1+2 3&4"),
    "StudyID": texts("S", "S1", "S10", "S8/9"),
    "ReferringPhysicianName": texts("Grey", "Greyson", "Weiß^Änne", "鈴木^花子"),
    "StudyDate": DATES,
    "StudyTime": TIMES,
    "ModalitiesInStudy": st.sampled_from(["CT", "SR", "MR", "C?", "ZZ", "PT"]),
    "StudyDescription": texts(" Thorax", " 100%", " Schädel"),
}
OF_SERIES: dict[str, st.SearchStrategy[str]] = {
    "Modality": st.sampled_from(["CT", "SR", "MR", "C*", "ZZ"]),
    "SeriesNumber": st.sampled_from(["1", "2", "10", "01", "120"]),
    "PerformedProcedureStepStartDate": DATES,
    "PerformedProcedureStepStartTime": TIMES,
    "RequestAttributesSequence.ScheduledProcedureStepID": texts("SPS1", "SPS2", "SPS10"),
    "RequestAttributesSequence.RequestedProcedureID": texts("RP1", "RP2", "RP10"),
    "SeriesDescription": texts(" Axial", " Series 61"),
}
OF_INSTANCE: dict[str, st.SearchStrategy[str]] = {
    "InstanceNumber": st.sampled_from(["1", "2", "10", "11", "3"]),
    "SOPClassUID": st.sampled_from(["1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.7.2", "1.2.3"]),
}
KEYS: dict[Level, dict[str, st.SearchStrategy[str]]] = {
    "study": OF_STUDY,
    "series": OF_STUDY | OF_SERIES,
    "instance": OF_STUDY | OF_SERIES | OF_INSTANCE,
}


@st.composite
def searches(draw: st.DrawFn) -> tuple[Level, Query]:
    level = draw(st.sampled_from(list(KEYS)))
    names = draw(st.lists(st.sampled_from(sorted(KEYS[level])), min_size=1, max_size=3, unique=True))
    return level, [(name, draw(KEYS[level][name])) for name in names]


def found(client: Client, level: Level, query: Query) -> set[object]:
    response = client.search(RESOURCES[level], query)
    assert response.status == 200
    return {value(ds, UNIQUE_KEYS[level]) for ds in datasets_in(response.body)}


def disagreements(archive: Archive, level: Level, query: Query) -> list[str]:
    client, entities = archive
    uids = found(client, level, query)
    return [
        f"{entity.name}: {verdict.name} {'but' if entity.uid in uids else 'and not'} found"
        for entity in entities
        if entity.level == level
        for verdict in [judge(query, entity.attributes)]
        if verdict is (Verdict.MISMATCH if entity.uid in uids else Verdict.MATCH)
    ]


def test_they_agree_on_random_queries(archive: Archive) -> None:
    @settings(max_examples=400, deadline=None, derandomize=True, database=None)
    @given(searches())
    def agree(search: tuple[Level, Query]) -> None:
        assert disagreements(archive, *search) == []

    agree()


def test_they_agree_on_each_value_of_each_key(archive: Archive) -> None:
    _, entities = archive
    for entity in entities:
        for name in KEYS[entity.level]:
            head, _, rest = name.partition(".")
            for stored in entity.values(head):
                query = [(name, str(stored if isinstance(stored, str) else next(iter(from_item(stored, rest)))))]
                assert judge(query, entity.attributes) is Verdict.MATCH
                assert disagreements(archive, entity.level, query) == []


def from_item(item: object, keyword: str) -> tuple[object, ...]:
    assert isinstance(item, dict)
    values: tuple[object, ...] = item[f"{tag_for_keyword(keyword):08X}"]
    return values


def test_results_read_as_the_stored_attributes(archive: Archive) -> None:
    client, entities = archive
    by_uid = {entity.uid: entity for entity in entities if entity.level == "study"}
    include = [("includefield", "all"), ("includefield", "SOPClassesInStudy")]
    for ds in datasets_in(client.search("studies", include).body):
        received = from_json(ds)
        stored = by_uid[str(value(ds, "StudyInstanceUID"))].attributes
        assert {tag: received.get(tag, ()) for tag in stored if stored[tag]} == {
            tag: values for tag, values in stored.items() if values
        }
