"""Each spelling of a request says the same to a reader that keeps to RFC 2046, and each flaw is one."""

from __future__ import annotations

import pytest

from dicomweb_conformance.media_type import MalformedMediaType, parse_media_type
from dicomweb_conformance.multipart import MalformedMultipart, read_parts
from fixtures.storing_messages import FLAWS, LONGEST_BOUNDARY, SPELLINGS, Message

FILES = [b"first\r\n--", b"\r\n\r\nsecond--dicomweb"]


def contents(message: Message) -> list[bytes]:
    media_type = parse_media_type(message.content_type or "")
    assert media_type.essence == "multipart/related"
    return [part.body.read() for part in read_parts([message.body], media_type.parameter("boundary") or "")]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_each_spelling_holds_the_same_files(spelling: str) -> None:
    message = SPELLINGS[spelling](FILES)
    assert contents(message) == FILES
    sent = message.content
    assert (sent if isinstance(sent, bytes) else b"".join(sent())) == message.body


@pytest.mark.parametrize("flaw", [flaw for flaw in FLAWS if not flaw.startswith("of ")])
def test_each_flawed_message_cannot_be_read(flaw: str) -> None:
    message = FLAWS[flaw](FILES)
    try:
        assert contents(message) == []
    except (MalformedMediaType, MalformedMultipart):
        return


def test_the_longest_boundary_is_as_long_as_it_may_be() -> None:
    assert len(LONGEST_BOUNDARY) == 70
