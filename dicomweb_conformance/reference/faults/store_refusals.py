"""Wrong ways to refuse what was sent, in whole or in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dicomweb_conformance.reference.archive import NewInstance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import answering, before
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Answer, Attributes, Empty, Refused, Request, Resource
from dicomweb_conformance.reference.outcomes import CANNOT_UNDERSTAND, PROCESSING_FAILURE, Examined, Outcome

_DICOM = "application/dicom"


def _with_partial_status(right: Behaviour, status: int) -> Behaviour:
    """Requests of which some instances are stored and others not are answered with another status."""

    def store_status(outcomes: Sequence[Outcome]) -> int:
        named = [each for each in outcomes if each.stored or each.instance]
        partial = len({each.stored for each in named}) == 2
        return status if partial else right.store_status(outcomes)

    return replace(right, store_status=store_status)


@fault(breaks=("store-partial-success", "store-success-is-whole"))
def partial_success_is_answered_with_200(right: Behaviour) -> Behaviour:
    """The status is 200 although some instances failed."""
    return _with_partial_status(right, 200)


@fault(breaks=("store-partial-success",))
def partial_success_is_answered_with_409(right: Behaviour) -> Behaviour:
    """The status is 409 although some instances were stored."""
    return _with_partial_status(right, 409)


@fault(breaks=("store-partial-success", "store-success-is-whole", "store-accounts-once"))
def partial_success_is_answered_with_206(right: Behaviour) -> Behaviour:
    """The status is 206 when some instances failed."""
    return _with_partial_status(right, 206)


@fault(breaks=("store-refusal-stores-nothing", "store-other-failures"))
def an_unreadable_part_fails_the_request_but_not_the_others(right: Behaviour) -> Behaviour:
    """The status is 400 when a part cannot be read, although the others are stored."""

    def store_status(outcomes: Sequence[Outcome]) -> int:
        unreadable = any(not each.stored and not each.instance for each in outcomes)
        return 400 if unreadable else right.store_status(outcomes)

    return replace(right, store_status=store_status)


@fault(
    breaks=(
        "store-study-mismatch",
        "store-nothing-is-no-success",
        "store-failure-says-why",
        "store-part-not-dicom",
        "store-part-of-another-type",
        "store-truncated-file",
        "store-without-uid",
    )
)
def requests_that_fail_wholly_are_answered_with_200(right: Behaviour) -> Behaviour:
    """The status is 200 although every instance failed."""

    def store_status(outcomes: Sequence[Outcome]) -> int:
        return 200 if not any(each.stored for each in outcomes) else right.store_status(outcomes)

    return replace(right, store_status=store_status)


@fault(
    breaks=(
        "store-study-mismatch",
        "store-nothing-is-no-success",
        "store-partial-success",
        "store-failed-names-instance",
        "store-failure-reason",
        "store-failure-says-why",
    )
)
def instances_of_another_study_are_stored(right: Behaviour) -> Behaviour:
    """The study in the URL is not looked at."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        return right.accept(server, Resource("studies"), new)

    return replace(right, accept=accept)


