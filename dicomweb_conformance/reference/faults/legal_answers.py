"""Legal oddities of content: what the standard leaves to a server, as few servers decide it."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import (
    after,
    answering,
    describing,
    replying,
    retrieving,
    storing,
    with_dataset_list,
    with_datasets,
    with_header,
    with_parts,
)
from dicomweb_conformance.reference.faults.fault import oddity
from dicomweb_conformance.reference.matching import Key
from dicomweb_conformance.reference.messages import (
    Answer,
    Attribute,
    Attributes,
    Datasets,
    Empty,
    Headers,
    Part,
    Request,
    Resource,
    Single,
)
from dicomweb_conformance.reference.part10 import Element, Elements, File
from dicomweb_conformance.reference.part10_writer import encoded

_NO_MATCH = Answer(204, Empty(), ())


def _refusing(right: Behaviour, change: Callable[[Answer], Answer]) -> Behaviour:
    """Another body of each refusal, but of that of a store, which lists what it refuses."""
    return answering(
        right, lambda request, answer: change(answer) if answer.status >= 400 and answer.status != 409 else answer
    )


@oddity(legal="RFC 9457 3")
def legal_refusals_are_problem_details(right: Behaviour) -> Behaviour:
    """A refusal is described in JSON."""
    text = b'{"type":"about:blank","title":"Refused","detail":"It cannot be done as it was asked."}'
    return _refusing(right, lambda answer: replace(answer, payload=Single(text, "application/problem+json")))


@oddity(legal="RFC 9110 15.5")
def legal_refusals_are_pages(right: Behaviour) -> Behaviour:
    """A refusal is described in HTML."""
    text = b"<!DOCTYPE html><title>Refused</title><p>It cannot be done as it was asked.</p>"
    return _refusing(right, lambda answer: replace(answer, payload=Single(text, "text/html")))


@oddity(legal="PS3.18 8.5, Table 8.5-1")
def legal_what_was_deleted_is_gone(right: Behaviour) -> Behaviour:
    """What was given before is answered with 410 when it is deleted, not with 404."""
    given: set[tuple[str, ...]] = set()

    def change(request: Request, answer: Answer) -> Answer:
        if answer.status == 404 and request.segments in given and request.method in ("GET", "HEAD"):
            return replace(answer, status=410)
        if answer.status == 200:
            given.add(request.segments)
        return answer

    return answering(right, change)


@oddity(legal="PS3.18 8.3.4.4.1")
def legal_no_match_has_no_content(right: Behaviour) -> Behaviour:
    """A search that finds nothing is answered with 204."""

    return _without_match(right, lambda answer: _NO_MATCH)


def _without_match(right: Behaviour, change: Callable[[Answer], Answer]) -> Behaviour:
    """Another answer of each search that finds nothing."""

    def changed(answer: Answer) -> Answer:
        is_empty = isinstance(answer.payload, Datasets) and not answer.payload.datasets
        return change(answer) if is_empty else answer

    return replace(right, search=after(right.search, changed))


@oddity(legal="PS3.18 10.6.3.3, which names no order")
def legal_matches_come_in_another_order(right: Behaviour) -> Behaviour:
    """The results of a search come in reverse order."""

    def searched(server: Server, resource: Resource, keys: Any) -> Sequence[Instance]:
        return tuple(reversed(right.searched(server, resource, keys)))

    return replace(right, searched=searched)


@oddity(legal="PS3.18 10.6.3.3, which forbids no other attribute")
def legal_matches_tell_more(right: Behaviour) -> Behaviour:
    """The results of a search have further attributes, of the server and of its maker, too."""
    more: Attributes = {
        "00080054": {"vr": "AE", "Value": ["ARCHIVE"]},
        "00080201": {"vr": "SH", "Value": ["+0000"]},
        "00090010": {"vr": "LO", "Value": ["A MAKER"]},
        "00091001": {"vr": "LO", "Value": ["of its own"]},
        "00104000": {"vr": "LT"},
    }

    def returned(server: Server, request: Request, resource: Resource, keys: Any, entity: Any) -> Attributes:
        given = right.returned(server, request, resource, keys, entity)
        return dict(sorted({**more, **given}.items()))

    return replace(right, returned=returned)


@oddity(legal="PS3.18 F.2.3")
def legal_decimal_and_integer_strings_are_strings(right: Behaviour) -> Behaviour:
    """Values of DS, IS, SV and UV are JSON strings."""
    return _numbers_as(right, frozenset({"DS", "IS", "SV", "UV"}), str)


def _numbers_as(right: Behaviour, vrs: frozenset[str], change: Callable[[Any], Any]) -> Behaviour:
    def json_attribute(tag: str, attribute: Attribute) -> Attribute:
        given = right.json_attribute(tag, attribute)
        if given["vr"] not in vrs or "Value" not in given:
            return given
        return {**given, "Value": [None if value is None else change(value) for value in given["Value"]]}

    return replace(right, json_attribute=json_attribute)


@oddity(legal="PS3.18 10.4.3.3, which names no order")
def legal_metadata_come_in_another_order(right: Behaviour) -> Behaviour:
    """The instances of a study come in reverse order in metadata."""
    return replace(right, metadata=after(right.metadata, with_dataset_list(lambda datasets: datasets[::-1])))


@oddity(legal="PS3.18 10.4.3.3, which names no order")
def legal_instances_come_in_another_order(right: Behaviour) -> Behaviour:
    """The instances of a study or a series come in reverse order."""
    return replace(right, retrieve=after(right.retrieve, with_parts(lambda parts: parts[::-1]), levels="study series"))


@oddity(legal="PS3.4 C.2.2.2.1")
def legal_names_match_in_any_case(right: Behaviour) -> Behaviour:
    """Person names match whatever their case and their accents."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(text) for name, text in value.items()}
        if not isinstance(value, str):
            return value
        parts = unicodedata.normalize("NFD", value)
        return "".join(each for each in parts if not unicodedata.combining(each)).casefold()

    def matches(key: Key, attribute: Attribute | None) -> bool:
        if key.vr != "PN" or key.items or attribute is None:
            return right.matches(key, attribute)
        simple = {**attribute, "Value": [plain(value) for value in attribute.get("Value", [])]}
        return right.matches(replace(key, value=plain(key.value)), simple) or right.matches(key, attribute)

    return replace(right, matches=matches)


