"""The retrieve transactions: instances, metadata, frames."""

from pytest_bdd import then, when

from dicomweb_conformance.checks import retrieve as check
from dicomweb_conformance.client import ANY_SYNTAX_SINGLE_PART, Client
from dicomweb_conformance.entity import Entity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from steps.vocabulary import phrase


@when(phrase("{entity:Entity} is retrieved"), target_fixture="response")
def is_retrieved(client: Client, study: Study, entity: Entity) -> Response:
    return client.retrieve(entity.of(study))


@when(phrase("{entity:Entity} is retrieved as a single part"), target_fixture="response")
def is_retrieved_as_single_part(client: Client, study: Study, entity: Entity) -> Response:
    return client.retrieve(entity.of(study), accept=ANY_SYNTAX_SINGLE_PART)


@when(phrase("the metadata of {entity:Entity} is retrieved"), target_fixture="response")
def metadata_is_retrieved(client: Client, study: Study, entity: Entity) -> Response:
    return client.retrieve_metadata(entity.of(study))


@when(phrase("frame {number:Number} of {entity:Entity} is retrieved"), target_fixture="response")
def frame_is_retrieved(client: Client, study: Study, entity: Entity, number: int) -> Response:
    return client.retrieve_frames(entity.of(study), str(number))


@when(
    phrase("frame {number:Number} of {entity:Entity} is retrieved in {accept:FrameSyntax}"), target_fixture="response"
)
def frame_is_retrieved_in(client: Client, study: Study, entity: Entity, number: int, accept: str) -> Response:
    return client.retrieve_frames(entity.of(study), str(number), accept=accept)


@then(phrase("the response holds {number:Number} {noun:CountedNoun}"))
def holds_number(response: Response, number: int, noun: str) -> None:
    check.holds_number(response, number, noun)


@then(phrase("the response holds {instances:Instances}"))
def holds(response: Response, study: Study, instances: tuple[str, ...]) -> None:
    check.holds(response, study.select(instances), study)


@then(phrase("the response is the single part {instance:Instance}"))
def is_single_part(response: Response, study: Study, instance: str) -> None:
    check.is_single_part(response, study.instance(instance), study)


@then(phrase("the response holds frame {number:Number} of {instance:Instance}"))
def holds_frame(response: Response, study: Study, number: int, instance: str) -> None:
    check.holds_frame(response, number, study.instance(instance))


@then(phrase("{keywords:Keywords} of each instance are those that were stored"))
def attributes_are_those_stored(response: Response, study: Study, keywords: tuple[str, ...]) -> None:
    check.attributes_are_those_stored(response, keywords, study)


@then(phrase("each instance can be saved as a file that reads back"))
def can_be_saved(response: Response) -> None:
    check.can_be_saved(response)


@then(phrase("the metadata describes {number:Number} {noun:CountedNoun}"))
def metadata_number(response: Response, number: int) -> None:
    check.metadata_number(response, number)


@then(phrase("the metadata describes {instances:Instances}"))
def metadata_describes(response: Response, study: Study, instances: tuple[str, ...]) -> None:
    check.metadata_describes(response, study.select(instances), study)
