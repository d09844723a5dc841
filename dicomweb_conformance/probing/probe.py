"""A probe from end to end: options in, the draft of a target file out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from dicomweb_conformance.evidence.redaction import Redactor
from dicomweb_conformance.http import open_http, open_tokens
from dicomweb_conformance.probing.asking import Asking
from dicomweb_conformance.probing.draft import draft
from dicomweb_conformance.probing.findings import NoServer, probe
from dicomweb_conformance.run_options import ACCESS
from dicomweb_conformance.target_options import target_of

_BY_HAND = frozenset({"auth.bearer.command", "url"})
_FILES = (".file", "tls.ca", "tls.certificate", "tls.key")


class ReadingOnly(httpx.BaseTransport):
    """Lets nothing pass that could change something on the target, whatever asks for it."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a GET or an OPTIONS. Raises ValueError for any other method."""
        if request.method not in ("GET", "OPTIONS"):
            raise ValueError(f"a probe sends no {request.method}")
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close what is below."""
        self._inner.close()


def drafted(options: Mapping[str, Any], environment: Mapping[str, str]) -> str:
    """The draft for the server that the options of access describe.

    Raises UnusableTarget when they cannot be used, and NoServer when no DICOMweb server lets us in there; neither, nor
    the draft, holds a secret.
    """
    target = target_of(options, environment)
    access, addresses = target.access, target.addresses.all
    redactor = Redactor(access.secrets, headers=access.hidden)
    source = access.credentials.source
    tokens = None if source is None else open_tokens(source, access, addresses, redactor.learn)
    try:
        with open_http(access, addresses, ReadingOnly, tokens) as http:
            found = probe(Asking(http), target.addresses)
    except NoServer as error:
        raise NoServer(redactor.text(str(error))) from None
    given = {o.sets: options[o.key] for o in ACCESS if o.sets and options.get(o.key) not in (None, False, "")}
    kept = {path: _from_anywhere(path, value) for path, value in given.items() if path not in _BY_HAND}
    return redactor.text(draft(target.url, found, kept, _notes(options)))


def _from_anywhere(path: str, value: Any) -> Any:
    """A path that was relative to the working folder would be relative to that of the draft."""
    return str(Path(value).absolute()) if path.endswith(_FILES) else value


def _notes(options: Mapping[str, Any]) -> list[str]:
    notes = []
    if options.get("target"):
        notes.append(f"The way in was that of {options['target']}: copy its [auth], [headers], [tls] and [proxy].")
    if options.get("token_command"):
        notes.append('The token came from a program: [auth] bearer = { command = ["PROGRAM", "ARGUMENT"] }')
    for text in options.get("header") or ():
        name = text.partition(":")[0].strip()
        notes.append(f'A header was sent: [headers] {name} = "VALUE", or {name} = {{ env = "NAME" }} for a secret.')
    return notes
