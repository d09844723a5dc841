"""Credentials as they are described; what they are sent as is another matter."""

import base64
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote_plus

Fields = tuple[tuple[str, str], ...]
"""Header fields: names and values."""

_WRONG = "dicomweb-conformance-wrong"


@dataclass(frozen=True)
class TokenFile:
    """A bearer token that stands in a file, which is read again when it changes or the token is about to expire.

    ``lifetime`` is how many seconds a token is good for at most, where nothing else says so.
    """

    path: Path
    lifetime: float | None = None


@dataclass(frozen=True)
class TokenCommand:
    """A bearer token that a program writes to its standard output, bare or in JSON; no shell is involved."""

    arguments: tuple[str, ...] = field(repr=False)
    lifetime: float | None = None


@dataclass(frozen=True)
class ClientCredentials:
    """A bearer token that a token endpoint gives to a client (RFC 6749 4.4).

    ``style`` says where the client's id and secret stand: in the Authorization header field (``basic``) or in the body
    (``post``), RFC 6749 2.3.1. ``audience`` and ``resource`` (RFC 8707) are sent as they are, where they are given.
    """

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str | None = None
    audience: str | None = None
    resource: str | None = None
    style: Literal["basic", "post"] = "basic"
    lifetime: float | None = None


TokenSource = TokenFile | TokenCommand | ClientCredentials


@dataclass(frozen=True)
class Credentials:
    """What admits a user agent: header fields, and the source of a bearer token that changes in the course of a run."""

    fields: Fields = field(default=(), repr=False)
    source: TokenSource | None = None

    @property
    def given(self) -> bool:
        """Whether there are any."""
        return bool(self.fields) or self.source is not None

    @property
    def authorizes(self) -> bool:
        """Whether there is an Authorization header field among them."""
        return self.source is not None or any(name.lower() == "authorization" for name, _ in self.fields)

    def wrong(self) -> "Credentials":
        """Credentials in the same schemes that nobody has."""
        bearer = (("Authorization", f"Bearer {_WRONG}"),) if self.source is not None else ()
        return Credentials((*bearer, *((name, _another(value)) for name, value in self.fields)))


def _another(value: str) -> str:
    scheme, space, _ = value.partition(" ")
    return f"{scheme} {_WRONG}" if space else _WRONG


NO_CREDENTIALS = Credentials()


def bearer(token: str) -> Fields:
    """A bearer token (RFC 6750 2.1)."""
    return (("Authorization", f"Bearer {token}"),)


def basic(pair: str) -> Fields:
    """User and password, ``user:password`` (RFC 7617)."""
    return (("Authorization", f"Basic {encoded_pair(pair)}"),)


def encoded_client(client_id: str, client_secret: str) -> str:
    """What stands for an OAuth 2 client on the wire: each is encoded as in a form first (RFC 6749 2.3.1)."""
    return encoded_pair(f"{quote_plus(client_id)}:{quote_plus(client_secret)}")


def encoded_pair(pair: str) -> str:
    """What stands for user and password on the wire (RFC 7617 2)."""
    return base64.b64encode(pair.encode()).decode()
