"""What studies show that the target held before the run, which nobody knows but the target.

What is judged is whether the answers agree with each other, and keep the rules that bind a target whatever was stored.
No text of a check here holds a value of a dataset but UIDs: the data belong to other people.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dicomweb_conformance.datasets import JsonDataset, NoDatasets, datasets_in, value
from dicomweb_conformance.json_model import MalformedJson, judge, read_json_tolerantly
from dicomweb_conformance.nonconformity import (
    ImpersonallyNotOffered,
    ImpersonalNonconformity,
    Nonconformity,
)
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Reference

T = TypeVar("T")

MANY = 50
"""Series or instances beyond which a study is not counted: a target may cut the answer to a search (PS3.18 8.3.4.4)."""

_DICOM_JSON = "application/dicom+json"


@dataclass(frozen=True)
class Seen:
    """A study that the target holds, with a series and an instance of it, and what searches show of each."""

    study: Reference
    series: Reference
    instance: Reference
    shown: Mapping[str, JsonDataset]
    """What was found, by its level: study, series, instance."""


@dataclass(frozen=True)
class Look:
    """What came when one study was looked at, in the order of asking."""

    seen: Seen
    responses: tuple[Response, ...]

    @property
    def response(self) -> Response:
        """The first answer."""
        return self.responses[0]


Claim = Callable[[Look], None]
"""Judges one look. Raises ImpersonalNonconformity, and ImpersonallyNotOffered when the study does not show it."""


def holds_each_time(claim: Claim, looks: Sequence[Look]) -> None:
    """The claim holds of each study that can show it. Raises ImpersonallyNotOffered when none can."""
    reasons: list[str] = []
    for look in looks:
        try:
            claim(look)
        except ImpersonallyNotOffered as error:
            reasons.append(error.reason)
        except ImpersonalNonconformity as error:
            where = f"study {look.seen.study.StudyInstanceUID}"
            raise ImpersonalNonconformity(f"{error.expected} ({where})", error.received) from error
    if len(reasons) == len(looks):
        raise ImpersonallyNotOffered(reasons[0])


def guarded(expected: str, response: Response, check: Callable[[], T]) -> T:
    """What a check says that was written for data of the harness, without the values that it would quote."""
    try:
        return check()
    except Nonconformity as error:
        if error.impersonal:
            raise
        raise ImpersonalNonconformity(expected, f"{what_came(response)}, which is not that") from None


def what_came(response: Response) -> str:
    """Status and size of a response."""
    size = response.body.size + sum(part.body.size for part in response.parts)
    return f"status {response.status} with {size} bytes"


def found_alone(look: Look) -> None:
    """The study is the only match of a search for its UID."""
    uids = [value(ds, "StudyInstanceUID") for ds in matches(look.response)]
    if uids != [look.seen.study.StudyInstanceUID]:
        raise ImpersonalNonconformity("that study as the only match", _counted(uids, look.seen.study.StudyInstanceUID))


def found_nothing(look: Look) -> None:
    """The search succeeds, and its result is empty (PS3.18 10.6.3.1, CP-2473)."""
    found = matches(look.response)
    if found:
        raise ImpersonalNonconformity("an empty result", f"{len(found)} matches")


def is_dicom_json(look: Look) -> None:
    """The answer is DICOM JSON under its name, with at least one dataset in an array."""
    essence = (look.response.header("content-type") or "").partition(";")[0].strip().lower()
    found = matches(look.response)
    if essence != _DICOM_JSON or not found:
        named = "under that name" if essence == _DICOM_JSON else "under another name"
        raise ImpersonalNonconformity(f"datasets as {_DICOM_JSON}", f"{len(found)} datasets, {named}")


def series_agree(look: Look) -> None:
    """A search names each series of the study's metadata once, and no other."""
    _agree(look, "SeriesInstanceUID", "series")


def instances_agree(look: Look) -> None:
    """A search names each instance that the metadata describes once, and no other."""
    _agree(look, "SOPInstanceUID", "instances")


def _agree(look: Look, keyword: str, noun: str) -> None:
    before, described, _ = _steady(look, keyword)
    if len(set(before)) != len(before):
        raise ImpersonalNonconformity(f"each of the {noun} once", f"{len(before) - len(set(before))} more than once")
    if set(before) != set(described):
        both = len(set(before) & set(described))
        raise ImpersonalNonconformity(
            f"a search that names the {len(set(described))} {noun} of the metadata",
            f"{len(before)} {noun}, {both} of them in the metadata",
        )


def described_once(look: Look) -> None:
    """The metadata describe each instance that a search names once, and no other."""
    before, described, _ = _steady(look, "SOPInstanceUID")
    if sorted(map(str, described)) != sorted(set(map(str, before))):
        raise ImpersonalNonconformity(
            f"metadata of {len(set(before))} instances, each once",
            f"metadata of {len(described)}, {len(set(described) & set(before))} of them found by the search",
        )


def instance_described_alone(look: Look) -> None:
    """The metadata of an instance describe that instance alone."""
    uids = [value(ds, "SOPInstanceUID") for ds in given(look.response)]
    wanted = look.seen.instance.SOPInstanceUID
    if uids != [wanted]:
        raise ImpersonalNonconformity("metadata of that instance alone", _counted(uids, str(wanted)))


