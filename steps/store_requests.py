"""The store transaction in depth: what is sent, and in which form."""

from pytest_bdd import given, when

from dicomweb_conformance.checks.holdings import Standing
from dicomweb_conformance.provision import Provided
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.storing import Delivery, Storing
from fixtures.studies import OwnSamples
from steps.vocabulary import phrase
from steps.words.store import Destination, Way


@given(phrase("a copy of the sample {sample:Sample} of which nothing is stored"), target_fixture="provided")
def own_sample_unstored(own_samples: OwnSamples, unproven: Standing, sample: str) -> Provided:
    return Provided(own_samples.unstored(sample), unproven)


@given(phrase("a series of twenty instances of which nothing is stored"), target_fixture="provided")
def long_series_unstored(long_series: Provided) -> Provided:
    return long_series


@given(phrase("{instance:Instance} was retrieved"), target_fixture="before")
def was_retrieved(storing: Storing, study: Study, instance: str) -> Response:
    return storing.look_at(study.instance(instance))


@when(phrase("all its instances are stored"), target_fixture="delivery")
def all_are_stored(storing: Storing, study: Study) -> Delivery:
    return storing.plainly(study.instances)


@when(phrase("{instances:Instances} {are:Are} sent"), target_fixture="delivery")
def are_sent(storing: Storing, study: Study, instances: tuple[str, ...]) -> Delivery:
    return storing.plainly(study.select(instances))


@when(phrase("{instances:Instances} {are:Are} sent {way:StoreWay}"), target_fixture="delivery")
def are_sent_some_way(storing: Storing, study: Study, instances: tuple[str, ...], way: Way) -> Delivery:
    return way(storing, study.select(instances))


@when(phrase("{instances:Instances} {are:Are} sent for {destination:StoreDestination}"), target_fixture="delivery")
def are_sent_for(
    storing: Storing, study: Study, other_study: Study, instances: tuple[str, ...], destination: Destination
) -> Delivery:
    return storing.plainly(study.select(instances), study=destination(study, other_study))


@when(
    phrase("{instances:Instances} {are:Are} sent together with {others:Instances} of another study"),
    target_fixture="delivery",
)
def are_sent_with_another_study(
    storing: Storing, study: Study, other_study: Study, instances: tuple[str, ...], others: tuple[str, ...]
) -> Delivery:
    return storing.plainly([*study.select(instances), *other_study.select(others)])


@when(
    phrase("{instances:Instances} {are:Are} sent for the study together with {others:Instances} of another study"),
    target_fixture="delivery",
)
def are_sent_for_the_study_with_another(
    storing: Storing, study: Study, other_study: Study, instances: tuple[str, ...], others: tuple[str, ...]
) -> Delivery:
    return storing.plainly([*study.select(instances), *other_study.select(others)], study=study.reference)


@when(phrase("{garbage:Garbage} is sent"), target_fixture="delivery")
def garbage_is_sent(storing: Storing, study: Study, garbage: str) -> Delivery:
    return storing.with_garbage((), garbage, study)


@when(phrase("{instances:Instances} {are:Are} sent together with {garbage:Garbage}"), target_fixture="delivery")
def are_sent_with_garbage(storing: Storing, study: Study, instances: tuple[str, ...], garbage: str) -> Delivery:
    return storing.with_garbage(study.select(instances), garbage, study)
