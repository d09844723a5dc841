"""Answers to a store that come before it was sent, or instead of taking it."""

from tests.hostile.misbehaviour import INCONCLUSIVE, NONCONFORMANT, misbehaviour
from tests.hostile.misbehaviours.connections import FOREVER
from tests.hostile.wire import Exchange

REFUSAL = b"HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


@misbehaviour("upload", NONCONFORMANT | INCONCLUSIVE)
def refuses_and_closes_while_the_body_is_sent(exchange: Exchange) -> None:
    exchange.wire.send(REFUSAL)
    exchange.wire.close()


@misbehaviour("upload", INCONCLUSIVE | NONCONFORMANT)
def refuses_and_resets_while_the_body_is_sent(exchange: Exchange) -> None:
    exchange.wire.send(REFUSAL)
    exchange.wire.reset()


@misbehaviour("upload", INCONCLUSIVE, "in time", slow=True)
def takes_the_body_and_never_answers(exchange: Exchange) -> None:
    assert exchange.body
    exchange.wire.hold(FOREVER)


@misbehaviour("upload", INCONCLUSIVE)
def resets_the_connection_after_the_first_bytes(exchange: Exchange) -> None:
    exchange.wire.receive()
    exchange.wire.reset()


@misbehaviour("upload", NONCONFORMANT | INCONCLUSIVE)
def asks_to_store_elsewhere(exchange: Exchange) -> None:
    assert exchange.body
    location = f"location: {exchange.elsewhere}/studies\r\n".encode()
    exchange.wire.send(b"HTTP/1.1 308 Permanent Redirect\r\n" + location + b"content-length: 0\r\n\r\n")
