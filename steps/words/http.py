"""Words of what every transaction has in common: places, media types, ways to ask."""

from collections.abc import Callable, Mapping
from functools import partial

from dicomweb_conformance.checks import errors, http_content, http_header, retrieve_framing, security
from dicomweb_conformance.checks.http_content import Content
from dicomweb_conformance.received import Response
from fixtures.http_places import PLACES
from fixtures.http_requests import ACCEPTS, MEDIA, ODDITIES, VARIATIONS
from steps.words.slots import one_of, slot

_ORIGINS = {
    "the address of the target": "",
    "http://archive.example.org": "http://archive.example.org",
    "http://archive.example.org:8443": "http://archive.example.org:8443",
    "https://archive.example.org": "https://archive.example.org",
}

_MANNERS: Mapping[str, Callable[[Response, Content], None]] = {
    "whole": http_header.length_is_right,
    "compressed": http_header.is_coded,
    "uncompressed": http_header.is_not_coded,
    "with its coding declared": http_header.coding_is_declared,
    "as a header alone": http_header.is_head_of,
    "and says where it is": http_header.location_is_own,
    "and says that it varies with the media type": partial(http_header.varies_with, field="Accept"),
    "or is said to be current": http_header.is_not_modified,
    "or is refused": http_content.comes_or_is_refused,
}

_QUALITIES: Mapping[str, Callable[[Response], None]] = {
    "names its media type": http_content.is_named,
    "has quotes in its Content-Type where they are needed": retrieve_framing.parameters_are_quoted,
    "is what its header says": http_content.is_named_truly,
    "names no charset or transfer syntax twice": http_header.parameters_are_single,
    "has no media type without content": http_header.no_type_without_content,
    "names GET as allowed": partial(http_header.options_name, method="GET"),
    "names GET as allowed if it refuses the method": partial(http_header.refusal_names_methods, method="GET"),
    "is no error of the target": errors.is_no_server_error,
    "explains its refusal": errors.is_explained,
    "shows nothing of the target's inside": errors.hides_inner_workings,
    "is a refusal for want of credentials": security.is_refused,
    "says which credentials are asked for": security.is_challenged,
}

TYPES = {
    "HttpAccept": one_of(ACCEPTS),
    "HttpManner": one_of(_MANNERS),
    "HttpMedia": one_of(tuple(MEDIA)),
    "HttpMethod": slot(r"[A-Z]+"),
    "HttpOddity": one_of(tuple(ODDITIES)),
    "HttpOrigin": one_of(_ORIGINS),
    "HttpQuality": one_of(_QUALITIES),
    "HttpVariation": one_of(tuple(VARIATIONS)),
    "Place": one_of(tuple(PLACES)),
}
