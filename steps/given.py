"""What is stored before anything is judged."""

from pytest_bdd import given

from dicomweb_conformance.entity import Entity
from dicomweb_conformance.provision import Provided, Provision
from dicomweb_conformance.study import Study
from fixtures.samples import Samples
from fixtures.studies import OwnSamples
from steps.vocabulary import phrase


@given(phrase("no instance of the study is stored"), target_fixture="provided")
def nothing_of_the_study(provision: Provision, tutorial_study: Study) -> Provided:
    return provision.reconcile(tutorial_study, ())


@given(phrase("the stored instances of the study are {instances:Instances}"), target_fixture="provided")
def exactly_these(provision: Provision, tutorial_study: Study, instances: tuple[str, ...]) -> Provided:
    return provision.reconcile(tutorial_study, instances)


@given(phrase("a study of its own of which nothing is stored"), target_fixture="provided")
def own_study_unstored(provision: Provision, own_study: Study) -> Provided:
    return provision.own(own_study, ())


@given(phrase("a study of its own of which {instances:Instances} {are:Are} stored"), target_fixture="provided")
def own_study(provision: Provision, own_study: Study, instances: tuple[str, ...]) -> Provided:
    return provision.own(own_study, instances)


@given(phrase("the sample {sample:Sample} is stored"), target_fixture="provided")
def shared_sample(samples: Samples, sample: str) -> Provided:
    return samples.shared(sample)


@given(phrase("a copy of the sample {sample:Sample} is stored"), target_fixture="provided")
def own_sample(own_samples: OwnSamples, sample: str) -> Provided:
    return own_samples.stored(sample)


@given(phrase("{entity:Entity} was deleted"))
def deleted(provision: Provision, study: Study, entity: Entity) -> None:
    provision.delete(entity.of(study))
