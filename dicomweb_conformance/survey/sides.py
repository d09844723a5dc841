"""Every side from which a study can be seen: six searches, metadata, instances, frames, pictures and bulk data."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from dicomweb_conformance.client import Client
from dicomweb_conformance.datasets import JsonDataset, NoDatasets, datasets_in, value, values
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.part10 import UnreadableFile, read_values
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Reference, Study
from dicomweb_conformance.survey import GONE, Survey, View, is_given, never_was, picture

ANYTHING = "*/*"


def every_side(client: Client, study: Study, bulk: Mapping[str, str]) -> Survey:
    """What each search and each retrieval shows of the instances of a study.

    ``bulk`` has the address of a bulk data value for each SOPInstanceUID that is known to have one.
    """
    uid = study.reference
    series = study.series
    instances = study.instances
    return (
        _together("search within the study", [client.search("instances", within=uid)], _datasets),
        _together("search within each series", (client.search("instances", within=one) for one in series), _datasets),
        _together("search by SOPInstanceUID", (_search(client, one) for one in instances), _datasets),
        _together("metadata of the study", [client.retrieve_metadata(uid)], _datasets),
        _together("metadata of each series", (client.retrieve_metadata(one) for one in series), _datasets),
        _together("metadata of each instance", map(client.retrieve_metadata, _references(instances)), _datasets),
        _together("retrieve of the study", [client.retrieve(uid)], _files),
        _together("retrieve of each series", (client.retrieve(one) for one in series), _files),
        _together("retrieve of each instance", map(client.retrieve, _references(instances)), _files),
        _each("frames of each instance", instances, client.retrieve_frames),
        _each("pictures of each instance", instances, partial(picture, client)),
        _bulk(client, bulk, instances),
    )


def bulk_addresses(client: Client, study: Study) -> Mapping[str, str]:
    """The address of the first bulk data value of each instance, as far as the metadata of the study names one."""
    response = client.retrieve_metadata(study.reference)
    try:
        found = datasets_in(response.body) if response.status == 200 else ()
    except NoDatasets:
        found = ()
    addresses = {str(value(ds, "SOPInstanceUID")): _first_address(ds) for ds in found}
    return {uid: address for uid, address in addresses.items() if address is not None}


def _first_address(ds: JsonDataset) -> str | None:
    for element in ds.values():
        address = element.get("BulkDataURI") if isinstance(element, dict) else None
        if isinstance(address, str):
            return address
    return None


def _references(instances: Iterable[Instance]) -> list[Reference]:
    return [instance.reference for instance in instances]


def _search(client: Client, instance: Instance) -> Response:
    return client.search("instances", [("SOPInstanceUID", str(instance.reference.SOPInstanceUID))])


def _together(name: str, responses: Iterable[Response], read: Callable[[Response], Iterable[object]]) -> View:
    """One view of several responses; what is not found shows nothing."""
    shown: set[str] = set()
    for response in responses:
        if response.status in GONE or response.status == 204:
            continue
        if response.status != 200:
            return View(name, None, f"answers {response.status}")
        try:
            shown.update(uid for uid in read(response) if isinstance(uid, str))
        except (NoDatasets, _Unreadable) as error:
            return View(name, None, f"answers 200 with what cannot be read ({error})")
    return View(name, frozenset(shown))


def _each(name: str, instances: Iterable[Instance], ask: Callable[[Reference], Response]) -> View:
    """The instances that are given; none of a target that gives what was never stored, too."""
    shown = [one.reference for one in instances if is_given(ask(one.reference))]
    blind = bool(shown) and is_given(ask(never_was(shown[0])))
    return View(name, frozenset(() if blind else (str(one.SOPInstanceUID) for one in shown)))


def _datasets(response: Response) -> list[object]:
    if response.body.size == 0:
        return []
    # a value of any type may stand there, and not every one can be looked up
    return [str(value(ds, "SOPInstanceUID")) for ds in datasets_in(response.body)]


class _Unreadable(ValueError):
    """A body is no multipart of DICOM files."""


def _files(response: Response) -> list[object]:
    if response.multipart_error is not None or not response.parts:
        raise _Unreadable(str(response.multipart_error or "no multipart/related"))
    return [_SOPInstanceUID(part) for part in response.parts]


def _SOPInstanceUID(part: Part) -> str:
    try:
        found = read_values(part.body, ["SOPInstanceUID"]).get("SOPInstanceUID")
    except UnreadableFile as error:
        raise _Unreadable(f"a part is no DICOM file: {error}") from error
    if found is None:
        raise _Unreadable("a part is a DICOM file without SOPInstanceUID")
    return str(found)


def _bulk(client: Client, bulk: Mapping[str, str], instances: Iterable[Instance]) -> View:
    # Elsewhere go no credentials, and no requests.
    own = f"{client.addresses.retrieve}/"
    uids = [str(instance.reference.SOPInstanceUID) for instance in instances]
    asked = [uid for uid in uids if bulk.get(uid, "").startswith(own)]
    return View(
        "bulk data of each instance",
        frozenset(uid for uid in asked if client.get(bulk[uid], accept=ANYTHING).status == 200),
    )


def counts(client: Client, study: Study) -> Mapping[str, tuple[object, ...]]:
    """What searches say of the study and its series: numbers, by the name of what is counted, and modalities."""
    found = _matches(client.search("studies", [("StudyInstanceUID", study.reference.StudyInstanceUID)]))
    series = _matches(client.search("series", within=study.reference))
    of_study = found[0] if len(found) == 1 else {}
    return {
        "series": _numbers([of_study], "NumberOfStudyRelatedSeries"),
        "instances": _numbers([of_study], "NumberOfStudyRelatedInstances"),
        "instances of each series": tuple(sorted(_numbers(series, "NumberOfSeriesRelatedInstances"), key=str)),
        "modalities": _modalities(of_study),
    }


def _matches(response: Response) -> tuple[JsonDataset, ...]:
    if response.status != 200 or response.body.size == 0:
        return ()
    try:
        return datasets_in(response.body)
    except NoDatasets:
        return ()


def _numbers(found: Iterable[JsonDataset], keyword: str) -> tuple[object, ...]:
    given = [value(ds, keyword) for ds in found]
    return tuple(int(one) if isinstance(one, str) and re.fullmatch(" *[0-9]{1,12} *", one) else one for one in given)


def _modalities(ds: JsonDataset) -> tuple[object, ...]:
    return tuple(sorted(values(ds, "ModalitiesInStudy"), key=str))
