"""What every example needs of its own on the target: UIDs, identifiers, files, and a way to store them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dicomweb_conformance.client import Client
from dicomweb_conformance.datasets import NoDatasets, dataset_in, items
from dicomweb_conformance.nonconformity import NotOffered
from dicomweb_conformance.provision import Unprovided
from dicomweb_conformance.study import Instance, Study


@dataclass(frozen=True)
class Ground:
    """The target, and what belongs to the running example alone.

    ``uid`` gives its UID for a name, ``identifier`` an identifier that nobody else has, ``folder`` where its files lie;
    each gives another one for the next example. ``claim`` is told a study, written to files, before anything of it may
    be stored. ``settle`` is how many seconds a view may lag behind; ``waited`` is told the seconds that were spent so.
    ``deletes`` says that the target offers deletion.
    """

    client: Client
    claim: Callable[[Study], None]
    uid: Callable[[str], str]
    identifier: Callable[[], str]
    folder: Callable[[], Path]
    settle: float
    waited: Callable[[float], None]
    deletes: bool

    @property
    def prefix(self) -> str:
        """Eight characters with which the identifiers of the running example begin, and those of nobody else."""
        return f"P{sha256(self.identifier().encode()).hexdigest()[:7].upper()}"

    def store(self, studies: Iterable[Study]) -> None:
        """Store what a legal example starts from, claimed first.

        Raises NotOffered when the target refuses it, or some of it, and Unprovided when it fails.
        """
        sent: list[Instance] = []
        for study in studies:
            self.claim(study)
            sent += study.instances
        response = self.client.store(sent)
        if 400 <= response.status < 500:
            raise NotOffered(f"the target refuses an example with {response.status}")
        if not 200 <= response.status < 300:
            raise Unprovided(f"storing an example was answered with {response.status}")
        try:
            failed = items(dataset_in(response.body), "FailedSOPSequence")
        except NoDatasets:
            failed = ()
        if failed:
            raise NotOffered(f"the target refuses {len(failed)} of {len(sent)} instances of an example")
