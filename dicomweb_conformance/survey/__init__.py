"""What search and retrieve can still see of a study."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from dicomweb_conformance.client import Client, Query, Resource
from dicomweb_conformance.datasets import NoDatasets, datasets_in, value
from dicomweb_conformance.misplaced import with_unknown
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Reference, Study

T = TypeVar("T")

GONE = frozenset({404, 410})


@dataclass(frozen=True)
class View:
    """One way to look at a study, and the instances that it shows.

    ``instances`` is None when the answer could not be read; ``problem`` then says why.
    """

    name: str
    instances: frozenset[str] | None
    problem: str | None = None


Survey = tuple[View, ...]
SIDES = 3
"""How many views a thorough survey has."""


def survey(client: Client, study: Study) -> Survey:
    """Look at the study by a search for its instances and by its metadata."""
    within = study.reference
    return (
        _searched(client, within),
        _view("metadata", client.retrieve_metadata(within)),
    )


def thorough_survey(client: Client, study: Study) -> Survey:
    """As ``survey``, and ask for each instance that the study had, one by one."""
    return (*survey(client, study), View("retrieve of each instance", _retrievable(client, study.instances)))


def shown(views: Survey) -> frozenset[str]:
    """The SOPInstanceUIDs that at least one view shows."""
    return frozenset().union(*(view.instances or frozenset() for view in views))


def readable(views: Survey) -> bool:
    """Whether at least one view could be read at all."""
    return any(view.instances is not None for view in views)


def until(
    look: Callable[[], Survey], expected: frozenset[str], seconds: float, waited: Callable[[float], None]
) -> Survey:
    """Look until every view shows exactly ``expected``, for at most ``seconds``; ``waited`` is told the time spent."""
    return poll(look, lambda views: all(view.instances == expected for view in views), seconds, waited)


def until_none(look: Callable[[], tuple[str, ...]], seconds: float, waited: Callable[[float], None]) -> tuple[str, ...]:
    """Look until no trace is left, for at most ``seconds``; ``waited`` is told the time spent."""
    return poll(look, lambda found: not found, seconds, waited)


def poll(look: Callable[[], T], done: Callable[[T], bool], seconds: float, waited: Callable[[float], None]) -> T:
    """Look until it is done, for at most ``seconds``, and return what was seen last."""
    started = time.monotonic()
    seen = look()
    pause = 0.05
    while not done(seen) and time.monotonic() - started < seconds:
        time.sleep(pause)
        waited(pause)
        pause = min(pause * 2, 1.0)
        seen = look()
    return seen


def traces(client: Client, study: Study) -> tuple[str, ...]:
    """Every place in search and retrieve where something of a deleted study still shows, one phrase each."""
    return tuple(phrase for phrase in (*_search_traces(client, study), *_retrieve_traces(client, study)) if phrase)


def _search_traces(client: Client, study: Study) -> Iterable[str | None]:
    reference = study.reference
    searches: list[tuple[Resource, Reference | None, Query]] = [
        ("studies", None, (("StudyInstanceUID", reference.StudyInstanceUID),)),
        ("series", reference, ()),
        ("instances", reference, ()),
    ]
    for series in study.series:
        searches.append(("series", None, (("SeriesInstanceUID", str(series.SeriesInstanceUID)),)))
        searches.append(("instances", series, ()))
    searches.extend(
        ("instances", None, (("SOPInstanceUID", str(instance.reference.SOPInstanceUID)),))
        for instance in study.instances
    )
    for resource, within, query in searches:
        yield _search_trace(study, resource, within, client.search(resource, query, within=within))


_SEARCHED = {"studies": "StudyInstanceUID", "series": "SeriesInstanceUID", "instances": "SOPInstanceUID"}


def _search_trace(study: Study, resource: Resource, within: Reference | None, response: Response) -> str | None:
    where = f"search for {resource}" + (f" within the {within.level}" if within else "")
    if response.status in GONE or response.status == 204 or (response.status == 200 and response.body.size == 0):
        return None
    try:
        found = datasets_in(response.body) if response.status == 200 else None
    except NoDatasets as error:
        return f"{where} answers {response.status} with what is no DICOM JSON ({error})"
    if found is None:
        return f"{where} answers {response.status}"
    own = _uids_of(study)
    left = [uid for uid in (value(ds, _SEARCHED[resource]) for ds in found) if isinstance(uid, str) and uid in own]
    return f"{where} still finds {len(left)}" if left else None


def _uids_of(study: Study) -> frozenset[str]:
    references = (study.reference, *study.series, *(i.reference for i in study.instances))
    return frozenset(r.SOPInstanceUID or r.SeriesInstanceUID or r.StudyInstanceUID for r in references)


def _retrieve_traces(client: Client, study: Study) -> Iterable[str | None]:
    yield _retrieve_trace("the study", client.retrieve(study.reference))
    yield _retrieve_trace("the metadata of the study", client.retrieve_metadata(study.reference))
    for series in study.series:
        name = study.in_series(series)[0].name
        yield _retrieve_trace(f"the series of {name}", client.retrieve(series))
        yield _retrieve_trace(f"the metadata of the series of {name}", client.retrieve_metadata(series))
    for instance in study.instances:
        yield _retrieve_trace(instance.name, client.retrieve(instance.reference))
        yield _retrieve_trace(f"the metadata of {instance.name}", client.retrieve_metadata(instance.reference))
        yield _given_trace(f"frame 1 of {instance.name}", client.retrieve_frames, instance.reference)
        yield _given_trace(f"the picture of {instance.name}", partial(picture, client), instance.reference)


def _retrieve_trace(what: str, response: Response) -> str | None:
    return None if response.status in GONE else f"retrieving {what} answers {response.status}, not 404 or 410"


def picture(client: Client, reference: Reference) -> Response:
    """The rendered instance as JPEG (PS3.18 10.4.1.1.3)."""
    return client.get(f"{client.addresses.retrieve}/{reference.path}/rendered", accept="image/jpeg")


def is_given(response: Response) -> bool:
    """Whether something was given, whatever it is."""
    return 200 <= response.status < 300


def never_was(reference: Reference) -> Reference:
    """An instance that nobody stored, beside this one: a target to which that is given as well shows nothing by it."""
    return with_unknown(reference, "instance")


def _given_trace(what: str, ask: Callable[[Reference], Response], reference: Reference) -> str | None:
    """Only what is given is a trace: a target need not offer this at all, and may refuse it in its own way."""
    response = ask(reference)
    if not is_given(response) or is_given(ask(never_was(reference))):
        return None
    return f"retrieving {what} answers {response.status}"


def _searched(client: Client, within: Reference) -> View:
    """What a search shows; a target may give its matches in pages, and says that more remain (PS3.18 8.3.4.4.1)."""
    response = client.search("instances", within=within)
    view = _view("search", response)
    while view.instances and _says_that_more_remain(response):
        response = client.search("instances", [("offset", str(len(view.instances)))], within=within)
        more = _view("search", response)
        if more.instances is None or more.instances <= view.instances:
            break
        view = View("search", view.instances | more.instances)
    return view


def _says_that_more_remain(response: Response) -> bool:
    return any(text.lstrip().startswith("299") for text in response.all("warning"))


def _view(name: str, response: Response) -> View:
    if response.status == 204 or (response.status in GONE and name != "search"):
        return View(name, frozenset())
    if response.status != 200:
        return View(name, None, f"answers {response.status}")
    if name == "search" and response.body.size == 0:
        return View(name, frozenset())
    try:
        found = datasets_in(response.body)
    except NoDatasets as error:
        return View(name, None, f"answers 200 with what is no DICOM JSON ({error})")
    return View(name, frozenset(uid for uid in (value(ds, "SOPInstanceUID") for ds in found) if isinstance(uid, str)))


def _retrievable(client: Client, instances: Iterable[Instance]) -> frozenset[str]:
    return frozenset(
        str(instance.reference.SOPInstanceUID)
        for instance in instances
        if client.retrieve(instance.reference).status == 200
    )
