"""Wrong ways to give instances, frames and metadata where Microsoft's service has rules of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

from dicomweb_conformance.reference import part10
from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.conformant import CONFORMANT
from dicomweb_conformance.reference.faults.changes import (
    after,
    before,
    with_datasets,
    without_field,
    without_header,
)
from dicomweb_conformance.reference.faults.fault import microsoft
from dicomweb_conformance.reference.messages import Answer, Attributes, Content, Refused, Request, Resource
from dicomweb_conformance.reference.part10 import Element, File
from dicomweb_conformance.reference.part10_writer import write_file
from dicomweb_conformance.reference.pixels import compressed
from dicomweb_conformance.reference.syntaxes import JPEG_2000_LOSSLESS

_PLAIN = 'multipart/related; type="application/dicom"'
_BINARY = frozenset("OB OD OF OL OV OW UN".split())


def _accepting(request: Request, accept: str) -> Request:
    return replace(request, headers=(*without_field(request, "accept").headers, ("accept", accept)))


def _accept(request: Request) -> str:
    return request.header("accept") or "*/*"


def _spelt(right: Behaviour, change: Callable[[str], str]) -> Behaviour:
    """Retrieve as if something else were acceptable."""
    return replace(
        right, retrieve=before(right.retrieve, lambda request: _accepting(request, change(_accept(request))))
    )


@microsoft(breaks=("microsoft-retrieve-default-syntax",))
def instances_come_as_they_are_stored_by_default(right: Behaviour) -> Behaviour:
    """When no transfer syntax is named, compressed instances come compressed."""
    return _spelt(right, lambda accept: f"{accept}; transfer-syntax=*" if accept == _PLAIN else accept)


@microsoft(breaks=("microsoft-retrieve-default-syntax",))
def compressed_instances_need_a_named_transfer_syntax(right: Behaviour) -> Behaviour:
    """When no transfer syntax is named, compressed instances are refused with 406."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        stored = {each.transfer_syntax for each in right.select(server, resource)}
        if _accept(request) == _PLAIN and stored - {part10.EXPLICIT_VR_LITTLE_ENDIAN}:
            raise Refused(406, "The instances cannot be transcoded.")
        return right.retrieve(server, request, resource)

    return replace(right, retrieve=retrieve)


@microsoft(breaks=("microsoft-retrieve-anything",))
def anything_is_explicit_little_endian(right: Behaviour) -> Behaviour:
    """When anything is acceptable, compressed instances come decompressed."""
    return _spelt(right, lambda accept: _PLAIN if accept == "*/*" else accept)


@microsoft(breaks=("microsoft-retrieve-jpeg-2000",))
def jpeg_2000_is_not_supported(right: Behaviour) -> Behaviour:
    """Instances are refused with 406 when JPEG 2000 is asked for."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        if JPEG_2000_LOSSLESS in _accept(request):
            raise Refused(406, "The transfer syntax is not supported.")
        return right.retrieve(server, request, resource)

    return replace(right, retrieve=retrieve)


@microsoft(breaks=("microsoft-retrieve-jpeg-2000",))
def jpeg_2000_is_answered_with_what_is_stored(right: Behaviour) -> Behaviour:
    """Instances come in the transfer syntax in which they are stored when JPEG 2000 is asked for."""
    return _spelt(right, lambda accept: accept.replace(f"={JPEG_2000_LOSSLESS}", "=*"))


@microsoft(breaks=("microsoft-retrieve-jpeg-2000",))
def jpeg_2000_loses_a_bit(right: Behaviour) -> Behaviour:
    """The lowest bit of each sample is lost in JPEG 2000."""

    def transcode(server: Server, instance: Instance, transfer_syntax: str) -> Content:
        if transfer_syntax != JPEG_2000_LOSSLESS:
            return right.transcode(server, instance, transfer_syntax)
        file = part10.read_file(instance.path)
        pixels = file.elements[0x7FE00010]
        less = Element(pixels.tag, pixels.vr, memoryview(bytes(byte & 0xFE for byte in pixels.data)))
        changed = File(file.meta, MappingProxyType({**file.elements, pixels.tag: less}), file.preamble)
        lossy = File(file.meta, compressed(changed, transfer_syntax), file.preamble)
        return b"".join(write_file(lossy, transfer_syntax))

    return replace(right, transcode=transcode)


@microsoft(breaks=("microsoft-retrieve-unsupported-syntax",))
def what_is_not_supported_comes_in_the_default_syntax(right: Behaviour) -> Behaviour:
    """When a transfer syntax is not supported, the instances come in Explicit VR Little Endian."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        try:
            return right.retrieve(server, request, resource)
        except Refused as refused:
            if refused.answer.status != 406 or "transfer-syntax" not in _accept(request):
                raise
            return right.retrieve(server, _accepting(request, _PLAIN), resource)

    return replace(right, retrieve=retrieve)


