"""What a probe suggests for two real servers, as they are known to be."""

import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.http import open_http
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.target import Access, Target
from dicomweb_conformance.target_file import read_target_file
from tests.real.orthanc import orthanc_available, running_orthanc
from tests.real.tiny_pacs import running_tiny_pacs, tiny_pacs_available
from tests.running import command

Running = Callable[[Path], AbstractContextManager[str]]


def _drafted(running: Running, folder: Path) -> Target:
    path = folder / "draft.toml"
    study = small_study(folder / "samples", lambda uid: derived_uid("probe", uid), "P", "A")
    with running(folder) as url:
        with open_http(Access(), [url], lambda transport: transport) as http:
            client = Client(http, Addresses.at(url))
            assert client.store(study.instances).status in (200, 202)
            before = client.search("instances").body.read()
        done = subprocess.run(
            command("probe", url, "--output", str(path)), capture_output=True, text=True, timeout=60, check=False
        )
        with open_http(Access(), [url], lambda transport: transport) as http:
            assert Client(http, Addresses.at(url)).search("instances").body.read() == before
    assert done.returncode == 0, done.stderr
    return read_target_file(path, {})


def test_orthanc_is_drafted_as_its_example_has_it(tmp_path: Path) -> None:
    if missing := orthanc_available():
        pytest.skip(missing)
    target = _drafted(running_orthanc, tmp_path)

    assert target.capabilities == frozenset({"rendered", "bulkdata", "xml", "wado-uri"})
    assert target.addresses.wado_uri == target.url.removesuffix("/dicom-web") + "/wado"


def test_tiny_pacs_is_drafted_as_its_example_has_it(tmp_path: Path) -> None:
    if missing := tiny_pacs_available():
        pytest.skip(missing)
    target = _drafted(running_tiny_pacs, tmp_path)

    assert target.capabilities == frozenset({"wado-uri"})
    assert target.addresses.wado_uri == f"{target.url}/wado"
