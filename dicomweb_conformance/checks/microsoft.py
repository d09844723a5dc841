"""What Microsoft's DICOM service promises in its conformance statement, beside PS3.18."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dicomweb_conformance import value_representation
from dicomweb_conformance.checks import documents, metadata, search
from dicomweb_conformance.checks.aspects import named_path
from dicomweb_conformance.datasets import JsonDataset, items, value
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study

_OPENAPI = re.compile(rb"""^["']?(openapi|swagger)["']?\s*:\s*["']?[23]\.""", re.MULTILINE)
_TAG = re.compile(r"[0-9A-Fa-f]{8}")


def names_versions(response: Response) -> None:
    """A success names the supported versions in api-supported-versions."""
    if response.status != 200 or not response.header("api-supported-versions"):
        received = f"status {response.status}, api-supported-versions {response.header('api-supported-versions')}"
        raise Nonconformity("status 200 with api-supported-versions", received)


def is_openapi(response: Response) -> None:
    """The body is an OpenAPI document in YAML (or in JSON, which is YAML too)."""
    if response.status != 200 or not _OPENAPI.search(response.body.read()):
        raise Nonconformity("status 200 with an OpenAPI document", _beginning(response))


def is_health(response: Response) -> None:
    """200 and Healthy, or 503 and Unhealthy, with details that have name, status and description."""
    try:
        health = json.loads(response.body.read())
    except (ValueError, RecursionError) as error:
        raise Nonconformity("a health report in JSON", f"{_beginning(response)} ({error})") from error
    overall = health.get("overallStatus") if isinstance(health, dict) else None
    expected = {200: ("Healthy", "Degraded"), 503: ("Unhealthy",)}.get(response.status)
    if expected is None or overall not in expected:
        raise Nonconformity("200 and Healthy, or 503 and Unhealthy", f"{response.status} and {str(overall)[:40]}")
    details = health.get("details")
    if not isinstance(details, list) or not all(map(_is_detail, details)):
        raise Nonconformity("details, each with name, status and description", f"{str(details)[:80]}")


def has_no_binary(response: Response, study: Study) -> None:
    """No attribute in the metadata has a binary value representation, at any depth."""
    if response.status != 200:
        raise Nonconformity("status 200 with metadata", _beginning(response))
    for instance, ds in metadata.described(response, study):
        for path, vr in _vrs(ds, ""):
            if vr in value_representation.BINARIES:
                raise Nonconformity(f"no attribute of vr {vr} in the metadata of {instance.name}", named_path(path))


def is_refused_and_explained(response: Response) -> None:
    """400, with a body."""
    if response.status != 400 or not response.body.size:
        raise Nonconformity("status 400 with an explanation", f"status {response.status}, {response.body.size} bytes")


def counts(response: Response, number: int) -> None:
    """The only match has that number of instances."""
    found = [value(ds, "NumberOfStudyRelatedInstances") for ds in search.matches(response)]
    if [str(each) for each in found] != [str(number)]:
        expected = f"one match with NumberOfStudyRelatedInstances {number}"
        raise Nonconformity(expected, ", ".join(map(str, found)) or f"no match, status {response.status}")


def gives_study_url(response: Response) -> None:
    """The response to a store has a RetrieveURL with a value."""
    if not value(_stored(response), "RetrieveURL"):
        raise Nonconformity("a RetrieveURL of the study", "none")


def gives_instance_urls(response: Response) -> None:
    """Each stored instance has a RetrieveURL with a value."""
    stored = items(_stored(response), "ReferencedSOPSequence")
    if not stored or not all(value(item, "RetrieveURL") for item in stored):
        raise Nonconformity("a RetrieveURL in each item of ReferencedSOPSequence", "an item without one, or no item")


def warns_of_nothing(response: Response) -> None:
    """No stored instance has a WarningReason."""
    for item in items(_stored(response), "ReferencedSOPSequence"):
        if value(item, "WarningReason") is not None:
            raise Nonconformity("no WarningReason", f"{value(item, 'WarningReason')!r}"[:80])


def _stored(response: Response) -> JsonDataset:
    if response.status not in (200, 202):
        raise Nonconformity("status 200 or 202", f"status {response.status}")
    return documents.dataset(response)


def _vrs(ds: JsonDataset, path: str) -> Iterator[tuple[str, str]]:
    for tag, attribute in ds.items():
        if not _TAG.fullmatch(tag) or not isinstance(attribute, Mapping):
            continue
        here = f"{path}.{tag}" if path else tag
        yield here, str(attribute.get("vr"))
        items = attribute.get("Value")
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, Mapping):
                yield from _vrs(item, f"{here}[{index}]")


def _is_detail(detail: Any) -> bool:
    return isinstance(detail, dict) and {"name", "status"} <= detail.keys()


def _beginning(response: Response) -> str:
    return f"status {response.status}, {response.body.head(40)!r}"
