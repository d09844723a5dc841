"""Words of what every transaction has in common: places, media types, ways to ask."""

from fixtures.http_places import PLACES
from fixtures.http_requests import ACCEPTS, MEDIA, ODDITIES, VARIATIONS
from steps.words.slots import one_of, slot

_ORIGINS = {
    "the address of the target": "",
    "http://archive.example.org": "http://archive.example.org",
    "http://archive.example.org:8443": "http://archive.example.org:8443",
    "https://archive.example.org": "https://archive.example.org",
}

TYPES = {
    "HttpAccept": one_of(ACCEPTS),
    "HttpField": one_of({"the media type": "Accept", "the coding": "Accept-Encoding"}),
    "HttpMedia": one_of(tuple(MEDIA)),
    "HttpMethod": slot(r"[A-Z]+"),
    "HttpOddity": one_of(tuple(ODDITIES)),
    "HttpOrigin": one_of(_ORIGINS),
    "HttpVariation": one_of(tuple(VARIATIONS)),
    "Place": one_of(tuple(PLACES)),
}
