"""Queries that are read wrongly."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote_plus

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import before
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.search_changes import at, ignoring, refusing, rewriting
from dicomweb_conformance.reference.messages import Answer, Refused, Request, Resource

_STUDIES = at("studies")


@fault(breaks=("search-percent-decoding",))
def values_are_decoded_twice(right: Behaviour) -> Behaviour:
    """Values of keys are decoded once more after they were decoded, as those of forms."""

    def again(request: Request) -> Request:
        query = tuple((name, value if name == "accept" else unquote_plus(value)) for name, value in request.query)
        return replace(request, query=query)

    return replace(right, search=before(right.search, again))


@fault(breaks=("search-percent-decoding",))
def values_end_at_an_ampersand(right: Behaviour) -> Behaviour:
    """A value ends at an ampersand that was percent-encoded."""

    def cut(request: Request) -> Request:
        return replace(request, query=tuple((name, value.split("&")[0]) for name, value in request.query))

    return replace(right, search=before(right.search, cut))


@fault(breaks=("search-utf-8",))
def values_are_read_as_latin_1(right: Behaviour) -> Behaviour:
    """Values beyond ASCII are read in ISO 8859-1, not in UTF-8."""

    def garbled(request: Request) -> Request:
        query = tuple((name, value.encode().decode("latin-1")) for name, value in request.query)
        return replace(request, query=query)

    return replace(right, search=before(right.search, garbled))


@fault(
    breaks=(
        "search-fuzzy-finds-misspelt",
        "search-fuzzy-is-harmless",
        "search-fuzzy-or-warning",
    )
)
def fuzzy_matching_is_refused(right: Behaviour) -> Behaviour:
    """fuzzymatching=true is refused with 400."""
    return refusing(right, lambda request: request.parameter("fuzzymatching") == "true")


@fault(breaks=("search-fuzzy-is-harmless",))
def fuzzy_matching_breaks_on_apostrophes(right: Behaviour) -> Behaviour:
    """fuzzymatching with an apostrophe in the name is answered with 500."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        if request.parameter("fuzzymatching") and "'" in (request.parameter("PatientName") or ""):
            return Answer(500)
        return right.search(server, request, resource)

    return replace(right, search=search)


@fault(breaks=("search-fuzzy-is-harmless",))
def fuzzy_matching_turns_dates_off(right: Behaviour) -> Behaviour:
    """With fuzzymatching a StudyDate is ignored."""
    return ignoring(right, lambda key: key.vr == "DA", lambda request: request.parameter("fuzzymatching") == "true")


@fault(breaks=("search-fuzzy-or-warning",))
def fuzzy_matching_is_silently_literal(right: Behaviour) -> Behaviour:
    """fuzzymatching is not supported, and nothing says so."""
    return rewriting(right, lambda key: replace(key, fuzzy=False))


@fault(breaks=("search-fuzzy-is-true-or-false",))
def any_word_may_follow_fuzzymatching(right: Behaviour) -> Behaviour:
    """fuzzymatching is ignored when it is neither true nor false."""

    def known(request: Request) -> Request:
        query = tuple(pair for pair in request.query if pair[0] != "fuzzymatching" or pair[1] in {"true", "false"})
        return replace(request, query=query)

    return replace(right, search=before(right.search, known))


@fault(breaks=("search-bad-values-are-harmless",))
def apostrophes_are_a_failure(right: Behaviour) -> Behaviour:
    """An AccessionNumber with an apostrophe is answered with 500."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        if "'" in (request.parameter("AccessionNumber") or ""):
            return Answer(500)
        return right.search(server, request, resource)

    return replace(right, search=search)


@fault(
    breaks=(
        "http-every-request-answered",
        "search-bad-values-are-harmless",
        "search-malformed-date",
    )
)
def malformed_dates_are_a_failure(right: Behaviour) -> Behaviour:
    """A StudyDate that is no date is answered with 500."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        try:
            return right.search(server, request, resource)
        except Refused:
            if request.parameter("StudyDate") is not None:
                return Answer(500)
            raise

    return replace(right, search=search)


@fault(breaks=("search-malformed-date",))
def malformed_dates_find_nothing(right: Behaviour) -> Behaviour:
    """A StudyDate that is no date gives an empty result."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        try:
            return right.search(server, request, resource)
        except Refused:
            if request.parameter("StudyDate") is None:
                raise
            nothing = replace(request, query=(("StudyInstanceUID", "0"),))
            return right.search(server, nothing, resource)

    return replace(right, search=search)


@fault(breaks=("search-unknown-parameter",))
def parameters_unknown_to_searches_are_refused(right: Behaviour) -> Behaviour:
    """A parameter that is no key and not known is refused with 400."""
    return refusing(right, lambda request: any(name.startswith("zz") for name, _ in request.query))


@fault(breaks=("search-parameter-case",))
def parameters_have_no_case(right: Behaviour) -> Behaviour:
    """LIMIT means limit."""

    def lower(request: Request) -> Request:
        query = tuple((name.lower() if name.lower() == "limit" else name, value) for name, value in request.query)
        return replace(request, query=query)

    return replace(right, search=before(right.search, lower))


@fault(breaks=("search-unsupported-key",))
def unsupported_keys_are_a_failure(right: Behaviour) -> Behaviour:
    """A search for studies by an attribute of instances is answered with 500."""
    return refusing(right, lambda request: _STUDIES(request) and request.parameter("Rows") is not None, status=500)


@fault(breaks=("search-later-parameters",))
def parameters_of_later_editions_are_refused(right: Behaviour) -> Behaviour:
    """emptyvaluematching is refused with 400."""
    return refusing(right, lambda request: request.parameter("emptyvaluematching") is not None)
