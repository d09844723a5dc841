"""What requests accept where no scenario words it can be said for a target; what a scenario words stays."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from dicomweb_conformance.accepts import Accepts
from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.http import open_http
from dicomweb_conformance.reference.app import create_app
from dicomweb_conformance.study import Reference
from dicomweb_conformance.target import Access
from dicomweb_conformance.target_options import target_of
from dicomweb_conformance.toml_table import UnusableTarget
from tests.auth.authority import Message, Receive, Send, reply
from tests.running import run, served

ONLY = ("--profile", "tutorial", "--only", "search-*")
REFERENCE = Reference("1.2", "1.3", "1.4")
OTHERS = Accepts("application/json", "multipart/related", "application/*", "*/*", "application/json, */*")
ASKED: dict[str, Callable[..., object]] = {
    "store": lambda client, **given: client.store([], **given),
    "retrieve": lambda client, **given: client.retrieve(REFERENCE, **given),
    "metadata": lambda client, **given: client.retrieve_metadata(REFERENCE, **given),
    "frames": lambda client, **given: client.retrieve_frames(REFERENCE, **given),
    "search": lambda client, **given: client.search("studies", **given),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_request_accepts_what_is_usual_for_the_target_unless_it_is_worded(name: str) -> None:
    seen: list[str | None] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("accept"))
        return httpx.Response(200)

    with open_http(Access(), ["http://h"], lambda _: httpx.MockTransport(handle)) as http:
        for client in (Client(http, Addresses.at("http://h")), Client(http, Addresses.at("http://h"), accepts=OTHERS)):
            ASKED[name](client)
            ASKED[name](client, accept="worded/so")
            ASKED[name](client, accept=None)

    usual, own = getattr(Accepts(), name), getattr(OTHERS, name)
    assert seen == [usual, "worded/so", None, own, "worded/so", None]


def test_a_target_file_and_an_option_name_media_types(tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    path.write_text(
        'url = "http://h"\n[media-types]\nsearch = "application/json"\n'
        "retrieve = 'multipart/related; type=\"application/dicom\"'\n"
    )
    target = target_of({"target": str(path), "media_type": ["search=application/dicom+json, application/json"]}, {})

    assert target.accepts.search == "application/dicom+json, application/json"
    assert target.accepts.changed == {
        "retrieve": 'multipart/related; type="application/dicom"',
        "search": "application/dicom+json, application/json",
    }


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("search", "NAME=MEDIA-TYPE"),
        ("searches=application/json", "--media-type searches is an unknown key"),
        ("search=application/dicom+xml", "--media-type search names application/dicom+xml"),
        ("search=json", "--media-type search is no list of media types"),
        ("retrieve=image/jpeg", "image/jpeg"),
        ("frames=", "frames is a text"),
    ],
)
def test_media_types_that_nobody_could_read_are_told(given: str, says: str) -> None:
    with pytest.raises(UnusableTarget, match=re.escape(says)):
        target_of({"url": "http://h", "media_type": [given]}, {})


def test_a_server_of_another_spelling_can_be_judged(tmp_path: Path) -> None:
    inner = create_app(tmp_path / "store")

    async def particular(scope: Message, receive: Receive, send: Send) -> None:
        accept = dict(scope["headers"]).get(b"accept", b"")
        if scope["method"] == "GET" and scope["query_string"] and accept != b"application/json":
            await reply(send, 406, b"", b"text/plain")
        else:
            await inner(scope, receive, send)

    with served(particular) as url:
        strict = run(tmp_path / "strict", "--url", url, *ONLY)
        told = run(tmp_path / "told", "--url", url, *ONLY, "--media-type", "search=application/json")

    assert strict.code == 1
    assert told.code == 0, told.out + told.err
    assert '"media_types":{"search":"application/json"}' in (told.folder / "ledger.jsonl").read_text()
