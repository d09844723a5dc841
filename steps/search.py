"""The search transaction."""

from pytest_bdd import then, when

from dicomweb_conformance.checks import search as check
from dicomweb_conformance.client import Client, Resource
from dicomweb_conformance.entity import Entity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from steps.vocabulary import phrase


@when(phrase("{resource:Resource} are searched by the {keyword:Keyword} of {entity:Entity}"), target_fixture="response")
def are_searched(client: Client, study: Study, resource: Resource, keyword: str, entity: Entity) -> Response:
    return client.search(resource, [(keyword, getattr(entity.of(study), keyword))])


@when(
    phrase("{resource:Resource} within {scope:Entity} are searched by the {keyword:Keyword} of {entity:Entity}"),
    target_fixture="response",
)
def are_searched_within(
    client: Client, study: Study, resource: Resource, scope: Entity, keyword: str, entity: Entity
) -> Response:
    return client.search(resource, [(keyword, getattr(entity.of(study), keyword))], within=scope.of(study))


@when(phrase("{resource:Resource} within {scope:Entity} are searched"), target_fixture="response")
def all_are_searched_within(client: Client, study: Study, resource: Resource, scope: Entity) -> Response:
    return client.search(resource, within=scope.of(study))


@then(phrase("the search finds {number:Number} {noun:CountedNoun}"))
def finds_number(response: Response, number: int) -> None:
    check.finds_number(response, number)


@then(phrase("the search finds every instance, or warns that there are more"))
def finds_every_instance_or_warns(response: Response, study: Study) -> None:
    check.finds_number_or_warns(response, len(study.instances))


@then(phrase("the search finds {entity:Entity}"))
def finds(response: Response, study: Study, entity: Entity) -> None:
    check.finds(response, entity.of(study))
