"""Who may import whom: one way only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGE = "dicomweb_conformance"
PLAIN = "plain"
"""Every module of the package that no row names: values and pure functions, which know only each other."""

ROWS = {
    # What a target said is judged by functions that cannot ask it anything more.
    "checks": "plain survey",
    "survey": "plain client",
    "provision": "plain client survey checks",
    # The user agent knows neither who judges what it received nor who writes it down.
    "client": "plain",
    "removal": "plain client",
    "http": "plain auth target",
    "auth": "plain",
    "target": "plain client auth",
    "target_access": "plain auth target",
    "target_file": "plain client target target_access",
    "target_options": "plain client auth target target_access target_file",
    "cleanup": "plain auth client removal http target target_options evidence",
    "properties": "plain client checks survey provision",
    "probing": "plain auth client http target target_options evidence",
    # Evidence is what was said on the wire, whoever said it; a report needs nothing but the ledger and the registry.
    "evidence": "",
    "report": "evidence plain",
    # One mistake made in both would cancel itself.
    "reference": "",
    "plugin": (
        "plain auth checks client survey provision properties removal http target target_options "
        "evidence report reference"
    ),
    "allure_bridge": "plain plugin evidence report",
    "pytest_plugin": "plain plugin allure_bridge",
    "selftest": "plain target_options plugin properties evidence reference report commands",
    "load": "plain checks client removal http target_options evidence reference",
    "commands": (
        "plain load probing cleanup evidence report reference selftest target target_file target_options client http"
    ),
    "cli": "plain commands",
    # How a sentence is carried out, and with what.
    "steps": "plain checks client provision survey properties fixtures",
    "fixtures": "plain auth checks client provision removal survey properties target plugin",
}
"""What each part of the house may import of the others; a part is a module or a package, and may import itself."""

LIBRARIES = {
    "httpx": "auth probing client removal http connections cleanup evidence plugin fixtures network throttling load",
    "pytest": "plugin pytest_plugin allure_bridge selftest commands fixtures",
    "_pytest": "plugin",
    "pytest_bdd": "plugin pytest_plugin allure_bridge selftest commands steps",
    "xdist": "plugin",
    "allure": "allure_bridge",
    "allure_commons": "allure_bridge",
    "starlette": "reference",
    "uvicorn": "reference",
    "jinja2": "report",
    "click": "cli commands",
    "hypothesis": "properties fixtures",
}
"""Who may import these libraries; the others are free."""


@dataclass(frozen=True)
class Import:
    """One import statement."""

    part: str
    place: str
    module: str

    @property
    def target(self) -> str | None:
        """The part of the house that is imported; None for a library."""
        first, *rest = self.module.split(".")
        if first == PACKAGE:
            return rest[0] if rest else PLAIN
        return first if first in ("steps", "fixtures", "tests") else None

    @property
    def library(self) -> str:
        return self.module.split(".")[0]


@cache
def imports() -> tuple[Import, ...]:
    """All imports of the project, also those inside of functions."""
    return tuple(_imports())


def _imports() -> Iterator[Import]:
    for top in (PACKAGE, "steps", "fixtures"):
        for path in sorted((PROJECT / top).rglob("*.py")):
            parts = path.relative_to(PROJECT).with_suffix("").parts
            part = top if top != PACKAGE else parts[1]
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                place = f"{path.relative_to(PROJECT)}:{getattr(node, 'lineno', 0)}"
                if isinstance(node, ast.ImportFrom):
                    package = ".".join(parts[: len(parts) - node.level] if node.level else ())
                    module = ".".join(filter(None, [package, node.module]))
                    names = [f"{module}.{alias.name}" for alias in node.names] if module == PACKAGE else [module]
                    yield from (Import(part, place, name) for name in names)
                elif isinstance(node, ast.Import):
                    yield from (Import(part, place, alias.name) for alias in node.names)


def allowed(part: str) -> frozenset[str]:
    """The rows that a part may import; a part without a row is plain."""
    return frozenset({part, *ROWS.get(part, PLAIN).split()})


def row_of(part: str) -> str:
    return part if part in ROWS else PLAIN


@pytest.mark.parametrize("part", [*ROWS, PLAIN])
def test_each_part_imports_only_what_its_row_allows(part: str) -> None:
    wrong = [
        f"{each.place} imports {each.module}"
        for each in imports()
        if row_of(each.part) == part
        and each.target is not None
        and row_of(each.target) not in allowed(part)
        and each.target not in ("__version__", each.part)
    ]
    assert not wrong, "\n".join([f"{part} may import {ROWS.get(part, PLAIN) or 'nothing of the house'}", *wrong])


@pytest.mark.parametrize("library", LIBRARIES)
def test_each_library_is_imported_only_where_it_belongs(library: str) -> None:
    wrong = [
        f"{each.place} imports {each.module}"
        for each in imports()
        if each.library == library and each.part not in LIBRARIES[library].split()
    ]
    assert not wrong, "\n".join([f"{library} belongs to {LIBRARIES[library]}", *wrong])


def test_every_row_is_a_part_of_the_house() -> None:
    parts = {each.part for each in imports()}
    named = {*ROWS, *(row for rows in ROWS.values() for row in rows.split()), *" ".join(LIBRARIES.values()).split()}
    assert named - parts - {PLAIN} == set()
