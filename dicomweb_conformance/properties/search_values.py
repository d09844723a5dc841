"""Values for the keys of searches over a tiny corpus: what is stored, what nearly is, ranges, lists and wild cards."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from hypothesis import strategies as st

from dicomweb_conformance.properties.search_ask import Named
from dicomweb_conformance.properties.search_corpus import MODALITIES, TinyCorpus, nearby
from dicomweb_conformance.properties.search_corpus import TIMES as OF_DAY
from dicomweb_conformance.properties.search_keys import DATES, LEVEL_OF_UID, NAMES, TIMES


def values(key: str, corpus: TinyCorpus, names: Named, advised: bool) -> st.SearchStrategy[str]:
    """Values for a key; ``advised`` ones too, of which something is left to the origin server."""
    if key.endswith("InstanceUID"):
        return _uids(names.of(LEVEL_OF_UID[key]))
    if key == "SOPClassUID":
        return st.sampled_from(["{SecondaryCaptureImageStorage}", "{BasicTextSRStorage}", "{CTImageStorage}"])
    if key in DATES:
        return _dates(key, corpus)
    if key in TIMES:
        return _times(key, corpus)
    if key in ("SeriesNumber", "InstanceNumber"):
        return st.sampled_from(["1", "2", "9", "10", "11", "100", "3"])
    if key in ("Modality", "ModalitiesInStudy"):
        # What wild cards do in a list that a server collects is not said.
        wild = [] if key == "ModalitiesInStudy" and not advised else ["C?", "C*", "*R", "?R", "ct"]
        return st.sampled_from([*MODALITIES, *MODALITIES, "US", *wild])
    if key in NAMES:
        return _names(key, corpus, advised)
    return _texts(key, corpus, advised)


def _texts(key: str, corpus: TinyCorpus, advised: bool) -> st.SearchStrategy[str]:
    stored = list(dict.fromkeys(text for text in _stored(key.rpartition(".")[2], corpus) if text)) or ["A"]
    near = [other for text in stored for other in nearby(text)]
    wild = [other for text in stored for other in _wild(text)]
    found = st.one_of(*map(st.sampled_from, (stored, wild, wild, near)))
    if key == "PatientID":
        # The prefix keeps the studies of others out, whatever follows it.
        return found.map(lambda text: "{P}" + text)
    return st.one_of(found, found, found, st.just("")) if advised else found


def _wild(text: str) -> list[str]:
    """The text with one or two wild cards in place of, before or behind some of it."""
    places = range(len(text))
    found = [f"{text[:at]}{wild}{text[at + 1 :]}" for at in places for wild in "?*"]
    found += [f"{text[:at]}*" for at in places] + [f"*{text[at:]}" for at in places if at]
    found += [text + "*", "*" + text, text + "?", "?" + text, "?" * len(text), f"*{text}*", text[:1] + "*" + text[-1:]]
    found += [f"{text[:at]}?{text[at + 1 : -1]}*" for at in places[:-1]]
    # Behind what escapes a wild card elsewhere.
    marked = [at for at in places if not text[at].isalnum()]
    found += [f"{text[: at + 1]}{wild}{text[at + 2 :]}" for at in marked for wild in "?*?*"]
    found += [f"*{text[at:-1]}?" for at in places] * 2 + [f"*{text[at:]}?" for at in places]
    found += [f"{text[:at]}*{text[at + 1 :]}?" for at in places]
    return found


def _uids(names: Sequence[str]) -> st.SearchStrategy[str]:
    one = st.sampled_from([*names, "unknown"])
    return st.lists(one, min_size=1, max_size=4, unique=True).map(
        lambda found: ",".join(f"{{{name}}}" for name in found)
    )


def _names(key: str, corpus: TinyCorpus, advised: bool) -> st.SearchStrategy[str]:
    stored = [name for study in corpus for name in [str(getattr(study, key))] if name]
    if not advised:
        stored = [name for name in stored if name.isascii()]
    stored = stored or ["Nobody"]
    near = [other for name in stored for other in (name, name + "x", name[:-1] + "z")]
    # Of wild cards in names the standard says that they are the server's own matter (PS3.4 C.2.2.2.4).
    wild = [other for name in stored for other in _wild(name)] if advised else []
    return st.sampled_from([*stored, *near, *wild])


def _ranges(edges: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Single values, and ranges with two ends, or one; often with both the same."""
    return st.one_of(
        edges,
        edges.map(lambda edge: f"{edge}-{edge}"),
        edges.map(lambda edge: f"{edge}-"),
        edges.map(lambda edge: f"-{edge}"),
        st.tuples(edges, edges).map(lambda ends: "-".join(sorted(ends))),
    )


def _dates(key: str, corpus: TinyCorpus) -> st.SearchStrategy[str]:
    stored = {day for day in _stored(key, corpus) if day}
    beside = {_moved(day, more) for day in stored for more in (-1, 1)}
    return _ranges(st.sampled_from(sorted(stored | beside) or ["20200101"]))


def _times(key: str, corpus: TinyCorpus) -> st.SearchStrategy[str]:
    stored = sorted({time for time in _stored(key, corpus) if time})
    return _ranges(st.sampled_from([*stored, *stored, *OF_DAY]))


def _stored(keyword: str, corpus: TinyCorpus) -> Iterator[str]:
    for study in corpus:
        for holder in (study, *study.series):
            yield str(getattr(holder, keyword, ""))
        for step, procedure in (request for series in study.series for request in series.requests):
            yield {"ScheduledProcedureStepID": step, "RequestedProcedureID": procedure}.get(keyword, "")


def _moved(day: str, more: int) -> str:
    return f"{datetime.strptime(day, '%Y%m%d') + timedelta(days=more):%Y%m%d}"
