"""The bearer tokens of a run: one process gets them, and gives them to its workers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dicomweb_conformance.auth.broker import BrokeredTokens, Place, serving
from dicomweb_conformance.auth.credentials import TokenFile, TokenSource
from dicomweb_conformance.auth.tokens import Tokens
from dicomweb_conformance.http import open_tokens
from dicomweb_conformance.target import Target


class RunTokens:
    """The tokens of a target, for one process of a run.

    ``learn`` is told each token before it is used. A worker is told the ``place`` where it asks for them; a file it
    reads by itself, and so sees when that changes.
    """

    def __init__(self, target: Target, learn: Callable[[str], None], place: Place | None = None) -> None:
        self._tokens: dict[TokenSource, Tokens] = {}
        self._named: dict[str, Tokens] = {}
        credentials = {"own": target.access.credentials, "that may only read": target.access.read_only}
        for name, source in ((name, each.source) for name, each in credentials.items()):
            if source is None or source in self._tokens:
                continue
            tokens: Tokens
            if place is None or isinstance(source, TokenFile):
                tokens = open_tokens(source, target.access, target.addresses.all, learn)
            else:
                tokens = BrokeredTokens(place, name, learn)
            self._tokens[source] = self._named[name] = tokens

    def of(self, source: TokenSource | None) -> Tokens | None:
        """The tokens of a source; None where there is none, and so no token."""
        return None if source is None else self._tokens[source]

    @contextmanager
    def served(self) -> Iterator[Place | None]:
        """Gives the tokens to workers as long as it is open; None when there are none to give."""
        if not self._named:
            yield None
            return
        with serving(self._named) as place:
            yield place
