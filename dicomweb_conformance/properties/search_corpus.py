"""Tiny studies whose values nearly are each other's, for searches.

Each study has a PatientID of its own that begins with the prefix of the trial, so that on a shared server one key
finds no study of anybody else.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from hypothesis import strategies as st
from pydicom import Dataset
from pydicom.uid import BasicTextSRStorage

from dicomweb_conformance.samples.instances import new_instance, pattern, secondary_capture, set_pixels
from dicomweb_conformance.samples.part10 import NamedDataset, shallow_copy, write_study
from dicomweb_conformance.samples.structured import basic_text_report
from dicomweb_conformance.study import Study

Kind = Literal["image", "report"]

MODALITIES = ("CT", "MR", "CR", "OT", "SR")
# Wild cards of SQL and of regular expressions, escape characters, and what URLs reserve. No comma and no backslash:
# the one makes a list in a key of UIDs, the other separates values (PS3.5 6.4). No braces: a key names with them what
# is in the corpus.
_ODD = "%_[]().+^$|!~#&;='\"<>/@:-"
_LETTERS = "ABab1"


@dataclass(frozen=True)
class TinySeries:
    """``requests`` are ScheduledProcedureStepID and RequestedProcedureID of each item; ``instances`` their numbers."""

    Modality: str
    SeriesNumber: int
    PerformedProcedureStepStartDate: str
    PerformedProcedureStepStartTime: str
    requests: tuple[tuple[str, str], ...]
    instances: tuple[int, ...]

    @property
    def kind(self) -> Kind:
        """What its instances are."""
        return "report" if self.Modality == "SR" else "image"


@dataclass(frozen=True)
class TinyStudy:
    """The values of a study; ``PatientID`` is what follows the prefix."""

    PatientName: str
    PatientID: str
    StudyDate: str
    StudyTime: str
    AccessionNumber: str
    StudyID: str
    ReferringPhysicianName: str
    SpecificCharacterSet: str
    series: tuple[TinySeries, ...]


TinyCorpus = tuple[TinyStudy, ...]

_TEXTS = ("PatientName", "PatientID", "AccessionNumber", "StudyID", "ReferringPhysicianName")


def texts() -> st.SearchStrategy[str]:
    """Short values of LO and SH without padding, with everything in them that somebody may take for more than text."""
    letters = st.text(_LETTERS, min_size=1, max_size=3)
    odd = st.sampled_from(["", *_ODD, "*", "?"])
    return st.builds(lambda first, mark, last: first + mark + last, letters, odd, st.text(_LETTERS, max_size=2))


def nearby(text: str) -> tuple[str, ...]:
    """The text, and what differs from it by little: case, a character more, less or other, a wild card."""
    made = [text, text.swapcase(), text[:-1], text[1:]]
    made += [more for mark in "1b*?%_[" for more in (text + mark, text[:-1] + mark)]
    made += [mark + text for mark in "A*?%"]
    return tuple(dict.fromkeys(one[:8] for one in made if one))


@st.composite
def corpora(draw: st.DrawFn) -> TinyCorpus:
    """Up to eight studies of one to three series of one to three instances."""
    base = draw(texts())
    first = draw(st.sampled_from([date(2019, 12, 31), date(2020, 2, 29), date(1999, 12, 30)]))
    days = [f"{first + timedelta(days=more):%Y%m%d}" for more in range(4)]
    studies = _studies(_series(nearby(base), days), nearby(base), days)
    return tuple(draw(st.lists(studies, min_size=2, max_size=8, unique_by=lambda study: study.PatientID)))


TIMES = ("000000", "000001", "080000", "0800", "115959.999999", "120000", "120000.000000", "120001", "235959")
"""Times of day at the edges, with and without fractions of a second."""
_PEOPLE = ("Adam", "Adams", "ADAM^Ann", "Ada^Ann", "Adam^Ann", "Adam^An", "adam^ann", "Adam^Ann^M", "Eda", "Äda^Änn")
_SIZES = ((1,), (1,), (2,), (1, 2), (10, 1), (1, 2, 11))
_NUMBERS = ((1,), (1,), (2,), (2, 10), (1, 11), (1, 10, 100))


def _studies(series: "_SeriesOf", near: Sequence[str], days: Sequence[str]) -> st.SearchStrategy[TinyStudy]:
    texts = st.sampled_from([*near, ""])
    names = st.sampled_from([*_PEOPLE, ""])
    return st.builds(
        TinyStudy,
        PatientName=names,
        PatientID=st.sampled_from(near),
        StudyDate=st.sampled_from([*days, ""]),
        StudyTime=st.sampled_from([*TIMES, ""]),
        AccessionNumber=texts,
        StudyID=texts,
        ReferringPhysicianName=names,
        SpecificCharacterSet=st.sampled_from(["ISO_IR 192", "ISO_IR 100"]),
        series=st.sampled_from(_NUMBERS).flatmap(lambda numbers: st.tuples(*map(series, numbers))),
    )


_SeriesOf = Callable[[int], st.SearchStrategy[TinySeries]]


def _series(near: Sequence[str], days: Sequence[str]) -> _SeriesOf:
    texts = st.sampled_from(near)
    requests = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)

    def numbered(number: int) -> st.SearchStrategy[TinySeries]:
        return st.builds(
            TinySeries,
            Modality=st.sampled_from(MODALITIES),
            SeriesNumber=st.just(number),
            PerformedProcedureStepStartDate=st.sampled_from(days),
            PerformedProcedureStepStartTime=st.sampled_from(TIMES),
            requests=requests,
            instances=st.sampled_from(_SIZES),
        )

    return numbered


def names_of(corpus: TinyCorpus) -> tuple[str, ...]:
    """A name for each study: a, b, c, and so on."""
    return tuple(chr(ord("a") + number) for number in range(len(corpus)))


def write_corpus(corpus: TinyCorpus, prefix: str, uids: Callable[[str], str], folder: Path) -> Mapping[str, Study]:
    """Write the studies into a folder each, and return them by name; ``uids`` gives the UID for ``a/10/1``."""
    return {
        name: write_study(name, _datasets(name, study, prefix, uids), folder / name)
        for name, study in zip(names_of(corpus), corpus, strict=True)
    }


def _datasets(name: str, study: TinyStudy, prefix: str, uids: Callable[[str], str]) -> Iterator[NamedDataset]:
    for series in study.series:
        for number in series.instances:
            ds = shallow_copy(_blank(series.kind))
            ds.SpecificCharacterSet = study.SpecificCharacterSet
            for keyword in (*_TEXTS, "StudyDate", "StudyTime"):
                setattr(ds, keyword, (prefix if keyword == "PatientID" else "") + getattr(study, keyword))
            ds.StudyInstanceUID = uids(name)
            ds.SeriesInstanceUID = uids(f"{name}/{series.SeriesNumber}")
            ds.SOPInstanceUID = uids(f"{name}/{series.SeriesNumber}/{number}")
            ds.Modality, ds.SeriesNumber, ds.InstanceNumber = series.Modality, series.SeriesNumber, number
            ds.PerformedProcedureStepStartDate = series.PerformedProcedureStepStartDate
            ds.PerformedProcedureStepStartTime = series.PerformedProcedureStepStartTime
            if series.requests:
                ds.RequestAttributesSequence = _items(series.requests)
            yield NamedDataset(f"{series.SeriesNumber}-{number}", ds)


def _items(requests: Sequence[tuple[str, str]]) -> list[Dataset]:
    items = []
    for step, procedure in requests:
        item = Dataset()
        item.ScheduledProcedureStepID, item.RequestedProcedureID = step, procedure
        items.append(item)
    return items


@cache
def _blank(kind: Kind) -> Dataset:
    """What all instances of a kind share; not to be changed."""
    if kind == "report":
        ds = new_instance("tiny report", BasicTextSRStorage, "SR")
        basic_text_report(ds)
    else:
        ds = secondary_capture("tiny image")
        set_pixels(ds, pattern(1, 2, 2))
    return ds
