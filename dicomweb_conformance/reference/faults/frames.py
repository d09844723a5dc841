"""Wrong frames and bulk data."""

from __future__ import annotations

from dataclasses import replace

from dicomweb_conformance.reference.archive import Instance
from dicomweb_conformance.reference.behaviour import Behaviour, Server
from dicomweb_conformance.reference.faults.changes import before
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Refused, Request


@fault(breaks=("retrieve-frame",))
def frames_come_with_their_bytes_reversed(right: Behaviour) -> Behaviour:
    """The bytes of a frame come in reverse order."""

    def frame(server: Server, instance: Instance, number: int, transfer_syntax: str) -> bytes:
        return right.frame(server, instance, number, transfer_syntax)[::-1]

    return replace(right, frame=frame)


@fault(breaks=("retrieve-frame-transfer-syntaxes",))
def frames_need_a_wildcard_transfer_syntax(right: Behaviour) -> Behaviour:
    """Frames are refused unless any transfer syntax is accepted."""

    def demanding(request: Request) -> Request:
        if "transfer-syntax=*" not in (request.header("accept") or ""):
            raise Refused(406, "Frames are given to clients that accept any transfer syntax.")
        return request

    return replace(right, frames=before(right.frames, demanding))
