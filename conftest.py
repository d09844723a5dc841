"""Wiring only: the plugin, and every module of steps and fixtures."""

from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_NO_PLUGINS = {"__init__", "vocabulary"}

pytest_plugins = ["dicomweb_conformance.pytest_plugin"]


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    # in pytest_plugins each name would be looked up among the entry points of every installed distribution
    for package in ("fixtures", "steps"):
        for name in _modules(package):
            pluginmanager.import_plugin(name)


def _modules(package: str) -> list[str]:
    return sorted(f"{package}.{path.stem}" for path in (_HERE / package).glob("*.py") if path.stem not in _NO_PLUGINS)
