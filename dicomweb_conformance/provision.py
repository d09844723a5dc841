"""Brings about what a *Given* says, and remembers which views of the target were right before the *When*."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from dicomweb_conformance.checks.holdings import Standing
from dicomweb_conformance.checks.names import listed, named
from dicomweb_conformance.checks.status import method_is_offered
from dicomweb_conformance.client import Client
from dicomweb_conformance.datasets import NoDatasets, dataset_in, items, value
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Reference, Study
from dicomweb_conformance.survey import GONE, Survey, readable, shown, survey, thorough_survey, until


class Unprovided(Exception):
    """What a *Given* says could not be brought about on this target; the scenario is blocked. ``reason`` says why.

    ``impersonal`` says that the reason holds no value of a dataset.
    ``refused`` says that the target answered a store as one who does not want what was sent, not as one who fails.
    """

    def __init__(self, reason: str, refused: bool = False, impersonal: bool = False) -> None:
        super().__init__(reason)
        self.impersonal = impersonal
        self.reason = reason
        self.refused = refused


@dataclass(frozen=True)
class Provided:
    """A study in the state that a *Given* describes, and how well each view shows it."""

    study: Study
    standing: Standing


@dataclass(frozen=True)
class Provision:
    """How a *Given* is brought about on one target.

    ``claim`` is told the StudyInstanceUID of a study before anything of it may be stored. ``settle`` is how many
    seconds a view may lag behind; ``waited`` is told the seconds that were spent so.
    """

    client: Client
    claim: Callable[[str], None]
    delete_declared: bool
    settle: float
    waited: Callable[[float], None]

    def reconcile(self, study: Study, names: Sequence[str]) -> Provided:
        """The target holds exactly the named instances of ``study``: what is missing is stored, what is extra deleted.

        Raises Unprovided when that fails; nothing is sent but looks when the target holds exactly that already.
        """
        self.claim(study.reference.StudyInstanceUID)
        wanted = study.select(names)
        uids = _uids(wanted)
        look = partial(survey, self.client, study)
        views = look()
        _nobody_else_stores(study, views)
        if uids - shown(views):
            # A target may offer neither this search nor metadata; asking for each instance costs more and shows all.
            look = partial(thorough_survey, self.client, study)
            views = look()
        extra = [i for i in study.instances if _uid(i) in shown(views) - uids]
        missing = [i for i in wanted if _uid(i) not in shown(views)]
        for instance in extra:
            self._delete_extra(instance)
        refusal = self._store(missing) if missing else None
        if extra or missing:
            views = until(look, uids, self.settle, self.waited)
        return _provided(study, wanted, views, refusal)

    def own(self, study: Study, names: Sequence[str]) -> Provided:
        """The target holds exactly the named instances of a study that only this scenario knows. Raises Unprovided."""
        self.claim(study.reference.StudyInstanceUID)
        wanted = study.select(names)
        if not wanted:
            return Provided(study, Standing(frozenset(), frozenset()))
        refusal = self._store(wanted)
        look = partial(thorough_survey, self.client, study)
        return _provided(study, wanted, until(look, _uids(wanted), self.settle, self.waited), refusal)

    def as_far_as_taken(self, study: Study) -> tuple[Instance, ...]:
        """What the target holds of a study that only this run knows, once it was offered all of it.

        Raises Unprovided when the target holds none of it, or does not show what it took.
        """
        try:
            return self.own(study, [instance.name for instance in study.instances]).study.instances
        except Unprovided as error:
            if not error.refused:
                raise
        refusals = {_uid(instance): self._store([instance]) for instance in study.instances}
        for refusal in refusals.values():
            if refusal is not None and not refusal.refused:
                raise refusal
        taken = frozenset(uid for uid, refusal in refusals.items() if refusal is None)
        views = until(partial(thorough_survey, self.client, study), taken, self.settle, self.waited)
        held = [instance for instance in study.instances if _uid(instance) in shown(views)]
        reasons = [refusal for refusal in refusals.values() if refusal is not None]
        if reasons and not held:
            raise reasons[0]
        _provided(study, [instance for instance in study.instances if _uid(instance) in taken], views, None)
        return tuple(held)

    def delete(self, reference: Reference) -> None:
        """What is referenced is deleted. Raises Unprovided, and NotOffered when the target does not offer deletion."""
        response = self.client.delete(reference)
        method_is_offered(response, self.delete_declared)
        if not 200 <= response.status < 300:
            raise Unprovided(f"deleting {reference.level} {reference.path} was answered with {response.status}")

    def _delete_extra(self, instance: Instance) -> None:
        response = self.client.delete(instance.reference)
        if not 200 <= response.status < 300 and response.status not in GONE:
            raise Unprovided(
                f"{instance.name} is stored and has to go first, but deleting it was answered with {response.status}"
            )

    def _store(self, instances: Sequence[Instance]) -> Unprovided | None:
        """Store them; why that was refused, None when it was not."""
        response = self.client.store(instances)
        names = listed(instance.name for instance in instances)
        if not 200 <= response.status < 300:
            refused = 400 <= response.status < 500
            return Unprovided(f"storing {names} was answered with {response.status}", refused)
        failed = _failed(response) & _uids(instances)
        if failed:
            return Unprovided(f"storing {names}: the response reports {len(failed)} as failed", refused=True)
        return None


def _provided(study: Study, wanted: Sequence[Instance], views: Survey, refusal: Unprovided | None) -> Provided:
    uids = _uids(wanted)
    unseen = uids - shown(views)
    if refusal is not None and (unseen or not readable(views)):
        raise refusal
    if unseen and readable(views):
        names = listed(named(unseen, study))
        raise Unprovided(f"{names} was stored, but is not seen by {', '.join(view.name for view in views)}")
    right = frozenset(view.name for view in views if view.instances == uids)
    wrong = frozenset(view.name for view in views) - right
    return Provided(study, Standing(proven=right if uids else frozenset(), distrusted=wrong if right else frozenset()))


def _nobody_else_stores(study: Study, views: Survey) -> None:
    """Raises Unprovided when all views show an instance that is none of the study: deleting it would harm others."""
    seen = [view.instances for view in views if view.instances is not None]
    strange = frozenset.intersection(*seen) - _uids(study.instances) if len(seen) > 1 else frozenset()
    if strange:
        raise Unprovided(
            f"somebody else stores into the study: it holds {len(strange)} instances that are none of it. "
            "Leave it to them, and run with --uids fresh"
        )


def _failed(response: Response) -> frozenset[str]:
    try:
        failed = items(dataset_in(response.body), "FailedSOPSequence")
    except NoDatasets:
        return frozenset()
    return frozenset(str(value(item, "ReferencedSOPInstanceUID")) for item in failed)


def _uid(instance: Instance) -> str:
    return str(instance.reference.SOPInstanceUID)


def _uids(instances: Sequence[Instance]) -> frozenset[str]:
    return frozenset(map(_uid, instances))
