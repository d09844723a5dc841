"""Where the suite lies: beside the package in a checkout, inside it in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "_suite"

SUITE = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent
"""The folder that holds features, steps, fixtures and conftest.py."""
FEATURES = SUITE / "features"
REGISTRY = FEATURES / "requirements"
IN_CHECKOUT = SUITE != _INSTALLED
