"""One process gets the tokens for all processes of a run, so that their source is asked once for all of them.

The others ask over a local connection that proves on both sides that they belong together. Nothing of it is written
to a file, and nothing stands in the arguments of a process.
"""

import json
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from typing import Any

from dicomweb_conformance.auth.token import Token
from dicomweb_conformance.auth.tokens import Tokens
from dicomweb_conformance.network import NoToken

Place = dict[str, Any]
"""Where to ask: address and key, as plain data that can be handed to another process."""


@contextmanager
def serving(tokens: Mapping[str, Tokens]) -> Iterator[Place]:
    """Give tokens, each by its name, to the processes that are told the place."""
    key = secrets.token_bytes(32)
    with _listener(key) as listener:
        place: Place = {"address": listener.address, "key": key}
        stop = threading.Event()
        thread = threading.Thread(target=_serve, args=(listener, tokens, stop), daemon=True)
        thread.start()
        try:
            yield place
        finally:
            stop.set()
            with suppress(OSError), _connected(place):
                pass
            thread.join()


def _listener(key: bytes) -> Listener:
    if sys.platform != "win32":
        # a socket in a folder of this user; where its path would be too long, a port of this machine must do
        with suppress(OSError):
            return Listener(family="AF_UNIX", authkey=key)
    return Listener(family="AF_PIPE" if sys.platform == "win32" else "AF_INET", authkey=key)


def _connected(place: Place) -> "Connection[Any, Any]":
    address = place["address"]
    # a pair of host and port comes as a list from another process
    return Client(tuple(address) if isinstance(address, list) else address, authkey=place["key"])


def _serve(listener: Listener, tokens: Mapping[str, Tokens], stop: threading.Event) -> None:
    # closed whatever happens, so that nobody waits for an answer that will not come
    with listener:
        while True:
            try:
                with listener.accept() as connection:
                    # looked at only here: whoever stops this waits until it is heard
                    if stop.is_set():
                        return
                    _answer(connection, tokens)
            except (OSError, EOFError, AuthenticationError):
                # that process asks no more; the next one is as good as before
                continue


def _answer(connection: "Connection[Any, Any]", tokens: Mapping[str, Tokens]) -> None:
    asked = json.loads(connection.recv_bytes())
    try:
        token = tokens[asked["name"]].token(asked["refused"])
        answer = {"value": token.value, "received": token.received, "expires": token.expires}
    except NoToken as trouble:
        answer = {"trouble": str(trouble), "configured": trouble.configured}
    connection.send_bytes(json.dumps(answer).encode())


class BrokeredTokens:
    """The token of that name, as the process that gets tokens gives it. ``learn`` is told every token at once."""

    def __init__(self, place: Place, name: str, learn: Callable[[str], None]) -> None:
        self._place = place
        self._name = name
        self._learn = learn
        self._current: Token | None = None

    def token(self, refused: str | None = None) -> Token:
        """The token to send now. Raises NoToken."""
        current = self._current
        if current is not None and current.value != refused and not current.is_due(time.time()):
            return current
        answer = self._asked(refused)
        if "trouble" in answer:
            raise NoToken(answer["trouble"], answer["configured"])
        self._learn(answer["value"])
        self._current = Token(answer["value"], answer["received"], answer["expires"])
        return self._current

    def _asked(self, refused: str | None) -> dict[str, Any]:
        try:
            with _connected(self._place) as connection:
                connection.send_bytes(json.dumps({"name": self._name, "refused": refused}).encode())
                return dict(json.loads(connection.recv_bytes()))
        except (OSError, EOFError, AuthenticationError) as error:
            raise NoToken("the process that gets tokens for this run has ended", configured=False) from error