@oddity(legal="PS3.10 7.1")
def legal_files_have_a_preamble_and_name_who_wrote_them(right: Behaviour) -> Behaviour:
    """Retrieved files have a preamble of another application, and say who wrote them."""
    more = {
        0x00020012: Element(0x00020012, "UI", memoryview(b"1.2.826.0.1.3680043.8.498.9\0")),
        0x00020013: Element(0x00020013, "SH", memoryview(b"WRITER 1")),
        0x00020016: Element(0x00020016, "AE", memoryview(b"ARCHIVE ")),
    }

    def change(file: File) -> File:
        return replace(file, meta=dict(sorted({**file.meta, **more}.items())), preamble=b"MM\0*" + bytes(124))

    return retrieving(right, change)


@oddity(legal="PS3.18 10.5.3.3, which forbids no other attribute")
def legal_a_store_answers_with_more(right: Behaviour) -> Behaviour:
    """The response to a store has an attribute of the server, RetrieveAETitle."""

    def store_module(request: Request, resource: Resource, outcomes: Any) -> Attributes:
        module = right.store_module(request, resource, outcomes)
        return dict(sorted({"00080054": {"vr": "AE", "Value": ["ARCHIVE"]}, **module}.items()))

    return replace(right, store_module=store_module)


@oddity(legal="PS3.18 10.4.1.1.4 and 8.3.5.2, which name no size")
def legal_thumbnails_are_small(right: Behaviour) -> Behaviour:
    """A thumbnail that no viewport is asked for is 16 pixels wide at most."""

    def thumbnail(server: Server, request: Request, resource: Resource) -> Answer:
        asked = any(name == "viewport" for name, _ in request.query)
        query = request.query if asked else (*request.query, ("viewport", "16,16"))
        return right.thumbnail(server, replace(request, query=query), resource)

    return replace(right, thumbnail=thumbnail)


@oddity(legal="RFC 9110 15.4.8")
def legal_reads_are_redirected(right: Behaviour) -> Behaviour:
    """What is read by GET is answered with 307 at first, and given at another path of the server."""

    def handle(server: Server, request: Request) -> Answer:
        if request.segments[:1] == ("moved",):
            return right.handle(server, replace(request, segments=request.segments[1:]))
        found = right.handle(server, request)
        if request.method != "GET" or found.status != 200 or request.query:
            return found
        path = "/".join(request.segments)
        return Answer(307, Empty(), (("Location", f"{request.base}/moved/{path}"),))

    return replace(right, handle=handle)


