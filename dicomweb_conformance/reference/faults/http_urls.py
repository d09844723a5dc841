"""Wrong readings of URLs, and wrong answers to mistakes of the client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.http_negotiation import searching
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Single, refusal


def _asked(right: Behaviour, change: Callable[[Request], Request]) -> Behaviour:
    def handle(server: Server, request: Request) -> Answer:
        return right.handle(server, change(request))

    return replace(right, handle=handle)


def _refused_as(right: Behaviour, change: Callable[[Server, Request, Answer], Answer]) -> Behaviour:
    def handle(server: Server, request: Request) -> Answer:
        answer = right.handle(server, request)
        return change(server, request, answer) if 400 <= answer.status < 500 and request.method == "GET" else answer

    return replace(right, handle=handle)


def _searches_crash(right: Behaviour, wrong: Callable[[Request], bool]) -> Behaviour:
    def parse_keys(request: Request, level: str) -> Keys:
        if wrong(request):
            raise Refused(500, "Internal error.")
        return right.parse_keys(request, level)

    return replace(right, parse_keys=parse_keys)


@fault(breaks=("http-unknown-parameter",))
def metadata_refuse_query_parameters(right: Behaviour) -> Behaviour:
    """Metadata asked for with an unknown query parameter are answered with 404."""

    def handle(server: Server, request: Request) -> Answer:
        if request.segments[-1:] == ("metadata",) and request.parameter("zzunknown"):
            return refusal(404, "Not found.")
        return right.handle(server, request)

    return replace(right, handle=handle)


@fault(breaks=("http-urls-lead-back",))
def urls_name_another_port(right: Behaviour) -> Behaviour:
    """URLs in search results name the host of the request and a fixed port."""

    def change(request: Request) -> Request:
        parts = urlsplit(request.base)
        local = searching(request) and parts.hostname == "127.0.0.1"
        return replace(request, base=f"{parts.scheme}://{parts.hostname}:8080") if local else request

    return _asked(right, change)


@fault(breaks=("http-urls-follow-host",))
def urls_name_the_machine_itself(right: Behaviour) -> Behaviour:
    """URLs in search results do not follow the Host of the request."""

    def change(request: Request) -> Request:
        other = (request.header("host") or "").startswith("archive.example.org")
        return replace(request, base="http://127.0.0.1") if other else request

    return _asked(right, change)


@fault(breaks=("http-urls-follow-proxy",))
def forwarded_hosts_are_ignored(right: Behaviour) -> Behaviour:
    """URLs in search results do not follow what a proxy forwards."""

    def change(request: Request) -> Request:
        forwarded = request.header("x-forwarded-host") or request.header("forwarded")
        return replace(request, base=f"http://{request.header('host')}") if forwarded else request

    return _asked(right, change)


@fault(breaks=("http-every-request-answered",))
def long_queries_crash_the_server(right: Behaviour) -> Behaviour:
    """A query of several thousand characters is answered with 500."""
    return _searches_crash(right, lambda request: sum(len(value) for _, value in request.query) > 2000)


@fault(breaks=("http-every-request-answered",))
def a_nul_in_a_key_crashes_the_server(right: Behaviour) -> Behaviour:
    """A search key with an encoded NUL is answered with 500."""
    return _searches_crash(right, lambda request: any("\0" in value for _, value in request.query))


@fault(breaks=("http-every-request-answered", "metadata-malformed-uid"))
def a_word_in_place_of_a_uid_finds_a_page(right: Behaviour) -> Behaviour:
    """Metadata of a study whose UID is a word are answered with 200 and a page of HTML."""

    def handle(server: Server, request: Request) -> Answer:
        if request.segments == ("studies", "not-a-uid", "metadata"):
            return Answer(200, Single(b"<html>Welcome</html>", "text/html"))
        return right.handle(server, request)

    return replace(right, handle=handle)


@fault(breaks=("http-error-explained",))
def refusals_say_nothing(right: Behaviour) -> Behaviour:
    """A refused GET is answered without a text."""
    return _refused_as(right, lambda server, request, answer: Answer(answer.status, headers=answer.headers))


@fault(breaks=("http-error-without-stack-trace",))
def refusals_hold_a_stack_trace(right: Behaviour) -> Behaviour:
    """A refused GET is answered with a stack trace."""
    trace = b'Traceback (most recent call last):\n  File "app.py", line 12, in get\nKeyError: study\n'
    return _refused_as(
        right, lambda server, request, answer: replace(answer, payload=Single(trace, "text/plain; charset=utf-8"))
    )


@fault(breaks=("http-error-without-patient-data",))
def refusals_name_the_patient(right: Behaviour) -> Behaviour:
    """A refusal of a known study tells the name of its patient."""

    def change(server: Server, request: Request, answer: Answer) -> Answer:
        stored = server.archive.select(request.segments[1]) if len(request.segments) > 1 else ()
        if not stored or answer.status == 401:
            return answer
        name = server.archive.attributes(stored[0]).get("00100010", {}).get("Value", [{}])[0].get("Alphabetic", "")
        return replace(answer, payload=Single(f"Nothing acceptable for {name}.\n".encode(), "text/plain"))

    return _refused_as(right, change)
