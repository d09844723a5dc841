"""Content codings undone, whatever the sizes of the pieces."""

import gzip
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicomweb_conformance.capacity import MOST_CODINGS
from dicomweb_conformance.content_coding import UndecodableContent, undone

CONTENT = b"The quick brown fox jumps over the lazy dog. " * 5000


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@pytest.mark.parametrize("size", [1, 7, 1000, 10**6])
@pytest.mark.parametrize(
    ("coded", "codings"),
    [
        (CONTENT, []),
        (CONTENT, ["identity", ""]),
        (gzip.compress(CONTENT), ["gzip"]),
        (gzip.compress(CONTENT), [" X-GZip "]),
        (gzip.compress(CONTENT[:10]) + gzip.compress(b"") + gzip.compress(CONTENT[10:]), ["gzip"]),
        (gzip.compress(CONTENT) + b"\0\0\0", ["gzip"]),
        (zlib.compress(CONTENT), ["deflate"]),
        (zlib.compress(CONTENT)[2:-4], ["deflate"]),
        (gzip.compress(zlib.compress(CONTENT)), ["deflate", "gzip"]),
    ],
)
def test_gives_the_content_back(coded: bytes, codings: list[str], size: int) -> None:
    assert b"".join(undone(pieces(coded, size), codings)) == CONTENT


@given(st.binary(max_size=2000), st.integers(1, 50))
def test_what_was_coded_comes_back(content: bytes, size: int) -> None:
    assert b"".join(undone(pieces(gzip.compress(content), size), ["gzip"])) == content


@pytest.mark.parametrize(
    ("coded", "codings", "says"),
    [
        (gzip.compress(CONTENT)[:-9], ["gzip"], "breaks off"),
        (gzip.compress(CONTENT)[:1], ["gzip"], "breaks off"),
        (zlib.compress(CONTENT)[:-5], ["deflate"], "breaks off"),
        (CONTENT, ["gzip"], "no gzip"),
        (b"\xff\xfe" * 9, ["deflate"], "no deflate"),
        (CONTENT, ["br"], "'br' was not asked for"),
        (CONTENT, ["gzip"] * (MOST_CODINGS + 1), "codings one after the other"),
    ],
)
def test_refuses_what_it_cannot_undo(coded: bytes, codings: list[str], says: str) -> None:
    with pytest.raises(UndecodableContent, match=says):
        list(undone(pieces(coded, 100), codings))


@pytest.mark.parametrize("codings", [["gzip"], ["br"], ["deflate", "gzip"]])
def test_no_body_is_in_no_coding(codings: list[str]) -> None:
    assert list(undone([], codings)) == []


def test_a_bomb_comes_in_small_pieces() -> None:
    bomb = gzip.compress(gzip.compress(bytes(50_000_000)))

    sizes = [len(piece) for piece in undone([bomb], ["gzip", "gzip"])]

    assert sum(sizes) == 50_000_000
    assert max(sizes) <= 64 * 1024
