"""How a target is reached, as its file says it: credentials, header fields, TLS, proxy. Secrets are named there."""

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dicomweb_conformance.auth.credentials import (
    NO_CREDENTIALS,
    ClientCredentials,
    Credentials,
    Fields,
    TokenCommand,
    TokenFile,
    basic,
    bearer,
    encoded_client,
    encoded_pair,
)
from dicomweb_conformance.target import Access, Proxy, Tls
from dicomweb_conformance.target_limits import limits_of
from dicomweb_conformance.toml_table import Table
from dicomweb_conformance.web_address import base_url, web_address

AUTHORIZATION = ("bearer", "basic", "oauth2")
"""The kinds of credentials of which a target has one: all stand in the same header field."""

_CREDENTIALS = re.compile(r"authorization|cookie|token|key|secret|password", re.IGNORECASE)
_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_SHORTEST_SECRET_FIELD = 8


@dataclass
class _Reader:
    """Reads secrets by their names, and remembers them all."""

    environment: Mapping[str, str]
    secrets: list[str] = field(default_factory=list)

    def secret(self, table: Table) -> str:
        """The secret that a table names, as ``env`` or ``file``."""
        variable, path = table.text("env"), table.path("file")
        if (variable is None) == (path is None):
            table.wrong(None, 'names a secret: { env = "NAME" } or { file = "PATH" }')
        if variable is not None:
            secret, what = self.environment.get(variable, "").strip(), f"the environment variable {variable}"
            if not secret:
                table.wrong(None, f"cannot be read: {what} is not set, or empty; put the secret there")
        else:
            assert path is not None
            secret, what = _content(table, path).strip(), f"the file {path}"
            if not secret:
                table.wrong(None, f"cannot be read: {what} is empty; put the secret there")
        if not secret.isprintable():
            table.wrong(None, f"cannot be used: {what} holds characters that no header can carry")
        self.secrets.append(secret)
        return secret

    def pair(self, table: Table) -> str:
        """User and password, ``user:password`` (RFC 7617)."""
        pair = self.secret(table)
        if ":" not in pair:
            table.wrong(None, "cannot be used: it is not of the form user:password")
        self.secrets += [pair.split(":", 1)[1], encoded_pair(pair)]
        return pair


def access_of(table: Table, environment: Mapping[str, str]) -> Access:
    """The access that the tables auth, headers, tls and proxy of a target file describe, and its time limits.

    Raises UnusableTarget.
    """
    reader = _Reader(environment)
    auth = table.table("auth")
    kinds = [kind for kind in AUTHORIZATION if auth.has(kind)]
    if len(kinds) > 1:
        auth.wrong(None, f"has {' and '.join(kinds)}; a target has one of them")
    credentials = NO_CREDENTIALS
    for kind, read in _KINDS.items():
        own = auth.table(kind)
        if kind in kinds:
            credentials = _finished(read, own, reader)
    read_only = auth.table("read_only_bearer")
    reading = _finished(_bearer, read_only, reader) if auth.has("read_only_bearer") else NO_CREDENTIALS
    keys, hidden = _api_key(auth.table("api_key"), reader)
    admitting, others, more_hidden = _headers(table.table("headers"), reader)
    auth.done()

    return Access(
        headers=others,
        credentials=Credentials((*credentials.fields, *keys, *admitting), credentials.source),
        read_only=reading,
        tls=_tls(table.table("tls"), reader),
        proxy=_proxy(table.table("proxy"), reader),
        secrets=tuple(reader.secrets),
        hidden=hidden | more_hidden,
        only_reads=table.flag("read_only"),
        limits=limits_of(table),
    )


def _finished(read: Callable[[Table, _Reader], Credentials], table: Table, reader: _Reader) -> Credentials:
    credentials = read(table, reader)
    table.done()
    return credentials


def _bearer(table: Table, reader: _Reader) -> Credentials:
    sources = [key for key in ("env", "file", "command") if table.has(key)]
    if len(sources) != 1:
        table.wrong(None, 'names where the token is: { env = "NAME" }, { file = "PATH" } or { command = [...] }')
    if sources == ["env"]:
        return Credentials(bearer(reader.secret(table)))
    lifetime = table.seconds("lifetime")
    if sources == ["command"]:
        return Credentials(source=TokenCommand(arguments(table, "command"), lifetime))
    path = table.path("file")
    assert path is not None
    return Credentials(source=TokenFile(path, lifetime))


