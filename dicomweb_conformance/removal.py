"""Takes away from the target what a run stored there, and nothing else."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum

import httpx

from dicomweb_conformance.client import Client
from dicomweb_conformance.datasets import JsonDataset, NoDatasets, datasets_in, value
from dicomweb_conformance.network import network_trouble
from dicomweb_conformance.ownership import Ownership
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Reference

_NOT_OFFERED = frozenset({405, 501})
LINGERING = 2.0
"""How long (seconds) a target may be busy with a store whose sender is gone, and make its instances visible later."""
_NOT_THERE = frozenset({404, 410})

NOT_OWN = "its UID is not of this run, so nothing proves that the run stored it"
SHARED = "it holds what this run did not store; only the run's own instances were deleted"


class Sight(Enum):
    """What an answer says of a study."""

    SHOWN = "shown"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass
class Removal:
    """Removes studies by their UID; remembers when the target does not offer deletion, and then asks no more.

    Nothing is deleted whose UIDs ``owns`` does not hold, whatever the target says. A study is deleted whole when
    everything that it shows is the run's own; otherwise the run's own instances are deleted one by one, and the study
    stays. ``removed`` is told each StudyInstanceUID that is proven gone. ``kept`` says why each other one is not.
    """

    client: Client
    owns: Ownership
    removed: Callable[[str], None]
    refused: bool = field(default=False, init=False)
    kept: dict[str, str] = field(default_factory=dict, init=False)
    alone: set[str] = field(default_factory=set, init=False)
    """StudyInstanceUIDs of the run's own studies that were seen to hold nothing of others when they were to go."""

    def remove(self, StudyInstanceUID: str, *, whole: bool = False, note: bool = True) -> bool:
        """Delete the study and look whether it is gone. False when it is not, or when that cannot be told.

        ``whole`` says that the user wants it deleted with all that it holds. Without ``note`` nobody is told that it
        is gone: something of it may still be on its way to the target.
        """
        try:
            why = self._remove(Reference(StudyInstanceUID), whole)
        except httpx.HTTPError as error:
            why = f"the target cannot be asked: {network_trouble(error)}"
        if why is not None:
            self.kept[StudyInstanceUID] = why
            return False
        self.kept.pop(StudyInstanceUID, None)
        if note:
            self.removed(StudyInstanceUID)
        return True

    def look(self, StudyInstanceUID: str) -> bool:
        """Look whether the study is gone by other means, and note it. False when it is not, or cannot be told."""
        try:
            sights = _sights(self.client, Reference(StudyInstanceUID))
        except httpx.HTTPError:
            return False
        if Sight.SHOWN in sights or Sight.ABSENT not in sights:
            return False
        self.kept.pop(StudyInstanceUID, None)
        self.removed(StudyInstanceUID)
        return True

    def _remove(self, study: Reference, whole: bool) -> str | None:
        """Why the study is still there, None when it is gone."""
        if not self.owns.may_delete(study):
            return NOT_OWN
        held = () if whole else _instances(self.client, study)
        foreign = [each for each in held if not self.owns.holds(str(each.SOPInstanceUID))]
        self.alone.discard(study.StudyInstanceUID)
        if not foreign and not whole:
            self.alone.add(study.StudyInstanceUID)
        doomed = tuple(filter(self.owns.may_delete, held)) if foreign else (study,)
        statuses = [] if self.refused else [self.client.delete(each).status for each in doomed]
        self.refused = self.refused or (doomed == (study,) and statuses[0] in _NOT_OFFERED)
        sights = _sights(self.client, study)
        if Sight.SHOWN not in sights and Sight.ABSENT in sights:
            return None
        if foreign:
            return SHARED
        if self.refused:
            return "the target does not offer deletion"
        said = f"deleting it was answered with {statuses[0]}" if statuses else ""
        return f"{said}, and {'it is still shown' if Sight.SHOWN in sights else 'nothing says that it is gone'}"


def linger(since: float) -> float:
    """Wait until a store whose sender was gone at ``since`` (seconds since the epoch) is over; returns the seconds."""
    seconds = min(max(since + LINGERING - time.time(), 0.0), LINGERING)
    time.sleep(seconds)
    return round(seconds, 3)


def holds_study(client: Client, reference: Reference) -> bool:
    """Whether a search or the metadata shows the study. Raises httpx.HTTPError when the target cannot be asked."""
    return Sight.SHOWN in _sights(client, reference)


def _sights(client: Client, study: Reference) -> tuple[Sight, Sight]:
    found = client.search("studies", [("StudyInstanceUID", study.StudyInstanceUID)])
    return _sight(found, study), _sight(client.retrieve_metadata(study), study)


def _sight(response: Response, study: Reference) -> Sight:
    if response.status in _NOT_THERE or response.status == 204 or (response.status == 200 and not response.body.size):
        return Sight.ABSENT
    datasets = _datasets(response)
    if datasets is None:
        return Sight.UNKNOWN
    shown = any(value(ds, "StudyInstanceUID") == study.StudyInstanceUID for ds in datasets)
    return Sight.SHOWN if shown else Sight.ABSENT


def _instances(client: Client, study: Reference) -> tuple[Reference, ...]:
    """What the target shows of the study: by its metadata, or where these cannot be read by a search."""
    metadata = client.retrieve_metadata(study)
    if metadata.status in _NOT_THERE:
        return ()
    datasets = _datasets(metadata)
    if datasets is None:
        datasets = _datasets(client.search("instances", within=study))
    return tuple(_references(datasets or (), study))


def _references(datasets: Iterable[JsonDataset], study: Reference) -> Iterable[Reference]:
    for ds in datasets:
        series, instance = value(ds, "SeriesInstanceUID"), value(ds, "SOPInstanceUID")
        elsewhere = value(ds, "StudyInstanceUID") not in (None, study.StudyInstanceUID)
        if isinstance(series, str) and isinstance(instance, str) and not elsewhere:
            yield Reference(study.StudyInstanceUID, series, instance)


def _datasets(response: Response) -> tuple[JsonDataset, ...] | None:
    if response.status != 200:
        return None
    try:
        return datasets_in(response.body)
    except NoDatasets:
        return None
