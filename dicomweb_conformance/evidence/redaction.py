"""Secrets taken out of everything that is written down.

Two ways at once: by place (header fields, query parameters, members of token bodies, userinfo, "Bearer ..."),
which also finds secrets that nobody configured, and by value, in every spelling in which a configured secret may
come back from a server.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from dicomweb_conformance.evidence.spelling import Spelling, as_latin_1, replaced, spellings

MARKER = "REDACTED"
"""What stands in the place of a secret. Safe in URLs, header fields, JSON and on a command line."""

SHORTEST_SECRET = 4
"""Characters. A shorter secret is found by place, or where it is a whole value, but not inside of other text:
there its characters would hit by chance and the record would be unreadable."""

_HEADERS = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-api-key",
        "api-key",
        "x-auth-token",
        "authentication-info",
        "proxy-authentication-info",
        "ocp-apim-subscription-key",
        "x-amz-security-token",
    }
)
_PARAMETERS = (
    "access_token id_token refresh_token token auth_token authtoken session_token jwt ticket sig signature code key "
    "api_key api-key apikey subscription-key ocp-apim-subscription-key client_secret client_assertion assertion "
    "password passwd pwd secret awsaccesskeyid googleaccessid x-amz-signature x-amz-credential x-amz-security-token "
    "x-goog-signature x-goog-credential"
).split()
_MEMBERS = (
    "access_token refresh_token id_token client_secret client_assertion password passwd api_key apikey secret token"
).split()
_SCHEMES = re.compile(r"(Basic|Bearer|Digest|Negotiate|NTLM|AWS4-HMAC-SHA256)\s+\S", re.IGNORECASE)

_USERINFO = re.compile(r"(://)[^/\s?#\"'<>\\]*@")
_CREDENTIAL = re.compile(r"\b(Bearer|Basic)([ \t]+|%20|\+)([A-Za-z0-9._~+/-]+={0,2})", re.IGNORECASE | re.ASCII)
_AUTH_PARAM = re.compile(r"[A-Za-z_]+=")
# the words that follow "Bearer" and "Basic" in prose and in the names of the standard, as in "Basic Text SR"
_PROSE = frozenset(
    "access and auth authentication authorization challenge credential credentials header is of only or realm required "
    "scheme scope token tokens was with".split()
)
_REMEMBERED = 4096
_REMEMBERED_LENGTH = 512

K = TypeVar("K")
V = TypeVar("V")


class Redactor:
    """Takes secrets out of text, bytes, header fields and JSON values.

    ``secrets`` are the configured ones; ``headers`` and ``parameters`` are names of further header fields and query
    parameters whose values are secret. Redacting twice gives the same as redacting once.
    """

    def __init__(
        self, secrets: Iterable[str] = (), headers: Iterable[str] = (), parameters: Iterable[str] = ()
    ) -> None:
        self._secrets: dict[str, _Spelled] = {}
        self._short: frozenset[str] = frozenset()
        self._in_text: tuple[Spelling, ...] = ()
        self._in_bytes: tuple[Spelling, ...] = ()
        self._headers = _HEADERS | {name.lower() for name in headers}
        self._places = _place_patterns([*_PARAMETERS, *parameters])
        # most header fields and phrases of a run come again
        self._known_texts: dict[str, str] = {}
        self._known_headers: dict[tuple[str, str], str] = {}
        self._known_fields: dict[tuple[bytes, bytes], tuple[str, str]] = {}
        self.reach = 512
        """Bytes behind a cut that must be seen so that no secret leaks its first part."""
        self.learn(*secrets)

    def learn(self, *secrets: str) -> None:
        """Know these secrets too from now on, such as a token that has just been got."""
        # a token read from a file may end in a line feed that is not sent
        new = {*secrets, *(secret.strip() for secret in secrets)} - {""} - self._short - set(self._secrets)
        if not new:
            return
        self._short |= {secret for secret in new if len(secret) < SHORTEST_SECRET}
        self._secrets |= {secret: _spelled(secret) for secret in new - self._short}
        long = sorted(self._secrets, key=lambda secret: (-len(secret), secret))
        self._in_text = tuple(spelling for secret in long for spelling in self._secrets[secret].in_text)
        self._in_bytes = tuple(spelling for secret in long for spelling in self._secrets[secret].in_bytes)
        self.reach = max([512, *(12 * len(secret.encode()) for secret in long)])
        for remembered in (self._known_texts, self._known_headers, self._known_fields):
            remembered.clear()

    def text(self, text: str) -> str:
        """The text without secrets."""
        if len(text) > _REMEMBERED_LENGTH:
            return self._by_place(replaced(text, self._in_text, MARKER))
        known = self._known_texts.get(text)
        if known is None:
            known = MARKER if text in self._short else self._by_place(replaced(text, self._in_text, MARKER))
            _remember(self._known_texts, text, known)
        return known

    def data(self, data: bytes) -> bytes:
        """The bytes without secrets; what is no text stays as it is."""
        text = data.decode("latin-1")
        if text in self._short:
            return MARKER.encode()
        return self._by_place(replaced(text, self._in_bytes, MARKER)).encode("latin-1")

    def head(self, window: bytes, limit: int, whole: bool) -> bytes:
        """The beginning of a body without secrets, at most ``limit`` bytes unless the whole body is not longer.

        ``window`` is the whole body when ``whole``; else what came of it, or its first ``limit + reach`` bytes.
        A secret that lies across the end does not leak its first part.
        """
        redacted = self.data(window)
        if whole:
            return redacted if len(window) <= limit else redacted[:limit]
        if len(window) < limit + self.reach:
            return self._without_begun_secret(redacted)[:limit]
        # where redaction shortened what is before it, the unknown end of the window may have moved below the limit
        return redacted[: max(0, min(limit, len(redacted) - self.reach))]

    def _without_begun_secret(self, data: bytes) -> bytes:
        text = data.decode("latin-1")
        begins = min((spelling.begins_at_end(text, self.reach) for spelling in self._in_bytes), default=len(text))
        return data if begins == len(text) else data[:begins] + MARKER.encode()

    def header(self, name: str, value: str) -> str:
        """The value of a header field without secrets. An authentication scheme is kept: it is evidence, not secret."""
        known = self._known_headers.get((name, value))
        if known is None:
            known = self._header(name, value)
            _remember(self._known_headers, (name, value), known)
        return known

    def raw_headers(self, fields: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
        """Header fields as they are on the wire, decoded and without secrets."""
        return tuple([self._known_fields.get(field) or self._field(field) for field in fields])

    def _field(self, field: tuple[bytes, bytes]) -> tuple[str, str]:
        name = decode_field(field[0])
        known = (name, self.header(name, decode_field(field[1])))
        _remember(self._known_fields, field, known)
        return known

    def _header(self, name: str, value: str) -> str:
        if name.lower() not in self._headers:
            return self.text(value)
        scheme = _SCHEMES.match(value)
        return f"{scheme[1]} {MARKER}" if scheme else MARKER

    def _by_place(self, text: str) -> str:
        if "@" in text:
            text = _USERINFO.sub(rf"\1{MARKER}@", text)
        if "=" in text or "%3" in text:
            text = self._places.parameter.sub(rf"\1{MARKER}", text)
            text = self._places.form.sub(rf"\1{MARKER}", text)
        lower = text.lower()
        if any(name in lower for name in _MEMBERS):
            text = self._places.member.sub(rf'\1"{MARKER}"', text)
            text = self._places.number.sub(rf'\1"{MARKER}"', text)
            text = self._places.quoted.sub(rf"\1{MARKER}", text)
        if "bearer" in lower or "basic" in lower:
            text = _CREDENTIAL.sub(_without_credential, text)
        return text


@dataclass(frozen=True, slots=True)
class _Spelled:
    in_text: tuple[Spelling, ...]
    in_bytes: tuple[Spelling, ...]


def _spelled(secret: str) -> _Spelled:
    return _Spelled(tuple(spellings(secret, str)), tuple(spellings(secret, as_latin_1)))


@dataclass(frozen=True, slots=True)
class _Places:
    parameter: re.Pattern[str]
    form: re.Pattern[str]
    member: re.Pattern[str]
    number: re.Pattern[str]
    quoted: re.Pattern[str]


def _place_patterns(parameters: Iterable[str]) -> _Places:
    names = "|".join(sorted(map(re.escape, parameters), key=len, reverse=True))
    members = "|".join(_MEMBERS)
    flags = re.IGNORECASE | re.ASCII
    value = r"(?:(?!%26|%23|\\)[^&;\s\"'<>#])*"
    return _Places(
        # & is also written as &amp; in markup, and as \u0026 in JSON by some servers; a URL may lie in a parameter
        parameter=re.compile(rf"((?:[?&;]|%3F|%26|\\u0026)(?:{names})(?:=|%3D)){value}", flags),
        form=re.compile(rf"\A((?:{members})=)[^&\s]*", flags),
        # the closing quote may lie behind the end of what was kept
        member=re.compile(rf'("(?:{members})"\s{{0,99}}:\s{{0,99}})"(?:[^"\\]|\\.)*(?:"|\\?\Z)', flags | re.DOTALL),
        number=re.compile(rf'("(?:{members})"\s{{0,99}}:\s{{0,99}})-?\d[\d.eE+-]*', flags),
        # JSON inside of a JSON string, and the way Python prints a dictionary
        quoted=re.compile(
            rf"""((?:\\{{1,7}}"|')(?:{members})(?:\\{{1,7}}"|')\s{{0,99}}:\s{{0,99}}(?:\\{{1,7}}"|'))[^"'\\]*""", flags
        ),
    )


