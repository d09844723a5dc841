"""Wrong instances: too few, too many, badly framed, or found where they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server, Transaction
from dicomweb_conformance.reference.faults.changes import after, replying, with_parts
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.retrieve_changes import gone
from dicomweb_conformance.reference.messages import (
    Answer,
    Content,
    Headers,
    Part,
    Parts,
    Refused,
    Reply,
    Request,
    Resource,
)
from dicomweb_conformance.reference.syntaxes import NATIVE


@fault(
    breaks=(
        "retrieve-study-instances",
        "retrieved-instances-are-usable",
        "retrieve-study-whole",
        "retrieve-mixed-syntaxes-whole",
        "search-retrieve-url",
        "store-retrieve-url-of-study",
    )
)
def a_study_lacks_its_last_instance(right: Behaviour) -> Behaviour:
    """The last of several instances is missing when a study is retrieved."""
    return replace(right, retrieve=after(right.retrieve, with_parts(lambda parts: parts[:-1] or parts), levels="study"))


@fault(breaks=("retrieve-series-instances", "retrieve-series-whole", "search-retrieve-url"))
def a_series_repeats_its_first_instance(right: Behaviour) -> Behaviour:
    """The first instance comes twice when a series is retrieved."""
    repeated = with_parts(lambda parts: (parts[0], *parts))
    return replace(right, retrieve=after(right.retrieve, repeated, levels="series"))


@fault(breaks=("retrieve-series-instances", "retrieve-series-whole", "search-retrieve-url"))
def a_series_comes_with_its_whole_study(right: Behaviour) -> Behaviour:
    """All instances of the study come when one of its series is retrieved."""

    def wider(server: Server, resource: Resource) -> Resource:
        known = resource.level == "series" and server.behaviour.select(server, resource)
        return Resource("entity", resource.study) if known else resource

    return replace(right, retrieve=_elsewhere(right.retrieve, wider))


@fault(
    breaks=(
        "retrieve-instance",
        "retrieve-instance-alone",
        "retrieve-boundary-unique",
        "retrieve-accept-quoting",
        "retrieve-accept-case",
        "retrieve-accept-bare-type",
        "retrieve-accept-list",
        "retrieve-accept-anything",
        "retrieve-accept-ranges",
        "search-retrieve-url",
        "store-joins-series",
        "store-retrieve-url-of-instance",
    )
)
def an_instance_comes_with_its_whole_series(right: Behaviour) -> Behaviour:
    """All instances of the series come when one of them is retrieved in parts."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.retrieve(server, request, resource)
        if resource.level != "instance" or not isinstance(answer.payload, Parts):
            return answer
        return right.retrieve(server, request, Resource("entity", resource.study, resource.series))

    return replace(right, retrieve=retrieve)


