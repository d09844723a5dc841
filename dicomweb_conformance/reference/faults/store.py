"""Wrong ways to store what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dicomweb_conformance.reference.archive import NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import storing, without_attributes
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Answer, Attributes, Received, Refused, Request, Resource
from dicomweb_conformance.reference.multipart import ReceivedPart
from dicomweb_conformance.reference.outcomes import (
    CANNOT_UNDERSTAND,
    DUPLICATE_INSTANCE,
    PROCESSING_FAILURE,
    TRANSFER_SYNTAX_NOT_SUPPORTED,
    Examined,
    Outcome,
)

_NATIVE = frozenset({"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"})
_LARGE = 1_000_000


@fault(breaks=("store-single-instance", "store-instance-for-study", "store-completes-study", "store-megabyte"))
def large_instances_are_not_listed(right: Behaviour) -> Behaviour:
    """The response to a store of more than a megabyte has no ReferencedSOPSequence."""

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.store(server, request, resource)
        return without_attributes("00081199")(answer) if len(request.body) > _LARGE else answer

    return replace(right, store=store)


def _first_of_a_request(right: Behaviour, level: str, key: str) -> Behaviour:
    """Instances of a second study or series in a request are refused, on resources of this level."""
    seen: set[str] = set()

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        seen.clear()
        return right.store(server, request, resource)

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        seen.add(getattr(new, key))
        if len(seen) < 2 or resource.level != level:
            return right.accept(server, resource, new)
        return _refused(new, PROCESSING_FAILURE)

    return replace(right, store=store, accept=accept)


@fault(breaks=("store-several-instances", "store-to-study"))
def a_request_for_one_study_takes_one_instance(right: Behaviour) -> Behaviour:
    """Of a request to a study only the first instance is stored."""
    return _first_of_a_request(right, "study", "instance")


@fault(breaks=("store-to-studies", "store-several-studies", "store-retrieve-url-of-instance"))
def a_request_for_any_study_takes_one_series(right: Behaviour) -> Behaviour:
    """Of a request to the studies resource only the instances of the first series are stored."""
    return _first_of_a_request(right, "service", "series")


@fault(breaks=("store-to-study",))
def a_request_for_one_study_takes_one_series(right: Behaviour) -> Behaviour:
    """Of a request to a study only the instances of the first series are stored."""
    return _first_of_a_request(right, "study", "series")


@fault(breaks=("store-several-studies", "store-retrieve-url-of-instance"))
def a_request_takes_one_study(right: Behaviour) -> Behaviour:
    """Of a request to the studies resource only the instances of the first study are stored."""
    return _first_of_a_request(right, "service", "study")


@fault(breaks=("store-each-part",))
def requests_end_after_ten_parts(right: Behaviour) -> Behaviour:
    """The parts after the tenth are thrown away in silence."""

    def read_parts(body: Received, boundary: str) -> Sequence[ReceivedPart]:
        return right.read_parts(body, boundary)[:10]

    return replace(right, read_parts=read_parts)


@fault(breaks=("store-joins-series", "store-completes-study", "metadata-entity-tag-changes"))
def a_series_holds_what_came_with_the_last_request(right: Behaviour) -> Behaviour:
    """Storing an instance takes away what its series held before the request."""
    stored_before: set[int] = set()

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        stored_before.clear()
        stored_before.update(each.number for each in server.archive.select())
        return right.store(server, request, resource)

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        siblings = server.archive.select(new.study, new.series)
        outcome = right.accept(server, resource, new)
        others = [each for each in siblings if each.number in stored_before and each.instance != new.instance]
        if outcome.stored:
            server.archive.remove(others)
        return outcome

    return replace(right, store=store, accept=accept)


@fault(breaks=("store-megabyte", "store-single-instance"))
def requests_of_a_megabyte_are_too_large(right: Behaviour) -> Behaviour:
    """A request of more than a megabyte is answered with 413."""

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        if len(request.body) > _LARGE:
            raise Refused(413, "The request is too large.")
        return right.store(server, request, resource)

    return replace(right, store=store)


@fault(breaks=("store-default-transfer-syntax",))
def values_of_64_kib_are_refused(right: Behaviour) -> Behaviour:
    """An instance with an attribute of more than 64 KiB is refused."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if any(len(str(attribute)) > 65536 for attribute in new.attributes.values()):
            return _refused(new, CANNOT_UNDERSTAND)
        return right.accept(server, resource, new)

    return replace(right, accept=accept)


