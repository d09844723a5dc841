"""Files that come wrong in rare cases only: many instances, converted files, parts of several series."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import Instance, NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import after, replying, with_parts
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.retrieve_changes import in_retrieve, retrieving_only
from dicomweb_conformance.reference.layout import layout
from dicomweb_conformance.reference.messages import (
    Answer,
    Attributes,
    Content,
    Part,
    Parts,
    Reply,
    Request,
    Resource,
)
from dicomweb_conformance.reference.outcomes import Outcome
from dicomweb_conformance.reference.part10 import IMPLICIT_VR_LITTLE_ENDIAN, Elements, File, Fragments
from dicomweb_conformance.reference.part10_writer import write_file
from dicomweb_conformance.reference.syntaxes import NATIVE

_LOSSY = 0x00282110
_OFFSETS = (0x7FE00001, 0x7FE00002)
_PLANAR_CONFIGURATION = 0x00280006
_SERIES = re.compile(r"/series/[0-9.]+")


def _converting(right: Behaviour, change: Callable[[File, File, str], Elements]) -> Behaviour:
    """Elements changed of files that are retrieved in another transfer syntax than the stored one.

    ``change`` is given the converted file, the stored one and the transfer syntax.
    """

    def transcode(server: Server, instance: Instance, transfer_syntax: str) -> Content:
        content = right.transcode(server, instance, transfer_syntax)
        if transfer_syntax == instance.transfer_syntax:
            return content
        given = part10.parse(memoryview(content if isinstance(content, bytes) else content.read_bytes()))
        changed = change(given, part10.read_file(instance.path), transfer_syntax)
        return b"".join(write_file(replace(given, elements=changed), transfer_syntax))

    return in_retrieve(right, transcode)


def _is_decompressed(stored: File, transfer_syntax: str) -> bool:
    pixels = stored.elements.get(part10.PIXEL_DATA)
    return pixels is not None and isinstance(pixels.value, Fragments) and transfer_syntax in NATIVE


@fault(breaks=("retrieve-study-whole",))
def a_study_gives_a_hundred_instances_at_most(right: Behaviour) -> Behaviour:
    """Of a study of more than a hundred instances the first hundred come."""
    return replace(right, retrieve=after(right.retrieve, with_parts(lambda parts: parts[:100]), levels="study"))


@fault(breaks=("retrieve-study-whole", "metadata-of-study"))
def studies_are_found_by_the_beginning_of_their_uid(right: Behaviour) -> Behaviour:
    """A study comes with the instances of another one whose UID begins with its own."""

    def select(server: Server, resource: Resource) -> Sequence[Instance]:
        found = right.select(server, resource)
        if not found or resource.level != "study":
            return found
        return tuple(each for each in server.archive.select() if each.study.startswith(f"{resource.study}"))

    def delete(server: Server, request: Request, resource: Resource) -> Answer:
        exact = replace(server, behaviour=replace(server.behaviour, select=right.select))
        return right.delete(exact, request, resource)

    return replace(right, select=select, delete=delete)


@fault(breaks=("retrieve-series-whole",))
def what_was_replaced_comes_too(right: Behaviour) -> Behaviour:
    """A series comes with an instance as it was before it was replaced, and as it is."""
    earlier: dict[str, bytes] = {}

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        for known in server.archive.select(instance=new.instance):
            earlier[known.instance] = known.path.read_bytes()
        return right.accept(server, resource, new)

    def with_the_earlier(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        old = (earlier.get((part.location or "").rpartition("/")[2]) for part in parts)
        return (*parts, *(replace(parts[0], content=content) for content in old if content is not None))

    retrieve = after(right.retrieve, with_parts(with_the_earlier), levels="series")
    return replace(right, accept=accept, retrieve=retrieve)


@fault(breaks=("retrieve-part-location",))
def parts_lie_in_the_series_of_the_first(right: Behaviour) -> Behaviour:
    """In a study of several series, every Content-Location is below the series of the first part."""

    def moved(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        first = _SERIES.search(parts[0].location or "")
        if first is None:
            return parts
        return tuple(replace(part, location=_SERIES.sub(first[0], part.location or "")) for part in parts)

    return replace(right, retrieve=after(right.retrieve, with_parts(moved), levels="study"))


@fault(breaks=("retrieve-multipart-quoting",))
def boundaries_are_never_quoted(right: Behaviour) -> Behaviour:
    """The boundary has equals signs, and stands in no quotes."""

    def changed(request: Request, reply: Reply) -> Reply:
        fields = dict(reply.headers)
        found = re.search(r"; boundary=([0-9a-f]{32})$", fields.get("Content-Type", ""))
        if found is None or "Content-Encoding" in fields:
            return reply
        old, new = found[1].encode(), b"=_Part" + found[1][6:].encode()
        body = tuple(piece.replace(old, new) if isinstance(piece, bytes) else piece for piece in reply.body)
        named = fields["Content-Type"].replace(found[1], new.decode())
        headers = tuple((name, named if name == "Content-Type" else value) for name, value in reply.headers)
        return replace(reply, headers=headers, body=body)

    return replying(right, changed)


@fault(breaks=("retrieve-pixel-data-even",))
def decompressed_pixels_have_no_pad_byte(right: Behaviour) -> Behaviour:
    """Pixel data that is decompressed to an odd number of bytes has an odd length."""

    def change(given: File, stored: File, transfer_syntax: str) -> Elements:
        shape = layout(stored.elements)
        if shape is None or not _is_decompressed(stored, transfer_syntax):
            return given.elements
        pixels = given.elements[shape.tag]
        return {
            **given.elements,
            shape.tag: replace(pixels, value=memoryview(pixels.data[: shape.frames * shape.bits // 8])),
        }

    return _converting(right, change)


@fault(breaks=("retrieve-no-stale-offsets",))
def offsets_outlive_compression(right: Behaviour) -> Behaviour:
    """A file keeps its Extended Offset Table when its pixel data is decompressed."""

    def change(given: File, stored: File, transfer_syntax: str) -> Elements:
        tables = {tag: stored.elements[tag] for tag in _OFFSETS if tag in stored.elements}
        return {**given.elements, **tables} if _is_decompressed(stored, transfer_syntax) else given.elements

    return _converting(right, change)


@fault(breaks=("retrieve-loss-said",))
def losses_are_forgotten(right: Behaviour) -> Behaviour:
    """What was compressed with loss comes with LossyImageCompression 00."""

    def forgotten(file: File) -> File:
        said = file.elements.get(_LOSSY)
        if said is None:
            return file
        return replace(file, elements={**file.elements, _LOSSY: replace(said, value=memoryview(b"00"))})

    return retrieving_only(right, forgotten)


@fault(breaks=("retrieve-decompressed-pixels",))
def planes_are_announced_where_pixels_come(right: Behaviour) -> Behaviour:
    """Decompressed colours come by pixel, and say that they come by plane as the compressed ones did."""

    def change(given: File, stored: File, transfer_syntax: str) -> Elements:
        planar = stored.elements.get(_PLANAR_CONFIGURATION)
        if planar is None or not _is_decompressed(stored, transfer_syntax):
            return given.elements
        return {**given.elements, _PLANAR_CONFIGURATION: planar}

    return _converting(right, change)


@fault(breaks=("retrieve-reencoded-whole",))
def empty_elements_are_lost_on_the_way(right: Behaviour) -> Behaviour:
    """Elements without value are missing in files that come in another transfer syntax than the stored one."""

    def change(given: File, stored: File, transfer_syntax: str) -> Elements:
        return {
            tag: element
            for tag, element in given.elements.items()
            if isinstance(element.value, Fragments) or len(element.value) or _is_decompressed(stored, transfer_syntax)
        }

    return _converting(right, change)


@fault(breaks=("retrieve-banned-syntax-never",))
def reports_come_in_implicit_vr(right: Behaviour) -> Behaviour:
    """Where any transfer syntax is accepted, what has no pixels comes in Implicit VR Little Endian if it lies so."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.retrieve(server, request, resource)
        if "transfer-syntax=*" not in (request.header("accept") or "") or not isinstance(answer.payload, Parts):
            return answer
        return with_parts(lambda parts: tuple(as_stored(server, part) for part in parts))(answer)

    def as_stored(server: Server, part: Part) -> Part:
        for instance in server.archive.select(instance=(part.location or "").rpartition("/")[2]):
            is_implicit = instance.transfer_syntax == IMPLICIT_VR_LITTLE_ENDIAN
            if is_implicit and layout(part10.read_file(instance.path).elements) is None:
                return replace(part, content=instance.path, transfer_syntax=IMPLICIT_VR_LITTLE_ENDIAN)
        return part

    return replace(right, retrieve=retrieve)


@fault(breaks=("store-retrieve-url-of-instance",))
def retrieve_urls_name_the_first_study(right: Behaviour) -> Behaviour:
    """Where instances of two studies are stored together, every RetrieveURL is below the first study."""

    def store_module(request: Request, resource: Resource, outcomes: Sequence[Outcome]) -> Attributes:
        module = right.store_module(request, resource, outcomes)
        stored = [outcome for outcome in outcomes if outcome.stored]
        sequence = module.get("00081199")
        if sequence is None or len({outcome.study for outcome in stored}) < 2:
            return module
        moved = [_below(stored[0].study, item) for item in sequence["Value"]]
        return {**module, "00081199": {**sequence, "Value": moved}}

    return replace(right, store_module=store_module)


def _below(study: str, item: Attributes) -> Attributes:
    url = item["00081190"]
    return {**item, "00081190": {**url, "Value": [re.sub(r"/studies/[0-9.]+", f"/studies/{study}", url["Value"][0])]}}
