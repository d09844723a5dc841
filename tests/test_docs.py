"""Every command in docs/ runs, in the order in which it stands there, and ends with the exit code that is said."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dicomweb_conformance.reference.serve import running
from tests.running import PROJECT

DOCS = PROJECT / "docs"
ADDRESS = "http://127.0.0.1:8042"
"""Where documents assume a server; the tests put a running one in its place."""
CHECKOUT = "conftest.py dicomweb_conformance features fixtures steps"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# (\S+\.\w+)$")
_CODES = re.compile(r"\s+# exit code (\d)(?: or (\d))?$")
_LINK = re.compile(r"\]\(([^)#:]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: the language, and what stands in it."""

    language: str
    text: str


def blocks_of(path: Path) -> list[Block]:
    return [Block(language, text) for language, text in _FENCE.findall(path.read_text(encoding="utf-8"))]


def commands_in(text: str) -> Iterator[tuple[str, set[int]]]:
    """Each command line and the exit codes that it may have."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            said = _CODES.search(line)
            yield _CODES.sub("", line), {int(code) for code in said.groups() if code} if said else {0}


def program(folder: Path, project: Path) -> str:
    """A folder for PATH with the program as ``project`` has it."""
    folder.mkdir()
    script = folder / "dicomweb-conformance"
    script.write_text(
        f'#!/bin/sh\nPYTHONPATH="{project}" exec "{sys.executable}" -P -c '
        '"import sys; sys.argv[0] = \'dicomweb-conformance\'; from dicomweb_conformance.cli import main; main()" "$@"\n'
    )
    script.chmod(0o755)
    return str(folder)


def carry_out(path: Path, folder: Path, programs: str) -> None:
    with running() as url:
        for block in blocks_of(path):
            text = block.text.replace(ADDRESS, url)
            named = _FILE.match(text.partition("\n")[0])
            if named and block.language:
                (folder / named[1]).write_text(text, encoding="utf-8")
            for command, codes in commands_in(text) if block.language == "sh" else ():
                done = subprocess.run(
                    ["bash", "-c", command],
                    cwd=folder,
                    capture_output=True,
                    text=True,
                    timeout=300,
                    check=False,
                    env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "COLUMNS": "100"},
                )
                assert done.returncode in codes, f"{command}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("name", sorted(path.name for path in DOCS.glob("*.md") if path.name != "adding-a-scenario.md"))
def test_every_command_in_a_document_runs(tmp_path: Path, name: str) -> None:
    if name == "running.md":
        pytest.importorskip("cryptography", reason="the extra [sign] is not installed")
    folder = tmp_path / "folder"
    folder.mkdir()
    carry_out(DOCS / name, folder, program(tmp_path / "bin", PROJECT))


def test_a_scenario_grows_as_the_document_says(tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    copy.mkdir()
    for name in CHECKOUT.split():
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    carry_out(DOCS / "adding-a-scenario.md", copy, program(tmp_path / "bin", copy))


@pytest.mark.parametrize("path", sorted([*DOCS.glob("*.md"), *PROJECT.glob("*.md")]), ids=lambda path: path.name)
def test_every_link_leads_to_a_file(path: Path) -> None:
    missing = [link for link in _LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()]
    assert missing == []