@fault(breaks=("store-other-objects", "store-failed-names-instance"))
def objects_without_pixels_are_server_errors(right: Behaviour) -> Behaviour:
    """Storing an object that is no image is answered with 500."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if "00280010" not in new.attributes:
            new.path.unlink()
            raise Refused(500, "No Rows.")
        return right.accept(server, resource, new)

    return replace(right, accept=accept)


@fault(breaks=("store-other-syntaxes", "store-compressed"))
def compressed_instances_are_listed_but_not_kept(right: Behaviour) -> Behaviour:
    """Compressed instances are reported as stored, and thrown away."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if new.transfer_syntax in _NATIVE:
            return right.accept(server, resource, new)
        new.path.unlink()
        return Outcome(new.study, new.series, new.instance, new.sop_class)

    return replace(right, accept=accept)


@fault(breaks=("store-compressed",))
def compressed_instances_are_refused(right: Behaviour) -> Behaviour:
    """No compressed transfer syntax is stored."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if new.transfer_syntax in _NATIVE:
            return right.accept(server, resource, new)
        return _refused(new, TRANSFER_SYNTAX_NOT_SUPPORTED)

    return replace(right, accept=accept)


@fault(breaks=("store-implicit-vr",))
def implicit_vr_is_refused(right: Behaviour) -> Behaviour:
    """Implicit VR Little Endian is not stored."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if new.transfer_syntax == "1.2.840.10008.1.2":
            return _refused(new, TRANSFER_SYNTAX_NOT_SUPPORTED)
        return right.accept(server, resource, new)

    return replace(right, accept=accept)


@fault(
    breaks=(
        "store-tells-coercion",
        "store-content-framing",
        "store-megabyte",
        "metadata-has-binary-attributes",
        "retrieve-keeps-private-attributes",
        "retrieve-other-objects",
        "retrieve-reencoded-whole",
        "wado-uri-file-content",
    )
)
def private_elements_are_dropped_in_silence(right: Behaviour) -> Behaviour:
    """Private elements are not stored, and nobody is told."""
    return storing(right, lambda elements: {tag: each for tag, each in elements.items() if not (tag >> 16) % 2})


@fault(breaks=("store-tiff-preamble",))
def tiff_preambles_are_refused(right: Behaviour) -> Behaviour:
    """A file that begins as a TIFF file is refused."""

    def examine(server: Server, content: memoryview) -> Examined:
        if bytes(content[:4]) == b"II*\x00":
            return Outcome(failure=CANNOT_UNDERSTAND)
        return right.examine(server, content)

    return replace(right, examine=examine)


def _has_invalid_date(new: NewInstance) -> bool:
    return "NotAValidDate" in str(new.attributes.get("00080020"))


@fault(breaks=("store-invalid-values",))
def an_invalid_date_is_a_server_error(right: Behaviour) -> Behaviour:
    """Storing an instance with an invalid StudyDate is answered with 500."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if _has_invalid_date(new):
            new.path.unlink()
            raise Refused(500, "The date cannot be parsed.")
        return right.accept(server, resource, new)

    return replace(right, accept=accept)


@fault(breaks=("store-invalid-values",))
def an_invalid_date_fails_but_is_stored(right: Behaviour) -> Behaviour:
    """An instance with an invalid StudyDate is reported as failed, and stored."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        outcome = right.accept(server, resource, new)
        return replace(outcome, failure=CANNOT_UNDERSTAND) if _has_invalid_date(new) else outcome

    return replace(right, accept=accept)


