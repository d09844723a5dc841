"""Multipart bodies that do not end, do not begin, or have parts without number."""

from tests.hostile.misbehaviour import CONFORMANT, INCONCLUSIVE, NONCONFORMANT, misbehaviour
from tests.hostile.wire import Exchange


def boundary_of(exchange: Exchange) -> bytes:
    """The boundary of the right answer."""
    return exchange.right.header("content-type").partition("boundary=")[2].split(";")[0].strip('"').encode()


def _type_with(exchange: Exchange, boundary: str) -> str:
    return exchange.right.header("content-type").replace(boundary_of(exchange).decode(), boundary)


@misbehaviour("multipart", INCONCLUSIVE | NONCONFORMANT)
def sends_a_hundred_thousand_parts(exchange: Exchange) -> None:
    part = b"\r\n--" + boundary_of(exchange) + b"\r\ncontent-type: application/dicom\r\n\r\n"
    exchange.answer(part * 100_000 + b"\r\n--" + boundary_of(exchange) + b"--\r\n")


@misbehaviour("multipart", INCONCLUSIVE)
def sends_parts_without_end(exchange: Exchange) -> None:
    part = b"\r\n--" + boundary_of(exchange) + b"\r\n\r\nx"
    exchange.wire.send(exchange.head(length=""))
    while True:
        exchange.wire.send(part * 1000)


@misbehaviour("multipart", INCONCLUSIVE | NONCONFORMANT)
def sends_a_hundred_parts_of_five_megabytes(exchange: Exchange) -> None:
    exchange.wire.send(exchange.head(length=""))
    for _ in range(100):
        exchange.wire.send(b"\r\n--" + boundary_of(exchange) + b"\r\n\r\n" + bytes(5_000_000))
    exchange.wire.send(b"\r\n--" + boundary_of(exchange) + b"--\r\n")


@misbehaviour("multipart", NONCONFORMANT)
def nests_a_message_with_the_same_boundary(exchange: Exchange) -> None:
    line = b"--" + boundary_of(exchange)
    kind = exchange.right.header("content-type").encode()
    exchange.answer((line + b"\r\ncontent-type: " + kind + b"\r\n\r\n") * 500 + exchange.right.body)


@misbehaviour("multipart", NONCONFORMANT)
def leaves_out_the_closing_boundary(exchange: Exchange) -> None:
    exchange.answer(exchange.right.body.rpartition(b"\r\n--")[0])


@misbehaviour("multipart", NONCONFORMANT)
def leaves_out_the_opening_boundary(exchange: Exchange) -> None:
    exchange.answer(exchange.right.body.partition(b"\r\n")[2])


@misbehaviour("multipart", NONCONFORMANT)
def leaves_out_every_boundary(exchange: Exchange) -> None:
    exchange.answer(exchange.right.body.replace(boundary_of(exchange), b"elsewhere"))


@misbehaviour("multipart", NONCONFORMANT)
def names_an_empty_boundary(exchange: Exchange) -> None:
    exchange.answer(head=exchange.head(content_type='multipart/related; boundary=""'))


@misbehaviour("multipart", NONCONFORMANT)
def names_no_boundary(exchange: Exchange) -> None:
    exchange.answer(head=exchange.head(content_type="multipart/related"))


@misbehaviour("multipart", NONCONFORMANT)
def names_a_boundary_of_five_thousand_characters(exchange: Exchange) -> None:
    long = b"b" * 5000
    body = exchange.right.body.replace(boundary_of(exchange), long)
    exchange.answer(body, exchange.head(body, content_type=_type_with(exchange, long.decode())))


@misbehaviour("multipart", CONFORMANT)
def names_a_boundary_of_signs_that_patterns_know(exchange: Exchange) -> None:
    signs = "(.+?)'()?:./=?+_,"
    body = exchange.right.body.replace(boundary_of(exchange), signs.encode())
    kind = exchange.right.header("content-type").split(";")
    kept = ";".join(each for each in kind if "boundary" not in each)
    exchange.answer(body, exchange.head(body, content_type=f'{kept}; boundary="{signs}"'))


@misbehaviour("multipart", NONCONFORMANT)
def starts_a_part_header_without_end(exchange: Exchange) -> None:
    exchange.answer(b"--" + boundary_of(exchange) + b"\r\ncontent-type: " + b"x" * 5_000_000)


@misbehaviour("multipart", NONCONFORMANT)
def ends_all_lines_in_bare_line_feeds(exchange: Exchange) -> None:
    exchange.answer(exchange.right.body.replace(b"\r\n", b"\n"))


@misbehaviour("multipart", NONCONFORMANT)
def sends_a_part_header_that_is_none(exchange: Exchange) -> None:
    line = b"--" + boundary_of(exchange) + b"\r\n"
    exchange.answer(exchange.right.body.replace(line, line + b"\x1b[2J no field\r\n"))


@misbehaviour("multipart", NONCONFORMANT)
def fills_a_gap_with_almost_boundaries(exchange: Exchange) -> None:
    almost = b"\r\n--" + boundary_of(exchange)[:-1]
    exchange.answer(almost * 200_000)


@misbehaviour("multipart", NONCONFORMANT)
def sends_a_message_without_parts(exchange: Exchange) -> None:
    exchange.answer(b"--" + boundary_of(exchange) + b"--\r\n")