@fault(breaks=("retrieve-mixed-syntaxes-whole",))
def compressed_instances_are_left_out_beside_others(right: Behaviour) -> Behaviour:
    """Compressed instances are missing when a study holds uncompressed ones too."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        if resource.level != "study":
            return right.retrieve(server, request, resource)

        def select(_: Server, wanted: Resource) -> Sequence[Instance]:
            instances = right.select(server, wanted)
            return tuple(each for each in instances if each.transfer_syntax in NATIVE) or instances

        narrowed = replace(server, behaviour=replace(server.behaviour, select=select))
        return right.retrieve(narrowed, request, resource)

    return replace(right, retrieve=retrieve)


SERIES_AS_PARTS = (
    "retrieve-series-instances",
    "retrieve-series-whole",
    "retrieve-multipart-framing",
    "retrieve-multipart-type",
    "retrieve-part-type",
    "retrieve-default-syntax",
    "retrieve-explicit-syntax",
    "retrieve-any-syntax",
    "retrieve-levels-agree",
)
"""What is judged by the multipart that a series is retrieved as."""


@fault(breaks=(*SERIES_AS_PARTS, "search-retrieve-url"))
def a_series_has_no_closing_delimiter(right: Behaviour) -> Behaviour:
    """The multipart of a series ends without its closing delimiter."""
    return replying(right, _for_series(lambda body: body[: body.rindex(b"\r\n--")]))


@fault(breaks=(*SERIES_AS_PARTS, "search-retrieve-url"))
def a_series_has_line_feeds_instead_of_line_ends(right: Behaviour) -> Behaviour:
    """The header of the parts of a series ends its lines with bare line feeds."""
    return replying(right, _for_series(lambda body: body.replace(b"\r\n\r\n", b"\n\n")))


@fault(breaks=(*SERIES_AS_PARTS, "search-retrieve-url"))
def a_series_comes_as_one_bare_file(right: Behaviour) -> Behaviour:
    """A series comes as its first instance without multipart framing, although multipart was asked for."""

    def bare(request: Request, reply: Reply) -> Reply:
        if not _is_of_series(request, reply):
            return reply
        first = next(piece for piece in reply.body[1:] if piece)
        return Reply(200, (("Content-Type", "application/dicom"),), (first,))

    return replying(right, bare)


@fault(breaks=("retrieve-multipart-type",))
def the_multipart_does_not_state_its_type(right: Behaviour) -> Behaviour:
    """The Content-Type of a multipart of instances has no type parameter."""
    return replying(right, _content_type('type="application/dicom"; ', ""))


@fault(breaks=("retrieve-multipart-type",))
def the_multipart_states_another_type(right: Behaviour) -> Behaviour:
    """The Content-Type of a multipart of instances names application/octet-stream as the type of its parts."""
    return replying(right, _content_type('type="application/dicom"', 'type="application/octet-stream"'))


@fault(breaks=("retrieve-part-type", "retrieve-syntax-labelled", "http-payload-true"))
def only_the_first_part_has_a_header(right: Behaviour) -> Behaviour:
    """The second and later instances of a multipart come without header fields."""

    def write_multipart(parts: Iterable[tuple[Headers, Content]], boundary: str) -> tuple[Content, ...]:
        pieces = list(parts)
        if pieces and pieces[0][0][0][1].partition(";")[0] == "application/dicom":
            pieces[1:] = [((), content) for _, content in pieces[1:]]
        return right.write_multipart(pieces, boundary)

    return replace(right, write_multipart=write_multipart)


@fault(breaks=("retrieve-part-length",))
def parts_state_a_wrong_length(right: Behaviour) -> Behaviour:
    """The Content-Length of a part counts its header too."""

    def part_headers(part: Part) -> Headers:
        fields = right.part_headers(part)
        if fields[0][1].partition(";")[0] != "application/dicom":
            return fields
        return tuple((name, str(int(value) + 64) if name == "Content-Length" else value) for name, value in fields)

    return replace(right, part_headers=part_headers)


@fault(breaks=("retrieve-boundary-unique",))
def the_boundary_is_always_the_same(right: Behaviour) -> Behaviour:
    """Each multipart of instances has the same boundary, whatever the instances hold."""

    def fixed(request: Request, reply: Reply) -> Reply:
        content_type = dict(reply.headers).get("Content-Type", "")
        if 'type="application/dicom"' not in content_type:
            return reply
        boundary = content_type.rpartition("boundary=")[2]
        always = "DICOMwebBoundaryDICOMwebBoundary"
        headers = tuple((name, value.replace(boundary, always)) for name, value in reply.headers)
        body = tuple(
            piece.replace(boundary.encode(), always.encode()) if isinstance(piece, bytes) else piece
            for piece in reply.body
        )
        return Reply(reply.status, headers, body)

    return replying(right, fixed)


@fault(breaks=("retrieve-unknown-study",))
def an_unknown_study_is_said_to_be_gone(right: Behaviour) -> Behaviour:
    """A study that was never stored is answered with 410, as if it had been deleted."""
    return replace(right, retrieve=gone(right.retrieve, "study"))


@fault(breaks=("retrieve-unknown-series", "retrieve-series-of-other-study", "delete-gone-is-not-found"))
def an_unknown_series_yields_its_study(right: Behaviour) -> Behaviour:
    """A series that the study does not have is answered with all instances of the study."""

    def wider(server: Server, resource: Resource) -> Resource:
        unknown = resource.level == "series" and not server.behaviour.select(server, resource)
        return Resource("entity", resource.study) if unknown else resource

    return replace(right, retrieve=_elsewhere(right.retrieve, wider))


@fault(breaks=("retrieve-unknown-instance", "retrieve-instance-of-other-series", "retrieve-instance-of-other-study"))
def an_unknown_instance_is_said_to_be_gone(right: Behaviour) -> Behaviour:
    """An instance that is not where it is asked for is answered with 410, as if it had been deleted."""
    return replace(right, retrieve=gone(right.retrieve, "instance"))


@fault(breaks=("retrieve-instance-of-other-series",))
def an_instance_is_found_under_any_series_of_its_study(right: Behaviour) -> Behaviour:
    """The SeriesInstanceUID of the path is not looked at when an instance is retrieved."""

    def by_study(server: Server, resource: Resource) -> Resource:
        found = server.archive.select(study=resource.study, instance=resource.instance)
        return replace(resource, series=found[0].series) if found and resource.level == "instance" else resource

    return replace(right, retrieve=_elsewhere(right.retrieve, by_study))


@fault(breaks=("retrieve-instance-of-other-study",))
def an_instance_is_found_under_any_study(right: Behaviour) -> Behaviour:
    """The StudyInstanceUID of the path is not looked at when an instance is retrieved."""

    def by_series(server: Server, resource: Resource) -> Resource:
        found = server.archive.select(series=resource.series, instance=resource.instance)
        return replace(resource, study=found[0].study) if found and resource.level == "instance" else resource

    return replace(right, retrieve=_elsewhere(right.retrieve, by_series))


@fault(breaks=("retrieve-series-of-other-study",))
def a_series_is_found_under_any_study(right: Behaviour) -> Behaviour:
    """The StudyInstanceUID of the path is not looked at when a series is retrieved."""

    def by_series(server: Server, resource: Resource) -> Resource:
        found = server.archive.select(series=resource.series)
        return replace(resource, study=found[0].study) if found and resource.level == "series" else resource

    return replace(right, retrieve=_elsewhere(right.retrieve, by_series))


@fault(breaks=("retrieve-malformed-uid",))
def a_long_uid_is_a_server_error(right: Behaviour) -> Behaviour:
    """A UID of more than 64 characters is answered with 500 when instances are asked for."""

    def route(request: Request) -> Resource:
        try:
            return right.route(request)
        except Refused as refused:
            too_long = any(64 < len(segment) < 100 for segment in request.segments)
            if request.method == "GET" and too_long and len(request.segments) in (2, 4, 6):
                raise Refused(500, "The UID cannot be parsed.") from refused
            raise

    return replace(right, route=route)


def _elsewhere(transaction: Transaction, change: Callable[[Server, Resource], Resource]) -> Transaction:
    def changed(server: Server, request: Request, resource: Resource) -> Answer:
        return transaction(server, request, change(server, resource))

    return changed


def _is_of_series(request: Request, reply: Reply) -> bool:
    return reply.status == 200 and request.method == "GET" and len(request.segments) == 4


def _for_series(change: Callable[[bytes], bytes]) -> Callable[[Request, Reply], Reply]:
    def changed(request: Request, reply: Reply) -> Reply:
        if not _is_of_series(request, reply) or "multipart" not in dict(reply.headers).get("Content-Type", ""):
            return reply
        body = change(b"".join(piece if isinstance(piece, bytes) else piece.read_bytes() for piece in reply.body))
        headers = tuple(field for field in reply.headers if field[0] != "Content-Length")
        return Reply(reply.status, (*headers, ("Content-Length", str(len(body)))), (body,))

    return changed


def _content_type(old: str, new: str) -> Callable[[Request, Reply], Reply]:
    def changed(request: Request, reply: Reply) -> Reply:
        headers = tuple(
            (name, value.replace(old, new) if name == "Content-Type" else value) for name, value in reply.headers
        )
        return replace(reply, headers=headers)

    return changed


@fault(breaks=("retrieve-part-location",))
def the_last_part_states_the_location_of_the_first(right: Behaviour) -> Behaviour:
    """Content-Location of the last of several instances is that of the first."""

    def relocated(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        return (*parts[:-1], replace(parts[-1], location=parts[0].location)) if len(parts) > 1 else parts

    return replace(right, retrieve=after(right.retrieve, with_parts(relocated)))
