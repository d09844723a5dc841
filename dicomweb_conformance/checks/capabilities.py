"""The description that an origin server gives of itself (PS3.18 8.9, Annex H)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from dicomweb_conformance.media_type import MalformedMediaType
from dicomweb_conformance.native_model import MalformedXml, Node, read_xml
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance

WADL = "application/vnd.sun.wadl+xml"
JSON = "application/json"
_PLACEHOLDERS = {"studies": "StudyInstanceUID", "series": "SeriesInstanceUID", "instances": "SOPInstanceUID"}
_MISSING = (404, 405, 501)


@dataclass(frozen=True)
class Method:
    """A method of a resource as the description lists it; ``path`` is a template below the base."""

    name: str
    path: str


def is_description(response: Response) -> None:
    """The response is 200 with a body that is WADL or JSON by its media type."""
    if response.status != 200 or not response.body.size:
        raise Nonconformity("status 200 with a description", f"status {response.status}, {response.body.size} bytes")
    if _essence(response) not in (WADL, JSON):
        raise Nonconformity(f"a description that is {WADL} or {JSON}", _summary(response))


def is_what_it_says(response: Response) -> None:
    """The body can be read as the media type that it has."""
    is_description(response)
    if _essence(response) == WADL:
        _application(response)
    else:
        _json(response)


def is_as_asked(response: Response, media_type: str, statuses: Sequence[int]) -> None:
    """The description is in the media type, or one of the statuses says that there is none such."""
    if response.status in statuses:
        return
    is_what_it_says(response)
    if _essence(response) != media_type:
        raise Nonconformity(f"{media_type}, or status {' or '.join(map(str, statuses))}", _summary(response))


def has_base(response: Response, base: str) -> None:
    """There is one list of resources, whose base is that URL. Raises NotOffered when there is no WADL."""
    lists = list(_wadl(response).named("resources"))
    if len(lists) != 1:
        raise Nonconformity("one list of resources", f"{len(lists)}")
    stated = lists[0].attributes.get("base")
    if stated is None or _normal(urljoin(response.url, stated)) != _normal(base):
        raise Nonconformity(f"the base {base}", f"the base {stated or 'missing'}")


def lists(response: Response, name: str) -> None:
    """The description lists the method for the studies resource. Raises NotOffered when there is no WADL."""
    found = {method.name for method in methods(response) if method.path.strip("/") == "studies"}
    if name not in found:
        raise Nonconformity(f"{name} for studies", f"{', '.join(sorted(found)) or 'nothing'} for studies")


def methods(response: Response) -> tuple[Method, ...]:
    """All methods of the description. Raises NotOffered when there is no WADL."""
    return tuple(method for each in _wadl(response).named("resources") for method in _methods(each, ""))


def path_of(template: str, instance: Instance) -> str | None:
    """The path for one instance; None for one that is not of the studies service, or has unknown placeholders."""
    segments = template.strip("/").split("/")
    if segments[0] not in _PLACEHOLDERS:
        return None
    path: list[str] = []
    for segment in segments:
        if "{" not in segment:
            path.append(segment)
        elif path and path[-1] in _PLACEHOLDERS and segment.endswith("}"):
            path.append(str(getattr(instance.reference, _PLACEHOLDERS[path[-1]])))
        elif path and path[-1] == "frames" and segment.endswith("}"):
            path.append("1")
        else:
            return None
    return "/".join(path)


def none_is_missing(tried: Mapping[Method, Response]) -> None:
    """No method is answered with 404, 405 or 501. Raises NotOffered when the description lists none to be tried."""
    if not tried:
        raise NotOffered("the description lists no GET or POST of the studies service")
    for method, response in tried.items():
        if response.status in _MISSING:
            raise Nonconformity(
                f"{method.name} {method.path}, as the description lists it", f"status {response.status}"
            )


def _methods(node: Node, path: str) -> Iterator[Method]:
    for method in node.named("method"):
        yield Method(method.attributes.get("name", "").upper(), path)
    for resource in node.named("resource"):
        inner = resource.attributes.get("path", "").strip("/")
        yield from _methods(resource, f"{path}/{inner}" if path and inner else path or inner)


def _wadl(response: Response) -> Node:
    if response.status == 406:
        raise NotOffered("the target gives no WADL")
    is_description(response)
    if _essence(response) != WADL:
        raise NotOffered(f"the target describes itself in {_essence(response)}")
    return _application(response)


def _application(response: Response) -> Node:
    try:
        root = read_xml(response.body.read())
    except MalformedXml as error:
        raise Nonconformity("a description in WADL", error.message) from error
    if root.name != "application":
        raise Nonconformity("the root element application", f"the root element {root.name[:60]}")
    return root


def _json(response: Response) -> None:
    try:
        json.loads(response.body.read())
    except (ValueError, RecursionError) as error:
        raise Nonconformity("a description in JSON", f"{error}") from error


def _normal(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/")


def _essence(response: Response) -> str | None:
    try:
        media_type = response.media_type
    except MalformedMediaType:
        return None
    return None if media_type is None else media_type.essence


def _summary(response: Response) -> str:
    return f"status {response.status}, {response.header('content-type') or 'no Content-Type'}"
