"""Bearer tokens, and how long they are good."""

import base64
import binascii
import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dicomweb_conformance.network import NoToken

_EARLY = 60.0
"""Seconds before its end at which a token is got anew, so that no request is sent with one that ends on its way."""
_EARLY_SHARE = 0.2
"""The same for short lives, as a share of them."""

_VALUES = ("access_token", "accessToken", "token")
_LIFETIMES = ("expires_in", "expiresIn")
_MOMENTS = ("expires_on", "expiresOn", "expires_at", "expiresAt", "expiry", "token_expiry", "expirationTimestamp")
# RFC 6750 2.1: the characters of a bearer token; others are printed by nobody, but sent as they are
_SENDABLE = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class Token:
    """A bearer token. Moments are in seconds since the epoch; ``expires`` is None when nobody said."""

    value: str = field(repr=False)
    received: float
    expires: float | None = None

    def is_due(self, now: float) -> bool:
        """Whether it is time to get another one."""
        if self.expires is None:
            return False
        return now >= self.expires - min(_EARLY, _EARLY_SHARE * (self.expires - self.received))

    def is_over(self, now: float) -> bool:
        """Whether its time has run out."""
        return self.expires is not None and now >= self.expires


def token_in(text: str, now: float, lifetime: float | None, source: str) -> Token:
    """The token in a text: bare, or in JSON as token endpoints and the command lines of clouds write it.

    It is good as long as the text says (``expires_in``, ``expires_on``, ``expiresOn`` ...), or its claim ``exp``
    (RFC 7519 4.1.4, read and not verified), or ``lifetime``: whichever ends first. One whose end lies in the past
    already tells of a clock that is wrong, here or there: it is used until it is refused.
    Raises NoToken, which says that of ``source``, and never what it gave.
    """
    text = text.strip()
    members: Mapping[str, Any] = {}
    value: Any = text
    if text.startswith(("{", "[", '"')):
        try:
            read = json.loads(text)
        except ValueError as error:
            raise NoToken(f"{source} gives something like JSON that cannot be read", configured=True) from error
        members = _members(read)
        value = read if isinstance(read, str) else next((members[name] for name in _VALUES if name in members), None)
        if value is None:
            raise NoToken(f"{source} gives JSON without access_token, accessToken or token", configured=True)
    if not isinstance(value, str) or not value:
        raise NoToken(f"{source} gives no token", configured=True)
    if not _SENDABLE.fullmatch(value):
        raise NoToken(
            f"{source} gives something that is no token: it has blanks, line ends or other unfit characters",
            configured=True,
        )
    ends = [end for end in (*_said(members, now), _claimed(value)) if end is not None]
    if lifetime is not None:
        ends.append(now + lifetime)
    end = min(ends, default=None)
    return Token(value, now, end if end is not None and end > now else None)


def _members(read: Any) -> Mapping[str, Any]:
    """The members of an object, before them those of the objects in it, such as ``status`` or ``credential``."""
    if not isinstance(read, Mapping):
        return {}
    inner = {key: value for one in read.values() if isinstance(one, Mapping) for key, value in one.items()}
    return {**inner, **read}


def _said(members: Mapping[str, Any], now: float) -> list[float | None]:
    lifetimes = [_number(members.get(name)) for name in _LIFETIMES]
    return [
        *(now + lifetime for lifetime in lifetimes if lifetime is not None),
        *(_moment(members.get(name)) for name in _MOMENTS),
    ]


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if 0 <= number < 1e11 else None


def _moment(value: Any) -> float | None:
    """A moment as seconds since the epoch or by ISO 8601; without an offset it is local time, as az writes it."""
    number = _number(value)
    if number is not None or not isinstance(value, str):
        return number
    try:
        return datetime.datetime.fromisoformat(value).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def _claimed(value: str) -> float | None:
    """The claim ``exp`` of a JSON Web Token; None for any other token."""
    parts = value.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return _number(claims.get("exp")) if isinstance(claims, dict) else None
