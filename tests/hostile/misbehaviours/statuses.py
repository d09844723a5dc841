"""First lines and statuses that HTTP does not have, or not here."""

from tests.hostile.misbehaviour import CONFORMANT, INCONCLUSIVE, NONCONFORMANT, misbehaviour
from tests.hostile.wire import Exchange


def _with_status(exchange: Exchange, status: str) -> None:
    exchange.answer(head=exchange.head(status=status))


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def states_status_99(exchange: Exchange) -> None:
    _with_status(exchange, "99 Low")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def states_status_099(exchange: Exchange) -> None:
    _with_status(exchange, "099 Low")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def states_status_000(exchange: Exchange) -> None:
    _with_status(exchange, "000 None")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def states_status_1000(exchange: Exchange) -> None:
    _with_status(exchange, "1000 High")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def states_a_negative_status(exchange: Exchange) -> None:
    _with_status(exchange, "-1 Negative")


@misbehaviour("any", NONCONFORMANT, "999")
def states_status_999(exchange: Exchange) -> None:
    _with_status(exchange, "999 Nobody knows")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def gives_a_reason_of_a_megabyte(exchange: Exchange) -> None:
    _with_status(exchange, "200 " + "very " * 200_000 + "well")


@misbehaviour("json", CONFORMANT)
def gives_no_reason(exchange: Exchange) -> None:
    _with_status(exchange, "200 ")


@misbehaviour("any", NONCONFORMANT, "404")
def gives_a_reason_that_moves_the_cursor(exchange: Exchange) -> None:
    exchange.wire.send(b"HTTP/1.1 404 \xff\xfe \xc2\x9b31m red\r\ncontent-length: 0\r\n\r\n")


@misbehaviour("json", CONFORMANT)
def speaks_http_1_0(exchange: Exchange) -> None:
    exchange.answer(head=exchange.head(version="HTTP/1.0", length=""))


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def speaks_http_0_9(exchange: Exchange) -> None:
    exchange.wire.send(exchange.right.body)


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def begins_as_http_2_does(exchange: Exchange) -> None:
    exchange.wire.send(bytes.fromhex("00000604000000000000020000000000000408000000000000ffff0001"))


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def speaks_a_protocol_of_mail(exchange: Exchange) -> None:
    exchange.wire.send(b"220 mail.example.org ESMTP\r\n")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def switches_protocols_unasked(exchange: Exchange) -> None:
    exchange.wire.send(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n\x81\x05")


@misbehaviour("any", NONCONFORMANT, "204")
def sends_a_body_with_204(exchange: Exchange) -> None:
    _with_status(exchange, "204 No Content")


@misbehaviour("any", NONCONFORMANT, "304")
def says_not_modified_to_a_plain_request(exchange: Exchange) -> None:
    exchange.wire.send(b'HTTP/1.1 304 Not Modified\r\netag: "a"\r\n\r\n')


@misbehaviour("any", NONCONFORMANT, "206")
def sends_a_part_that_nobody_asked_for(exchange: Exchange) -> None:
    body = exchange.right.body
    head = exchange.head(status="206 Partial Content", more=f"content-range: bytes 0-{len(body) - 1}/*\r\n".encode())
    exchange.answer(head=head)
