"""Metadata: what is asked for beyond the tutorial, and what must be true of it."""

from collections.abc import Mapping, Sequence

from pytest_bdd import then, when

from dicomweb_conformance.checks import metadata as check
from dicomweb_conformance.checks import metadata_bulk, metadata_tags
from dicomweb_conformance.checks.aspects import Aspect
from dicomweb_conformance.client import Client
from dicomweb_conformance.entity import Entity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Level, Study
from fixtures.metadata import MetadataOf, Revalidate, StoreMeanwhile
from fixtures.retrieve_paths import Astray
from steps.vocabulary import phrase


@when(
    phrase("the metadata of {entity:Entity} is retrieved accepting {accept:MetadataAccept}"), target_fixture="response"
)
def is_retrieved_accepting(client: Client, study: Study, entity: Entity, accept: str | None) -> Response:
    return client.retrieve_metadata(entity.of(study), accept=accept)


@when(phrase("the metadata of {entity:Entity} is retrieved under {parent:Entity}"), target_fixture="response")
def is_retrieved_under(client: Client, study: Study, astray: Astray, entity: Entity, parent: Entity) -> Response:
    return client.retrieve_metadata(astray.under(entity.of(study), parent.of(study)))


@when(phrase("the metadata of {entity:Entity} is retrieved under another study"), target_fixture="response")
def is_retrieved_under_another(client: Client, study: Study, astray: Astray, entity: Entity) -> Response:
    return client.retrieve_metadata(astray.under_another_study(entity.of(study)))


@when(phrase("the metadata of an unknown {level:Unknown} is retrieved"), target_fixture="response")
def unknown_is_retrieved(client: Client, study: Study, astray: Astray, level: Level) -> Response:
    return client.retrieve_metadata(astray.unknown_of(level, study))


@when(phrase("the metadata of {uid:MalformedUID} is retrieved as a {level:Unknown}"), target_fixture="response")
def malformed_is_retrieved(client: Client, study: Study, astray: Astray, level: Level, uid: str) -> Response:
    return client.retrieve_metadata(astray.malformed(level, study, uid))


@when(phrase("the metadata of {instance:Instance} is retrieved at each level"), target_fixture="responses")
def at_each_level(metadata_of: MetadataOf, study: Study, instance: str) -> Mapping[Level, Response]:
    return metadata_of(study.instance(instance).reference)


@when(phrase("the metadata of the study is retrieved again"), target_fixture="again")
def again(client: Client, study: Study) -> Response:
    return client.retrieve_metadata(study.reference)


@when(phrase("the metadata is retrieved again unless it has not changed"), target_fixture="again")
def revalidated(revalidate: Revalidate, response: Response) -> Response:
    return revalidate(response)


@when(phrase("{instance:Instance} is stored meanwhile"))
def stored_meanwhile(store_meanwhile: StoreMeanwhile, study: Study, instance: str) -> None:
    store_meanwhile(study, instance)


@then(phrase("the metadata comes"))
def came(response: Response) -> None:
    check.came(response)


@then(phrase("the response is DICOM JSON"))
def is_dicom_json(response: Response) -> None:
    check.is_dicom_json(response)


@then(phrase("the response, where plain JSON is offered, is JSON"))
def is_plain_json(response: Response) -> None:
    check.is_plain_json_or_not_offered(response)


@then(phrase("the request for metadata is refused, or the response is DICOM JSON"))
def is_refused_or_truthful(response: Response) -> None:
    check.is_refused_or_truthful(response)


@then(phrase("the request for metadata is answered with 406"))
def is_refused_with_406(response: Response) -> None:
    check.is_refused_with_406(response)


@then(phrase("the metadata has the {aspect:Aspect} that were stored"))
def keeps(response: Response, study: Study, aspect: Aspect, as_retrieved: check.AsRetrieved) -> None:
    check.keeps(response, aspect, study, as_retrieved)


@then(phrase("the metadata is that of {instances:Instances}"))
def describes(response: Response, study: Study, instances: tuple[str, ...]) -> None:
    check.describes(response, study.select(instances), study)


@then(phrase("the metadata lists binary values too"))
def lists_bulk_data(response: Response, study: Study) -> None:
    check.lists_bulk_data(response, study)


@then(phrase("the metadata of {instance:Instance} is the same at each level"))
def agree(responses: Mapping[Level, Response], study: Study, instance: str) -> None:
    check.agree(responses, study.instance(instance), study)


@then(phrase("each of these values is found"))
def are_found(values: Sequence[metadata_bulk.FoundValue]) -> None:
    metadata_bulk.are_found(values)


@then(phrase("each of these values is the one that was stored"))
def are_those_stored(values: Sequence[metadata_bulk.FoundValue]) -> None:
    metadata_bulk.are_those_stored(values, nested=False)


@then(phrase("each of these values within sequence items is the one that was stored"))
def nested_are_those_stored(values: Sequence[metadata_bulk.FoundValue]) -> None:
    metadata_bulk.are_those_stored(values, nested=True)


@then(phrase("the metadata bears an entity tag"))
def has_entity_tag(response: Response) -> None:
    metadata_tags.entity_tag(response)


@then(phrase("the metadata bears the entity tag that it has to"))
def must_have_entity_tag(response: Response) -> None:
    metadata_tags.must_have_entity_tag(response)


@then(phrase("the metadata is said not to have changed"))
def is_not_modified(again: Response) -> None:
    metadata_tags.is_not_modified(again)


@then(phrase("the entity tag is the same"))
def is_same_tag(response: Response, again: Response) -> None:
    metadata_tags.is_same(response, again)


@then(phrase("the entity tag is another one"))
def is_other_tag(response: Response, again: Response) -> None:
    metadata_tags.has_changed(response, again)


@then(phrase("the metadata that came again describes {instances:Instances}"))
def again_describes(again: Response, study: Study, instances: tuple[str, ...]) -> None:
    check.describes(again, study.select(instances), study)
