"""What a search returns of each match (PS3.18 10.6.3.3), and in which form (10.6.4)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pydicom.datadict import dictionary_VR, tag_for_keyword

from dicomweb_conformance.checks import documents, search
from dicomweb_conformance.checks.names import listed
from dicomweb_conformance.checks.searched import Match, Searched, all_matches, could_find, is_stored
from dicomweb_conformance.datasets import value
from dicomweb_conformance.json_model import RULES, MalformedJson, judge, read_json
from dicomweb_conformance.matching import Attributes, Value, from_json
from dicomweb_conformance.matching.moments import span
from dicomweb_conformance.media_type import MalformedMediaType
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response

_DICOM_JSON = "application/dicom+json"
_AVAILABILITIES = ("ONLINE", "NEARLINE", "OFFLINE", "UNAVAILABLE")
_NUMBERS = frozenset({"DS", "IS", "US", "UL", "SS", "SL", "FL", "FD"})
# Collected from lower levels: the text says nothing of their order.
_SETS = frozenset({"ModalitiesInStudy", "SOPClassesInStudy"})

PRIVATE_CREATOR, PRIVATE_ELEMENT = "00090010", "00091001"
"""A private attribute of the sample private-blocks, and the creator of its block."""


@dataclass(frozen=True)
class Followed:
    """The Retrieve URL of a match, and what came when it was followed."""

    match: Match
    url: str
    response: Response


def bear(searched: Searched, keywords: Sequence[str]) -> None:
    """Each match bears these attributes as they were stored, as far as they were stored with a value."""
    for match in _some(searched):
        received = from_json(match.ds)
        wrong = [
            (keyword, stored, found)
            for keyword in keywords
            for stored, found in [(match.entity.values(keyword), received.get(tag(keyword)))]
            if stored and not _equal(keyword, stored, found or ())
        ]
        if wrong:
            expected = ", ".join(f"{keyword} {_shown(stored)}" for keyword, stored, _ in wrong)
            actual = ", ".join(f"{keyword} {_shown(found)}" for keyword, _, found in wrong)
            raise Nonconformity(f"{match.entity.name} with {expected}", actual)


def bear_all(searched: Searched, keyword: str) -> None:
    """Each match bears all values of the attribute, or none. Raises NotOffered when no match bears any."""
    found = [match for match in _some(searched) if from_json(match.ds).get(tag(keyword))]
    if not found:
        raise NotOffered(f"the target does not return {keyword}, which is the matter of another requirement")
    bear(searched, (keyword,))


def bear_none(searched: Searched, keywords: Sequence[str]) -> None:
    """No match bears a value of these. Raises NotOffered when the target refuses the request for them with 400."""
    if [answer.response.status for answer in searched.answers] == [400]:
        raise NotOffered("the target refuses to return attributes of a lower level with status 400")
    for match in _some(searched):
        received = from_json(match.ds)
        found = [keyword for keyword in keywords if received.get(tag(keyword))]
        if found:
            raise Nonconformity(f"{match.entity.name} without {listed(keywords)}", f"{listed(found)} is there")


def bear_private(response: Response) -> None:
    """A private attribute comes with its private creator. Raises NotOffered when it does not come (10.6.3.3)."""
    if response.status in (404, 405, 501):
        raise NotOffered(f"the target answers a search for the instances of a study with {response.status}")
    found = search.matches(response)
    if not found:
        raise Nonconformity("at least one match", "none")
    for ds in found:
        if PRIVATE_ELEMENT not in ds:
            raise NotOffered("the target does not return the private attribute that was asked for")
        if PRIVATE_CREATOR not in ds:
            raise Nonconformity("the private attribute with its private creator", "the attribute alone")


def say_availability(searched: Searched) -> None:
    """Each match says how soon its instances can be had (Tables 10.6.3-3 to 10.6.3-5; PS3.3 C.4.23.1.1)."""
    for match in _some(searched):
        found = value(match.ds, "InstanceAvailability")
        if found not in _AVAILABILITIES:
            raise Nonconformity(f"InstanceAvailability {' or '.join(_AVAILABILITIES)}", f"{found or 'none'}")


def are_dicom_json(searched: Searched) -> None:
    """The result comes as application/dicom+json, in an array with a dataset for each match (10.6.4, F.2.1)."""
    for answer in searched.answers:
        _is_of_type(answer.response, _DICOM_JSON)
        if not documents.datasets(answer.response):
            raise Nonconformity("an array of datasets", "an empty array")


def follow_the_model(searched: Searched) -> None:
    """The result keeps every rule of the DICOM JSON model that is not advisory (PS3.18 F.2)."""
    _some(searched)
    for answer in searched.answers:
        try:
            document = read_json(answer.response.body.read())
        except MalformedJson as error:
            raise Nonconformity("a JSON text (RFC 8259)", error.message) from error
        broken = [each for each in judge(document, "array") if not RULES[each.rule].advisory]
        if broken:
            first = broken[0]
            more = f", and {len(broken) - 1} more" if len(broken) > 1 else ""
            raise Nonconformity(f"{first.expected} at {first.path or 'the top'}", f"{first.received}{more}")


def warn(searched: Searched) -> None:
    """Each answer has a Warning that begins with 299 (8.3.4.2, 8.3.4.4.1)."""
    for answer in searched.answers:
        search.warns(answer.response)


def find_or_warn(searched: Searched, wanted: str) -> None:
    """The search finds what is spelt otherwise, or warns that it looked for the literal value only (8.3.4.2).

    Raises NotOffered when the target refused what is to be found.
    """
    is_stored(searched, wanted)
    if all(match.entity.name != wanted for match in all_matches(searched)):
        warn(searched)


def lead_there(followed: Sequence[Followed], searched: Searched) -> None:
    """What came from each Retrieve URL are the instances of its match, all and no other (10.6.3.3)."""
    for each in followed:
        if each.response.status != 200:
            raise Nonconformity(f"status 200 from the Retrieve URL of {each.match.entity.name}", _answered(each))
        reference = each.match.entity.reference
        wanted = {e.uid: e.name for e in searched.corpus if e.level == "instance" and e.reference in reference}
        came = Counter(documents.SOPInstanceUID(one) for one in documents.instances(each.response))
        if came != Counter(wanted.keys()):
            names = listed(wanted.get(str(uid), f"a foreign instance {uid}") for uid in came.elements())
            raise Nonconformity(f"the Retrieve URL leads to {listed(wanted.values())}", f"it leads to {names}")


def tag(keyword: str) -> str:
    """Eight hexadecimal digits for a keyword."""
    return f"{tag_for_keyword(keyword):08X}"


def _some(searched: Searched) -> tuple[Match, ...]:
    found = all_matches(searched)
    if not found:
        could_find(searched, 1)
        raise Nonconformity("at least one match", "none")
    return found


def _answered(followed: Followed) -> str:
    return f"status {followed.response.status} from {followed.url}"


def _is_of_type(response: Response, essence: str) -> None:
    if response.status != 200:
        raise Nonconformity("status 200", f"status {response.status}")
    try:
        media_type = response.media_type
    except MalformedMediaType as error:
        raise Nonconformity(f"Content-Type {essence}", f"one that cannot be read ({error})") from error
    if media_type is None or media_type.essence != essence:
        raise Nonconformity(f"Content-Type {essence}", response.header("content-type") or "no Content-Type")


def _equal(keyword: str, stored: Sequence[Value], found: Sequence[Value]) -> bool:
    if keyword in _SETS:
        return Counter(map(_text, stored)) == Counter(map(_text, found))
    vr = dictionary_VR(tag_for_keyword(keyword) or 0)
    if vr == "SQ":
        return _items_equal(stored, found)
    return len(stored) == len(found) and all(_same(vr, *pair) for pair in zip(stored, found, strict=True))


def _items_equal(stored: Sequence[Value], found: Sequence[Value]) -> bool:
    """Each stored item has its counterpart; a server may add attributes to it."""
    items = [item for item in found if isinstance(item, Mapping)]
    return len(items) == len(found) == len(stored) and all(
        any(_holds(item, each) for item in items) for each in stored if isinstance(each, Mapping)
    )


def _holds(found: Attributes, stored: Attributes) -> bool:
    return all(list(map(_text, found.get(name, ()))) == list(map(_text, values)) for name, values in stored.items())


def _same(vr: str, stored: Value, found: Value) -> bool:
    expected, actual = _text(stored), _text(found)
    if vr in _NUMBERS:
        try:
            return Decimal(expected) == Decimal(actual)
        except InvalidOperation:
            return False
    if vr == "TM":
        moments = span(vr, expected), span(vr, actual)
        return moments[0] is not None and moments[1] is not None and moments[0].first == moments[1].first
    if vr == "PN":
        return list(_groups(expected)) == list(_groups(actual))
    return expected == actual


def _groups(name: str) -> Iterator[str]:
    for group in name.rstrip("=").split("="):
        yield group.rstrip("^ ")


def _text(found: Value) -> str:
    return found.strip() if isinstance(found, str) else repr(found)


def _shown(found: Sequence[Value] | None) -> str:
    if found is None:
        return "absent"
    return "\\".join(each if isinstance(each, str) else "an item" for each in found) or "empty"


def retrieve_url(match: Match) -> str:
    """The Retrieve URL of a match. Raises Nonconformity when there is none."""
    found = value(match.ds, "RetrieveURL")
    if not isinstance(found, str) or not found.strip():
        raise Nonconformity(f"a RetrieveURL for {match.entity.name}", f"{found or 'none'}")
    return found.strip()


def has_retrieve_urls(searched: Searched) -> tuple[tuple[Match, str], ...]:
    """Each match with its Retrieve URL."""
    return tuple((match, retrieve_url(match)) for match in _some(searched))
