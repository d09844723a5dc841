"""Redirections in circles, to elsewhere, and to nowhere (RFC 9110 15.4)."""

from tests.hostile.misbehaviour import INCONCLUSIVE, NONCONFORMANT, misbehaviour
from tests.hostile.wire import Exchange


def _to(exchange: Exchange, location: str | None, status: str = "302 Found") -> None:
    more = b"" if location is None else f"location: {location}\r\n".encode()
    exchange.answer(b"", exchange.head(b"", status=status, more=more))


@misbehaviour("any", NONCONFORMANT, "302")
def redirects_in_a_circle(exchange: Exchange) -> None:
    _to(exchange, exchange.target)


@misbehaviour("any", NONCONFORMANT, "307")
def redirects_to_another_host(exchange: Exchange) -> None:
    _to(exchange, exchange.elsewhere + exchange.target, "307 Temporary Redirect")


@misbehaviour("any", NONCONFORMANT, "302")
def redirects_to_a_name_with_a_password(exchange: Exchange) -> None:
    _to(exchange, exchange.elsewhere.replace("://", "://user:password@") + exchange.target)


@misbehaviour("any", NONCONFORMANT, "302")
def redirects_to_a_file(exchange: Exchange) -> None:
    _to(exchange, "file:///etc/passwd")


@misbehaviour("any", INCONCLUSIVE, "URL")
def redirects_to_a_script(exchange: Exchange) -> None:
    _to(exchange, "javascript:alert(1)")


@misbehaviour("any", INCONCLUSIVE, "URL")
def redirects_to_nonsense(exchange: Exchange) -> None:
    _to(exchange, "http://[::1:80:/%zz\\..\\//?#[")


@misbehaviour("any", NONCONFORMANT, "302")
def redirects_to_a_port_that_is_none(exchange: Exchange) -> None:
    _to(exchange, "//127.0.0.1:99999999/studies")


@misbehaviour("any", INCONCLUSIVE, "URL")
def redirects_to_a_host_that_no_name_can_be(exchange: Exchange) -> None:
    _to(exchange, "http://xn--\u00ff\u2603.\u0130." + "a" * 300 + "/")


@misbehaviour("any", NONCONFORMANT, "302")
def redirects_without_a_location(exchange: Exchange) -> None:
    _to(exchange, None)


@misbehaviour("any", INCONCLUSIVE, "URL")
def redirects_to_a_location_of_seventy_kilobytes(exchange: Exchange) -> None:
    _to(exchange, exchange.target + "?" + "a" * 70_000)
