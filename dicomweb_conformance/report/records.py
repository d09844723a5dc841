"""Exchanges and scenarios of a ledger as a report has them: joined, and of text that every format can encode."""

import re
from collections.abc import Mapping

from dicomweb_conformance.evidence import exchange as recorded
from dicomweb_conformance.evidence import lines
from dicomweb_conformance.report.model import BodyRecord, Exchange, PropertyFacts, ScenarioResult, StepResult

_SURROGATES = re.compile(r"[\ud800-\udfff]")


def text(value: object) -> str:
    """A value as text; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD."""
    return "" if value is None else _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", str(value))


def text_or_none(value: object) -> str | None:
    return None if value is None else text(value)


def texts(value: object) -> tuple[str, ...]:
    return tuple(text(member) for member in value) if isinstance(value, list | tuple) else ()


def number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def exchange_of(exchange: recorded.Exchange) -> Exchange:
    """The exchange, as the recorder wrote it."""
    request, response, error = exchange.request, exchange.response, exchange.error
    return Exchange(
        number=exchange.number,
        scenario=text_or_none(exchange.scenario),
        step=exchange.step,
        started=text(exchange.started),
        seconds=exchange.seconds,
        first_byte=exchange.first_byte,
        method=text(request.method),
        url=text(request.url),
        request_headers=_headers(request.headers),
        request_body=_body(request.body),
        http_version=text(response.http_version) if response else "",
        status=response.status if response else None,
        status_reason=text(response.reason) if response else "",
        response_headers=_headers(response.headers) if response else (),
        response_body=_body(response.body) if response else None,
        error=": ".join(text(part) for part in (error.kind, error.message) if part) if error else None,
    )


def scenario_of(result: lines.ScenarioResult, exchanges: Mapping[int, Exchange]) -> ScenarioResult:
    """The scenario with its exchanges."""
    feature = result.feature
    return ScenarioResult(
        id=text(result.id),
        title=text(result.title),
        feature=text(feature.get("name")),
        feature_path=text(feature.get("path")),
        feature_description=text(feature.get("description")),
        rule=text_or_none(result.rule),
        tags=texts(result.tags),
        requirements=texts(result.requirements),
        verdict=text(result.verdict),
        started=text(result.started),
        seconds=result.seconds,
        steps=tuple(StepResult(text(s.keyword), text(s.text), text(s.outcome), s.seconds) for s in result.steps),
        step=text_or_none(result.step),
        expected=text_or_none(result.expected),
        received=text_or_none(result.received),
        reason=text_or_none(result.reason),
        exchanges=tuple(exchanges[n] for n in result.exchanges if n in exchanges),
        tried=_property(result.more.get("property")),
    )


def _property(told: object) -> PropertyFacts | None:
    if not isinstance(told, Mapping):
        return None
    return PropertyFacts(
        examples=int(number(told.get("examples"))),
        refused=int(number(told.get("refused"))),
        shrunk=int(number(told.get("shrunk"))),
        requests=int(number(told.get("requests"))),
        says=text_or_none(told.get("says")),
        files=texts(told.get("files")),
    )


def _headers(headers: recorded.Headers) -> tuple[tuple[str, str], ...]:
    return tuple((text(name), text(value)) for name, value in headers)


def _body(body: recorded.RecordedBody | None) -> BodyRecord | None:
    if body is None:
        return None
    return BodyRecord(
        size=body.size, sha256=text(body.sha256), head=text(body.head), encoding=body.encoding, complete=body.complete
    )
