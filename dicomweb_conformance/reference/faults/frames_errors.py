"""Frames that do not exist, and are not refused as they must be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.faults.frames import shape_of
from dicomweb_conformance.reference.messages import Answer, Parts, Refused, Request, Resource

_OCTETS = "application/octet-stream"


def _with_frames(
    right: Behaviour, change: Callable[[Resource, int], tuple[int, ...] | None], *, single: bool
) -> Behaviour:
    """Other frame numbers for single numbers, or for lists of several; None refuses with 500."""

    def frames(server: Server, request: Request, resource: Resource) -> Answer:
        instances = server.behaviour.select(server, resource)
        shape = shape_of(instances[0]) if instances else None
        if shape is None or (len(resource.frames) == 1) is not single or max(resource.frames) <= shape.frames:
            return right.frames(server, request, resource)
        numbers = change(resource, shape.frames)
        if numbers is None:
            raise Refused(500, "The index is out of range.")
        return right.frames(server, request, replace(resource, frames=numbers))

    return replace(right, frames=frames)


@fault(breaks=("frames-beyond-the-last",))
def a_frame_beyond_the_last_is_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """A frame number beyond the last one ends with status 500."""
    return _with_frames(right, lambda resource, count: None, single=True)


@fault(breaks=("frames-beyond-the-last",))
def a_frame_beyond_the_last_is_the_last(right: Behaviour) -> Behaviour:
    """A frame number beyond the last one gives the last frame."""
    return _with_frames(right, lambda resource, count: (count,), single=True)


@fault(breaks=("frames-list-is-not-shortened",))
def bad_numbers_of_a_list_are_skipped(right: Behaviour) -> Behaviour:
    """A list of frames is answered without those that do not exist."""

    def existing(resource: Resource, count: int) -> tuple[int, ...]:
        return tuple(number for number in resource.frames if number <= count)

    return _with_frames(right, existing, single=False)


def _rerouted(right: Behaviour, texts: frozenset[str] | None, frames: str) -> Behaviour:
    """Lists of frames that are refused as malformed, read as another list; ``texts`` are those lists, None all others.

    An empty ``frames`` is an error of the server instead.
    """

    def route(request: Request) -> Resource:
        try:
            return right.route(request)
        except Refused:
            match request.segments:
                case (*above, "frames", text) if (texts is None and text != "0") or (texts and text in texts):
                    if not frames:
                        raise Refused(500, "The number cannot be read.") from None
                    return right.route(replace(request, segments=(*above, "frames", frames)))
            raise

    return replace(right, route=route)


@fault(breaks=("frames-no-frame-zero",))
def frame_zero_is_the_first(right: Behaviour) -> Behaviour:
    """Frame 0 gives the first frame."""
    return _rerouted(right, frozenset({"0"}), "1")


@fault(breaks=("frames-malformed-list",))
def a_malformed_list_is_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """A list of frames that is no list of numbers ends with status 500."""
    return _rerouted(right, frozenset({"abc", "1.5", "1;2"}), "")


@fault(breaks=("frames-malformed-list",))
def a_negative_frame_number_is_the_first_frame(right: Behaviour) -> Behaviour:
    """Frame -1 gives the first frame."""
    return _rerouted(right, frozenset({"-1"}), "1")


@fault(breaks=("frames-malformed-list",))
def an_empty_member_of_a_list_is_left_out(right: Behaviour) -> Behaviour:
    """A list with an empty member is read as if it were not there."""
    return _rerouted(right, frozenset({"1,,2"}), "1,2")


def _without_pixels(right: Behaviour, answer: Callable[[], Answer]) -> Behaviour:
    def frames(server: Server, request: Request, resource: Resource) -> Answer:
        instances = server.behaviour.select(server, resource)
        if instances and shape_of(instances[0]) is None:
            return answer()
        return right.frames(server, request, resource)

    return replace(right, frames=frames)


@fault(breaks=("frames-need-pixel-data",))
def frames_of_a_report_are_an_error_of_the_server(right: Behaviour) -> Behaviour:
    """Frames of an instance without pixel data end with status 500."""
    return _without_pixels(right, lambda: Answer(500))


@fault(breaks=("frames-need-pixel-data",))
def frames_of_a_report_are_an_empty_message(right: Behaviour) -> Behaviour:
    """Frames of an instance without pixel data are a message without parts."""
    return _without_pixels(right, lambda: Answer(200, Parts((), _OCTETS)))


@fault(breaks=("frames-of-an-unknown-instance", "frames-under-wrong-parents", "delete-gone-is-not-found"))
def frames_of_an_unknown_instance_are_an_empty_message(right: Behaviour) -> Behaviour:
    """Frames of an instance that does not exist are a message without parts."""

    def frames(server: Server, request: Request, resource: Resource) -> Answer:
        if not server.behaviour.select(server, resource):
            return Answer(200, Parts((), _OCTETS))
        return right.frames(server, request, resource)

    return replace(right, frames=frames)


def _found(right: Behaviour, find: Callable[[Server, Resource], Sequence[Instance]]) -> Behaviour:
    """Frames of instances that are not found under the parents of the path, but otherwise."""

    def select(server: Server, resource: Resource) -> Sequence[Instance]:
        instances = right.select(server, resource)
        return instances if instances or resource.kind != "frames" else find(server, resource)

    return replace(right, select=select)


@fault(breaks=("frames-of-an-unknown-instance", "frames-under-wrong-parents"))
def frames_are_found_by_the_last_uid(right: Behaviour) -> Behaviour:
    """Frames are found by the SOPInstanceUID, whatever study and series the path names."""
    return _found(right, lambda server, resource: server.archive.select(instance=resource.instance))


@fault(breaks=("frames-under-wrong-parents",))
def frames_are_found_in_any_series_of_the_study(right: Behaviour) -> Behaviour:
    """Frames are found under another series of their study."""

    def find(server: Server, resource: Resource) -> Sequence[Instance]:
        if not server.archive.select(resource.study, resource.series):
            return ()
        return server.archive.select(resource.study, None, resource.instance)

    return _found(right, find)


@fault(breaks=("frames-empty-list",))
def frames_without_a_number_are_the_first(right: Behaviour) -> Behaviour:
    """A request for frames without any number gives the first frame."""

    def route(request: Request) -> Resource:
        if request.segments[-1:] == ("frames",):
            return right.route(replace(request, segments=(*request.segments, "1")))
        return right.route(request)

    return replace(right, route=route)
