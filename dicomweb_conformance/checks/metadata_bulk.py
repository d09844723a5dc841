"""The values that metadata leave to a BulkDataURI, retrieved from there (PS3.18 10.4.1.1.5, F.2.6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.aspects import named_path
from dicomweb_conformance.comparison.differences import same_bytes
from dicomweb_conformance.json_model import BulkValue
from dicomweb_conformance.media_type import MalformedMediaType
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response


@dataclass(frozen=True)
class FoundValue:
    """A stored value behind a BulkDataURI, and the answer to a request for it."""

    instance: str
    stored: BulkValue
    response: Response

    @property
    def nested(self) -> bool:
        """Whether the attribute stands within a sequence item."""
        return "[" in self.stored.path

    @property
    def where(self) -> str:
        return f"{named_path(self.stored.path)} of {self.instance}"


def are_found(values: Sequence[FoundValue]) -> None:
    """Each value can be retrieved."""
    for found in values:
        if found.response.status != 200 or not _content(found):
            raise Nonconformity(
                f"{found.where} at {found.stored.uri}",
                f"status {found.response.status} and {len(_content(found))} bytes",
            )


def are_those_stored(values: Sequence[FoundValue], *, nested: bool) -> None:
    """The bytes are those stored, up to a pad byte; only the values within sequence items, or only the others.

    That they can be retrieved is an affair of ``are_found``. Raises NotOffered when none was.
    """
    judged = [found for found in values if found.nested == nested and found.response.status == 200]
    if not judged:
        raise NotOffered("no such value could be retrieved, so that there is nothing to compare")
    for found in judged:
        content = _content(found)
        if not same_bytes(found.stored.content, content):
            raise Nonconformity(f"{found.where}: {_shown(found.stored.content)}", _shown(content))


def _content(found: FoundValue) -> bytes:
    response = found.response
    try:
        media_type = response.media_type
    except MalformedMediaType:
        media_type = None
    if media_type is not None and media_type.essence == "multipart/related":
        return b"".join(part.body.read() for part in documents.parts(response))
    return response.body.read()


def _shown(content: bytes) -> str:
    return f"{len(content)} bytes that begin with {content[:12].hex(' ')}"