@oddity(legal="PS3.18 10.5, which is silent on duplicates")
def legal_a_store_again_changes_nothing(right: Behaviour) -> Behaviour:
    """An instance that is stored already is reported as stored, and the first one is kept."""

    def accept(server: Server, resource: Resource, new: Any) -> Any:
        stored = server.archive.select(instance=new.instance)
        outcome = right.accept(server, resource, new) if not stored else None
        if outcome is not None:
            return outcome
        new.path.write_bytes(stored[0].path.read_bytes())
        return right.accept(server, resource, new)

    return replace(right, accept=accept)


@oddity(legal="PS3.10 7.2")
def legal_files_end_with_padding(right: Behaviour) -> Behaviour:
    """Retrieved files end with Data Set Trailing Padding."""
    padding = Element(0xFFFCFFFC, "OB", memoryview(bytes(16)))
    return retrieving(right, lambda file: replace(file, elements={**file.elements, padding.tag: padding}))


@oddity(legal="PS3.18 10.4.3.3, which forbids no other attribute")
def legal_metadata_say_where_the_instance_is(right: Behaviour) -> Behaviour:
    """Metadata hold RetrieveURL, RetrieveAETitle and InstanceAvailability, as the results of a search do."""

    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        more: Attributes = {
            "00080054": {"vr": "AE", "Value": ["ARCHIVE"]},
            "00080056": {"vr": "CS", "Value": ["ONLINE"]},
            "00081190": {"vr": "UR", "Value": [f"{request.base}/studies/{resource.study}"]},
        }
        told = with_dataset_list(lambda datasets: tuple(dict(sorted({**more, **each}.items())) for each in datasets))
        return told(right.metadata(server, request, resource))

    return replace(right, metadata=metadata)


@oddity(legal="RFC 9112 9.6")
def legal_connections_serve_one_request(right: Behaviour) -> Behaviour:
    """Every answer closes its connection."""
    return replying(right, lambda request, reply: replace(reply, headers=(*reply.headers, ("Connection", "close"))))


@oddity(legal="RFC 9110 8.7")
def legal_locations_are_relative(right: Behaviour) -> Behaviour:
    """Content-Location of a part is a path, without scheme and host."""

    def part_headers(part: Part) -> Headers:
        return tuple(
            (name, urlsplit(value).path if name == "Content-Location" else value)
            for name, value in right.part_headers(part)
        )

    return replace(right, part_headers=part_headers)


@oddity(legal="PS3.18 8.3.4.2")
def legal_searches_warn(right: Behaviour) -> Behaviour:
    """Every search warns that names were compared literally."""
    warning = '299 archive "The fuzzymatching parameter is not supported. Only literal matching has been performed."'
    return replace(right, search=after(right.search, with_header("Warning", warning)))


@oddity(legal="RFC 9110 15.6.4")
def legal_every_fiftieth_request_comes_too_early(right: Behaviour) -> Behaviour:
    """Every fiftieth request is answered with 503, and a time after which it may be sent again."""
    asked: list[None] = []

    def handle(server: Server, request: Request) -> Answer:
        asked.append(None)
        if len(asked) % 50:
            return right.handle(server, request)
        return Answer(503, Single(b"Not now.\n", "text/plain"), (("Retry-After", "0"),))

    return replace(right, handle=handle)


@oddity(legal="PS3.18 10.4.1.1.3")
def legal_grayscale_is_rendered_in_colour(right: Behaviour) -> Behaviour:
    """Pictures of grayscale images have three equal channels."""
    return replace(right, render=lambda *asked: right.render(*asked).convert("RGB"))


