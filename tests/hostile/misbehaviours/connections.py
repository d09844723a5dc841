"""Connections that end, stall or go on for ever."""

from tests.hostile.misbehaviour import CONFORMANT, INCONCLUSIVE, misbehaviour
from tests.hostile.wire import Exchange

FOREVER = 3600.0
"""Seconds; every client has gone by then."""


@misbehaviour("any", INCONCLUSIVE, "in time", slow=True)
def says_nothing_and_keeps_the_connection(exchange: Exchange) -> None:
    exchange.wire.hold(FOREVER)


@misbehaviour("any", INCONCLUSIVE, "disconnected")
def closes_without_a_word(exchange: Exchange) -> None:
    exchange.wire.close()


@misbehaviour("any", INCONCLUSIVE, "connection broke")
def resets_the_connection_before_the_status(exchange: Exchange) -> None:
    exchange.wire.reset()


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def ends_within_the_status_line(exchange: Exchange) -> None:
    exchange.wire.send(b"HTTP/1.1 20")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def ends_within_the_header_section(exchange: Exchange) -> None:
    exchange.wire.send(exchange.head()[:-20])


@misbehaviour("any", INCONCLUSIVE, "connection broke")
def resets_the_connection_within_the_body(exchange: Exchange) -> None:
    exchange.wire.send(exchange.head() + exchange.right.body[: len(exchange.right.body) // 2])
    exchange.wire.hold(0.1)
    exchange.wire.reset()


@misbehaviour("any", INCONCLUSIVE, "in time", slow=True)
def sends_the_status_line_byte_by_byte_for_ever(exchange: Exchange) -> None:
    exchange.wire.trickle(b"HTTP/1.1 200 " + b"O" * 90_000)


@misbehaviour("any", INCONCLUSIVE, "in time", slow=True)
def sends_header_lines_for_ever_but_slowly(exchange: Exchange) -> None:
    exchange.wire.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        exchange.wire.send(b"x: y\r\n")
        exchange.wire.hold(0.1)


@misbehaviour("any", INCONCLUSIVE, "in time", slow=True)
def sends_the_body_byte_by_byte(exchange: Exchange) -> None:
    exchange.wire.send(exchange.head())
    exchange.wire.trickle(exchange.right.body)
    exchange.wire.hold(FOREVER)


@misbehaviour("any", INCONCLUSIVE, "in time", slow=True)
def stops_in_the_middle_of_the_body(exchange: Exchange) -> None:
    exchange.wire.send(exchange.head() + exchange.right.body[:-1])
    exchange.wire.hold(FOREVER)


@misbehaviour("any", INCONCLUSIVE, "in time", slow=True)
def sends_interim_responses_for_ever(exchange: Exchange) -> None:
    while True:
        exchange.wire.send(b"HTTP/1.1 102 Processing\r\n\r\n" * 100)
        exchange.wire.hold(0.01)


@misbehaviour("json", CONFORMANT)
def sends_a_hundred_interim_responses_first(exchange: Exchange) -> None:
    exchange.wire.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
    exchange.answer()


@misbehaviour("json", CONFORMANT)
def sends_early_hints_first(exchange: Exchange) -> None:
    exchange.wire.send(b"HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n")
    exchange.answer()


@misbehaviour("json", CONFORMANT)
def closes_after_it_said_keep_alive(exchange: Exchange) -> None:
    exchange.answer(head=exchange.head(more=b"connection: keep-alive\r\nkeep-alive: timeout=60\r\n"))


@misbehaviour("any", CONFORMANT)
def answers_twice_and_keeps_the_connection(exchange: Exchange) -> None:
    lie = b'HTTP/1.1 200 OK\r\ncontent-type: application/dicom+json\r\ncontent-length: 16\r\n\r\n["not asked for"]'
    exchange.wire.send(exchange.head() + exchange.right.body + lie)
    exchange.wire.hold(1.0)


@misbehaviour("any", CONFORMANT)
def answers_again_a_moment_later(exchange: Exchange) -> None:
    exchange.answer()
    exchange.wire.hold(0.01)
    exchange.wire.send(b"HTTP/1.1 418 Nobody asked\r\ncontent-length: 0\r\n\r\n")
    exchange.wire.hold(1.0)
