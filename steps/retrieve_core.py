"""Retrieved instances: what is asked for beyond the tutorial, and what must be true of them."""

from collections.abc import Callable
from typing import Literal

from pytest_bdd import then, when

from dicomweb_conformance.checks import retrieve_equality, retrieve_files, retrieve_framing
from dicomweb_conformance.checks.aspects import Aspect
from dicomweb_conformance.client import Client
from dicomweb_conformance.entity import Entity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from fixtures.retrieve_boundary import StoreTrap
from fixtures.retrieve_paths import Astray
from steps.vocabulary import phrase

Level = Literal["study", "series", "instance"]


@when(phrase("{entity:Entity} is retrieved in {accept:InstanceSyntax}"), target_fixture="response")
def is_retrieved_in(client: Client, study: Study, entity: Entity, accept: str) -> Response:
    return client.retrieve(entity.of(study), accept=accept)


@when(phrase("{entity:Entity} is retrieved accepting {accept:InstanceAccept}"), target_fixture="response")
def is_retrieved_accepting(client: Client, study: Study, entity: Entity, accept: str | None) -> Response:
    return client.retrieve(entity.of(study), accept=accept)


@when(phrase("{entity:Entity} is retrieved under {parent:Entity}"), target_fixture="response")
def is_retrieved_under(client: Client, study: Study, astray: Astray, entity: Entity, parent: Entity) -> Response:
    return client.retrieve(astray.under(entity.of(study), parent.of(study)))


@when(phrase("{entity:Entity} is retrieved under another study"), target_fixture="response")
def is_retrieved_under_another(client: Client, study: Study, astray: Astray, entity: Entity) -> Response:
    return client.retrieve(astray.under_another_study(entity.of(study)))


@when(phrase("an unknown {level:Unknown} is retrieved"), target_fixture="response")
def unknown_is_retrieved(client: Client, study: Study, astray: Astray, level: Level) -> Response:
    return client.retrieve(astray.unknown_of(level, study))


@when(phrase("{uid:MalformedUID} is retrieved as a {level:Unknown}"), target_fixture="response")
def malformed_is_retrieved(client: Client, study: Study, astray: Astray, level: Level, uid: str) -> Response:
    return client.retrieve(astray.malformed(level, study, uid))


@when(phrase("an instance that holds the boundary received is stored in {series:Entity}"), target_fixture="study")
def trap_is_stored(store_trap: StoreTrap, study: Study, response: Response, series: Entity) -> Study:
    return store_trap(study, series.of(study), retrieve_framing.boundary_of(response))


@then(phrase("the response is framed as multipart/related"))
def is_multipart(response: Response) -> None:
    retrieve_framing.is_multipart(response)


@then(phrase("the response states the media type of its parts"))
def states_type(response: Response) -> None:
    retrieve_framing.states_type(response)


@then(phrase("each part is an application/dicom"))
def parts_are_dicom(response: Response) -> None:
    retrieve_framing.parts_are_dicom(response)


@then(phrase("the length that a part states is that of its content"))
def lengths_are_true(response: Response) -> None:
    retrieve_framing.lengths_are_true(response)


@then(phrase("each file {quality:FileQuality}"))
def has_quality(response: Response, quality: Callable[[Response], None]) -> None:
    quality(response)


@then(phrase("the location that a part states is not that of another instance"))
def locations_are_own(response: Response, study: Study) -> None:
    retrieve_framing.locations_are_own(response, study)


@then(phrase("the transfer syntax that a part states is that of its instance"))
def names_syntaxes_truly(response: Response) -> None:
    retrieve_framing.names_syntaxes_truly(response)


@then(phrase("each part that is not in {default:TransferSyntax} states its transfer syntax"))
def names_other_syntaxes(response: Response, default: str) -> None:
    retrieve_framing.names_other_syntaxes(response, default)


@then(phrase("the request is refused, or the response says truly what it is"))
def is_refused_or_truthful(response: Response) -> None:
    retrieve_framing.is_refused_or_truthful(response)


@then(phrase("the request is refused, or the response says truly its transfer syntax"))
def syntax_is_refused_or_truthful(response: Response) -> None:
    retrieve_framing.syntax_is_refused_or_truthful(response)


@then(phrase("the response is no single part"))
def is_no_single_part(response: Response) -> None:
    retrieve_framing.is_no_single_part(response)


@then(phrase("the response, where a single part is offered, is {instance:Instance}"))
def is_file_or_not_offered(response: Response, study: Study, instance: str) -> None:
    retrieve_framing.is_file_or_not_offered(response, study.instance(instance))


@then(phrase("the response is {instance:Instance}, in parts or alone"))
def holds_some_of(response: Response, study: Study, instance: str) -> None:
    retrieve_framing.holds_some_of(response, study.instance(instance))


@then(phrase("each instance is in {syntax:TransferSyntax}"))
def are_in(response: Response, syntax: str) -> None:
    retrieve_files.are_in(response, (syntax,))


@then(phrase("each instance, where the transfer syntax is offered, is in {syntax:TransferSyntax}"))
def are_in_if_offered(response: Response, syntax: str) -> None:
    retrieve_files.are_in_if_offered(response, syntax)


@then(phrase("no instance is in a transfer syntax that is banned from responses"))
def are_in_legal_syntaxes(response: Response) -> None:
    retrieve_files.are_in_legal_syntaxes(response)


@then(phrase("the {aspect:Aspect} of each instance are those that were stored"))
def keep(response: Response, study: Study, aspect: Aspect) -> None:
    retrieve_equality.keep(response, aspect, study)


@then(phrase("the pixels of each instance are those that were stored"))
def keep_pixels(response: Response, study: Study) -> None:
    retrieve_equality.keep_pixels(response, study)


@then(phrase("the pixels of each instance that comes are those that were stored"))
def keep_pixels_if_any(response: Response, study: Study) -> None:
    retrieve_equality.keep_pixels_if_any(response, study)


@then(phrase("each instance is decoded, or as it was stored"))
def are_decoded_or_untouched(response: Response, study: Study) -> None:
    retrieve_equality.are_decoded_or_untouched(response, study)
