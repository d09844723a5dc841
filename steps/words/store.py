"""Words of the store transaction."""

from fixtures.storing_content import ODDITIES
from fixtures.storing_messages import FLAWS, GARBAGE, SPELLINGS
from steps.words.slots import NAME, one_of, slot

_ACCEPTED = {
    "any media type": "*/*",
    "application/json": "application/json",
    "DICOM JSON": "application/dicom+json",
    "DICOM XML": "application/dicom+xml",
    "DICOM XML in parts": 'multipart/related; type="application/dicom+xml"',
    "audio": "audio/basic",
}

TYPES = {
    "Accepted": one_of(_ACCEPTED),
    "Flaw": one_of(FLAWS),
    "Garbage": slot(rf"{'|'.join(sorted(GARBAGE, key=len, reverse=True))}|half of {NAME}"),
    "Oddity": one_of(ODDITIES),
    "Spelling": one_of(SPELLINGS),
}
