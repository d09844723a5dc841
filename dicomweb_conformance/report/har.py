"""``exchanges.har``: the exchanges as HTTP Archive 1.2, which the network tab of a browser's tools opens."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from dicomweb_conformance.report.model import BodyRecord, Exchange, Report

VERSION = "1.2"
UNKNOWN = -1
"""What HAR writes for a size or a time that is not known."""

Headers = tuple[tuple[str, str], ...]


def render_har(report: Report) -> str:
    """The archive: ASCII only, so that nothing in it acts on a terminal. A body that the ledger kept only the beginning
    of is that beginning, and its comment says so."""
    titles = {scenario.id: scenario.title for scenario in report.scenarios}
    return json.dumps(
        {
            "log": {
                "version": VERSION,
                "creator": {"name": report.suite, "version": report.suite_version},
                "pages": [],
                "entries": [_entry(exchange, titles) for exchange in report.exchanges],
            }
        },
        indent=1,
        allow_nan=False,
    )


def _entry(exchange: Exchange, titles: dict[str, str]) -> dict[str, Any]:
    milliseconds = exchange.seconds * 1000
    wait = milliseconds if exchange.first_byte is None else exchange.first_byte * 1000
    scenario = titles.get(exchange.scenario or "", exchange.scenario or "outside of scenarios")
    error = {"_error": exchange.error} if exchange.error else {}
    return {
        "startedDateTime": exchange.started,
        "time": milliseconds,
        "request": _request(exchange),
        "response": _response(exchange) | error,
        "cache": {},
        "timings": {"send": 0, "wait": wait, "receive": max(0.0, milliseconds - wait)},
        "comment": f"#{exchange.number}: {scenario}",
    }


def _request(exchange: Exchange) -> dict[str, Any]:
    body = exchange.request_body
    posted = {"postData": _posted(body, exchange.request_headers)} if body else {}
    return {
        "method": exchange.method,
        "url": exchange.url,
        "httpVersion": exchange.http_version or "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(exchange.request_headers),
        "queryString": _pairs(_query(exchange.url)),
        "headersSize": UNKNOWN,
        "bodySize": body.size if body else 0,
        **posted,
    }


def _posted(body: BodyRecord, headers: Headers) -> dict[str, Any]:
    # HAR knows no Base64 in a request: the bytes are described instead
    text = body.head if body.encoding == "utf-8" else ""
    return {"mimeType": _content_type(headers), "params": [], "text": text, "comment": _comment(body)}


def _response(exchange: Exchange) -> dict[str, Any]:
    body = exchange.response_body
    content: dict[str, Any] = {"size": body.size if body else 0, "mimeType": _content_type(exchange.response_headers)}
    if body:
        content |= {"text": body.head, "comment": _comment(body)}
        content |= {"encoding": "base64"} if body.encoding == "base64" else {}
    return {
        "status": exchange.status or 0,
        "statusText": exchange.status_reason,
        "httpVersion": exchange.http_version or "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(exchange.response_headers),
        "content": content,
        "redirectURL": _field(exchange.response_headers, "location"),
        "headersSize": UNKNOWN,
        "bodySize": body.size if body else 0,
    }


def _comment(body: BodyRecord) -> str:
    kept = "whole" if body.complete else "the beginning"
    return f"{body.size} bytes, SHA-256 {body.sha256}; {kept} was kept"


def _query(url: str) -> Headers:
    try:
        return tuple(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    except ValueError:
        return ()


def _pairs(pairs: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _content_type(headers: Headers) -> str:
    return _field(headers, "content-type")


def _field(headers: Headers, name: str) -> str:
    return next((value for field, value in headers if field.lower() == name), "")
