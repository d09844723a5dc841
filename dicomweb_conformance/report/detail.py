"""Which exchanges a page shows whole. A page must stay small; what it leaves out stands in the ledger."""

from dicomweb_conformance.report.model import BodyRecord, Exchange, Report, ScenarioResult

BUDGET = 1_500_000
"""Characters that whole exchanges may take of a page."""

LONG_BODY, SHORT_BODY = 2_000, 300
"""Characters of a text body that are shown for scenarios with trouble, and for others."""

LONG_FIELD = 2_000
"""Characters of a header field or a URL that are shown."""

_ORDER = ("nonconformant", "inconclusive", "blocked")
# what the markup around one exchange takes
_MARKUP = 900


def body_limit(scenario: ScenarioResult) -> int:
    return LONG_BODY if scenario.verdict in _ORDER else SHORT_BODY


def shown_whole(report: Report) -> frozenset[tuple[str, int]]:
    """Pairs of scenario id and exchange number. Scenarios with trouble come first, then the order of the run."""
    chosen: set[tuple[str, int]] = set()
    room = BUDGET
    for scenario in sorted(report.scenarios, key=_trouble_first):
        for exchange in scenario.exchanges:
            room -= _size(exchange, body_limit(scenario))
            if room < 0:
                return frozenset(chosen)
            chosen.add((scenario.id, exchange.number))
    return frozenset(chosen)


def _trouble_first(scenario: ScenarioResult) -> int:
    return _ORDER.index(scenario.verdict) if scenario.verdict in _ORDER else len(_ORDER)


def _size(exchange: Exchange, limit: int) -> int:
    fields = (*exchange.request_headers, *exchange.response_headers)
    headers = sum(min(len(name) + len(value) + 4, LONG_FIELD) for name, value in fields)
    # the URL stands in the line, in the request and in the curl line, the request headers in two places
    return (
        _MARKUP
        + 3 * len(exchange.url)
        + 2 * headers
        + _body(exchange.request_body, limit)
        + _body(exchange.response_body, limit)
    )


def _body(body: BodyRecord | None, limit: int) -> int:
    return min(len(body.head), limit) + 200 if body else 0
