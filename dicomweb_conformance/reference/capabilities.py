"""Retrieve Capabilities (PS3.18 8.9, Annex H)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.messages import Answer, Request, Resource, Single
from dicomweb_conformance.reference.negotiation import Offer

_WADL = "application/vnd.sun.wadl+xml"
_RELATED = 'multipart/related; type="{}"'


@dataclass(frozen=True)
class Capability:
    """What one method of one resource does, and the media types that it answers with."""

    path: str
    method: str
    id: str
    types: tuple[str, ...] = ()


def _related(*types: str) -> tuple[str, ...]:
    return tuple(_RELATED.format(type) for type in types)


def _all() -> Sequence[Capability]:
    datasets = ("application/dicom+json", *_related("application/dicom+xml"))
    pictures = ("image/jpeg", "image/png", "image/gif", *_related("image/jpeg", "image/png", "image/gif"))
    found = []
    study, series = "studies/{study}", "studies/{study}/series/{series}"
    instance = f"{series}/instances/{{instance}}"
    searches = {
        "Studies": "studies",
        "Series": "series",
        "Instances": "instances",
        "StudySeries": f"{study}/series",
        "StudyInstances": f"{study}/instances",
        "SeriesInstances": f"{series}/instances",
    }
    found += [Capability(path, "GET", f"SearchFor{name}", datasets) for name, path in searches.items()]
    stores = {"StoreInstances": "studies", "StoreStudyInstances": study}
    found += [Capability(path, "POST", name, datasets) for name, path in stores.items()]
    for level, path in {"Study": study, "Series": series, "Instance": instance}.items():
        single = ("application/dicom",) if level == "Instance" else ()
        types = (*_related("application/dicom", "application/octet-stream"), *single)
        found += [
            Capability(path, "GET", f"Retrieve{level}", types),
            Capability(path, "DELETE", f"Delete{level}"),
            Capability(f"{path}/metadata", "GET", f"Retrieve{level}Metadata", datasets),
            Capability(f"{path}/bulkdata", "GET", f"Retrieve{level}BulkData", _related("application/octet-stream")),
            Capability(f"{path}/rendered", "GET", f"RetrieveRendered{level}", pictures),
            Capability(f"{path}/thumbnail", "GET", f"Retrieve{level}Thumbnail", pictures[:3]),
        ]
    frames = f"{instance}/frames/{{frames}}"
    found += [
        Capability(frames, "GET", "RetrieveFrames", _related("application/octet-stream")),
        Capability(f"{frames}/rendered", "GET", "RetrieveRenderedFrames", pictures),
        Capability(f"{frames}/thumbnail", "GET", "RetrieveFrameThumbnail", pictures[:3]),
        Capability("wado", "GET", "RetrieveByURI", ("application/dicom", *pictures[:3])),
    ]
    return found


def capabilities(server: Server, request: Request, resource: Resource) -> Answer:
    """All resources with their methods and media types, as WADL or as JSON, whatever resource was asked."""
    asked = request.parameter("accept") or request.header("accept")
    offers = [Offer(_WADL), Offer("application/json")]
    # Cross-origin clients ask with OPTIONS and no Accept header; the methods in Allow are all that they want.
    offer = server.behaviour.negotiate(request, offers)[0].offer if asked else offers[0]
    found = _all()
    if offer.type == _WADL:
        return Answer(200, Single(_wadl(request.base, found).encode(), _WADL))
    resources: dict[str, dict[str, object]] = {}
    for each in found:
        resources.setdefault(each.path, {})[each.method] = {"id": each.id, "types": each.types}
    return Answer(200, Single(json.dumps({"base": request.base, "resources": resources}).encode(), "application/json"))


def _wadl(base: str, found: Sequence[Capability]) -> str:
    by_path: dict[str, list[Capability]] = {}
    for each in found:
        by_path.setdefault(each.path, []).append(each)
    resources = "".join(
        f"<resource path={quoteattr(path)}>{_parameters(path)}{''.join(map(_method, methods))}</resource>"
        for path, methods in by_path.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<application xmlns="http://wadl.dev.java.net/2009/02">'
        f"<resources base={quoteattr(base)}>{resources}</resources></application>\n"
    )


def _parameters(path: str) -> str:
    names = re.findall(r"{(\w+)}", path)
    return "".join(f'<param name="{name}" style="template" required="true"/>' for name in names)


def _method(capability: Capability) -> str:
    representations = "".join(f"<representation mediaType={quoteattr(type)}/>" for type in capability.types)
    return (
        f"<method name={quoteattr(capability.method)} id={quoteattr(capability.id)}>"
        f'<response status="{204 if capability.method == "DELETE" else 200}">{representations}</response></method>'
    )
