"""What a feature says of frames, and what is sent for it."""

from collections.abc import Mapping

from steps.words.slots import listing, one_of, slot

_OCTETS = 'multipart/related; type="application/octet-stream"'

FRAME_SYNTAXES: Mapping[str, str] = {
    "Explicit VR Little Endian": f"{_OCTETS}; transfer-syntax=1.2.840.10008.1.2.1",
    "any transfer syntax": f"{_OCTETS}; transfer-syntax=*",
    "no named transfer syntax": _OCTETS,
}

FRAME_ACCEPTS: Mapping[str, str] = {
    "octets": _OCTETS,
    "octets in Explicit VR Little Endian": f"{_OCTETS}; transfer-syntax=1.2.840.10008.1.2.1",
    "octets in any transfer syntax": f"{_OCTETS}; transfer-syntax=*",
    "octets without quotes": "multipart/related;type=application/octet-stream",
    "octets in upper case": 'Multipart/Related; TYPE="Application/Octet-Stream"',
    "octets with blanks": 'multipart/related ; type="application/octet-stream" ; transfer-syntax="1.2.840.10008.1.2.1"',
    "octets after an unknown media type": f"application/x-no-such-type, {_OCTETS}",
    "octets with a lower quality value": f"application/x-no-such-type;q=0.9, {_OCTETS};q=0.5",
    "anything": "*/*",
    "a single part of octets": "application/octet-stream",
    "a single part of octets in any transfer syntax": "application/octet-stream; transfer-syntax=*",
    "an unknown media type": "application/x-no-such-type",
    "HTML": "text/html",
    "parts of an unknown media type": 'multipart/related; type="application/x-no-such-type"',
    "octets in an unknown transfer syntax": f"{_OCTETS}; transfer-syntax=1.2.840.10008.1.2.4.100",
    "JPEG": 'multipart/related; type="image/jpeg"; transfer-syntax=*',
    "JPEG Baseline": 'multipart/related; type="image/jpeg"; transfer-syntax=1.2.840.10008.1.2.4.50',
    "JPEG-LS": 'multipart/related; type="image/jls"; transfer-syntax=1.2.840.10008.1.2.4.80',
    "JPEG 2000": 'multipart/related; type="image/jp2"; transfer-syntax=1.2.840.10008.1.2.4.90',
    "RLE": 'multipart/related; type="image/dicom-rle"; transfer-syntax=1.2.840.10008.1.2.5',
    "JPEG 2000 in any transfer syntax": 'multipart/related; type="image/jp2"; transfer-syntax=*',
}
"""What a client accepts, by the words of the features."""


def _numbers(text: str) -> tuple[int, ...]:
    """``1 to 20``, or ``1, 3 and 1``, as numbers."""
    first, to, last = text.partition(" to ")
    if to:
        return tuple(range(int(first), int(last) + 1))
    return tuple(int(number) for number in listing(text))


TYPES = {
    "FrameAccept": one_of(FRAME_ACCEPTS),
    "FrameList": slot(r"no number|\S+", lambda text: "" if text == "no number" else text),
    "FrameSyntax": one_of(FRAME_SYNTAXES),
    "FrameNumbers": slot(r"\d+ to \d+|\d+(?:, \d+)*(?: and \d+)?", _numbers),
}
"""A list of frames stands as it does in the request; ``no number`` is an empty list."""
