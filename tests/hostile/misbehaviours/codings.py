"""Content codings that explode, break off, or were not asked for (RFC 9110 8.4)."""

import gzip
import zlib

from tests.hostile.misbehaviour import CONFORMANT, INCONCLUSIVE, misbehaviour
from tests.hostile.wire import Exchange


def bomb(size: int = 2**30) -> bytes:
    """So many zeros, in the format of gzip without its end: a thousandth of that."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    begin = compressor.compress(bytes(2**20)) + compressor.flush(zlib.Z_FULL_FLUSH)
    again = compressor.compress(bytes(2**20)) + compressor.flush(zlib.Z_FULL_FLUSH)
    return begin + again * (size // 2**20 - 1)


def _coded(exchange: Exchange, body: bytes, coding: str) -> None:
    exchange.answer(body, exchange.head(body, more=f"content-encoding: {coding}\r\n".encode()))


@misbehaviour("json", INCONCLUSIVE, "most that are read")
def sends_a_gigabyte_of_zeros_in_gzip(exchange: Exchange) -> None:
    _coded(exchange, bomb(), "gzip")


@misbehaviour("json", INCONCLUSIVE, "most that are read")
def sends_a_gigabyte_in_gzip_within_gzip(exchange: Exchange) -> None:
    _coded(exchange, gzip.compress(bomb()), "gzip, gzip")


@misbehaviour("any", INCONCLUSIVE, "content coding")
def sends_sixteen_megabytes_of_zeros_in_brotli(exchange: Exchange) -> None:
    _coded(exchange, bytes.fromhex("cfffff7f002400e2b14072efff07"), "br")


@misbehaviour("any", INCONCLUSIVE)
def names_a_hundred_codings(exchange: Exchange) -> None:
    _coded(exchange, gzip.compress(exchange.right.body), ", ".join(["gzip"] * 100))


@misbehaviour("any", INCONCLUSIVE, "content coding")
def breaks_off_within_gzip(exchange: Exchange) -> None:
    _coded(exchange, gzip.compress(exchange.right.body)[:-12], "gzip")


@misbehaviour("any", INCONCLUSIVE, "content coding")
def says_gzip_and_sends_none(exchange: Exchange) -> None:
    _coded(exchange, exchange.right.body, "gzip")


@misbehaviour("any", INCONCLUSIVE, "content coding")
def says_deflate_and_sends_garbage(exchange: Exchange) -> None:
    _coded(exchange, b"\xff\xfe" * 1000, "deflate")


@misbehaviour("json", CONFORMANT)
def sends_gzip_that_was_not_asked_for(exchange: Exchange) -> None:
    _coded(exchange, gzip.compress(exchange.right.body), "gzip")


@misbehaviour("json", CONFORMANT)
def sends_deflate_without_its_wrapper(exchange: Exchange) -> None:
    _coded(exchange, zlib.compress(exchange.right.body)[2:-4], "deflate")


@misbehaviour("any", INCONCLUSIVE, "content coding")
def sends_a_coding_that_nobody_knows(exchange: Exchange) -> None:
    _coded(exchange, exchange.right.body[::-1], "rot13")
