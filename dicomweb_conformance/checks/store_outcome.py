"""What a store response says became of each instance, held against what can be retrieved (PS3.18 Table 10.5.3-1)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.names import listed
from dicomweb_conformance.datasets import JsonDataset, NoDatasets, dataset_in, items, value
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance

_GONE = (404, 410)
_REFUSED_WITH_5XX = 501
_UNSUPPORTED = 415


@dataclass(frozen=True)
class Looked:
    """An instance that was sent, and the answer to retrieving it afterwards."""

    instance: Instance
    response: Response


@dataclass(frozen=True)
class Claims:
    """The SOPInstanceUIDs that a store response lists (None for an item without one); how many other failures."""

    stored: tuple[str | None, ...]
    failed: tuple[str | None, ...]
    others: int


def claims_of(response: Response) -> Claims:
    """What the response dataset lists. Raises Nonconformity when it is none."""
    return _claims(documents.dataset(response))


def claims_if_any(response: Response) -> Claims:
    """What the response lists; nothing where it is no dataset, as a refusal may be (PS3.18 10.5.3.3)."""
    try:
        return _claims(dataset_in(response.body))
    except NoDatasets:
        return Claims((), (), 0)


def is_success(response: Response) -> bool:
    """Whether the status says that something was stored."""
    return 200 <= response.status < 300


def is_stored(looked: Looked) -> bool:
    """Whether the instance can be retrieved. Raises Nonconformity for an answer that says neither yes nor no."""
    response = looked.response
    if response.status in _GONE:
        return False
    if response.status != 200:
        raise Nonconformity(
            f"retrieving {looked.instance.name} answers 200, or 404 where it is not stored", f"status {response.status}"
        )
    uids = [documents.SOPInstanceUID(instance) for instance in documents.instances(response)]
    # That nothing else comes with it is a rule about retrieving.
    if looked.instance.reference.SOPInstanceUID not in uids:
        raise Nonconformity(
            f"retrieving {looked.instance.name} returns it", f"{len(uids)} instances, {listed(map(str, uids))}"
        )
    return True


def each_is_accounted_for(response: Response, sent: Sequence[Instance]) -> None:
    """A success response lists each sent instance once, as stored or as failed, and no other (Table I.1-1).

    Raises NotOffered for a refusal of the whole request, which need not list anything.
    """
    if 400 <= response.status < 500:
        raise NotOffered(f"the target refuses the request as a whole with {response.status}, and stores nothing of it")
    _demand_success(response)
    claims = claims_of(response)
    counted = Counter((*claims.stored, *claims.failed))
    for instance in sent:
        times = counted.pop(instance.reference.SOPInstanceUID, 0)
        if times != 1:
            raise Nonconformity(f"{instance.name} listed once, as stored or as failed", f"listed {times} times")
    if counted:
        raise Nonconformity("only instances of the request", f"also {listed(str(uid) for uid in counted)}")


def success_is_whole(response: Response, looked: Sequence[Looked]) -> None:
    """Status 200 says that every instance was stored: none listed as failed, and all retrievable."""
    if response.status != 200:
        _demand_refusal_or(response, 202)
        return
    claims = claims_of(response)
    if claims.failed or claims.others:
        number = len(claims.failed) + claims.others
        raise Nonconformity("another status than 200, because instances failed", f"status 200, {number} failed")
    absent = [one.instance.name for one in looked if not is_stored(one)]
    if absent:
        raise Nonconformity("status 200 only when everything is stored", f"status 200, {listed(absent)} not stored")
    unlisted = [one.instance.name for one in looked if one.instance.reference.SOPInstanceUID not in claims.stored]
    if unlisted:
        raise Nonconformity("each instance listed as stored", f"status 200, {listed(unlisted)} not listed")


def partial_is_told(response: Response, looked: Sequence[Looked]) -> None:
    """Where some instances are stored and others not, status 202 and the lists say which; else it is a refusal."""
    stored = _stored(looked)
    if len(stored) == len(looked):
        raise Nonconformity("the instances of another study are not stored", f"all {len(looked)} are stored")
    _status_fits(response, looked)
    if not stored:
        return
    if response.status != 202:
        raise Nonconformity(f"status 202, because {_names(stored)} was stored", f"status {response.status}")
    claims = claims_of(response)
    _same("listed as stored", claims.stored, stored, looked)
    _same("listed as failed", claims.failed, [one for one in looked if one not in stored], looked)


def status_fits(response: Response, looked: Sequence[Looked]) -> None:
    """A success stored what it lists, and a refusal stored nothing (Table 10.5.3-1)."""
    _status_fits(response, looked)


def failed_are_absent(response: Response, looked: Sequence[Looked]) -> None:
    """What is listed as failed cannot be retrieved. Raises NotOffered when nothing is listed as failed."""
    _demand_no_server_error(response)
    failed = claims_if_any(response).failed
    named = [one for one in looked if one.instance.reference.SOPInstanceUID in failed]
    if not named:
        _status_fits(response, looked)
        raise NotOffered("the target lists no instance as failed")
    present = [one.instance.name for one in named if is_stored(one)]
    if present:
        raise Nonconformity(f"{listed(present)} not retrievable, because listed as failed", "retrievable")


def is_refused(response: Response, looked: Sequence[Looked] = ()) -> None:
    """The request failed: a client error, or 501; and nothing of it is listed as stored, or stored."""
    if not (400 <= response.status < 500 or response.status == _REFUSED_WITH_5XX):
        raise Nonconformity("a client error, because nothing can be stored", _status(response))
    _claims_nothing(response)
    stored = _stored(looked)
    if stored:
        raise Nonconformity("nothing stored", f"{_names(stored)} stored, status {response.status}")


def is_unsupported_or_stored(response: Response, looked: Sequence[Looked]) -> None:
    """415 and nothing stored. Raises NotOffered when all is stored and listed: then the media type is supported."""
    stored = _stored(looked)
    if len(stored) == len(looked) and is_success(response):
        success_is_whole(response, looked)
        raise NotOffered("the target stores what is sent in this media type")
    if response.status != _UNSUPPORTED:
        raise Nonconformity(f"status {_UNSUPPORTED}, because nothing is stored", _status(response))
    is_refused(response, looked)


def is_no_server_error(response: Response) -> None:
    """A mistake in the request is not answered as one of the server (PS3.18 8.5)."""
    _demand_no_server_error(response)


def claims_nothing(response: Response) -> None:
    """The response is no server error and lists nothing as stored."""
    _demand_no_server_error(response)
    _claims_nothing(response)


def failure_is_listed(response: Response, looked: Sequence[Looked]) -> None:
    """Beside what was stored, the response lists a failure that it ties to no instance, or to an item without UIDs."""
    if 400 <= response.status < 500 and not _stored(looked):
        return
    if response.status != 202:
        raise Nonconformity("status 202, because a part could not be stored", _status(response))
    claims = claims_of(response)
    _same("listed as stored", claims.stored, looked, looked)
    if not claims.others and not claims.failed:
        raise Nonconformity("an item in OtherFailuresSequence or FailedSOPSequence", "no item in either")


def duplicate_is_told(response: Response, sent: Sequence[Instance]) -> None:
    """What is said of an instance that was stored already fits the status: stored, failed, or one of them with 202."""
    if response.status == 409:
        _claims_nothing(response)
        return
    _demand_success(response)
    claims = claims_of(response)
    listed_uids = claims.stored if response.status == 200 else (*claims.stored, *claims.failed)
    uids = [instance.reference.SOPInstanceUID for instance in sent]
    if list(listed_uids) != uids or (response.status == 200 and claims.failed):
        raise Nonconformity(
            "the instance listed once, as the status says",
            f"status {response.status}, {len(claims.stored)} listed as stored, {len(claims.failed)} as failed",
        )


def refusal_says_why(response: Response) -> None:
    """A refusal of readable instances lists them in FailedSOPSequence."""
    if not 400 <= response.status < 500:
        raise Nonconformity("a refusal", _status(response))
    if not claims_if_any(response).failed:
        raise Nonconformity("FailedSOPSequence with an item for the instance", "no such item")


def is_searchable(found: Response, sent: Instance, keywords: Sequence[str]) -> None:
    """The search for the study of a stored instance finds it alone, with the values that were sent."""
    uid = sent.reference.StudyInstanceUID
    matches = documents.datasets(found) if found.status == 200 else ()
    uids = [value(match, "StudyInstanceUID") for match in matches]
    if uids != [uid]:
        raise Nonconformity(f"the search finds StudyInstanceUID {uid}", f"status {found.status}, {len(uids)} matches")
    for keyword in keywords:
        if value(matches[0], keyword) != str(sent.ds.get(keyword)):
            raise Nonconformity(f"{keyword} {str(sent.ds.get(keyword))!r}", f"{value(matches[0], keyword)!r}"[:200])


def _status_fits(response: Response, looked: Sequence[Looked]) -> None:
    _demand_no_server_error(response)
    stored = _stored(looked)
    if not is_success(response):
        if response.status < 400:
            raise Nonconformity("a success or a client error", _status(response))
        if stored:
            raise Nonconformity(
                f"nothing stored, because the status is {response.status}", f"{_names(stored)} stored all the same"
            )
        return
    claims = claims_of(response)
    listed_stored = [one for one in looked if one.instance.reference.SOPInstanceUID in claims.stored]
    if not stored:
        raise Nonconformity("a client error, because nothing was stored", _status(response))
    if listed_stored != stored:
        raise Nonconformity(f"{_names(stored)} listed as stored, as it is", f"{_names(listed_stored)} listed as stored")


def _claims_nothing(response: Response) -> None:
    claims = claims_if_any(response)
    if claims.stored:
        raise Nonconformity("no instance listed as stored", f"{len(claims.stored)} in ReferencedSOPSequence")


def _demand_success(response: Response) -> None:
    if response.status not in (200, 202):
        raise Nonconformity("status 200 or 202", _status(response))


def _demand_refusal_or(response: Response, status: int) -> None:
    if response.status != status and not 400 <= response.status < 500:
        raise Nonconformity(f"status 200, {status} or a client error", _status(response))


def _demand_no_server_error(response: Response) -> None:
    if response.status >= 500 and response.status != _REFUSED_WITH_5XX:
        raise Nonconformity("no server error, because the request is the cause", _status(response))


def _same(what: str, uids: Sequence[str | None], expected: Sequence[Looked], among: Sequence[Looked]) -> None:
    names = {one.instance.reference.SOPInstanceUID: one.instance.name for one in among}
    wanted = [one.instance.reference.SOPInstanceUID for one in expected]
    if Counter(uids) != Counter(wanted):
        received = listed(names.get(uid, f"the foreign {uid}") for uid in uids)
        raise Nonconformity(f"{_names(expected)} {what}", f"{received} {what}")


def _claims(ds: JsonDataset) -> Claims:
    return Claims(
        tuple(_uid(item) for item in items(ds, "ReferencedSOPSequence")),
        tuple(_uid(item) for item in items(ds, "FailedSOPSequence")),
        len(items(ds, "OtherFailuresSequence")),
    )


def _uid(item: JsonDataset) -> str | None:
    uid = value(item, "ReferencedSOPInstanceUID")
    return uid if isinstance(uid, str) else None


def _stored(looked: Sequence[Looked]) -> list[Looked]:
    return [one for one in looked if is_stored(one)]


def _names(looked: Sequence[Looked]) -> str:
    return listed(one.instance.name for one in looked)


def _status(response: Response) -> str:
    media_type = response.header("content-type")
    return f"status {response.status}" + (f" ({media_type})" if media_type else "")
