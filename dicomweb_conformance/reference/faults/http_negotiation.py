"""Wrong ways to negotiate a search, and representations of every kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import without_field, without_parameter
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.media_types import parse_accept
from dicomweb_conformance.reference.messages import Answer, Headers, Refused, Reply, Request
from dicomweb_conformance.reference.negotiation import Choice, Offer

_COLLECTIONS = frozenset({"studies", "series", "instances"})
_Negotiate = Callable[[Request, Sequence[Offer]], Sequence[Choice]]


def searching(request: Request) -> bool:
    """Whether a request searches, for studies, series or instances."""
    return request.method == "GET" and request.segments[-1:] != () and request.segments[-1] in _COLLECTIONS


def _in_searches(right: Behaviour, wrong: _Negotiate) -> Behaviour:
    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        return wrong(request, offers) if searching(request) else right.negotiate(request, offers)

    return replace(right, negotiate=negotiate)


def _wants_sound(request: Request) -> bool:
    return searching(request) and (request.header("accept") or "").startswith("audio/")


def _giving_the_default(right: Behaviour) -> Behaviour:
    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        return [Choice(offers[0])] if _wants_sound(request) else right.negotiate(request, offers)

    return replace(right, negotiate=negotiate)


def _relabelled(reply: Reply, media_type: str) -> Headers:
    return tuple((name, media_type if name == "Content-Type" else value) for name, value in reply.headers)


def _accepting(request: Request, accept: str) -> Request:
    return replace(request, headers=(*without_field(request, "accept").headers, ("accept", accept)))


@fault(breaks=("http-accept-case",))
def searches_know_media_types_in_lower_case_only(right: Behaviour) -> Behaviour:
    """A search refuses Application/DICOM+JSON with 406."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        if any(character.isupper() for character in request.header("accept") or ""):
            raise Refused(406, "Nothing acceptable can be given.")
        return right.negotiate(request, offers)

    return _in_searches(right, negotiate)


@fault(breaks=("http-accept-list", "http-accept-lines"))
def searches_look_at_the_first_media_range_only(right: Behaviour) -> Behaviour:
    """A search whose first media range is unknown is refused, although another one fits."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        first = (request.header("accept") or "").split(",")[0]
        # Two types that are both known are left alone: that is the matter of weights.
        known = "nonsense" not in (request.header("accept") or "")
        return right.negotiate(request if known else _accepting(request, first), offers)

    return _in_searches(right, negotiate)


@fault(breaks=("http-accept-list",))
def searches_refuse_octets_beside_json(right: Behaviour) -> Behaviour:
    """A search refuses a list that offers octets beside DICOM JSON, as viewers send it."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        if "octet-stream" in (request.header("accept") or ""):
            raise Refused(400, "The Accept header is not understood.")
        return right.negotiate(request, offers)

    return _in_searches(right, negotiate)


@fault(breaks=("http-accept-weight",))
def searches_do_not_understand_a_weight(right: Behaviour) -> Behaviour:
    """A search takes application/dicom+json;q=0.5 for an unknown media type."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        ranges = parse_accept(request.header("accept") or "")
        if len(ranges) == 1 and 0 < ranges[0].q < 1:
            raise Refused(406, "Nothing acceptable can be given.")
        return right.negotiate(request, offers)

    return _in_searches(right, negotiate)


@fault(breaks=("http-accept-weights",))
def searches_ignore_weights(right: Behaviour) -> Behaviour:
    """Of two media types a search gives the one that is named first, whatever their weights."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        ranges = parse_accept(request.header("accept") or "")
        known = all(each.q > 0 and not each.essence.endswith("nonsense") for each in ranges)
        if len(ranges) != 2 or not known:
            return right.negotiate(request, offers)
        return right.negotiate(_accepting(request, (request.header("accept") or "").partition(",")[0]), offers)

    return _in_searches(right, negotiate)


@fault(breaks=("http-accept-weights",))
def weights_are_ignored_among_three(right: Behaviour) -> Behaviour:
    """Of three or more media types the one that is named first is given, whatever their weights."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        given = request.header("accept") or ""
        if given.count(",") < 2:
            return right.negotiate(request, offers)
        plain = without_field(request, "accept")
        unweighed = re.sub(r";\s*q=[01]\.?[0-9]*", "", given)
        return right.negotiate(replace(plain, headers=(*plain.headers, ("accept", unweighed))), offers)

    return replace(right, negotiate=negotiate)


@fault(breaks=("http-accept-lines",))
def the_last_line_of_accept_counts(right: Behaviour) -> Behaviour:
    """Of several lines of Accept all but the last are ignored."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        lines = [field for field in request.headers if field[0] == "accept"]
        plain = without_field(request, "accept")
        return right.negotiate(replace(plain, headers=(*plain.headers, *lines[-1:])), offers)

    return replace(right, negotiate=negotiate)


