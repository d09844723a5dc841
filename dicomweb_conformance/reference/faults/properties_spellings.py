"""Headers that are understood only as everybody spells them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Answer, Request

_ACCEPT, _CONTENT = "property-accept-spelling", "property-content-type-spelling"


def _refusing(right: Behaviour, name: str, status: int, refused: Callable[[str], bool]) -> Behaviour:
    """Requests refused by how a header field of theirs is spelled."""

    def handle(server: Server, request: Request) -> Answer:
        return Answer(status) if refused(request.header(name) or "") else right.handle(server, request)

    return replace(right, handle=handle)


@fault(breaks=(_ACCEPT,))
def an_accept_with_a_tab_is_refused(right: Behaviour) -> Behaviour:
    """A tab, which is whitespace like any other in a header, makes a media type unknown."""
    return _refusing(right, "accept", 406, lambda value: "\t" in value)


@fault(breaks=(_ACCEPT, "http-accept-weight", "http-accept-weight-of-zero"))
def a_weight_of_three_digits_is_refused(right: Behaviour) -> Behaviour:
    """A weight such as q=1.000 is taken for a mistake."""
    return _refusing(right, "accept", 400, lambda value: re.search(r"q=[01]\.\d{3}", value, re.IGNORECASE) is not None)


@fault(breaks=(_ACCEPT,))
def quoted_pairs_are_not_undone(right: Behaviour) -> Behaviour:
    """A backslash before a character within quotes is taken for a part of the media type."""
    return _refusing(right, "accept", 406, lambda value: "\\" in value)


@fault(breaks=(_CONTENT, "store-boundary-length"))
def a_boundary_of_70_characters_is_too_long(right: Behaviour) -> Behaviour:
    """A store request whose boundary has 70 characters, the most that there may be, is refused."""

    def too_long(value: str) -> bool:
        found = re.search(r'boundary=(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))', value, re.IGNORECASE)
        return found is not None and len(re.sub(r"\\(.)", r"\1", found[1] or found[2] or "")) == 70

    return _refusing(right, "content-type", 400, too_long)
