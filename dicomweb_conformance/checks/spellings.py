"""Whether two spellings of one request are answered alike (RFC 9110 8.3.1, 12.5.1; PS3.18 8.7)."""

from typing import Any

from dicomweb_conformance.checks.frames import essence
from dicomweb_conformance.checks.store_outcome import claims_if_any
from dicomweb_conformance.datasets import NoDatasets, datasets_in
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance


def is_given(plain: Response) -> None:
    """What is asked for plainly is given. Raises NotOffered when it is not: that is judged elsewhere."""
    if plain.status != 200:
        raise NotOffered(f"the target answers {plain.status} to the request as everybody spells it")


def are_answered_alike(plain: Response, spelled: Response) -> None:
    """Status, media type, number and types of the parts, and datasets are those of the plain request."""
    first, other = _shape(plain), _shape(spelled)
    if first != other:
        raise Nonconformity(f"{_said(first)}, as for the plain spelling", _said(other))
    if _datasets(plain) != _datasets(spelled):
        raise Nonconformity("the datasets of the plain spelling", "others")


def is_stored_alike(response: Response, sent: Instance) -> None:
    """The instance is stored, as it is with the plain spelling."""
    if not 200 <= response.status < 300:
        raise Nonconformity("success, as for the plain spelling", f"status {response.status}")
    if sent.reference.SOPInstanceUID in claims_if_any(response).failed:
        raise Nonconformity("the instance stored, as with the plain spelling", "it is listed as failed")


def _shape(response: Response) -> tuple[int, str, tuple[str, ...]]:
    types = tuple((part.header("content-type") or "").partition(";")[0].strip().lower() for part in response.parts)
    return response.status, essence(response), types


def _said(shape: tuple[int, str, tuple[str, ...]]) -> str:
    status, media_type, parts = shape
    return f"status {status} with {media_type or 'no media type'}" + (f" in {len(parts)} parts" if parts else "")


def _datasets(response: Response) -> Any:
    try:
        return datasets_in(response.body)
    except NoDatasets:
        return None