@fault(
    breaks=("store-study-mismatch", "store-failed-is-absent", "store-nothing-is-no-success", "store-partial-success")
)
def instances_of_another_study_are_refused_and_stored(right: Behaviour) -> Behaviour:
    """An instance that does not belong to the study in the URL is listed as failed, and stored."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if resource.study in (None, new.study):
            return right.accept(server, resource, new)
        outcome = right.accept(server, Resource("studies"), new)
        return replace(outcome, failure=PROCESSING_FAILURE)

    return replace(right, accept=accept)


@fault(
    breaks=(
        "store-study-mismatch",
        "store-accounts-once",
        "store-failed-is-absent",
        "store-failed-names-instance",
        "store-failure-reason",
        "store-failure-says-why",
        "store-nothing-is-no-success",
        "store-partial-success",
        "store-success-is-whole",
    )
)
def another_study_is_a_server_error(right: Behaviour) -> Behaviour:
    """An instance that does not belong to the study in the URL is answered with 500."""

    def accept(server: Server, resource: Resource, new: NewInstance) -> Outcome:
        if resource.study in (None, new.study):
            return right.accept(server, resource, new)
        new.path.unlink()
        raise Refused(500, "This is another study.")

    return replace(right, accept=accept)


@fault(
    breaks=(
        "store-part-not-dicom",
        "store-no-server-error",
        "store-nothing-is-no-success",
        "store-other-failures",
        "store-refusal-stores-nothing",
        "store-truncated-file",
    )
)
def an_unreadable_part_is_a_server_error(right: Behaviour) -> Behaviour:
    """A part that is no DICOM file is answered with 500."""

    def examine(server: Server, content: memoryview) -> Examined:
        examined = right.examine(server, content)
        if examined == Outcome(failure=CANNOT_UNDERSTAND):
            raise Refused(500, "No DICOM file.")
        return examined

    return replace(right, examine=examine)


@fault(
    breaks=(
        "store-part-not-dicom",
        "store-nothing-is-no-success",
        "store-other-failures",
        "store-part-of-another-type",
        "store-truncated-file",
    )
)
def unreadable_parts_are_passed_over_in_silence(right: Behaviour) -> Behaviour:
    """A part that is no DICOM file is not reported, and a request of nothing else is answered with 200."""

    def store_status(outcomes: Sequence[Outcome]) -> int:
        readable = [each for each in outcomes if each.stored or each.instance]
        return right.store_status(readable) if readable else 200

    def store_module(request: Request, resource: Resource, outcomes: Sequence[Outcome]) -> Attributes:
        return right.store_module(request, resource, [each for each in outcomes if each.stored or each.instance])

    return replace(right, store_status=store_status, store_module=store_module)


@fault(breaks=("store-other-failures",))
def failures_without_uids_are_not_listed(right: Behaviour) -> Behaviour:
    """A part that cannot be tied to an instance is in none of the lists."""

    def store_module(request: Request, resource: Resource, outcomes: Sequence[Outcome]) -> Attributes:
        module = right.store_module(request, resource, outcomes)
        return {tag: attribute for tag, attribute in module.items() if tag != "0008119A"}

    return replace(right, store_module=store_module)


@fault(breaks=("store-failure-reason-meaning",))
def every_failure_is_a_processing_failure(right: Behaviour) -> Behaviour:
    """The FailureReason is 0110 whatever happened."""

    def store_module(request: Request, resource: Resource, outcomes: Sequence[Outcome]) -> Attributes:
        return right.store_module(
            request, resource, [each if each.stored else replace(each, failure=PROCESSING_FAILURE) for each in outcomes]
        )

    return replace(right, store_module=store_module)


@fault(breaks=("store-failure-says-why",))
def refusals_have_no_payload(right: Behaviour) -> Behaviour:
    """Nothing but the status tells that all instances failed."""

    def change(request: Request, answer: Answer) -> Answer:
        return replace(answer, payload=Empty()) if request.method == "POST" and answer.status == 409 else answer

    return answering(right, change)


def _typed_otherwise(right: Behaviour, status: int, *names: str) -> Behaviour:
    def demanding(request: Request) -> Request:
        if (request.header("content-type") or "").startswith(names):
            raise Refused(status, "This media type cannot be stored.")
        return request

    return replace(right, store=before(right.store, demanding))


@fault(breaks=("store-media-type-unsupported",))
def text_is_a_bad_request(right: Behaviour) -> Behaviour:
    """A text is refused with 400 in place of 415."""
    return _typed_otherwise(right, 400, "text/plain")


@fault(breaks=("store-media-type-unsupported",))
def form_data_are_taken_in_silence(right: Behaviour) -> Behaviour:
    """A request of type multipart/form-data is answered with 200, and nothing is stored."""

    def change(request: Request, answer: Answer) -> Answer:
        taken = (request.header("content-type") or "").startswith("multipart/form-data")
        return Answer(200) if taken else answer

    return answering(right, change)


@fault(breaks=("store-media-type-unsupported", "store-no-server-error"))
def other_media_types_are_server_errors(right: Behaviour) -> Behaviour:
    """A request of a media type that cannot be stored is answered with 500."""
    return _typed_otherwise(right, 500, "text/", "application/octet-stream", "multipart/form-data")


@fault(breaks=("store-parts-unsupported", "store-parts-unsupported-status"))
def the_type_of_the_parts_is_not_looked_at(right: Behaviour) -> Behaviour:
    """Parts are stored whatever media type they are said to have."""

    def trusting(request: Request) -> Request:
        text = request.header("content-type") or ""
        headers = tuple(pair for pair in request.headers if pair[0] != "content-type")
        changed = text.replace('type="text/plain"', f'type="{_DICOM}"')
        body = bytes(request.body).replace(b"Content-Type: text/plain\r\n", b"Content-Type: application/dicom\r\n")
        return (
            replace(request, headers=(*headers, ("content-type", changed)), body=body) if changed != text else request
        )

    return replace(right, store=before(right.store, trusting))


@fault(breaks=("store-parts-unsupported-status",))
def unsupported_parts_are_a_bad_request(right: Behaviour) -> Behaviour:
    """Parts of a media type that cannot be stored are refused with 400 in place of 415."""
    return _typed_otherwise(right, 400, 'multipart/related; type="text/plain"')


@fault(breaks=("store-part-of-another-type",))
def parts_of_other_types_are_passed_over_in_silence(right: Behaviour) -> Behaviour:
    """A request whose only part is of another media type is answered with 200."""

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.store(server, request, resource)
        return replace(answer, status=200) if b"Content-Type: text/plain" in bytes(request.body[:400]) else answer

    return replace(right, store=store)


@fault(breaks=("store-malformed-study-uid",))
def a_malformed_study_uid_is_any_study(right: Behaviour) -> Behaviour:
    """An instance sent for a study whose UID in the URL is malformed is stored in its own study."""

    def route(request: Request) -> Resource:
        malformed = request.method == "POST" and request.segments[:1] == ("studies",) and "$" in request.segments[-1]
        return Resource("studies") if malformed else right.route(request)

    return replace(right, route=route)


@fault(breaks=("store-unacceptable",))
def an_unacceptable_request_is_refused_and_stored(right: Behaviour) -> Behaviour:
    """A request that accepts no media type of the response is answered with 406, and its instances are stored."""

    def store(server: Server, request: Request, resource: Resource) -> Answer:
        accept = request.header("accept") or ""
        if not accept.startswith("audio/"):
            return right.store(server, request, resource)
        headers = tuple(pair for pair in request.headers if pair[0] != "accept")
        right.store(server, replace(request, headers=(*headers, ("accept", "*/*"))), resource)
        raise Refused(406, "Nothing acceptable can be given.")

    return replace(right, store=store)


@fault(breaks=("store-accounts-once", "store-failed-names-instance"))
def only_the_first_failure_is_listed(right: Behaviour) -> Behaviour:
    """FailedSOPSequence has one item, however many instances failed."""

    def store_module(request: Request, resource: Resource, outcomes: Sequence[Outcome]) -> Attributes:
        module = right.store_module(request, resource, outcomes)
        if "00081198" not in module:
            return module
        return {**module, "00081198": {"vr": "SQ", "Value": module["00081198"]["Value"][:1]}}

    return replace(right, store_module=store_module)


@fault(breaks=("store-accounts-once", "store-partial-success", "store-failed-names-instance", "store-failure-reason"))
def failures_beside_a_success_are_not_listed(right: Behaviour) -> Behaviour:
    """FailedSOPSequence is missing when something was stored."""

    def store_module(request: Request, resource: Resource, outcomes: Sequence[Outcome]) -> Attributes:
        module = right.store_module(request, resource, outcomes)
        stored = "00081199" in module
        return {tag: attribute for tag, attribute in module.items() if tag != "00081198" or not stored}

    return replace(right, store_module=store_module)
