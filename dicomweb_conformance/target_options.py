"""The target that the options of the command line describe, with a target file or without one."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dicomweb_conformance import __version__
from dicomweb_conformance.auth.credentials import Credentials, bearer
from dicomweb_conformance.client import Addresses
from dicomweb_conformance.requirements import CAPABILITIES
from dicomweb_conformance.run_options import RUN
from dicomweb_conformance.target import Access, Product, Target
from dicomweb_conformance.target_access import AUTHORIZATION
from dicomweb_conformance.target_file import read_toml, target_in
from dicomweb_conformance.toml_table import Origin, Table, UnusableTarget

Options = Mapping[str, Any]

EMBEDDED_BEARER = "embedded"
EMBEDDED_READ_ONLY_BEARER = "embedded-read-only"


def target_of(
    options: Options, environment: Mapping[str, str], embedded_url: str | None = None, flavour: str = "standard"
) -> Target:
    """The target that the options describe; the embedded server of a flavour at ``embedded_url`` when they name none.

    ``options`` are those of run_options by key; what is missing counts as not given. Each stands in the place of the
    key of the target file that it sets. Secrets come from ``environment``. Raises UnusableTarget.
    """
    file = Path(options["target"]) if options.get("target") else None
    values = read_toml(file) if file else {}
    given = {o.sets: options[o.key] for o in RUN if o.sets and options.get(o.key) not in (None, False, "", [], ())}
    fields = _header_fields(options.get("header") or ())
    media_types = _media_types(options.get("media_type") or ())
    given |= {f"media-types.{name}": text for name, text in media_types.items()}
    if file is None and "url" not in given:
        if embedded_url is None:
            raise UnusableTarget("no target: give --url or --target")
        values, embedded = {"url": embedded_url}, embedded_target(embedded_url, flavour)
        astray = next((o.name for o in RUN if o.sets in given and str(o.sets).startswith("urls.")), None)
        if astray:
            raise UnusableTarget(f"{astray} goes with --url or --target")
    else:
        embedded = None
    names = {o.sets: o.name for o in RUN if o.sets in given} | {f"headers.{name}": "--header" for name in fields}
    names |= {f"media-types.{name}": f"--media-type {name}" for name in media_types}
    target = target_in(Table(_overlaid(values, given, fields), Origin(file, _with_parents(names))), environment)
    if embedded is not None:
        target = _embedded(embedded, target)
    elif file is None:
        target = dataclasses.replace(target, capabilities=None)
    named = frozenset(options.get("profile") or ()) & frozenset(CAPABILITIES)
    if named:
        target = dataclasses.replace(target, capabilities=(target.capabilities or frozenset()) | named)
    if target.offers("wado-uri") and target.addresses.wado_uri is None:
        raise UnusableTarget(
            "wado-uri is declared, but the URI service has an address of its own (PS3.18 9.1): "
            "name it by --wado-uri-url, or in a target file, as wado-uri under [urls]"
        )
    return target


def embedded_target(url: str, flavour: str = "standard") -> Target:
    """The reference server that comes with the harness: it offers everything but what only Microsoft's services do.

    The flavour ``microsoft`` does what they do, and offers no more than that.

    It is started with ``EMBEDDED_BEARER`` and ``EMBEDDED_READ_ONLY_BEARER``, so that what it does without credentials
    is judged too. They protect nothing, and are no secrets.
    """
    standard = flavour == "standard"
    return Target(
        url=url,
        addresses=dataclasses.replace(Addresses.at(url), wado_uri=f"{url}/wado" if standard else None),
        capabilities=frozenset(CAPABILITIES) - {"microsoft"} if standard else frozenset({"delete", flavour}),
        product=Product(
            "dicomweb-conformance", "reference server" if standard else f"reference server ({flavour})", __version__
        ),
        access=Access(
            credentials=Credentials(bearer(EMBEDDED_BEARER)), read_only=Credentials(bearer(EMBEDDED_READ_ONLY_BEARER))
        ),
    )


def _embedded(own: Target, given: Target) -> Target:
    """The embedded server, with what options say beside its address and its credentials."""
    credentials, read_only = given.access.credentials, given.access.read_only
    if not credentials.authorizes:
        credentials = Credentials((*own.access.credentials.fields, *credentials.fields))
    access = dataclasses.replace(
        given.access, credentials=credentials, read_only=read_only if read_only.given else own.access.read_only
    )
    return dataclasses.replace(
        given,
        addresses=own.addresses,
        capabilities=own.capabilities,
        product=own.product if given.product == Product() else given.product,
        access=access,
    )


def _header_fields(texts: tuple[str, ...] | list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for text in texts:
        name, colon, value = text.partition(":")
        if not colon or not name.strip():
            raise UnusableTarget("--header takes 'Name: value'")
        fields[name.strip()] = value.strip()
    return fields


def _media_types(texts: tuple[str, ...] | list[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UnusableTarget("--media-type takes NAME=MEDIA-TYPE, such as search=application/json")
        given[name.strip()] = value.strip()
    return given


def _overlaid(values: Mapping[str, Any], given: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """What stands in the file, with what options say in its place.

    Another URL has the services of the file no more; another kind of credentials, or another place of a token, takes
    the place of that in the file.
    """
    result = _copied(values)
    if "url" in given:
        result.pop("urls", None)
    kinds = {path.split(".")[1] for path in given if path.startswith("auth.")} & set(AUTHORIZATION)
    auth = result.get("auth")
    if isinstance(auth, dict) and (kinds or any(name.lower() == "authorization" for name in fields)):
        for kind in set(AUTHORIZATION) - kinds:
            auth.pop(kind, None)
    for path in given:
        if path.endswith((".env", ".file", ".command")):
            _replace_source(result, path)
    for path, value in given.items():
        *tables, key = path.split(".")
        table = result
        for name in tables:
            inner = table.setdefault(name, {})
            if not isinstance(inner, dict):
                inner = table[name] = {}
            table = inner
        table[key] = value
    if fields:
        headers = result.setdefault("headers", {})
        if isinstance(headers, dict):
            lower = {name.lower() for name in fields}
            result["headers"] = {**{n: v for n, v in headers.items() if n.lower() not in lower}, **fields}
    return result


def _replace_source(values: dict[str, Any], path: str) -> None:
    table: Any = values
    for name in path.split(".")[:-1]:
        table = table.get(name) if isinstance(table, dict) else None
    if isinstance(table, dict):
        for key in ("env", "file", "command"):
            table.pop(key, None)


def _copied(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _copied(value) if isinstance(value, Mapping) else value for key, value in values.items()}


def _with_parents(names: Mapping[str, str]) -> dict[str, str]:
    """The names of options, also for the tables that they are in: what is wrong there, they brought about."""
    result: dict[str, str] = {}
    for path, name in names.items():
        parts = path.split(".")
        for length in range(2, len(parts)):
            result.setdefault(".".join(parts[:length]), name)
    return {**result, **names}
