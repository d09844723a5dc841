"""Trouble with the network, in words."""

from collections.abc import Mapping

import httpx

from dicomweb_conformance.throttling import Throttled


class NoToken(httpx.TransportError):
    """There is no bearer token to send, so that the request was not sent. The message holds no secret.

    ``configured`` tells whether the user can change that by what is configured.
    """

    def __init__(self, message: str, configured: bool) -> None:
        super().__init__(message)
        self.configured = configured


class Oversized(httpx.TransportError):
    """A response is more than the harness reads of one (capacity); nothing is known of the rule under test."""


def network_trouble(error: httpx.HTTPError) -> str:
    """One phrase for a connection that failed."""
    kinds: Mapping[type[httpx.HTTPError], str] = {
        httpx.ConnectError: "no connection",
        httpx.ConnectTimeout: "no connection in time",
        httpx.ReadTimeout: "no complete response in time",
        httpx.WriteTimeout: "the target did not take the request in time",
        httpx.ReadError: "the connection broke while the response was read",
        httpx.WriteError: "the connection broke while the request was sent",
        httpx.RemoteProtocolError: "the target broke the HTTP protocol",
        httpx.ProxyError: "the proxy refused the connection",
        NoToken: "no token to send",
        httpx.DecodingError: "the content coding of the response cannot be undone",
        Oversized: "the response is too large to be read",
        Throttled: "the target has no time",
    }
    kind = kinds.get(type(error), type(error).__name__)
    detail = str(error)
    return f"{kind}: {detail}" if detail else kind
