"""What a deletion leaves behind."""

from collections.abc import Mapping, Sequence

from dicomweb_conformance.checks import documents
from dicomweb_conformance.datasets import value
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response

Counts = Mapping[str, tuple[object, ...]]


def counts_are(found: Counts, expected: Mapping[str, Sequence[object]]) -> None:
    """Searches count what there is (PS3.18 10.6.3.3). ``found`` and ``expected`` hold values by what is counted."""
    for what, numbers in expected.items():
        if found[what] != tuple(numbers):
            raise Nonconformity(f"{_listed(numbers)} as {what}", f"{_listed(found[what])} as {what}")


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
    in_metadata = [value(ds, keyword) for ds in documents.datasets(metadata)]
    if in_metadata != [text]:
        raise Nonconformity(f"{keyword} {text!r} in the metadata", f"{keyword} {_listed(in_metadata)}")


def _listed(values: Sequence[object]) -> str:
    return ", ".join(map(str, values)) or "nothing"
