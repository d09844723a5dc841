"""Content codings undone piece by piece (RFC 9110 8.4.1), so that a small body cannot become a large one at once."""

import zlib
from collections.abc import Iterable, Iterator, Sequence

from dicomweb_conformance.capacity import MOST_CODINGS

_PIECE = 64 * 1024
_GZIP = zlib.MAX_WBITS | 16
_MEMBER = b"\x1f\x8b"


class UndecodableContent(ValueError):
    """A content coding cannot be undone: it is not known, or the body is not in it, or breaks off."""


def undone(chunks: Iterable[bytes], codings: Sequence[str]) -> Iterator[bytes]:
    """The content of a body that came in these codings, in the order in which Content-Encoding names them.

    Known are gzip, x-gzip, deflate and identity; no other is ever asked for. Raises UndecodableContent while
    iterating, and not for a body without a byte, which is coded in nothing.
    """
    applied = [name for name in (coding.strip().lower() for coding in codings) if name not in ("", "identity")]
    for name in applied:
        if name not in ("gzip", "x-gzip", "deflate"):
            return _refused(chunks, f"the coding {name[:40]!r} was not asked for, and is not known here")
    if len(applied) > MOST_CODINGS:
        return _refused(chunks, f"{len(applied)} codings one after the other, of which {MOST_CODINGS} are undone")
    content = iter(chunks)
    for name in reversed(applied):
        content = _inflated(content, name)
    return content


def _refused(chunks: Iterable[bytes], why: str) -> Iterator[bytes]:
    for chunk in chunks:
        if chunk:
            raise UndecodableContent(why)
        yield chunk


def _inflated(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    inflater: zlib._Decompress | None = None
    ended = False
    pending = b""
    for chunk in chunks:
        pending += chunk
        while len(pending) > 1 or (pending and inflater):
            if inflater is None:
                # several members of gzip may follow each other (RFC 1952 2.2); what else follows has no meaning
                if ended and (coding == "deflate" or not pending.startswith(_MEMBER)):
                    pending = b""
                    break
                inflater = _inflater(coding, pending)
            try:
                piece = inflater.decompress(pending, _PIECE)
            except zlib.error as error:
                raise UndecodableContent(f"no {coding}: {error}") from error
            pending = inflater.unconsumed_tail
            if piece:
                yield piece
            if inflater.eof:
                pending, inflater, ended = inflater.unused_data, None, True
    yield from _rest(inflater, coding)
    if (inflater is not None and not inflater.eof) or (pending and not ended):
        raise UndecodableContent(f"the body breaks off within {coding}")


def _rest(inflater: "zlib._Decompress | None", coding: str) -> Iterator[bytes]:
    # a full piece may leave the last bytes within
    while inflater is not None and not inflater.eof and (piece := inflater.decompress(b"", _PIECE)):
        yield piece


def _inflater(coding: str, beginning: bytes) -> "zlib._Decompress":
    if coding != "deflate":
        return zlib.decompressobj(_GZIP)
    # some servers leave out the wrapper that RFC 9110 8.4.1.2 demands; RFC 1950 2.2 tells whether it is there
    wrapped = beginning[0] & 0x0F == 8 and (beginning[0] * 256 + beginning[1]) % 31 == 0
    return zlib.decompressobj() if wrapped else zlib.decompressobj(-zlib.MAX_WBITS)
