"""Lengths and chunks that lie (RFC 9112 6 and 7)."""

from tests.hostile.misbehaviour import CONFORMANT, INCONCLUSIVE, NONCONFORMANT, misbehaviour
from tests.hostile.misbehaviours.connections import FOREVER
from tests.hostile.wire import Exchange


def _with_length(exchange: Exchange, length: str, more: bytes = b"") -> None:
    exchange.answer(head=exchange.head(length=length, more=more))


def _chunk(data: bytes, extension: bytes = b"") -> bytes:
    return b"%x%s\r\n%s\r\n" % (len(data), extension, data)


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def states_a_length_that_is_too_large(exchange: Exchange) -> None:
    _with_length(exchange, str(len(exchange.right.body) + 1))


@misbehaviour("multipart", NONCONFORMANT)
def states_a_length_that_is_too_small(exchange: Exchange) -> None:
    _with_length(exchange, str(len(exchange.right.body) - 50))


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def states_a_negative_length(exchange: Exchange) -> None:
    _with_length(exchange, "-1")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def states_a_length_in_words(exchange: Exchange) -> None:
    _with_length(exchange, "many")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def states_a_length_of_five_thousand_digits(exchange: Exchange) -> None:
    _with_length(exchange, "9" * 5000)


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def states_two_lengths(exchange: Exchange) -> None:
    _with_length(exchange, str(len(exchange.right.body)), b"content-length: 1\r\n")


@misbehaviour("json", CONFORMANT | INCONCLUSIVE)
def states_a_length_and_chunks(exchange: Exchange) -> None:
    exchange.wire.send(exchange.head(more=b"transfer-encoding: chunked\r\n"))
    exchange.wire.send(_chunk(exchange.right.body) + b"0\r\n\r\n")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def states_a_transfer_coding_that_nobody_knows(exchange: Exchange) -> None:
    _with_length(exchange, "", b"transfer-encoding: rot13\r\n")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def gives_a_chunk_size_in_words(exchange: Exchange) -> None:
    exchange.chunked(b"many\r\n" + exchange.right.body)


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def gives_a_negative_chunk_size(exchange: Exchange) -> None:
    exchange.chunked(b"-1\r\n" + exchange.right.body)


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def gives_a_chunk_size_of_a_thousand_digits(exchange: Exchange) -> None:
    exchange.chunked(b"f" * 1000 + b"\r\n" + exchange.right.body)


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def leaves_out_the_line_end_of_a_chunk(exchange: Exchange) -> None:
    exchange.chunked(_chunk(exchange.right.body)[:-2], b"0\r\n\r\n")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def leaves_out_the_last_chunk(exchange: Exchange) -> None:
    exchange.chunked(_chunk(exchange.right.body))


@misbehaviour("any", INCONCLUSIVE)
def writes_a_chunk_extension_without_end(exchange: Exchange) -> None:
    exchange.chunked(b"10;")
    while True:
        exchange.wire.send(b"x=y;" * 16_384)


@misbehaviour("any", INCONCLUSIVE)
def writes_a_trailer_without_end(exchange: Exchange) -> None:
    exchange.chunked(_chunk(exchange.right.body), b"0\r\n")
    while True:
        exchange.wire.send(b"x: y\r\n" * 10_000)


@misbehaviour("json", CONFORMANT)
def writes_chunks_of_one_byte(exchange: Exchange) -> None:
    exchange.chunked(b"".join(_chunk(bytes([byte]), b";a=b") for byte in exchange.right.body), b"0\r\nx: y\r\n\r\n")


@misbehaviour("json", INCONCLUSIVE, "most that are read")
def sends_a_body_without_end(exchange: Exchange) -> None:
    exchange.wire.send(exchange.head(length=""))
    while True:
        exchange.wire.send(b" " * 1_000_000)


@misbehaviour("file", INCONCLUSIVE, "in time", slow=True)
def promises_a_file_of_a_terabyte_and_sends_on(exchange: Exchange) -> None:
    exchange.wire.send(exchange.head(length=str(2**40)) + exchange.right.body)
    while True:
        exchange.wire.send(bytes(1_000_000))


@misbehaviour("any", INCONCLUSIVE, "in time", slow=True)
def promises_a_terabyte_and_sends_nothing(exchange: Exchange) -> None:
    exchange.wire.send(exchange.head(length=str(2**40)))
    exchange.wire.hold(FOREVER)
