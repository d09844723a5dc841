"""Target files: TOML that says where an origin server is and what it declares of itself."""

import base64
import datetime
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dicomweb_conformance.client import Addresses
from dicomweb_conformance.requirements import CAPABILITIES
from dicomweb_conformance.target import Access, Deviation, Product, Target, UnusableTarget

_KEYS = frozenset({"url", "settle", "timeout", "capabilities", "product", "auth", "headers", "deviation", "urls"})


def read_target_file(path: Path, environment: Mapping[str, str]) -> Target:
    """Read a target file; secrets are taken from ``environment`` by the names that the file gives.

    Raises UnusableTarget, which says what is wrong in which file.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnusableTarget(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableTarget(f"{path} is not valid TOML: {error}") from error
    try:
        return _target(table, environment)
    except UnusableTarget as error:
        raise UnusableTarget(f"{path}: {error}") from error


def _target(table: dict[str, Any], environment: Mapping[str, str]) -> Target:
    _known(table, _KEYS, "the file")
    url = base_url(_text(table, "url"))
    capabilities = table.get("capabilities", [])
    if not isinstance(capabilities, list) or not set(capabilities) <= set(CAPABILITIES):
        raise UnusableTarget(f"capabilities is a list of {', '.join(CAPABILITIES)}; found {capabilities!r}")
    product = _table(table, "product")
    _known(product, {"vendor", "name", "version"}, "[product]")
    return Target(
        url=url,
        addresses=_addresses(url, _table(table, "urls")),
        capabilities=frozenset(capabilities),
        deviations=tuple(map(_deviation, table.get("deviation", []))),
        product=Product(**{key: str(value) for key, value in product.items()}),
        access=_access(table, environment),
        settle=_number(table, "settle", 0.0),
    )


def base_url(text: str) -> str:
    """The base URL without its trailing slash. Raises UnusableTarget when it is no http or https URL."""
    try:
        parts = urlsplit(text)
        port_is_readable = parts.port is None or parts.port > 0
    except ValueError as error:
        raise UnusableTarget(f"{text!r} is no URL: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_readable:
        raise UnusableTarget(f"{text!r} is no base URL; it looks like https://dicom.example.org/v2")
    if parts.query or parts.fragment:
        raise UnusableTarget(f"{text!r} has a query or a fragment; a base URL ends with its path")
    if parts.username or parts.password:
        raise UnusableTarget("the base URL holds a user name or password; give them by --basic-env NAME")
    return text.rstrip("/")


def bearer(name: str, environment: Mapping[str, str]) -> Access:
    """A bearer token that stands in the environment variable ``name`` (RFC 6750). Raises UnusableTarget."""
    token = _secret(name, environment)
    return Access(headers=(("Authorization", f"Bearer {token}"),), secrets=(token,))


def basic(name: str, environment: Mapping[str, str]) -> Access:
    """User and password, ``user:password`` in the environment variable ``name`` (RFC 7617). Raises UnusableTarget."""
    pair = _secret(name, environment)
    if ":" not in pair:
        raise UnusableTarget(f"the environment variable {name} is not of the form user:password")
    encoded = base64.b64encode(pair.encode()).decode()
    return Access(headers=(("Authorization", f"Basic {encoded}"),), secrets=(pair, pair.split(":", 1)[1], encoded))


def _secret(name: str, environment: Mapping[str, str]) -> str:
    secret = environment.get(name, "").strip()
    if not secret:
        raise UnusableTarget(f"the environment variable {name} is not set, or empty; put the secret there")
    if not secret.isprintable():
        raise UnusableTarget(f"the environment variable {name} holds characters that no header can carry")
    return secret


def _access(table: dict[str, Any], environment: Mapping[str, str]) -> Access:
    auth = _table(table, "auth")
    _known(auth, {"bearer", "basic", "read_only_bearer"}, "[auth]")
    access = Access()
    for key, build in (("bearer", bearer), ("basic", basic)):
        if key in auth:
            access = build(_variable(auth, key), environment)
    reader = bearer(_variable(auth, "read_only_bearer"), environment) if "read_only_bearer" in auth else Access()
    headers = _table(table, "headers")
    timeout = _number(table, "timeout", access.timeout)
    return Access(
        headers=(*access.headers, *((name, str(value)) for name, value in headers.items())),
        secrets=(*access.secrets, *reader.secrets),
        timeout=timeout,
        read_only=reader.headers,
    )


def _variable(auth: Mapping[str, Any], key: str) -> str:
    source = auth[key]
    if not isinstance(source, dict) or set(source) != {"env"}:
        raise UnusableTarget(f'[auth] {key} names an environment variable: {key} = {{ env = "NAME" }}')
    return str(source["env"])


def _addresses(url: str, urls: dict[str, Any]) -> Addresses:
    _known(urls, {"store", "retrieve", "search", "delete", "wado-uri"}, "[urls]")
    given = {key: base_url(str(value)) for key, value in urls.items()}
    return Addresses(
        store=given.get("store", url),
        retrieve=given.get("retrieve", url),
        search=given.get("search", url),
        delete=given.get("delete", url),
        wado_uri=given.get("wado-uri"),
    )


def _deviation(table: Any) -> Deviation:
    if not isinstance(table, dict):
        raise UnusableTarget("a deviation is a table: [[deviation]] with requirement and reason")
    _known(table, {"requirement", "reason", "issue", "expires"}, "[[deviation]]")
    expires = table.get("expires")
    if isinstance(expires, str):
        try:
            expires = datetime.date.fromisoformat(expires)
        except ValueError as error:
            raise UnusableTarget(f"[[deviation]] expires is a date such as 2027-03-01, not {expires!r}") from error
    if expires is not None and type(expires) is not datetime.date:
        raise UnusableTarget(f"[[deviation]] expires is a date such as 2027-03-01, not {expires!r}")
    reason = _text(table, "reason")
    if not reason.strip():
        raise UnusableTarget(f"[[deviation]] {table.get('requirement')}: a deviation needs a reason")
    issue = table.get("issue")
    return Deviation(_text(table, "requirement"), reason, None if issue is None else str(issue), expires)


def _known(table: Mapping[str, Any], keys: frozenset[str] | set[str], where: str) -> None:
    unknown = sorted(set(table) - keys)
    if unknown:
        raise UnusableTarget(f"{where} has the unknown key {unknown[0]}; known are {', '.join(sorted(keys))}")


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        raise UnusableTarget(f"{key} is missing, or no text")
    return value


def _table(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise UnusableTarget(f"{key} is a table: [{key}]")
    return value


def _number(table: Mapping[str, Any], key: str, default: float) -> float:
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 86_400:
        raise UnusableTarget(f"{key} is a number of seconds, not {value!r}")
    return float(value)