@fault(breaks=("http-accept-weight-of-zero",))
def a_weight_of_zero_is_a_wish_like_any_other(right: Behaviour) -> Behaviour:
    """A search gives a media type that the client excludes by q=0."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        accept = request.header("accept") or ""
        return right.negotiate(_accepting(request, accept.replace(";q=0", "")), offers)

    def guarded(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        return (negotiate if (request.header("accept") or "").endswith(";q=0") else right.negotiate)(request, offers)

    return _in_searches(right, guarded)


@fault(breaks=("http-accept-anything",))
def searches_refuse_a_client_that_accepts_anything(right: Behaviour) -> Behaviour:
    """A search that accepts */* is refused with 406."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        if request.header("accept") == "*/*" and not request.parameter("accept"):
            raise Refused(406, "Nothing acceptable can be given.")
        return right.negotiate(request, offers)

    return _in_searches(right, negotiate)


@fault(breaks=("http-accept-range",))
def searches_do_not_understand_ranges(right: Behaviour) -> Behaviour:
    """A search that accepts application/* is refused with 406."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        if request.header("accept") == "application/*":
            raise Refused(406, "Nothing acceptable can be given.")
        return right.negotiate(request, offers)

    return _in_searches(right, negotiate)


@fault(breaks=("http-accept-missing",))
def searches_crash_without_an_accept_header(right: Behaviour) -> Behaviour:
    """A search without an Accept header is answered with 500."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        if request.header("accept") is None:
            raise Refused(500, "Internal error.")
        return right.negotiate(request, offers)

    return _in_searches(right, negotiate)


@fault(breaks=("http-accept-parameters",))
def searches_refuse_a_character_set(right: Behaviour) -> Behaviour:
    """A search refuses application/dicom+json; charset=utf-8 with 406."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        if "charset" in (request.header("accept") or ""):
            raise Refused(406, "Nothing acceptable can be given.")
        return right.negotiate(request, offers)

    return _in_searches(right, negotiate)


@fault(breaks=("http-unacceptable-status",))
def unacceptable_searches_give_the_default(right: Behaviour) -> Behaviour:
    """A search gives DICOM JSON to a client that accepts sound only."""
    return _giving_the_default(right)


@fault(breaks=("http-unacceptable", "http-unacceptable-status"))
def unacceptable_searches_are_labelled_as_what_was_asked_for(right: Behaviour) -> Behaviour:
    """A search gives DICOM JSON under the name of audio/basic to a client that accepts nothing else."""

    def write(server: Server, request: Request, answer: Answer) -> Reply:
        reply = right.write(server, request, answer)
        return replace(reply, headers=_relabelled(reply, "audio/basic")) if _wants_sound(request) else reply

    return replace(_giving_the_default(right), write=write)


@fault(breaks=("http-unacceptable", "http-unacceptable-status"))
def searches_crash_when_nothing_is_acceptable(right: Behaviour) -> Behaviour:
    """A search that accepts only sound is answered with 500."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        if _wants_sound(request):
            raise Refused(500, "Internal error.")
        return right.negotiate(request, offers)

    return replace(right, negotiate=negotiate)


@fault(breaks=("http-accept-malformed",))
def malformed_media_ranges_crash_the_server(right: Behaviour) -> Behaviour:
    """A weight that is no number is answered with 500, on every resource."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        if "q=much" in (request.header("accept") or ""):
            raise Refused(500, "could not convert string to float")
        return right.negotiate(request, offers)

    return replace(right, negotiate=negotiate)


@fault(breaks=("http-accept-by-parameter", "http-accept-parameter-wins", "http-accept-parameter-mixture"))
def the_accept_parameter_is_ignored(right: Behaviour) -> Behaviour:
    """The query parameter accept has no effect."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        return right.negotiate(without_parameter(request, "accept"), offers)

    return replace(right, negotiate=negotiate)


@fault(breaks=("http-accept-parameter-wins",))
def the_accept_header_wins_over_the_parameter(right: Behaviour) -> Behaviour:
    """The query parameter accept counts only where the Accept header is */*."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        anything = (request.header("accept") or "*/*") == "*/*"
        return right.negotiate(request if anything else without_parameter(request, "accept"), offers)

    return replace(right, negotiate=negotiate)


@fault(breaks=("http-accept-mixture",))
def a_mixture_of_media_types_is_negotiated(right: Behaviour) -> Behaviour:
    """An Accept header with DICOM and rendered media types is not refused."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        accept = request.header("accept") or ""
        mixed = "application/dicom" in accept and ", image/jpeg" in accept and not request.parameter("accept")
        return right.negotiate(_accepting(request, accept.replace(", image/jpeg", "")) if mixed else request, offers)

    return replace(right, negotiate=negotiate)
