"""Where the data files of the samples lie: beside the package in a checkout, inside it in an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def fixture_file(name: str) -> Path:
    """The file or folder of that name in ``fixtures/``. Raises FileNotFoundError when the installation lacks it."""
    for folder in (PACKAGE / "_suite" / "fixtures", PACKAGE.parent / "fixtures"):
        path = folder / name
        if path.exists():
            return path
    raise FileNotFoundError(f"fixtures/{name} is missing: install dicomweb-conformance again")
