"""Takes away from the target what a run stored there, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from dicomweb_conformance.client import Client
from dicomweb_conformance.datasets import NoDatasets, datasets_in, value
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Reference

_NOT_OFFERED = frozenset({405, 501})


@dataclass
class Removal:
    """Removes studies by their UID; remembers when the target does not offer deletion, and then asks no more.

    ``removed`` is told each StudyInstanceUID that is proven gone.
    """

    client: Client
    removed: Callable[[str], None]
    refused: bool = field(default=False, init=False)

    def remove(self, StudyInstanceUID: str) -> bool:
        """Delete the study and look whether it is gone. False when it is not, or when that cannot be told."""
        reference = Reference(StudyInstanceUID)
        try:
            if not self.refused:
                self.refused = self.client.delete(reference).status in _NOT_OFFERED
            gone = not holds_study(self.client, reference)
        except httpx.HTTPError:
            return False
        if gone:
            self.removed(StudyInstanceUID)
        return gone


def holds_study(client: Client, reference: Reference) -> bool:
    """Whether a search or the metadata shows the study. Raises httpx.HTTPError when the target cannot be asked."""
    found = client.search("studies", [("StudyInstanceUID", reference.StudyInstanceUID)])
    return _names(found, reference) or _names(client.retrieve_metadata(reference), reference)


def _names(response: Response, reference: Reference) -> bool:
    if response.status != 200:
        return False
    try:
        found = datasets_in(response.body)
    except NoDatasets:
        return False
    return any(value(ds, "StudyInstanceUID") == reference.StudyInstanceUID for ds in found)
