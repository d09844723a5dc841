"""From the path of a request to the resource and its transactions (PS3.18 10.1.1, 10.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from dicomweb_conformance.reference.behaviour import Behaviour, Transaction
from dicomweb_conformance.reference.messages import Refused, Request, Resource

_UID = re.compile(r"[0-9]+(\.[0-9]+)*")
_OF_ENTITIES = frozenset({"metadata", "bulkdata", "rendered", "thumbnail"})


def _uid(text: str) -> str:
    if len(text) > 64 or _UID.fullmatch(text) is None:
        raise Refused(400, "A UID in the path is malformed.")
    return text


def route(request: Request, uid: Callable[[str], str] = _uid) -> Resource:
    """What the path means. Raises Refused with 404 for a path that means nothing, with 400 for a malformed one.

    ``uid`` raises it for a segment that is none, and returns those that are.
    """
    match request.segments:
        case []:
            return Resource("service")
        case ["studies" | "series" | "instances" as collection]:
            return Resource(collection)
        case ["wado"]:
            return Resource("wado-uri")
        case ["studies", study, *rest]:
            return _in_study(uid(study), rest, uid)
    raise _nothing_there()


def _in_study(study: str, rest: list[str], uid: Callable[[str], str]) -> Resource:
    match rest:
        case []:
            return Resource("entity", study)
        case ["series" | "instances" as collection]:
            return Resource(collection, study)
        case [kind] if kind in _OF_ENTITIES:
            return Resource(kind, study)
        case ["series", series]:
            return Resource("entity", study, uid(series))
        case ["series", series, "instances"]:
            return Resource("instances", study, uid(series))
        case ["series", series, kind] if kind in _OF_ENTITIES:
            return Resource(kind, study, uid(series))
        case ["series", series, "instances", instance, *below]:
            return _in_instance(study, uid(series), uid(instance), below)
    raise _nothing_there()


def _in_instance(study: str, series: str, instance: str, rest: list[str]) -> Resource:
    match rest:
        case []:
            return Resource("entity", study, series, instance)
        case [kind] if kind in _OF_ENTITIES:
            return Resource(kind, study, series, instance)
        case ["bulkdata", *path]:
            return Resource("bulkdata", study, series, instance, bulk=tuple(path))
        case ["frames", numbers]:
            return Resource("frames", study, series, instance, frames=_frames(numbers))
        case ["frames", numbers, "rendered" | "thumbnail" as kind]:
            return Resource(kind, study, series, instance, frames=_frames(numbers))
    raise _nothing_there()


def _nothing_there() -> Refused:
    return Refused(404, "There is no such resource.")


def _frames(text: str) -> tuple[int, ...]:
    numbers = text.split(",")
    if not all(number.isascii() and number.isdigit() and len(number) < 10 for number in numbers):
        raise Refused(400, "Frames are named by a list of positive integers, separated by commas.")
    if "0" in {number.lstrip("0") or "0" for number in numbers}:
        raise Refused(400, "Frames are counted from 1.")
    return tuple(map(int, numbers))


def methods(behaviour: Behaviour, resource: Resource) -> Mapping[str, Transaction]:
    """The transactions of a resource by HTTP method; HEAD and OPTIONS follow from them."""
    match resource.kind, resource.level:
        case "service", _:
            return {"GET": behaviour.capabilities}
        case "studies", _:
            return {"GET": behaviour.search, "POST": behaviour.store}
        case "series" | "instances", _:
            return {"GET": behaviour.search}
        case "entity", "study":
            return {"GET": behaviour.retrieve, "POST": behaviour.store, "DELETE": behaviour.delete}
        case "entity", _:
            return {"GET": behaviour.retrieve, "DELETE": behaviour.delete}
    reading = {
        "metadata": behaviour.metadata,
        "bulkdata": behaviour.bulkdata,
        "rendered": behaviour.rendered,
        "thumbnail": behaviour.thumbnail,
        "frames": behaviour.frames,
        "wado-uri": behaviour.wado_uri,
    }
    return {"GET": reading[resource.kind]}
