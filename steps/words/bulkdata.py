"""What a feature says of bulk data, and what is sent for it."""

from collections.abc import Mapping

from steps.words.slots import one_of

_OCTETS = 'multipart/related; type="application/octet-stream"'

BULK_ACCEPTS: Mapping[str, str] = {
    "parts of octets": _OCTETS,
    "parts of octets without blanks": 'multipart/related;type="application/octet-stream"',
    "parts of octets in upper case": 'Multipart/Related; TYPE="Application/Octet-Stream"',
    "parts of octets without quotes": "multipart/related; type=application/octet-stream",
    "parts of octets in any transfer syntax": f"{_OCTETS}; transfer-syntax=*",
    "anything": "*/*",
    "a single part": "application/octet-stream",
    "HTML": "text/html",
}

BULK_KINDS: Mapping[str, str] = {
    "value at the top": "value",
    "value within items": "item",
    "pixel data": "pixel data",
}

TYPES = {
    "BulkAccept": one_of(BULK_ACCEPTS),
    "BulkKind": one_of(BULK_KINDS),
}