def _malformed(right: Behaviour, status: int) -> Behaviour:
    """Another status for malformed identifiers in requests that read."""

    def route(request: Request) -> Resource:
        try:
            return right.route(request)
        except Refused as refused:
            if request.method != "GET" or refused.answer.status != 400:
                raise
            raise Refused(status, "There is no such resource.") from refused

    return replace(right, route=route)


@microsoft(breaks=("microsoft-retrieve-malformed-uid",))
def a_malformed_identifier_is_not_found(right: Behaviour) -> Behaviour:
    """Retrieving by a malformed identifier is answered with 404."""
    return _malformed(right, 404)


@microsoft(breaks=("microsoft-retrieve-malformed-uid",))
def a_malformed_identifier_crashes_the_server(right: Behaviour) -> Behaviour:
    """Retrieving by a malformed identifier is answered with 500."""
    return _malformed(right, 500)


@microsoft(breaks=("microsoft-metadata-without-binary",))
def metadata_has_binary_values(right: Behaviour) -> Behaviour:
    """Metadata has binary values, as PS3.18 demands it."""
    return replace(right, metadata=CONFORMANT.metadata)


@microsoft(breaks=("microsoft-metadata-without-binary",))
def metadata_has_binary_values_in_sequences(right: Behaviour) -> Behaviour:
    """Metadata has the binary values that lie in sequences."""

    def metadata(server: Server, request: Request, resource: Resource) -> Answer:
        return with_datasets(_without_binary)(CONFORMANT.metadata(server, request, resource))

    return replace(right, metadata=metadata)


def _without_binary(attributes: Attributes) -> Attributes:
    return {tag: attribute for tag, attribute in attributes.items() if attribute["vr"] not in _BINARY}


@microsoft(breaks=("metadata-cache-validation",))
def metadata_has_no_entity_tag(right: Behaviour) -> Behaviour:
    """Metadata comes without ETag."""
    return replace(right, metadata=after(right.metadata, without_header("ETag")))


@microsoft(breaks=("metadata-cache-validation",))
def metadata_is_always_sent_again(right: Behaviour) -> Behaviour:
    """Metadata is sent whatever If-None-Match says."""
    return replace(right, metadata=before(right.metadata, lambda request: without_field(request, "if-none-match")))


@microsoft(breaks=("frames-microsoft-single-part",))
def a_frame_comes_in_parts_only(right: Behaviour) -> Behaviour:
    """A frame as a single part is refused with 406."""

    def frames(server: Server, request: Request, resource: Resource) -> Answer:
        if _accept(request).startswith("application/octet-stream"):
            raise Refused(406, "Frames come as multipart/related.")
        return right.frames(server, request, resource)

    return replace(right, frames=frames)


@microsoft(breaks=("frames-microsoft-single-part",))
def a_single_frame_is_framed_all_the_same(right: Behaviour) -> Behaviour:
    """A frame that was asked for as a single part comes as multipart/related."""

    def change(request: Request) -> Request:
        octets = "application/octet-stream"
        return _accepting(request, _accept(request).replace(octets, f'multipart/related; type="{octets}"', 1))

    def frames(server: Server, request: Request, resource: Resource) -> Answer:
        single = _accept(request).startswith("application/octet-stream")
        return right.frames(server, change(request) if single else request, resource)

    return replace(right, frames=frames)


@microsoft(breaks=("retrieve-bare-instance", "retrieve-instance-single-part"))
def an_instance_comes_in_parts_only(right: Behaviour) -> Behaviour:
    """An instance as a single part is refused with 406."""

    def retrieve(server: Server, request: Request, resource: Resource) -> Answer:
        if _accept(request).startswith("application/dicom"):
            raise Refused(406, "Instances come as multipart/related.")
        return right.retrieve(server, request, resource)

    return replace(right, retrieve=retrieve)
