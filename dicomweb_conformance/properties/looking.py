"""The views of a target on a few studies: searches at each level, metadata and retrieval, and what each should show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from dicomweb_conformance.checks import documents
from dicomweb_conformance.client import Client, Query, Resource
from dicomweb_conformance.datasets import JsonDataset, NoDatasets, datasets_in, value
from dicomweb_conformance.matching.entities import UNIQUE_KEYS
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.properties.model import Holdings, level_of, told
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Level, Reference
from dicomweb_conformance.survey import GONE

VERSION = "ImageComments"
"""The attribute that tells the versions of an instance apart."""
_LEVELS: Mapping[Resource, Level] = {"studies": "study", "series": "series", "instances": "instance"}
_COUNTED: Mapping[Resource, Mapping[str, Level]] = {
    "studies": {"NumberOfStudyRelatedSeries": "series", "NumberOfStudyRelatedInstances": "instance"},
    "series": {"NumberOfSeriesRelatedInstances": "instance"},
    "instances": {},
}


@dataclass(frozen=True)
class Disagreement:
    """A view that does not show what it should; ``view`` is its kind, the same for all studies."""

    view: str
    expected: str
    received: str


@dataclass(frozen=True)
class Names:
    """The names of what may be stored: ``reference`` leads from a name to its UIDs; ``known`` are all names."""

    prefix: str
    reference: Callable[[str], Reference]
    known: Collection[str]

    def uids(self, level: Level) -> Mapping[str, str]:
        """Names by UID."""
        return {self._uid(name): name for name in self.known if level_of(name) == level}

    def _uid(self, name: str) -> str:
        reference = self.reference(name)
        return reference.SOPInstanceUID or reference.SeriesInstanceUID or reference.StudyInstanceUID


def disagreements(client: Client, names: Names, holdings: Holdings, touched: str) -> Iterator[Disagreement]:
    """What is wrong in the searches over all studies, and in every view of the study that was touched."""
    everything: Query = (("PatientID", f"{names.prefix}*"),)
    for resource in _LEVELS:
        response = client.search(resource, everything)
        yield from _searched(f"search for all {resource}", names, holdings, resource, response, None)
    for resource in ("series", "instances"):
        yield from _within(client, names, holdings, resource, touched)
    yield from _described(client, names, holdings, touched)
    yield from _retrieved(client, names, holdings, touched)
    for series in sorted(name for name in names.known if level_of(name) == "series" and name.startswith(touched)):
        yield from _within(client, names, holdings, "instances", series)
        yield from _described(client, names, holdings, series)
    for instance in sorted(name for name in names.known if level_of(name) == "instance" and name.startswith(touched)):
        if instance not in holdings.versions:
            yield from _gone(instance, client.retrieve(names.reference(instance)))


def _within(client: Client, names: Names, holdings: Holdings, resource: Resource, place: str) -> Iterator[Disagreement]:
    response = client.search(resource, within=names.reference(place))
    view = f"search for {resource} of a {level_of(place)}"
    if response.status in GONE and not holdings.within(place, "instance"):
        return
    yield from _searched(view, names, holdings, resource, response, place)


def _searched(
    view: str, names: Names, holdings: Holdings, resource: Resource, response: Response, place: str | None
) -> Iterator[Disagreement]:
    level = _LEVELS[resource]
    expected = holdings.at(level) if place is None else holdings.within(place, level)
    where = view if place is None else f"{view}, {place},"
    if response.status not in (200, 204):
        yield Disagreement(view, f"{where} answers 200 or 204", f"status {response.status}")
        return
    try:
        found = datasets_in(response.body) if response.status == 200 and response.body.size else ()
    except NoDatasets as error:
        yield Disagreement(view, f"{where} answers with DICOM JSON", str(error))
        return
    known = names.uids(level)
    shown = [(known.get(str(value(ds, UNIQUE_KEYS[level])), "something else"), ds) for ds in found]
    full = [(name, ds) for name, ds in shown if not (name in holdings.emptied and _is_empty(resource, ds))]
    if sorted(name for name, _ in full) != sorted(expected):
        yield Disagreement(view, f"{where} finds {told(expected)}", f"it finds {told(name for name, _ in full)}")
        return
    for name, ds in full:
        counts = holdings.counts(name)
        for keyword, counted in _COUNTED[resource].items():
            number = value(ds, keyword)
            if number is not None and str(number) != str(counts[counted]):
                yield Disagreement(f"{keyword} of the {view}", f"{keyword} {counts[counted]} of {name}", f"{number}")


def _is_empty(resource: Resource, ds: JsonDataset) -> bool:
    """Whether a match counts no instances; one that does not count at all may be empty."""
    return all(str(value(ds, keyword)) in ("0", "None") for keyword in _COUNTED[resource])


def _described(client: Client, names: Names, holdings: Holdings, place: str) -> Iterator[Disagreement]:
    view = f"metadata of a {level_of(place)}"
    response = client.retrieve_metadata(names.reference(place))
    expected = holdings.within(place, "instance")
    if not expected:
        yield from _nothing(view, place, response)
        return
    try:
        found = datasets_in(response.body) if response.status == 200 else ()
    except NoDatasets as error:
        yield Disagreement(view, f"{view}, {place}, in DICOM JSON", str(error))
        return
    shown = [(str(value(ds, "SOPInstanceUID")), str(value(ds, VERSION))) for ds in found]
    yield from _as_stored(view, names, holdings, place, response, shown)


def _retrieved(client: Client, names: Names, holdings: Holdings, place: str) -> Iterator[Disagreement]:
    view = f"retrieval of a {level_of(place)}"
    response = client.retrieve(names.reference(place))
    if not holdings.within(place, "instance"):
        yield from _nothing(view, place, response)
        return
    try:
        found = documents.instances(response) if response.status == 200 else ()
        shown = [(str(each.ds.SOPInstanceUID), str(each.ds.get(VERSION))) for each in found]
    except Nonconformity as error:
        yield Disagreement(view, error.expected, error.received)
        return
    yield from _as_stored(view, names, holdings, place, response, shown)


def _as_stored(
    view: str, names: Names, holdings: Holdings, place: str, response: Response, shown: list[tuple[str, str]]
) -> Iterator[Disagreement]:
    known = names.uids("instance")
    expected = holdings.within(place, "instance")
    found = [(known.get(uid, "something else"), version) for uid, version in shown]
    if sorted(name for name, _ in found) != sorted(expected):
        received = told(name for name, _ in found) if response.status == 200 else f"status {response.status}"
        yield Disagreement(view, f"the {view}, {place}, holds {told(expected)}", received)
        return
    for name, version in found:
        if not holdings.is_version(name, version):
            wanted = " or ".join(sorted(holdings.versions[name]))
            yield Disagreement(view, f"the {view} shows the {wanted} version of {name}", f"the version {version}")


def _nothing(view: str, place: str, response: Response) -> Iterator[Disagreement]:
    """Nothing is there, or an empty answer says so of what was emptied."""
    empty = response.status in (200, 204) and response.body.size <= len("[]") and not response.parts
    if response.status not in GONE and not empty:
        yield Disagreement(view, f"no {view}, {place}, in which nothing is stored", f"status {response.status}")


def _gone(name: str, response: Response) -> Iterator[Disagreement]:
    if response.status not in GONE:
        yield Disagreement("retrieval of an instance", f"404 for {name}, which is not stored", f"{response.status}")
