"""Wiring only: the plugin, and every module of steps and fixtures."""

from pathlib import Path

_HERE = Path(__file__).parent
_NO_PLUGINS = {"__init__", "vocabulary"}


def _modules(package: str) -> list[str]:
    return sorted(f"{package}.{path.stem}" for path in (_HERE / package).glob("*.py") if path.stem not in _NO_PLUGINS)


pytest_plugins = [
    "dicomweb_conformance.pytest_plugin",
    *_modules("fixtures"),
    *_modules("steps"),
]
