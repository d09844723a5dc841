"""Servers that fail, or store ruins, only for requests that nobody sends on purpose."""

from __future__ import annotations

from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Answer, Request, Resource
from dicomweb_conformance.reference.outcomes import Examined
from dicomweb_conformance.reference.part10 import MalformedFile, parse, uid
from dicomweb_conformance.reference.store import received_files


@fault(breaks=("property-hostile-files",))
def a_file_that_ends_within_a_sequence_is_stored_without_it(right: Behaviour) -> Behaviour:
    """A file that ends within a sequence is stored, with everything before that sequence."""

    def examine(server: Server, content: memoryview) -> Examined:
        try:
            parse(content)
        except MalformedFile:
            whole = _before_open_sequence(bytes(content))
            if whole is not None:
                return right.examine(server, memoryview(whole))
        return right.examine(server, content)

    return replace(right, examine=examine)


def _before_open_sequence(content: bytes) -> bytes | None:
    """What stands before the last sequence, where that makes a whole file of more than its beginning."""
    at = len(content)
    while (at := content.rfind(b"SQ\0\0", 132, at)) > 0:
        whole = content[: at - 4]
        try:
            parse(memoryview(whole))
        except MalformedFile:
            continue
        return whole
    return None


@fault(breaks=("property-hostile-files",))
def a_uid_with_letters_is_a_failure(right: Behaviour) -> Behaviour:
    """A dataset with a UID in which there is something else than digits and dots is answered with 500."""

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        if any(content is not None and _has_letters(content) for content in received_files(server, request)):
            return Answer(500)
        return right.store(server, request, resource)

    return replace(right, store=store)


def _has_letters(content: memoryview) -> bool:
    try:
        elements = parse(content).elements
    except MalformedFile:
        return False
    return any(set(uid(elements, tag)) - set("0123456789.") for tag in (0x0020000D, 0x0020000E, 0x00080018))


@fault(breaks=("property-hostile-files",))
def a_refused_file_spoils_the_next_store(right: Behaviour) -> Behaviour:
    """The store after one whose file was cut within the File Meta Information is answered with 500."""
    spoilt: list[bool] = []

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        if spoilt:
            spoilt.clear()
            return Answer(500)
        contents = received_files(server, request)
        if any(
            content is not None and bytes(content[128:132]) == b"DICM" and len(content) < 300 for content in contents
        ):
            spoilt.append(True)
        return right.store(server, request, resource)

    return replace(right, store=store)


@fault(breaks=("property-hostile-messages",))
def a_part_without_header_end_is_a_failure(right: Behaviour) -> Behaviour:
    """A part whose header holds a line without a colon is answered with 500."""

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        body = bytes(request.body)
        if b"\r\nContent-Type\r\n" in body or b"\r\n: " in body:
            return Answer(500)
        return right.store(server, request, resource)

    return replace(right, store=store)


@fault(breaks=("property-hostile-messages",))
def a_refused_message_is_stored(right: Behaviour) -> Behaviour:
    """What a message holds whose closing boundary has a hyphen too many is stored, though the answer is 400."""

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        body = bytes(request.body)
        if not body.endswith(b"---\r\n"):
            return right.store(server, request, resource)
        right.store(server, replace(request, body=body[:-3] + b"\r\n"), resource)
        return Answer(400)

    return replace(right, store=store)


@fault(breaks=("property-hostile-addresses",))
def a_slash_within_a_uid_is_a_failure(right: Behaviour) -> Behaviour:
    """A percent-encoded slash within what begins like a UID in a path is answered with 500."""

    def handle(server: Server, request: Request) -> Answer:
        if any("/" in segment and segment[0].isdigit() for segment in request.segments):
            return Answer(500)
        return right.handle(server, request)

    return replace(right, handle=handle)


@fault(breaks=("property-hostile-queries",))
def a_huge_number_is_a_failure(right: Behaviour) -> Behaviour:
    """A number of more than twenty digits in a query is answered with 500."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        if any(value.isascii() and value.isdigit() and len(value) > 20 for _, value in request.query):
            return Answer(500)
        return right.search(server, request, resource)

    return replace(right, search=search)
