"""Header fields that are too many, too long, or no header fields."""

from tests.hostile.misbehaviour import CONFORMANT, INCONCLUSIVE, NONCONFORMANT, misbehaviour
from tests.hostile.wire import Exchange


def _with_fields(exchange: Exchange, fields: bytes) -> None:
    exchange.answer(head=exchange.head(more=fields))


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def sends_a_hundred_thousand_header_fields(exchange: Exchange) -> None:
    _with_fields(exchange, b"".join(b"x-%d: y\r\n" % number for number in range(100_000)))


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def sends_a_header_field_of_ten_megabytes(exchange: Exchange) -> None:
    _with_fields(exchange, b"x-long: " + b"y" * 10_000_000 + b"\r\n")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def sends_a_header_field_without_end(exchange: Exchange) -> None:
    exchange.wire.send(b"HTTP/1.1 200 OK\r\nx-endless: ")
    while True:
        exchange.wire.send(b"y" * 65_536)


@misbehaviour("json", CONFORMANT)
def sends_a_thousand_header_fields(exchange: Exchange) -> None:
    _with_fields(exchange, b"".join(b"x-%d: y\r\n" % number for number in range(1000)))


@misbehaviour("json", CONFORMANT)
def gives_a_header_field_twice(exchange: Exchange) -> None:
    _with_fields(exchange, b"x-twice: one\r\nx-twice: other\r\nset-cookie: a=b\r\nset-cookie: c=d\r\n")


@misbehaviour("json", CONFORMANT | INCONCLUSIVE)
def folds_a_header_field(exchange: Exchange) -> None:
    _with_fields(exchange, b"x-folded: one\r\n  other\r\n\tand another\r\n")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def puts_a_space_before_a_colon(exchange: Exchange) -> None:
    _with_fields(exchange, b"x-space : y\r\n")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def puts_a_space_into_a_header_name(exchange: Exchange) -> None:
    _with_fields(exchange, b"x space: y\r\n")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def sends_a_header_line_without_a_colon(exchange: Exchange) -> None:
    _with_fields(exchange, b"no colon here\r\n")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def sends_a_header_field_without_a_name(exchange: Exchange) -> None:
    _with_fields(exchange, b": nameless\r\n")


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def puts_a_null_into_a_header_value(exchange: Exchange) -> None:
    _with_fields(exchange, b"x-null: a\x00b\r\n")


@misbehaviour("json", CONFORMANT | INCONCLUSIVE)
def puts_terminal_escapes_into_a_header_value(exchange: Exchange) -> None:
    _with_fields(exchange, b"x-escape: \x1b[2J\x1b]0;owned\x07\r\n")


@misbehaviour("json", CONFORMANT)
def puts_bytes_of_no_encoding_into_a_header_value(exchange: Exchange) -> None:
    _with_fields(exchange, b"x-bytes: \xff\xfe\x80 \xe2\x80\xae\r\n")


@misbehaviour("json", NONCONFORMANT | CONFORMANT)
def states_garbage_as_its_content_type(exchange: Exchange) -> None:
    exchange.answer(head=exchange.head(content_type=';;;"=/;\x7e charset=\\'))


@misbehaviour("json", NONCONFORMANT | CONFORMANT)
def states_two_content_types(exchange: Exchange) -> None:
    _with_fields(exchange, b"content-type: text/html\r\n")


@misbehaviour("multipart", NONCONFORMANT)
def states_a_content_type_of_sixty_kilobytes(exchange: Exchange) -> None:
    exchange.answer(head=exchange.head(content_type="multipart/related" + '; a="\\\\"' * 7500))


@misbehaviour("multipart", NONCONFORMANT)
def states_no_content_type(exchange: Exchange) -> None:
    exchange.answer(head=exchange.head(content_type=""))


@misbehaviour("any", INCONCLUSIVE, "HTTP protocol")
def ends_header_lines_in_bare_carriage_returns(exchange: Exchange) -> None:
    exchange.answer(head=exchange.head().replace(b"\r\n", b"\r"))


@misbehaviour("json", CONFORMANT | INCONCLUSIVE)
def ends_header_lines_in_bare_line_feeds(exchange: Exchange) -> None:
    exchange.answer(head=exchange.head().replace(b"\r\n", b"\n"))
