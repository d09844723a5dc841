"""Bulk data."""

from collections.abc import Callable, Sequence

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import bulkdata as check
from dicomweb_conformance.checks.bulkdata import Followed
from dicomweb_conformance.client import Client
from dicomweb_conformance.entity import Entity
from dicomweb_conformance.received import Response
from dicomweb_conformance.requirements import Requirement
from dicomweb_conformance.study import Study
from fixtures.bulkdata import BulkData
from steps.vocabulary import phrase
from steps.words.bulkdata import BULK_ACCEPTS


@given(phrase("the bulk data of {instance:Instance} can be retrieved"))
def can_be_retrieved(bulk_data: BulkData, study: Study, instance: str) -> None:
    check.each_resolves(bulk_data.follow(study.instance(instance)))


@when(phrase("the bulk data of {instance:Instance} is retrieved as {accept:BulkAccept}"), target_fixture="followed")
def is_retrieved_as(bulk_data: BulkData, study: Study, instance: str, accept: str) -> tuple[Followed, ...]:
    return bulk_data.follow(study.instance(instance), accept)


@when(phrase("the bulk data of {instance:Instance} is retrieved once more"), target_fixture="again")
def is_retrieved_again(bulk_data: BulkData, study: Study, instance: str) -> tuple[Followed, ...]:
    return bulk_data.follow(study.instance(instance))


@when(
    phrase("the bulk data of an unknown instance is retrieved in the place of {instance:Instance}"),
    target_fixture="followed",
)
def unknown_is_retrieved(bulk_data: BulkData, study: Study, instance: str) -> tuple[Followed, ...]:
    return bulk_data.follow_unknown(study.instance(instance))


@when(
    phrase("bytes {first:Number} to {last:Number} of a bulk value of {instance:Instance} are retrieved"),
    target_fixture="ranged",
)
def range_is_retrieved(bulk_data: BulkData, study: Study, first: int, last: int, instance: str) -> Followed:
    return bulk_data.range(study.instance(instance), first, last)


@when(phrase("all bulk data of {entity:Entity} is retrieved"), target_fixture="response")
def all_is_retrieved(client: Client, bulk_data: BulkData, study: Study, entity: Entity) -> Response:
    return client.get(bulk_data.all_of(entity.of(study)), accept=BULK_ACCEPTS["parts of octets"])


@when(phrase("{instance:Instance} is retrieved as parts of octets"), target_fixture="response")
def instance_is_retrieved(client: Client, study: Study, instance: str) -> Response:
    return client.retrieve(study.instance(instance).reference, accept=BULK_ACCEPTS["parts of octets"])


@then(phrase("each BulkDataURI gives a value"))
def each_resolves(followed: tuple[Followed, ...]) -> None:
    check.each_resolves(followed)


@then(phrase("each {kind:BulkKind} is that of {instance:Instance}"))
def values_are_stored(followed: tuple[Followed, ...], study: Study, kind: str, instance: str) -> None:
    check.values_are_stored(followed, kind, study.instance(instance))


@then(phrase("the target offers bulk data so"))
def each_is_offered(followed: tuple[Followed, ...]) -> None:
    check.each_is_offered(followed)


@then(phrase("each answer is {form:BulkForm}"))
def have_form(followed: tuple[Followed, ...], form: Callable[[Sequence[Followed]], None]) -> None:
    form(followed)


@then(phrase("no bulk data is found"))
def none_found(followed: tuple[Followed, ...], requirement: Requirement) -> None:
    check.none_found(followed, requirement.status)


@then(phrase("each request is refused, or answered with a value of {instance:Instance}"))
def refused_or_stored(followed: tuple[Followed, ...], study: Study, requirement: Requirement, instance: str) -> None:
    check.refused_or_stored(followed, requirement.status, study.instance(instance))


@then(phrase("each value is the same as before"))
def unchanged(followed: tuple[Followed, ...], again: tuple[Followed, ...]) -> None:
    check.unchanged(followed, again)


@then(phrase("each part names a BulkDataURI as its location"))
def located(followed: tuple[Followed, ...]) -> None:
    check.located(followed)


@then(phrase("each BulkDataURI of {instance:Instance} lies on the origin of the target"))
def same_origin(bulk_data: BulkData, study: Study, instance: str) -> None:
    check.at_home(bulk_data.elsewhere(bulk_data.references(study.instance(instance))))


@then(phrase("the answer is bytes {first:Number} to {last:Number} of that value of {instance:Instance}, or all of it"))
def range_is_honest(ranged: Followed, study: Study, first: int, last: int, instance: str) -> None:
    check.range_is_honest(ranged, study.instance(instance), first, last)


@then(phrase("the parts hold every bulk value of {instances:Instances}"))
def hold_all(bulk_data: BulkData, response: Response, study: Study, instances: tuple[str, ...]) -> None:
    check.hold_all(response, bulk_data.referenced(study.select(instances)))
