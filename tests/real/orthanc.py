"""Orthanc with its DICOMweb plugin, as Debian packages them (orthanc, orthanc-dicomweb)."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.real.process import answers, free_port, running_process

PROGRAM = Path("/usr/sbin/Orthanc")
PLUGIN = Path("/usr/share/orthanc/plugins/libOrthancDicomWeb.so")
INSTALL = "apt-get install -y --no-install-recommends orthanc orthanc-dicomweb"


def orthanc_available() -> str | None:
    """Return None when Orthanc can be started here, or else the reason and the remedy."""
    missing = [str(path) for path in (PROGRAM, PLUGIN) if not path.exists()]
    return f"Orthanc is not installed here ({', '.join(missing)} missing): {INSTALL}" if missing else None


@contextmanager
def running_orthanc(folder: Path) -> Iterator[str]:
    """Run an empty Orthanc inside `folder`; yield the base URL of its DICOMweb services, without a final slash.

    Its configuration, database and log lie in a folder of its own inside `folder`, which is removed at exit.
    Raises ServerDidNotStartError with the log.
    """
    home = folder / "orthanc"
    home.mkdir(parents=True)
    try:
        port = free_port()
        configuration = home / "orthanc.json"
        configuration.write_text(json.dumps(_configuration(home, port), indent=1))
        origin = f"http://127.0.0.1:{port}"
        with running_process(
            [str(PROGRAM), str(configuration)],
            home / "orthanc.log",
            lambda: f"{origin}/dicom-web" if answers(f"{origin}/dicom-web/studies?limit=1") else None,
        ) as base_url:
            yield base_url
    finally:
        shutil.rmtree(home)


def _configuration(home: Path, port: int) -> dict[str, object]:
    return {
        "Name": "dicomweb-conformance",
        "HttpPort": port,
        "DicomServerEnabled": False,
        "StorageDirectory": str(home / "storage"),
        "IndexDirectory": str(home / "storage"),
        # Orthanc listens on every address of the machine; this makes it answer the machine itself only.
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False,
        "Plugins": [str(PLUGIN)],
        "DicomWeb": {"Enable": True, "Root": "/dicom-web/", "StudiesMetadata": "Full", "SeriesMetadata": "Full"},
    }
