"""The records of a ledger as the typed facts of a report.

Ledgers come from outside: a record may be cut short, or be written by a later version with more keys. What is missing
becomes empty; nothing here raises on a record whose type is known.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dicomweb_conformance.report.model import BodyRecord, Exchange, ScenarioResult, StepResult

Record = Mapping[str, Any]

_SURROGATES = re.compile(r"[\ud800-\udfff]")


def text(value: object) -> str:
    """A value as text that every format can encode: lone surrogates become U+FFFD."""
    return "" if value is None else _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", str(value))


def text_or_none(value: object) -> str | None:
    return None if value is None else text(value)


def texts(value: object) -> tuple[str, ...]:
    return tuple(text(member) for member in value) if isinstance(value, list | tuple) else ()


def number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def mapping(value: object) -> Record:
    return value if isinstance(value, Mapping) else {}


def exchange_of(record: Record) -> Exchange:
    """The exchange that a record of type ``exchange`` tells of."""
    request, response = mapping(record.get("request")), mapping(record.get("response"))
    error = mapping(record.get("error"))
    status, first_byte, step = response.get("status"), record.get("first_byte"), record.get("step")
    return Exchange(
        number=int(number(record.get("number"))),
        scenario=text_or_none(record.get("scenario")),
        step=step if isinstance(step, int) else None,
        started=text(record.get("started")),
        seconds=number(record.get("seconds")),
        first_byte=None if first_byte is None else number(first_byte),
        method=text(request.get("method")),
        url=text(request.get("url")),
        request_headers=_headers(request.get("headers")),
        request_body=_body(request.get("body")),
        http_version=text(response.get("http_version")),
        status=status if isinstance(status, int) else None,
        status_reason=text(response.get("reason")),
        response_headers=_headers(response.get("headers")),
        response_body=_body(response.get("body")),
        error=": ".join(text(error[key]) for key in ("kind", "message") if error.get(key)) or None,
    )


def scenario_of(record: Record, exchanges: Iterable[Exchange]) -> ScenarioResult:
    """The result that a record of type ``scenario`` tells of, with its exchanges."""
    feature = mapping(record.get("feature"))
    return ScenarioResult(
        id=text(record.get("id")),
        title=text(record.get("title")),
        feature=text(feature.get("name")),
        feature_path=text(feature.get("path")),
        feature_description=text(feature.get("description")),
        rule=text_or_none(record.get("rule")),
        tags=texts(record.get("tags")),
        requirements=texts(record.get("requirements")),
        verdict=text(record.get("verdict")),
        started=text(record.get("started")),
        seconds=number(record.get("seconds")),
        steps=tuple(_step(mapping(step)) for step in _list(record.get("steps"))),
        step=text_or_none(record.get("step")),
        expected=text_or_none(record.get("expected")),
        received=text_or_none(record.get("received")),
        reason=text_or_none(record.get("reason")),
        exchanges=tuple(exchanges),
    )


def _step(record: Record) -> StepResult:
    return StepResult(
        keyword=text(record.get("keyword")),
        text=text(record.get("text")),
        outcome=text(record.get("outcome")),
        seconds=number(record.get("seconds")),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _headers(value: object) -> tuple[tuple[str, str], ...]:
    pairs = value if isinstance(value, list | tuple) else ()
    return tuple((text(pair[0]), text(pair[1])) for pair in pairs if isinstance(pair, list | tuple) and len(pair) == 2)


def _body(value: object) -> BodyRecord | None:
    record = mapping(value)
    if not record:
        return None
    return BodyRecord(
        size=int(number(record.get("size"))),
        sha256=text(record.get("sha256")),
        head=text(record.get("head")),
        encoding=text(record.get("encoding")),
        complete=record.get("complete") is True,
    )
