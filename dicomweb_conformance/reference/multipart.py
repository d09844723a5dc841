"""multipart/related bodies, read and written (RFC 2046 5.1, RFC 2387)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dicomweb_conformance.reference.messages import Content, Headers, Received

_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")


_DELIMITER_TAIL = re.compile(rb"(--)?[ \t]*(?:\r\n|\Z)")


class MalformedMultipart(ValueError):
    """The body is no multipart body of that boundary."""


@dataclass(frozen=True)
class ReceivedPart:
    """One part of a request: header fields with lower case names, and where its content lies in the body."""

    headers: Headers
    start: int
    end: int

    def header(self, name: str) -> str | None:
        """The first field of that name, or None."""
        return next((value for key, value in self.headers if key == name), None)


def read_parts(body: Received, boundary: str) -> tuple[ReceivedPart, ...]:
    """Find the parts of a whole body.

    Raises MalformedMultipart when the boundary is illegal, the first or the closing delimiter is missing, or a part has
    a malformed header. Preamble, epilogue and transport padding are skipped.
    """
    if _BOUNDARY.fullmatch(boundary) is None:
        raise MalformedMultipart("The boundary is not made of 1 to 70 legal characters.")
    delimiters = _delimiters(body, b"--" + boundary.encode())
    opening = next(delimiters, None)
    if opening is None:
        raise MalformedMultipart("The boundary never occurs in the body.")
    parts: list[ReceivedPart] = []
    start, last = opening.after, opening.closes
    while not last:
        following = next(delimiters, None)
        if following is None:
            raise MalformedMultipart("The closing delimiter is missing: the body is truncated.")
        parts.append(_part(body, start, max(start, following.before)))
        start, last = following.after, following.closes
    return tuple(parts)


@dataclass(frozen=True)
class _Delimiter:
    before: int
    after: int
    closes: bool


def _delimiters(body: Received, dashed: bytes) -> Iterator[_Delimiter]:
    """Delimiter lines: where the content before ends (its line end is part of the delimiter) and the next begins."""
    position = body.find(dashed)
    while position >= 0:
        after = position + len(dashed)
        tail = _DELIMITER_TAIL.match(body, after)
        if tail is not None and (position == 0 or body[position - 2 : position] == b"\r\n"):
            yield _Delimiter(position - 2, tail.end(), tail.group(1) is not None)
            after = tail.end()
        position = body.find(dashed, after)


def _part(body: Received, start: int, end: int) -> ReceivedPart:
    if body[start : start + 2] == b"\r\n":
        return ReceivedPart((), start + 2, max(start + 2, end))
    limit = body.find(b"\r\n\r\n", start, end)
    if limit < 0:
        raise MalformedMultipart("A part has no empty line after its header.")
    headers = []
    for line in re.sub(rb"\r\n[ \t]+", b" ", body[start:limit]).decode("latin-1").split("\r\n"):
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise MalformedMultipart("A part has a header line without a field name.")
        headers.append((name.lower(), value.strip()))
    return ReceivedPart(tuple(headers), limit + 4, end)


def write_multipart(parts: Iterable[tuple[Headers, Content]], boundary: str) -> tuple[Content, ...]:
    """The pieces of a multipart body in order; files are named, not read."""
    pieces: list[Content] = []
    line_end = b""
    for headers, content in parts:
        fields = "".join(f"{name}: {value}\r\n" for name, value in headers)
        pieces += [line_end + f"--{boundary}\r\n{fields}\r\n".encode(), content]
        line_end = b"\r\n"
    return (*pieces, line_end + f"--{boundary}--\r\n".encode())
