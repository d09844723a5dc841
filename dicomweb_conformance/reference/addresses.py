"""The parts of a request's URL, as the client sees it."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.requests import Request as HttpRequest


def base_url(http: HttpRequest) -> str:
    """The URL of the service without trailing slash; proxies in front may name it (RFC 7239, X-Forwarded-*)."""
    headers = http.headers
    nearest = (pair.partition("=") for pair in headers.get("forwarded", "").split(",")[0].split(";"))
    forwarded = {name.strip().lower(): value.strip().strip('"') for name, _, value in nearest}
    scheme = forwarded.get("proto") or _first(headers.get("x-forwarded-proto")) or http.url.scheme
    host = forwarded.get("host") or _first(headers.get("x-forwarded-host")) or headers.get("host") or http.url.netloc
    prefix = _first(headers.get("x-forwarded-prefix")) or http.scope.get("root_path", "")
    return f"{scheme}://{host}{prefix.rstrip('/')}"


def _first(value: str | None) -> str:
    return (value or "").split(",")[0].strip()


def segments_of(http: HttpRequest) -> tuple[str, ...]:
    """The decoded segments of the path; a trailing slash does not count."""
    raw: bytes = http.scope["raw_path"]
    path = raw.decode("latin-1").partition("?")[0].strip("/")
    return tuple(unquote(segment, errors="replace") for segment in path.split("/")) if path else ()


def query_of(http: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The decoded query parameters in order; a plus sign is a plus sign (RFC 3986)."""
    raw: bytes = http.scope["query_string"]
    pairs = (pair.partition("=") for pair in raw.decode("latin-1").split("&") if pair)
    return tuple((unquote(name, errors="replace"), unquote(value, errors="replace")) for name, _, value in pairs)