@fault(breaks=("store-warning-reason",))
def warnings_are_texts(right: Behaviour) -> Behaviour:
    """The WarningReason of an instance with an invalid StudyDate is a text."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        outcome = right.accept(server, resource, new)
        return replace(outcome, warning=0xB006) if _has_invalid_date(new) and outcome.stored else outcome

    def store_module(request: Request, resource: Resource, outcomes: Sequence[Outcome]) -> Attributes:
        module = right.store_module(request, resource, outcomes)
        items = [
            {**item, "00081196": {"vr": "US", "Value": ["B006"]}} if "00081196" in item else item
            for item in module.get("00081199", {}).get("Value", ())
        ]
        return {**module, "00081199": {"vr": "SQ", "Value": items}} if items else module

    return replace(right, accept=accept, store_module=store_module)


@fault(breaks=("store-warning-status", "store-invalid-values"))
def warnings_come_with_a_client_error(right: Behaviour) -> Behaviour:
    """An instance with an invalid StudyDate is stored with a warning, and the status is 409."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        outcome = right.accept(server, resource, new)
        return replace(outcome, warning=0xB006) if _has_invalid_date(new) and outcome.stored else outcome

    def store_status(outcomes: Sequence[Outcome]) -> int:
        return 409 if any(each.warning is not None for each in outcomes) else right.store_status(outcomes)

    return replace(right, accept=accept, store_status=store_status)


@fault(breaks=("store-without-uid",))
def instances_without_uids_are_welcome(right: Behaviour) -> Behaviour:
    """A request with an instance that lacks one of its UIDs is answered with 200."""

    def store_status(outcomes: Sequence[Outcome]) -> int:
        incomplete = [each for each in outcomes if each.failure is not None and each.study == "" and each.series]
        incomplete += [each for each in outcomes if each.failure is not None and each.study and each.series == ""]
        incomplete += [each for each in outcomes if each.failure is not None and each.study and each.instance == ""]
        return 200 if incomplete else right.store_status(outcomes)

    return replace(right, store_status=store_status)


@fault(
    breaks=(
        "store-duplicate-consistent",
        "store-duplicate-within-request",
        "store-replacement-whole",
        "search-counts",
        "retrieve-series-whole",
    )
)
def duplicates_delete_what_is_stored(right: Behaviour) -> Behaviour:
    """Storing an instance that is stored already takes it away."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        earlier = server.archive.select(new.study, new.series, new.instance)
        if not earlier:
            return right.accept(server, resource, new)
        server.archive.remove(earlier)
        return _refused(new, DUPLICATE_INSTANCE)

    return replace(right, accept=accept)


@fault(breaks=("store-duplicate-consistent",))
def duplicates_fail_with_status_200(right: Behaviour) -> Behaviour:
    """An instance that is stored already is listed as failed, and the status is 200."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if server.archive.select(new.study, new.series, new.instance):
            return _refused(new, DUPLICATE_INSTANCE)
        return right.accept(server, resource, new)

    def store_status(outcomes: Sequence[Outcome]) -> int:
        duplicates = all(each.failure == DUPLICATE_INSTANCE for each in outcomes)
        return 200 if duplicates else right.store_status(outcomes)

    return replace(right, accept=accept, store_status=store_status)


@fault(breaks=("store-replacement-whole",))
def a_replaced_instance_keeps_its_metadata(right: Behaviour) -> Behaviour:
    """Other content under a known UID replaces the file, and the metadata stay as they were."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        earlier = server.archive.select(new.study, new.series, new.instance)
        if earlier:
            new = replace(new, attributes=server.archive.attributes(earlier[0]))
        return right.accept(server, resource, new)

    return replace(right, accept=accept)


@fault(breaks=("store-duplicate-within-request",))
def a_repeated_part_is_a_server_error(right: Behaviour) -> Behaviour:
    """A request that holds an instance twice is answered with 500."""

    def store_status(outcomes: Sequence[Outcome]) -> int:
        uids = [each.instance for each in outcomes if each.instance]
        return 500 if len(set(uids)) < len(uids) else right.store_status(outcomes)

    return replace(right, store_status=store_status)


def _refused(new: NewInstance, reason: int) -> Outcome:
    new.path.unlink()
    return Outcome(new.study, new.series, new.instance, new.sop_class, failure=reason)
