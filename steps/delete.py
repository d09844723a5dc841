"""Deletion."""

from pytest_bdd import then, when

from dicomweb_conformance.checks import holdings
from dicomweb_conformance.entity import Entity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.deleting import Delete
from fixtures.looking import Look
from steps.vocabulary import phrase


@when(phrase("{entity:Entity} is deleted"), target_fixture="response")
def is_deleted(delete: Delete, study: Study, entity: Entity) -> Response:
    return delete(entity.of(study))


@when(phrase("{entity:Entity} is deleted accepting an arbitrary media type"), target_fixture="response")
def is_deleted_accepting_anything(delete: Delete, study: Study, entity: Entity) -> Response:
    return delete(entity.of(study), accept="anything/at+all")


@then(phrase("nothing of the study is left"))
def nothing_left(look: Look, study: Study) -> None:
    holdings.nothing_left(look.for_traces(study))
