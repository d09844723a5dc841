"""Content negotiation (PS3.18 8.7.5 to 8.7.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dicomweb_conformance.reference.media_types import RELATED, MediaType, parse_accept
from dicomweb_conformance.reference.messages import Refused, Request

_DICOM = frozenset({"application/dicom", "application/dicom+json", "application/dicom+xml"})
_RENDERED = ("image/", "video/", "text/")


@dataclass(frozen=True)
class Offer:
    """A media type that a resource can be given in, alone or as the parts of a multipart."""

    type: str
    multipart: bool = False


@dataclass(frozen=True)
class Choice:
    """An offer that the client takes; ``transfer_syntax`` is what it asked for with it, ``"*"`` for any."""

    offer: Offer
    transfer_syntax: str | None = None


def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
    """The choices that the client permits, best first; the first offer is the default for ``*/*``.

    The accept query parameter wins over the Accept header. Raises Refused with 406 when nothing fits or neither is
    given (8.7.5), with 400 when DICOM and rendered media types are mixed.
    """
    for given in (request.parameter("accept"), request.header("accept")):
        if not given:
            continue
        ranges = parse_accept(given)
        _refuse_mixtures(ranges)
        choices = _choices(ranges, offers)
        if choices:
            return choices
    if not request.parameter("accept") and request.header("accept") is None:
        raise Refused(406, f"The request has no Accept header. Offered: {_names(offers)}.")
    raise Refused(406, f"Nothing acceptable can be given. Offered: {_names(offers)}.")


def _names(offers: Sequence[Offer]) -> str:
    return ", ".join(f'{RELATED}; type="{offer.type}"' if offer.multipart else offer.type for offer in offers)


def _refuse_mixtures(ranges: Sequence[MediaType]) -> None:
    dicom = any((each.parameter("type") or "").lower() in _DICOM or each.essence in _DICOM for each in ranges)
    if dicom and any(each.essence.startswith(_RENDERED) for each in ranges):
        raise Refused(400, "DICOM and rendered media types cannot be asked for in one request.")


def _choices(ranges: Sequence[MediaType], offers: Sequence[Offer]) -> Sequence[Choice]:
    ranked = []
    for place, each in enumerate(ranges):
        for number, offer in enumerate(offers):
            specificity = _specificity(each, offer, number)
            if specificity is None or each.q == 0 or _excluded(ranges, offer, number, specificity):
                continue
            order = (-each.q, -specificity, place, number)
            ranked.append((order, Choice(offer, each.parameter("transfer-syntax"))))
    return [choice for _, choice in sorted(ranked, key=lambda entry: entry[0])]


def _excluded(ranges: Sequence[MediaType], offer: Offer, number: int, specificity: int) -> bool:
    found = (_specificity(each, offer, number) for each in ranges if each.q == 0)
    return any(each is not None and each >= specificity for each in found)


def _specificity(wanted: MediaType, offer: Offer, number: int) -> int | None:
    """How exactly a media range names an offer, or None when it does not."""
    if wanted.essence == "*/*":
        return 0 if number == 0 else None
    if offer.multipart:
        if wanted.essence == "multipart/*":
            return 1
        if wanted.essence != RELATED:
            return None
        root = wanted.parameter("type")
        return 2 if root is None else 3 if _covers(root.lower(), offer.type) else None
    if not _covers(wanted.essence, offer.type):
        return None
    return 1 if wanted.essence.endswith("/*") else 3


def _covers(wanted: str, offered: str) -> bool:
    return wanted == offered or wanted == offered.partition("/")[0] + "/*"
