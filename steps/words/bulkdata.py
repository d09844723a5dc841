"""What a feature says of bulk data, and what is sent for it."""

from collections.abc import Callable, Mapping, Sequence

from dicomweb_conformance.checks import bulkdata
from dicomweb_conformance.checks.bulkdata import Followed
from steps.words.slots import one_of

_OCTETS = 'multipart/related; type="application/octet-stream"'

BULK_ACCEPTS: Mapping[str, str] = {
    "parts or alone": f"{_OCTETS}, application/octet-stream;q=0.5",
    "parts of octets": _OCTETS,
    "parts of octets without blanks": 'multipart/related;type="application/octet-stream"',
    "parts of octets in upper case": 'Multipart/Related; TYPE="Application/Octet-Stream"',
    "parts of octets without quotes": "multipart/related; type=application/octet-stream",
    "parts of octets in any transfer syntax": f"{_OCTETS}; transfer-syntax=*",
    "anything": "*/*",
    "a single part": "application/octet-stream",
    "HTML": "text/html",
}

BULK_FORMS: Mapping[str, Callable[[Sequence[Followed]], None]] = {
    "multipart": bulkdata.are_parts,
    "a single part": bulkdata.are_single,
}

BULK_KINDS: Mapping[str, str] = {
    "value at the top": "value",
    "value within items": "item",
    "pixel data": "pixel data",
}

TYPES = {
    "BulkAccept": one_of(BULK_ACCEPTS),
    "BulkForm": one_of(BULK_FORMS),
    "BulkKind": one_of(BULK_KINDS),
}
