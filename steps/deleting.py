"""Deletion beyond the tutorial: what every search and every retrieval shows before and after it."""

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import deletion, holdings
from dicomweb_conformance.client import Client
from dicomweb_conformance.entity import Entity
from dicomweb_conformance.provision import Provided
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.deleting import Delete, Neighbours, Noted, Sides
from fixtures.deleting_astray import malformed, under
from steps.vocabulary import phrase

WHOLE = ("blue-circle", "green-square", "red-triangle")


@given(phrase("every search and retrieval shows {instances:Instances}"), target_fixture="noted")
def every_side_showed(sides: Sides, study: Study, instances: tuple[str, ...]) -> Noted:
    return sides.note(study, instances)


@given(phrase("another study of the patient is stored"), target_fixture="neighbour")
def study_of_the_patient(neighbours: Neighbours, sides: Sides, study: Study) -> Noted:
    return sides.note(neighbours.of_patient(study).study, WHOLE)


@given(phrase("a study of another patient is stored"), target_fixture="neighbour")
def study_of_another_patient(neighbours: Neighbours, sides: Sides) -> Noted:
    return sides.note(neighbours.of_another_patient().study, WHOLE)


@given(
    phrase("a study of its own is stored whose series of blue-circle is of another modality"), target_fixture="provided"
)
def study_of_two_modalities(neighbours: Neighbours) -> Provided:
    return neighbours.of_two_modalities()


@given(phrase("searches count {series:Number} series and {instances:Number} instances, {each:Counts} in each series"))
def searches_counted(sides: Sides, study: Study, series: int, instances: int, each: list[int]) -> None:
    expected = {"series": [series], "instances": [instances], "instances of each series": each}
    deletion.counts_were(sides.counts(study, expected), expected)


@given(phrase("a search names the modalities {modalities:Modalities}"))
def search_named_modalities(sides: Sides, study: Study, modalities: list[str]) -> None:
    expected = {"modalities": modalities}
    deletion.counts_were(sides.counts(study, expected), expected)


@given(phrase("the metadata of the study has an entity tag"), target_fixture="tag")
def metadata_has_tag(client: Client, study: Study) -> str:
    return deletion.tag_of(client.retrieve_metadata(study.reference))


@when(phrase("{entity:Entity} is deleted under the series of {other:Instance}"), target_fixture="response")
def is_deleted_under(delete: Delete, study: Study, entity: Entity, other: str) -> Response:
    return delete(under(entity.of(study), study.series_of(other)))


@when(phrase("{uid:DeletedAs} is deleted as {level:DeletedLevel} of the study"), target_fixture="response")
def malformed_is_deleted(delete: Delete, study: Study, uid: str, level: str) -> Response:
    return delete(malformed(study, level, uid))


@when(phrase("{entity:Entity} is deleted with a body and fields that mean nothing"), target_fixture="response")
def is_deleted_with_body(client: Client, study: Study, entity: Entity) -> Response:
    url = f"{client.addresses.delete}/{entity.of(study).path}"
    return client.send("DELETE", url, headers={"Content-Type": "text/plain", "Accept": "text/x-nothing"}, content=b"x")


@when(phrase("{instance:Instance} is stored anew with other {keyword:Keyword}"), target_fixture="changed")
def is_stored_anew(neighbours: Neighbours, study: Study, instance: str, keyword: str) -> None:
    neighbours.store_changed(study, instance, keyword, "stored after the deletion")


@when(phrase("the metadata of the study is retrieved by one who knows that tag"), target_fixture="response")
def metadata_is_retrieved_by_tag(client: Client, study: Study, tag: str) -> Response:
    url = f"{client.addresses.retrieve}/{study.reference.path}/metadata"
    return client.get(url, accept="application/dicom+json", headers={"If-None-Match": tag})


@then(phrase("every search and retrieval shows {instances:Instances}"))
def every_side_shows(sides: Sides, noted: Noted, study: Study, instances: tuple[str, ...]) -> None:
    holdings.holds(sides.at(noted, instances), study.select(instances), study, noted.standing)


@then(phrase("no search and no retrieval shows anything of the study"))
def no_side_shows(sides: Sides, noted: Noted, study: Study) -> None:
    holdings.holds(sides.at(noted, ()), (), study, noted.standing)


@then(phrase("every search and retrieval shows all of {neighbour_name:Neighbour}"))
def every_side_shows_neighbour(sides: Sides, neighbour: Noted, neighbour_name: str) -> None:
    holdings.holds(sides.at(neighbour, WHOLE), neighbour.study.instances, neighbour.study, neighbour.standing)


@then(phrase("searches count {series:Number} series and {instances:Number} instances, {each:Counts} in each series"))
def searches_count(sides: Sides, study: Study, series: int, instances: int, each: list[int]) -> None:
    expected = {"series": [series], "instances": [instances], "instances of each series": each}
    deletion.counts_are(sides.counts(study, expected), expected)


@then(phrase("a search names the modalities {modalities:Modalities}"))
def search_names_modalities(sides: Sides, study: Study, modalities: list[str]) -> None:
    expected = {"modalities": modalities}
    deletion.counts_are(sides.counts(study, expected), expected)


@then(phrase("{instance:Instance} is retrieved with the other {keyword:Keyword}"))
def is_retrieved_changed(client: Client, study: Study, instance: str, keyword: str) -> None:
    deletion.is_of(client.retrieve(study.instance(instance).reference), keyword, "stored after the deletion")


@then(phrase("the metadata of {instance:Instance} has the other {keyword:Keyword}"))
def metadata_is_changed(client: Client, study: Study, instance: str, keyword: str) -> None:
    response = client.retrieve_metadata(study.instance(instance).reference)
    deletion.metadata_are_of(response, keyword, "stored after the deletion")
