"""Streaming reader and writer of multipart bodies (RFC 2046 5.1, as multipart/related of RFC 2387)."""

import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dicomweb_conformance.body import Body, Keeper
from dicomweb_conformance.capacity import (
    LARGEST_DOCUMENT,
    LARGEST_MESSAGE,
    LONGEST_PART_HEADER,
    MOST_PARTS,
    BeyondCapacity,
    bounded,
)
from dicomweb_conformance.media_type import MediaType, parse_media_type

_CHUNK = 64 * 1024
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_PADDING = re.compile(rb"[ \t]*")
_FIELD = re.compile(rb"([\x21-\x39\x3b-\x7e]+):([\t\x20-\x7e\x80-\xff]*)")


class MalformedMultipart(ValueError):
    """A body is no multipart message. ``rule`` is the stable name of what it breaks, the message is for readers.

    Rules: ``boundary-invalid``, ``no-opening-delimiter``, ``no-closing-delimiter`` (the body is truncated),
    ``malformed-delimiter-line``, ``malformed-part-header``, ``part-header-too-long``, ``bare-line-feed``.
    """

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message


@dataclass(frozen=True)
class Part:
    """One part of a received multipart message."""

    headers: tuple[tuple[str, str], ...]
    body: Body

    def header(self, name: str) -> str | None:
        """The value of the first header field of that name (in any case), or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def media_type(self) -> MediaType | None:
        """The part's Content-Type, None if it has none; raises MalformedMediaType."""
        value = self.header("content-type")
        return None if value is None else parse_media_type(value)


@dataclass(frozen=True)
class OutgoingPart:
    """One part to be sent: its header fields, and its content in memory or in a file."""

    headers: tuple[tuple[str, str], ...]
    content: bytes | Path


def read_parts(chunks: Iterable[bytes], boundary: str) -> Iterator[Part]:
    """The parts of a multipart body, each as soon as it is whole; the chunks are consumed to their end.

    Preamble, epilogue, transport padding, a missing line end after the closing delimiter, parts without headers or
    without content, and a body without parts are accepted in silence. Time is linear in the size of the body, and
    memory bounded.

    Raises MalformedMultipart: at once for a boundary that RFC 2046 5.1.1 does not allow, else while iterating; and
    BeyondCapacity for more than MOST_PARTS parts, or one that is too large.
    """
    _check_boundary(boundary)
    return _Reader(chunks, boundary).parts()


def write_multipart(parts: Iterable[OutgoingPart], boundary: str) -> Iterator[bytes]:
    """The bytes of a multipart body, in chunks; files are read when their turn comes.

    Raises MalformedMultipart for a boundary or a header field that cannot be written. That the boundary does not occur
    in the content is not looked at: take it from new_boundary.
    """
    _check_boundary(boundary)
    return _write(parts, boundary.encode("ascii"))


def new_boundary() -> str:
    """A boundary that occurs in no content (128 random bits), and needs no quotes as a parameter."""
    return secrets.token_hex(16)


def _check_boundary(boundary: str) -> None:
    if _BOUNDARY.fullmatch(boundary) is None:
        raise MalformedMultipart(
            "boundary-invalid",
            f"the boundary {boundary[:100]!r} is not 1 to 70 characters of RFC 2046 5.1.1, the last no space",
        )


def _write(parts: Iterable[OutgoingPart], boundary: bytes) -> Iterator[bytes]:
    for part in parts:
        fields = b"".join(_header_line(name, value) for name, value in part.headers)
        yield b"--" + boundary + b"\r\n" + fields + b"\r\n"
        if isinstance(part.content, Path):
            with part.content.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        elif part.content:
            yield part.content
        yield b"\r\n"
    yield b"--" + boundary + b"--\r\n"


def _header_line(name: str, value: str) -> bytes:
    try:
        line = f"{name}: {value}".encode("latin-1")
    except UnicodeEncodeError:
        line = b""
    if _FIELD.fullmatch(line) is None:
        raise MalformedMultipart("malformed-part-header", f"the header field {name!r}: {value!r} cannot be written")
    return line + b"\r\n"


def _most(headers: tuple[tuple[str, str], ...]) -> int:
    types = (value.lower() for name, value in headers if name.lower() == "content-type")
    return LARGEST_MESSAGE if any(re.match(r"application/dicom\s*(;|$)", each) for each in types) else LARGEST_DOCUMENT


