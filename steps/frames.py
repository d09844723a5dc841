"""Frames beyond the tutorial."""

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import frames as check
from dicomweb_conformance.checks import frames_lossy
from dicomweb_conformance.checks.frames_encoding import OCTETS
from dicomweb_conformance.client import Client
from dicomweb_conformance.entity import Entity
from dicomweb_conformance.misplaced import under, with_unknown
from dicomweb_conformance.received import Response
from dicomweb_conformance.requirements import Requirement
from dicomweb_conformance.study import Study
from fixtures.frames import Following
from fixtures.samples import Samples
from steps.vocabulary import phrase
from steps.words.frames import FRAME_ACCEPTS


@given(phrase("frame {number:Number} of {instance:Instance} can be retrieved"))
def can_be_retrieved(client: Client, study: Study, number: int, instance: str) -> None:
    image = study.instance(instance)
    check.frames_are(
        client.retrieve_frames(image.reference, str(number), accept=FRAME_ACCEPTS["octets"]), (number,), image
    )


@given(phrase("frames of the sample {sample:Sample} come decompressed"))
def come_decompressed(client: Client, samples: Samples, sample: str) -> None:
    image = samples.shared(sample).study.instances[0]
    check.uncompressed_frames_are(client.retrieve_frames(image.reference, accept=FRAME_ACCEPTS["octets"]), (1,), image)


@when(
    phrase("frames {frames:FrameList} of {instance:Instance} are retrieved as {accept:FrameAccept}"),
    target_fixture="response",
)
def are_retrieved_as(client: Client, study: Study, frames: str, instance: str, accept: str) -> Response:
    return client.retrieve_frames(study.instance(instance).reference, frames, accept=accept)


@when(
    phrase("frame 1 of {instance:Instance} is retrieved under an unknown {level:Unknown}"),
    target_fixture="response",
)
def is_retrieved_under_unknown(client: Client, study: Study, instance: str, level: str) -> Response:
    reference = with_unknown(study.instance(instance).reference, level)
    return client.retrieve_frames(reference, accept=FRAME_ACCEPTS["octets"])


@when(phrase("frame 1 of {instance:Instance} is retrieved under {parent:Entity}"), target_fixture="response")
def is_retrieved_under(client: Client, study: Study, instance: str, parent: Entity) -> Response:
    reference = under(study.instance(instance).reference, parent.of(study))
    return client.retrieve_frames(reference, accept=FRAME_ACCEPTS["octets"])


@when(phrase("what the parts name as their location is retrieved"), target_fixture="located")
def locations_are_retrieved(following: Following, response: Response) -> tuple[Response, ...]:
    return following.locations(response)


@then(phrase("the target offers it"))
def is_offered(response: Response) -> None:
    check.is_offered(response)


@then(phrase("the parts are frames {numbers:FrameNumbers} of {instance:Instance}"))
def frames_are(response: Response, study: Study, numbers: tuple[int, ...], instance: str) -> None:
    check.frames_are(response, numbers, study.instance(instance))


@then(phrase("the parts are frames {numbers:FrameNumbers} of {instance:Instance}, uncompressed"))
def uncompressed_frames_are(response: Response, study: Study, numbers: tuple[int, ...], instance: str) -> None:
    check.uncompressed_frames_are(response, numbers, study.instance(instance))


@then(phrase("the body is frame {number:Number} of {instance:Instance}"))
def body_is(response: Response, study: Study, number: int, instance: str) -> None:
    check.is_single_part(response, number, study.instance(instance))


@then(phrase("the request is refused, or answered with frames {numbers:FrameNumbers} of {instance:Instance}"))
def default_or_refused(
    response: Response, study: Study, requirement: Requirement, numbers: tuple[int, ...], instance: str
) -> None:
    check.default_or_refused(response, numbers, study.instance(instance), requirement.status)


@then(phrase("the message names the type of its parts"))
def says_what_it_is(response: Response) -> None:
    check.says_what_it_is(response)


@then(phrase("each part says that it is octets, and is"))
def parts_are_octets(response: Response) -> None:
    check.parts_are_typed(response, (OCTETS,))


@then(phrase("each part is a bare code stream of the type that it names"))
def code_streams(response: Response) -> None:
    check.code_streams(response)


@then(phrase("the response is the only frame of {instance:Instance}, in any form, or 406"))
def lossy_frame(response: Response, study: Study, instance: str) -> None:
    frames_lossy.lossy_frame(response, study.instance(instance))


@then(phrase("each location gives the bytes of its part"))
def same_bytes(response: Response, located: tuple[Response, ...]) -> None:
    check.same_bytes(response, located)
