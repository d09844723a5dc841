"""Small changes of searches, of which the faults of this chapter are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.matching import Key
from dicomweb_conformance.reference.messages import Attribute, Attributes, Headers, Refused, Request, Resource

When = Callable[[Request], bool]


def always(request: Request) -> bool:
    """For every search."""
    return True


def at(*segments: str) -> When:
    """For searches of one resource: ``at("studies")``, ``at("studies", "series")``, ``at("instances")``."""
    return lambda request: request.segments[::2] == segments


def parsing(right: Behaviour, change: Callable[[Request, Keys], Keys], when: When = always) -> Behaviour:
    """Another reading of the query."""

    def parse_keys(request: Request, level: str) -> Keys:
        keys = right.parse_keys(request, level)
        return change(request, keys) if when(request) else keys

    return replace(right, parse_keys=parse_keys)


def ignoring(right: Behaviour, unwanted: Callable[[Key], bool], when: When = always) -> Behaviour:
    """Some keys are as if they had not been sent."""

    def change(request: Request, keys: Keys) -> Keys:
        return replace(keys, keys=tuple(key for key in keys.keys if not unwanted(key)))

    return parsing(right, change, when)


def rewriting(right: Behaviour, change: Callable[[Key], Key], when: When = always) -> Behaviour:
    """Some keys are read as others."""
    return parsing(right, lambda request, keys: replace(keys, keys=tuple(map(change, keys.keys))), when)


def refusing(right: Behaviour, unwanted: When, status: int = 400) -> Behaviour:
    """Some searches are refused."""

    def change(request: Request, keys: Keys) -> Keys:
        if unwanted(request):
            raise Refused(status, "This search is not possible.")
        return keys

    return parsing(right, change)


def matching(right: Behaviour, change: Callable[[Key, Attribute | None, bool], bool]) -> Behaviour:
    """Another outcome of matching one key; the change gets the right one."""
    return replace(right, matches=lambda key, attribute: change(key, attribute, right.matches(key, attribute)))


def paging(right: Behaviour, change: Callable[[Keys, Sequence[Entity]], Sequence[Entity]]) -> Behaviour:
    """Other matches before they are paged."""

    def page(keys: Keys, found: Sequence[Entity]) -> tuple[Sequence[Entity], Headers]:
        return right.page(keys, change(keys, found))

    return replace(right, page=page)


def returning(
    right: Behaviour, change: Callable[[Attributes, Entity, Keys], Attributes], when: Callable[[Resource], bool]
) -> Behaviour:
    """Other attributes of each match, at some resources."""

    def returned(server: Server, request: Request, resource: Resource, keys: Keys, entity: Entity) -> Attributes:
        attributes = right.returned(server, request, resource, keys, entity)
        return change(attributes, entity, keys) if when(resource) else attributes

    return replace(right, returned=returned)


def lacking(right: Behaviour, tags: str, when: Callable[[Resource], bool]) -> Behaviour:
    """Some attributes (tags separated by blanks) are never returned, at some resources."""
    return returning(
        right,
        lambda attributes, entity, keys: {tag: value for tag, value in attributes.items() if tag not in tags.split()},
        when,
    )


def kind(name: str, *levels: str) -> Callable[[Resource], bool]:
    """For searches of that kind, where the path names an entity of one of these levels (``service``: none)."""
    return lambda resource: resource.kind == name and (not levels or resource.level in levels)


def values(attribute: Attribute | None) -> list[str]:
    """The values of an attribute as texts."""
    return [str(value) for value in (attribute or {}).get("Value", [])]
