"""Status codes and empty bodies."""

from collections.abc import Sequence

from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response

_METHOD_NOT_OFFERED = (405, 501)


def status_is(response: Response, status: int) -> None:
    """The status is exactly that one."""
    if response.status != status:
        raise Nonconformity(f"status {status}", _status(response))


def status_is_permitted(response: Response, statuses: Sequence[int]) -> None:
    """The status is one of those that the requirement permits."""
    if response.status not in statuses:
        permitted = " or ".join(map(str, statuses))
        raise Nonconformity(f"status {permitted}", _status(response))


def is_empty(response: Response) -> None:
    """The response has no content."""
    size = response.body.size + sum(part.body.size for part in response.parts)
    if size:
        raise Nonconformity("no content", f"{size} bytes")


def method_is_offered(response: Response, declared: bool) -> None:
    """The method is offered; a target that declared nothing of the kind may say that it is not.

    Raises NotOffered for 405 and 501 (RFC 9110 15.5.6, 15.6.2) unless the capability was declared.
    """
    if not declared and response.status in _METHOD_NOT_OFFERED:
        raise NotOffered(f"the target answers {response.method} with {response.status}: not offered, and not declared")


def _status(response: Response) -> str:
    media_type = response.header("content-type")
    return f"status {response.status}" + (f" ({media_type})" if media_type else "")
