"""Exchanges as a report may hold them that is about data of other people.

What the harness did not store belongs to somebody. Of such data a ledger keeps what names it to the target (UIDs), how
large it was and its digest, and no value: of a body the size and the digest, of a URL what is no value of a patient,
of a header field only what is known to hold none. What is kept is listed; all else is withheld.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlsplit

from dicomweb_conformance.evidence.exchange import (
    Exchange,
    Headers,
    RecordedBody,
    RecordedError,
    RecordedRequest,
    RecordedResponse,
)

WITHHELD = "[withheld]"

_PARAMETERS = frozenset(
    {"studyinstanceuid", "seriesinstanceuid", "sopinstanceuid", "limit", "offset", "includefield", "fuzzymatching"}
)
_PATH_WORDS = frozenset({"studies", "series", "instances", "metadata", "frames", "rendered", "thumbnail", "bulkdata"})
_UID = re.compile(r"[0-9.]{1,64}")
_PARAMETER_VALUE = re.compile(r"[0-9A-Za-z.,]{1,400}")
_FIELDS = frozenset(
    {
        *("accept", "accept-charset", "accept-encoding", "accept-ranges", "age", "allow", "authorization"),
        *("cache-control", "connection", "content-encoding", "content-length", "cookie", "date", "host", "keep-alive"),
        *("proxy-authorization", "retry-after", "server", "transfer-encoding", "user-agent", "vary"),
    }
)
_MEDIA_TYPE = re.compile(r"\s*[a-z]+/[a-z0-9.+-]+", re.IGNORECASE)
_MEDIA_PARAMETER = re.compile(
    r";\s*(?:charset=\"?[a-z0-9-]+|transfer-syntax=\"?[0-9.*]+|type=\"?[a-z]+/[a-z0-9.+-]+)\"?", re.IGNORECASE
)
_OWN_MESSAGES = frozenset({"ConnectError", "ConnectTimeout", "ReadTimeout", "WriteTimeout", "NotSent"})


def withheld(exchange: Exchange, bases: Iterable[str]) -> Exchange:
    """The exchange without any value of stored data. ``bases`` are the addresses of the target."""
    request, response, error = exchange.request, exchange.response, exchange.error
    return replace(
        exchange,
        request=RecordedRequest(
            request.method, withheld_url(request.url, bases), _fields(request.headers), _body(request.body)
        ),
        response=None if response is None else _response(response),
        error=None if error is None else RecordedError(error.kind, _message(error)),
    )


def withheld_url(url: str, bases: Iterable[str]) -> str:
    """The URL with what names a resource, and without values that are searched for."""
    base = max((base for base in bases if url.startswith(base)), key=len, default="")
    if not base:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.hostname}/{WITHHELD}"
    path, mark, query = url[len(base) :].partition("?")
    return base + _path(path) + (f"?{'&'.join(map(_parameter, query.split('&')))}" if mark else "")


def _path(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment and segment not in _PATH_WORDS and not _UID.fullmatch(segment):
            # what follows a word that is not known may mean anything
            return "/".join([*kept, WITHHELD])
        kept.append(segment)
    return "/".join(kept)


def _parameter(pair: str) -> str:
    name, sign, value = pair.partition("=")
    if not re.fullmatch(r"[0-9A-Za-z.]{1,64}", name):
        return WITHHELD
    plain = not sign or (name.lower() in _PARAMETERS and _PARAMETER_VALUE.fullmatch(value))
    return pair if plain else f"{name}={WITHHELD}"


def _fields(fields: Headers) -> Headers:
    return tuple((name, _field(name.lower(), value)) for name, value in fields)


def _field(name: str, value: str) -> str:
    if name == "content-type":
        return _content_type(value)
    return value if name in _FIELDS else WITHHELD


def _content_type(value: str) -> str:
    essence = _MEDIA_TYPE.match(value)
    return "".join([essence[0].strip(), *_MEDIA_PARAMETER.findall(value)]) if essence else WITHHELD


def _response(response: RecordedResponse) -> RecordedResponse:
    return replace(
        response, reason=_phrase(response.status), headers=_fields(response.headers), body=_body(response.body)
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _body(body: RecordedBody | None) -> RecordedBody | None:
    return None if body is None else replace(body, head="", encoding="utf-8", complete=False)


def _message(error: RecordedError) -> str:
    # a library quotes what it could not read; these say nothing but what the harness or the system found
    return error.message if error.kind in _OWN_MESSAGES else WITHHELD
