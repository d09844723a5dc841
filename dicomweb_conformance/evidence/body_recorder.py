"""What is kept of a body that passes by chunk after chunk."""

import base64
import codecs
import hashlib
import re
import zlib

from dicomweb_conformance.evidence.exchange import RecordedBody
from dicomweb_conformance.evidence.redaction import Redactor

TEXT_HEAD = 16 * 1024
"""Bytes kept of the content of a text type."""
OTHER_HEAD = 2 * 1024
"""Bytes kept of any other content."""

_TEXT_TYPES = re.compile(
    r"\s*(?:text/|application/(?:[a-z0-9.+-]*\+)?(?:json|xml|javascript|x-www-form-urlencoded)\b"
    r"|multipart/related\b[^,]*\btype=\"?application/(?:dicom\+)?(?:json|xml)\b)",
    re.IGNORECASE | re.ASCII,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class BodyRecorder:
    """Size and digest of the bytes that are fed to it, and the beginning of their content.

    The content codings gzip and deflate are undone, as a secret cannot be found in coded bytes; of content in any other
    coding nothing is kept but size and digest. ``ended`` is a note of the owner: all of the body has passed.
    """

    def __init__(self, content_type: str, content_encoding: str, redactor: Redactor) -> None:
        self.size = 0
        self.ended = False
        self._digest = hashlib.sha256()
        self._redactor = redactor
        self._limit = TEXT_HEAD if _TEXT_TYPES.match(content_type) else OTHER_HEAD
        self._room = self._limit + redactor.reach
        self._window = bytearray()
        self._overflowed = False
        self._decoder = _decoder(content_encoding)

    def feed(self, chunk: bytes) -> None:
        self.size += len(chunk)
        self._digest.update(chunk)
        if self._overflowed or not chunk:
            return
        room = self._room - len(self._window)
        content = self._decoder.decode(chunk, room + 1)
        self._window += content[:room]
        self._overflowed = len(content) > room

    def body(self, ended: bool) -> RecordedBody | None:
        """What is kept, or None when no byte came. ``ended`` says that all of the body came."""
        if self.size == 0:
            return None
        whole = ended and not self._overflowed and self._decoder.whole
        head = self._redactor.head(bytes(self._window), self._limit, whole)
        complete = whole and len(self._window) <= self._limit
        text = _as_text(head, complete)
        return RecordedBody(
            size=self.size,
            sha256=self._digest.hexdigest(),
            head=base64.b64encode(head).decode("ascii") if text is None else text,
            encoding="base64" if text is None else "utf-8",
            complete=complete,
        )


def _as_text(head: bytes, complete: bool) -> str | None:
    """The head as text, or None when it is none. A character that the cut has split is left away."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head, final=complete)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


class _Identity:
    whole = True

    def decode(self, chunk: bytes, limit: int) -> bytes:
        return chunk[:limit]


class _Opaque:
    """A coding that cannot be undone here."""

    whole = False

    def decode(self, chunk: bytes, limit: int) -> bytes:
        return b""


class _Inflate:
    """gzip and deflate (RFC 9110, section 8.4.1), told apart by their first bytes. ``whole``: its end has come."""

    def __init__(self, plain_if_unmarked: bool) -> None:
        self.whole = False
        self._plain_if_unmarked = plain_if_unmarked
        self._first = b""
        self._inner: zlib._Decompress | _Identity | _Opaque | None = None

    def decode(self, chunk: bytes, limit: int) -> bytes:
        if self._inner is None:
            chunk = self._first = self._first + chunk
            if len(chunk) < 2:
                return b""
            self._inner = self._chosen(chunk)
        if isinstance(self._inner, _Identity | _Opaque):
            return self._inner.decode(chunk, limit)
        try:
            content = self._inner.decompress(chunk, limit)
        except zlib.error:
            self._inner = _Opaque()
            self.whole = False
            return b""
        self.whole = self._inner.eof
        return content

    def _chosen(self, first: bytes) -> "zlib._Decompress | _Identity":
        if first.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        # RFC 1950, section 2.2
        if first[0] & 0x0F == 8 and (first[0] * 256 + first[1]) % 31 == 0:
            return zlib.decompressobj()
        if self._plain_if_unmarked:
            self.whole = True
            return _Identity()
        # some servers send deflate without the zlib format that the standard demands
        return zlib.decompressobj(wbits=-zlib.MAX_WBITS)


def _decoder(content_encoding: str) -> _Identity | _Opaque | _Inflate:
    match content_encoding.strip().lower():
        case "" | "identity":
            return _Identity()
        case "gzip" | "x-gzip":
            return _Inflate(plain_if_unmarked=True)
        case "deflate":
            return _Inflate(plain_if_unmarked=False)
        case _:
            return _Opaque()
