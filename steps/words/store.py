"""Words of the store transaction."""

from fixtures.storing_content import ODDITIES
from fixtures.storing_messages import FLAWS, GARBAGE, SPELLINGS
from steps.words.slots import NAME, one_of, slot

_ACCEPTED = {
    "any media type": "*/*",
    "plain JSON": "application/json",
    "DICOM JSON": "application/dicom+json",
    "DICOM XML": "application/dicom+xml",
    "audio": "audio/basic",
}

_REASONS = {
    "that the dataset does not match": (range(0xA900, 0xAA00), "the dataset does not match"),
    "that the content is not understood": (range(0xC000, 0xD000), "the content is not understood"),
    "that the SOP Class is not supported": (range(0x0122, 0x0123), "the SOP Class is not supported"),
    "43264": (range(43264, 43265), "validation failed"),
    "43265": (range(43265, 43266), "another study"),
    "45070": (range(45070, 45071), "stored already"),
}

TYPES = {
    "Accepted": one_of(_ACCEPTED),
    "Flaw": one_of(tuple(FLAWS)),
    "Garbage": slot(rf"{'|'.join(sorted(GARBAGE, key=len, reverse=True))}|half of a large file|half of {NAME}"),
    "Oddity": one_of(tuple(ODDITIES)),
    "Reason": one_of(_REASONS),
    "Spelling": one_of(tuple(SPELLINGS)),
}
