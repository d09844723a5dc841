"""Media types and media ranges (RFC 9110 8.3.1 and 12.5.1, PS3.18 8.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

RELATED = "multipart/related"


@dataclass(frozen=True)
class MediaType:
    """A media type or range; ``essence`` and parameter names are lower case, values unquoted."""

    essence: str
    parameters: tuple[tuple[str, str], ...] = ()
    q: float = 1.0

    def parameter(self, name: str) -> str | None:
        """The value of the first parameter of that name, or None."""
        return next((value for key, value in self.parameters if key == name), None)


def parse_accept(text: str) -> tuple[MediaType, ...]:
    """The media ranges of an Accept field; what cannot be understood is left out (PS3.18 8.7.7)."""
    parsed = (parse_media_type(element) for element in _split(text, ","))
    return tuple(media_type for media_type in parsed if media_type is not None)


def parse_media_type(text: str) -> MediaType | None:
    """One media type; quoted and bare parameter values mean the same (PS3.18 8.7). None when it is malformed."""
    first, *rest = _split(text, ";")
    essence = first.strip().lower()
    kind, slash, subtype = essence.partition("/")
    if not (kind and slash and subtype) or "/" in subtype or any(map(str.isspace, essence)):
        return None
    q = 1.0
    parameters = []
    for item in rest:
        name, equals, value = item.partition("=")
        if not equals:
            continue
        name, value = name.strip().lower(), _unquote(value.strip())
        if name == "q":
            try:
                q = min(1.0, max(0.0, float(value)))
            except ValueError:
                return None
        else:
            parameters.append((name, value))
    return MediaType(essence, tuple(parameters), q)


def format_media_type(essence: str, *parameters: tuple[str, str]) -> str:
    """A Content-Type value; parameter values are quoted when they are not tokens."""
    return "; ".join([essence, *(f"{name}={_quote(value)}" for name, value in parameters)])


def _quote(value: str) -> str:
    if value and all(character.isalnum() or character in "!#$%&'*+-.^_`|~" for character in value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unquote(value: str) -> str:
    if len(value) < 2 or value[0] != '"' or value[-1] != '"':
        return value
    characters = iter(value[1:-1])
    return "".join(next(characters, "") if character == "\\" else character for character in characters)


def _split(text: str, separator: str) -> Iterator[str]:
    """Split at separators that stand outside quotes."""
    piece, quoted, escaped = "", False, False
    for character in text:
        if character == separator and not quoted:
            yield piece
            piece = ""
            continue
        if character == '"' and not escaped:
            quoted = not quoted
        escaped = quoted and character == "\\" and not escaped
        piece += character
    yield piece
