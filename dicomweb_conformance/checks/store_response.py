"""The form of the store response: its media type, its sequences, UIDs, reasons and URLs (PS3.18 10.5.3.3, Annex I)."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.names import listed
from dicomweb_conformance.datasets import JsonDataset, NoDatasets, dataset_in, datasets_in, items, value, values
from dicomweb_conformance.json_model import RULES, MalformedJson, Violation, judge, read_json
from dicomweb_conformance.media_type import MalformedMediaType
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Reference

JSON = "application/dicom+json"
_LISTS = ("ReferencedSOPSequence", "FailedSOPSequence", "OtherFailuresSequence")
_RETRIEVE_URL = "00081190"
_FAILURE_REASON = "00081197"
_WARNING_REASON = "00081196"
_US_MAX = 65535


def media_type_is(response: Response, permitted: Sequence[str]) -> None:
    """The Content-Type of a success is one of these, parameters aside, and the payload is the response dataset."""
    _module(response)
    try:
        media_type = response.media_type
    except MalformedMediaType as error:
        raise Nonconformity(f"Content-Type {' or '.join(permitted)}", f"one that cannot be read: {error}") from error
    if media_type is None or media_type.essence not in permitted:
        raise Nonconformity(
            f"Content-Type {' or '.join(permitted)}", response.header("content-type") or "no Content-Type"
        )


def media_type_is_if_offered(response: Response, permitted: Sequence[str]) -> None:
    """As ``media_type_is``. Raises NotOffered for 406: the target does not know the media type that was asked for."""
    if response.status == 406:
        raise NotOffered("the target answers 406: it does not offer the media type")
    media_type_is(response, permitted)


def is_module(response: Response) -> None:
    """A success carries a dataset with ReferencedSOPSequence (Table I.1-1)."""
    _module(response)


def is_bare_object(response: Response) -> None:
    """The dataset is one JSON object, in no array: it is one dataset by nature (F.2.1)."""
    _module(response)
    try:
        number = len(datasets_in(response.body))
    except NoDatasets:
        return
    raise Nonconformity("one JSON object", f"an array of {number}")


def follows_json_model(response: Response) -> None:
    """The dataset breaks no rule of the DICOM JSON model (Annex F), value representations included.

    RetrieveURL may be UT, as it was in older editions, and the object may stand in an array: both are judged elsewhere.
    """
    _module(response)
    found = [violation for violation in _violations(response) if not _is_judged_elsewhere(violation)]
    if found:
        first = found[0]
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise Nonconformity(f"{first.expected} at {first.path or 'the top'}", f"{first.received} ({first.rule}{more})")


def retrieve_urls_are_ur(response: Response) -> None:
    """Each RetrieveURL has the value representation UR, as it has had since 2016."""
    ds = _module(response)
    for where, dataset in _datasets(ds):
        element = dataset.get(_RETRIEVE_URL)
        if isinstance(element, dict) and element.get("vr") != "UR":
            raise Nonconformity(f"RetrieveURL of {where} with vr UR", f"vr {element.get('vr')}")


def names_each(response: Response, instances: Sequence[Instance]) -> None:
    """Each item of ReferencedSOPSequence bears the SOP Class and SOP Instance UIDs of a sent instance, one each."""
    listed_pairs = [_pair(item) for item in items(_module(response), "ReferencedSOPSequence")]
    _compare_pairs(listed_pairs, instances, "ReferencedSOPSequence")


def names_each_if_stored(response: Response, instances: Sequence[Instance]) -> None:
    """As ``names_each``. Raises NotOffered when the target refuses some, as it may refuse a SOP Class."""
    if response.status >= 400 or (response.status == 202 and _listed_failures(response)):
        raise NotOffered(f"the target refuses an instance, with status {response.status}")
    names_each(response, instances)


def names_each_failed(response: Response, instances: Sequence[Instance]) -> None:
    """Each item of FailedSOPSequence bears the UIDs of a refused instance, one each.

    Raises NotOffered where a refusal lists nothing, which it need not do (10.5.3.3).
    """
    _compare_pairs([_pair(item) for item in _failed(response)], instances, "FailedSOPSequence")


def each_failure_has_reason(response: Response) -> None:
    """Each failed item has a FailureReason: vr US, one number from 1 to 65535. NotOffered as ``names_each_failed``."""
    for item in _failed(response):
        _demand_code(item, _FAILURE_REASON, "FailureReason")


def failure_reason_is(response: Response, codes: range, meaning: str) -> None:
    """Each listed failure has a reason in that range. NotOffered when nothing failed, or nothing is listed."""
    if 200 <= response.status < 300 and not _listed_failures(response):
        raise NotOffered("the target stores what was sent")
    reasons = [value(item, "FailureReason") for item in _listed_failures(response)]
    if not reasons:
        raise NotOffered("the target lists no failure, and so no reason")
    wrong = [reason for reason in reasons if not isinstance(reason, int) or reason not in codes]
    if wrong:
        wanted = f"{codes[0]:#06x}" if len(codes) == 1 else f"{codes[0]:#06x} to {codes[-1]:#06x}"
        raise Nonconformity(f"FailureReason {wanted}, {meaning}", f"FailureReason {_code(wrong[0])}")


def warnings_have_codes(response: Response) -> None:
    """Each WarningReason has vr US and one number from 1 to 65535.

    Raises NotOffered when the target warns of nothing, or stores nothing that it could warn of.
    """
    if response.status >= 400:
        raise NotOffered(f"the target does not store the instance, but answers {response.status}")
    warned = [item for item in items(_module(response), "ReferencedSOPSequence") if _WARNING_REASON in item]
    if not warned:
        raise NotOffered("the target stores the instance without a warning")
    for item in warned:
        _demand_code(item, _WARNING_REASON, "WarningReason")


def warns(response: Response) -> None:
    """At least one stored instance bears a WarningReason, as ``warnings_have_codes`` demands it."""
    try:
        warnings_have_codes(response)
    except NotOffered as error:
        raise Nonconformity("a WarningReason", "no warning") from error


def warning_is_success(response: Response) -> None:
    """A response with a WarningReason has status 200 or 202. Raises NotOffered when the target warns of nothing."""
    referenced = items(_dataset_if_any(response), "ReferencedSOPSequence")
    if not any(_WARNING_REASON in item for item in referenced):
        raise NotOffered("the target stores nothing with a warning")
    if response.status not in (200, 202):
        raise Nonconformity("status 200 or 202, because the instance is stored with a warning", f"{response.status}")


def lists_have_items(response: Response) -> None:
    """A list that has nothing to say is left out: its condition is not met (type 1C)."""
    ds = _module(response)
    empty = [keyword for keyword in _LISTS if _tag(keyword) in ds and not values(ds, keyword)]
    if empty:
        raise Nonconformity("no empty list", f"{listed(empty)} without items")


def has_no_command_elements(response: Response) -> None:
    """No element of a group that data sets do not use: 0000, 0002, 0004, 0006 (PS3.5 7.1)."""
    for where, dataset in _datasets(_module(response)):
        foreign = sorted(name for name in dataset if name[:4] in ("0000", "0002", "0004", "0006"))
        if foreign:
            raise Nonconformity("only elements of data sets", f"{listed(foreign)} in {where}")


def retrieve_urls_are_present(response: Response) -> None:
    """The dataset and each item of ReferencedSOPSequence have a RetrieveURL, be it without value (type 2)."""
    for where, dataset in _datasets(_module(response), failed=False):
        if _RETRIEVE_URL not in dataset:
            raise Nonconformity(f"RetrieveURL in {where}", "no such attribute")


def retrieve_urls_are_absolute(response: Response) -> None:
    """Each RetrieveURL that has a value is an absolute URL. NotOffered when none has one."""
    found = [(where, url) for where, ds in _datasets(_module(response)) for url in values(ds, "RetrieveURL")]
    if not found:
        raise NotOffered("the target gives no RetrieveURL")
    for where, url in found:
        if not isinstance(url, str) or not _is_absolute(url):
            raise Nonconformity(f"an absolute RetrieveURL of {where}", f"{url!r}"[:200])


def retrieve_url(response: Response, reference: Reference) -> str:
    """RetrieveURL of the study, or of an instance that is listed as stored. NotOffered when it has no value."""
    ds = _module(response)
    if reference.SOPInstanceUID is None:
        return _url(ds, "the study")
    for item in items(ds, "ReferencedSOPSequence"):
        if value(item, "ReferencedSOPInstanceUID") == reference.SOPInstanceUID:
            return _url(item, "the instance")
    raise Nonconformity(f"{reference.SOPInstanceUID} listed as stored", "not listed")


def leads_to(found: Response | None, url: str, reference: Reference, sent: Sequence[Instance]) -> None:
    """What was retrieved from the URL of a study or instance are the sent instances of it, each once.

    ``found`` is None for a URL of another origin, as a proxy makes it: then its path is that of the study or instance.
    """
    if found is None:
        if not _is_absolute(url) or not urlsplit(url).path.endswith(f"/{reference.path}"):
            raise Nonconformity(f"a URL that ends in {reference.path}", f"{url!r}"[:200])
        return
    if found.status != 200:
        raise Nonconformity(f"status 200 from {url}", f"status {found.status}")
    wanted = [instance for instance in sent if instance.reference in reference]
    uids = sorted(str(documents.SOPInstanceUID(one)) for one in documents.instances(found))
    if uids != sorted(str(instance.reference.SOPInstanceUID) for instance in wanted):
        raise Nonconformity(f"{listed(one.name for one in wanted)} from {url}", f"{len(uids)} instances, or others")


def location_of(response: Response) -> str:
    """The URL of what was created, from Location or Content-Location (Table 10.5.3-2)."""
    _module(response)
    found = response.header("location") or response.header("content-location")
    if not found:
        raise Nonconformity("Location or Content-Location of what was created", "neither")
    return found


def _module(response: Response) -> JsonDataset:
    if response.status not in (200, 202):
        raise Nonconformity("status 200 or 202", f"status {response.status}")
    ds = documents.dataset(response)
    if not items(ds, "ReferencedSOPSequence"):
        raise Nonconformity("a dataset with items in ReferencedSOPSequence", "none")
    return ds


def _datasets(ds: JsonDataset, failed: bool = True) -> Iterator[tuple[str, JsonDataset]]:
    yield "the response", ds
    for keyword in _LISTS if failed else _LISTS[:1]:
        for number, item in enumerate(items(ds, keyword), 1):
            yield f"item {number} of {keyword}", item


def _failed(response: Response) -> tuple[JsonDataset, ...]:
    if 200 <= response.status < 300:
        failed = items(documents.dataset(response), "FailedSOPSequence")
        if not failed:
            raise Nonconformity("items in FailedSOPSequence", "none")
        return failed
    if not 400 <= response.status < 500:
        raise Nonconformity("status 202 or a client error", f"status {response.status}")
    failed = items(_dataset_if_any(response), "FailedSOPSequence")
    if not failed:
        raise NotOffered(f"the target refuses the request with {response.status} and lists nothing")
    return failed


def _listed_failures(response: Response) -> tuple[JsonDataset, ...]:
    ds = _dataset_if_any(response)
    return (*items(ds, "FailedSOPSequence"), *items(ds, "OtherFailuresSequence"))


def _dataset_if_any(response: Response) -> JsonDataset:
    try:
        return dataset_in(response.body)
    except NoDatasets:
        return {}


def _violations(response: Response) -> tuple[Violation, ...]:
    try:
        document = read_json(response.body.read())
    except MalformedJson as error:
        raise Nonconformity("DICOM JSON", f"{error} ({error.rule})") from error
    return judge(document, "object")


def _is_judged_elsewhere(violation: Violation) -> bool:
    return RULES[violation.rule].advisory or violation.rule == "single-dataset"


def _pair(item: JsonDataset) -> tuple[Any, Any]:
    return value(item, "ReferencedSOPClassUID"), value(item, "ReferencedSOPInstanceUID")


def _compare_pairs(found: Sequence[tuple[Any, Any]], instances: Sequence[Instance], where: str) -> None:
    for instance in instances:
        uid = str(instance.reference.SOPInstanceUID)
        own = [pair for pair in found if pair[1] == uid]
        if len(own) != 1:
            raise Nonconformity(f"one item of {where} with the SOP Instance UID of {instance.name}", f"{len(own)}")
        if own[0][0] != instance.SOPClassUID:
            raise Nonconformity(
                f"ReferencedSOPClassUID {instance.SOPClassUID} for {instance.name}", f"{own[0][0]!r}"[:200]
            )


def _demand_code(item: JsonDataset, tag: str, keyword: str) -> None:
    element = item.get(tag)
    if not isinstance(element, dict):
        raise Nonconformity(f"{keyword} in each item", "an item without one")
    if element.get("vr") != "US":
        raise Nonconformity(f"{keyword} with vr US", f"vr {element.get('vr')!r}"[:80])
    codes = values(item, keyword)
    if len(codes) != 1 or type(codes[0]) is not int or not 1 <= codes[0] <= _US_MAX:
        raise Nonconformity(f"one number from 1 to {_US_MAX} as {keyword}", f"{list(codes)!r}"[:80])


def _code(reason: Any) -> str:
    return f"{reason:#06x}" if isinstance(reason, int) else f"{reason!r}"[:80]


def _url(ds: JsonDataset, what: str) -> str:
    url = value(ds, "RetrieveURL")
    if url is None or url == "":
        raise NotOffered(f"the target gives no RetrieveURL of {what}")
    if not isinstance(url, str):
        raise Nonconformity(f"a URL as RetrieveURL of {what}", f"{url!r}"[:200])
    return url


def _is_absolute(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _tag(keyword: str) -> str:
    return {"ReferencedSOPSequence": "00081199", "FailedSOPSequence": "00081198"}.get(keyword, "0008119A")
