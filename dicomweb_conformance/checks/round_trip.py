"""What was stored comes back (PS3.18 10.4 to 10.6): whether it was taken, and whether its keys find it."""

from collections.abc import Iterator, Sequence

from dicomweb_conformance.checks.frames import is_offered
from dicomweb_conformance.checks.search import matches
from dicomweb_conformance.checks.store_outcome import claims_if_any
from dicomweb_conformance.datasets import value
from dicomweb_conformance.matching import Verdict, judge
from dicomweb_conformance.matching.entities import StoredEntity, entities_of
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Level, Study

KEYS: dict[Level, tuple[str, ...]] = {
    "study": (
        "StudyDate",
        "StudyTime",
        "AccessionNumber",
        "ModalitiesInStudy",
        "ReferringPhysicianName",
        "PatientName",
        "PatientID",
        "StudyID",
    ),
    "series": ("Modality",),
    "instance": ("SOPClassUID", "SOPInstanceUID", "InstanceNumber"),
}
"""The keys that every origin server has to match (PS3.18 Table 10.6.1-5)."""
_UNIQUE = {"study": "StudyInstanceUID", "series": "SeriesInstanceUID", "instance": "SOPInstanceUID"}


def is_taken(response: Response, sent: Instance) -> None:
    """The instance was stored. Raises NotOffered where the target refuses it: what it stores is its own affair."""
    if response.status == 501 or 400 <= response.status < 500:
        raise NotOffered(f"the target refuses {sent.name} with {response.status}")
    if sent.reference.SOPInstanceUID in claims_if_any(response).failed:
        raise NotOffered(f"the target lists {sent.name} as failed")
    if not 200 <= response.status < 300:
        raise Nonconformity("success, or a refusal", f"status {response.status}")


def refuses_frames(response: Response, first: Response) -> None:
    """Frames that are there are not given: the target does not offer any, or there is something wrong with these.

    Raises NotOffered where ``first``, the answer to a request for the first frame alone, is a refusal too.
    """
    if first.status == 200:
        raise Nonconformity("each frame, as the first one alone is given", f"status {response.status}")
    is_offered(response)


def queries(study: Study) -> Iterator[tuple[StoredEntity, tuple[str, str]]]:
    """Each key of each entity, with the value by which it has to be found."""
    for entity in entities_of({study.name: study}):
        for keyword in KEYS[entity.level]:
            for text in entity.values(keyword)[:1]:
                key = (keyword, str(text).strip(" "))
                if judge((key,), entity.attributes) is Verdict.MATCH:
                    yield entity, key


def is_found(response: Response, entity: StoredEntity, key: tuple[str, str]) -> None:
    """The answer to a search for the entity by its key, within its study, holds it."""
    unique = _UNIQUE[entity.level]
    found: Sequence[object] = [value(match, unique) for match in matches(response)]
    if entity.uid not in found:
        received = f"status {response.status}, {len(found)} matches without it"
        raise Nonconformity(f"the {entity.level} found by {key[0]} {key[1]!r}", received)
