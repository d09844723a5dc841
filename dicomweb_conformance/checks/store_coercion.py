"""Whether a target that changed what it was given tells so (PS3.18 10.5.2 and 10.5.3)."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydicom import Dataset
from pydicom.tag import Tag

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.store_outcome import Looked
from dicomweb_conformance.comparison.differences import Difference
from dicomweb_conformance.dataset_comparison import compare
from dicomweb_conformance.datasets import NoDatasets, dataset_in, items, value
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance

ELEMENTS_DISCARDED = 0xB006
_LOSSES = frozenset({"missing", "empty-missing", "bulk-missing", "emptied"})
_IMAGE_GROUP = "0028"
_PIXELS = frozenset({"7FE00010", "7FE00008", "7FE00009"})


def is_told(stored: Response, retrieved: Response, sent: Instance) -> None:
    """Each value that came back otherwise stands in OriginalAttributesSequence of the retrieved instance.

    A value that was discarded may be told by the WarningReason B006 in the store response instead. What describes the
    encoding of the pixels may differ where the instance came back in another transfer syntax.
    """
    instance = _retrieved(retrieved, sent)
    told = frozenset(_modified(instance.ds))
    discarded = _warns_of_loss(stored, sent)
    recoded = str(instance.ds.file_meta.get("TransferSyntaxUID", "")) != sent.transfer_syntax
    for difference in compare(sent.ds, instance.ds):
        tag = difference.path[:8]
        if tag in told or (discarded and difference.kind in _LOSSES):
            continue
        if recoded and (tag[:4] == _IMAGE_GROUP or tag in _PIXELS):
            continue
        raise Nonconformity(
            f"{_name(difference)} as it was sent, {difference.expected}, or its change in OriginalAttributesSequence",
            f"{difference.received}, and no word of a change",
        )


def is_unchanged(retrieved: Response, sent: Instance) -> None:
    """No value came back otherwise, told or not."""
    for difference in compare(sent.ds, _retrieved(retrieved, sent).ds):
        raise Nonconformity(f"{_name(difference)} as it was sent, {difference.expected}", difference.received)


def is_as_before(before: Response, after: Response, sent: Instance) -> None:
    """The instance says what it said when it was retrieved before."""
    for difference in compare(_retrieved(before, sent).ds, _retrieved(after, sent).ds):
        raise Nonconformity(f"{_name(difference)} as before, {difference.expected}", difference.received)


def each_is_told(stored: Response, looked: Sequence[Looked]) -> None:
    """``is_told`` of each instance that was sent."""
    _demand_stored(stored)
    for one in looked:
        is_told(stored, one.response, one.instance)


def each_is_unchanged(stored: Response, looked: Sequence[Looked]) -> None:
    """``is_unchanged`` of each instance that was sent."""
    _demand_stored(stored)
    for one in looked:
        is_unchanged(one.response, one.instance)


def is_one_of(retrieved: Response, first: Instance, second: Instance) -> None:
    """The instance came back as the one file or as the other, not as a mixture."""
    ds = _retrieved(retrieved, first).ds
    found = [tuple(compare(sent.ds, ds)) for sent in (first, second)]
    if all(found):
        raise Nonconformity(
            f"{first.name} as it was stored first, or as it was sent then",
            f"neither: {_name(found[0][0])} is {found[0][0].received}, {_name(found[1][0])} is {found[1][0].received}",
        )


def agrees_with_retrieve(retrieved: Response, metadata: Response, keyword: str, sent: Instance) -> None:
    """Metadata, where they can be had, have the value of the retrieved instance."""
    expected = str(_retrieved(retrieved, sent).ds.get(keyword))
    if metadata.status != 200:
        return
    described = documents.datasets(metadata)
    if len(described) != 1:
        raise Nonconformity(f"metadata of {sent.name} alone", f"{len(described)} datasets")
    received = value(described[0], keyword)
    text = received.get("Alphabetic") if isinstance(received, dict) else received
    if text != expected:
        raise Nonconformity(f"{keyword} {expected!r} in the metadata, as in the instance", f"{text!r}"[:200])


def preamble_is_blank(retrieved: Response, sent: Instance) -> None:
    """The first 128 bytes of the file are zero (Microsoft's preamble sanitization)."""
    preamble = _retrieved(retrieved, sent).body.head(128)
    if any(preamble):
        raise Nonconformity("a preamble of 128 zero bytes", f"one that begins with {preamble[:8].hex(' ')}")


def _demand_stored(stored: Response) -> None:
    if stored.status not in (200, 202):
        raise Nonconformity("status 200 or 202", f"status {stored.status}")


def _retrieved(response: Response, sent: Instance) -> documents.RetrievedInstance:
    if response.status != 200:
        raise Nonconformity(f"{sent.name} retrievable", f"status {response.status}")
    found = documents.instances(response)
    if [documents.SOPInstanceUID(one) for one in found] != [sent.reference.SOPInstanceUID]:
        raise Nonconformity(f"{sent.name} when it is retrieved", f"{len(found)} instances, or another one")
    return found[0]


def _modified(ds: Dataset) -> Iterator[str]:
    for item in _sequence(ds, "OriginalAttributesSequence"):
        for original in _sequence(item, "ModifiedAttributesSequence"):
            yield from (f"{Tag(tag):08X}" for tag in original.keys())  # noqa: SIM118 - iteration decodes the elements


def _sequence(ds: Dataset, keyword: str) -> Any:
    found = ds.get(keyword)
    return found if found is not None and not isinstance(found, str | bytes) else ()


def _warns_of_loss(stored: Response, sent: Instance) -> bool:
    try:
        listed = items(dataset_in(stored.body), "ReferencedSOPSequence")
    except NoDatasets:
        return False
    return any(
        value(item, "WarningReason") == ELEMENTS_DISCARDED
        for item in listed
        if value(item, "ReferencedSOPInstanceUID") == sent.reference.SOPInstanceUID
    )


def _name(difference: Difference) -> str:
    return f"{difference.keyword} ({difference.path})" if difference.keyword else difference.path
