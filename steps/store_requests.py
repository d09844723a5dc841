"""The store transaction in depth: what is sent, and in which form."""

from pytest_bdd import given, when

from dicomweb_conformance.checks.holdings import Standing
from dicomweb_conformance.provision import Provided
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Reference, Study
from fixtures.storing import Delivery, Storing
from fixtures.studies import OwnSamples
from steps.vocabulary import phrase


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


@when(phrase("{instances:Instances} {are:Are} sent for the study"), target_fixture="delivery")
def are_sent_for_the_study(storing: Storing, study: Study, instances: tuple[str, ...]) -> Delivery:
    return storing.plainly(study.select(instances), study=study.reference)


@when(phrase("{instances:Instances} {are:Are} sent for another study"), target_fixture="delivery")
def are_sent_for_another_study(
    storing: Storing, study: Study, other_study: Study, instances: tuple[str, ...]
) -> Delivery:
    return storing.plainly(study.select(instances), study=other_study.reference)


@when(phrase("{instance:Instance} is sent for a study of a malformed UID"), target_fixture="delivery")
def is_sent_for_malformed_study(storing: Storing, study: Study, instance: str) -> Delivery:
    return storing.plainly([study.instance(instance)], study=Reference("not_a_valid$uid"))


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


@when(phrase("{instance:Instance} is sent twice in one request"), target_fixture="delivery")
def is_sent_twice(storing: Storing, study: Study, instance: str) -> Delivery:
    return storing.plainly(study.select([instance, instance]))


@when(phrase("{instances:Instances} {are:Are} sent accepting {media_type:Accepted}"), target_fixture="delivery")
def are_sent_accepting(storing: Storing, study: Study, instances: tuple[str, ...], media_type: str) -> Delivery:
    return storing.plainly(study.select(instances), accept=media_type)


@when(phrase("{first:Instance} or else {second:Instance} is sent accepting DICOM XML"), target_fixture="delivery")
def is_sent_accepting_xml(storing: Storing, study: Study, first: str, second: str) -> Delivery:
    return storing.accepting_xml(*study.select([first, second]))


@when(phrase("{instances:Instances} {are:Are} sent with {spelling:Spelling}"), target_fixture="delivery")
def are_sent_spelled(storing: Storing, study: Study, instances: tuple[str, ...], spelling: str) -> Delivery:
    return storing.spelled(study.select(instances), spelling)


@when(phrase("{instances:Instances} {are:Are} sent in a message {flaw:Flaw}"), target_fixture="delivery")
def are_sent_flawed(storing: Storing, study: Study, instances: tuple[str, ...], flaw: str) -> Delivery:
    return storing.flawed(study.select(instances), flaw)


@when(phrase("{garbage:Garbage} is sent"), target_fixture="delivery")
def garbage_is_sent(storing: Storing, study: Study, garbage: str) -> Delivery:
    return storing.with_garbage((), garbage, study)


@when(phrase("{instances:Instances} {are:Are} sent together with {garbage:Garbage}"), target_fixture="delivery")
def are_sent_with_garbage(storing: Storing, study: Study, instances: tuple[str, ...], garbage: str) -> Delivery:
    return storing.with_garbage(study.select(instances), garbage, study)


@when(phrase("{instance:Instance} is sent bearing {oddity:Oddity}"), target_fixture="delivery")
def is_sent_oddly(storing: Storing, study: Study, instance: str, oddity: str) -> Delivery:
    return storing.oddly(study.instance(instance), oddity)


@when(phrase("{instance:Instance} is sent with a TIFF header in its preamble"), target_fixture="delivery")
def is_sent_with_preamble(storing: Storing, study: Study, instance: str) -> Delivery:
    return storing.with_tiff_preamble(study.instance(instance))


@when(phrase("{instance:Instance} is sent without its {keyword:Keyword}"), target_fixture="delivery")
def is_sent_without(storing: Storing, study: Study, instance: str, keyword: str) -> Delivery:
    return storing.incomplete(study.instance(instance), keyword)
