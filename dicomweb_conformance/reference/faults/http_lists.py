"""Wrong ways to read Accept: lines, empty elements, weights with decimals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import replying, without_field
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Refused, Reply, Request
from dicomweb_conformance.reference.negotiation import Choice, Offer


@fault(breaks=("http-accept-lines",))
def only_the_first_line_of_accept_counts(right: Behaviour) -> Behaviour:
    """Of Accept in several lines, the first is read."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        lines = [field for field in request.headers if field[0] == "accept"]
        others = without_field(request, "accept").headers
        return right.negotiate(replace(request, headers=(*others, *lines[:1])), offers)

    return replace(right, negotiate=negotiate)


@fault(breaks=("http-accept-list",))
def empty_elements_of_accept_are_refused(right: Behaviour) -> Behaviour:
    """Two commas with nothing between them make Accept malformed."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        if re.search(r",\s*,", request.header("accept") or "") and len(set(request.header("accept") or "")) > 1:
            raise Refused(400, "The Accept header is malformed.")
        return right.negotiate(request, offers)

    return replace(right, negotiate=negotiate)


@fault(breaks=("http-accept-weight-of-zero",))
def a_weight_of_zero_is_one_digit(right: Behaviour) -> Behaviour:
    """What has the weight 0.000 is acceptable, what has the weight 0 is not."""

    def negotiate(request: Request, offers: Sequence[Offer]) -> Sequence[Choice]:
        accept = re.sub(r"q=0\.0+(?![0-9])", "q=0.001", request.header("accept") or "")
        changed = (*without_field(request, "accept").headers, *((("accept", accept),) if accept else ()))
        return right.negotiate(replace(request, headers=changed), offers)

    return replace(right, negotiate=negotiate)


@fault(breaks=("http-head",))
def head_has_no_length(right: Behaviour) -> Behaviour:
    """HEAD of an instance is answered with Content-Length: 0."""

    def changed(request: Request, reply: Reply) -> Reply:
        if request.method != "HEAD" or "instances" not in request.segments:
            return reply
        headers = tuple((name, "0" if name == "Content-Length" else value) for name, value in reply.headers)
        return replace(reply, headers=headers)

    return replying(right, changed)
