"""The media types that requests ask for where nobody words it: those of PS3.18, or what a target is said to need."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from types import MappingProxyType

from dicomweb_conformance.media_type import MalformedMediaType, parse_media_type

DICOM_JSON = "application/dicom+json"
ANY_SYNTAX_MULTIPART = 'multipart/related; type="application/dicom"; transfer-syntax=*'
ANY_SYNTAX_FRAMES = 'multipart/related; type="application/octet-stream"; transfer-syntax=*'

_JSON = frozenset({"application/dicom+json", "application/json", "application/*", "*/*"})
READABLE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "store": _JSON,
        "metadata": _JSON,
        "search": _JSON,
        "retrieve": frozenset({"multipart/related", "application/dicom", "multipart/*", "*/*"}),
        "frames": frozenset({"multipart/related", "application/octet-stream", "multipart/*", "*/*"}),
    }
)
"""What can be read of each answer by those who only want to know what it says."""


class Usual(Enum):
    """Stands for the media type that is usual for a request."""

    USUAL = "usual"


USUAL = Usual.USUAL
Accept = str | Usual | None
"""What a request accepts: a text, what is usual, or nothing said at all."""


@dataclass(frozen=True)
class Accepts:
    """The value of Accept for each transaction, where the caller does not word it."""

    store: str = DICOM_JSON
    retrieve: str = ANY_SYNTAX_MULTIPART
    metadata: str = DICOM_JSON
    frames: str = ANY_SYNTAX_FRAMES
    search: str = DICOM_JSON

    @property
    def changed(self) -> dict[str, str]:
        """Those that are not as PS3.18 has them."""
        own = {each.name: str(getattr(self, each.name)) for each in fields(self)}
        return {name: text for name, text in own.items() if text != getattr(Accepts, name)}


ACCEPTS = Accepts()
"""As PS3.18 has them."""


def unreadable(name: str, text: str) -> str | None:
    """Why this cannot be asked for, or None when it can. ``name`` is one of the fields of Accepts."""
    for media_range in _ranges(text):
        try:
            essence = parse_media_type(media_range).essence
        except MalformedMediaType as error:
            return f"is no list of media types: {error}"
        if essence not in READABLE[name]:
            return f"names {essence}, which is not read there; known are {', '.join(sorted(READABLE[name]))}"
    return None


def _ranges(text: str) -> list[str]:
    """The media ranges of an Accept field (RFC 9110 12.5.1): commas within quotes separate nothing."""
    ranges, quoted = [""], False
    for character in text:
        quoted ^= character == '"'
        if character == "," and not quoted:
            ranges.append("")
        else:
            ranges[-1] += character
    return ranges
