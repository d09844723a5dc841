"""The options of a run, and the target that they describe."""

import dataclasses
import os
from pathlib import Path

import pytest

from dicomweb_conformance import __version__
from dicomweb_conformance.client import Addresses
from dicomweb_conformance.requirements import BASE_PROFILES, CAPABILITIES, PROFILES, Registry
from dicomweb_conformance.target import Access, Product, Target, UnusableTarget
from dicomweb_conformance.target_file import base_url, basic, bearer, read_target_file


def add_options(parser: pytest.Parser) -> None:
    """The options of DICOMweb runs; the command line takes the same ones."""
    group = parser.getgroup("dicomweb", "DICOMweb conformance")
    add = group.addoption
    add("--url", metavar="URL", help="base URL of the target, such as https://dicom.example.org/v2")
    add("--target", metavar="FILE", help="target file (TOML): address, credentials, capabilities, deviations")
    add("--profile", metavar="P", action="append", default=[], help="judge this profile; repeatable")
    add("--only", metavar="REQ", action="append", default=[], help="judge only this requirement; repeatable")
    add("--report", metavar="DIR", help="folder for the report; default reports/runs/TIME-TARGET")
    add("--uids", choices=("tutorial", "fresh"), default="tutorial", help="UIDs of the tutorial's own scenarios")
    add("--samples", metavar="DIR", help="folder with the tutorial's original files; default: generated ones")
    add("--replace-existing", action="store_true", help="delete the tutorial's study first if the target holds it")
    add("--token-env", metavar="NAME", help="environment variable that holds a bearer token")
    add("--basic-env", metavar="NAME", help="environment variable that holds user:password")
    add("--header", metavar="'Name: value'", action="append", default=[], help="header for every request; repeatable")
    add("--ca-bundle", metavar="FILE", help="certificates to trust (PEM), for a private CA")
    add("--insecure", action="store_true", help="do not verify the target's certificate")
    add("--timeout", metavar="SECONDS", type=float, help="longest wait for the target to send on; default 30")
    add("--settle", metavar="SECONDS", type=float, help="how long a search may lag behind a store; default 0")
    add("--strict-should", action="store_true", help="requirements of level should fail the run too")
    add("--fault", metavar="NAME", help="make the embedded server wrong in one named way")
    add("--embedded-output", action="store_true", help="print as the command line does: progress line and summary")


def judged_profiles(config: pytest.Config, target: Target, registry: Registry) -> frozenset[str]:
    """The profiles to judge: those asked for, else tutorial, core and what the target declares."""
    asked = frozenset(config.getoption("profile"))
    unknown = sorted(asked - set(PROFILES))
    if unknown:
        raise pytest.UsageError(f"unknown profile {unknown[0]}; known are {', '.join(PROFILES)}")
    if asked:
        return asked
    demanding = {requirement.profile for requirement in registry.requirements.values()}
    return (frozenset(BASE_PROFILES) | (target.capabilities or frozenset())) & demanding


def chosen_requirements(config: pytest.Config, registry: Registry) -> frozenset[str]:
    """The requirements named by ``--only``; empty for all."""
    chosen: frozenset[str] = frozenset(config.getoption("only"))
    unknown = sorted(chosen - set(registry.requirements))
    if unknown:
        raise pytest.UsageError(f"unknown requirement {unknown[0]}; 'dicomweb-conformance requirements' lists them all")
    return chosen


def described_target(config: pytest.Config, embedded_url: str | None) -> Target:
    """The target of the options; the embedded server at ``embedded_url`` when neither --url nor --target is given.

    Raises pytest.UsageError, which says what cannot be used and why.
    """
    try:
        return _described(config, embedded_url)
    except UnusableTarget as error:
        raise pytest.UsageError(str(error)) from error


def _described(config: pytest.Config, embedded_url: str | None) -> Target:
    option = config.getoption
    if option("target"):
        target = read_target_file(Path(option("target")), os.environ)
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
    target = dataclasses.replace(target, access=_access(config, target.access))
    if option("settle") is not None:
        target = dataclasses.replace(target, settle=_seconds(option("settle"), "--settle"))
    named = frozenset(option("profile")) & frozenset(CAPABILITIES)
    if named:
        target = dataclasses.replace(target, capabilities=(target.capabilities or frozenset()) | named)
    return target


def embedded_target(url: str) -> Target:
    """The reference server that comes with the harness: it offers everything but what only Microsoft's services do."""
    return Target(
        url=url,
        addresses=Addresses.at(url),
        capabilities=frozenset(CAPABILITIES) - {"microsoft"},
        product=Product("dicomweb-conformance", "reference server", __version__),
    )


def _access(config: pytest.Config, access: Access) -> Access:
    option = config.getoption
    for name, build in (("token_env", bearer), ("basic_env", basic)):
        if option(name):
            given = build(option(name), os.environ)
            access = dataclasses.replace(access, headers=given.headers, secrets=given.secrets)
    headers = [_header(text) for text in option("header")]
    values = tuple(value for _, value in headers)
    return dataclasses.replace(
        access,
        headers=(*access.headers, *headers),
        secrets=(*access.secrets, *(value for value in values if len(value) >= 8)),
        ca_bundle=option("ca_bundle") or access.ca_bundle,
        insecure=option("insecure") or access.insecure,
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
