"""Whether a search matches existing studies by the attributes that they show, judged by the oracle."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pydicom.datadict import dictionary_VR, tag_for_keyword

from dicomweb_conformance.checks.existing import Claim, Look, Seen, given, matches
from dicomweb_conformance.checks.search_results import bear
from dicomweb_conformance.checks.searched import Answer, Query, Searched
from dicomweb_conformance.datasets import JsonDataset, value
from dicomweb_conformance.matching import Attributes, Verdict, from_json, judge
from dicomweb_conformance.matching.entities import UNIQUE_KEYS, StoredEntity
from dicomweb_conformance.nonconformity import ImpersonallyNotOffered, ImpersonalNonconformity, Nonconformity
from dicomweb_conformance.study import Level, Reference

_OTHERS: Mapping[str, Sequence[str]] = {
    "DA": ("18000101", "18000102"),
    "TM": ("000001", "235958"),
    "PN": ("ZZZZNobody",),
    "IS": ("987654321", "987654320"),
    "UI": ("2.25.329800735698586629295641978511506172919",),
    "CS": ("ZZNONE",),
}
_OTHER_TEXTS = ("ZZZZNOBODY",)
_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")
KEYS: Mapping[Level, Sequence[str]] = {
    "study": (
        *("StudyDate", "StudyTime", "AccessionNumber", "ModalitiesInStudy", "ReferringPhysicianName"),
        *("PatientName", "PatientID", "StudyID"),
    ),
    "series": ("Modality", "SeriesInstanceUID", "SeriesNumber"),
    "instance": ("SOPClassUID", "SOPInstanceUID", "InstanceNumber"),
}
"""Keys that a target must match by (PS3.18 tables 10.6.1-5, 10.6.1-6 and 10.6.1-7), by the level of the search."""


@dataclass(frozen=True)
class KeyValues:
    """A value that an entity shows for an attribute, and one that it does not have."""

    own: str
    other: str


def values_for(seen: Seen, level: Level, keyword: str) -> KeyValues:
    """The values to search by. Raises ImpersonallyNotOffered when the entity shows none that can be searched for."""
    attributes = from_json(seen.shown[level])
    tag = f"{tag_for_keyword(keyword):08X}"
    found = next(iter(attributes.get(tag, ())), None)
    vr = dictionary_VR(tag)
    if not isinstance(found, str) or not found.strip() or not found.isascii():
        raise ImpersonallyNotOffered(f"no search shows a value of {keyword} that can be searched for")
    if not _PLAIN.fullmatch(found) or (vr in ("DA", "TM") and "-" in found):
        # that values are percent-decoded, and what wild cards and ranges mean, is the matter of other requirements
        raise ImpersonallyNotOffered(f"the value of {keyword} has characters with a meaning of their own in a search")
    for other in _OTHERS.get(vr, _OTHER_TEXTS):
        if _verdict(keyword, other, attributes) is Verdict.MISMATCH:
            break
    else:
        raise ImpersonallyNotOffered(f"no other value of {keyword} is known")
    if _verdict(keyword, found, attributes) is not Verdict.MATCH:
        raise ImpersonallyNotOffered(f"the value of {keyword} has a form that leaves open what matches it")
    return KeyValues(found, other)


def _verdict(keyword: str, wanted: str, attributes: Attributes) -> Verdict:
    return judge(((keyword, wanted),), attributes)


def by(level: Level, keyword: str) -> Claim:
    """Claims that the first search, by the own value, finds the entity, and the second, by another one, does not."""
    return partial(_matches_by, level, keyword)


def _matches_by(level: Level, keyword: str, look: Look) -> None:
    own, other = ([value(ds, UNIQUE_KEYS[level]) for ds in matches(response)] for response in look.responses)
    uid = _uid(look.seen, level)
    if uid not in own:
        raise ImpersonalNonconformity(f"the {level}, searched for by its own {keyword}", f"{len(own)} others")
    if uid in other:
        raise ImpersonalNonconformity(f"no match for another {keyword}", f"the {level} is found nevertheless")


def agreeing(level: Level) -> Claim:
    """Claims that a search shows of the entity what the metadata say, where all metadata say the same."""
    keywords = [keyword for keyword in KEYS[level] if keyword != "ModalitiesInStudy"]
    return partial(_agrees, level, keywords)


def _agrees(level: Level, keywords: Sequence[str], look: Look) -> None:
    found = [ds for ds in matches(look.response) if value(ds, UNIQUE_KEYS[level]) == _uid(look.seen, level)]
    described = [ds for ds in given(look.responses[1]) if value(ds, UNIQUE_KEYS[level]) == _uid(look.seen, level)]
    if len(found) != 1 or not described:
        raise ImpersonallyNotOffered(f"the {level} is not found once, which is the matter of another requirement")
    common = _common(described)
    judged = [keyword for keyword in keywords if _plain(common.get(_tag(keyword), ()))]
    wrong = [keyword for keyword in judged if not _bears(look, level, common, keyword)]
    if wrong:
        raise ImpersonalNonconformity(
            f"{', '.join(wrong)} as the metadata of the {level} have it", "another value, or none"
        )
    if not judged:
        raise ImpersonallyNotOffered("the metadata have no value that can be compared")


def _bears(look: Look, level: Level, common: Attributes, keyword: str) -> bool:
    entity = StoredEntity("it", level, _reference(look.seen, level), common)
    query: Query = ()
    searched = Searched(level, None, (entity,), (Answer(query, look.response),))
    try:
        bear(searched, (keyword,))
    except Nonconformity:
        return False
    return True


def _common(described: Sequence[JsonDataset]) -> Attributes:
    first, *rest = map(from_json, described)
    return {name: values for name, values in first.items() if all(other.get(name) == values for other in rest)}


def _plain(values: Sequence[object]) -> bool:
    # spelling and character sets of what is stored may be the fault of whoever stored it
    return bool(values) and all(isinstance(each, str) and each.strip() and each.isascii() for each in values)


def _tag(keyword: str) -> str:
    return f"{tag_for_keyword(keyword):08X}"


def _reference(seen: Seen, level: Level) -> Reference:
    return {"study": seen.study, "series": seen.series, "instance": seen.instance}[level]


def _uid(seen: Seen, level: Level) -> str:
    reference = _reference(seen, level)
    return str(reference.SOPInstanceUID or reference.SeriesInstanceUID or reference.StudyInstanceUID)
