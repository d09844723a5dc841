"""How the bytes of a request go out."""

import httpcore
import pytest

from dicomweb_conformance.limited_network import LimitedStream
from dicomweb_conformance.limits import Limits


class Line(httpcore.NetworkStream):
    """A connection that remembers what is sent at once; ``broken`` takes nothing, and has an answer all the same."""

    def __init__(self, broken: bool = False) -> None:
        self.sent: list[bytes] = []
        self._broken = broken

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._broken:
            raise httpcore.WriteError("broken pipe")
        self.sent.append(buffer)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return b"answer"


def test_head_body_and_end_of_a_small_request_are_sent_at_once() -> None:
    line = Line()
    stream = LimitedStream(line, Limits())
    for _ in range(2):
        for piece in (b"head ", b"body ", b""):
            stream.write(piece)
        assert stream.read(100) == b"answer"

    assert line.sent == [b"head body ", b"head body "]


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 1_000_000])
def test_all_of_a_large_request_is_sent_in_its_order(size: int) -> None:
    line = Line()
    stream = LimitedStream(line, Limits())
    pieces = [b"head", b"a" * size, b"b" * size, b"end"]
    for piece in pieces:
        stream.write(piece)
    before_reading = sum(map(len, line.sent))
    stream.read(100)

    assert b"".join(line.sent) == b"".join(pieces)
    assert before_reading >= 2 * size


def test_an_answer_to_a_request_that_is_not_taken_is_read() -> None:
    stream = LimitedStream(Line(broken=True), Limits())
    stream.write(b"head")

    assert stream.read(100) == b"answer"
