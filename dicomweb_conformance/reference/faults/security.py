"""Wrong ways to ask for credentials; the embedded server asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import without_header
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Single


def _admitting(right: Behaviour, admitted: Callable[[Server, Request], bool]) -> Behaviour:
    def authorise(server: Server, request: Request) -> None:
        if not admitted(server, request):
            right.authorise(server, request)

    return replace(right, authorise=authorise)


def _unknown(request: Request) -> bool:
    return request.header("authorization") is None


def _may_read(server: Server, request: Request) -> bool:
    return request.header("authorization") == f"Bearer {server.read_only_bearer}"


def _refusing(right: Behaviour, change: Callable[[Server, Request, Answer], Answer]) -> Behaviour:
    """Refusals for want of credentials changed."""

    def handle(server: Server, request: Request) -> Answer:
        answer = right.handle(server, request)
        return change(server, request, answer) if answer.status == 401 else answer

    return replace(right, handle=handle)


def _carried_out(right: Behaviour, method: str) -> Behaviour:
    """Requests with that method are refused and carried out all the same."""

    def change(server: Server, request: Request, answer: Answer) -> Answer:
        if request.method == method:
            right.handle(replace(server, bearer=None), request)
        return answer

    return _refusing(right, change)


@fault(breaks=("security-strangers-refused",))
def frames_are_open_to_strangers(right: Behaviour) -> Behaviour:
    """Frames are given to requests without credentials."""
    return _admitting(right, lambda server, request: _unknown(request) and "frames" in request.segments)


@fault(breaks=("security-strangers-refused",))
def searches_are_open_to_strangers(right: Behaviour) -> Behaviour:
    """A search for series over all needs no credentials."""
    return _admitting(right, lambda server, request: _unknown(request) and request.segments == ("series",))


@fault(breaks=("security-wrong-credentials-refused",))
def any_token_may_read(right: Behaviour) -> Behaviour:
    """Whoever has a token, right or wrong, may read."""
    return _admitting(right, lambda server, request: not _unknown(request) and request.method == "GET")


@fault(breaks=("security-strangers-store-nothing",))
def strangers_may_store(right: Behaviour) -> Behaviour:
    """A store needs no credentials."""
    return _admitting(right, lambda server, request: _unknown(request) and request.method == "POST")


@fault(breaks=("security-strangers-store-nothing",))
def a_refused_store_is_carried_out(right: Behaviour) -> Behaviour:
    """A store without right credentials is answered with 401, and stores."""
    return _carried_out(right, "POST")


@fault(breaks=("security-strangers-delete-nothing",))
def strangers_may_delete(right: Behaviour) -> Behaviour:
    """A delete with a wrong token is carried out."""
    return _admitting(
        right,
        lambda server, request: request.method == "DELETE" and not _unknown(request) and not _may_read(server, request),
    )


@fault(breaks=("security-strangers-delete-nothing",))
def a_refused_delete_is_carried_out(right: Behaviour) -> Behaviour:
    """A delete without right credentials is answered with 401, and deletes."""
    return _carried_out(right, "DELETE")


@fault(breaks=("security-challenge",))
def refusals_do_not_say_what_is_asked_for(right: Behaviour) -> Behaviour:
    """401 comes without WWW-Authenticate."""
    return _refusing(right, lambda server, request, answer: without_header("WWW-Authenticate")(answer))


@fault(breaks=("security-refusal-tells-nothing",))
def refusals_for_want_of_credentials_name_the_patient(right: Behaviour) -> Behaviour:
    """401 on a known study comes with the name of its patient."""

    def change(server: Server, request: Request, answer: Answer) -> Answer:
        stored = server.archive.select(request.segments[1]) if len(request.segments) > 1 else ()
        if not stored:
            return answer
        name = server.archive.attributes(stored[0]).get("00100010", {}).get("Value", [{}])[0].get("Alphabetic", "")
        text = f"You may not see {name}.\n".encode()
        return replace(answer, payload=Single(text, "text/plain; charset=utf-8"))

    return _refusing(right, change)


@fault(breaks=("security-hides-existence",))
def unknown_studies_are_not_found_by_strangers(right: Behaviour) -> Behaviour:
    """Without credentials an unknown study is answered with 404, a known one with 401."""

    def change(server: Server, request: Request, answer: Answer) -> Answer:
        if len(request.segments) > 1 and not server.archive.select(request.segments[1]):
            return Refused(404, "There is no such study.").answer
        return answer

    return _refusing(right, change)


@fault(breaks=("security-reader-reads",))
def credentials_that_may_only_read_may_not_read(right: Behaviour) -> Behaviour:
    """Read-only credentials are refused even to read."""

    def authorise(server: Server, request: Request) -> None:
        if _may_read(server, request) and request.method == "GET":
            raise Refused(403, "This token may do nothing.")
        right.authorise(server, request)

    return replace(right, authorise=authorise)


@fault(breaks=("security-reader-stores-nothing",))
def credentials_that_may_only_read_may_store(right: Behaviour) -> Behaviour:
    """Read-only credentials are enough to store."""
    return _admitting(right, lambda server, request: _may_read(server, request) and request.method == "POST")


@fault(breaks=("security-reader-deletes-nothing",))
def credentials_that_may_only_read_may_delete(right: Behaviour) -> Behaviour:
    """Read-only credentials are enough to delete."""
    return _admitting(right, lambda server, request: _may_read(server, request) and request.method == "DELETE")
