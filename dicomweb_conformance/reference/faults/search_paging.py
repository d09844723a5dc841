"""Wrong limits and offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.entities import Entity
from dicomweb_conformance.reference.faults.changes import before, with_dataset_list, without_parameter
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.search_changes import paging, parsing, refusing
from dicomweb_conformance.reference.keys import Keys
from dicomweb_conformance.reference.messages import Answer, Attributes, Headers, Refused, Request, Resource


@fault(breaks=("search-limit", "search-pages", "search-limit-zero", "search-limit-warning"))
def a_limit_is_ignored(right: Behaviour) -> Behaviour:
    """limit has no effect."""
    return parsing(right, lambda request, keys: replace(keys, limit=None))


@fault(breaks=("search-limit", "search-pages"))
def a_limit_gives_one_too_many(right: Behaviour) -> Behaviour:
    """A limit of three gives four matches."""
    return parsing(right, lambda request, keys: replace(keys, limit=4) if keys.limit == 3 else keys)


@fault(breaks=("search-limit",))
def a_limit_counts_series(right: Behaviour) -> Behaviour:
    """A limit of five over studies counts their series, so that fewer studies come."""

    def page(keys: Keys, found: Sequence[Entity]) -> tuple[Sequence[Entity], Headers]:
        entities, headers = right.page(keys, found)
        if keys.limit != 5 or not entities or entities[0].level != "study":
            return entities, headers
        rows = [entity for entity in entities for _ in {instance.series for instance in entity.of_study}]
        return list(dict.fromkeys(rows[: keys.limit])), headers

    return replace(right, page=page)


@fault(breaks=("search-pages",))
def an_offset_counts_pages(right: Behaviour) -> Behaviour:
    """offset counts pages of the size of limit, not matches."""
    return parsing(right, lambda request, keys: replace(keys, offset=keys.offset * (keys.limit or 1)))


@fault(breaks=("search-pages",))
def pages_overlap(right: Behaviour) -> Behaviour:
    """With a limit each page but the first begins with the last match of the one before."""
    return parsing(right, lambda request, keys: replace(keys, offset=max(0, keys.offset - 1)) if keys.limit else keys)


@fault(breaks=("search-pages", "search-order-is-stable"))
def the_order_changes_from_search_to_search(right: Behaviour) -> Behaviour:
    """Every other search gives its matches in reverse."""
    count = iter(range(1_000_000_000))
    return paging(right, lambda keys, found: found if next(count) % 2 else found[::-1])


@fault(breaks=("search-order-is-stable",))
def instances_come_in_another_order_each_time(right: Behaviour) -> Behaviour:
    """Instances over all studies come in reverse every other time."""
    count = iter(range(1_000_000_000))

    def turned(datasets: Sequence[Attributes]) -> tuple[Attributes, ...]:
        return tuple(datasets) if next(count) % 2 else tuple(datasets)[::-1]

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        answer = right.search(server, request, resource)
        return with_dataset_list(turned)(answer) if resource == Resource("instances") else answer

    return replace(right, search=search)


@fault(breaks=("search-offset-beyond", "search-pages"))
def an_offset_beyond_is_404(right: Behaviour) -> Behaviour:
    """An offset beyond the matches is answered with 404."""

    def page(keys: Keys, found: Sequence[Entity]) -> tuple[Sequence[Entity], Headers]:
        if found and keys.offset >= len(found):
            raise Refused(404, "There are fewer matches.")
        return right.page(keys, found)

    return replace(right, page=page)


@fault(breaks=("search-offset-beyond",))
def an_offset_beyond_gives_the_last_match(right: Behaviour) -> Behaviour:
    """An offset beyond the matches without a limit gives the last one."""

    def clamped(keys: Keys, found: Sequence[Entity]) -> tuple[Sequence[Entity], Headers]:
        if keys.limit is None and found and keys.offset >= len(found):
            return found[-1:], ()
        return right.page(keys, found)

    return replace(right, page=clamped)


@fault(breaks=("search-limit-zero",))
def a_limit_of_zero_is_no_limit(right: Behaviour) -> Behaviour:
    """limit=0 gives all matches."""
    return parsing(right, lambda request, keys: replace(keys, limit=keys.limit or None))


@fault(breaks=("search-limit-warning",))
def remaining_matches_are_not_mentioned(right: Behaviour) -> Behaviour:
    """No Warning says that matches remain."""
    return replace(right, page=lambda keys, found: (right.page(keys, found)[0], ()))


@fault(breaks=("search-huge-limit",))
def a_huge_limit_is_a_failure(right: Behaviour) -> Behaviour:
    """A limit that needs more than 31 bits is answered with 500, up to 32 bits."""
    return refusing(right, lambda request: (request.parameter("limit") or "") == "4294967295", status=500)


def _lenient(right: Behaviour, status: int | None) -> Behaviour:
    def search(server: Server, request: Request, resource: Resource) -> Answer:
        known = request
        for name in ("limit", "offset"):
            given = request.parameter(name)
            if given is not None and given.isalpha():
                if status is not None:
                    return Answer(status)
                known = without_parameter(known, name)
        return right.search(server, known, resource)

    return replace(right, search=search)


@fault(breaks=("search-malformed-paging",))
def malformed_numbers_are_ignored(right: Behaviour) -> Behaviour:
    """A limit or offset of letters has no effect."""
    return _lenient(right, None)


@fault(breaks=("search-malformed-paging",))
def malformed_numbers_are_a_failure(right: Behaviour) -> Behaviour:
    """A limit or offset of letters is answered with 500."""
    return _lenient(right, 500)


@fault(breaks=("search-negative-paging",))
def negative_numbers_are_ignored(right: Behaviour) -> Behaviour:
    """A limit or offset below zero has no effect."""

    def positive(request: Request) -> Request:
        query = tuple(pair for pair in request.query if pair[0] not in {"limit", "offset"} or pair[1][:1] != "-")
        return replace(request, query=query)

    return replace(right, search=before(right.search, positive))


@fault(breaks=("search-negative-paging", "search-bad-values-are-harmless"))
def negative_numbers_are_a_failure(right: Behaviour) -> Behaviour:
    """A limit or offset below zero is answered with 500."""

    def search(server: Server, request: Request, resource: Resource) -> Answer:
        if any(value[:1] == "-" for name in ("limit", "offset") for value in request.parameters(name)):
            return Answer(500)
        return right.search(server, request, resource)

    return replace(right, search=search)
