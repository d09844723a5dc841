"""Small changes of requests and answers, of which most faults are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.archive import Instance, NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server, Transaction
from dicomweb_conformance.reference.messages import (
    Answer,
    Attributes,
    Content,
    Datasets,
    Part,
    Parts,
    Reply,
    Request,
    Resource,
)
from dicomweb_conformance.reference.outcomes import Examined
from dicomweb_conformance.reference.part10 import Elements, File, MalformedFile, parse
from dicomweb_conformance.reference.part10_writer import write_file

Change = Callable[[Answer], Answer]

_NOT_WRITTEN = frozenset({"1.2.840.10008.1.2", "1.2.840.10008.1.2.2"})


def after(transaction: Transaction, *changes: Change, levels: str = "service study series instance") -> Transaction:
    """The transaction with its answer changed, on resources of these levels only. Refusals are not touched."""

    def changed(server: Server, request: Request, resource: Resource) -> Answer:
        answer = transaction(server, request, resource)
        if resource.level in levels.split():
            for change in changes:
                answer = change(answer)
        return answer

    return changed


def before(
    transaction: Transaction,
    change: Callable[[Request], Request],
    levels: str = "service study series instance",
) -> Transaction:
    """The transaction with the request changed before it is looked at, on resources of these levels only."""

    def changed(server: Server, request: Request, resource: Resource) -> Answer:
        wanted = change(request) if resource.level in levels.split() else request
        return transaction(server, wanted, resource)

    return changed


def with_status(status: int) -> Change:
    """Another status."""
    return lambda answer: replace(answer, status=status)


def with_header(name: str, value: str) -> Change:
    """A header field more."""
    return lambda answer: replace(answer, headers=(*answer.headers, (name, value)))


def without_header(name: str) -> Change:
    """No such header field among those that the transaction sets (see ``reply_without_header`` for the others)."""
    return lambda answer: replace(
        answer, headers=tuple(field for field in answer.headers if field[0].lower() != name.lower())
    )


def with_datasets(change: Callable[[Attributes], Attributes]) -> Change:
    """Each dataset of the payload changed."""
    return with_dataset_list(lambda datasets: tuple(map(change, datasets)))


def with_dataset_list(change: Callable[[tuple[Attributes, ...]], tuple[Attributes, ...]]) -> Change:
    """Another list of datasets; other payloads stay."""

    def changed(answer: Answer) -> Answer:
        if not isinstance(answer.payload, Datasets):
            return answer
        return replace(answer, payload=replace(answer.payload, datasets=change(answer.payload.datasets)))

    return changed


def without_attributes(*tags: str) -> Change:
    """The datasets of the payload without some attributes."""
    return with_datasets(lambda dataset: {tag: value for tag, value in dataset.items() if tag not in tags})


def with_parts(change: Callable[[tuple[Part, ...]], tuple[Part, ...]]) -> Change:
    """Another list of parts; other payloads stay."""

    def changed(answer: Answer) -> Answer:
        if not isinstance(answer.payload, Parts):
            return answer
        return replace(answer, payload=replace(answer.payload, parts=change(answer.payload.parts)))

    return changed


def answering(right: Behaviour, change: Callable[[Request, Answer], Answer]) -> Behaviour:
    """Every answer changed, also those that refuse a request."""

    def handle(server: Server, request: Request) -> Answer:
        return change(request, right.handle(server, request))

    return replace(right, handle=handle)


def replying(right: Behaviour, change: Callable[[Request, Reply], Reply]) -> Behaviour:
    """Every answer changed in the bytes and header fields that go over the wire."""

    def write(server: Server, request: Request, answer: Answer) -> Reply:
        return change(request, right.write(server, request, answer))

    return replace(right, write=write)


def storing(right: Behaviour, change: Callable[[Elements], Elements]) -> Behaviour:
    """Each dataset changed before it is stored: retrieve, metadata and search agree on the change.

    Datasets in Implicit VR or Big Endian are stored as they are: there is nothing here to write them with.
    """

    def examine(server: Server, content: memoryview) -> Examined:
        try:
            file = parse(content)
        except MalformedFile:
            return right.examine(server, content)
        if file.transfer_syntax in _NOT_WRITTEN:
            return right.examine(server, content)
        changed = replace(file, elements=change(file.elements))
        return right.examine(server, memoryview(b"".join(write_file(changed, file.transfer_syntax))))

    return replace(right, examine=examine)


def retrieving(right: Behaviour, change: Callable[[File], File]) -> Behaviour:
    """Each file changed when it is retrieved as application/dicom, and only then."""

    def transcode(server: Server, instance: Instance, transfer_syntax: str) -> Content:
        content = right.transcode(server, instance, transfer_syntax)
        given = content if isinstance(content, bytes) else content.read_bytes()
        return b"".join(write_file(change(parse(memoryview(given))), transfer_syntax))

    return replace(right, transcode=transcode)


def describing(right: Behaviour, change: Callable[[Attributes], Attributes]) -> Behaviour:
    """The attributes of each instance changed when it is stored: metadata and search are wrong, retrieve is right."""

    def examine(server: Server, content: memoryview) -> Examined:
        examined = right.examine(server, content)
        if not isinstance(examined, NewInstance):
            return examined
        return replace(examined, attributes=change(examined.attributes))

    return replace(right, examine=examine)


def without_parameter(request: Request, name: str) -> Request:
    """The request as if a query parameter had not been sent."""
    return replace(request, query=tuple(pair for pair in request.query if pair[0] != name))


def without_field(request: Request, name: str) -> Request:
    """The request as if a header field had not been sent."""
    return replace(request, headers=tuple(pair for pair in request.headers if pair[0] != name.lower()))


def reply_without_header(reply: Reply, name: str) -> Reply:
    """The written answer without a header field."""
    return replace(reply, headers=tuple(field for field in reply.headers if field[0].lower() != name.lower()))
