"""Search (PS3.18 10.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Server
from dicomweb_conformance.reference.entities import Entity, entities
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.levels import (
    INSTANCE_CONDITIONAL,
    INSTANCE_REQUIRED,
    LEVELS,
    SERIES_CONDITIONAL,
    SERIES_REQUIRED,
    STUDY_CONDITIONAL,
    STUDY_REQUIRED,
    creator_of,
    level_of,
    vr_of,
)
from dicomweb_conformance.reference.matching import Key, bounds, is_range
from dicomweb_conformance.reference.messages import (
    Answer,
    Attribute,
    Attributes,
    Datasets,
    Headers,
    Request,
    Resource,
)
from dicomweb_conformance.reference.negotiation import Offer

OFFERS = (
    Offer("application/dicom+json"),
    Offer("application/dicom+xml", multipart=True),
    Offer("application/json"),
)
_COLLECTION_LEVELS = {"studies": "study", "series": "series", "instances": "instance"}
_REQUIRED = {"study": STUDY_REQUIRED, "series": SERIES_REQUIRED, "instance": INSTANCE_REQUIRED}
_CONDITIONAL = {"study": STUDY_CONDITIONAL, "series": SERIES_CONDITIONAL, "instance": INSTANCE_CONDITIONAL}
_DATE_TIME_PAIRS = (("00080020", "00080030"), ("00080021", "00080031"), ("00400244", "00400245"))


def search(server: Server, request: Request, resource: Resource) -> Answer:
    """The studies, series or instances that match all keys, in the order in which they were first stored."""
    behaviour = server.behaviour
    level = _COLLECTION_LEVELS[resource.kind]
    offer = behaviour.negotiate(request, OFFERS)[0].offer
    keys = behaviour.parse_keys(request, level)
    found = [
        entity
        for entity in entities(behaviour.searched(server, resource, keys), level)
        if resource.series in (None, entity.uid("series")) and entity_matches(server, keys, entity)
    ]
    page, headers = behaviour.page(keys, found)
    datasets = tuple(behaviour.returned(server, request, resource, keys, entity) for entity in page)
    warnings = tuple(("Warning", f'299 dicomweb "{text}"') for text in keys.warnings)
    return Answer(200, Datasets(datasets, offer.type), (*headers, *warnings))


def searched(server: Server, resource: Resource, keys: Keys) -> Sequence[Instance]:
    """All instances of the studies among which matches can be; UIDs in the path and in keys narrow them down."""
    study = resource.study or keys.plain("0020000D")
    series, instance = resource.series or keys.plain("0020000E"), keys.plain("00080018")
    if series is None and instance is None:
        return server.archive.select(study)
    studies = dict.fromkeys(each.study for each in server.archive.select(study, series, instance))
    return [instance for study in studies for instance in server.archive.select(study)]


def entity_matches(server: Server, keys: Keys, entity: Entity) -> bool:
    """Whether an entity matches all keys; a range of dates with one of times is one span (PS3.18 8.3.4.1.1)."""
    by_tag = {key.tag: key for key in keys.keys}
    spans = [(by_tag[date], by_tag[time]) for date, time in _DATE_TIME_PAIRS if date in by_tag and time in by_tag]
    spans = [(date, time) for date, time in spans if is_range(date) and is_range(time)]
    in_spans = {key.tag for span in spans for key in span}
    attribute_of, matches = server.behaviour.attribute_of, server.behaviour.matches
    return all(
        matches(key, attribute_of(server, entity, key.tag)) for key in keys.keys if key.tag not in in_spans
    ) and all(_in_span(server, date, time, entity) for date, time in spans)


def _in_span(server: Server, date: Key, time: Key, entity: Entity) -> bool:
    stored = [_first(server.behaviour.attribute_of(server, entity, key.tag)) for key in (date, time)]
    dates, times = bounds("DA", date.value), bounds("TM", time.value)
    when = bounds("DA", stored[0]), bounds("TM", stored[1])
    if dates is None or times is None or when[0] is None or when[1] is None:
        return False
    return dates[0] + times[0] <= when[0][0] + when[1][0] <= dates[1] + times[1]


def _first(attribute: Attribute | None) -> str:
    return str((attribute or {}).get("Value", [""])[0])


def attribute_of(server: Server, entity: Entity, tag: str) -> Attribute | None:
    """An attribute of an entity at its own level: counted, collected, or the first non-empty one of its instances."""
    level = level_of(tag)
    instances = entity.instances(level)
    match tag:
        case "00201206":
            return {"vr": "IS", "Value": [len({each.series for each in instances})]} if instances else None
        case "00201208":
            return {"vr": "IS", "Value": [len(instances)]} if instances else None
        case "00201209":
            return {"vr": "IS", "Value": [len(instances)]} if instances else None
        case "00080061":
            return _collected(server, instances, "00080060", "CS")
        case "00080062":
            return _collected(server, instances, "00080016", "UI")
        case "00080056":
            return {"vr": "CS", "Value": ["ONLINE"]}
        case "00080005" | "00080201":
            instances = entity.instances(entity.level)
    found = [attributes[tag] for attributes in map(server.archive.attributes, instances) if tag in attributes]
    filled = (attribute for attribute in found if len(attribute) > 1)
    return next(filled, found[0] if found else None)


def _collected(server: Server, instances: Sequence[Instance], tag: str, vr: str) -> Attribute | None:
    """Each value of a lower level once, in the order of first occurrence."""
    values = [
        value
        for attributes in map(server.archive.attributes, instances)
        for value in attributes.get(tag, {}).get("Value", [])
        if value is not None
    ]
    return {"vr": vr, "Value": list(dict.fromkeys(values))} if values else None


def page(keys: Keys, found: Sequence[Entity]) -> tuple[Sequence[Entity], Headers]:
    """The matches that limit and offset ask for, and a Warning when more remain (PS3.18 8.3.4.4.1)."""
    end = len(found) if keys.limit is None else keys.offset + keys.limit
    remaining = len(found) - end
    if remaining <= 0 or keys.offset >= len(found):
        return found[keys.offset : end], ()
    text = f"There are {remaining} additional results that can be requested."
    return found[keys.offset : end], (("Warning", f'299 dicomweb "{text}"'),)


def returned(server: Server, request: Request, resource: Resource, keys: Keys, entity: Entity) -> Attributes:
    """The attributes of a match: those required at its level and at the levels that the path leaves open, those of
    the keys, and those that includefield names (PS3.18 10.6.3.3)."""
    named_level = LEVELS.index(resource.level) if resource.level in LEVELS else -1
    open_levels = LEVELS[named_level + 1 : LEVELS.index(entity.level) + 1]
    found: dict[str, Attribute] = {}
    for level in open_levels:
        found.update(_attributes(server, entity, _REQUIRED[level], always=True))
        found.update(_attributes(server, entity, _CONDITIONAL[level]))
    asked = [*keys.include, *(key.tag for key in keys.keys)]
    # A private attribute means nothing without its creator (PS3.5 7.8.1).
    creators = [creator for tag in asked for creator in [creator_of(tag)] if creator is not None]
    found.update(_attributes(server, entity, [*asked, *creators], always=True))
    if keys.include_all:
        found.update(_attributes(server, entity, _all_tags(server, entity)))
    found.update(_identification(server, request, entity))
    return dict(sorted(found.items()))


def _attributes(
    server: Server, entity: Entity, tags: Iterable[str], *, always: bool = False
) -> Iterable[tuple[str, Attribute]]:
    for tag in tags:
        attribute = server.behaviour.attribute_of(server, entity, tag)
        if attribute is not None and "BulkDataURI" not in attribute:
            yield tag, attribute
        elif attribute is None and always and int(tag[:4], 16) % 2 == 0 and (vr := vr_of(tag)) is not None:
            yield tag, {"vr": vr}


def _all_tags(server: Server, entity: Entity) -> Iterable[str]:
    depth = LEVELS.index(entity.level)
    for instance in entity.instances(entity.level):
        for tag in server.archive.attributes(instance):
            if LEVELS.index(level_of(tag)) <= depth:
                yield tag


def _identification(server: Server, request: Request, entity: Entity) -> dict[str, Attribute]:
    """UIDs down to the level of the match, its Retrieve URL, and that it can be retrieved at once."""
    path = {"study": "studies/{}", "series": "/series/{}", "instance": "/instances/{}"}
    depth = LEVELS[: LEVELS.index(entity.level) + 1]
    url = "".join(path[level].format(entity.uid(level)) for level in depth)
    tags = {"study": "0020000D", "series": "0020000E", "instance": "00080018"}
    return {
        "00080056": {"vr": "CS", "Value": ["ONLINE"]},
        "00081190": {"vr": "UR", "Value": [f"{request.base}/{url}"]},
        **{tags[level]: {"vr": "UI", "Value": [entity.uid(level)]} for level in depth},
    }
