"""Bulk data: what metadata refers to, and what the references give (PS3.18 10.4.1.1.5, F.2.2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.bulkdata_values import Path, stored_value
from dicomweb_conformance.checks.frames import essence, frame_is, is_offered
from dicomweb_conformance.checks.frames_encoding import NATIVE, OCTETS, essence_of, syntax_of
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance

PIXELS = ("7FE00010", "7FE00008", "7FE00009")


@dataclass(frozen=True)
class BulkReference:
    """A BulkDataURI, and where it stands: tags, and item numbers from 1 between them."""

    path: Path
    uri: str

    @property
    def kind(self) -> str:
        """``pixel data`` of the image itself, ``item`` for what lies in a sequence, ``value`` for the rest."""
        if len(self.path) > 1:
            return "item"
        return "pixel data" if self.path[0] in PIXELS else "value"

    def __str__(self) -> str:
        return "/".join(map(str, self.path))


@dataclass(frozen=True)
class Followed:
    """A reference and what it gave."""

    reference: BulkReference
    response: Response


def references(metadata: Response) -> tuple[BulkReference, ...]:
    """Every BulkDataURI in the metadata of one instance, at any depth. Raises NotOffered when there is none."""
    if metadata.status != 200:
        raise Nonconformity("metadata with status 200", f"status {metadata.status}")
    found = tuple(reference for ds in documents.datasets(metadata) for reference in _references(ds, ()))
    if not found:
        raise NotOffered("the metadata has no BulkDataURI")
    return found


def _references(ds: Mapping[str, Any], above: Path) -> Iterator[BulkReference]:
    for tag, element in ds.items():
        if not isinstance(element, dict):
            continue
        path = (*above, tag.upper())
        if "BulkDataURI" in element:
            uri = element["BulkDataURI"]
            if not isinstance(uri, str):
                raise Nonconformity(f"a BulkDataURI at {'/'.join(map(str, path))}", repr(uri)[:80])
            yield BulkReference(path, uri)
        elif isinstance(element.get("Value"), list):
            for number, item in enumerate(element["Value"], 1):
                if isinstance(item, dict) and element.get("vr") == "SQ":
                    yield from _references(item, (*path, number))


def each_resolves(followed: Sequence[Followed]) -> None:
    """Each reference gives bulk data: status 200, a type of bulk data, and content."""
    for each in followed:
        _values(each)


def each_is_offered(followed: Sequence[Followed]) -> None:
    """The target gives bulk data so, or refuses it cleanly. Raises NotOffered for that."""
    for each in followed:
        is_offered(each.response)


def values_are_stored(followed: Sequence[Followed], kind: str, instance: Instance) -> None:
    """Each reference of that kind gives the stored value, give or take a pad byte.

    Raises NotOffered when the metadata has no such reference: the target then writes these values inline.
    """
    chosen = [each for each in followed if each.reference.kind == kind]
    if not chosen:
        raise NotOffered(f"the metadata refers to no {kind} by a BulkDataURI")
    for each in chosen:
        is_stored(each, instance)


def is_stored(followed: Followed, instance: Instance) -> None:
    """The reference gives the stored value. Pixel data may come by frame, and decompressed or as its code streams."""
    where = f"the bulk data of {followed.reference}"
    parts = _values(followed)
    if followed.reference.kind == "pixel data" and _by_frame(parts, instance, where):
        for number, part in enumerate(parts, 1):
            frame_is(part, number, instance, f"{where}, frame {number},")
        return
    stored = stored_value(instance, followed.reference.path)
    if stored is None:
        return
    received = b"".join(part.body.read() for part in parts)
    if not _same(received, stored):
        raise Nonconformity(f"{where} equal to the stored {len(stored)} bytes", _differs(received, stored))


def _by_frame(parts: Sequence[Part], instance: Instance, where: str) -> bool:
    frames = instance.number_of_frames
    compressed = syntax_of(parts[0], where) not in NATIVE
    return len(parts) == frames and (frames > 1 or compressed)


def _same(received: bytes, stored: bytes) -> bool:
    # The pad byte that makes a length even may be there or not.
    return received == stored or received in (stored + b"\x00", stored[:-1] if stored.endswith(b"\x00") else stored)


def _differs(received: bytes, stored: bytes) -> str:
    if len(received) != len(stored):
        return f"{len(received)} bytes"
    at = next(index for index, (a, b) in enumerate(zip(received, stored, strict=True)) if a != b)
    return f"a difference from byte {at} on: {received[at : at + 8].hex(' ')} for {stored[at : at + 8].hex(' ')}"


def _values(followed: Followed) -> tuple[Part, ...]:
    """The parts of the answer, or its body as a part."""
    response = followed.response
    where = f"the BulkDataURI of {followed.reference}"
    if response.status != 200:
        raise Nonconformity(f"{where} answers 200", f"status {response.status}")
    if essence(response) == "multipart/related":
        parts = documents.parts(response)
    else:
        content_type = response.header("content-type")
        if content_type is None:
            raise Nonconformity(f"{where} gives a type of bulk data such as {OCTETS}", "no Content-Type")
        parts = (Part((("Content-Type", content_type),), response.body),)
    if not any(part.body.size for part in parts):
        raise Nonconformity(f"{where} gives content", "nothing")
    for part in parts:
        essence_of(part, where)
    return parts


def are_parts(followed: Sequence[Followed]) -> None:
    """Each answer is multipart, as was asked for."""
    for each in followed:
        if each.response.status != 200 or essence(each.response) != "multipart/related":
            raise Nonconformity(
                f"the bulk data of {each.reference} as multipart/related",
                f"status {each.response.status}, {each.response.header('content-type') or 'no Content-Type'}",
            )


def are_single(followed: Sequence[Followed]) -> None:
    """Each answer is the value itself, without multipart framing."""
    for each in followed:
        if essence(each.response) != OCTETS:
            raise Nonconformity(
                f"the bulk data of {each.reference} as {OCTETS}",
                each.response.header("content-type") or "no Content-Type",
            )


def none_found(followed: Sequence[Followed], statuses: Sequence[int]) -> None:
    """Each address is unknown to the target."""
    for each in followed:
        if each.response.status not in statuses:
            raise Nonconformity(
                f"status {' or '.join(map(str, statuses))} for bulk data of an unknown instance",
                f"status {each.response.status}",
            )


def refused_or_stored(followed: Sequence[Followed], statuses: Sequence[int], instance: Instance) -> None:
    """Each request is refused with one of these statuses, or answered with the value, truthfully labelled."""
    for each in followed:
        if each.response.status not in statuses:
            is_stored(each, instance)


def unchanged(followed: Sequence[Followed], again: Sequence[Followed]) -> None:
    """The same references give the same bytes once more."""
    for first, second in zip(followed, again, strict=True):
        before = [part.body.sha256 for part in _values(first)]
        if [part.body.sha256 for part in _values(second)] != before:
            raise Nonconformity(f"the bulk data of {first.reference} as before", "other bytes")


def located(followed: Sequence[Followed]) -> None:
    """Each part names, as its Content-Location, the address that it was retrieved from (PS3.18 10.4.3.3)."""
    for each in followed:
        for part in _values(each):
            location = part.header("content-location")
            if location is None:
                raise Nonconformity(f"a Content-Location with the bulk data of {each.reference}", "none")
            if urljoin(each.response.url, location) != each.reference.uri:
                raise Nonconformity(f"Content-Location {each.reference.uri}", location)


def at_home(elsewhere: Sequence[str]) -> None:
    """No BulkDataURI lies elsewhere than on the origin of the target."""
    if elsewhere:
        raise Nonconformity("BulkDataURIs on the origin of the target", elsewhere[0])


def hold_all(response: Response, instances: Sequence[tuple[Instance, Sequence[BulkReference]]]) -> None:
    """The parts hold every value that the metadata of these instances refers to; pixel data may come by frame."""
    is_offered(response)
    bodies = [part.body.read() for part in documents.parts(response)]
    for instance, found in instances:
        for reference in found:
            stored = stored_value(instance, reference.path)
            if stored is None or any(_same(body, stored) for body in bodies):
                continue
            frames = [instance.decoded_frame(n) for n in range(1, instance.number_of_frames + 1)]
            if reference.kind == "pixel data" and all(any(_same(body, f) for body in bodies) for f in frames):
                continue
            raise Nonconformity(
                f"a part with the value of {reference} in {instance.name}", f"{len(bodies)} other parts"
            )


def range_is_honest(followed: Followed, instance: Instance, first: int, last: int) -> None:
    """The bytes of the range with 206 and a Content-Range that says so, or the whole value with 200 (RFC 9110 14)."""
    response = followed.response
    is_offered(response)
    whole = stored_value(instance, followed.reference.path)
    if whole is None:
        raise NotOffered(f"the target refers to {followed.reference}, which was not stored")
    if response.status == 200:
        is_stored(followed, instance)
        return
    if response.status != 206:
        raise Nonconformity("status 206, or 200 with the whole value", f"status {response.status}")
    expected = f"bytes {first}-{last}/"
    given = response.header("content-range") or "none"
    if not given.startswith(expected):
        raise Nonconformity(f"Content-Range {expected}{len(whole)}", given)
    received = response.body.read()
    if received != whole[first : last + 1]:
        raise Nonconformity(f"bytes {first} to {last} of the value", f"{len(received)} other bytes")
