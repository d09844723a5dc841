"""Deletion beyond the tutorial: what every search and every retrieval shows before and after it."""

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import deletion, holdings
from dicomweb_conformance.checks.deletion import Counts
from dicomweb_conformance.client import Client
from dicomweb_conformance.entity import Entity
from dicomweb_conformance.provision import Provided
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.deleting import Delete, Neighbours, Noted, Sides
from fixtures.deleting_astray import delete_oddly, malformed, metadata_by_tag, under
from steps.vocabulary import phrase

WHOLE = ("blue-circle", "green-square", "red-triangle")


@given(phrase("every search and retrieval shows {instances:Instances}"), target_fixture="noted")
def every_side_showed(sides: Sides, study: Study, instances: tuple[str, ...]) -> Noted:
    return sides.note(study, instances)


@given(phrase("{neighbour_name:Neighbour} is stored"), target_fixture="neighbour")
def neighbour_is_stored(neighbours: Neighbours, sides: Sides, study: Study, neighbour_name: str) -> Noted:
    return sides.note(neighbours.stored(neighbour_name, study).study, WHOLE)


@given(
    phrase("a study of its own is stored whose series of blue-circle is of another modality"), target_fixture="provided"
)
def study_of_two_modalities(neighbours: Neighbours) -> Provided:
    return neighbours.of_two_modalities()


@given(phrase("searches tell of {tally:Tally}"))
def searches_told_of(sides: Sides, study: Study, tally: Counts) -> None:
    deletion.counts_were(sides.counts(study, tally), tally)


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
    return delete_oddly(client, entity.of(study))


@when(phrase("{instance:Instance} is stored anew with other {keyword:Keyword}"))
def is_stored_anew(neighbours: Neighbours, study: Study, instance: str, keyword: str) -> None:
    neighbours.store_changed(study, instance, keyword)


@when(phrase("the metadata of the study is retrieved by one who knows that tag"), target_fixture="response")
def metadata_is_retrieved_by_tag(client: Client, study: Study, tag: str) -> Response:
    return metadata_by_tag(client, study.reference, tag)


@then(phrase("every search and retrieval shows {instances:Instances}"))
def every_side_shows(sides: Sides, noted: Noted, study: Study, instances: tuple[str, ...]) -> None:
    holdings.holds(sides.at(noted, instances), study.select(instances), study, noted.standing)


@then(phrase("no search and no retrieval shows anything of the study"))
def no_side_shows(sides: Sides, noted: Noted, study: Study) -> None:
    holdings.holds(sides.at(noted, ()), (), study, noted.standing)


@then(phrase("every search and retrieval shows all of {neighbour_name:Neighbour}"))
def every_side_shows_neighbour(sides: Sides, neighbour: Noted, neighbour_name: str) -> None:
    holdings.holds(sides.at(neighbour, WHOLE), neighbour.study.instances, neighbour.study, neighbour.standing)


@then(phrase("searches tell of {tally:Tally}"))
def searches_tell_of(sides: Sides, study: Study, tally: Counts, response: Response) -> None:
    deletion.was_offered(response)
    deletion.counts_are(sides.counts(study, tally), tally)


@then(phrase("{instance:Instance} and its metadata come with the other {keyword:Keyword}"))
def come_changed(neighbours: Neighbours, study: Study, instance: str, keyword: str) -> None:
    deletion.are_of(*neighbours.both(study, instance), keyword, neighbours.other_text)
