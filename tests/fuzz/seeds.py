"""What is right, to begin with: answers of the reference server, and files that a run has written."""

import json
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.evidence.exchange import Exchange, RecordedBody, RecordedRequest, RecordedResponse
from dicomweb_conformance.reference.serve import running
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Study

XML = 'multipart/related; type="application/dicom+xml"'


@dataclass(frozen=True)
class Seed:
    """A right answer: its status, its media type and its body on the wire."""

    status: int
    content_type: str
    body: bytes

    @property
    def boundary(self) -> str:
        return self.content_type.partition("boundary=")[2].split(";")[0].strip('"')


@dataclass(frozen=True)
class Seeds:
    """A study, and the right answers to what can be asked about it."""

    study: Study
    answers: dict[str, Seed]

    def bodies(self, *names: str) -> list[bytes]:
        return [self.answers[name].body for name in names]

    @property
    def files(self) -> list[bytes]:
        return [instance.path.read_bytes() for instance in self.study.instances]

    @property
    def documents(self) -> list[bytes]:
        """The XML documents in the parts."""
        parts = self.answers["xml"].body.split(b"\r\n\r\n")[1:]
        return [part.rpartition(b"\r\n--")[0] for part in parts]


@cache
def seeds() -> Seeds:
    """Asked for once; the files of the study stay for the life of the process."""
    study = small_study(Path(tempfile.mkdtemp(prefix="fuzz-")), lambda uid: derived_uid("fuzz", uid), "P", "A")
    instance = study.instances[0].reference
    with running() as url, httpx.Client(trust_env=False) as http:
        client = Client(http, Addresses.at(url))
        stored = client.store(study.instances)
        base = f"{url}/{instance.path}"
        asked = {
            "metadata": (f"{url}/{study.reference.path}/metadata", "application/dicom+json"),
            "search": (f"{url}/studies?StudyInstanceUID={study.reference.StudyInstanceUID}", "application/dicom+json"),
            "instances": (f"{url}/{study.reference.path}/instances", "application/dicom+json"),
            "xml": (f"{url}/{study.reference.path}/metadata", XML),
            "files": (f"{url}/{study.reference.path}", 'multipart/related; type="application/dicom"'),
            "file": (base, "application/dicom"),
            "frames": (f"{base}/frames/1", 'multipart/related; type="application/octet-stream"'),
            "rendered": (f"{base}/rendered", "image/jpeg"),
            "unknown": (f"{url}/studies/1.2.3/metadata", "application/dicom+json"),
        }
        answers = {name: _asked(http, url, accept) for name, (url, accept) in asked.items()}
    answers["stored"] = Seed(stored.status, str(stored.header("content-type")), stored.body.read())
    return Seeds(study, answers)


def _asked(http: httpx.Client, url: str, accept: str) -> Seed:
    response = http.get(url, headers={"Accept": accept})
    return Seed(response.status_code, response.headers.get("content-type", ""), response.content)


def ledger_lines() -> bytes:
    """A small ledger."""
    body = RecordedBody(2, "ab", "[]", "utf-8", True)
    request = RecordedRequest("GET", "http://t/studies", (("Accept", "*/*"),), None)
    response = RecordedResponse("HTTP/1.1", 200, "OK", (("Content-Type", "application/json"),), body)
    exchange = Exchange(1, "s", 0, "2026-11-23T09:00:00.000Z", 0.1, 0.05, request, response, None).to_json()
    lines: list[dict[str, object]] = [
        {"type": "header", "schema_version": "1", "suite": {}, "registry": {}, "target": {}, "run": {}},
        {"type": "stored", "study": "1.2", "at": "2026-11-23T09:00:00.000Z"},
        exchange,
        {"type": "waited", "seconds": 1.0, "scenario": None, "why": "settle"},
        {"type": "scenario", "id": "s", "title": "t", "feature": {}, "rule": None, "tags": [], "requirements": ["r"],
         "verdict": "conformant", "started": "", "seconds": 0.1, "steps": [], "step": None, "expected": None,
         "received": None, "reason": None, "exchanges": [1]},
        {"type": "removed", "study": "1.2", "at": ""},
        {"type": "footer", "finished": "", "seconds": 1.0, "requests": 1, "outcome": "finished", "reason": None,
         "leftovers": [], "chain": "00"},
    ]  # fmt: skip
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


TARGET = b"""url = "https://dicom.example.org/v2"
settle = 2.0
capabilities = ["delete", "rendered"]
[product]
vendor = "Example"
[auth]
bearer = { env = "TOKEN" }
[limits]
whole = 5
[[deviation]]
requirement = "search-no-match-is-empty"
reason = "Answers 404"
expires = 2027-03-01
"""