class _Reader:
    """A window on the chunks that holds no more than one chunk, one header block and one delimiter."""

    def __init__(self, chunks: Iterable[bytes], boundary: str) -> None:
        self._chunks = iter(chunks)
        self._boundary = boundary
        self._line_start = b"\n--" + boundary.encode("ascii")
        # The line end before the opening delimiter may be missing. A made-up one leaves a single form to look for.
        self._window = bytearray(b"\r\n")
        self._offset = -2
        self._saw_bare_line_feed = False

    def parts(self) -> Iterator[Part]:
        for _ in self._until_delimiter("no-opening-delimiter"):
            pass
        keeper = Keeper()
        number = 0
        while not self._is_closing():
            number += 1
            if number > MOST_PARTS:
                raise BeyondCapacity(f"the message has more than {MOST_PARTS:,} parts, the most that are read")
            headers = self._headers()
            yield Part(headers, keeper.collect(bounded(self._content(), _most(headers))))
        for _ in self._chunks:
            pass

    def _content(self) -> Iterator[bytes]:
        # The empty line may be the line end of the next delimiter: body-part := headers [CRLF *OCTET].
        if not self._starts_with(b"\r" + self._line_start):
            self._drop(2)
        return self._until_delimiter("no-closing-delimiter")

    def _until_delimiter(self, rule: str) -> Iterator[bytes]:
        """Yield what comes before the next CRLF--boundary and leave the window behind it, or raise ``rule``."""
        keep = len(self._line_start)
        start = 0
        while True:
            at = self._window.find(self._line_start, start)
            if at > 0 and self._window[at - 1] == 0x0D:
                yield self._take(at - 1)
                self._drop(keep + 1)
                return
            if at >= 0:
                self._saw_bare_line_feed = True
                start = at + 1
                continue
            if len(self._window) > keep:
                yield self._take(len(self._window) - keep)
            start = 0
            if not self._fill():
                raise self._missing_delimiter(rule)

    def _missing_delimiter(self, rule: str) -> MalformedMultipart:
        end = self._offset + len(self._window)
        if self._saw_bare_line_feed:
            return MalformedMultipart(
                "bare-line-feed",
                "a line with the boundary comes after a line feed without carriage return, and no proper one follows",
            )
        if rule == "no-opening-delimiter":
            return MalformedMultipart(rule, f"no line --{self._boundary} in the {end} bytes of the body")
        return MalformedMultipart(
            rule, f"the body is truncated: it ends after {end} bytes without the closing line --{self._boundary}--"
        )

    def _is_closing(self) -> bool:
        """Read the rest of a delimiter line; True for the one that closes the body."""
        closing = self._starts_with(b"--")
        if closing:
            self._drop(2)
        elif self._at_end() or self._window == b"-":
            raise self._missing_delimiter("no-closing-delimiter")
        while not self._at_end() and self._window[0] in b" \t":
            self._drop(next(_PADDING.finditer(self._window)).end())
        if self._starts_with(b"\r\n"):
            self._drop(2)
            return closing
        if self._at_end() and closing:
            return True
        if self._at_end() or (self._window == b"\r" and not closing):
            raise self._missing_delimiter("no-closing-delimiter")
        if self._window[0] == 0x0A:
            raise MalformedMultipart(
                "bare-line-feed",
                f"the delimiter line before byte {self._offset} ends in a line feed without carriage return",
            )
        raise MalformedMultipart(
            "malformed-delimiter-line",
            f"the line with the boundary goes on with {bytes(self._window[:20])!r} at byte {self._offset};"
            " only spaces and tabs may follow, and no content may hold the boundary at the start of a line",
        )

    def _headers(self) -> tuple[tuple[str, str], ...]:
        """Read the header block up to the empty line, which stays in the window."""
        fields: list[tuple[str, list[str]]] = []
        taken = 0
        while not self._starts_with(b"\r\n"):
            line = self._line(LONGEST_PART_HEADER - taken)
            taken += len(line) + 2
            if line[:1] in (b" ", b"\t") and fields:
                _, more = self._field(fields[-1][0].encode("ascii") + b":" + line)
                fields[-1][1].append(more)
            else:
                name, value = self._field(line)
                fields.append((name, [value]))
        return tuple((name, " ".join(values)) for name, values in fields)

    def _field(self, line: bytes) -> tuple[str, str]:
        match = _FIELD.fullmatch(line)
        if match is None:
            raise MalformedMultipart(
                "malformed-part-header",
                f"the part header line {line[:100]!r} before byte {self._offset} is no name: value",
            )
        return match[1].decode("ascii"), match[2].strip(b" \t").decode("latin-1")

    def _line(self, limit: int) -> bytes:
        """Take a line, and its CRLF, off the window."""
        searched = 0
        while (at := self._window.find(b"\n", searched)) < 0:
            if len(self._window) > limit:
                break
            searched = len(self._window)
            if not self._fill():
                raise self._missing_delimiter("no-closing-delimiter")
        if at < 0 or at > limit:
            raise MalformedMultipart(
                "part-header-too-long",
                f"a part has more than {LONGEST_PART_HEADER} bytes of headers,"
                f" at byte {self._offset + len(self._window)}",
            )
        if at == 0 or self._window[at - 1] != 0x0D:
            raise MalformedMultipart(
                "bare-line-feed",
                f"a part header line has a line feed without carriage return at byte {self._offset + at}",
            )
        line = self._take(at - 1)
        self._drop(2)
        return line

    def _starts_with(self, expected: bytes) -> bool:
        while len(self._window) < len(expected) and expected.startswith(self._window) and self._fill():
            pass
        return self._window.startswith(expected)

    def _at_end(self) -> bool:
        return not self._window and not self._fill()

    def _fill(self) -> bool:
        """Add a chunk to the window; False when there is none left."""
        for chunk in self._chunks:
            if chunk:
                self._window += chunk
                return True
        return False

    def _take(self, length: int) -> bytes:
        taken = bytes(memoryview(self._window)[:length])
        self._drop(length)
        return taken

    def _drop(self, length: int) -> None:
        del self._window[:length]
        self._offset += length