@oddity(legal="PS3.18 F.2.6")
def legal_bulk_data_lie_elsewhere(right: Behaviour) -> Behaviour:
    """A BulkDataURI tells nothing of the instance to which it belongs."""

    def hidden(url: str) -> str:
        base, _, path = url.partition("/studies/")
        return f"{base}/bulk/{base64.urlsafe_b64encode(path.encode()).decode().rstrip('=')}"

    def moved(ds: Attributes) -> Attributes:
        return {tag: elsewhere(attribute) for tag, attribute in ds.items()}

    def elsewhere(attribute: Attribute) -> Attribute:
        if "BulkDataURI" in attribute:
            return {**attribute, "BulkDataURI": hidden(attribute["BulkDataURI"])}
        if attribute["vr"] == "SQ" and "Value" in attribute:
            return {**attribute, "Value": [moved(item) for item in attribute["Value"]]}
        return attribute

    def handle(server: Server, request: Request) -> Answer:
        if request.segments[:1] != ("bulk",) or len(request.segments) != 2:
            return right.handle(server, request)
        name = request.segments[1]
        path = base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode("utf-8", "replace")
        answer = right.handle(server, replace(request, segments=("studies", *path.split("/"))))
        return with_parts(
            lambda parts: tuple(replace(part, location=part.location and hidden(part.location)) for part in parts)
        )(answer)

    return replace(right, handle=handle, metadata=after(right.metadata, with_datasets(moved)))


@oddity(legal="PS3.5 7.2")
def legal_groups_have_lengths(right: Behaviour) -> Behaviour:
    """Retrieved files have a group length at the beginning of each group."""

    def change(file: File) -> File:
        groups = {tag >> 16 for tag in file.elements if tag >> 16 > 2}
        lengths = {group << 16: _length_of(group, file) for group in groups}
        return replace(file, elements=dict(sorted({**file.elements, **lengths}.items())))

    return retrieving(right, change)


def _length_of(group: int, file: File) -> Element:
    size = sum(len(octets) for octets in encoded(each for tag, each in file.elements.items() if tag >> 16 == group))
    return Element(group << 16, "UL", memoryview(size.to_bytes(4, "little")))


@oddity(legal="PS3.18 F.2.2")
def legal_comments_are_bulk_data(right: Behaviour) -> Behaviour:
    """Metadata give texts of the VRs LT and ST by a BulkDataURI."""

    def moved(ds: Attributes, path: str = "") -> Attributes:
        return {tag: elsewhere(attribute, f"{path}{tag}") for tag, attribute in ds.items()}

    def elsewhere(attribute: Attribute, path: str) -> Attribute:
        if attribute["vr"] == "SQ" and "Value" in attribute:
            items = [moved(item, f"{path}/{number}/") for number, item in enumerate(attribute["Value"], 1)]
            return {**attribute, "Value": items}
        is_comment = attribute["vr"] in ("LT", "ST") and "Value" in attribute
        return {"vr": attribute["vr"], "BulkDataURI": path} if is_comment else attribute

    return describing(right, moved)


@oddity(legal="PS3.18 10.6.3.1 of 2025, after CP-2473")
def legal_no_match_has_an_empty_body(right: Behaviour) -> Behaviour:
    """A search that finds nothing is answered with 200 and no content."""

    return _without_match(right, lambda answer: replace(answer, payload=Empty()))


@oddity(legal="PS3.18 8.3.4.4")
def legal_searches_give_ten_at_most(right: Behaviour) -> Behaviour:
    """A search gives ten results at most, and warns when more remain."""

    def parse_keys(request: Request, level: Any) -> Any:
        keys = right.parse_keys(request, level)
        return replace(keys, limit=10 if keys.limit is None else min(10, keys.limit))

    return replace(right, parse_keys=parse_keys)


@oddity(legal="RFC 9110 15.4.9")
def legal_all_has_moved(right: Behaviour) -> Behaviour:
    """Every request is answered with 308 to another path of the server, stores, searches and deletions too."""

    def handle(server: Server, request: Request) -> Answer:
        if request.segments[:1] == ("v2",):
            return right.handle(server, replace(request, segments=request.segments[1:]))
        path = "/".join(quote(segment, safe="") for segment in request.segments)
        query = urlencode(request.query, quote_via=quote, safe="")
        return Answer(308, Empty(), (("Location", f"{request.base}/v2/{path}{'?' if query else ''}{query}"),))

    return replace(right, handle=handle)


@oddity(legal="PS3.5 6.2.2")
def legal_private_attributes_are_unknown(right: Behaviour) -> Behaviour:
    """Private attributes, but for their creators, are stored with the VR UN."""

    def unknown(elements: Elements) -> Elements:
        return {tag: changed(element) for tag, element in elements.items()}

    def changed(element: Element) -> Element:
        if isinstance(element.value, tuple):
            return replace(element, value=tuple(map(unknown, element.value)))
        is_private = (element.tag >> 16) % 2 and element.tag & 0xFF00
        return replace(element, vr="UN") if is_private and isinstance(element.value, memoryview) else element

    return storing(right, unknown)
