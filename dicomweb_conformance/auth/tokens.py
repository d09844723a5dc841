"""The token of a process: got when it is needed, kept while it is good, and never asked for more often than it must."""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from dicomweb_conformance.auth.credentials import TokenSource
from dicomweb_conformance.auth.sources import OpenHttp, fetch, stamp
from dicomweb_conformance.auth.token import Token
from dicomweb_conformance.network import NoToken

_PAUSE = 5.0
"""Seconds for which a source is left alone that gave nothing new."""


class Tokens(Protocol):
    """Gives the token to send now."""

    def token(self, refused: str | None = None) -> Token:
        """The token; another one than ``refused``, which the target refused, if the source has another. Raises NoToken.

        ``refused`` is named again with every request, until another token was given.
        """


class OwnTokens:
    """The token of one source, for all threads of a process.

    ``learn`` is told every token before anybody else, so that it can be kept out of what is written down.
    """

    def __init__(self, source: TokenSource, open_http: OpenHttp, learn: Callable[[str], None]) -> None:
        self._source = source
        self._open_http = open_http
        self._learn = learn
        self._lock = threading.Lock()
        self._current: Token | None = None
        self._stamp: tuple[int, ...] | None = None
        self._not_before = 0.0
        self._trouble: NoToken | None = None

    def token(self, refused: str | None = None) -> Token:
        """The token to send now. Raises NoToken when there is none that is still good, and none to be had."""
        with self._lock:
            now = time.time()
            current = self._current
            if current is not None and not self._is_wanting(current, refused, now):
                return current
            if time.monotonic() < self._not_before:
                return self._what_there_is(current, refused, now)
            found = stamp(self._source)
            try:
                fetched = fetch(self._source, self._open_http)
            except NoToken as trouble:
                self._trouble = trouble
                self._not_before = time.monotonic() + _PAUSE
                return self._what_there_is(current, refused, now)
            self._learn(fetched.value)
            self._trouble = None
            if current is not None and fetched.value == current.value:
                self._not_before = time.monotonic() + _PAUSE
            self._current, self._stamp = fetched, found
            return fetched

    def _is_wanting(self, current: Token, refused: str | None, now: float) -> bool:
        if current.is_due(now) or stamp(self._source) != self._stamp:
            return True
        # one that is quite new is refused for another reason than its age
        return current.value == refused and now - current.received >= _PAUSE

    def _what_there_is(self, current: Token | None, refused: str | None, now: float) -> Token:
        if current is not None and current.value != refused and not current.is_over(now):
            return current
        if self._trouble is None:
            assert current is not None
            return current
        raise NoToken(str(self._trouble), self._trouble.configured)
