"""Target files: TOML that says where an origin server is and what it declares of itself."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dicomweb_conformance.accepts import READABLE, Accepts, unreadable
from dicomweb_conformance.client import Addresses
from dicomweb_conformance.requirements import CAPABILITIES
from dicomweb_conformance.reset import Reset
from dicomweb_conformance.target import Deviation, Product, Target
from dicomweb_conformance.target_access import access_of, arguments
from dicomweb_conformance.target_limits import pace_of
from dicomweb_conformance.toml_table import Origin, Table, UnusableTarget
from dicomweb_conformance.web_address import base_url

# PS3.5 9.1
_UID = re.compile(r"(?=.{1,64}$)(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))*")


def read_target_file(path: Path, environment: Mapping[str, str]) -> Target:
    """Read a target file; secrets are taken from ``environment`` by the names that the file gives.

    Raises UnusableTarget, which says what is wrong in which file.
    """
    return target_in(Table(read_toml(path), Origin(path)), environment)


def read_toml(path: Path) -> dict[str, Any]:
    """What stands in a target file. Raises UnusableTarget when it is no TOML file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnusableTarget(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UnusableTarget(f"{path} is not valid TOML: {error}") from error


def target_in(table: Table, environment: Mapping[str, str]) -> Target:
    """The target that a whole table describes. Raises UnusableTarget."""
    url = base_url(table, "url")
    settle = table.seconds("settle")
    target = Target(
        url=url,
        addresses=_addresses(url, table.table("urls")),
        capabilities=table.texts("capabilities", CAPABILITIES),
        deviations=tuple(map(_deviation, table.tables("deviation"))),
        product=_product(table.table("product")),
        access=access_of(table, environment),
        accepts=_accepts(table.table("media-types")),
        settle=Target.settle if settle is None else settle,
        studies=_studies(table),
        reset=_reset(table.table("reset")),
        pace=pace_of(table.table("pace")),
    )
    table.done()
    return target


def _reset(table: Table) -> Reset | None:
    if not table.keys:
        return None
    command = arguments(table, "command")
    timeout = table.seconds("timeout")
    reset = Reset(command, table.flag("before"), timeout or Reset.timeout)
    table.done()
    return reset


def _studies(table: Table) -> tuple[str, ...]:
    value = table.get("studies")
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(uid, str) and _UID.fullmatch(uid) for uid in value):
        table.wrong("studies", "is a list of StudyInstanceUIDs, such as 1.2.840.113619.2.1")
    return tuple(dict.fromkeys(value))


def _addresses(url: str, urls: Table) -> Addresses:
    addresses = Addresses(
        store=base_url(urls, "store", url),
        retrieve=base_url(urls, "retrieve", url),
        search=base_url(urls, "search", url),
        delete=base_url(urls, "delete", url),
        wado_uri=base_url(urls, "wado-uri", "") or None,
    )
    urls.done()
    return addresses


def _accepts(table: Table) -> Accepts:
    given: dict[str, str] = {}
    for name in READABLE:
        text = table.text(name)
        wrong = unreadable(name, text) if text is not None else None
        if wrong:
            table.wrong(name, wrong)
        given |= {name: text} if text is not None else {}
    table.done()
    return Accepts(**given)


def _product(table: Table) -> Product:
    product = Product(vendor=table.text("vendor"), name=table.text("name"), version=table.text("version"))
    table.done()
    return product


def _deviation(table: Table) -> Deviation:
    requirement = table.needed("requirement")
    if not str(table.get("reason") or "").strip():
        table.wrong("reason", f"is missing for {requirement}: a deviation needs a reason")
    deviation = Deviation(requirement, table.needed("reason"), table.text("issue"), table.day("expires"))
    table.done()
    return deviation
