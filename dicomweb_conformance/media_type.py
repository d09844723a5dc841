"""Media types with their parameters, as HTTP writes them (RFC 9110 8.3.1 and 5.6.6)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_QUOTED = re.compile(r'"((?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\U0010ffff]|\\[\t\x20-\x7e\x80-\U0010ffff])*)"')
_BARE = re.compile(r'[^\x00-\x20\x7f";,\\]+')
_SPACE = re.compile(r"[ \t]*")


class MalformedMediaType(ValueError):
    """A text is no media type; the message says where it breaks RFC 9110."""


@dataclass(frozen=True)
class MediaType:
    """A media type. ``type``, ``subtype`` and parameter names are in lower case, parameter values are without quotes.

    Two media types are equal whether or not their values were quoted: quotes have no meaning (RFC 9110 5.6.6).
    """

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...] = ()
    quoted: frozenset[str] = field(default=frozenset(), compare=False)
    """Names of the parameters whose value was quoted."""
    bare_non_tokens: frozenset[str] = field(default=frozenset(), compare=False)
    """Names of the parameters whose value needs quotes (it is no token, as ``application/dicom``) and had none."""

    @property
    def essence(self) -> str:
        """Type and subtype without parameters, as ``application/dicom``."""
        return f"{self.type}/{self.subtype}"

    def parameter(self, name: str) -> str | None:
        """The value of the first parameter of that name (in any case), or None."""
        return next((value for key, value in self.parameters if key == name.lower()), None)

    def __str__(self) -> str:
        return format_media_type(self.essence, self.parameters)


def parse_media_type(header: str) -> MediaType:
    """Read the value of a Content-Type field.

    Values that lack necessary quotes are read as far as the next semicolon, comma or space, and named in
    ``bare_non_tokens``; judging them is the caller's affair. A parameter that is given twice stays twice.

    Raises MalformedMediaType for everything else that RFC 9110 8.3.1 does not allow.
    """
    text = header.strip(" \t")
    kind = _TOKEN.match(text)
    if kind is None or not text.startswith("/", kind.end()):
        raise MalformedMediaType(f"no type and slash at the start of {_shown(header)}")
    subtype = _TOKEN.match(text, kind.end() + 1)
    if subtype is None:
        raise MalformedMediaType(f"no subtype after the slash in {_shown(header)}")
    position = subtype.end()
    parameters: list[tuple[str, str]] = []
    quoted: set[str] = set()
    bare: set[str] = set()
    while (position := _skip_space(text, position)) < len(text):
        if text[position] != ";":
            raise MalformedMediaType(f"no semicolon at character {position + 1} of {_shown(header)}")
        position = _skip_space(text, position + 1)
        if position == len(text) or text[position] == ";":
            continue
        name_match = _TOKEN.match(text, position)
        if name_match is None or not text.startswith("=", name_match.end()):
            raise MalformedMediaType(
                f"no parameter name and equals sign at character {position + 1} of {_shown(header)}"
            )
        name = name_match[0].lower()
        value, position, was_quoted = _value(text, name_match.end() + 1, header)
        parameters.append((name, value))
        if was_quoted:
            quoted.add(name)
        elif _TOKEN.fullmatch(value) is None:
            bare.add(name)
    return MediaType(kind[0].lower(), subtype[0].lower(), tuple(parameters), frozenset(quoted), frozenset(bare))


def format_media_type(essence: str, parameters: Iterable[tuple[str, str]] = ()) -> str:
    """Write a media type; a value is quoted when it is no token, as ``type="application/dicom"``.

    Raises MalformedMediaType when the essence, a name or a value cannot be written in HTTP.
    """
    kind, slash, subtype = essence.partition("/")
    if not slash or _TOKEN.fullmatch(kind) is None or _TOKEN.fullmatch(subtype) is None:
        raise MalformedMediaType(f"{_shown(essence)} is no type/subtype")
    return "; ".join([essence, *(_format_parameter(name, value) for name, value in parameters)])


def _format_parameter(name: str, value: str) -> str:
    if _TOKEN.fullmatch(name) is None:
        raise MalformedMediaType(f"{_shown(name)} is no parameter name")
    if _TOKEN.fullmatch(value) is not None:
        return f"{name}={value}"
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if _QUOTED.fullmatch(quoted) is None:
        raise MalformedMediaType(f"parameter {name} holds a control character: {_shown(value)}")
    return f"{name}={quoted}"


def _value(text: str, position: int, header: str) -> tuple[str, int, bool]:
    """The parameter value at ``position``, the position behind it, and whether it was quoted."""
    if text.startswith('"', position):
        quoted = _QUOTED.match(text, position)
        if quoted is None:
            raise MalformedMediaType(
                f"no end, or a control character, in the quotes at character {position + 1} of {_shown(header)}"
            )
        return re.sub(r"\\(.)", r"\1", quoted[1]), quoted.end(), True
    bare = _BARE.match(text, position)
    if bare is None:
        raise MalformedMediaType(f"no parameter value at character {position + 1} of {_shown(header)}")
    return bare[0], bare.end(), False


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return position if match is None else match.end()


def _shown(text: str) -> str:
    return repr(text if len(text) <= 200 else text[:200] + "...")
