"""Sends the header fields of a target, credentials among them, to the target and to nobody else."""

from collections.abc import Generator, Iterable

import httpx

from dicomweb_conformance.auth.credentials import Fields
from dicomweb_conformance.auth.tokens import Tokens
from dicomweb_conformance.network import NoToken

Origin = tuple[str, str, int | None]


def origin_of(url: str | httpx.URL) -> Origin:
    """Scheme, host and port of a URL (RFC 6454 4), the port as it is used."""
    parsed = httpx.URL(url)
    return parsed.scheme, parsed.host, parsed.port or {"http": 80, "https": 443}.get(parsed.scheme)


class TargetAuth(httpx.Auth):
    """Adds header fields, and a bearer token if there are ``tokens``, to requests to these origins and to no others.

    A request that is answered with 401 is never sent again by itself: what a target answers to a judged request is
    evidence, and a second try would hide it. RFC 6750 3.1 allows a client to ask for another token then (it "MAY"),
    and that is done before the next request.
    """

    def __init__(self, headers: Fields, origins: Iterable[Origin], tokens: Tokens | None = None) -> None:
        self._headers = headers
        self._origins = frozenset(origins)
        self._tokens = tokens
        self._refused: str | None = None
        self.refusals = 0
        """How many requests with a token were answered with 401."""
        self.refusals_in_a_row = 0
        """How many of them since one was answered otherwise."""
        self.trouble: NoToken | None = None
        """Why there was no token for the last request."""

    @property
    def renews(self) -> bool:
        """Whether there is a token that can be got anew."""
        return self._tokens is not None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request with the header fields, where it goes to the target; fields that it has already stay.

        Raises NoToken when there is none to send.
        """
        if origin_of(request.url) not in self._origins:
            yield request
            return
        value = None
        if self._tokens is not None and "authorization" not in request.headers:
            value = self._token(self._tokens)
            request.headers["Authorization"] = f"Bearer {value}"
        for name, text in self._headers:
            request.headers.setdefault(name, text)
        response = yield request
        if value is not None:
            self._consider(response, value)

    def _token(self, tokens: Tokens) -> str:
        try:
            value = tokens.token(self._refused).value
        except NoToken as trouble:
            self.trouble = trouble
            raise
        self.trouble = None
        return value

    def _consider(self, response: httpx.Response, value: str) -> None:
        if response.status_code == 401:
            self._refused = value
            self.refusals += 1
            self.refusals_in_a_row += 1
        else:
            # a request that was under way may be refused after a later one was admitted
            self._refused = None if self._refused == value else self._refused
            self.refusals_in_a_row = 0
