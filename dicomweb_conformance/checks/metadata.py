"""Metadata (PS3.18 10.4.1.1.2): what it describes, compared with what was stored."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pydicom import Dataset

from dicomweb_conformance import value_representation
from dicomweb_conformance.checks.aspects import Aspect, named_path, of_aspect
from dicomweb_conformance.checks.names import exactly
from dicomweb_conformance.comparison.differences import Difference
from dicomweb_conformance.datasets import JsonDataset, value
from dicomweb_conformance.json_model import MalformedJson, bulk_values, compare, read_json_tolerantly
from dicomweb_conformance.json_model.values import NAME_GROUPS
from dicomweb_conformance.media_type import MalformedMediaType
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Level, Study

DICOM_JSON = "application/dicom+json"
_REFUSALS = (400, 406)
_NO_SUCH_RESOURCE = (404, 405, 410, 501)
_NAME_GROUPS = frozenset(NAME_GROUPS)

AsRetrieved = Callable[[Instance], Dataset | None]
"""The dataset that the target itself gives for an instance, None when it gives none that can be read."""


def came(response: Response) -> None:
    """The target gives metadata. Raises NotOffered where it has no such resource, Nonconformity where it fails.

    That a target has to have the resources is said by requirements of their own; all others need not say it again.
    """
    if response.status in _NO_SUCH_RESOURCE:
        raise NotOffered(f"the target answers {response.status} to the request for metadata of what is stored")
    if response.status != 200:
        raise Nonconformity("status 200", _summary(response))


def is_dicom_json(response: Response) -> None:
    """The Content-Type is application/dicom+json, and the body holds datasets."""
    came(response)
    if _essence(response) != DICOM_JSON:
        raise Nonconformity(f"status 200 with {DICOM_JSON}", _summary(response))
    if not _items(response):
        raise Nonconformity("at least one dataset", "none")


def describes(response: Response, expected: Sequence[Instance], study: Study) -> None:
    """The datasets are those of the expected instances, each once. A single one may stand without an array (F.2.1)."""
    found = _items(response)
    uids = [uid if isinstance(uid := value(ds, "SOPInstanceUID"), str) else None for ds in found]
    exactly(uids, expected, study, "the metadata describes")


def is_refused_or_truthful(response: Response) -> None:
    """Nothing acceptable can be given: a client error, or DICOM JSON, the default, under its name."""
    if 400 <= response.status < 500:
        return
    is_dicom_json(response)


def is_refused_with_406(response: Response) -> None:
    """Nothing acceptable can be given: 406. Raises NotOffered where the target has no such resource."""
    if response.status in _NO_SUCH_RESOURCE:
        raise NotOffered(f"the target answers {response.status} to the request for metadata of what is stored")
    if response.status != 406:
        raise Nonconformity("status 406", _summary(response))


def is_plain_json_or_not_offered(response: Response) -> None:
    """The datasets come for application/json too. Raises NotOffered when the target refuses."""
    if response.status in _REFUSALS + _NO_SUCH_RESOURCE:
        raise NotOffered(f"the target answers {response.status} to application/json")
    if response.status != 200 or _essence(response) not in ("application/json", DICOM_JSON):
        raise Nonconformity(f"application/json or {DICOM_JSON}, or status 406", _summary(response))
    _items(response)


def keeps(response: Response, aspect: Aspect, study: Study, as_retrieved: AsRetrieved) -> None:
    """The metadata of each instance says what was stored, in one aspect.

    What the target changed when it stored the instance is no affair of the metadata: a difference counts only when the
    metadata differ from the instance as it is retrieved too. Raises NotOffered as ``of_aspect`` does.
    """
    for stored, received in described(response, study):
        _demand_none(of_aspect(aspect, stored.ds, compare(stored.ds, received)), stored, received, as_retrieved)


def keeps_everything(response: Response, study: Study, as_retrieved: AsRetrieved) -> None:
    """As ``keeps``, in every aspect."""
    for stored, received in described(response, study):
        _demand_none(compare(stored.ds, received), stored, received, as_retrieved)


def lists_bulk_data(response: Response, study: Study) -> None:
    """Binary attributes are there, with their value or a reference to it."""
    for stored, received in described(response, study):
        left_out = [named_path(bulk.path) for bulk in bulk_values(stored.ds, received) if bulk.uri is None]
        if left_out:
            raise Nonconformity(f"{left_out[0]} of {stored.name} in the metadata", "no such attribute")


def agree(responses: Mapping[Level, Response], instance: Instance, study: Study) -> None:
    """The metadata of the instance is the same at each level, but for the form in which bulk data is given.

    Raises NotOffered when the target gives it at no level.
    """
    if not any(response.status == 200 for response in responses.values()):
        raise NotOffered(f"the target gives the metadata of {instance.name} at no level")
    found = {
        level: next((ds for stored, ds in described(response, study) if stored == instance), None)
        for level, response in responses.items()
    }
    for level, ds in found.items():
        if ds is None:
            raise Nonconformity(f"{instance.name} in the metadata of the {level}", "no such instance")
    first, *others = [(level, ds) for level, ds in found.items() if ds is not None]
    for level, ds in others:
        for path in _unlike(first[1], ds):
            raise Nonconformity(
                f"{named_path(path)} alike in the metadata of the {first[0]} and of the {level}", "two that differ"
            )


def described(response: Response, study: Study) -> Sequence[tuple[Instance, JsonDataset]]:
    """The instances of the study that the metadata describes, with what it says.

    Raises Nonconformity if there is none, and NotOffered as ``came`` does.
    """
    by_uid = {instance.reference.SOPInstanceUID: instance for instance in study.instances}
    came(response)
    items = _items(response)
    found = [(by_uid[uid], ds) for ds in items if isinstance(uid := value(ds, "SOPInstanceUID"), str) and uid in by_uid]
    if not found:
        raise Nonconformity("metadata of the study", f"status {response.status}, metadata of none of its instances")
    return found


def _demand_none(
    found: Sequence[Difference], stored: Instance, received: JsonDataset, as_retrieved: AsRetrieved
) -> None:
    retrieved = as_retrieved(stored) if found else None
    if retrieved is not None:
        also = {difference.path for difference in compare(retrieved, received)}
        found = tuple(difference for difference in found if difference.path in also)
    if found:
        first = found[0]
        more = f" (and {len(found) - 1} more differences)" if len(found) > 1 else ""
        raise Nonconformity(
            f"{named_path(first.path)} of {stored.name} in the metadata: {first.expected}", f"{first.received}{more}"
        )


def _items(response: Response) -> Sequence[JsonDataset]:
    try:
        return read_json_tolerantly(response.body.read()).items
    except MalformedJson as error:
        raise Nonconformity("metadata in DICOM JSON", f"status {response.status}, {error.message}") from error


def _unlike(one: JsonDataset, other: JsonDataset, path: str = "") -> Iterator[str]:
    for name in sorted(one.keys() | other.keys()):
        here = f"{path}.{name}" if path else name
        first, second = one.get(name), other.get(name)
        if not isinstance(first, Mapping) or not isinstance(second, Mapping) or first.get("vr") != second.get("vr"):
            yield here
        elif not (_is_bulk(first) or _is_bulk(second)):
            yield from _unlike_values(first.get("Value"), second.get("Value"), here)


def _unlike_values(one: object, other: object, path: str) -> Iterator[str]:
    if not (isinstance(one, list) and isinstance(other, list) and len(one) == len(other)):
        if one != other:
            yield path
        return
    for index, (first, second) in enumerate(zip(one, other, strict=True)):
        if isinstance(first, Mapping) and isinstance(second, Mapping) and not first.keys() & _NAME_GROUPS:
            yield from _unlike(first, second, f"{path}[{index}]")
        elif first != second:
            yield path


def _is_bulk(attribute: Mapping[str, object]) -> bool:
    return (
        "BulkDataURI" in attribute
        or "InlineBinary" in attribute
        or attribute.get("vr") in value_representation.BINARIES
    )


def _essence(response: Response) -> str | None:
    try:
        media_type = response.media_type
    except MalformedMediaType as error:
        raise Nonconformity(f"Content-Type {DICOM_JSON}", f"an unreadable Content-Type ({error})") from error
    return None if media_type is None else media_type.essence


def _summary(response: Response) -> str:
    return f"status {response.status}, {response.header('content-type') or 'no Content-Type'}"