def _basic(table: Table, reader: _Reader) -> Credentials:
    return Credentials(basic(reader.pair(table)))


def _oauth2(table: Table, reader: _Reader) -> Credentials:
    url = web_address(table, "token_url")
    client_id = table.needed("client_id")
    given = table.table("client_secret")
    client_secret = reader.secret(given)
    given.done()
    reader.secrets += [encoded_pair(f"{client_id}:{client_secret}"), encoded_client(client_id, client_secret)]
    return Credentials(
        source=ClientCredentials(
            url,
            client_id,
            client_secret,
            scope=table.text("scope"),
            audience=table.text("audience"),
            resource=table.text("resource"),
            style="post" if table.choice("client_auth", ("basic", "post"), "basic") == "post" else "basic",
            lifetime=table.seconds("lifetime"),
        )
    )


_KINDS: Mapping[str, Callable[[Table, _Reader], Credentials]] = {"bearer": _bearer, "basic": _basic, "oauth2": _oauth2}


def arguments(table: Table, key: str) -> tuple[str, ...]:
    """A program and its arguments, as a list or as one text. Raises UnusableTarget."""
    given = table.get(key)
    if isinstance(given, str):
        try:
            given = shlex.split(given)
        except ValueError as error:
            table.wrong(key, f"cannot be taken apart into arguments: {error}")
    if not isinstance(given, list) or not given or not all(isinstance(one, str) for one in given) or not given[0]:
        table.wrong(key, 'is a program and its arguments, such as ["program", "first", "second"]')
    return tuple(given)


def _api_key(table: Table, reader: _Reader) -> tuple[Fields, frozenset[str]]:
    name = table.text("header")
    if not table.keys:
        table.done()
        return (), frozenset()
    if not (table.has("env") or table.has("file")):
        table.wrong(None, 'names where the key is: { header = "X-API-Key", env = "NAME" }')
    name = name or "X-API-Key"
    _field_name(table, "header", name)
    value = reader.secret(table)
    table.done()
    return ((name, value),), frozenset({name})


def _headers(table: Table, reader: _Reader) -> tuple[Fields, Fields, frozenset[str]]:
    """Those that carry credentials, by their names or because they are named secrets; the others; and what to hide."""
    admitting: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    hidden: set[str] = set()
    for name in table.keys:
        _field_name(table, name, name)
        named = isinstance(table.get(name), Mapping)
        if named:
            source = table.table(name)
            value = reader.secret(source)
            source.done()
        else:
            value = table.needed(name).strip()
        if not value.isascii() or not value.isprintable():
            table.wrong(name, "has a value with characters that no header can carry")
        credential = named or bool(_CREDENTIALS.search(name))
        if credential or table.is_option(name):
            hidden.add(name)
            # a short text stands in many places where it is no secret
            reader.secrets += [value] if len(value) >= _SHORTEST_SECRET_FIELD and not named else []
        (admitting if credential else others).append((name, value))
    return tuple(admitting), tuple(others), frozenset(hidden)


def _field_name(table: Table, key: str, name: str) -> None:
    if not _FIELD_NAME.fullmatch(name):
        table.wrong(key, f"is no name of a header field: {name!r}")


def _tls(table: Table, reader: _Reader) -> Tls:
    password = table.table("key_password")
    tls = Tls(
        ca=_readable(table, "ca"),
        insecure=table.flag("insecure"),
        certificate=_readable(table, "certificate"),
        key=_readable(table, "key"),
        key_password=reader.secret(password) if password.keys else None,
    )
    password.done()
    table.done()
    if tls.certificate is None and (tls.key is not None or tls.key_password is not None):
        table.wrong("certificate", "is missing: a key without a certificate shows the target nothing")
    return tls


def _readable(table: Table, key: str) -> Path | None:
    path = table.path(key)
    if path is not None:
        _content(table, path, key)
    return path


def _content(table: Table, path: Path, key: str | None = None) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        table.wrong(key, f"cannot be read: {path}: {error.strerror}")


def _proxy(table: Table, reader: _Reader) -> Proxy | None:
    user = table.table("basic")
    pair = reader.pair(user) if user.keys else None
    user.done()
    if not table.keys:
        table.done()
        return None
    url = base_url(table, "url")
    table.done()
    return Proxy(url, pair)
