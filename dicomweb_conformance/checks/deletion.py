"""What a deletion leaves behind."""

from collections.abc import Mapping, Sequence

from pydicom.datadict import tag_for_keyword

from dicomweb_conformance.checks import documents
from dicomweb_conformance.datasets import JsonDataset, value
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response

Counts = Mapping[str, tuple[object, ...]]


def counts_are(found: Counts, expected: Mapping[str, Sequence[object]]) -> None:
    """Searches count what there is (PS3.18 10.6.3.3). ``found`` and ``expected`` hold values by what is counted."""
    for what, numbers in expected.items():
        if found[what] != tuple(numbers):
            raise Nonconformity(f"{_listed(numbers)} as {what}", f"{_listed(found[what])} as {what}")


def was_offered(response: Response) -> None:
    """Raises NotOffered when a store or deletion was refused as such, so that nothing can be seen of what it does."""
    if response.status in (401, 403, 405, 501):
        raise NotOffered(f"the target answers {response.method} with {response.status}")


def counts_were(found: Counts, expected: Mapping[str, Sequence[object]]) -> None:
    """Raises NotOffered when searches do not count right even before anything is deleted."""
    try:
        counts_are(found, expected)
    except Nonconformity as error:
        raise NotOffered(f"searches do not count right even before: {error.received}") from error


def tag_of(response: Response) -> str:
    """The entity tag of a response. Raises NotOffered when it has none."""
    etag = response.header("etag")
    if etag is None:
        raise NotOffered("the target gives no ETag here")
    return etag


def are_of(retrieved: Response, metadata: Response, keyword: str, text: str) -> None:
    """The only retrieved instance, and the only dataset of the metadata, bear that text."""
    in_file = [str(instance.ds.get(keyword, "")) for instance in documents.instances(retrieved)]
    if in_file != [text]:
        raise Nonconformity(f"{keyword} {text!r}", f"{keyword} {_listed(in_file)}")
    described = documents.datasets(metadata)
    if any(_lies_elsewhere(ds, keyword) for ds in described):
        return
    in_metadata = [value(ds, keyword) for ds in described]
    if in_metadata != [text]:
        raise Nonconformity(f"{keyword} {text!r} in the metadata", f"{keyword} {_listed(in_metadata)}")


def _lies_elsewhere(ds: JsonDataset, keyword: str) -> bool:
    """Whether the value is given by a BulkDataURI, as that of any text may be (PS3.18 F.2.2)."""
    element = ds.get(f"{tag_for_keyword(keyword):08X}")
    return isinstance(element, dict) and "BulkDataURI" in element


def _listed(values: Sequence[object]) -> str:
    return ", ".join(map(str, values)) or "nothing"
