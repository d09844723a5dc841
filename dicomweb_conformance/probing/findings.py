"""What a server seems to offer. A finding is a suggestion for whoever reviews the draft, and no verdict."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from dicomweb_conformance.client import Addresses
from dicomweb_conformance.probing.asking import DICOM_JSON, Answer, Asking
from dicomweb_conformance.study import Reference

_UID = re.compile(r"[0-9.]{1,64}")
_NO_SUCH_STUDY = "1.2.3"
_XML = "application/dicom+xml"
_WADL = "application/vnd.sun.wadl+xml"
_NOTHING_STORED = "nothing was found there that it could be asked for"


class NoServer(Exception):
    """No DICOMweb server lets us in there; the message says what came, and what to do."""


@dataclass(frozen=True)
class Finding:
    """Whether a capability is suggested, and why, or why not."""

    capability: str
    suggested: bool
    reason: str


@dataclass(frozen=True)
class Found:
    """All that was found. ``wado_uri`` is the address of the URI service, if one answered."""

    findings: tuple[Finding, ...]
    wado_uri: str | None
    server: str
    requests: int


def probe(asking: Asking, addresses: Addresses) -> Found:
    """Ask the server at these addresses. Raises NoServer."""
    first = asking.get("search for studies", f"{addresses.search}/studies?limit=1", DICOM_JSON)
    _check(first, addresses.search)
    instance = _an_instance(asking, addresses, first)
    description = asking.options("OPTIONS of the service", f"{addresses.retrieve}/", f"{_WADL}, {DICOM_JSON}")
    uri, uri_service = _uri_service(asking, addresses, instance)
    findings = (
        _delete(asking, addresses, instance, description),
        _image("rendered", asking, addresses, instance),
        _image("thumbnail", asking, addresses, instance),
        _bulkdata(asking, addresses, instance),
        _xml(asking, addresses, instance),
        _by("capabilities", description, description.content_type in (_WADL, DICOM_JSON, "application/json")),
        uri_service,
        _microsoft(asking, addresses),
    )
    return Found(findings, uri, asking.server, asking.requests)


def _check(answer: Answer, url: str) -> None:
    if answer.trouble is not None:
        raise NoServer(f"{url} cannot be reached: {answer.trouble}. Check the address and the network.")
    if answer.status in (401, 403, 407):
        raise NoServer(
            f"{url} asks for credentials ({answer.status}). Name them by --token-env, --basic-env or another option."
        )
    is_json = answer.content_type.endswith("json") and answer.body.lstrip().startswith(b"[")
    if answer.status != 204 and not (answer.status == 200 and is_json):
        raise NoServer(
            f"{url} does not answer as a DICOMweb server ({answer.says}). "
            "Check the path of the base URL, such as /dicom-web or /v2."
        )


def _an_instance(asking: Asking, addresses: Addresses, studies: Answer) -> Reference | None:
    """An instance, an image rather than something else; None when none is found."""
    for study in studies.datasets():
        uid = _uid(study, "0020000D")
        if uid is None:
            continue
        found = _instances(asking, f"{addresses.search}/studies/{uid}")
        for ds in sorted(found, key=lambda ds: "00280010" not in ds):
            series, instance = _uid(ds, "0020000E"), _uid(ds, "00080018")
            if series and instance:
                return Reference(uid, series, instance)
    return None


def _instances(asking: Asking, study: str) -> list[Mapping[str, Any]]:
    """Some instances of a study; series by series, where the server does not search the study as a whole."""
    found = list(asking.get("search for instances", f"{study}/instances?limit=10", DICOM_JSON).datasets())
    if found:
        return found
    for ds in asking.get("search for series", f"{study}/series?limit=1", DICOM_JSON).datasets():
        series = _uid(ds, "0020000E")
        if series:
            url = f"{study}/series/{series}/instances?limit=10"
            instances = asking.get("search for instances", url, DICOM_JSON).datasets()
            return [{"0020000E": ds["0020000E"], **instance} for instance in instances]
    return []


def _uid(ds: Mapping[str, Any], tag: str) -> str | None:
    element = ds.get(tag)
    values = element.get("Value") if isinstance(element, Mapping) else None
    first = values[0] if isinstance(values, list) and values else None
    return first if isinstance(first, str) and _UID.fullmatch(first) else None


def _by(capability: str, answer: Answer, fits: bool) -> Finding:
    return Finding(capability, answer.status in (200, 206) and fits, answer.says)


def _delete(asking: Asking, addresses: Addresses, instance: Reference | None, description: Answer) -> Finding:
    study = instance.StudyInstanceUID if instance else _NO_SUCH_STUDY
    answer = asking.options("OPTIONS of a study", f"{addresses.delete}/studies/{study}", "*/*")
    allowed = {method.strip().upper() for method in str(answer.headers.get("allow", "")).split(",")}
    if (answer.status or 500) < 400 and "DELETE" in allowed:
        return Finding("delete", True, "OPTIONS of a study: Allow names DELETE")
    if description.content_type == _WADL and re.search(rb"""name=["']DELETE["']""", description.body):
        return Finding("delete", True, "the description of the service names DELETE")
    return Finding("delete", False, "a probe deletes nothing, and the server does not say so; declare it if it does")


def _image(name: str, asking: Asking, addresses: Addresses, instance: Reference | None) -> Finding:
    if instance is None:
        return Finding(name, False, _NOTHING_STORED)
    answer = asking.get(f"GET of an instance as {name}", f"{addresses.retrieve}/{instance.path}/{name}", "image/jpeg")
    return _by(name, answer, answer.content_type.startswith("image/"))


def _bulkdata(asking: Asking, addresses: Addresses, instance: Reference | None) -> Finding:
    if instance is None:
        return Finding("bulkdata", False, _NOTHING_STORED)
    base = f"{addresses.retrieve}/{instance.path}/metadata"
    metadata = asking.get("GET of metadata", base, DICOM_JSON)
    home = urlsplit(addresses.retrieve)[:2]
    for uri in _bulk_uris(metadata.datasets()):
        url = urljoin(base, uri)
        if urlsplit(url)[:2] == home:
            return _by("bulkdata", asking.get("GET of a BulkDataURI", url, "*/*", {"Range": "bytes=0-0"}), True)
    return Finding("bulkdata", False, "the metadata of an instance has no BulkDataURI at the server")


def _bulk_uris(found: Iterable[Any]) -> Iterator[str]:
    for value in found:
        if isinstance(value, Mapping):
            uri = value.get("BulkDataURI")
            if isinstance(uri, str):
                yield uri
            yield from _bulk_uris(each for each in value.values() if isinstance(each, Mapping | list))
        elif isinstance(value, list):
            yield from _bulk_uris(value)


def _xml(asking: Asking, addresses: Addresses, instance: Reference | None) -> Finding:
    if instance is None:
        return Finding("xml", False, _NOTHING_STORED)
    url, accept = f"{addresses.retrieve}/{instance.path}/metadata", f'multipart/related; type="{_XML}"'
    answer = asking.get("GET of metadata in XML", url, accept)
    said = str(answer.headers.get("content-type", "")).lower()
    return _by("xml", answer, _XML in said)


def _uri_service(asking: Asking, addresses: Addresses, instance: Reference | None) -> tuple[str | None, Finding]:
    """The address of the URI service (PS3.18 9.1): the one that was given, or one of those that servers have."""
    given = addresses.wado_uri
    if instance is None:
        return given, Finding("wado-uri", False, _NOTHING_STORED)
    base = addresses.retrieve
    root = "{0.scheme}://{0.netloc}".format(urlsplit(base))
    guessed = dict.fromkeys((f"{base}/wado", f"{base.rpartition('/')[0]}/wado", f"{root}/wado"))
    query = (
        f"requestType=WADO&studyUID={instance.StudyInstanceUID}&seriesUID={instance.SeriesInstanceUID}"
        f"&objectUID={instance.SOPInstanceUID}&contentType=application/dicom"
    )
    for url in [given] if given else [url for url in guessed if urlsplit(url).netloc]:
        answer = asking.get("GET by the URI service", f"{url}?{query}", "*/*")
        if answer.status == 200 and answer.content_type == "application/dicom":
            return url, Finding("wado-uri", True, f"{answer.says}, at the address under [urls]")
    return given, Finding("wado-uri", False, "no URI service answered; its address stands under [urls]")


def _microsoft(asking: Asking, addresses: Addresses) -> Finding:
    answer = asking.get("GET of the change feed", f"{addresses.search}/changefeed?limit=1", "application/json")
    is_feed = answer.content_type == "application/json" and answer.body.lstrip().startswith(b"[")
    return _by("microsoft", answer, is_feed)