def _without_credential(match: re.Match[str]) -> str:
    scheme, space, token = match.groups()
    rest = match.string[match.end() : match.end() + 1]
    if _AUTH_PARAM.fullmatch(token) and rest and not rest.isspace():
        return match[0]  # a challenge: Bearer realm="..."
    if token.lower() in _PROSE:
        return match[0]
    if scheme.lower() == "basic" and not _is_user_and_password(token):
        in_prose = scheme.islower() or (token.isalpha() and token.istitle())
        if in_prose:
            return match[0]
    return f"{scheme}{space}{MARKER}"


def _is_user_and_password(token: str) -> bool:
    """Whether a token of the Basic scheme holds user-id ":" password (RFC 7617, section 2)."""
    bare = token.rstrip("=")
    try:
        decoded = base64.b64decode(bare[: len(bare) // 4 * 4] + _padded(bare[len(bare) // 4 * 4 :]), altchars=b"+/")
    except binascii.Error:
        return False
    return b":" in decoded


def _padded(rest: str) -> str:
    return "" if len(rest) < 2 else rest + "=" * (4 - len(rest))


def decode_field(data: bytes) -> str:
    """The octets of a header field as text: UTF-8 when they are, else one character an octet, so that none is lost."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _remember(known: dict[K, V], key: K, redacted: V) -> None:
    if len(known) >= _REMEMBERED:
        known.clear()
    known[key] = redacted
