"""Whose a UID is: a run deletes only what bears UIDs of its own."""

from dataclasses import dataclass
from functools import cache

from dicomweb_conformance.samples.tutorial import tutorial_references
from dicomweb_conformance.samples.uids import is_derived
from dicomweb_conformance.study import Reference


@dataclass(frozen=True)
class Ownership:
    """Tells the UIDs of runs from all others.

    A UID that a run derived proves by itself that it is the run's, whoever names it: a target or a ledger. The
    tutorial's UIDs are everybody's; ``tutorial`` says that these runs may hold them for theirs.
    """

    runs: frozenset[str]
    tutorial: bool

    def holds(self, uid: str) -> bool:
        """Whether a UID, of a study, a series or an instance, is one under which these runs may have stored."""
        return (self.tutorial and uid in _tutorial_uids()) or any(is_derived(uid, run) for run in self.runs)

    def may_delete(self, reference: Reference) -> bool:
        """Whether every UID that names the study, series or instance is one of these runs."""
        return all(self.holds(uid) for uid in _uids(reference))


@cache
def _tutorial_uids() -> frozenset[str]:
    return frozenset(uid for reference in tutorial_references() for uid in _uids(reference))


def _uids(reference: Reference) -> tuple[str, ...]:
    named = (reference.StudyInstanceUID, reference.SeriesInstanceUID, reference.SOPInstanceUID)
    return tuple(uid for uid in named if uid is not None)
