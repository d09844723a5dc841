"""An exchange as a curl command that works when pasted into a POSIX shell."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from dicomweb_conformance.evidence.redaction import MARKER
from dicomweb_conformance.report.model import BodyRecord, Exchange

SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token"})
"""Headers whose value is never repeated, redacted or not."""

ANSWER = "response.bin"
"""Where the command puts an answer that would garble a terminal."""

# curl makes these itself, or the connection does
_OWN = frozenset({"host", "content-length", "connection", "user-agent"})
_SCHEME = re.compile(r"(Basic|Bearer|Digest)\s", re.IGNORECASE)
_PLAIN = re.compile(r"[\t\n\x20-\x7e\x80-\U0010ffff]*")


@dataclass(frozen=True)
class Curl:
    """The command line, and what must be provided before it works."""

    command: str
    hint: str | None = None


def curl_of(exchange: Exchange) -> Curl:
    """The command that sends the same request again.

    What was redacted becomes a shell variable to fill in. A body that the ledger does not hold whole, or that is no
    text, is read from FILE.
    """
    words, hints = ["curl"], []
    if exchange.method == "HEAD":
        words.append("--head")
    elif exchange.method != ("POST" if exchange.request_body else "GET"):
        words += ["-X", _quoted(exchange.method)]
    if re.search(r"/\.{1,2}(/|$|\?)", exchange.url):
        words.append("--path-as-is")
    if re.search(r"[\[\]{}]", exchange.url):
        words.append("--globoff")
    variables: list[str] = []
    for name, value in _headers(exchange):
        words += ["-H", _header(name, value, variables)]
    if any(name.lower() == "accept-encoding" and value != "identity" for name, value in exchange.request_headers):
        words.append("--compressed")
    if exchange.request_body:
        body, hint = _body(exchange.request_body)
        words += body
        hints += [hint] if hint else []
    if exchange.response_body and exchange.response_body.encoding == "base64":
        words += ["--dump-header", "-", "--output", ANSWER]
    words.append(_with_variables(exchange.url, "SECRET", variables))
    if variables:
        hints.insert(0, f"set {', '.join('$' + name for name in dict.fromkeys(variables))} first")
    return Curl(" ".join(words), "; ".join(hints) or None)


def _headers(exchange: Exchange) -> Iterator[tuple[str, str]]:
    sent = {name.lower() for name, _ in exchange.request_headers}
    for name, value in exchange.request_headers:
        lower = name.lower()
        if lower in _OWN or lower == "accept-encoding" or (lower == "accept" and value == "*/*"):
            continue
        yield name, value
    # curl adds these two when they are not named; an empty value keeps them out
    if "accept" not in sent:
        yield "Accept", ""
    if exchange.request_body and "content-type" not in sent:
        yield "Content-Type", ""


def _header(name: str, value: str, variables: list[str]) -> str:
    if name.lower() in SECRET_HEADERS:
        scheme = _SCHEME.match(value)
        variable = "TOKEN" if "authorization" in name.lower() else re.sub(r"\W", "_", name).upper()
        variables.append(variable)
        return f'"{name}: {scheme.group(0) if scheme else ""}${variable}"'
    if not value:
        return _quoted(f"{name}:")
    return _with_variables(f"{name}: {value}", "SECRET", variables)


def _with_variables(text: str, variable: str, variables: list[str]) -> str:
    """The quoted text with every redacted place as a shell variable."""
    kept = text.split(MARKER)
    if len(kept) == 1:
        return _quoted(text)
    variables.append(variable)
    return f'"${variable}"'.join(_quoted(part) if part else "" for part in kept)


def _body(body: BodyRecord) -> tuple[list[str], str | None]:
    if body.encoding == "utf-8" and body.complete and "\0" not in body.head and MARKER not in body.head:
        return ["--data-raw", _quoted(body.head)], None
    return ["--data-binary", "@FILE"], f"FILE is the request body, {body.size:,} bytes, SHA-256 {body.sha256}"


def _quoted(text: str) -> str:
    """The text as one shell word; control characters as ANSI-C quoting, which bash, zsh and ksh read."""
    if _PLAIN.fullmatch(text) and text.isprintable():
        return f"'{text}'" if "'" not in text else shlex.quote(text)
    escaped = "".join(_ansi_c(character) for character in text)
    return f"$'{escaped}'"


def _ansi_c(character: str) -> str:
    if character in "'\\":
        return f"\\{character}"
    if character.isprintable():
        return character
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "replace"))
