"""Bodies in memory and on disk."""

import gc
import hashlib
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicomweb_conformance.body import Body, Keeper

CONTENT = bytes(range(256)) * 300


def bodies() -> list[Body]:
    return [
        Body.of(CONTENT),
        Body.collect([CONTENT[:1], b"", CONTENT[1:]]),
        Body.collect([CONTENT[:1000], CONTENT[1000:]], memory_limit=1000),
        Body.collect([CONTENT], memory_limit=0),
    ]


@pytest.mark.parametrize("index", range(4))
def test_gives_back_the_bytes(index: int) -> None:
    body = bodies()[index]
    assert body.size == len(CONTENT)
    assert body.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert body.head(10) == CONTENT[:10]
    assert body.head(len(CONTENT) + 1) == CONTENT
    assert body.head(0) == body.head(-1) == b""
    assert body.read() == body.read() == CONTENT


@pytest.mark.parametrize("index", range(4))
def test_opens_independent_readers(index: int) -> None:
    body = bodies()[index]
    first, second = body.open(), body.open()
    assert first.read(70_000) == CONTENT[:70_000]
    assert second.read(3) == CONTENT[:3]
    assert first.read() == CONTENT[70_000:]
    assert second.seek(-2, io.SEEK_END) == len(CONTENT) - 2
    assert second.read() == CONTENT[-2:]
    second.seek(5)
    assert (second.tell(), second.read(1)) == (5, CONTENT[5:6])
    with pytest.raises(ValueError):
        second.seek(-1)


def test_a_reader_outlives_its_body() -> None:
    reader = Body.collect([CONTENT], memory_limit=0).open()
    gc.collect()
    assert reader.read() == CONTENT


def test_an_empty_body_has_no_bytes() -> None:
    for body in (Body.of(b""), Body.collect([]), Body.collect([b""], memory_limit=0)):
        assert (body.size, body.read(), body.open().read()) == (0, b"", b"")


@pytest.mark.parametrize("index", range(4))
def test_leaves_no_open_file_behind(index: int, recwarn: pytest.WarningsRecorder) -> None:
    body = bodies()[index]
    reader = body.open()
    reader.read(1)
    del body, reader
    gc.collect()
    assert not recwarn.list


@given(st.lists(st.binary(max_size=50)), st.integers(0, 100))
def test_collects_the_same_whatever_the_limit(chunks: list[bytes], memory_limit: int) -> None:
    body = Body.collect(chunks, memory_limit)
    assert body.read() == b"".join(chunks)
    assert body.sha256 == Body.of(b"".join(chunks)).sha256


def test_a_keeper_holds_little_in_memory_however_many_bodies_come() -> None:
    keeper = Keeper(memory_limit=100_000)
    tracemalloc.start()
    try:
        bodies = [keeper.collect([bytes([number]) * 50_000, b"end"]) for number in range(100)]
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert held < 500_000
    assert [body.read() for body in bodies] == [bytes([number]) * 50_000 + b"end" for number in range(100)]


def test_bodies_of_one_keeper_are_read_while_others_come() -> None:
    keeper = Keeper(memory_limit=0)
    first = keeper.collect([b"first"])
    reader = first.open()
    assert reader.read(2) == b"fi"
    second = keeper.collect([b"sec", b"ond"])
    assert reader.read() == b"rst"
    assert (second.read(), second.head(99), first.head(3)) == (b"second", b"second", b"fir")
