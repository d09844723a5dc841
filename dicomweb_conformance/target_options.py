"""The target that the options of the command line describe."""

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dicomweb_conformance import __version__
from dicomweb_conformance.client import Addresses
from dicomweb_conformance.requirements import CAPABILITIES
from dicomweb_conformance.target import Access, Product, Target, UnusableTarget
from dicomweb_conformance.target_file import base_url, basic, bearer, read_target_file

Options = Mapping[str, Any]

EMBEDDED_BEARER = "embedded"
EMBEDDED_READ_ONLY_BEARER = "embedded-read-only"


def target_of(options: Options, environment: Mapping[str, str], embedded_url: str | None = None) -> Target:
    """The target that the options describe; the embedded server at ``embedded_url`` when they name none.

    ``options`` are those of run_options by key; what is missing counts as not given. Secrets come from ``environment``.
    Raises UnusableTarget.
    """
    option = _getter(options)
    if option("target"):
        target = read_target_file(Path(option("target")), environment)
        if option("url"):
            url = base_url(option("url"))
            target = dataclasses.replace(target, url=url, addresses=Addresses.at(url))
    elif option("url"):
        url = base_url(option("url"))
        target = Target(url=url, addresses=Addresses.at(url))
    elif embedded_url is not None:
        target = embedded_target(embedded_url)
    else:
        raise UnusableTarget("no target: give --url or --target")
    target = dataclasses.replace(target, access=_access(options, environment, target.access))
    if option("settle") is not None:
        target = dataclasses.replace(target, settle=_seconds(option("settle"), "--settle"))
    named = frozenset(option("profile") or ()) & frozenset(CAPABILITIES)
    if named:
        target = dataclasses.replace(target, capabilities=(target.capabilities or frozenset()) | named)
    if target.offers("wado-uri") and target.addresses.wado_uri is None:
        raise UnusableTarget(
            "wado-uri is declared, but the URI service has an address of its own (PS3.18 9.1): "
            "name it in a target file, as wado-uri under [urls]"
        )
    return target


def _getter(options: Options) -> Callable[[str], Any]:
    """What was given for an option by its key, None for what was not given."""

    def given(key: str) -> Any:
        return options.get(key)

    return given


def embedded_target(url: str) -> Target:
    """The reference server that comes with the harness: it offers everything but what only Microsoft's services do.

    It is started with ``EMBEDDED_BEARER`` and ``EMBEDDED_READ_ONLY_BEARER``, so that what it does without credentials
    is judged too. They protect nothing, and are no secrets.
    """
    return Target(
        url=url,
        addresses=dataclasses.replace(Addresses.at(url), wado_uri=f"{url}/wado"),
        capabilities=frozenset(CAPABILITIES) - {"microsoft"},
        product=Product("dicomweb-conformance", "reference server", __version__),
        access=Access(
            headers=(("Authorization", f"Bearer {EMBEDDED_BEARER}"),),
            read_only=(("Authorization", f"Bearer {EMBEDDED_READ_ONLY_BEARER}"),),
        ),
    )


def _access(options: Options, environment: Mapping[str, str], access: Access) -> Access:
    option = _getter(options)
    for name, build in (("token_env", bearer), ("basic_env", basic)):
        if option(name):
            given = build(option(name), environment)
            access = dataclasses.replace(access, headers=given.headers, secrets=(*access.secrets, *given.secrets))
    headers = [_header(text) for text in option("header") or ()]
    values = tuple(value for _, value in headers)
    return dataclasses.replace(
        access,
        headers=(*access.headers, *headers),
        secrets=(*access.secrets, *(value for value in values if len(value) >= 8)),
        ca_bundle=option("ca_bundle") or access.ca_bundle,
        insecure=bool(option("insecure")) or access.insecure,
        timeout=_seconds(option("timeout"), "--timeout") if option("timeout") is not None else access.timeout,
    )


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip() or any(ord(character) < 33 or ord(character) > 126 for character in name.strip()):
        raise UnusableTarget("--header takes 'Name: value'")
    if not value.strip().isascii() or not value.strip().isprintable():
        raise UnusableTarget(f"the value of --header {name.strip()} holds characters that no header can carry")
    return name.strip(), value.strip()


def _seconds(value: float, option: str) -> float:
    if not 0 <= value < 86_400:
        raise UnusableTarget(f"{option} takes seconds, from 0 to a day")
    return value
