"""A server that holds studies of other people, and remembers every request."""

from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pydicom import dcmread

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.reference.app import create_app
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from tests.running import served

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

NAMES = ("Zwetschge^Amalia", "Quittenbaum")
PLANTED = (
    *("Zwetschge", "Amalia", "Quittenbaum", "MRN4711X", "MRN4712X", "ACCXY81", "ACCXY82", "19370312"),
    *("Mirabelle", "Hagebuttenspital", "Schlehenweg", "Aprikose", "Holunder"),
)
"""Values of the studies that must reach no report."""


@dataclass
class Foreign:
    """The server: its address, its studies, and what it was asked."""

    url: str = ""
    studies: list[str] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def foreign(folder: Path, wrap: Callable[[App], App] = lambda app: app, fault: str | None = None) -> Iterator[Foreign]:
    """A server with two studies, which ``fault`` makes wrong, or ``wrap`` once they are stored."""
    app = create_app(folder / "store", fault)
    held = Foreign()
    inner: list[App] = [app]

    async def recording(scope: Message, receive: Receive, send: Send) -> None:
        held.asked.append((scope["method"], scope["path"]))
        await inner[0](scope, receive, send)

    with served(recording) as url:
        held.url = url
        with httpx.Client(trust_env=False) as http:
            client = Client(http, Addresses.at(url))
            for number, name in enumerate(NAMES, 1):
                held.studies.append(_stored(client, folder, number, name))
        held.asked.clear()
        inner[0] = wrap(app)
        yield held


def _stored(client: Client, folder: Path, number: int, name: str) -> str:
    place = folder / f"study{number}"
    place.mkdir()
    study = small_study(place, lambda uid: derived_uid(str(number), uid), f"MRN471{number}X", f"ACCXY8{number}")
    for instance in study.instances:
        ds = dcmread(instance.path)
        ds.PatientName = name
        ds.PatientBirthDate = "19370312"
        ds.ReferringPhysicianName = "Mirabelle"
        ds.InstitutionName = "Hagebuttenspital"
        ds.PatientAddress = "Schlehenweg 3"
        ds.PatientMotherBirthName = "Holunder^Mother"
        ds.StudyDescription = "Aprikose"
        ds.StudyID = f"SID{number}"
        ds.save_as(instance.path)
    assert client.store(study.instances).status == 200
    return study.reference.StudyInstanceUID