def numbers_are_right(look: Look) -> None:
    """NumberOfStudyRelatedSeries and NumberOfStudyRelatedInstances are those of the metadata."""
    described = given(look.responses[1])
    counts = [_number(response, keyword) for response in (look.response, look.responses[2]) for keyword in _NUMBERS]
    if counts[:2] != counts[2:]:
        raise ImpersonallyNotOffered("the study changed while it was looked at")
    _countable(len(described))
    for keyword, noun, number in zip(_NUMBERS, ("SeriesInstanceUID", "SOPInstanceUID"), counts[:2], strict=True):
        expected = len({value(ds, noun) for ds in described})
        if number != expected:
            raise ImpersonalNonconformity(f"{keyword} {expected}, as many as the metadata show", f"{number}")


_NUMBERS = ("NumberOfStudyRelatedSeries", "NumberOfStudyRelatedInstances")


def pages_join_up(look: Look) -> None:
    """Two pages, and an empty one behind them, hold each instance once."""
    whole, first, second, beyond, again = ([value(ds, "SOPInstanceUID") for ds in matches(r)] for r in look.responses)
    if set(whole) != set(again):
        raise ImpersonallyNotOffered("the study changed while it was looked at")
    _countable(len(whole))
    if len(whole) < 2:
        raise ImpersonallyNotOffered("the study has one instance")
    size = (len(whole) + 1) // 2
    if max(len(first), len(second)) > size:
        raise ImpersonalNonconformity(f"at most {size} matches on a page", f"{max(len(first), len(second))}")
    if beyond:
        raise ImpersonalNonconformity("an empty page behind the last match", f"{len(beyond)} matches")
    if sorted(map(str, [*first, *second])) != sorted(map(str, whole)):
        raise ImpersonalNonconformity(
            f"pages that hold each of {len(whole)} instances once",
            f"{len(first) + len(second)} matches, {len({*first, *second} & {*whole})} different ones of them",
        )


def is_not_found(look: Look) -> None:
    """What no study has is answered with 404."""
    if look.response.status != 404:
        raise ImpersonalNonconformity("status 404", f"status {look.response.status}")


def is_refused_with_406(look: Look) -> None:
    """Nothing acceptable can be given: 406."""
    if look.response.status != 406:
        raise ImpersonalNonconformity("status 406", f"status {look.response.status}")


def keeps(rules: frozenset[str]) -> Claim:
    """Claims that the answer breaks none of these rules of the DICOM JSON model, which bind whatever was stored."""

    def claim(look: Look) -> None:
        given(look.response)
        try:
            document = read_json_tolerantly(look.response.body.read())
        except MalformedJson as error:
            if error.rule in rules:
                raise ImpersonalNonconformity("JSON that keeps its rules", f"a breach of {error.rule}") from None
            raise ImpersonallyNotOffered("the answer is no JSON that can be read") from None
        broken = [defect.rule for defect in document.defects if defect.rule in rules]
        broken += [f"{each.rule} at {_place(each.path)}" for each in judge(document, "any") if each.rule in rules]
        if broken:
            raise ImpersonalNonconformity("DICOM JSON that keeps its rules", f"a breach of {broken[0]}")

    return claim


def _place(path: str) -> str:
    """The place of an attribute, as far as it is made of tags and numbers."""
    known = set("0123456789ABCDEFabcdef.[]")
    return path[:200] if set(path) <= known else "an attribute whose name is no tag"


def matches(response: Response) -> tuple[JsonDataset, ...]:
    """The datasets of a search result, none for 204 or an empty body. Raises ImpersonalNonconformity."""
    if response.status == 204 or (response.status == 200 and response.body.size == 0):
        return ()
    if response.status != 200:
        raise ImpersonalNonconformity("status 200 or 204", f"status {response.status}")
    return _datasets(response)


def given(response: Response) -> tuple[JsonDataset, ...]:
    """The datasets of metadata. Raises ImpersonallyNotOffered when there are none: other requirements demand them."""
    if response.status != 200:
        raise ImpersonallyNotOffered(f"the target answers a request for metadata with {response.status}")
    return _datasets(response)


def _datasets(response: Response) -> tuple[JsonDataset, ...]:
    try:
        return datasets_in(response.body)
    except NoDatasets:
        raise ImpersonalNonconformity("an array of DICOM JSON datasets", what_came(response)) from None


def _steady(look: Look, keyword: str) -> Iterator[list[object]]:
    """UIDs of a search, of metadata, and of the same search again. Raises ImpersonallyNotOffered when these differ."""
    before, after = (_uids(matches(look.responses[at]), keyword) for at in (0, 2))
    described = _uids(given(look.responses[1]), keyword)
    if set(before) != set(after):
        raise ImpersonallyNotOffered("the study changed while it was looked at")
    _countable(len(described))
    return iter((before, described, after))


def _uids(found: Sequence[JsonDataset], keyword: str) -> list[object]:
    return [uid if isinstance(uid := value(ds, keyword), str) else None for ds in found]


def _countable(number: int) -> None:
    if number > MANY:
        raise ImpersonallyNotOffered(f"the study has more than {MANY} instances, of which a target may cut the list")


def _number(response: Response, keyword: str) -> int | None:
    found = matches(response)
    number = value(found[0], keyword) if len(found) == 1 else None
    return int(number) if isinstance(number, int | str) and str(number).strip().isdigit() else None


def _counted(uids: Sequence[object], wanted: str) -> str:
    return f"{len(uids)} datasets, {uids.count(wanted)} of them of that UID"
