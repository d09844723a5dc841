"""Searches over a tiny corpus: keys that match it or nearly do, at all six resources, in pages or as a whole.

``demanded`` ones are made of what every origin server must be able to do (PS3.18 8.3.4, 10.6.1); ``advised`` ones also
of what the text leaves to it, or what the registry has as ``should``.
"""

from collections.abc import Sequence
from typing import Literal

from hypothesis import strategies as st

from dicomweb_conformance.properties.search_ask import Ask, Named, Names, SearchCase, named
from dicomweb_conformance.properties.search_corpus import TinyCorpus, corpora
from dicomweb_conformance.properties.search_keys import FIELDS, LEVEL_OF_UID, PROCEDURE, STEP, is_plain, keys_at, tagged
from dicomweb_conformance.properties.search_values import values
from dicomweb_conformance.study import Level

Reading = Literal["demanded", "advised"]

_LEAST, _MOST = 6, 12
"""So many searches over one corpus: storing costs more than searching."""


@st.composite
def cases(draw: st.DrawFn, reading: Reading) -> SearchCase:
    """A corpus with searches over it."""
    corpus = draw(corpora())
    asks = _asks(corpus, advised=reading == "advised")
    return SearchCase(corpus, tuple(draw(st.lists(asks, min_size=_LEAST, max_size=_MOST))))


@st.composite
def _asks(draw: st.DrawFn, corpus: TinyCorpus, advised: bool) -> Ask:
    names = named(corpus)
    level: Level = draw(st.sampled_from(("study", "series", "instance")))
    within = draw(_places(names, level))
    number = draw(st.sampled_from([0, 0, 1, 1, 1, 2, 2, 3]))
    keys = draw(st.lists(st.sampled_from(keys_at(level, within)), min_size=number, max_size=number, unique=True))
    # Two keys in one sequence have a meaning of their own together.
    paired = bool({STEP, PROCEDURE} & set(keys)) and draw(st.booleans())
    pair = {STEP, PROCEDURE} if paired else set[str]()
    wanted = [key for key in (*keys, *sorted(pair - set(keys))) if advised or is_plain(key, level)]
    pairs = [(draw(_spelt(key, advised)), draw(values(key, corpus, names, advised))) for key in wanted]
    if within is None:
        pairs += draw(_own(wanted, names))
    return Ask(
        level=level,
        within=within,
        keys=tuple(draw(st.permutations(pairs))),
        parameters=draw(_parameters(level, advised)),
        pages=tuple(draw(st.one_of(st.just([]), st.lists(st.integers(1, 4), min_size=1, max_size=3)))),
    )


def _places(names: Named, level: Level) -> st.SearchStrategy[str | None]:
    everywhere: st.SearchStrategy[str | None] = st.none()
    if level == "study":
        return everywhere
    study = st.sampled_from(names.study)
    return st.one_of(everywhere, study, *([st.sampled_from(names.series)] if level == "instance" else []))


def _own(keys: Sequence[str], names: Named) -> st.SearchStrategy[Sequence[tuple[str, str]]]:
    """A key more, which keeps the studies of others out; none when there is such a key already."""
    if "PatientID" in keys or set(keys) & LEVEL_OF_UID.keys():
        return st.just([])
    every = ",".join(f"{{{name}}}" for name in names.study)
    return st.sampled_from([[("PatientID", "{P}*")], [("StudyInstanceUID", every)]])


def _spelt(key: str, advised: bool) -> st.SearchStrategy[str]:
    return st.sampled_from([key, key, tagged(key), *([tagged(key).lower()] if advised else [])])


@st.composite
def _parameters(draw: st.DrawFn, level: Level, advised: bool) -> Names:
    fields = draw(st.sampled_from(((), (), *((field,) for field in FIELDS[level]))))
    fuzzy = draw(st.sampled_from([(), (), (), ("false",)]))
    unknown = advised and draw(st.booleans())
    return (
        *(("includefield", field) for field in fields),
        *(("fuzzymatching", value) for value in fuzzy),
        *([("zzunknown", "1")] if unknown else []),
    )
